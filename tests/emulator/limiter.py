"""The real limit: so many requests in any one second, by address or by API key."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    limit: int
    count: int

    @property
    def headers(self) -> dict[str, str]:
        remaining = max(0, self.limit - self.count)
        return {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": str(remaining)}


@dataclass(slots=True)
class Limiter:
    """Refused requests do not count against the caller."""

    enabled: bool = True
    without_key: int = 3
    with_key: int = 10
    window: float = 1.0
    clock: Callable[[], float] = time.monotonic
    _recent: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, address: str, api_key: str | None) -> Verdict:
        limit = self.with_key if api_key else self.without_key
        with self._lock:
            recent, now = self._recent[api_key or address], self.clock()
            while recent and recent[0] <= now - self.window:
                recent.popleft()
            count = len(recent) + 1
            allowed = count <= limit or not self.enabled
            if allowed:
                recent.append(now)
            return Verdict(allowed, limit, count)
