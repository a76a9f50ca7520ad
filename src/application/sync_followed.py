"""Brings every followed selection in step with the archive, from its own watermark."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from application.errors import InsdcSyncError, NotReadyError, UsageError
from application.ports.archive import SequenceArchive
from application.ports.following import Following, Indexed
from application.ports.progress import Progress
from application.report import SyncReport
from application.request import SyncRequest
from domain.following import ArchiveIndex, Followed, is_sudden
from domain.selection import InvalidSelectionError, Selection

Sync = Callable[[SyncRequest], list[SyncReport]]


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """How one selection stands. reports: of the jobs that brought it there; none: it was there."""

    followed: Followed
    index: ArchiveIndex
    reports: tuple[SyncReport, ...] = ()


class SyncFollowed:
    """Syncs what is followed, each selection up to the day of the archive's own index.

    The watermark moves only when sequencing and samples are both complete; what was interrupted
    goes on to the same index first.
    """

    def __init__(
        self,
        following: Following,
        archive: SequenceArchive,
        index: Indexed,
        sequencing: Sync,
        samples: Sync,
        projects: Sync,
        check: Callable[[], None],
        progress: Progress,
    ) -> None:
        self._following = following
        self._archive = archive
        self._index = index
        self._sequencing = sequencing
        self._samples = samples
        self._projects = projects
        self._check = check
        self._progress = progress

    def __call__(
        self, *, accept_counts: bool = False
    ) -> tuple[list[FollowedReport], list[SyncReport]]:
        """Sync all that is not paused, then the projects that they name.

        accept_counts: go on although a selection suddenly matches ten times as much, or a tenth.
        Raises NotReadyError where nothing is followed or a count has to be confirmed, UsageError
        where a selection cannot be brought: both once the others are in step.
        """
        self._check()
        followed = [one for one in self._following.all() if not one.is_paused]
        if not followed:
            raise NotReadyError(
                "Nothing is followed yet. Say what to mirror, or follow something first:  "
                'insdc-sync follow add tb --organism "Mycobacterium tuberculosis"'
            )
        index = self._index.index()
        reports: list[FollowedReport] = []
        refused: list[InsdcSyncError] = []
        for one in followed:
            try:
                reports.append(self._bring(one, index, accept_counts=accept_counts))
            except (UsageError, NotReadyError) as error:  # it holds up nobody else
                refused.append(error)
        changed = any(report.reports for report in reports)
        projects = self._projects(SyncRequest(Selection())) if changed else []
        if refused:
            raise refused[0]
        return reports, projects

    def _bring(
        self, followed: Followed, index: ArchiveIndex, *, accept_counts: bool
    ) -> FollowedReport:
        done = list(self._finish(followed))
        current = self._current(followed.name)
        if current.reached is not None and current.reached.build == index.build:
            return FollowedReport(current, index, tuple(done))
        count = self._archive.count(current.selection)
        if is_sudden(count, current.experiments) and not accept_counts:
            raise NotReadyError(
                f"{current.name} ({current.selection}) has {count:,} experiments now and had "
                f"{current.experiments:,} before. If that is right, run again with --accept-counts."
            )
        done += self._sync(current, index, count)
        return FollowedReport(self._current(followed.name), index, tuple(done))

    def _finish(self, followed: Followed) -> Iterator[SyncReport]:
        """Go on with what was interrupted, to the index that it aimed at."""
        if followed.aim is not None:
            count = followed.experiments
            if count is None:
                count = self._archive.count(followed.selection)
            yield from self._sync(followed, followed.aim, count)

    def _sync(self, followed: Followed, index: ArchiveIndex, count: int) -> list[SyncReport]:
        try:
            due = followed.due(index)
        except InvalidSelectionError as error:
            raise UsageError(str(error)) from None
        self._following.aim(followed.name, index)
        reached = followed.reached.day if followed.reached else "nothing yet"
        self._progress.say(
            f"{followed.name}  {followed.selection}   in step with {reached}, "
            f"archive is at {index.day}"
        )
        request = SyncRequest(due, is_settled=True)
        sequencing = self._sequencing(request)
        self._following.enlist(followed.name, "experiment", _numbers(sequencing))
        samples = self._samples(request)
        self._following.enlist(followed.name, "biosample", _numbers(samples))
        self._following.reach(followed.name, index, count, sequencing[-1].job.number)
        return [*sequencing, *samples]

    def _current(self, name: str) -> Followed:
        return next(one for one in self._following.all() if one.name == name)


def _numbers(reports: Sequence[SyncReport]) -> list[int]:
    return [report.job.number for report in reports]
