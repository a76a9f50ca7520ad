"""PostgresLimiter where its database is far away, or not always equally near."""

import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from threading import Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import event

from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from application.pacing import MARGIN, Pace

LASTING = 4.0


class Way:
    """The way to the database: seconds there and back, which may change at any time."""

    def __init__(self, there: float = 0.0, back: float = 0.0) -> None:
        self.there, self.back = there, back
        self.trips = 0

    def go(self, *_: object) -> None:
        sleep(self.there)

    def come_back(self, *_: object) -> None:
        self.trips += 1
        sleep(self.back)


class Uneven(Way):
    """Mostly quick, often slow, and more so on the way back."""

    def go(self, *_: object) -> None:
        sleep(random.uniform(0, 0.03))

    def come_back(self, *_: object) -> None:
        sleep(random.choice([0.0, 0.0, 0.0, 0.05, 0.25]))


@pytest.fixture
def connect(database: Database) -> Iterator[Callable[[Way], Database]]:
    made: list[Database] = []

    def connect(way: Way) -> Database:
        far = Database(database.engine.url.render_as_string(hide_password=False))
        event.listen(far.engine, "before_cursor_execute", way.go)
        event.listen(far.engine, "after_cursor_execute", way.come_back)
        made.append(far)
        return far

    yield connect
    for far in made:
        far.dispose()


def starts(limiters: list[PostgresLimiter], lasting: float = LASTING) -> list[float]:
    """Give when requests started that all these let through as fast as they could."""
    started: list[float] = []
    end = monotonic() + lasting

    def ask(limiter: PostgresLimiter) -> None:
        while True:
            limiter.wait()
            if (now := monotonic()) > end:
                return
            started.append(now)

    threads = [Thread(target=ask, args=(limiter,)) for limiter in limiters]
    for thread in threads:
        thread.start()
    sleep(lasting)
    for limiter in limiters:
        limiter.stop()
    for thread in threads:
        thread.join()
    return sorted(started)


def most_within(seconds: float, times: list[float]) -> int:
    return max(sum(first <= time < first + seconds for time in times) for first in times)


@pytest.mark.parametrize(
    ("rate", "programs", "round_trip"),
    [(10, 1, 0.06), (10, 4, 0.06), (3, 2, 0.2), (1, 1, 0.06), (1, 2, 0.1), (2, 1, 0.6)],
)
def test_a_database_far_away_slows_nobody_down_by_more_than_its_distance(
    connect: Callable[[Way], Database], rate: int, programs: int, round_trip: float
) -> None:
    half = round_trip / 2
    limiters = [PostgresLimiter(connect(Way(half, half)), Pace(rate)) for _ in range(programs)]

    started = starts(limiters)

    window = Pace(rate).window + round_trip
    possible = min(rate / window, programs / round_trip) * (LASTING - 3 * round_trip)
    assert len(started) >= int(0.85 * possible)
    assert most_within(1.0, started) <= rate


@pytest.mark.parametrize("rate", [1, 3, 10])
def test_a_way_that_is_never_equally_long_leads_to_no_request_too_early(
    connect: Callable[[Way], Database], rate: int
) -> None:
    started = starts([PostgresLimiter(connect(Uneven()), Pace(rate)) for _ in range(3)], 5.0)

    assert most_within(1.0 + MARGIN / 2 - 0.005, started) <= rate
    # A slot whose answer came late is lost: one in five or so here.
    assert len(started) > 0.25 * rate * 5.0


def test_a_database_that_became_slower_goes_on_letting_requests_start(
    connect: Callable[[Way], Database],
) -> None:
    way = Way()
    limiter = PostgresLimiter(connect(way), Pace(10))
    for _ in range(5):
        limiter.wait()
    way.there = way.back = 0.03

    assert len(starts([limiter])) >= 0.75 * LASTING * 10 / Pace(10).window


def test_a_single_slow_answer_is_forgotten_at_once(connect: Callable[[Way], Database]) -> None:
    way = Way()
    limiter = PostgresLimiter(connect(way), Pace(5))
    limiter.wait()
    way.back = 3.0
    limiter.wait()
    way.back = 0.0

    started = starts([limiter])

    assert max(after - before for before, after in pairwise(started)) < 1 + 2 * MARGIN


def test_a_request_that_need_not_wait_costs_one_round_trip(
    connect: Callable[[Way], Database],
) -> None:
    way = Way()
    limiter = PostgresLimiter(connect(way), Pace(20))
    limiter.wait()
    before = way.trips
    for _ in range(10):
        limiter.wait()

    assert way.trips - before == 10


def test_what_another_program_is_told_holds_back_even_those_who_wait_already(
    connect: Callable[[Way], Database],
) -> None:
    way = Way(0.02, 0.02)
    waiting, told = PostgresLimiter(connect(way), Pace(1)), PostgresLimiter(connect(way), Pace(1))
    waiting.wait()
    began = monotonic()
    thread = Thread(target=waiting.wait)
    thread.start()
    sleep(0.3)
    told.pause(2)
    thread.join()

    assert monotonic() - began >= 2.3
