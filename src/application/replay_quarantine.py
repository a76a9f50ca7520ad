"""Reads the records in quarantine again, with the readers of this version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic

from application.errors import UnreadableRecordError
from application.ports.archive import Reader
from application.ports.catalogue import Catalogue, QuarantineEntry
from application.ports.ledger import Job, JobLedger, JobRequest, JobState
from application.ports.lock import JobLock
from application.ports.mirror import Mirror, ReadRecord, Rows
from application.sync_sequencing import KIND

_NOT_KEPT: Final = "its bytes name what was purged and are not kept: reconcile asks for it again"


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What became of the entries: mirrored now, or still unreadable and why."""

    mirrored: tuple[QuarantineEntry, ...]
    waiting: tuple[tuple[QuarantineEntry, str], ...]


class ReplayQuarantine(Generic[Rows]):
    """Mirrors what can be read now; leaves the rest where it is.

    shelves: how each kind of record is read, and where it goes.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        shelves: Mapping[str, tuple[Reader[Any], Mirror[Rows]]],
        ledger: JobLedger,
        lock: JobLock,
    ) -> None:
        self._catalogue = catalogue
        self._shelves = shelves
        self._ledger = ledger
        self._lock = lock

    def __call__(self) -> ReplayReport:
        mirrored: list[QuarantineEntry] = []
        waiting: list[tuple[QuarantineEntry, str]] = []
        with self._lock.hold(KIND):
            job = self._ledger.open(JobRequest("replay", {}))
            state = JobState.FAILED
            try:
                for entry in self._catalogue.quarantined_raw():
                    try:
                        self._mirror_entry(entry, job)
                    except UnreadableRecordError as error:
                        waiting.append((entry, str(error)))
                    else:
                        mirrored.append(entry)
                state = JobState.DONE
            finally:
                self._ledger.close(job, state)
        return ReplayReport(tuple(mirrored), tuple(waiting))

    def _mirror_entry(self, entry: QuarantineEntry, job: Job) -> None:
        if not entry.raw:
            raise UnreadableRecordError(_NOT_KEPT)
        read, mirror = self._shelves[entry.record]
        rows = mirror.encode([ReadRecord(read(entry.raw), entry.digest, entry.uid)])
        with mirror.transaction() as transaction:
            transaction.merge(rows, job.number)
            transaction.resolve([entry.digest])
