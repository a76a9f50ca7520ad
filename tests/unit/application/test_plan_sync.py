"""How requests are foretold, and what a search that fails says."""

from collections.abc import Iterator, Sequence

import pytest

from application.errors import DatabaseGoneError, StoppedError, TryAgainError
from application.paged_job import _found
from application.plan_sync import _by_name, _listing
from domain.selection import DateWindow, Selection
from tests.unit.domain.test_quiet_hours import eastern

DAY = eastern("2026-11-23").date()


def failing(error: Exception) -> Iterator[Sequence[str]]:
    yield ["1"]
    raise error


def test_a_search_that_fails_says_that_nothing_was_begun_and_what_to_run() -> None:
    with pytest.raises(TryAgainError, match=r"Out of reach\. .*nothing was begun: run the same"):
        list(_found(lambda: failing(TryAgainError("Out of reach."))))


@pytest.mark.parametrize("kind", [StoppedError, DatabaseGoneError])
def test_who_was_stopped_or_lost_the_database_was_told_already(kind: type[Exception]) -> None:
    with pytest.raises(kind) as told:
        list(_found(lambda: failing(kind("Enough."))))

    assert str(told.value) == "Enough."


@pytest.mark.parametrize(
    ("count", "window", "requests"),
    [(0, None, 2), (10_000, None, 2), (10_001, None, 3), (7, DateWindow(DAY, DAY), 4)],
)
def test_a_listing_is_asked_for_by_ten_thousands_and_counted_again_or_kept_to_one_index(
    count: int, window: DateWindow | None, requests: int
) -> None:
    assert _listing(count, Selection(organism="1773", window=window)) == requests


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 2), (500, 6), (501, 8)])
def test_records_that_are_named_are_searched_for_a_hundred_at_a_time(
    count: int, requests: int
) -> None:
    assert _by_name(count) == requests
