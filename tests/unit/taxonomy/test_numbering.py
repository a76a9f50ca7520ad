"""Numbers of nested sets: always right, and kept where they can be."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import taxonomy_numbering
from domain.taxonomy_hierarchy import Hierarchy, Numbers, numbers
from domain.taxonomy_numbering import HIGHEST, Places, TooManyTaxaError, number
from tests.unit.taxonomy.nested_sets import assert_nested

# A forest: each node hangs below an earlier one, or below none (-1).
forests = st.lists(st.integers(-1, 60), min_size=1, max_size=60).map(
    lambda wished: [min(above, node - 1) for node, above in enumerate(wished)]
)


def trees(wished: list[int]) -> Hierarchy:
    return Hierarchy(array("i", [len(wished) if above < 0 else above for above in wished]))


def nowhere(count: int) -> Places:
    return Places(numbers(count, -1), numbers(count), numbers(count))


def grown(before: Hierarchy, left: Numbers, right: Numbers, count: int) -> Places:
    """Give the places of before in a forest that has `count` nodes now."""
    new = count - before.top
    parent = array("i", [count if above == before.top else above for above in before.parent])
    return Places(parent + numbers(new, -1), left + numbers(new), right + numbers(new))


@given(forests)
def test_the_numbers_of_any_forest_are_nested_as_its_trees_are(wished: list[int]) -> None:
    forest = trees(wished)

    left, right = number(forest, nowhere(forest.top))

    assert_nested(forest.parent, left, right)
    assert max(right) <= HIGHEST


@given(forests, forests)
def test_they_are_still_after_any_change_of_any_trees(first: list[int], second: list[int]) -> None:
    before = trees(first)
    forest = trees(second + [-1] * (len(first) - len(second)))
    left, right = number(before, nowhere(before.top))

    left, right = number(forest, grown(before, left, right, forest.top))

    assert_nested(forest.parent, left, right)


@given(forests, st.data())
def test_wrong_numbers_of_before_do_no_harm(wished: list[int], data: st.DataObject) -> None:
    forest = trees(wished)
    anything = st.lists(st.integers(-5, 200), min_size=forest.top, max_size=forest.top)
    before = Places(forest.parent, array("i", data.draw(anything)), array("i", data.draw(anything)))

    left, right = number(forest, before)

    assert_nested(forest.parent, left, right)


@given(forests)
def test_numbers_that_are_right_stay_as_they_are(wished: list[int]) -> None:
    forest = trees(wished)
    left, right = number(forest, nowhere(forest.top))

    assert number(forest, Places(forest.parent, left, right)) == (left, right)


@given(forests, st.integers(0, 59))
def test_a_new_leaf_takes_free_numbers_and_changes_no_others_but_its_parents(
    wished: list[int], below: int
) -> None:
    before = trees(wished)
    parent = min(below, before.top - 1)
    left, right = number(before, nowhere(before.top))
    forest = trees([*wished, parent])

    new_left, new_right = number(forest, grown(before, left, right, forest.top))

    changed = [
        node
        for node in range(before.top)
        if (new_left[node], new_right[node]) != (left[node], right[node])
    ]
    # Where the parent was a leaf, it had no room and moves; nobody else does.
    assert changed == ([parent] if before.size[parent] == 1 else [])


@given(forests)
def test_dense_numbers_of_another_program_are_taken_over_as_far_as_they_go(
    wished: list[int],
) -> None:
    forest = trees([-1, *(above + 1 for above in wished)])
    left, right = dense(forest)

    assert number(forest, Places(forest.parent, left, right)) == (left, right)


def dense(forest: Hierarchy) -> tuple[Numbers, Numbers]:
    left, right = numbers(forest.top), numbers(forest.top)
    at = 0

    def visit(node: int) -> None:
        nonlocal at
        at += 1
        left[node] = at
        for child in forest.children(node):
            visit(child)
        at += 1
        right[node] = at

    for root in forest.children(forest.top):
        visit(root)
    return left, right


def test_a_chain_as_deep_as_the_tree_is_large_is_numbered_too() -> None:
    chain = trees([node - 1 for node in range(5000)])

    left, right = number(chain, nowhere(chain.top))

    assert_nested(chain.parent, left, right)


def test_a_taxon_with_many_new_children_does_not_move_its_neighbours() -> None:
    before = trees([-1, 0, 0, 1, 2])
    left, right = number(before, nowhere(before.top))
    forest = trees([-1, 0, 0, 1, 2, *[1] * 1000])

    new_left, new_right = number(forest, grown(before, left, right, forest.top))

    assert_nested(forest.parent, new_left, new_right)
    for node in (0, 1, 2, 3, 4):
        assert (new_left[node], new_right[node]) == (left[node], right[node])


def test_what_hangs_on_a_circle_has_no_numbers() -> None:
    forest = Hierarchy(array("i", [4, 2, 1, 2]))

    left, right = number(forest, nowhere(4))

    assert not forest.whole
    assert list(left) == [1, 0, 0, 0]
    assert list(right) == [2, 0, 0, 0]
    assert forest.circle(b"\1\1\1\1") == [1, 2]
    assert forest.circle(b"\1\0\0\0") == []


def test_more_taxa_than_numbers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taxonomy_numbering, "HIGHEST", 10)

    with pytest.raises(TooManyTaxaError, match="5 taxa"):
        number(trees([-1, 0, 0, 0, 0]), nowhere(5))
    _, right = number(trees([-1, 0, 0, 0]), nowhere(4))
    assert max(right) <= 10
