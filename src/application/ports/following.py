"""What is followed, as the books keep it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from domain.following import ArchiveIndex, Followed
from domain.selection import Selection


class Indexed(Protocol):
    """An archive that tells which index its answers come from."""

    def index(self) -> ArchiveIndex: ...


class Following(Protocol):
    """The selections that are followed."""

    def all(self) -> Sequence[Followed]:
        """Give them all, by name."""
        ...

    def add(self, name: str, selection: Selection) -> None:
        """Follow a selection; raises UsageError where the name is taken by another one."""
        ...

    def remove(self, name: str) -> None:
        """Follow it no more; its records stay."""
        ...

    def pause(self, name: str, *, rests: bool) -> None: ...

    def rewind(self, name: str, day: date) -> None:
        """Let the next sync begin at a day before the watermark.

        Raises UsageError for a later day, and where there is no watermark yet.
        """
        ...

    def aim(self, name: str, index: ArchiveIndex) -> None:
        """Note which index a sync brings it to, so that an interrupted one goes on to it."""
        ...

    def reach(self, name: str, index: ArchiveIndex, experiments: int, job: int) -> None:
        """Note that it is in step with an index, but for the projects that its records name."""
        ...

    def projects_came(self) -> None:
        """Note that no project is due any more that what is followed names."""
        ...

    def enlist(self, name: str, record: str, jobs: Collection[int]) -> None:
        """Note that it is this selection that brought the records which these jobs asked for."""
        ...
