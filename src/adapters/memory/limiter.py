"""No limit: for archives that are files, and for emulators."""


class NoLimit:
    """Implements application.ports.limiter.RateLimiter: nobody ever waits."""

    def wait(self) -> None:
        """Return at once."""

    def pause(self, seconds: float) -> None:
        """Go on as before."""

    def stop(self) -> None:
        """Nobody waits."""
