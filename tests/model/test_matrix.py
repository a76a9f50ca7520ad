"""The fault matrix in docs/reliability.md is all of it, and it is true."""

from collections.abc import Callable

import pytest

from tests.emulator.faults import Fault
from tests.model.cases import NOT_ASKED, cases
from tests.model.copies import Copy
from tests.model.matrix import Outcome
from tools.write_reliability import PAGE, row, rows_of

ROWS = rows_of(PAGE.read_text(encoding="utf-8"))
_NOTHING = Outcome(0, "", 0, 0)
SAMPLE = (0, 7, 19, 33, 52, 61, 75, 90, 110)
"""Places in the table; the whole of it takes minutes."""


def test_every_fault_of_f1_to_f18_has_a_row() -> None:
    assert {line.split("|")[1].strip() for line in ROWS} == {f"F{n}" for n in range(1, 19)}


def test_every_fault_that_the_emulator_knows_strikes_or_has_a_reason() -> None:
    assert {case.kind for case in cases() if case.kind} == set(Fault) - set(NOT_ASKED)


def test_every_case_has_its_row_and_every_row_its_case() -> None:
    named = [tuple(cell.strip() for cell in line.split("|")[1:4]) for line in ROWS]
    assert named == [
        tuple(cell.strip() for cell in row(case, _NOTHING).split("|")[1:4]) for case in cases()
    ]


def test_nothing_is_lost_in_any_row() -> None:
    assert {line.split("|")[-3].strip() for line in ROWS} == {"0"}


@pytest.mark.parametrize("place", SAMPLE)
def test_a_row_tells_what_happens_today(place: int, knowing: Callable[[], Copy]) -> None:
    case = list(cases())[place]
    told, now = (line.split("|") for line in (ROWS[place], row(case, case.run(knowing))))

    assert now[:-2] == told[:-2]
    # Which of two pages is asked for first is not always the same.
    assert abs(int(now[-2]) - int(told[-2])) <= 2
