"""Numbers the nodes of trees as nested sets, and keeps the numbers they had where it can.

What lies below a node has its left and right between the node's own. The numbers have gaps: with
none, one new taxon would shift the numbers of half the tree (measured: 2.6 million rows written, 3
GB of WAL, and every application that files something under a taxon blocked for a minute). With
them a new taxon takes two numbers that were free; where too few are left, the smallest part of the
tree that has room is numbered anew.

Two things hold beside the order: a leaf's right is its left + 1, and no number is above HIGHEST,
which leaves half of what an integer column holds to other programs on the same tables (Biopython's
loader shifts numbers upwards).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from typing import Final

from domain.taxonomy_hierarchy import Hierarchy, Numbers, numbers

HIGHEST: Final = 2**30
ROOM: Final = 16
"""A subtree that moves into a gap takes up to so many numbers a node, to grow there."""


class TooManyTaxaError(ValueError):
    """More nodes than there are numbers."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each position stood: its parent's position (-1: unknown), left and right (0: none)."""

    parent: Numbers
    left: Numbers
    right: Numbers


def number(trees: Hierarchy, before: Places) -> tuple[Numbers, Numbers]:
    """Give left and right of every position; 0 for what hangs on a circle.

    `before` may be wrong in any way: numbers are kept only where they are right.
    """
    if 2 * trees.size[trees.top] > HIGHEST:
        raise TooManyTaxaError(f"{trees.top:,} taxa are more than can be numbered")
    numbering = _Numbering(trees, before)
    numbering.settle(trees.top, 0, HIGHEST)
    for node in trees.order:
        if trees.size[node] > 1:
            numbering.below(node)
    return numbering.left, numbering.right


class _Numbering:
    """The numbers given so far. A node's own are settled before those of its children."""

    def __init__(self, trees: Hierarchy, before: Places) -> None:
        self._trees = trees
        self._before = before
        self.left = numbers(trees.top)
        self.right = numbers(trees.top)

    def below(self, node: int) -> None:
        left, right = self.left[node], self.right[node]
        if (left, right) == (self._before.left[node], self._before.right[node]):
            self.settle(node, left, right)
        else:
            self._spread(node, left, right)

    def settle(self, node: int, left: int, right: int) -> None:
        """Number the children of a node that stays where it was: each stays too if it can."""
        children = self._trees.children(node)
        if self._all_stay(node, children, left, right):
            return
        staying = self._staying(node, children, left, right)
        stays = set(staying)
        moving = [child for child in children if child not in stays]
        gaps = _gaps(self.left, self.right, staying, left, right)
        if not staying or not self._fit(moving, gaps):
            self._spread(node, left, right)

    def _all_stay(self, node: int, children: Sequence[int], left: int, right: int) -> bool:
        """Try the common case, in which nothing changed here and the children are in order."""
        was_parent, was_left, was_right = self._before.parent, self._before.left, self._before.right
        size = self._trees.size
        for child in children:
            first, last = was_left[child], was_right[child]
            if (
                first <= left
                or last >= right
                or was_parent[child] != node
                or not _holds(last - first, size[child])
            ):
                return False
            self.left[child], self.right[child] = first, last
            left = last
        return True

    def _staying(self, node: int, children: Sequence[int], left: int, right: int) -> list[int]:
        """Let those children stay whose numbers are theirs alone and still hold them."""
        staying = []
        for child in sorted(children, key=self._before.left.__getitem__):
            if self._all_stay(node, (child,), left, right):
                staying.append(child)
                left = self.right[child]
        return staying

    def _fit(self, moving: list[int], gaps: list[tuple[int, int]]) -> bool:
        """Put children into the gaps, the largest into the widest; False: they do not all fit."""
        widest = [(-width, start) for start, width in gaps]
        heapify(widest)
        for child in sorted(moving, key=self._trees.size.__getitem__, reverse=True):
            size = self._trees.size[child]
            width, start = -widest[0][0] if widest else 0, widest[0][1] if widest else 0
            taken = 2 if size == 1 else min(width, ROOM * size)
            if taken < 2 * size or taken > width:
                return False
            self.left[child], self.right[child] = start, start + taken - 1
            heapreplace(widest, (taken - width, start + taken))
        return True

    def _spread(self, node: int, left: int, right: int) -> None:
        """Number the children anew, one after the other, and share the room between them.

        What is left over stands at the end, for children to come: the part of the leaves, which
        need no room themselves, and a little more.
        """
        size, lefts, rights = self._trees.size, self.left, self.right
        own = size[node]
        spare = right - left - 1 - 2 * (own - 1)
        shares = own + own // 16 + 1
        at = left + 1
        for child in self._trees.children(node):
            width = 2 * size[child]
            if size[child] > 1:
                width += spare * size[child] // shares
            lefts[child] = at
            at += width
            rights[child] = at - 1


def _holds(distance: int, size: int) -> bool:
    """Tell whether numbers so far apart are enough for a subtree; for a leaf, just enough."""
    return distance == 1 if size == 1 else distance >= 2 * size - 1


def _gaps(
    lefts: Numbers, rights: Numbers, nodes: Iterable[int], left: int, right: int
) -> list[tuple[int, int]]:
    """Give start and width of what is free between the nodes, which come in order."""
    gaps = []
    for node in nodes:
        gaps.append((left + 1, lefts[node] - left - 1))
        left = rights[node]
    gaps.append((left + 1, right - left - 1))
    return [(start, width) for start, width in gaps if width > 1]
