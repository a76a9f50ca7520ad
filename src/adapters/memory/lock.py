"""One job of a kind at a time, within this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock

from application.errors import JobUnderWayError


class MemoryJobLock:
    """Implements application.ports.lock.JobLock."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._held_since: dict[str, datetime] = {}

    @contextmanager
    def hold(self, kind: str) -> Iterator[None]:
        with self._guard:
            if since := self._held_since.get(kind):
                raise JobUnderWayError(
                    f"Another {kind} job is under way since {since:%Y-%m-%d %H:%M %Z} "
                    "(from this process): nothing was done."
                )
            self._held_since[kind] = datetime.now(UTC)
        try:
            yield
        finally:
            del self._held_since[kind]
