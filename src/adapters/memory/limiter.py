"""No limit: for archives that are files, and for emulators."""

import math


class NoLimit:
    """Implements application.ports.limiter.RateLimiter: nobody ever waits."""

    def wait(self, longest_pause: float = math.inf) -> None:
        """Return at once."""

    def pause(self, seconds: float) -> None:
        """Go on as before."""

    def stop(self) -> None:
        """Nobody waits."""
