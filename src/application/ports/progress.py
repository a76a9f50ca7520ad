"""What a person sees while a job runs."""

from contextlib import AbstractContextManager
from typing import Protocol


class Stage(Protocol):
    """One bar of the display."""

    def advance(self, count: int) -> None: ...


class Progress(Protocol):
    """Shows how far a job is; knows nothing of what the job does."""

    def stage(self, name: str, unit: str, total: int | None) -> AbstractContextManager[Stage]: ...

    def say(self, sentence: str) -> None:
        """Tell something that happened, once."""
        ...
