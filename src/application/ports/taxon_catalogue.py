"""The reading side of the taxonomy, for people and programs that ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from application.ports.taxonomy import TaxonomyStanding
from domain.taxonomy import Retirement, Taxon, TaxonRef


@dataclass(frozen=True, slots=True)
class TaxonAnswer:
    """What is known of a tax id or a name. Where all is empty, nothing is.

    taxon: the one that is meant.
    retired: the id asked for, or the one so called, left the tree; `taxon` is then the one that
    has it now, or, where none has, what it was.
    ambiguous: several taxa go by the name, so that none is given.
    nearest: names spelt alike, where no taxon goes by the name; the likeliest first.
    """

    asked: str
    taxon: Taxon | None = None
    retired: Retirement | None = None
    ambiguous: tuple[TaxonRef, ...] = ()
    nearest: tuple[TaxonRef, ...] = ()


class TaxonCatalogue(Protocol):
    """Reads the taxonomy; writes nothing."""

    def standing(self) -> TaxonomyStanding | None:
        """Tell what is there; None: the taxonomy was never synchronized."""
        ...

    def look_up(self, asked: str) -> TaxonAnswer:
        """Find a taxon by id (1773, txid1773, taxid:1773) or by name, in any case.

        Taxa in the tree count before retired ones, scientific names before others, and what is
        spelt exactly so before what differs in case.
        """
        ...

    def lineages(self, ids: Sequence[int]) -> dict[int, tuple[TaxonRef, ...]]:
        """Give the lineage of many taxa, from the root to the taxon; unknown ids are left out."""
        ...
