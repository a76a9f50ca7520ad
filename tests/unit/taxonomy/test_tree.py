"""The tree after a dump: checked, and with the retired taxa where they belong."""

from collections.abc import Mapping

import pytest

from domain.taxonomy import TaxonomyError, follow
from domain.taxonomy_divisions import own_divisions
from domain.taxonomy_nodes import KnownTaxa, Nodes, block_of
from domain.taxonomy_tree import TaxonTree
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria
from tests.unit.taxonomy.nested_sets import assert_nested

KEY = 1000
"""What is added to a tax id to make the key of its row."""


def nodes_of(taxonomy: Taxonomy) -> Nodes:
    nodes = Nodes()
    rows = sorted(taxonomy.nodes.items())
    nodes.add(
        [tax_id for tax_id, _ in rows],
        [
            [str(node.parent) for _, node in rows],
            [node.rank for _, node in rows],
            [str(node.division) for _, node in rows],
            [str(node.genetic_code) for _, node in rows],
            [str(node.mito_genetic_code) for _, node in rows],
        ],
    )
    return nodes


def add(known: KnownTaxa, *row: int) -> None:
    known.add(zip(row, strict=True))


def known_of(tree: TaxonTree) -> KnownTaxa:
    """Give what a mirror knows after a tree was written."""
    known = KnownTaxa()
    for position, tax_id in enumerate(tree.ids):
        parent = tree.parent[position]
        above = tree.ids[parent] if parent != tree.top else tax_id
        add(known, tax_id + KEY, tax_id, above + KEY, tree.left[position], tree.right[position])
    known.retired = {tree.ids[at] for at in range(tree.top) if not tree.live[at]}
    known.divisions = own_divisions(tree)
    return known


def grow(
    taxonomy: Taxonomy, known: KnownTaxa | None = None, merged: Mapping[int, int] | None = None
) -> TaxonTree:
    return TaxonTree(known or KnownTaxa(), nodes_of(taxonomy), merged or {})


def parent_of(tree: TaxonTree, tax_id: int) -> int:
    return tree.ids[tree.parent[tree.position(tax_id)]]


def test_the_first_dump_is_the_tree() -> None:
    taxa = mycobacteria()

    tree = grow(taxa)

    assert {tree.ids[at]: tree.ids[above] for at, above in enumerate(tree.parent) if at} == {
        tax_id: node.parent for tax_id, node in taxa.nodes.items() if tax_id != 1
    }
    assert tree.parent[tree.position(1)] == tree.top
    assert list(tree.arrived()) == list(range(len(taxa.nodes)))
    assert_nested(tree.parent, tree.left, tree.right)


def test_a_merged_taxon_hangs_below_the_one_that_took_it_over() -> None:
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    taxa.merge(1765, 1764)

    tree = grow(taxa, known, taxa.merged)

    assert parent_of(tree, 1765) == 1764
    assert [tree.ids[at] for at in tree.gone()] == [1765]
    assert not tree.is_live(1765)
    assert_nested(tree.parent, tree.left, tree.right)


def test_a_deleted_taxon_stays_below_its_last_parent_and_its_children_go_where_the_dump_says() -> (
    None
):
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    taxa.delete(1773)

    tree = grow(taxa, known)

    assert parent_of(tree, 1773) == 1763
    assert parent_of(tree, 83332) == 1763
    assert_nested(tree.parent, tree.left, tree.right)


def test_retired_taxa_whose_parents_retire_as_well_hang_on_as_they_did() -> None:
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    taxa.delete(1765)
    known = known_of(grow(taxa, known))
    taxa.delete(1773)
    known = known_of(grow(taxa, known))
    taxa.merge(1763, 2)

    tree = grow(taxa, known, taxa.merged)

    assert [parent_of(tree, tax_id) for tax_id in (1765, 1773, 1763)] == [1773, 1763, 2]
    assert_nested(tree.parent, tree.left, tree.right)


def test_an_id_that_comes_back_stands_where_the_dump_says() -> None:
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    without = taxa.copy()
    without.merge(1765, 1764)
    known = known_of(grow(without, known, without.merged))

    tree = grow(taxa, known, without.merged)

    assert parent_of(tree, 1765) == 1773
    assert [tree.ids[at] for at in tree.arrived()] == [1765]
    assert 1765 not in tree.successors


def test_what_the_dump_was_not_read_for_is_as_it_was() -> None:
    taxa = mycobacteria()
    before = grow(taxa)
    known = known_of(before)
    unread = {block_of(tax_id) for tax_id in taxa.nodes if tax_id != 11520}
    changed = Taxonomy(nodes={11520: taxa.nodes[11520]})
    changed.nodes[11520].parent = 2

    tree = TaxonTree(known, nodes_of(changed), {}, unread)

    assert parent_of(tree, 11520) == 2
    assert tree.live.count(1) == len(taxa.nodes)
    assert [tree.ids[at] for at in tree.to_write()] == [10239, 11520]  # 10239 is a leaf now
    assert own_divisions(tree) == {1: 0, 10239: 9, 11520: 9}


