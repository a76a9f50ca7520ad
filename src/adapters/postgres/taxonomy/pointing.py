"""Lets samples point at the taxon that has their organism's id today."""

from sqlalchemy import Connection, text

_POINT = """
    update insdc.sample s set taxon_id = found.taxon_id from (
        select s.sample_id, x.taxon_id
        from insdc.sample s
        left join insdc.biosample b on b.sample_id = s.sample_id
        cross join lateral (select coalesce(b.ncbi_taxon_id, s.ncbi_taxon_id) as said) o
        left join biosql.taxon x
            -- What was deleted is still what the sample was filed under.
            on x.ncbi_taxon_id = coalesce(taxonomy.current_id(o.said), o.said)
        where {which}
    ) found where s.sample_id = found.sample_id and s.taxon_id is distinct from found.taxon_id"""
_LOST = """
    s.taxon_id is null or exists (
        select from biosql.taxon t join taxonomy.merged m on m.ncbi_taxon_id = t.ncbi_taxon_id
        where t.taxon_id = s.taxon_id)"""


def point(connection: Connection, touched: str) -> None:
    """Look up the taxa of the samples whose keys are in a table."""
    # Named one by one, so that the index is used, however little is known of the table.
    which = f"s.sample_id = any(array(select key from {touched}))"
    connection.execute(text(_POINT.format(which=which)))


def point_anew(connection: Connection) -> None:
    """Look up the taxa of samples that had none, or one that was merged, after a sync."""
    connection.execute(text(_POINT.format(which=_LOST)))
