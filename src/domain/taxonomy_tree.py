"""The tree after a dump: what was known, what the dump says, and where the retired taxa hang.

A taxon that the dump no longer has stays in the tree, since things are filed under it: one that
was merged hangs below the taxon that took it over, any other below its last parent. So whoever
asks for all that lies below a taxon still finds what was filed under ids of old.
"""

from array import array
from collections.abc import Container, Iterator, Mapping
from itertools import islice
from operator import lt

from domain.taxonomy import ROOT, TaxonomyError, follow
from domain.taxonomy_hierarchy import Hierarchy, Numbers, numbers
from domain.taxonomy_nodes import UNKNOWN, KnownTaxa, Nodes, block_of, highest, table
from domain.taxonomy_numbering import Places, TooManyTaxaError, number

_SHOWN = 5


class TaxonTree:
    """Every taxon of the mirror and the dump at a position: first what was known, then the new.

    known, nodes: what the mirror holds, and the rows of the dump. unread: blocks of tax ids of
    which the dump says what it said last time, so that `nodes` leaves them out.
    merged: old id → the id it was merged into, as dumps said so.

    ids: tax ids, 0 for rows that other programs made without one.
    row: where `nodes` has the taxon; UNKNOWN: it was not read, or the dump has it no more.
    live: 1 where the dump has the taxon; a taxon with an id that is not live is retired.
    parent: position of the parent; `top` for the root.
    left, right: the nested set; 0 for what other programs hung on a circle.

    Raises TaxonomyError where the dump is no tree.
    """

    def __init__(
        self,
        known: KnownTaxa,
        nodes: Nodes,
        merged: Mapping[int, int],
        unread: Container[int] = (),
    ) -> None:
        self.known, self.nodes = known, nodes
        self._check_ids()
        self.ids = array("i", known.ids)
        self._at = table(highest(known.ids, nodes.ids, nodes.parents), len(known) + len(nodes))
        for position, tax_id in enumerate(known.ids):
            self._at[tax_id] = position
        self._was_live = self._known_live()
        self.live = self._still_live(unread)
        self.row = numbers(len(known), UNKNOWN)
        self._take_rows()
        self.top = len(self.ids)
        self._check_root()
        self.successors = follow(merged, self.is_live)
        self.before = self._places_before()
        self.parent = self._parents()
        self.hierarchy = Hierarchy(self.parent)
        self._check_circles()
        try:
            self.left, self.right = number(self.hierarchy, self.before)
        except TooManyTaxaError as error:
            raise TaxonomyError(f"its {error}") from error

    def is_live(self, tax_id: int) -> bool:
        position = self.position(tax_id)
        return position != UNKNOWN and bool(self.live[position])

    def position(self, tax_id: int) -> int:
        """Give the position of a tax id, or UNKNOWN."""
        try:
            return self._at[tax_id] if tax_id >= ROOT else UNKNOWN
        except IndexError:
            return UNKNOWN

    @property
    def live_before(self) -> int:
        """How many of the taxa known were in the tree."""
        return self._was_live.count(1)

    def arrived(self) -> Iterator[int]:
        """Give the positions that are in the tree and were not before."""
        known = len(self._was_live)
        for position, live in enumerate(self.live):
            if live and (position >= known or not self._was_live[position]):
                yield position

    def gone(self) -> Iterator[int]:
        """Give the positions that were in the tree before and are not any more."""
        for position, was_live in enumerate(self._was_live):
            if was_live and not self.live[position]:
                yield position

    def to_write(self) -> Iterator[int]:
        """Give the positions the dump was read for, and those that stand elsewhere now."""
        before = self.before
        columns = zip(
            self.row, self.left, before.left, self.right, before.right, self.parent, before.parent,
            strict=True,
        )  # fmt: skip
        for position, (row, left, was_left, right, was_right, parent, was_parent) in enumerate(
            columns
        ):
            if row >= 0 or left != was_left or right != was_right or parent != was_parent:
                yield position

    def _check_ids(self) -> None:
        lowest = min(min(self.nodes.ids, default=ROOT), min(self.nodes.parents, default=ROOT))
        if lowest < ROOT:
            raise TaxonomyError(f"nodes.dmp has the tax id {lowest}: they begin at {ROOT}")

    def _known_live(self) -> bytearray:
        live = bytearray(map(bool, self.known.ids))
        for tax_id in self.known.retired:
            if (position := self.position(tax_id)) != UNKNOWN:
                live[position] = 0
        return live

    def _still_live(self, unread: Container[int]) -> bytearray:
        live = bytearray(len(self.known))
        for position, tax_id in enumerate(self.known.ids):
            if block_of(tax_id) in unread:
                live[position] = self._was_live[position]
        return live

    def _take_rows(self) -> None:
        at, row, ids = self._at, self.row, self.nodes.ids
        if not row and all(map(lt, ids, islice(ids, 1, None))):  # the first dump, in good order
            row.extend(range(len(ids)))
            self.ids, self.live = array("i", ids), bytearray(b"\1") * len(ids)
            for position, tax_id in enumerate(ids):
                at[tax_id] = position
            return
        for place, tax_id in enumerate(ids):
            position = at[tax_id]
            if position == UNKNOWN:
                at[tax_id] = len(row)
                row.append(place)
                self.ids.append(tax_id)
                self.live.append(1)
            elif row[position] == UNKNOWN:
                row[position] = place
                self.live[position] = 1
            else:
                raise TaxonomyError(f"nodes.dmp has taxon {tax_id} twice")

    def _check_root(self) -> None:
        if not self.is_live(ROOT):
            raise TaxonomyError(f"nodes.dmp has no root (taxon {ROOT})")
        place = self.row[self.position(ROOT)]
        if place != UNKNOWN and self.nodes.parents[place] != ROOT:
            raise TaxonomyError(
                f"nodes.dmp has no root: taxon {ROOT} stands below {self.nodes.parents[place]}"
            )

    def _places_before(self) -> Places:
        new = self.top - len(self.known)
        return Places(
            self.known.parent_positions(self.top) + numbers(new, UNKNOWN),
            self.known.left + numbers(new),
            self.known.right + numbers(new),
        )

    def _parents(self) -> Numbers:
        at = self._at
        said = array("i", map(at.__getitem__, self.nodes.parents))
        if len(self.known):
            parent = array("i", self.before.parent)
            for position, place in enumerate(self.row):
                if place >= 0:
                    parent[position] = said[place]
        else:
            parent = said
        parent[self.position(ROOT)] = self.top
        self._check_parents(parent)
        for tax_id in {*self.known.retired, *(self.ids[gone] for gone in self.gone())}:
            position, heir = self.position(tax_id), self.successors.get(tax_id)
            if heir is not None and position != UNKNOWN and not self.live[position]:
                parent[position] = at[heir]
        return parent

    def _check_parents(self, parent: Numbers) -> None:
        if self.live.count(1) == self.top and UNKNOWN not in parent and parent.count(self.top) == 1:
            return
        root = self.position(ROOT)
        for position, above in enumerate(parent):
            if (
                self.live[position]
                and position != root
                and (above in (UNKNOWN, self.top) or not self.live[above])
            ):
                raise TaxonomyError(self._lost_parent(position, above))

    def _lost_parent(self, position: int, above: int) -> str:
        place = self.row[position]
        if place == UNKNOWN and above == self.top:
            return f"the mirror has lost the parent of taxon {self.ids[position]}"
        parent = self.nodes.parents[place] if place != UNKNOWN else self.ids[above]
        return f"nodes.dmp puts taxon {self.ids[position]} below {parent}, which it does not have"

    def _check_circles(self) -> None:
        circle = [] if self.hierarchy.whole else self.hierarchy.circle(self.live)
        if circle:
            named = ", ".join(str(self.ids[position]) for position in circle[:_SHOWN])
            more = f" and {len(circle) - _SHOWN} more" if len(circle) > _SHOWN else ""
            raise TaxonomyError(f"nodes.dmp goes round in a circle: {named}{more}")
