"""Processes that read and prepare pages beside the one that merges them."""

from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import Protocol


class Workers(Protocol):
    """Starts as many workers as a job of so many pages is worth."""

    @property
    def count(self) -> int: ...

    def start(self, pages: int) -> AbstractContextManager[Executor]: ...
