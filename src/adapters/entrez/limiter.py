"""Keeps the starts of requests within what NCBI allows: those of one process, and their count."""

import math
import time
from collections import deque
from collections.abc import Callable
from threading import Event, Lock
from typing import Final

from application.pacing import LONGEST_PAUSE, Line, Pace, sit_out
from application.ports.limiter import RateLimiter


class SlidingWindowLimiter:
    """Lets at most `requests_per_second` requests start in any second; first come, first served.

    Shared by all threads of the process; other processes know nothing of it.
    """

    def __init__(
        self,
        requests_per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        pace = Pace(requests_per_second)
        self._starts: deque[float] = deque(maxlen=pace.slots)
        self._window: Final = pace.window
        self._stopping = Event()
        self._clock, self._sleep = clock, sleep or self._rest
        self._resume = -math.inf
        self._lock = Lock()
        self._line = Line()

    def wait(self, longest_pause: float = math.inf) -> None:
        """Return when the next request may start."""
        with self._line.turn():
            while (delay := self._allowed_from() - self._clock()) > 0:
                if self._stopping.is_set():
                    return
                sit_out(self._resume - self._clock(), longest_pause)
                self._sleep(delay)
            self._starts.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Let nobody start for so long, not even those who wait already."""
        with self._lock:
            self._resume = max(self._resume, self._clock() + min(seconds, LONGEST_PAUSE))

    def stop(self) -> None:
        """Let those who wait return at once: the program has to end."""
        self._stopping.set()

    def _rest(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _allowed_from(self) -> float:
        if len(self._starts) < (self._starts.maxlen or 1):
            return self._resume
        return max(self._resume, self._starts[0] + self._window)


class CountingLimiter:
    """Counts the requests that a limiter lets start. made: how many it has been so far."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self._lock = Lock()
        self.made = 0

    def wait(self, longest_pause: float = math.inf) -> None:
        self._limiter.wait(longest_pause)
        with self._lock:
            self.made += 1

    def pause(self, seconds: float) -> None:
        self._limiter.pause(seconds)

    def stop(self) -> None:
        self._limiter.stop()
