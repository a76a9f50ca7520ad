"""What is followed: which days are due, and which counts are believed."""

from datetime import date, timedelta

import pytest

from domain.following import ArchiveIndex, Followed, is_sudden
from domain.selection import DateWindow, InvalidSelectionError, Selection

TUBERCULOSIS = Selection(organism="Mycobacterium tuberculosis")
REACHED = ArchiveIndex("Build1", date(2026, 6, 15))


def followed(reached: ArchiveIndex | None = REACHED) -> Followed:
    return Followed("tb", TUBERCULOSIS, reached=reached)


def test_all_of_it_is_due_the_first_time() -> None:
    assert followed(None).due(REACHED) == TUBERCULOSIS


def test_then_it_is_the_days_since_a_week_before_the_watermark_and_one_more() -> None:
    due = followed().due(ArchiveIndex("Build2", date(2026, 6, 20)))

    assert due.window == DateWindow(date(2026, 6, 8), date(2026, 6, 21))
    assert due.organism == TUBERCULOSIS.organism


def test_the_overlap_is_what_it_is_set_to() -> None:
    due = followed().due(ArchiveIndex("Build2", date(2026, 6, 20)), timedelta(days=30))

    assert due.window is not None
    assert due.window.first == date(2026, 5, 16)


def test_an_index_that_is_older_than_the_watermark_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidSelectionError, match="follow rewind tb --to 2026-06-14"):
        followed().due(ArchiveIndex("Build0", date(2026, 6, 14)))


@pytest.mark.parametrize(
    ("count", "before", "sudden"),
    [
        (1001, 100, True),
        (1000, 100, False),
        (99, 1000, True),
        (100, 1000, False),
        (0, 150, True),
        (5, 0, False),
        (99, 0, False),
        (100, 0, True),
        (99, 1, False),
        (1_000_000, None, False),
    ],
)
def test_ten_times_as_many_or_a_tenth_is_sudden_unless_it_is_a_few(
    count: int, before: int | None, sudden: bool
) -> None:
    assert is_sudden(count, before) is sudden
