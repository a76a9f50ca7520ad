"""The history server: frozen lists of uids, by WebEnv and query key."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class Place:
    webenv: str
    query_key: int


@dataclass(slots=True)
class _Environment:
    touched: float
    queries: list[list[int]] = field(default_factory=list)


class History:
    """`ttl` in seconds since an environment was last used; expire() ends all of them at once."""

    def __init__(self, ttl: float = 8 * 3600, clock: Callable[[], float] = time.monotonic) -> None:
        self.ttl = ttl
        self._clock = clock
        self._environments: dict[str, _Environment] = {}
        self._names = Random("WebEnv")
        self._lock = threading.Lock()

    def store(self, uids: list[int], webenv: str = "") -> Place:
        """In the environment of that name if it still lives, else in a new one."""
        with self._lock:
            environment = self._living(webenv)
            if environment is None:
                webenv = f"MCID_{self._names.getrandbits(96):024x}"
                environment = self._environments[webenv] = _Environment(self._clock())
            environment.queries.append(uids)
            return Place(webenv, len(environment.queries))

    def find(self, webenv: str, query_key: str) -> list[int] | None:
        with self._lock:
            environment = self._living(webenv)
            if environment is None or not query_key.isdigit():
                return None
            position = int(query_key) - 1
            return (
                environment.queries[position] if 0 <= position < len(environment.queries) else None
            )

    def expire(self) -> None:
        with self._lock:
            self._environments.clear()

    def _living(self, webenv: str) -> _Environment | None:
        environment = self._environments.get(webenv)
        if environment is None:
            return None
        if self._clock() - environment.touched > self.ttl:
            del self._environments[webenv]
            return None
        environment.touched = self._clock()
        return environment
