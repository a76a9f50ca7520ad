"""Reads a page of raw records into the mirror's rows; runs in worker processes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from application.errors import UnreadableRecordError
from application.ports.archive import Missing, RawRecord, Reader
from application.ports.ledger import Page
from application.ports.mirror import NOTHING_MISSING, Encoder, ReadRecord, Rows, Unreadable
from domain.changes import digest
from domain.tally import Outcome, Tally

MOST_QUARANTINED_BYTES = 4 * 1024 * 1024
"""Real packages are far smaller, those of hundreds of pooled samples included."""
NOTHING_REFUSED: Mapping[bytes, str] = {}


@dataclass(frozen=True, slots=True)
class PageWork:
    """A page as it came: the records that must be read, and what is settled of the others."""

    page: Page
    to_read: tuple[tuple[RawRecord, bytes], ...]
    settled: Tally
    missing: Missing = NOTHING_MISSING


@dataclass(frozen=True, slots=True)
class PreparedPage(Generic[Rows]):
    """A page ready to be merged. `rows` is None where nothing of it has to be written."""

    page: Page
    rows: Rows | None
    unreadable: tuple[Unreadable, ...]
    settled: Tally
    missing: Missing = NOTHING_MISSING


@dataclass(frozen=True)
class Preparation(Generic[Rows]):
    """Turns a page as it came into a page ready to be merged.

    It travels to other processes, so all it holds are module-level functions.
    kind: of the records a page asks for; what comes with them (runs, samples) is another.
    cleanse: takes personal data out of raw bytes; glance: guesses which record they are.
    """

    kind: str
    source: str
    read: Reader[Any]
    encode: Encoder[Rows]
    cleanse: Callable[[bytes], bytes]
    glance: Callable[[bytes], str | None]

    def __call__(
        self, work: PageWork, refused: Mapping[bytes, str] = NOTHING_REFUSED
    ) -> PreparedPage[Rows]:
        """Prepare a page; refused: digests of records that the mirror does not take, and why."""
        records: dict[str, ReadRecord[Any]] = {}
        unreadable: list[Unreadable] = []
        for record, mark in work.to_read:
            if mark in refused:
                unreadable.append(self._unreadable(record, refused[mark]))
                continue
            try:
                read = ReadRecord(self.read(record.raw), mark, record.uid)
            except UnreadableRecordError as error:
                unreadable.append(self._unreadable(record, str(error)))
            except Exception as error:  # noqa: BLE001 - one record must not stop all others
                reason = f"a bug of insdc-sync, please tell us: {error!r}"
                unreadable.append(self._unreadable(record, reason))
            else:
                accession = str(read.record.accession)
                records.pop(accession, None)  # the last copy stands last
                records[accession] = read
        rows = self.encode(list(records.values())) if records else None
        # Of a record that came twice the last copy is merged, and the others add nothing.
        twice = len(work.to_read) - len(unreadable) - len(records)
        settled = work.settled + Tally({(self.kind, Outcome.SAME): twice} if twice else {})
        return PreparedPage(work.page, rows, tuple(unreadable), settled, work.missing)

    def _unreadable(self, record: RawRecord, reason: str) -> Unreadable:
        if len(record.raw) > MOST_QUARANTINED_BYTES:
            reason += f" (the first {MOST_QUARANTINED_BYTES:,} of {len(record.raw):,} bytes kept)"
        return Unreadable(
            source=self.source,
            key=record.key,
            raw=self.cleanse(record.raw[:MOST_QUARANTINED_BYTES]),
            digest=digest(record.raw),
            reason=_printable(reason),
            accession=_printable(self.glance(record.raw) or "") or None,
            uid=record.uid,
            kind=self.kind,
        )


def _printable(text: str) -> str:
    """Leave out control characters: a NUL in a broken record would not go into the database."""
    return "".join(character for character in text if character.isprintable())
