"""What is followed, and which days bring it in step with an archive."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.selection import DateWindow, InvalidSelectionError, Selection

OVERLAP: Final = timedelta(days=7)
"""Before the watermark, by default: looked at again, for an index may lag behind its own dates."""
SUDDENLY: Final = 10
_FEW: Final = 100
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True)
class ArchiveIndex:
    """An archive's index: build names it, day is the one it was built on, by its own clock."""

    build: str
    day: date


@dataclass(frozen=True, slots=True)
class Followed:
    """A selection that is kept up to date.

    reached: the index that it is in step with; None: it never was. aim: the index that a sync
    which was not finished brings it to, aimed_at: when that began. experiments: so many the archive
    had of it then. projects_due: the projects that its records name have not all come yet.
    """

    name: str
    selection: Selection
    is_paused: bool = False
    reached: ArchiveIndex | None = None
    aim: ArchiveIndex | None = None
    aimed_at: datetime | None = None
    experiments: int | None = None
    projects_due: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidSelectionError(
                f'"{self.name}" is no name for a selection: use small letters, digits, - and _, '
                "at most 63 of them"
            )

    def due(self, index: ArchiveIndex, overlap: timedelta = OVERLAP) -> Selection:
        """Give what has to be looked at to be in step with an index: all of it the first time.

        The window ends a day late, for nobody knows in which zone the archive counts its days.
        Raises InvalidSelectionError where the index is older than what was reached.
        """
        if self.reached is None:
            return self.selection
        if index.day < self.reached.day:
            raise InvalidSelectionError(
                f"{self.name} is in step with {self.reached.day}, and the archive's index is of "
                f"{index.day}, which is older. If the archive went back: insdc-sync follow rewind "
                f"{self.name} --to {index.day}"
            )
        window = DateWindow(self.reached.day - overlap, index.day + timedelta(days=1))
        return Selection(
            organism=self.selection.organism,
            query=self.selection.query,
            bioproject=self.selection.bioproject,
            accessions=self.selection.accessions,
            window=window,
        )


def is_sudden(count: int, before: int | None) -> bool:
    """Whether a selection matches ten times as much as before, or a tenth of it."""
    if before is None or max(count, before) < _FEW:
        return False
    return count > SUDDENLY * before or count * SUDDENLY < before
