"""Lets samples point at the taxon that has their organism's id today."""

from sqlalchemy import Connection, text

_POINT = """
    update insdc.sample s set taxon_id = found.taxon_id{asked} from (
        select s.sample_id, x.taxon_id
        from insdc.sample s
        left join insdc.biosample b on b.sample_id = s.sample_id
        cross join lateral (select coalesce(b.ncbi_taxon_id, s.ncbi_taxon_id) as said) o
        left join biosql.taxon x
            -- What was deleted is still what the sample was filed under.
            on x.ncbi_taxon_id = coalesce(taxonomy.current_id(o.said), o.said)
        where {which}
    ) found where s.sample_id = found.sample_id{differs}"""
_DIFFERS = " and s.taxon_id is distinct from found.taxon_id"
_LOST = """
    s.taxon_id is null or exists (
        select from biosql.taxon t join taxonomy.merged m on m.ncbi_taxon_id = t.ncbi_taxon_id
        where t.taxon_id = s.taxon_id)"""


def point(connection: Connection, touched: str, *, was_asked: bool = False) -> None:
    """Look up the taxa of the samples whose keys are in a table.

    was_asked: note, too, that BioSample was asked for them now: both in one update, since each
    writes the whole row and its indexes anew.
    """
    # Named one by one, so that the index is used, however little is known of the table.
    which = f"s.sample_id = any(array(select key from {touched}))"
    asked, differs = (", asked_at = now()", "") if was_asked else ("", _DIFFERS)
    connection.execute(text(_POINT.format(which=which, asked=asked, differs=differs)))


def point_anew(connection: Connection) -> None:
    """Look up the taxa of samples that had none, or one that was merged, after a sync."""
    connection.execute(text(_POINT.format(which=_LOST, asked="", differs=_DIFFERS)))
