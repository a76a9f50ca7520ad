"""Samples as they were deposited, what points from one to another, and what speaks against it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Deposit:
    """One sample of the archives, as far as it matters which specimen it was taken from.

    projects: accessions of the BioProjects and studies that hold its data, not of the umbrellas
    above them.
    taxon, species: NCBI taxon ids; species is that of the taxon or above it, None where there is
    none. country: any code, the same for the same country. first, last: the days between which it
    was collected, either of which may be unknown.
    """

    sample_id: int
    biosample: str | None = None
    sra: str | None = None
    projects: frozenset[str] = frozenset()
    taxon: int | None = None
    species: int | None = None
    country: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def name(self) -> str:
        return self.biosample or self.sra or f"sample {self.sample_id}"

    @property
    def rank(self) -> tuple[bool, str, int, str, str]:
        """Orders deposits by their names, BioSamples first, SAMN9 before SAMN10."""
        prefix = self.name.rstrip("0123456789")
        number = self.name.removeprefix(prefix).lstrip("0")
        return self.biosample is None, prefix, len(number), number, self.name


@dataclass(frozen=True, slots=True)
class SharedFile:
    """An original read file, as submitted: not what the archive made of it.

    md5: in any spelling. size: in bytes. A file of a run of several samples is given once for each.
    """

    md5: str
    sample_id: int
    run: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class SameAs:
    """A sample says which other one it is. value: as submitted; an accession, if it is of use."""

    sample_id: int
    value: str


class Conflict(StrEnum):
    """Why evidence joins nothing."""

    PROJECT = "within one project"
    ORGANISM = "different organisms"
    COUNTRY = "contradicting countries"
    DATES = "dates do not overlap"
    TOO_MANY = "too many samples"
    SIZES = "sizes of the file differ"
    GROUP = "contradiction among the samples it would join"


def contradiction(one: Deposit, other: Deposit, *, across_projects: bool = True) -> Conflict | None:
    """What speaks against two deposits being of one specimen. What is not known does not.

    across_projects: whether samples of one project are taken for different ones.
    """
    if across_projects and not one.projects.isdisjoint(other.projects):
        return Conflict.PROJECT
    if _organisms_differ(one, other):
        return Conflict.ORGANISM
    if one.country and other.country and one.country != other.country:
        return Conflict.COUNTRY
    if _is_before(one, other) or _is_before(other, one):
        return Conflict.DATES
    return None


def _organisms_differ(one: Deposit, other: Deposit) -> bool:
    """Compare species; where one has none, as a genus or a community has not, the taxa decide."""
    if one.species is not None and other.species is not None:
        return one.species != other.species
    return one.taxon is not None and other.taxon is not None and one.taxon != other.taxon


def _is_before(one: Deposit, other: Deposit) -> bool:
    return one.last is not None and other.first is not None and one.last < other.first
