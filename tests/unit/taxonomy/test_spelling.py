"""Names that are spelt alike."""

import pytest

from domain.taxonomy_spelling import beginnings, likest, normal, one_off


@pytest.mark.parametrize(
    "slip", ["mycobactrium", "mycobacterrium", "micobacterium", "mycobcaterium", "ycobacterium"]
)
def test_one_slip_away_is_the_name_that_was_meant(slip: str) -> None:
    assert "mycobacterium" in one_off(slip)
    assert slip not in one_off(slip)


def test_beginnings_grow_shorter_down_to_three_letters() -> None:
    assert list(beginnings("mycobacterium")) == ["mycobact", "mycob", "myc"]
    assert list(beginnings("zea")) == []


def test_the_likest_come_first_and_those_unlike_not_at_all() -> None:
    names = [("Mycobacteroides", 1), ("Mycobacterium", 2), ("Homo sapiens", 3), ("Mycobacteria", 4)]

    assert likest("mycobactrium", names, 2) == [("Mycobacterium", 2), ("Mycobacteria", 4)]


def test_case_and_spaces_make_no_name_unlike() -> None:
    assert normal("  Homo   Sapiens ") == "homo sapiens"
    assert likest("homo sapiens", [("HOMO SAPIENS", 1)], 1) == [("HOMO SAPIENS", 1)]
