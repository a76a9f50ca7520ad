"""Reads a page of raw records into the mirror's rows; runs in worker processes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from application.errors import UnreadableRecordError
from application.ports.archive import RawRecord, Reader
from application.ports.ledger import Page
from application.ports.mirror import Encoder, ReadPackage, Rows, Unreadable
from domain.tally import Tally

MOST_QUARANTINED_BYTES = 4 * 1024 * 1024
"""Real packages are far smaller, those of hundreds of pooled samples included."""


@dataclass(frozen=True, slots=True)
class PageWork:
    """A page as it came: the records that must be read, and what is settled of the others."""

    page: Page
    to_read: tuple[tuple[RawRecord, bytes], ...]
    settled: Tally


@dataclass(frozen=True, slots=True)
class PreparedPage(Generic[Rows]):
    """A page ready to be merged. `rows` is None where nothing of it has to be written."""

    page: Page
    rows: Rows | None
    unreadable: tuple[Unreadable, ...]
    settled: Tally


@dataclass(frozen=True)
class Preparation(Generic[Rows]):
    """Turns a page as it came into a page ready to be merged.

    It travels to other processes, so all it holds are module-level functions.
    cleanse: takes personal data out of raw bytes; glance: guesses which experiment they are.
    """

    source: str
    read: Reader
    encode: Encoder[Rows]
    cleanse: Callable[[bytes], bytes]
    glance: Callable[[bytes], str | None]

    def __call__(self, work: PageWork) -> PreparedPage[Rows]:
        packages: list[ReadPackage] = []
        unreadable: list[Unreadable] = []
        for record, digest in work.to_read:
            try:
                packages.append(ReadPackage(self.read(record.raw), digest, record.uid))
            except UnreadableRecordError as error:
                unreadable.append(self._unreadable(record, digest, str(error)))
        rows = self.encode(packages) if packages else None
        return PreparedPage(work.page, rows, tuple(unreadable), work.settled)

    def _unreadable(self, record: RawRecord, digest: bytes, reason: str) -> Unreadable:
        if len(record.raw) > MOST_QUARANTINED_BYTES:
            reason += f" (the first {MOST_QUARANTINED_BYTES:,} of {len(record.raw):,} bytes kept)"
        return Unreadable(
            source=self.source,
            key=record.key,
            raw=self.cleanse(record.raw[:MOST_QUARANTINED_BYTES]),
            digest=digest,
            reason=reason,
            accession=self.glance(record.raw),
            uid=record.uid,
        )
