"""RateLimiter: requests start no faster than the archive allows, and no slower."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic, sleep
from typing import TypeAlias

import pytest

from adapters.entrez.limiter import CountingLimiter, SlidingWindowLimiter
from adapters.memory.limiter import NoLimit
from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from application.errors import ConfigurationError, PausedError
from application.pacing import MARGIN, Pace
from application.ports.limiter import RateLimiter

AT_ONCE_SECONDS = 0.5

Build: TypeAlias = Callable[[float], RateLimiter]


@pytest.fixture
def sliding_window() -> Build:
    return SlidingWindowLimiter


@pytest.fixture
def postgres(database: Database) -> Build:
    return lambda per_second: PostgresLimiter(database, Pace(per_second))


@pytest.fixture
def counting() -> Build:
    return lambda per_second: CountingLimiter(SlidingWindowLimiter(per_second))


@pytest.fixture
def no_limit() -> Build:
    return lambda _per_second: NoLimit()


LIMITS = ["sliding_window", "postgres", "counting"]


@pytest.fixture(params=LIMITS)
def limited(request: pytest.FixtureRequest) -> Build:
    build: Build = request.getfixturevalue(request.param)
    return build


@pytest.fixture(params=[*LIMITS, "no_limit"])
def build(request: pytest.FixtureRequest) -> Build:
    build: Build = request.getfixturevalue(request.param)
    return build


def seconds(*calls: Callable[[], None]) -> float:
    began = monotonic()
    for call in calls:
        call()
    return monotonic() - began


def test_the_first_requests_start_at_once(build: Build) -> None:
    limiter = build(3)

    assert seconds(limiter.wait, limiter.wait, limiter.wait) < AT_ONCE_SECONDS


def test_the_next_one_waits_until_a_second_has_passed_and_no_longer(limited: Build) -> None:
    limiter = limited(3)

    waited = seconds(*[limiter.wait] * 4)

    assert 1 + MARGIN <= waited + 0.001 < 1 + MARGIN + AT_ONCE_SECONDS


def test_below_one_a_second_there_is_one_in_so_many_seconds(limited: Build) -> None:
    limiter = limited(0.8)

    assert 1.25 + MARGIN <= seconds(limiter.wait, limiter.wait) + 0.001 < 1.25 + MARGIN + 0.2


def test_a_pause_holds_back_those_who_wait_already(limited: Build) -> None:
    limiter = limited(1)
    limiter.wait()
    started: list[float] = []
    began = monotonic()

    def start() -> None:
        limiter.wait()
        started.append(monotonic() - began)

    waiting = Thread(target=start)
    waiting.start()
    sleep(0.2)
    limiter.pause(1.5)
    waiting.join()

    # The slot it waited for has passed meanwhile, where others wait for the next.
    assert 1.7 <= started[0] + 0.001 < 1.7 + 1 + MARGIN


def test_a_shorter_pause_does_not_end_a_longer_one(limited: Build) -> None:
    limiter = limited(3)

    waited = seconds(lambda: limiter.pause(0.6), lambda: limiter.pause(0.1), limiter.wait)

    assert 0.6 <= waited + 0.001 < 0.6 + AT_ONCE_SECONDS


def test_a_pause_longer_than_one_would_wait_is_told_with_its_end(limited: Build) -> None:
    limiter = limited(3)
    limiter.pause(1200)

    with pytest.raises(PausedError, match=f"a pause until {_in(1200)} UTC"):
        limiter.wait(600)


def test_no_pause_holds_up_everybody_for_more_than_an_hour(limited: Build) -> None:
    limiter = limited(3)
    limiter.pause(86_400)

    with pytest.raises(PausedError, match=f"a pause until {_in(3600)} UTC"):
        limiter.wait(600)


def test_a_pause_that_one_sits_out_is_told(
    limited: Build, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = limited(3)
    limiter.pause(30)
    waiting = Thread(target=limiter.wait)
    with caplog.at_level("INFO", "insdc_sync"):
        waiting.start()
        sleep(0.3)
        limiter.stop()
        waiting.join()

    assert "NCBI asked for a pause: going on at" in caplog.text


def _in(seconds: float) -> str:
    """Give a pattern of the minute in which a pause ends, or one that begins just then."""
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    return f"({'|'.join(f'{end + timedelta(minutes=n):%H:%M}' for n in range(3))})"


def test_those_who_wait_return_at_once_when_the_program_has_to_end(build: Build) -> None:
    limiter = build(0.01)
    limiter.wait()
    waiting = [Thread(target=limiter.wait) for _ in range(3)]
    for thread in waiting:
        thread.start()
    sleep(0.05)

    assert seconds(limiter.stop, *[thread.join for thread in waiting]) < AT_ONCE_SECONDS
    assert seconds(limiter.wait) < AT_ONCE_SECONDS


@pytest.mark.parametrize("per_second", [0, -1, float("nan")])
def test_a_rate_that_means_nothing_names_its_setting(limited: Build, per_second: float) -> None:
    with pytest.raises(ConfigurationError, match="INSDC_SYNC_REQUESTS_PER_SECOND"):
        limited(per_second)


def test_pausing_holds_up_nobody_where_there_is_no_limit(no_limit: Build) -> None:
    limiter = no_limit(1)
    limiter.pause(60)

    assert seconds(*[limiter.wait] * 100) < AT_ONCE_SECONDS


def test_what_was_let_through_is_counted() -> None:
    limiter = CountingLimiter(NoLimit())
    seconds(*[limiter.wait] * 7)

    assert limiter.made == 7
