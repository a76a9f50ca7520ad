"""What the limiter promises, with a clock of the test's own."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread, current_thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.entrez.limiter import SlidingWindowLimiter
from application.errors import ConfigurationError
from application.pacing import MARGIN
from application.ports.limiter import RateLimiter


class FakeTime:
    """A clock that only sleepers and the test move; shared by threads."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._lock = Lock()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


def limiter_at(time_: FakeTime, per_second: float) -> SlidingWindowLimiter:
    return SlidingWindowLimiter(per_second, clock=time_.clock, sleep=time_.sleep)


def most_within_a_second(starts: list[float]) -> int:
    return max(sum(first <= start <= first + 1.0 for start in starts) for first in starts)


gaps = st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=60)


@given(gaps, st.integers(1, 12))
def test_no_second_sees_more_starts_than_allowed(waits: list[float], per_second: int) -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, per_second)
    starts = []
    for gap in waits:
        time_.sleep(gap)
        limiter.wait()
        starts.append(time_.now)
    assert most_within_a_second(starts) <= per_second


@given(gaps, st.integers(1, 12), st.floats(0, 0.09))
def test_nor_does_the_server_if_requests_are_up_to_the_margin_under_way(
    waits: list[float], per_second: int, delay: float
) -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, per_second)
    arrivals = []
    for number, gap in enumerate(waits):
        time_.sleep(gap)
        limiter.wait()
        arrivals.append(time_.now + (delay if number % 2 == 0 else 0.0))
    assert most_within_a_second(arrivals) <= per_second


@given(st.integers(1, 10))
def test_a_full_second_is_used(per_second: int) -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, per_second)
    for _ in range(per_second):
        limiter.wait()
    assert time_.now == 1000.0
    limiter.wait()
    assert time_.now == pytest.approx(1001.0 + MARGIN)


def test_threads_together_keep_to_the_rate() -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, 5)
    starts = []

    def ask(_: int) -> None:
        limiter.wait()
        starts.append(time_.now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(200)))
    assert len(starts) == 200
    assert time_.now - 1000.0 == pytest.approx((200 / 5 - 1) * (1 + MARGIN))


def test_who_came_first_starts_first() -> None:
    release = Event()
    at_the_head: dict[str, None] = {}

    def clock() -> float:
        at_the_head[current_thread().name] = None  # only who is at the head looks at the clock
        return 1000.0 if release.is_set() else 0.0

    def sleep(_: float) -> None:
        release.wait(10)

    limiter = SlidingWindowLimiter(100, clock, sleep)
    limiter.pause(1.0)
    threads = [Thread(target=limiter.wait, name=f"{number}") for number in range(30)]
    for thread in threads:
        thread.start()
        time.sleep(0.002)
    assert len(at_the_head) == 2  # this thread, which paused, and the first of the others
    release.set()
    for thread in threads:
        thread.join()
    assert list(at_the_head)[1:] == [thread.name for thread in threads]


def test_a_pause_holds_back_those_who_wait_already() -> None:
    time_ = FakeTime()

    def paused_meanwhile(seconds: float) -> None:
        time_.sleep(seconds)
        if time_.now < 1005:
            limiter.pause(10)

    limiter = SlidingWindowLimiter(1, clock=time_.clock, sleep=paused_meanwhile)
    limiter.wait()
    limiter.wait()
    assert time_.now == pytest.approx(1001.0 + MARGIN + 10)


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, 3)
    limiter.pause(30)
    limiter.pause(1)
    limiter.wait()
    assert time_.now == 1030.0


def test_less_than_one_a_second_means_one_in_so_many_seconds() -> None:
    time_ = FakeTime()
    limiter = limiter_at(time_, 0.25)
    limiter.wait()
    limiter.wait()
    assert time_.now == pytest.approx(1004.0 + MARGIN)


@pytest.mark.parametrize("per_second", [0, -1, float("nan")])
def test_a_rate_that_means_nothing_names_its_setting(per_second: float) -> None:
    with pytest.raises(ConfigurationError, match="INSDC_SYNC_REQUESTS_PER_SECOND"):
        SlidingWindowLimiter(per_second)


def test_it_is_the_limiter_that_the_application_asks_for() -> None:
    def start(limiter: RateLimiter) -> None:
        limiter.wait()

    start(SlidingWindowLimiter(3))
