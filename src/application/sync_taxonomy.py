"""Brings the NCBI taxonomy of the mirror in step with a dump."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

from application.errors import ChangedMeanwhileError, InsdcSyncError, StoppedError
from application.ports.ledger import Job, JobLedger, JobRequest, JobState
from application.ports.lock import JobLock
from application.ports.progress import Progress
from application.ports.taxonomy import (
    TaxonomyChanges,
    TaxonomyMirror,
    TaxonomyStanding,
    TaxonomyUpdate,
)
from application.ports.taxonomy_dump import DumpFile, Read, TaxonomyDump
from domain.taxonomy import TaxonomyError

KIND = "taxonomy"
NEEDED = (DumpFile.NODES, DumpFile.NAMES)
"""Without the other files a dump is still the taxonomy; that they are missing is said."""


@dataclass(frozen=True, slots=True)
class TaxonomyReport:
    """How a sync went.

    changes: None where the very same dump was brought in before, so that it was not read.
    standing: what is in the mirror now.
    """

    job: Job
    changes: TaxonomyChanges | None
    standing: TaxonomyStanding
    seconds: float


class SyncTaxonomy:
    """Reads a dump beside the taxonomy that is there and changes what differs, in one piece."""

    def __init__(
        self,
        dump: TaxonomyDump,
        mirror: TaxonomyMirror,
        ledger: JobLedger,
        lock: JobLock,
        progress: Progress,
    ) -> None:
        self._dump = dump
        self._mirror = mirror
        self._ledger = ledger
        self._lock = lock
        self._progress = progress

    def __call__(self, *, compare_all: bool = False, allow_loss: bool = False) -> TaxonomyReport:
        """Sync; compare_all: read the dump even if it was read before, and compare every row.

        allow_loss: take also a dump with less than half of the taxa that are there.

        Raises JobUnderWayError, and any other error with the taxonomy left as it was: TryAgainError
        or UsageError for a dump that cannot be had or used, NotReadyError for one too small.
        """
        with self._lock.hold(KIND):
            started = monotonic()
            job = self._ledger.open(JobRequest(KIND, {"source": self._dump.name}))
            with self._closing(job):
                changes = self._sync(job, compare_all=compare_all, allow_loss=allow_loss)
                standing = self._mirror.standing()
                assert standing is not None  # noqa: S101 - a dump was just brought in
            closed = self._ledger.close(job, JobState.DONE)
            return TaxonomyReport(closed, changes, standing, monotonic() - started)

    def _sync(self, job: Job, *, compare_all: bool, allow_loss: bool) -> TaxonomyChanges | None:
        digest = self._dump.digest()
        standing = self._mirror.standing()
        if standing is not None and standing.digest == digest and not compare_all:
            return None
        try:
            return self._bring_in(job, digest, compare_all=compare_all, allow_loss=allow_loss)
        except ChangedMeanwhileError as error:
            self._progress.say(f"{error} It is read again, and every row compared.")
            return self._bring_in(job, digest, compare_all=True, allow_loss=allow_loss)

    def _bring_in(
        self, job: Job, digest: str, *, compare_all: bool, allow_loss: bool
    ) -> TaxonomyChanges:
        try:
            with self._mirror.update(
                job.number, self._dump.name, digest, compare_all=compare_all
            ) as update:
                self._take_all(update)
                with self._progress.stage(KIND, "taxa", None) as bar:
                    changes = update.apply(allow_loss=allow_loss)
                    bar.advance(changes.taxa)
                return changes
        except TaxonomyError as error:
            raise self._dump.refusal(str(error)) from error

    def _take_all(self, update: TaxonomyUpdate) -> None:
        missing = set(DumpFile)
        for part in self._dump.read(update.known):
            update.take(part)
            if isinstance(part, Read):
                missing.discard(part.file)
        for file in NEEDED:
            if file in missing:
                raise TaxonomyError(f"it has no {file}")
        if missing:
            self._progress.say(f"The dump has no {' and no '.join(sorted(missing))}.")

    @contextmanager
    def _closing(self, job: Job) -> Iterator[None]:
        """Write into the books why a job ended before its end."""
        try:
            yield
        except (KeyboardInterrupt, StoppedError):
            self._close_unfinished(job, JobState.INTERRUPTED, "stopped from outside")
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, InsdcSyncError) else repr(error)
            self._close_unfinished(job, JobState.FAILED, reason)
            raise

    def _close_unfinished(self, job: Job, state: JobState, message: str) -> None:
        with suppress(InsdcSyncError):  # the database may be what broke
            self._ledger.close(job, state, message)
