"""Erasing what may not be kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accession import Accession


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a record that was purged."""

    reason: str
    purged_at: datetime


@dataclass(frozen=True, slots=True)
class Extent:
    """What a purge erases: the record, and those that go with it.

    An experiment goes with its runs, and a sample with all its accessions, in SRA and in BioSample.
    is_mirrored: whether there is anything of it. tombstone: of an earlier purge.
    """

    accessions: tuple[Accession, ...]
    is_mirrored: bool
    tombstone: Tombstone | None = None


class PurgeDesk(Protocol):
    """Erases content, history, quarantine, evidence and arrivals; leaves tombstones.

    A record that others must refer to stays as an accession that says nothing. The latter two raise
    UsageError for a study or a submission that experiments refer to, naming them, and for kinds of
    record that the mirror does not keep.
    """

    def tombstone(self, accession: Accession) -> Tombstone | None: ...

    def extent(self, accession: Accession) -> Extent: ...

    def purge(self, accession: Accession, reason: str) -> Extent:
        """Erase it; what was purged before keeps its tombstone. Give what stood before."""
        ...
