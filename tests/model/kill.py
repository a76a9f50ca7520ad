"""A death at any moment: of a program that shares this process, yet leaves no word behind."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Engine, event


class KilledError(BaseException):
    """Ends a run as kill -9 does: nothing that it would still write is kept."""


@dataclass
class Fuse:
    """Burns down with every request and every commit; at its end the program is dead.

    left: so many more; None: it does not burn. is_polite: the program may close its books.
    """

    left: int | None = None
    is_polite: bool = False
    _lock: Lock = field(default_factory=Lock)

    def burn(self, *_: Any) -> None:
        with self._lock:
            if self.left is None:
                return
            self.left -= 1
            if self.left > 0:
                return
            if self.is_polite:
                self.left = None
        raise KeyboardInterrupt if self.is_polite else KilledError

    def guard(self, engine: Engine) -> None:
        """Let every commit burn it; what is not committed then is rolled back."""
        event.listen(engine, "commit", self.burn)

    def release(self, engine: Engine) -> None:
        event.remove(engine, "commit", self.burn)

    # A limiter is asked before every request: here it holds nobody back.
    wait = burn

    def pause(self, seconds: float) -> None:
        """Go on as before."""

    def stop(self) -> None:
        """Nobody waits."""
