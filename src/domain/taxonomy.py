"""The NCBI taxonomy: taxa and their names, and what becomes of them from dump to dump."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

ROOT: Final = 1
"""The taxon all others descend from; it is its own parent, in the dump and in BioSQL."""

SCIENTIFIC_NAME: Final = "scientific name"

_TAX_ID: Final = re.compile(
    r"(?:(?:ncbi[:_]?)?(?:txid|tax_?id|taxon(?=[:_]))[:_ ]?)?([0-9]{1,18})", re.IGNORECASE
)


class TaxonomyError(ValueError):
    """A dump that cannot be the taxonomy; the message says what is wrong in it."""


class Change(StrEnum):
    """What can become of a taxon between two dumps; the value is the word of the history."""

    NEW = "new"
    RENAMED = "renamed"
    RERANKED = "re-ranked"
    MOVED = "moved"
    MERGED = "merged"
    DELETED = "deleted"
    REUSED = "reused"


class Status(StrEnum):
    """Where a taxon id stands: in the tree, taken over by another, or given up."""

    LIVE = "live"
    MERGED = "merged"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class TaxonName:
    """One name of a taxon. `unique`: how NCBI tells it from the same name of other taxa."""

    name: str
    name_class: str
    unique: str | None = None


@dataclass(frozen=True, slots=True)
class TaxonRef:
    """A taxon as a lineage or a suggestion shows it."""

    ncbi_taxon_id: int
    name: str
    rank: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.ncbi_taxon_id})"


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why an id is no longer in the tree.

    noticed: the day of the first dump here that said so; it may have happened before.
    into: the taxon that has it now, chains of mergers followed; None: it was deleted in the end.
    """

    ncbi_taxon_id: int
    status: Status
    noticed: date
    into: int | None = None

    def __str__(self) -> str:
        if self.status is Status.DELETED:
            what = "was deleted from the NCBI taxonomy"
        elif self.into is None:
            what = "was merged into a taxon that was deleted later"
        else:
            what = f"was merged into {self.into}"
        return f"{self.ncbi_taxon_id} {what} (seen in the dump of {self.noticed})"


@dataclass(frozen=True, slots=True)
class Taxon:
    """A taxon with its place in the tree. lineage: from the root to its parent.

    names: the scientific name first. descendants: taxa below it that are in the tree.
    division: name of its GenBank division. The codes are NCBI's numbers of genetic codes.
    """

    ncbi_taxon_id: int
    name: str
    rank: str | None
    names: tuple[TaxonName, ...]
    lineage: tuple[TaxonRef, ...]
    descendants: int
    division: str | None = None
    genetic_code: int | None = None
    mito_genetic_code: int | None = None

    @property
    def ref(self) -> TaxonRef:
        return TaxonRef(self.ncbi_taxon_id, self.name, self.rank)


def tax_id_in(asked: str) -> int | None:
    """Give the tax id that is written so: 1773, txid1773, NCBI:txid1773, taxid:1773, taxon:1773."""
    found = _TAX_ID.fullmatch(asked.strip())
    return int(found[1]) if found else None


def follow(merged: Mapping[int, int], is_live: Callable[[int], bool]) -> dict[int, int | None]:
    """Follow each merged id to the live taxon that has it now; None where there is none.

    A live id was merged into nothing, whatever the list says.
    """
    return {old: _end(merged, old, is_live) for old in merged if not is_live(old)}


def _end(merged: Mapping[int, int], old: int, is_live: Callable[[int], bool]) -> int | None:
    met = {old}
    at = merged[old]
    while not is_live(at):
        if at in met or at not in merged:
            return None
        met.add(at)
        at = merged[at]
    return at
