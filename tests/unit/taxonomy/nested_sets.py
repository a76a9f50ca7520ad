"""What a nested set must be, computed from the numbers alone."""

from collections.abc import Mapping, Sequence


def parents_by_numbers(numbers: Mapping[int, tuple[int, int]]) -> dict[int, int | None]:
    """Give for each key the key of the smallest interval around its own; None: there is none.

    Asserts that no interval is empty or overlaps another, and that no number stands twice.
    """
    given = [number for pair in numbers.values() for number in pair]
    assert len(set(given)) == len(given), "a number stands twice"
    parents: dict[int, int | None] = {}
    around: list[int] = []
    for key in sorted(numbers, key=lambda key: numbers[key][0]):
        left, right = numbers[key]
        assert left < right, f"{key} ends before it begins"
        while around and numbers[around[-1]][1] < left:
            around.pop()
        assert not around or right < numbers[around[-1]][1], f"{key} overlaps {around[-1]}"
        parents[key] = around[-1] if around else None
        around.append(key)
    return parents


def assert_nested(parent: Sequence[int], left: Sequence[int], right: Sequence[int]) -> None:
    """Assert that numbers are those of the trees in which a root's parent is the count."""
    found = parents_by_numbers({node: (left[node], right[node]) for node in range(len(parent))})
    for node, above in enumerate(parent):
        assert found[node] == (None if above == len(parent) else above)
    for node in set(range(len(parent))) - set(parent):
        assert right[node] == left[node] + 1, f"the leaf {node} has room"
