"""Every request the emulator received, for a test to look at."""

import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Received:
    """`at` in seconds of time.monotonic(); `connection` counts TCP connections from 1."""

    at: float
    endpoint: str
    method: str
    params: Mapping[str, Sequence[str]]
    connection: int
    status: int = 0

    @property
    def db(self) -> str:
        return self.get("db")

    @property
    def api_key(self) -> str | None:
        return self.get("api_key") or None

    def get(self, name: str) -> str:
        return next(iter(self.params.get(name, ())), "")

    def ids(self) -> list[str]:
        return [uid for value in self.params.get("id", ()) for uid in value.split(",")]


@dataclass(slots=True)
class Requests:
    """In the order they arrived."""

    all: list[Received] = field(default_factory=list)
    busiest: int = 0  # most requests in hand at the same moment
    _in_hand: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __iter__(self) -> Iterator[Received]:
        return iter(list(self.all))

    def __len__(self) -> int:
        return len(self.all)

    def to(self, endpoint: str, db: str | None = None) -> list[Received]:
        return [r for r in self if r.endpoint == endpoint and db in {None, r.db}]

    @property
    def connections(self) -> set[int]:
        return {received.connection for received in self}

    def most_within(self, seconds: float = 1.0) -> int:
        """The largest number that arrived within any window of so many seconds."""
        window: deque[float] = deque()
        most = 0
        for received in self:
            window.append(received.at)
            while window[0] <= received.at - seconds:
                window.popleft()
            most = max(most, len(window))
        return most

    def clear(self) -> None:
        with self._lock:
            self.all.clear()
            self.busiest = 0

    def begin(self, received: Received) -> None:
        with self._lock:
            self.all.append(received)
            self._in_hand += 1
            self.busiest = max(self.busiest, self._in_hand)

    def end(self, received: Received, status: int) -> None:
        with self._lock:
            received.status = status
            self._in_hand -= 1
