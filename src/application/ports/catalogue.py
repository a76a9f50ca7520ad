"""The reading side: what the mirror holds, for people and programs that ask."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from application.ports.ledger import Job, JobRequest
from domain.accession import Accession, GeoAlias


@dataclass(frozen=True, slots=True)
class Card:
    """What the mirror has on one name. `related`: word → accession of what it hangs on.

    described: a line a person recognises the record by.
    """

    kind: str
    accession: str
    status: str
    mirrored_at: datetime
    related: Mapping[str, str]
    described: str | None = None


@dataclass(frozen=True, slots=True)
class QuarantineEntry:
    """One record that waits. record: its kind, as jobs ask for it.

    `raw` is empty in lists, and where it names what was purged.
    """

    number: int
    source: str
    key: str
    record: str
    accession: str | None
    uid: int | None
    digest: bytes
    reason: str
    first_seen: datetime
    last_seen: datetime
    last_job: int
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the mirror: rows by table, records in quarantine, the latest jobs.

    loose_ends: what is not settled yet, by a word for it.
    """

    counts: Mapping[str, int]
    not_live: Mapping[str, int]
    waiting: Mapping[str, int]
    jobs: Sequence[Job]
    bytes_on_disk: int
    loose_ends: Mapping[str, int] = field(default_factory=dict)


class Catalogue(Protocol):
    """Reads the mirror; writes nothing."""

    def look_up(self, name: Accession | GeoAlias) -> list[Card]:
        """Find what goes by this name: nothing, one record, or several."""
        ...

    def missing(self, accessions: Sequence[Accession]) -> list[Accession]:
        """Give those of the accessions that name nothing in the mirror, in their order."""
        ...

    def standing(self) -> Standing: ...

    def last_done(self, request: JobRequest) -> Job | None:
        """Give the latest job that asked the same and is done."""
        ...

    def waiting(self) -> Sequence[QuarantineEntry]:
        """List what waits in quarantine, last seen last, without the raw bytes."""
        ...

    def quarantined(self, name: str) -> Sequence[QuarantineEntry]:
        """Give the waiting entries of this number or accession, raw bytes included."""
        ...

    def quarantined_raw(self) -> Iterator[QuarantineEntry]:
        """Give the waiting entries one by one, raw bytes included; of each record the latest."""
        ...
