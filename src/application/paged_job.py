"""A job over records that are found first, frozen in pages, and then worked off page by page."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic

from application.errors import (
    DatabaseGoneError,
    InsdcSyncError,
    RefusedRecordError,
    StoppedError,
    TryAgainError,
    UsageError,
)
from application.in_order import in_order
from application.ports.archive import Key, RawRecord, RecordSource, Reply
from application.ports.ledger import Job, JobLedger, JobRequest, JobState, Page
from application.ports.mirror import Mirror, Rows
from application.ports.progress import Progress
from application.ports.workers import Workers
from application.prepare import PageWork, Preparation, PreparedPage
from domain.changes import digest
from domain.tally import Outcome, Tally

PAGE_SIZE = 500


@dataclass(frozen=True)
class Toolbox:
    """What every job works with, whichever records it is about.

    in_flight: pages fetched at once. cleanse: see Preparation.
    """

    ledger: JobLedger
    workers: Workers
    progress: Progress
    cleanse: Callable[[bytes], bytes]
    in_flight: int = 3


class PagedJob(Generic[Rows]):
    """Works off the pages of jobs of one kind: fetch, sift, prepare, merge, each in order.

    kind: of the job; record: of what it asks for; plural: the word for many of them. glance: see
    Preparation.
    """

    def __init__(
        self,
        kind: str,
        record: str,
        plural: str,
        source: RecordSource[Any],
        mirror: Mirror[Rows],
        tools: Toolbox,
        glance: Callable[[bytes], str | None],
    ) -> None:
        self.kind = kind
        self._record = record
        self._plural = plural
        self._source = source
        self._mirror = mirror
        self._tools = tools
        self._prepare = Preparation(
            record, source.name, source.read, mirror.encode, tools.cleanse, glance
        )

    def begin(self, request: JobRequest, find: Callable[[], Iterable[Sequence[Key]]]) -> Job:
        """Open a job, freeze what it will do, do it, and give it closed.

        find: gives the keys in pages; a UsageError of it is the end of the job.
        """
        job = self._tools.ledger.open(request)
        with self._closing(job):
            try:
                job = self._tools.ledger.freeze(job, _found(find))
            except UsageError as error:
                self._tools.ledger.close(job, JobState.DONE, str(error))
                raise
            self._work_off(job)
        return self._tools.ledger.close(job, JobState.DONE)

    def resume(self, job: Job) -> Job:
        """Do the pages of an earlier job that are not done, and give it closed."""
        job = self._tools.ledger.reopen(job)
        self._tools.progress.say(
            f"Going on with job {job.number} of {job.started:%Y-%m-%d %H:%M}: "
            f"{job.pages_done} of {job.pages} pages are done."
        )
        with self._closing(job):
            self._work_off(job)
        return self._tools.ledger.close(job, JobState.DONE)

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
            self._tools.ledger.close(job, state, message)

    def _work_off(self, job: Job) -> None:
        tools, left = self._tools, job.pages - job.pages_done
        with (
            tools.progress.stage(self.kind, self._plural, job.found) as bar,
            ThreadPoolExecutor(tools.in_flight, thread_name_prefix="fetch") as fetchers,
            tools.workers.start(left) as workers,
        ):
            bar.advance(job.tally.of(self._record))
            pages = tools.ledger.pages_to_do(job)
            fetch = partial(self._fetch, job)
            fetched = in_order(fetchers, fetch, pages, ahead=tools.in_flight)
            begun: deque[PageWork] = deque()
            work = _noted((self._sift(page, reply) for page, reply in fetched), begun)
            prepared = in_order(workers, self._prepare, work, ahead=tools.workers.count)
            try:
                for page in prepared:
                    self._merge_or_sort_out(page, begun.popleft(), job)
                    bar.advance(len(page.page.keys))
            except BrokenExecutor as error:
                self._source.stop()
                raise TryAgainError(
                    "A worker process died, perhaps for want of memory. What was committed is "
                    "kept: run the same command again."
                ) from error
            except BaseException:
                # Before the executors are left, which waits for the calls under way.
                self._source.stop()
                raise

    def _fetch(self, job: Job, page: Page) -> tuple[Page, Reply]:
        try:
            return page, self._source.fetch(page.keys)
        except StoppedError:
            raise
        except TryAgainError as error:
            raise TryAgainError(
                f"{error} This was page {page.number} of {job.pages}; the pages before it are "
                "kept: run the same command again to go on from there."
            ) from error

    def _sift(self, page: Page, reply: Reply) -> PageWork:
        """Leave out the records whose very bytes are mirrored already."""
        digests = [(record, self._digest(record)) for record in reply.records]
        known = self._mirror.known([mark for _, mark in digests])
        to_read = tuple((record, mark) for record, mark in digests if mark not in known)
        settled = {
            Outcome.SAME: len(reply.records) - len(to_read),
            Outcome.NOT_PUBLIC: len(reply.not_public),
            Outcome.ABSENT: len(reply.absent),
            Outcome.UNANSWERED: len(reply.unanswered),
        }
        counts = {(self._record, outcome): count for outcome, count in settled.items() if count}
        return PageWork(page, to_read, Tally(counts), reply.missing)

    def _digest(self, record: RawRecord) -> bytes:
        version = self._source.reader_version.encode()
        return digest(version, str(record.uid).encode(), record.raw)

    def _merge_or_sort_out(self, prepared: PreparedPage[Rows], work: PageWork, job: Job) -> None:
        """Merge a page; where a record of it is refused, the others must not wait for it."""
        try:
            self._merge(prepared, job)
        except RefusedRecordError:
            self._merge(self._prepare(work, self._refused(work, job)), job)

    def _refused(self, work: PageWork, job: Job) -> dict[bytes, str]:
        """Find by halves which records are refused, and why; writes nothing."""
        rows = self._prepare(work).rows
        if rows is None:
            return {}
        try:
            with suppress(_NotMeantError), self._mirror.transaction() as transaction:
                transaction.merge(rows, job.number)
                raise _NotMeantError
        except RefusedRecordError as error:
            if len(work.to_read) == 1:
                return {work.to_read[0][1]: str(error)}
        else:
            return {}
        half = len(work.to_read) // 2
        halves = (work.to_read[:half], work.to_read[half:])
        first, last = (self._refused(replace(work, to_read=part), job) for part in halves)
        return first | last

    def _merge(self, prepared: PreparedPage[Rows], job: Job) -> None:
        tally = prepared.settled
        with self._mirror.transaction() as transaction:
            if prepared.rows is not None:
                tally += transaction.merge(prepared.rows, job.number)
            if prepared.unreadable:
                transaction.quarantine(prepared.unreadable, job.number)
                tally += Tally({(self._record, Outcome.QUARANTINED): len(prepared.unreadable)})
            transaction.complete(prepared.page, tally, prepared.missing)


class _NotMeantError(Exception):
    """Rolls a transaction back that was only tried."""


def _noted(works: Iterable[PageWork], begun: deque[PageWork]) -> Iterator[PageWork]:
    for work in works:
        begun.append(work)
        yield work


def _found(find: Callable[[], Iterable[Sequence[Key]]]) -> Iterator[Sequence[Key]]:
    """Give what is found; where the archive does not tell all of it, say what to do."""
    try:
        yield from find()
    except (StoppedError, DatabaseGoneError):
        raise
    except TryAgainError as error:
        raise TryAgainError(
            f"{error} What there is to do is not known yet, and nothing was begun: run the same "
            "command again."
        ) from error
