"""Writes the taxa that are new or differ, and notes what became of them."""

from array import array
from collections.abc import Iterator

from sqlalchemy import Connection, text

from adapters.postgres.taxonomy.copying import NULL, Codes, copy_in, escaped
from adapters.postgres.taxonomy.keys import next_keys
from domain.taxonomy import ROOT
from domain.taxonomy_hierarchy import Numbers
from domain.taxonomy_nodes import UNKNOWN
from domain.taxonomy_tree import TaxonTree

COLUMNS = (
    "taxon_id", "ncbi_taxon_id", "parent_taxon_id", "node_rank", "genetic_code",
    "mito_genetic_code", "left_value", "right_value",
)  # fmt: skip

_STAGE = """
    create temporary table stage_taxon (
        taxon_id integer, ncbi_taxon_id integer, parent_taxon_id integer, node_rank text,
        genetic_code smallint, mito_genetic_code smallint, left_value integer,
        right_value integer, is_new boolean, was_read boolean
    ) on commit drop"""
_DIFFERS = """
    create temporary table changed_taxon on commit drop as
    select s.*, t.node_rank as old_rank, t.parent_taxon_id as old_parent_taxon_id,
        t.left_value as old_left_value, t.right_value as old_right_value
    from stage_taxon s join biosql.taxon t on t.taxon_id = s.taxon_id
    where not s.is_new and (
        (s.parent_taxon_id, s.left_value, s.right_value)
            is distinct from (t.parent_taxon_id, t.left_value, t.right_value)
        or s.was_read and (s.node_rank, s.genetic_code, s.mito_genetic_code)
            is distinct from (t.node_rank, t.genetic_code, t.mito_genetic_code))"""
_INSERT = f"""
    insert into biosql.taxon ({", ".join(COLUMNS)})
    select {", ".join(COLUMNS)} from stage_taxon where is_new"""
_UPDATE = """
    update biosql.taxon t
    set parent_taxon_id = c.parent_taxon_id, left_value = c.left_value,
        right_value = c.right_value,
        node_rank = case when c.was_read then c.node_rank else t.node_rank end,
        genetic_code = case when c.was_read then c.genetic_code else t.genetic_code end,
        mito_genetic_code =
            case when c.was_read then c.mito_genetic_code else t.mito_genetic_code end
    from changed_taxon c where t.taxon_id = c.taxon_id"""
_RERANKED = """
    insert into taxonomy.change (job, ncbi_taxon_id, kind, before, after)
    select :job, ncbi_taxon_id, 're-ranked', old_rank, node_rank
    from changed_taxon where was_read and node_rank is distinct from old_rank"""
_MOVED = """
    insert into taxonomy.change (job, ncbi_taxon_id, kind, before, after)
    select :job, c.ncbi_taxon_id, 'moved', old.ncbi_taxon_id::text, now.ncbi_taxon_id::text
    from changed_taxon c
    left join biosql.taxon old on old.taxon_id = c.old_parent_taxon_id
    left join biosql.taxon now on now.taxon_id = c.parent_taxon_id
    where c.was_read and c.parent_taxon_id is distinct from c.old_parent_taxon_id
        -- What was merged hung below its heir, which may never have been its parent.
        and not exists (select from taxonomy.merged m where m.ncbi_taxon_id = c.ncbi_taxon_id)"""

_RENUMBERED = """
    select count(*) from changed_taxon
    where (left_value, right_value) is distinct from (old_left_value, old_right_value)"""


def write_taxa(connection: Connection, tree: TaxonTree, job: int) -> int:
    """Insert and update taxa; give how many that were there have other numbers now."""
    connection.execute(text(_STAGE))
    columns = ", ".join((*COLUMNS, "is_new", "was_read"))
    copy_in(connection, "stage_taxon", columns, _rows(tree, _keys(connection, tree)))
    connection.execute(text("analyze stage_taxon"))
    connection.execute(text(_DIFFERS))
    connection.execute(text("analyze changed_taxon"))
    # New rows may take numbers that others give up: they are compared when both are written.
    connection.execute(text("set constraints all deferred"))
    connection.execute(text(_INSERT))
    connection.execute(text(_UPDATE))
    connection.execute(text("set constraints all immediate"))
    connection.execute(text(_RERANKED), {"job": job})
    connection.execute(text(_MOVED), {"job": job})
    return connection.scalar(text(_RENUMBERED)) or 0


def _keys(connection: Connection, tree: TaxonTree) -> Numbers:
    """Give the taxon_id of every position; those that have none take new ones."""
    keys = array("i", tree.known.keys)
    keys.extend(next_keys(connection, tree.top - len(keys)))
    return keys


def _rows(tree: TaxonTree, keys: Numbers) -> Iterator[str]:
    nodes, codes = tree.nodes, Codes()
    ranks = [escaped(word) for word in nodes.rank_words]
    for position in tree.to_write():
        place = tree.row[position]
        said = f"{NULL}\t{NULL}\t{NULL}"
        if place != UNKNOWN:
            genetic, mito = codes[nodes.genetic_codes[place]], codes[nodes.mito_codes[place]]
            said = f"{ranks[nodes.ranks[place]]}\t{genetic}\t{mito}"
        is_new = position >= len(tree.known)
        yield (
            f"{keys[position]}\t{tree.ids[position] or NULL}\t{_parent(tree, keys, position)}"
            f"\t{said}\t{tree.left[position] or NULL}\t{tree.right[position] or NULL}"
            f"\t{is_new}\t{place != UNKNOWN}"
        )


def _parent(tree: TaxonTree, keys: Numbers, position: int) -> int | str:
    parent = tree.parent[position]
    if parent != tree.top:
        return keys[parent]
    if tree.ids[position] == ROOT:
        return keys[position]
    return tree.known.parents[position] or NULL  # another program's root: as that left it
