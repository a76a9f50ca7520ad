"""The archive's wish for how often it is asked."""

import math
from typing import Protocol


class RateLimiter(Protocol):
    """Lets requests start no faster than the archive allows; shared by all threads.

    Who else shares it is the adapter's to say: a process, or all programs with one key.
    """

    def wait(self, longest_pause: float = math.inf) -> None:
        """Return when the next request may start.

        Raises PausedError while a pause stands that lasts longer than so many seconds.
        """
        ...

    def pause(self, seconds: float) -> None:
        """Let nobody start for a while, an hour at most: the archive asked for it (Retry-After)."""
        ...

    def stop(self) -> None:
        """Let those who wait return at once: the program has to end."""
        ...
