"""What the books know of the records that an archive listed once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.accession import Accession
from domain.following import ArchiveIndex


class Gone(StrEnum):
    """What can become of a record that an archive does not list any more."""

    SUPPRESSED = "suppressed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    NOT_PUBLIC = "not_public"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a record, and what shows it. replaced_by: the accession that it has now."""

    accession: str
    status: Gone
    evidence: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What a list of all accessions says of one: its status in the archive's words."""

    status: str
    replaced_by: str | None = None


class Witness(Protocol):
    """A list of all accessions, such as SRA_Accessions.tab."""

    @property
    def name(self) -> str: ...

    def of(self, accessions: Collection[str]) -> Mapping[str, Witnessed]:
        """Give what it says of some; those that it does not have are left out."""
        ...


class Membership(Protocol):
    """Which records each selection was ever given, and what is mirrored of them."""

    def compare(
        self, name: str, record: str, listed: Sequence[int], index: ArchiveIndex
    ) -> "Difference":
        """Note what is listed in an index and what is not any more; tell the difference.

        A record counts as gone once two indexes in a row do not list it.
        """
        ...

    def members(self, name: str, record: str) -> int:
        """Count the records that a selection was given and that were listed last."""
        ...

    def samples_of(self, name: str) -> Sequence[Accession]:
        """Give the BioSamples that the experiments of a selection refer to."""
        ...

    def settle(self, verdicts: Sequence[Verdict], record: str, job: int) -> int:
        """Give records the status that was found, with the evidence; count those that changed."""
        ...

    def release(self, name: str, record: str, uids: Collection[int]) -> None:
        """Forget that a selection has these: the records go by other uids now."""
        ...

    def reconciled(self, name: str, index: ArchiveIndex) -> None:
        """Note that the whole list was compared."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between an archive's list and the mirror.

    missing_here: uids that are listed and not mirrored, or not live. gone: uids and accessions
    of mirrored live records that two indexes did not list. suspected: those that one did not.
    stale: uids of members that no mirrored record has any more.
    """

    listed: int
    missing_here: Sequence[int]
    gone: Mapping[int, str]
    suspected: int
    stale: Sequence[int] = ()


def in_batches(uids: Sequence[int], size: int) -> Iterator[Sequence[str]]:
    """Give uids as keys, in pages."""
    for start in range(0, len(uids), size):
        yield tuple(map(str, uids[start : start + size]))
