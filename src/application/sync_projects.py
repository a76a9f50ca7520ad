"""Brings the BioProjects that studies and samples name into the mirror."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import monotonic
from typing import Generic

from application.paged_job import PAGE_SIZE, PagedJob, Toolbox
from application.ports.archive import Key
from application.ports.backlog import Backlog
from application.ports.ledger import JobRequest
from application.ports.lock import JobLock
from application.ports.mirror import Mirror, Rows
from application.ports.project_archive import ProjectArchive
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_samples import in_pages
from domain.accession import EntityKind
from domain.selection import Selection

KIND = "projects"
RECORD = "project"
SAMPLES_A_LINK_CALL = 2000


class SyncProjects(Generic[Rows]):
    """Finds out which projects the mirror refers to, asking for links where samples are silent.

    afterwards: sees to what depends on projects. That is done each time: what a run that was killed
    left undone, nothing else would tell.
    """

    def __init__(
        self,
        archive: ProjectArchive,
        mirror: Mirror[Rows],
        backlog: Backlog,
        lock: JobLock,
        tools: Toolbox,
        afterwards: Callable[[], object],
        glance: Callable[[bytes], str | None],
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._archive = archive
        self._backlog = backlog
        self._lock = lock
        self._ledger = tools.ledger
        self._progress = tools.progress
        self._afterwards = afterwards
        self._page_size = page_size
        self._pages = PagedJob(KIND, RECORD, "BioProjects", archive, mirror, tools, glance)

    def __call__(self, request: SyncRequest) -> list[SyncReport]:
        """Finish what an earlier run left, then bring what is due today.

        Raises JobUnderWayError, and TryAgainError where a page could not be had.
        """
        with self._lock.hold(KIND):
            asked = JobRequest(KIND, request.asked(self._archive))
            started = monotonic()
            left_over = self._ledger.unfinished(asked)
            reports = []
            if left_over is not None:
                resumed = left_over.pages_done + 1
                job = self._pages.resume(left_over)
                spent = monotonic() - started
                reports.append(SyncReport(job, RECORD, request.selection, spent, resumed))
                started = monotonic()
            job = self._pages.begin(asked, lambda: self._due(request.selection))
            reports.append(SyncReport(job, RECORD, request.selection, monotonic() - started))
            reports += self._above(asked, request.selection)
            self._afterwards()
            return reports

    def _above(self, asked: JobRequest, selection: Selection) -> Iterator[SyncReport]:
        """Bring the umbrellas that the projects of this run name, and those above them."""
        tried: set[Key] = set()
        while self._archive.name != "files":
            started, new = monotonic(), [k for k in self._backlog.projects()[0] if k not in tried]
            if not new:
                return
            tried.update(new)
            job = self._pages.begin(asked, partial(in_pages, new, self._page_size))
            yield SyncReport(job, RECORD, selection, monotonic() - started)

    def _due(self, selection: Selection) -> Iterator[Sequence[Key]]:
        if self._archive.name == "files":
            yield from self._archive.find(selection, self._page_size)
            return
        self._ask_for_links()
        named = [selection.bioproject] if selection.bioproject else selection.accessions
        asked_for = [str(name) for name in named if name.kind is EntityKind.PROJECT]
        quick, slow = self._backlog.projects()
        slowly = set(slow)
        keys = list(dict.fromkeys([*asked_for, *quick]))
        yield from in_pages([key for key in keys if key not in slowly], self._page_size)
        # Each of these may cost minutes once more: they keep nobody waiting, at the end.
        yield from in_pages(slow, self._page_size)

    def _ask_for_links(self) -> None:
        silent = self._backlog.unlinked_samples()
        with self._progress.stage("links", "BioSamples", len(silent)) as bar:
            for start in range(0, len(silent), SAMPLES_A_LINK_CALL):
                part = silent[start : start + SAMPLES_A_LINK_CALL]
                self._backlog.link(self._archive.projects_of(part))
                bar.advance(len(part))
