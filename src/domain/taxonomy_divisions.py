"""Which taxa have a division of their own; all others have that of their parent.

Of 2.6 million taxa a few thousand do, so these alone are kept.
"""

from typing import Final

from domain.taxonomy_hierarchy import Numbers, numbers
from domain.taxonomy_nodes import UNKNOWN
from domain.taxonomy_tree import TaxonTree

_TO_BE_FOUND: Final = -2


def own_divisions(tree: TaxonTree) -> dict[int, int]:
    """Give tax id → division for the taxa in the tree whose division is not their parent's."""
    divisions = _divisions(tree)
    return {
        tree.ids[position]: divisions[position]
        for position, parent in enumerate(tree.parent)
        if divisions[position] != divisions[parent]
        and divisions[position] != UNKNOWN
        and tree.live[position]
    }


def _divisions(tree: TaxonTree) -> Numbers:
    """Give the division of each position: the dump's, or what it was where that was not read."""
    all_read = UNKNOWN not in tree.row
    divisions = numbers(tree.top + 1, UNKNOWN) if all_read else _as_they_were(tree)
    for position, place in enumerate(tree.row):
        if place != UNKNOWN:
            divisions[position] = tree.nodes.divisions[place]
    return divisions


def _as_they_were(tree: TaxonTree) -> Numbers:
    divisions = numbers(tree.top + 1, _TO_BE_FOUND)
    divisions[tree.top] = UNKNOWN
    for tax_id, division in tree.known.divisions.items():
        if (position := tree.position(tax_id)) != UNKNOWN:
            divisions[position] = division
    for position in range(tree.top):
        path, at = [], position
        while divisions[at] == _TO_BE_FOUND:
            divisions[at] = UNKNOWN  # so that a circle of other programs' rows ends
            path.append(at)
            at = tree.before.parent[at]
        for passed in path:
            divisions[passed] = divisions[at]
    return divisions
