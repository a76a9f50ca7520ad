"""All rules together, on one sample."""

from datetime import date

import pytest

from domain.curation.sample import SampleToCurate, curate_sample
from domain.curation.verdict import Submitted

RECEIVED = date(2020, 5, 1)


def collected(text: str, received: date | None = RECEIVED) -> date | None:
    attributes = (Submitted("collection_date", text, "collection_date", 1),)
    return curate_sample(SampleToCurate(1, attributes, received=received)).columns.collected_first


@pytest.mark.parametrize("day", [date(2020, 4, 30), date(2020, 5, 1), date(2020, 5, 2)])
def test_a_sample_may_be_collected_on_the_day_it_came_or_where_it_is_tomorrow_already(
    day: date,
) -> None:
    assert collected(day.isoformat()) == day


def test_nothing_was_collected_after_the_archive_had_it() -> None:
    assert collected("2020-05-03") is None
    assert collected("2020-06") is None
    assert collected("2020-05-03", received=None) == date(2020, 5, 3)
