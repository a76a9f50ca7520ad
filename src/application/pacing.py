"""What every limiter shares: how a rate is kept, and that whoever came first goes first."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

from application.errors import ConfigurationError, PausedError

# We see a request start when it leaves, NCBI when it arrives, and not all travel equally long: the
# first of a connection follows a handshake, a busy machine sends late. Two requests may come up to
# this much closer together than they left and NCBI still counts no more than it allows.
MARGIN: Final = 0.1

LONGEST_PAUSE: Final = 3600.0
"""Seconds that one reply may hold up everybody, whatever it asks for."""

_WORTH_A_WORD: Final = 5.0
_log: Final = logging.getLogger("insdc_sync.entrez")


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests that may start in any second; below 1 it means one request in so many seconds."""

    per_second: float

    def __post_init__(self) -> None:
        if not self.per_second > 0:
            raise ConfigurationError(
                f"INSDC_SYNC_REQUESTS_PER_SECOND is {self.per_second:g} and must be above 0."
            )

    @property
    def slots(self) -> int:
        """How many requests may start within one window."""
        return max(1, int(self.per_second))

    @property
    def window(self) -> float:
        """Seconds after which a slot is free again."""
        return max(1.0, 1 / self.per_second) + MARGIN

    def seconds(self, requests: int) -> float:
        """How long so many requests take at least."""
        return requests / self.slots * self.window


def sit_out(pause: float, longest: float) -> None:
    """Say that a pause of so many seconds stands; raises PausedError if it is too long."""
    if pause <= min(_WORTH_A_WORD, longest):
        return
    minute = datetime.now(UTC) + timedelta(seconds=pause, minutes=1)
    if pause > longest:
        raise PausedError(f"NCBI asked for a pause until {minute:%H:%M} UTC: try again after it.")
    _log.info("NCBI asked for a pause: going on at %s UTC", f"{minute:%H:%M}")


class Line:
    """Threads take turns in the order they came: a plain lock would let any of them go first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: Lock | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the head of the line."""
        mine = Lock()
        mine.acquire()
        with self._lock:
            ahead, self._last = self._last, mine
        try:
            if ahead is not None:
                ahead.acquire()
            yield
        finally:
            mine.release()
