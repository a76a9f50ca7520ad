"""Waits for the hours at which NCBI wishes large jobs to run."""

from collections.abc import Callable
from datetime import UTC, datetime

from domain.quiet_hours import quiet_from

_NAP_SECONDS = 60.0


class WaitForQuiet:
    """Naps until it is night or weekend, US Eastern: a machine that slept meanwhile is not late."""

    def __init__(
        self,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        say: Callable[[str], None],
    ) -> None:
        self._now, self._sleep, self._say = now, sleep, say

    def __call__(self) -> None:
        until = quiet_from(self._now())
        if until > self._now():
            self._say(
                f"Waiting until {until:%Y-%m-%d %H:%M %Z} ({until.astimezone(UTC):%H:%M} UTC): "
                "NCBI asks for large jobs at night and at weekends, US Eastern."
            )
        while (until := quiet_from(self._now())) > self._now():
            self._sleep(min(_NAP_SECONDS, (until - self._now()).total_seconds()))
