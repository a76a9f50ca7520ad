"""Who stands below whom, for trees of millions of nodes: arrays of positions, no objects."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeAlias

Numbers: TypeAlias = "array[int]"
"""Of 32 bits each."""


def numbers(count: int, value: int = 0) -> Numbers:
    return array("i", [value]) * count


class Hierarchy:
    """The trees that `parent` describes: for each position that of its parent.

    A root's parent is `top`, the position after the last, below which all trees hang. What stands
    on a circle, or below one, hangs nowhere: it is not in `order`, and `whole` is False.

    order: every position that hangs below the top, parents before their children.
    size: nodes of the subtree, the node itself among them.
    """

    def __init__(self, parent: Numbers) -> None:
        self.parent = parent
        self.top = len(parent)
        self._start, self._children = self._grouped()
        self.order = self._ordered()
        self.size = self._sizes()

    @property
    def whole(self) -> bool:
        return len(self.order) == self.top

    def children(self, node: int) -> Sequence[int]:
        """Give the positions below a node, or below `top`, in ascending order."""
        return self._children[self._start[node] : self._start[node + 1]]

    def circle(self, among: Sequence[int]) -> list[int]:
        """Give a circle that a node hangs on for which `among` is true; empty: there is none.

        Each position is followed by its parent, and the last one's parent is the first.
        """
        lost = bytearray(map(bool, among))
        for node in self.order:
            lost[node] = 0
        node = lost.find(1)
        if node < 0:
            return []
        met: dict[int, None] = {}
        while node not in met:
            met[node] = None
            node = self.parent[node]
        path = list(met)
        return path[path.index(node) :]

    def _grouped(self) -> tuple[Numbers, Numbers]:
        """Sort the positions by their parent: where each one's children start, and the children."""
        start = numbers(self.top + 2)
        for above, count in Counter(self.parent).items():
            start[above + 1] = count
        start = array("i", accumulate(start))
        place = array("i", start)
        children = numbers(self.top)
        for node, above in enumerate(self.parent):
            children[place[above]] = node
            place[above] += 1
        return start, children

    def _ordered(self) -> Numbers:
        start, children = self._start, self._children
        order = array("i", self.children(self.top))
        for node in order:  # which grows meanwhile
            first, end = start[node], start[node + 1]
            if first != end:
                order.extend(children[first:end])
        return order

    def _sizes(self) -> Numbers:
        parent = self.parent
        size = numbers(self.top + 1, 1)
        for node in reversed(self.order):
            size[parent[node]] += size[node]
        return size
