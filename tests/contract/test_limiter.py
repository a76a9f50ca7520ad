"""RateLimiter: requests start no faster than the archive allows, and no slower."""

from collections.abc import Callable
from time import monotonic

import pytest

from adapters.entrez.limiter import SlidingWindowLimiter
from adapters.memory.limiter import NoLimit
from application.ports.limiter import RateLimiter

AT_ONCE_SECONDS = 0.2


def sliding_window() -> RateLimiter:
    return SlidingWindowLimiter(3)


def no_limit() -> RateLimiter:
    return NoLimit()


def seconds(*calls: Callable[[], None]) -> float:
    began = monotonic()
    for call in calls:
        call()
    return monotonic() - began


@pytest.mark.parametrize("build", [sliding_window, no_limit], ids=lambda build: build.__name__)
def test_the_first_requests_start_at_once(build: Callable[[], RateLimiter]) -> None:
    limiter = build()

    assert seconds(limiter.wait, limiter.wait, limiter.wait) < AT_ONCE_SECONDS


def test_pausing_holds_up_nobody_where_there_is_no_limit() -> None:
    limiter = no_limit()
    limiter.pause(60)

    assert seconds(*[limiter.wait] * 100) < AT_ONCE_SECONDS
