"""Brings BioSamples into the mirror: those of a selection, and those that runs refer to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Generic

from application.errors import NotReadyError
from application.paged_job import PAGE_SIZE, PagedJob, Toolbox
from application.ports.archive import Key
from application.ports.backlog import Backlog
from application.ports.ledger import JobRequest
from application.ports.lock import JobLock
from application.ports.mirror import Mirror, Rows
from application.ports.sample_archive import SampleArchive
from application.ports.taxon_catalogue import TaxonCatalogue
from application.report import SyncReport
from application.request import SyncRequest, is_of
from domain.accession import EntityKind
from domain.selection import DateWindow, Selection

KIND = "samples"
RECORD = "biosample"
_OF_SAMPLES = {EntityKind.BIOSAMPLE, EntityKind.SAMPLE}


@dataclass(frozen=True)
class TaxonomyGate:
    """Lets nobody file samples under taxa before there are any."""

    taxa: TaxonCatalogue

    def __call__(self) -> None:
        if self.taxa.standing() is None:
            raise NotReadyError(
                "The taxonomy has never been synchronized, and samples are filed under taxa.\n"
                "Run first:  insdc-sync sync taxonomy"
            )


class SyncSamples(Generic[Rows]):
    """Finds the samples of a selection, then those that the mirror refers to and has not got.

    afterwards: sees to what is derived from samples, with the number of the job.
    """

    def __init__(
        self,
        archive: SampleArchive,
        mirror: Mirror[Rows],
        backlog: Backlog,
        lock: JobLock,
        tools: Toolbox,
        today: Callable[[], date],
        resolve: Callable[[Selection], Selection],
        check: Callable[[], None],
        afterwards: Callable[[int], None],
        glance: Callable[[bytes], str | None],
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._archive = archive
        self._backlog = backlog
        self._lock = lock
        self._ledger = tools.ledger
        self._today = today
        self._resolve = resolve
        self._check = check
        self._afterwards = afterwards
        self._page_size = page_size
        self._pages = PagedJob(KIND, RECORD, "BioSamples", archive, mirror, tools, glance)

    def __call__(self, request: SyncRequest) -> list[SyncReport]:
        """Finish what an earlier run of the same request left, then do what it asks today.

        Raises NotReadyError where the taxonomy was never synchronized, JobUnderWayError, and
        TryAgainError where a page could not be had: the same request goes on there.
        """
        self._check()
        with self._lock.hold(KIND):
            asked = JobRequest(KIND, request.asked(self._archive))
            selection = self._resolve(request.on(self._today()))
            done = self._ledger.finished(asked) if request.aim else None
            if done is not None:
                reports = [SyncReport(done, RECORD, selection, 0.0)]
            else:
                reports = list(self._found(asked, selection, is_settled=request.is_settled))
            if self._archive.name != "files":  # which holds no more than what was found
                reports += self._referred_to(asked, selection)
            if reports:
                self._afterwards(reports[-1].job.number)
            return reports

    def _found(
        self, asked: JobRequest, selection: Selection, *, is_settled: bool
    ) -> Iterator[SyncReport]:
        """Bring the samples that the archive itself finds for the selection."""
        searched = searched_among_samples(self._archive, selection)
        if searched is None:
            return
        left_over = self._ledger.unfinished(asked)
        if left_over is not None:
            started, window = monotonic(), searched.window
            if left_over.request.first and left_over.request.last:
                window = DateWindow(left_over.request.first, left_over.request.last)
            resumed = left_over.pages_done + 1
            job = self._pages.resume(left_over)
            old = replace(searched, window=window)
            yield SyncReport(job, RECORD, old, monotonic() - started, resumed)
            if old == searched and (is_settled or is_of(self._today(), left_over)):
                return
        started, window = monotonic(), searched.window
        request = replace(
            asked, first=window.first if window else None, last=window.last if window else None
        )
        job = self._pages.begin(request, lambda: self._archive.find(searched, self._page_size))
        yield SyncReport(job, RECORD, searched, monotonic() - started)

    def _referred_to(self, asked: JobRequest, selection: Selection) -> Iterator[SyncReport]:
        """Bring the samples that mirrored records name, or were not looked at for long."""
        request = replace(asked, asked={**asked.asked, "part": "referred to"})
        left_over = self._ledger.unfinished(request)
        if left_over is not None:
            started, resumed = monotonic(), left_over.pages_done + 1
            job = self._pages.resume(left_over)
            yield SyncReport(job, RECORD, selection, monotonic() - started, resumed)
        started = monotonic()
        job = self._pages.begin(request, self._due)
        yield SyncReport(job, RECORD, selection, monotonic() - started)

    def _due(self) -> Iterator[Sequence[Key]]:
        return in_pages(self._backlog.samples(), self._page_size)


def searched_among_samples(archive: SampleArchive, selection: Selection) -> Selection | None:
    """Give what can be searched among samples; None: only the runs tell which are meant.

    BioSample's index knows no projects, and a query is in the words of another database.
    """
    if archive.name == "files" or selection.organism:
        return selection
    named = tuple(name for name in selection.accessions if name.kind in _OF_SAMPLES)
    return replace(selection, accessions=named) if named else None


def in_pages(keys: Sequence[Key], size: int) -> Iterator[Sequence[Key]]:
    """Give the keys in pages."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
