"""Keeps the starts of requests within what NCBI allows."""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Final

from application.errors import ConfigurationError

# We see a request start when it leaves, NCBI when it arrives, and not all travel equally long: the
# first of a connection follows a handshake, a busy machine sends late. Two requests may come up to
# this much closer together than they left and NCBI still counts no more than it allows.
MARGIN: Final = 0.1


class SlidingWindowLimiter:
    """Lets at most `requests_per_second` requests start in any second; first come, first served.

    Shared by all threads of the process. Below 1 it means one request in so many seconds.
    """

    def __init__(
        self,
        requests_per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        if not requests_per_second > 0:
            raise ConfigurationError(
                f"INSDC_SYNC_REQUESTS_PER_SECOND is {requests_per_second:g} and must be above 0."
            )
        self._starts: deque[float] = deque(maxlen=max(1, int(requests_per_second)))
        self._window = max(1.0, 1 / requests_per_second) + MARGIN
        self._stopping = Event()
        self._clock, self._sleep = clock, sleep or self._rest
        self._resume = -math.inf
        self._lock = Lock()
        self._last_in_line: Lock | None = None

    def wait(self) -> None:
        """Return when the next request may start."""
        with self._in_turn():
            while (delay := self._allowed_from() - self._clock()) > 0:
                if self._stopping.is_set():
                    return
                self._sleep(delay)
            self._starts.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Let nobody start for so long, not even those who wait already."""
        with self._lock:
            self._resume = max(self._resume, self._clock() + seconds)

    def stop(self) -> None:
        """Let those who wait return at once: the program has to end."""
        self._stopping.set()

    def _rest(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _allowed_from(self) -> float:
        if len(self._starts) < (self._starts.maxlen or 1):
            return self._resume
        return max(self._resume, self._starts[0] + self._window)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Hold the head of the line. A plain lock would let any of those who wait go first."""
        mine = Lock()
        mine.acquire()
        with self._lock:
            ahead, self._last_in_line = self._last_in_line, mine
        try:
            if ahead is not None:
                ahead.acquire()
            yield
        finally:
            mine.release()
