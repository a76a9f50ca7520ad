"""Checks a mirror of millions of taxa against a dump."""

from pathlib import Path

from tests.integration.taxonomy.house import TaxonomyHouse
from tests.integration.taxonomy.real import rows

SCIENTIFIC = "scientific name"
_RETIRED = "select ncbi_taxon_id from taxonomy.retired"


def assert_whole(house: TaxonomyHouse, dump: Path) -> None:
    """Assert that every count, parent, rank, name and interval is what the dump says."""
    _assert_taxa(house, dump)
    _assert_names(house, dump)
    _assert_intervals(house)


def assert_history(house: TaxonomyHouse, job: int, older: Path, newer: Path) -> None:
    """Assert that a sync noted what became of every taxon between two dumps, and nothing else."""
    found: dict[str, set[tuple[int, str | None, str | None]]] = {}
    for kind, *change in house.rows(
        "select kind, ncbi_taxon_id, before, after from taxonomy.change where job = :job", job=job
    ):
        found.setdefault(kind, set()).add(tuple(change))
    before, now = _said(older), _said(newer)
    both = before.keys() & now.keys()
    for column, kind in enumerate(("moved", "re-ranked", "renamed")):
        assert {change for change in found[kind] if change[0] in both} == {
            (tax_id, before[tax_id][column], now[tax_id][column])
            for tax_id in both
            if before[tax_id][column] != now[tax_id][column]
        }
    assert _ids(found, "new", "reused") == now.keys() - before.keys()
    merged = {int(row[0]) for row in rows(newer / "merged.dmp")}
    gone = before.keys() - now.keys()
    assert _ids(found, "merged") & gone == merged & gone
    had_left = {int(row[0]) for row in rows(older / "merged.dmp")}
    assert _ids(found, "deleted") - had_left == gone - merged


def _said(dump: Path) -> dict[int, tuple[str, str, str]]:
    """Give parent, rank and scientific name of every taxon of a dump."""
    names = {int(row[0]): row[1] for row in rows(dump / "names.dmp") if row[3] == SCIENTIFIC}
    return {int(row[0]): (row[1], row[2], names[int(row[0])]) for row in rows(dump / "nodes.dmp")}


def _ids(changes: dict[str, set[tuple[int, str | None, str | None]]], *kinds: str) -> set[int]:
    return {tax_id for kind in kinds for tax_id, _, _ in changes.get(kind, ())}


def _assert_taxa(house: TaxonomyHouse, dump: Path) -> None:
    said = {int(row[0]): (int(row[1]), row[2]) for row in rows(dump / "nodes.dmp")}
    found = house.rows(
        "select ncbi_taxon_id, parent_ncbi_taxon_id, node_rank from taxonomy.taxon "
        "where status = 'live'"
    )
    assert len(found) == len(said)
    assert {tax_id: (parent, rank) for tax_id, parent, rank in found} == said
    merged = {int(row[0]): int(row[1]) for row in rows(dump / "merged.dmp")}
    listed = house.rows("select ncbi_taxon_id, current_ncbi_taxon_id from taxonomy.merged")
    assert merged.items() <= dict(listed).items()
    deleted = {int(row[0]) for row in rows(dump / "delnodes.dmp")}
    assert deleted <= {tax_id for (tax_id,) in house.rows(_RETIRED)}


def _assert_names(house: TaxonomyHouse, dump: Path) -> None:
    said = {(int(row[0]), row[1], row[3]) for row in rows(dump / "names.dmp")}
    found = house.rows(
        "select t.ncbi_taxon_id, n.name, n.name_class from biosql.taxon_name n "
        "join taxonomy.taxon t using (taxon_id) where t.status = 'live'"
    )
    assert len(found) == len(said)
    assert set(found) == said


def _assert_intervals(house: TaxonomyHouse) -> None:
    """Walk the intervals from left to right: the innermost open one is the parent's."""
    around: list[tuple[int, int]] = []
    last = -1
    for key, parent, left, right in house.rows(
        "select taxon_id, parent_taxon_id, left_value, right_value from biosql.taxon "
        "order by left_value"
    ):
        assert last < left < right
        last = left
        while around and around[-1][1] < left:
            around.pop()
        assert (around[-1][0] if around else key) == parent
        assert not around or right < around[-1][1]
        around.append((key, right))
