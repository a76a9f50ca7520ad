"""Only a clear disagreement of place and coordinates is one."""

from decimal import Decimal

import pytest

from domain.curation.coordinates import Coordinates, curate_coordinates
from domain.curation.places import curate_place
from domain.curation.verdict import Verdict
from domain.curation.whereabouts import compared

DISAGREE = "place and coordinates disagree"


def remark(place: str, coordinates: str) -> str | None:
    verdict = compared(curate_coordinates(coordinates), curate_place(place))
    assert verdict.value
    return verdict.remark


@pytest.mark.parametrize(
    ("place", "coordinates"),
    [
        *(("USA: Hawaii", "21.43 N 157.79 W"), ("USA: Alaska", "52 N 178 E")),
        *(("USA: Boston", "42.36 N 71.06 W"), ("France: Corsica", "42 N 9 E")),
        *(("Russia", "66 N 179 W"), ("Russia: Kaliningrad", "54.7 N 20.5 E")),
        *(("Fiji", "17 S 179.9 W"), ("Fiji", "17 S 179.9 E"), ("Kiribati", "1.9 N 157.4 W")),
        *(
            ("New Zealand", "44 S 176.5 W"),
            ("New Zealand: at sea", "37 S 179 W"),
            ("Spain", "28 N 16 W"),
            ("Portugal", "38 N 28 W"),
        ),
        *(("Chile", "27.1 S 109.4 W"), ("Ecuador", "0.5 S 91 W"), ("Singapore", "1.35 N 103.8 E")),
        *(
            ("Antarctica", "80 S 120 E"),
            ("Hong Kong", "22.3 N 114.2 E"),
            ("Guam", "13.4 N 144.8 E"),
        ),
        *(("Norway: off shore", "65 N 3 E"), ("West Bank", "32 N 35 E"), ("Zaire", "4.3 S 15.3 E")),
        *(("USA: Puerto Rico", "18.4 N 66.1 W"), ("Martinique", "14.6 N 61 W")),
        # Nobody can say.
        *(("Pacific Ocean", "50 N 10 E"), ("USSR", "10 S 10 W"), ("Kosovo", "10 S 10 W")),
    ],
)
def test_a_place_agrees_with_all_its_parts_and_waters(place: str, coordinates: str) -> None:
    assert remark(place, coordinates) is None


@pytest.mark.parametrize(
    ("place", "coordinates"),
    [
        *(("USA: Boston", "42.36 N 71.06 E"), ("USA", "42.36 S 71.06 W"), ("Kuwait", "29 N 60 E")),
        *(("Germany", "9.1 N 48.7 E"), ("Australia: Sydney", "33.86 N 151.21 E")),
        *(("France", "5 S 55 E"), ("Russia", "10 N 40 E"), ("Brazil", "23.5 N 46.6 W")),
        *(("Fiji", "17 S 150 W"), ("Hong Kong", "39.9 N 116.4 E"), ("Czech Republic", "20 N 12 E")),
    ],
)
def test_a_clear_disagreement_is_remarked(place: str, coordinates: str) -> None:
    assert remark(place, coordinates) == DISAGREE


def test_a_disagreement_is_remarked_beside_another_remark() -> None:
    exchanged = "latitude and longitude were exchanged"
    assert remark("Kuwait", "122 W 36 N") == f"{exchanged}; {DISAGREE}"


def test_what_was_not_curated_disagrees_with_nothing() -> None:
    there = Verdict(value=Coordinates(Decimal(10), Decimal(10)))
    assert compared(there, Verdict(problem="no country named")) is there
    nowhere = curate_coordinates("missing")
    assert compared(nowhere, curate_place("Kuwait")) is nowhere
