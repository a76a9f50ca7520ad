"""WaitForQuiet: says until when, naps, and looks at the clock again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from application.errors import StoppedError
from application.wait_for_quiet import WaitForQuiet

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 2, tzinfo=UTC)


class Clock:
    def __init__(self, now: datetime, stretch: float = 1.0) -> None:
        self.now, self.stretch = now, stretch
        self.naps: list[float] = []
        self.said: list[str] = []

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds * self.stretch)

    def waiting(self, sleep: Callable[[float], None] | None = None) -> WaitForQuiet:
        return WaitForQuiet(lambda: self.now, sleep or self.sleep, self.said.append)


def test_by_day_it_waits_until_the_evening_and_says_so_once() -> None:
    clock = Clock(NOON)
    clock.waiting()()

    assert clock.now == EVENING
    (said,) = clock.said
    assert said == (
        "Waiting until 2026-11-23 21:00 EST (02:00 UTC): NCBI asks for large jobs at night and at "
        "weekends, US Eastern."
    )


def test_at_night_it_neither_waits_nor_speaks() -> None:
    clock = Clock(EVENING)
    clock.waiting()()

    assert not clock.naps
    assert not clock.said


def test_a_machine_that_slept_meanwhile_goes_on_at_once() -> None:
    clock = Clock(NOON, stretch=3600)
    clock.waiting()()

    assert len(clock.naps) == 1


def test_a_program_that_is_told_to_end_does() -> None:
    def stopped(_seconds: float) -> None:
        raise StoppedError("Stopped by SIGTERM.")

    with pytest.raises(StoppedError):
        Clock(NOON).waiting(stopped)()