def test_a_taxon_whose_parent_was_removed_elsewhere_in_the_dump_is_noticed() -> None:
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    unread = {block_of(tax_id) for tax_id in taxa.nodes if tax_id != 11520} - {block_of(10239)}
    changed = Taxonomy(nodes={})

    with pytest.raises(TaxonomyError, match=r"no root|puts taxon 11520 below 10239"):
        TaxonTree(known, nodes_of(changed), {}, unread | {block_of(11520)})


def test_rows_of_other_programs_are_numbered_as_trees_of_their_own() -> None:
    taxa = mycobacteria()
    known = known_of(grow(taxa))
    add(known, 5001, 0, 0, 7, 8)  # a root without a tax id, with numbers that are taken
    add(known, 5002, 0, 5001, 0, 0)
    add(known, 5003, 0, 5004, 0, 0)  # two on a circle
    add(known, 5004, 0, 5003, 0, 0)
    add(known, 5005, 0, 1763 + KEY, 0, 0)  # one below a taxon of NCBI's
    taxa.add(9606, 131567, "Homo sapiens")

    tree = grow(taxa, known)

    keys = dict(zip(tree.known.keys, range(tree.top), strict=False))
    assert tree.parent[keys[5001]] == tree.top
    assert tree.parent[keys[5002]] == keys[5001]
    assert tree.ids[tree.parent[keys[5005]]] == 1763
    assert [tree.left[keys[key]] for key in (5003, 5004)] == [0, 0]
    numbered = [at for at in range(tree.top) if tree.left[at]]
    place = {at: number for number, at in enumerate(numbered)}
    assert_nested(
        [place.get(tree.parent[at], len(numbered)) for at in numbered],
        [tree.left[at] for at in numbered],
        [tree.right[at] for at in numbered],
    )


REFUSED = {
    "twice": r"nodes.dmp has taxon 5 twice",
    "no root": r"nodes.dmp has no root \(taxon 1\)",
    "root below": r"no root: taxon 1 stands below 5",
    "unknown parent": r"puts taxon 5 below 77, which it does not have",
    "own parent": r"goes round in a circle: 5$",
    "circle": r"goes round in a circle: (5, 6, 7|6, 7, 5|7, 5, 6)$",
    "zero": r"has the tax id 0: they begin at 1",
    "word": r"'many' where a small number should stand",
    "no number": r"has a parent that is none",
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_is_no_tree_is_refused_in_words(wrong: str) -> None:
    rows = {
        "twice": ["1 1", "5 1", "5 1"],
        "no root": ["5 5", "6 5"],
        "root below": ["1 5", "5 5"],
        "unknown parent": ["1 1", "5 77"],
        "own parent": ["1 1", "5 5"],
        "circle": ["1 1", "5 6", "6 7", "7 5", "8 5"],
        "zero": ["0 1", "1 1"],
        "word": ["1 1 many"],
        "no number": ["1 one"],
    }[wrong]
    with pytest.raises(TaxonomyError, match=REFUSED[wrong]):
        tree_of([row.split() for row in rows])


def tree_of(rows: list[list[str]]) -> TaxonTree:
    """Give the tree of rows of tax id, parent and, if it matters, a code."""
    nodes = Nodes()
    codes = ["".join(row[2:]) for row in rows]
    parents = [row[1] for row in rows]
    nodes.add([int(row[0]) for row in rows], [parents, codes, codes, codes, codes])
    return TaxonTree(KnownTaxa(), nodes, {})


def test_a_tree_with_very_high_ids_is_a_tree_too() -> None:
    taxa = mycobacteria().add(1_999_999_999, 1763).add(1_999_999_998, 1_999_999_999)

    tree = grow(taxa, known_of(grow(mycobacteria())))

    assert parent_of(tree, 1_999_999_998) == 1_999_999_999
    assert tree.position(1_999_999_997) == -1
    assert_nested(tree.parent, tree.left, tree.right)


def test_mergers_are_followed_to_the_taxon_that_has_the_id_now() -> None:
    live = {1, 4, 9}
    merged = {2: 3, 3: 4, 5: 6, 7: 8, 8: 7, 9: 1, 10: 9}

    assert follow(merged, live.__contains__) == {
        2: 4, 3: 4, 5: None, 7: None, 8: None, 10: 9,
    }  # fmt: skip


def test_only_taxa_whose_division_is_not_their_parents_have_one_of_their_own() -> None:
    taxa = mycobacteria()
    taxa.nodes[83332].division = 9
    tree = grow(taxa)
    assert own_divisions(tree) == {1: 0, 10239: 9, 83332: 9}

    taxa.nodes[10239].parent = 83332
    tree = grow(taxa, known_of(tree))
    assert own_divisions(tree) == {1: 0, 83332: 9}
