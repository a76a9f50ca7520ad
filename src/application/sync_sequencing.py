"""Brings the studies, samples, experiments, runs and files of a selection into the mirror."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Generic

from application.errors import UsageError
from application.paged_job import PAGE_SIZE, PagedJob, Toolbox
from application.ports.archive import Key, SequenceArchive
from application.ports.ledger import Job, JobRequest
from application.ports.lock import JobLock
from application.ports.mirror import Mirror, Rows
from application.report import SyncReport
from application.request import SyncRequest, is_of
from domain.selection import DateWindow, Selection

KIND = "sequencing"
RECORD = "experiment"


class SyncSequencing(Generic[Rows]):
    """Finds the experiments of a selection, freezes them in pages, and works the pages off.

    resolve: tells which taxon an organism is, or that there is none.
    """

    def __init__(
        self,
        archive: SequenceArchive,
        mirror: Mirror[Rows],
        lock: JobLock,
        tools: Toolbox,
        today: Callable[[], date],
        resolve: Callable[[Selection], Selection],
        glance: Callable[[bytes], str | None],
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._archive = archive
        self._ledger = tools.ledger
        self._lock = lock
        self._today = today
        self._resolve = resolve
        self._page_size = page_size
        self._pages = PagedJob(KIND, RECORD, "experiments", archive, mirror, tools, glance)

    def __call__(self, request: SyncRequest) -> list[SyncReport]:
        """Finish what an earlier run of the same request left, then do what it asks today.

        Raises JobUnderWayError, UsageError where nothing can match, and TryAgainError where a
        page could not be had: the pages before it are kept, and the same request goes on there.
        """
        with self._lock.hold(KIND):
            asked = JobRequest(KIND, request.asked(self._archive))
            selection = self._resolve(request.on(self._today()))
            if request.aim and (done := self._ledger.finished(asked)):
                return [SyncReport(done, RECORD, selection, 0.0)]
            left_over = self._ledger.unfinished(asked)
            if left_over is None:
                return [self._begin(asked, selection, is_known=request.is_settled)]
            report = self._resume(left_over, selection)
            is_done = request.is_settled or is_of(self._today(), left_over)
            if report.selection == selection and is_done:
                return [report]
            again = self._begin(asked, selection, is_known=request.is_settled)
            return [report, again]

    def _begin(self, asked: JobRequest, selection: Selection, *, is_known: bool) -> SyncReport:
        started = monotonic()
        window = selection.window
        request = replace(
            asked, first=window.first if window else None, last=window.last if window else None
        )
        job = self._pages.begin(request, lambda: self._found(selection, is_known=is_known))
        return SyncReport(job, RECORD, selection, monotonic() - started)

    def _found(self, selection: Selection, *, is_known: bool) -> Iterator[Sequence[Key]]:
        """Find the records of the selection; refuse what can never match.

        is_known: of days of what is followed; it matched once, though all of it may be gone now.
        """
        if is_known and selection.window:
            yield from self._archive.find(selection, self._page_size)
            return
        nothing = True
        for page in self._archive.find(selection, self._page_size):
            nothing = False
            yield page
        if nothing and not selection.is_everything and not self._has_any(selection):
            raise UsageError(
                f"Nothing matches {replace(selection, window=None)}, on any day. "
                "Check how it is spelt."
            )

    def _has_any(self, selection: Selection) -> bool:
        return bool(self._archive.count(replace(selection, window=None)))

    def _resume(self, job: Job, selection: Selection) -> SyncReport:
        started = monotonic()
        if job.request.first and job.request.last:
            selection = replace(selection, window=DateWindow(job.request.first, job.request.last))
        done = self._pages.resume(job)
        return SyncReport(done, RECORD, selection, monotonic() - started, job.pages_done + 1)
