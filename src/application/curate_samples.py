"""Applies the rules of this version to the attributes of samples, as they are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Generic

from application.in_order import in_order
from application.ports.curation import CuratedRows, CurationDesk
from application.ports.ledger import JobLedger, JobRequest, JobState
from application.ports.lock import JobLock
from application.ports.progress import Progress
from application.ports.workers import Workers
from domain.curation.verdict import RULES_VERSION

KIND = "curation"
BATCH = 1000


@dataclass(frozen=True, slots=True)
class CurationReport:
    """samples: how many were curated; changed: of those curated before, how many differ now."""

    samples: int
    changed: int
    seconds: float


class CurateSamples(Generic[CuratedRows]):
    """Curates what waits. Each batch is kept as it is done, so whoever comes next goes on there."""

    def __init__(
        self,
        desk: CurationDesk[CuratedRows],
        ledger: JobLedger,
        lock: JobLock,
        workers: Workers,
        progress: Progress,
    ) -> None:
        self._desk = desk
        self._ledger = ledger
        self._lock = lock
        self._workers = workers
        self._progress = progress

    def __call__(self, job: int | None = None) -> CurationReport:
        """Curate; job: the one that this belongs to, else a job of its own is opened.

        Raises JobUnderWayError.
        """
        started = monotonic()
        with self._lock.hold(KIND):
            if job is not None:
                counts = self._curate(job)
            else:
                own = self._ledger.open(JobRequest(KIND, {"rules": RULES_VERSION}))
                state = JobState.FAILED
                try:
                    counts = self._curate(own.number)
                    state = JobState.DONE
                finally:
                    self._ledger.close(own, state)
        return CurationReport(
            counts.get("samples", 0), counts.get("changed", 0), monotonic() - started
        )

    def _curate(self, job: int) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        waiting = self._desk.waiting(RULES_VERSION)
        with (
            self._progress.stage(KIND, "samples", waiting) as bar,
            self._workers.start(waiting // BATCH) as workers,
        ):
            batches = self._desk.pending(RULES_VERSION, BATCH)
            for rows in in_order(workers, self._desk.curate, batches, ahead=self._workers.count):
                done = self._desk.write(rows, RULES_VERSION, job)
                for name, count in done.items():
                    counts[name] = counts.get(name, 0) + count
                bar.advance(done["samples"])
        return counts
