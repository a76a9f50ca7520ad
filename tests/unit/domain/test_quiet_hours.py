"""When NCBI wishes large jobs to run, whatever zone and season the asker is in."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quiet_hours import quiet_from

EASTERN = ZoneInfo("America/New_York")


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("asked", "quiet"),
    [
        ("2026-11-23T12:00", "2026-11-23T21:00"),  # a Monday
        ("2026-11-23T05:00", "2026-11-23T21:00"),
        ("2026-11-23T20:59:59.5", "2026-11-23T21:00"),
        ("2026-11-27T20:00", "2026-11-27T21:00"),  # a Friday
        ("2026-07-01T12:00", "2026-07-01T21:00"),  # in summer
    ],
)
def test_by_day_it_is_the_evening(asked: str, quiet: str) -> None:
    assert quiet_from(eastern(asked)) == eastern(quiet)


@pytest.mark.parametrize(
    "asked",
    [
        "2026-11-23T21:00",
        "2026-11-24T04:59:59",
        "2026-11-28T12:00",  # a Saturday
        "2026-11-29T23:59",  # a Sunday
        "2026-11-30T00:00",  # the night to Monday
    ],
)
def test_at_night_and_at_weekends_it_is_now(asked: str) -> None:
    assert quiet_from(eastern(asked)) == eastern(asked)


def test_it_is_the_clock_of_the_east_coast_that_counts() -> None:
    assert quiet_from(datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(2026, 7, 2, 1, tzinfo=UTC)
    assert quiet_from(datetime(2026, 12, 1, 12, tzinfo=UTC)) == datetime(2026, 12, 2, 2, tzinfo=UTC)
    tokyo = datetime(2026, 12, 2, 11, tzinfo=timezone(timedelta(hours=9)))
    assert quiet_from(tokyo) == tokyo


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_it_is_never_before_nor_more_than_sixteen_hours_off(asked: datetime) -> None:
    quiet = quiet_from(asked)

    assert asked <= quiet <= asked + timedelta(hours=16)
    assert quiet_from(quiet) == quiet
