"""One job of a kind at a time."""

from contextlib import AbstractContextManager
from typing import Protocol


class JobLock(Protocol):
    """Held by a job while it runs; let go when its process ends, however it ends."""

    def hold(self, kind: str) -> AbstractContextManager[None]:
        """Raise JobUnderWayError, saying who holds it and since when, if another job does."""
        ...
