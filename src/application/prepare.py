"""Reads a page of raw records into the mirror's rows; runs in worker processes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from application.errors import UnreadableRecordError
from application.ports.archive import RawRecord, Reader
from application.ports.ledger import Page
from application.ports.mirror import Encoder, ReadPackage, Rows, Unreadable
from domain.accession import Accession
from domain.changes import digest
from domain.tally import Outcome, Tally

ASKED_FOR = "experiment"
"""The kind of record a page asks for; studies, samples and runs come with it."""

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
        packages: dict[Accession, ReadPackage] = {}
        unreadable: list[Unreadable] = []
        for record, mark in work.to_read:
            try:
                read = ReadPackage(self.read(record.raw), mark, record.uid)
            except UnreadableRecordError as error:
                unreadable.append(self._unreadable(record, str(error)))
            else:
                accession = read.package.experiment.accession
                packages.pop(accession, None)  # the last copy stands last
                packages[accession] = read
        rows = self.encode(list(packages.values())) if packages else None
        # Of an experiment that came twice the last copy is merged, and the others add nothing.
        twice = len(work.to_read) - len(unreadable) - len(packages)
        settled = work.settled + Tally({(ASKED_FOR, Outcome.SAME): twice} if twice else {})
        return PreparedPage(work.page, rows, tuple(unreadable), settled)

    def _unreadable(self, record: RawRecord, reason: str) -> Unreadable:
        if len(record.raw) > MOST_QUARANTINED_BYTES:
            reason += f" (the first {MOST_QUARANTINED_BYTES:,} of {len(record.raw):,} bytes kept)"
        return Unreadable(
            source=self.source,
            key=record.key,
            raw=self.cleanse(record.raw[:MOST_QUARANTINED_BYTES]),
            digest=digest(record.raw),
            reason=reason,
            accession=self.glance(record.raw),
            uid=record.uid,
        )
