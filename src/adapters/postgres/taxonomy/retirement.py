"""Keeps every id that was ever merged or deleted, and notes which come back."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection, text

from adapters.postgres.taxonomy.copying import NULL, copy_in
from domain.taxonomy_hierarchy import Numbers
from domain.taxonomy_nodes import UNKNOWN
from domain.taxonomy_tree import TaxonTree

Mergers = Mapping[int, tuple[int, int | None]]
"""Old id → the id it was merged into, and the one in the tree that has it now."""

_STAGE = """
    create temporary table arrived_taxon (ncbi_taxon_id integer, is_new boolean) on commit drop;
    create temporary table gone_taxon (ncbi_taxon_id integer) on commit drop;
    create temporary table passed_on (
        ncbi_taxon_id integer, before text, heir integer
    ) on commit drop;
    create temporary table stage_merged (
        ncbi_taxon_id integer, merged_into integer, current_ncbi_taxon_id integer, kept boolean
    ) on commit drop;
    create temporary table stage_deleted (ncbi_taxon_id integer) on commit drop"""
_KEEP = """
    update taxonomy.{table} g set kept = true
    where not kept
        and exists (select from biosql.taxon t where t.ncbi_taxon_id = g.ncbi_taxon_id)"""
_REUSED = """
    create temporary table reused_taxon on commit drop as
    select a.ncbi_taxon_id, case when m.ncbi_taxon_id is null then 'deleted'
        else 'merged into ' || m.merged_into end as before
    from arrived_taxon a
    left join taxonomy.merged m on m.ncbi_taxon_id = a.ncbi_taxon_id
    left join taxonomy.retired r on r.ncbi_taxon_id = a.ncbi_taxon_id
    where m.ncbi_taxon_id is not null or r.ncbi_taxon_id is not null"""
_TAKE_BACK = """
    delete from taxonomy.{table} t using reused_taxon a
    where t.ncbi_taxon_id = a.ncbi_taxon_id"""
_NEWLY_MERGED = """
    create temporary table newly_merged on commit drop as
    select s.ncbi_taxon_id, coalesce(s.current_ncbi_taxon_id, s.merged_into) as heir
    from stage_merged s
    where exists (select from gone_taxon g where g.ncbi_taxon_id = s.ncbi_taxon_id)
        or exists (select from taxonomy.retired r
                   where r.kept and r.ncbi_taxon_id = s.ncbi_taxon_id)"""
_PASSED_ON = """
    insert into passed_on (ncbi_taxon_id, before, heir)
    select m.ncbi_taxon_id, coalesce('merged into ' || m.current_ncbi_taxon_id, 'deleted'),
        s.current_ncbi_taxon_id
    from stage_merged s join taxonomy.merged m on m.ncbi_taxon_id = s.ncbi_taxon_id
    where s.current_ncbi_taxon_id is distinct from m.current_ncbi_taxon_id"""
_MERGED = """
    insert into taxonomy.merged as m
        (ncbi_taxon_id, merged_into, current_ncbi_taxon_id, noticed, kept)
    select ncbi_taxon_id, merged_into, current_ncbi_taxon_id, :day, kept from stage_merged
    on conflict (ncbi_taxon_id) do update
    set merged_into = excluded.merged_into, kept = m.kept or excluded.kept,
        current_ncbi_taxon_id = excluded.current_ncbi_taxon_id"""
_NOT_JUST_DELETED = """
    delete from taxonomy.retired r using stage_merged s where r.ncbi_taxon_id = s.ncbi_taxon_id"""
_REVOKED = """
    with revoked as (
        delete from taxonomy.merged m where ncbi_taxon_id = any(:ids) and not exists (
            select from arrived_taxon a where a.ncbi_taxon_id = m.ncbi_taxon_id)
        returning ncbi_taxon_id, current_ncbi_taxon_id, kept
    ), given_up as (
        insert into taxonomy.retired (ncbi_taxon_id, noticed, reason, kept)
        select ncbi_taxon_id, cast(:day as date), 'deleted', kept from revoked)
    insert into passed_on (ncbi_taxon_id, before)
    select ncbi_taxon_id, 'merged into ' || current_ncbi_taxon_id
    from revoked where current_ncbi_taxon_id is not null"""
_GONE = """
    insert into taxonomy.retired (ncbi_taxon_id, noticed, reason, kept)
    select g.ncbi_taxon_id, :day, case when exists (
        select from stage_deleted d where d.ncbi_taxon_id = g.ncbi_taxon_id)
        then 'deleted' else 'vanished' end, true
    from gone_taxon g
    where not exists (select from taxonomy.merged m where m.ncbi_taxon_id = g.ncbi_taxon_id)"""
_DELETED = """
    insert into taxonomy.retired (ncbi_taxon_id, noticed, reason, kept)
    select distinct d.ncbi_taxon_id, cast(:day as date), 'deleted', false
    from stage_deleted d
    where not exists (select from taxonomy.merged m where m.ncbi_taxon_id = d.ncbi_taxon_id)
        and not exists (select from taxonomy.retired r where r.ncbi_taxon_id = d.ncbi_taxon_id)
        and not exists (select from biosql.taxon t where t.ncbi_taxon_id = d.ncbi_taxon_id)"""
_LISTED_AFTER_ALL = """
    update taxonomy.retired r set reason = 'deleted' from stage_deleted d
    where d.ncbi_taxon_id = r.ncbi_taxon_id and r.reason = 'vanished'"""
_NAME = """
    (select min(n.name) from biosql.taxon t join biosql.taxon_name n on n.taxon_id = t.taxon_id
     where t.ncbi_taxon_id = c.ncbi_taxon_id and n.name_class = 'scientific name')"""
_HISTORY = (
    f"select c.ncbi_taxon_id, 'merged', {_NAME}, c.heir::text from newly_merged c",
    f"""select c.ncbi_taxon_id, 'deleted', {_NAME}, null from gone_taxon c where not exists (
        select from newly_merged m where m.ncbi_taxon_id = c.ncbi_taxon_id)""",
    f"select c.ncbi_taxon_id, 'reused', c.before, {_NAME} from reused_taxon c",
    """select c.ncbi_taxon_id, case when c.heir is null then 'deleted' else 'merged' end,
        c.before, c.heir::text from passed_on c""",
)
_NEW = """
    select a.ncbi_taxon_id, 'new', null, min(n.name)
    from arrived_taxon a
    left join added_name n
        on n.ncbi_taxon_id = a.ncbi_taxon_id and n.name_class = 'scientific name'
    where not exists (select from reused_taxon r where r.ncbi_taxon_id = a.ncbi_taxon_id)
    group by 1"""


def keep(connection: Connection) -> None:
    """Keep, like taxa that left the tree, the rows of other programs with ids that were gone."""
    for table in ("merged", "retired"):
        connection.execute(text(_KEEP.format(table=table)))


def stage(connection: Connection, deleted: Numbers) -> None:
    """Make the tables that the other functions fill and read."""
    for statement in _STAGE.split(";"):
        connection.execute(text(statement))
    copy_in(connection, "stage_deleted", "ncbi_taxon_id", map(str, deleted))
    connection.execute(text("analyze stage_deleted"))


def stage_comings_and_goings(connection: Connection, tree: TaxonTree) -> None:
    known = len(tree.known)
    copy_in(
        connection,
        "arrived_taxon",
        "ncbi_taxon_id, is_new",
        (f"{tree.ids[position]}\t{position >= known}" for position in tree.arrived()),
    )
    gone = (str(tree.ids[position]) for position in tree.gone())
    copy_in(connection, "gone_taxon", "ncbi_taxon_id", gone)
    connection.execute(text("analyze arrived_taxon, gone_taxon"))


def stage_mergers(
    connection: Connection, tree: TaxonTree, merged: Mapping[int, int], known: Mergers
) -> None:
    """Stage the mergers that are new or lead to another taxon now."""
    copy_in(
        connection,
        "stage_merged",
        "ncbi_taxon_id, merged_into, current_ncbi_taxon_id, kept",
        _mergers(tree, merged, known),
    )
    connection.execute(text("analyze stage_merged"))


def _mergers(tree: TaxonTree, merged: Mapping[int, int], known: Mergers) -> Iterator[str]:
    for old, heir in tree.successors.items():
        if known.get(old) != (merged[old], heir):
            kept = tree.position(old) != UNKNOWN
            yield f"{old}\t{merged[old]}\t{NULL if heir is None else heir}\t{kept}"


def revoke(connection: Connection, ids: Collection[int], day: date) -> None:
    """Let ids that were merged count as deleted from this day on."""
    connection.execute(text(_REVOKED), {"ids": list(ids), "day": day})


def write(connection: Connection, day: date) -> None:
    """Write what was staged: what came back is retired no more, what went is from this day on."""
    connection.execute(text(_REUSED))
    for table in ("merged", "retired"):
        connection.execute(text(_TAKE_BACK.format(table=table)))
    connection.execute(text(_NEWLY_MERGED))
    connection.execute(text(_PASSED_ON))
    connection.execute(text(_MERGED), {"day": day})
    connection.execute(text(_NOT_JUST_DELETED))
    connection.execute(text(_GONE), {"day": day})
    connection.execute(text(_DELETED), {"day": day})
    connection.execute(text(_LISTED_AFTER_ALL))


def note(connection: Connection, job: int, *, with_new: bool) -> None:
    """Write the history of what came and went; the names must be written before."""
    for query in (*_HISTORY, _NEW) if with_new else _HISTORY:
        connection.execute(
            text(
                "insert into taxonomy.change (job, ncbi_taxon_id, kind, before, after) "
                f"select {job:d}, * from ({query}) as became"
            )
        )
