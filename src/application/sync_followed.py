"""Brings every followed selection in step with the archive, from its own watermark."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from application.errors import (
    DatabaseGoneError,
    InsdcSyncError,
    NotReadyError,
    StoppedError,
    TryAgainError,
    UsageError,
)
from application.ports.archive import SequenceArchive
from application.ports.following import Following, Indexed
from application.ports.progress import Progress
from application.report import SyncReport
from application.request import SyncRequest
from domain.following import OVERLAP, ArchiveIndex, Followed, is_sudden
from domain.selection import InvalidSelectionError, Selection

Sync = Callable[[SyncRequest], list[SyncReport]]


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """How one selection stands. reports: of the jobs that brought it there; none: it was there."""

    followed: Followed
    index: ArchiveIndex
    reports: tuple[SyncReport, ...] = ()


class Refusals:
    """Why some selections could not be brought or compared, while the others could."""

    def __init__(self, progress: Progress) -> None:
        self._errors: list[InsdcSyncError] = []
        self._progress = progress

    def note(self, error: InsdcSyncError) -> None:
        """Keep an error for the end, where it is of this selection alone.

        One that is about everything is raised: of the database, of the person who stops us, and
        of an archive that is out of reach for two selections in a row.
        """
        before = self._errors[-1] if self._errors else None
        if isinstance(error, DatabaseGoneError | StoppedError) or (
            isinstance(error, TryAgainError) and isinstance(before, TryAgainError)
        ):
            raise error
        self._errors.append(error)

    def tell(self) -> None:
        """Raise what is worst, which is what a later run may mend; say the others."""
        in_order = sorted(self._errors, key=lambda one: not isinstance(one, TryAgainError))
        for error in in_order[1:]:
            self._progress.say(str(error))
        if in_order:
            raise in_order[0]


class SyncFollowed:
    """Syncs what is followed, each selection up to the day of the archive's own index.

    The watermark moves only when sequencing and samples are both complete; what was interrupted
    goes on to the same index first. overlap: days before the watermark that are looked at again.
    """

    def __init__(
        self,
        following: Following,
        archive: SequenceArchive,
        index: Indexed,
        samples_index: Indexed,
        sequencing: Sync,
        samples: Sync,
        projects: Sync,
        check: Callable[[], None],
        progress: Progress,
        overlap: timedelta = OVERLAP,
    ) -> None:
        self._following = following
        self._archive = archive
        self._index = index
        self._samples_index = samples_index
        self._sequencing = sequencing
        self._samples = samples
        self._projects = projects
        self._check = check
        self._progress = progress
        self._overlap = overlap

    def __call__(
        self, *, accept_counts: bool = False
    ) -> tuple[list[FollowedReport], list[SyncReport]]:
        """Sync all that is not paused, then the projects that they name.

        accept_counts: go on although a selection suddenly matches ten times as much, or a tenth.
        Raises NotReadyError where nothing is followed or a count has to be confirmed, UsageError
        or TryAgainError where a selection cannot be brought: each once the others are in step.
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
        refusals = Refusals(self._progress)
        for one in followed:
            try:
                reports.append(self._bring(one, index, accept_counts=accept_counts))
            except (UsageError, NotReadyError, TryAgainError) as error:  # it holds up nobody else
                refusals.note(error)
        projects = self._bring_projects()
        refusals.tell()
        return reports, projects

    def _bring(
        self, followed: Followed, index: ArchiveIndex, *, accept_counts: bool
    ) -> FollowedReport:
        done = list(self._finish(followed))
        current = self._current(followed.name)
        if current.reached is not None and current.reached.build == index.build:
            return FollowedReport(current, index, tuple(done))
        count = self._count(current, accept_counts=accept_counts)
        aim = self._of_both(index, current)
        self._due(current, aim)  # refused before it is aimed at
        self._following.aim(current.name, aim)
        done += self._sync(self._current(current.name), aim, count)
        return FollowedReport(self._current(followed.name), index, tuple(done))

    def _finish(self, followed: Followed) -> Iterator[SyncReport]:
        """Go on with what was interrupted, to the index that it aimed at."""
        if followed.aim is not None:
            yield from self._sync(followed, followed.aim, followed.experiments)

    def _count(self, followed: Followed, *, accept_counts: bool) -> int | None:
        """Ask how many experiments there are of it now; None: it was never here.

        What seems to be far more or far fewer is asked again: a search may have been misunderstood.
        """
        if followed.reached is None:
            return None
        for _ in range(2):
            count = self._archive.count(followed.selection)
            if accept_counts or not is_sudden(count, followed.experiments):
                return count
        raise NotReadyError(
            f"{followed.name} ({followed.selection}) has {count:,} experiments now and had "
            f"{followed.experiments:,} before. If that is right, run again with --accept-counts."
        )

    def _of_both(self, index: ArchiveIndex, followed: Followed) -> ArchiveIndex:
        """Give the index with the day that samples have come to, too: they have one of their own.

        It is no day before the one that was reached, unless the index itself is older.
        """
        if not followed.selection.organism:
            return index
        day = self._samples_index.index().day
        if followed.reached:
            day = max(day, followed.reached.day)
        return replace(index, day=min(index.day, day))

    def _due(self, followed: Followed, aim: ArchiveIndex) -> Selection:
        try:
            return followed.due(aim, self._overlap)
        except InvalidSelectionError as error:
            raise UsageError(str(error)) from None

    def _sync(self, followed: Followed, aim: ArchiveIndex, count: int | None) -> list[SyncReport]:
        """Bring a selection to what it aims at; count: experiments it has there, if known."""
        reached = followed.reached.day if followed.reached else "nothing yet"
        self._progress.say(
            f"{followed.name}  {followed.selection}   in step with {reached}, "
            f"archive is at {aim.day}"
        )
        begun = followed.aimed_at.astimezone(UTC) if followed.aimed_at else None
        request = SyncRequest(
            self._due(followed, aim), is_settled=True, aim=f"{followed.name}, {begun}"
        )
        sequencing = self._sequencing(request)
        self._following.enlist(followed.name, "experiment", _numbers(sequencing))
        samples = self._samples(request)
        self._following.enlist(followed.name, "biosample", _numbers(samples))
        last = sequencing[-1].job
        self._following.reach(
            followed.name, aim, last.found if count is None else count, last.number
        )
        return [*sequencing, *samples]

    def _bring_projects(self) -> list[SyncReport]:
        """Bring the projects that are due, those of an earlier run that was stopped among them."""
        if not any(one.projects_due for one in self._following.all()):
            return []
        projects = self._projects(SyncRequest(Selection()))
        self._following.projects_came()
        return projects

    def _current(self, name: str) -> Followed:
        return next(one for one in self._following.all() if one.name == name)


def _numbers(reports: Sequence[SyncReport]) -> list[int]:
    return [report.job.number for report in reports]
