"""Brings the studies, samples, experiments, runs and files of a selection into the mirror."""

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from time import monotonic
from typing import Any, Generic

from application.errors import InsdcSyncError, StoppedError, TryAgainError, UsageError
from application.in_order import in_order
from application.ports.archive import RawRecord, Reply, SequenceArchive
from application.ports.ledger import Job, JobLedger, JobRequest, JobState, Page
from application.ports.lock import JobLock
from application.ports.mirror import Mirror, Rows
from application.ports.progress import Progress
from application.ports.workers import Workers
from application.prepare import ASKED_FOR, PageWork, Preparation, PreparedPage
from domain.changes import digest
from domain.selection import DateWindow, Selection
from domain.tally import Outcome, Tally

KIND = "sequencing"
PAGE_SIZE = 500


@dataclass(frozen=True, slots=True)
class SequencingRequest:
    """What a person asks for: a selection, and the last N days or a window or all time.

    days: the last so many days; since: all days from this one on. Both end on the day on which the
    job is opened, and stay as they were then while it is resumed.
    """

    selection: Selection
    days: int | None = None
    since: date | None = None

    def on(self, today: date) -> Selection:
        """Give the selection with its days fixed."""
        if self.days is not None:
            return replace(self.selection, window=DateWindow.of_days(self.days, today))
        if self.since is not None:
            return replace(self.selection, window=DateWindow(self.since, max(self.since, today)))
        return self.selection

    def asked(self, archive: SequenceArchive) -> dict[str, Any]:
        """Give the request in JSON values, as the books keep it."""
        selection, window = self.selection, self.selection.window
        asked = {
            "source": archive.name,
            "archive": archive.identity,
            "organism": selection.organism,
            "query": selection.query,
            "bioproject": str(selection.bioproject or "") or None,
            "accessions": sorted(map(str, selection.accessions)) or None,
            "days": self.days,
            "since": str(window.first) if window else str(self.since or "") or None,
            "until": str(window.last) if window else None,
        }
        return {name: value for name, value in asked.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How a sync went. `seconds`: of this run alone; `resumed_at`: the page it began with."""

    job: Job
    selection: Selection
    seconds: float
    resumed_at: int | None = None

    @property
    def tally(self) -> Tally:
        return self.job.tally

    @property
    def is_complete(self) -> bool:
        """Whether what became of the records adds up to what was asked for."""
        return self.tally.of(ASKED_FOR) == self.job.found


class SyncSequencing(Generic[Rows]):
    """Finds the experiments of a selection, freezes them in pages, and works the pages off.

    in_flight: pages fetched at once. cleanse, glance: see Preparation. resolve: tells which taxon
    an organism is, or that there is none.
    """

    def __init__(
        self,
        archive: SequenceArchive,
        mirror: Mirror[Rows],
        ledger: JobLedger,
        lock: JobLock,
        workers: Workers,
        progress: Progress,
        today: Callable[[], date],
        cleanse: Callable[[bytes], bytes],
        glance: Callable[[bytes], str | None],
        resolve: Callable[[Selection], Selection],
        in_flight: int = 3,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._archive = archive
        self._mirror = mirror
        self._ledger = ledger
        self._lock = lock
        self._workers = workers
        self._progress = progress
        self._today = today
        self._resolve = resolve
        self._in_flight = in_flight
        self._page_size = page_size
        self._prepare = Preparation(
            archive.name, archive.read, mirror.encode, cleanse=cleanse, glance=glance
        )

    def __call__(self, request: SequencingRequest) -> list[SyncReport]:
        """Finish what an earlier run of the same request left, then do what it asks today.

        Raises JobUnderWayError, UsageError where nothing can match, and TryAgainError where a
        page could not be had: the pages before it are kept, and the same request goes on there.
        """
        with self._lock.hold(KIND):
            asked = JobRequest(KIND, request.asked(self._archive))
            selection = self._resolve(request.on(self._today()))
            left_over = self._ledger.unfinished(asked)
            if left_over is None:
                return [self._begin(asked, selection)]
            report = self._resume(left_over, selection)
            if report.selection == selection and _is_of(self._today(), left_over):
                return [report]
            return [report, self._begin(asked, selection)]

    def _begin(self, asked: JobRequest, selection: Selection) -> SyncReport:
        started = monotonic()
        window = selection.window
        request = replace(
            asked, first=window.first if window else None, last=window.last if window else None
        )
        job = self._ledger.open(request)
        with self._closing(job):
            job = self._freeze(job, selection)
            self._work_off(job)
        return self._report(job, selection, started)

    def _freeze(self, job: Job, selection: Selection) -> Job:
        """Find the records of the selection; what can never match is the end of the job."""
        try:
            job = self._ledger.freeze(job, self._archive.find(selection, self._page_size))
            if not job.found:
                self._refuse_what_never_matches(selection)
        except UsageError as error:
            self._ledger.close(job, JobState.DONE, str(error))
            raise
        return job

    def _resume(self, job: Job, selection: Selection) -> SyncReport:
        started = monotonic()
        job = self._ledger.reopen(job)
        self._progress.say(
            f"Going on with job {job.number} of {job.started:%Y-%m-%d %H:%M}: "
            f"{job.pages_done} of {job.pages} pages are done."
        )
        if job.request.first and job.request.last:
            selection = replace(selection, window=DateWindow(job.request.first, job.request.last))
        with self._closing(job):
            self._work_off(job)
        return self._report(job, selection, started, resumed_at=job.pages_done + 1)

    def _report(
        self, job: Job, selection: Selection, started: float, resumed_at: int | None = None
    ) -> SyncReport:
        closed = self._ledger.close(job, JobState.DONE)
        return SyncReport(closed, selection, monotonic() - started, resumed_at)

    def _refuse_what_never_matches(self, selection: Selection) -> None:
        if not selection.is_everything and not self._archive.count(replace(selection, window=None)):
            raise UsageError(
                f"Nothing matches {replace(selection, window=None)}, on any day. "
                "Check how it is spelt."
            )

    @contextmanager
    def _closing(self, job: Job) -> Iterator[None]:
        """Write into the books why a job ended before its end."""
        try:
            yield
        except (KeyboardInterrupt, StoppedError):
            self._close_unfinished(job, JobState.INTERRUPTED, "stopped from outside")
            raise
        except UsageError:
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, InsdcSyncError) else repr(error)
            self._close_unfinished(job, JobState.FAILED, reason)
            raise

    def _close_unfinished(self, job: Job, state: JobState, message: str) -> None:
        with suppress(InsdcSyncError):  # the database may be what broke
            self._ledger.close(job, state, message)

    def _work_off(self, job: Job) -> None:
        left = job.pages - job.pages_done
        with (
            self._progress.stage(KIND, "experiments", job.found) as bar,
            ThreadPoolExecutor(self._in_flight, thread_name_prefix="fetch") as fetchers,
            self._workers.start(left) as workers,
        ):
            bar.advance(job.tally.of(ASKED_FOR))
            pages = self._ledger.pages_to_do(job)
            fetch = partial(self._fetch, job)
            fetched = in_order(fetchers, fetch, pages, ahead=self._in_flight)
            work = (self._sift(page, reply) for page, reply in fetched)
            prepared = in_order(workers, self._prepare, work, ahead=self._workers.count)
            try:
                for page in prepared:
                    self._merge(page, job)
                    bar.advance(len(page.page.keys))
            except BrokenExecutor as error:
                self._archive.stop()
                raise TryAgainError(
                    "A worker process died, perhaps for want of memory. What was committed is "
                    "kept: run the same command again."
                ) from error
            except BaseException:
                # Before the executors are left, which waits for the calls under way.
                self._archive.stop()
                raise

    def _fetch(self, job: Job, page: Page) -> tuple[Page, Reply]:
        try:
            return page, self._archive.fetch(page.keys)
        except StoppedError:
            raise
        except TryAgainError as error:
            raise TryAgainError(
                f"{error} This was page {page.number} of {job.pages}; the pages before it are "
                "kept: run the same command again to go on from there."
            ) from error

    def _sift(self, page: Page, reply: Reply) -> PageWork:
        """Leave out the packages whose very bytes are mirrored already."""
        digests = [(record, self._digest(record)) for record in reply.records]
        known = self._mirror.known([mark for _, mark in digests])
        to_read = tuple((record, mark) for record, mark in digests if mark not in known)
        settled = {
            Outcome.SAME: len(reply.records) - len(to_read),
            Outcome.NOT_PUBLIC: len(reply.not_public),
            Outcome.ABSENT: len(reply.absent),
        }
        counts = {(ASKED_FOR, outcome): count for outcome, count in settled.items() if count}
        return PageWork(page, to_read, Tally(counts), reply.not_public, reply.absent)

    def _digest(self, record: RawRecord) -> bytes:
        version = self._archive.reader_version.encode()
        return digest(version, str(record.uid).encode(), record.raw)

    def _merge(self, prepared: PreparedPage[Rows], job: Job) -> None:
        tally = prepared.settled
        with self._mirror.transaction() as transaction:
            if prepared.rows is not None:
                tally += transaction.merge(prepared.rows, job.number)
            if prepared.unreadable:
                transaction.quarantine(prepared.unreadable, job.number)
                tally += Tally({(ASKED_FOR, Outcome.QUARANTINED): len(prepared.unreadable)})
            transaction.complete(prepared.page, tally, prepared.not_public, prepared.absent)


def _is_of(day: date, job: Job) -> bool:
    """Whether a job's list of records is of this day; an older one does not know the newest."""
    return job.started.astimezone().date() == day
