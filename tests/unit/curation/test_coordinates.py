"""Coordinates become decimal degrees, or say why not."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.curation.coordinates import (
    Coordinates,
    curate_coordinates,
    curate_latitude_and_longitude,
)
from domain.curation.verdict import MissingReason, Sureness, Verdict
from tests.unit.curation.promises import is_one_of_three
from tests.unit.curation.tables import Row, expected, table

ALPHABET = "0123456789.,;:+- NSEWnsew\u00b0\u00ba'\"\u2032\u2033latondeg/()"
EXCHANGED = "latitude and longitude were exchanged"


def at(latitude: str, longitude: str) -> Coordinates:
    return Coordinates(Decimal(latitude), Decimal(longitude))


def written(verdict: Verdict[Coordinates]) -> tuple[str, str] | str | None:
    """The digits themselves, since Decimal("1.0") equals Decimal("1")."""
    value = verdict.value
    return (str(value.latitude), str(value.longitude)) if value else verdict.problem


@pytest.mark.parametrize("row", table("coordinates"), ids=lambda row: row["value"])
def test_every_real_value_has_the_degrees_worked_out_by_hand(row: Row) -> None:
    verdict = curate_coordinates(row["value"])
    if row["latitude"]:
        assert written(verdict) == (row["latitude"], row["longitude"])
    assert verdict == expected(row, verdict.value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "36.9513 N 122.0733 W",
            "36.9513N 122.0733W",
            "36.9513 N, 122.0733 W",
            "36.9513N122.0733W",
        ),
        *(
            "N 36.9513 W 122.0733",
            "N36.9513 W122.0733",
            "N36.9513, W122.0733",
            "36.9513 n 122.0733 w",
        ),
        *("36.9513, -122.0733", "36.9513,-122.0733", "36.9513 -122.0733", "+36.9513;-122.0733"),
        *("36.9513\u00b0 N 122.0733\u00b0 W", "36.9513\u00ba, \u2212122.0733\u00ba"),
        *(
            "36,9513 N 122,0733 W",
            "36,9513; -122,0733",
            "(36.9513, -122.0733)",
            "36.9513/-122.0733",
        ),
        *("Lat: 36.9513 Long: -122.0733", "latitude 36.9513, longitude -122.0733"),
        *("36.9513 North 122.0733 West", "36.9513 deg N, 122.0733 deg W", "36.9513 N 122.0733 W."),
        *("36.9513 N -122.0733 W", "  36.9513  N\t122.0733  W "),
    ],
)
def test_decimal_degrees_keep_the_decimals_that_were_written(text: str) -> None:
    assert written(curate_coordinates(text)) == ("36.9513", "-122.0733")


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("36 57 N 122 4 W", "36.9500", "-122.0667"),
        ("N 36 57 W 122", "36.9500", "-122"),
        ("36\u00b057' -122\u00b04'", "36.9500", "-122.0667"),
        ("36 57.5 N 122 4.25 W", "36.95833", "-122.070833"),
        ("36\u00b057'5\" N 122\u00b04'24\" W", "36.951389", "-122.073333"),
        ("36\u00ba57\u203205\u2033N, 122\u00ba04\u203224\u2033W", "36.951389", "-122.073333"),
        ("36:57:05 N 122:04:24 W", "36.951389", "-122.073333"),
        ("36 deg 57 min 5 sec N, 122 deg 4 min 24 sec W", "36.951389", "-122.073333"),
        ("60 16' 10'' N 5 13' 20'' E", "60.269444", "5.222222"),
        ("S 33 52 10.5 E 151 12 30", "-33.8695833", "151.208333"),
        ("36 57 122 4", "36.9500", "122.0667"),
        (".5 N 10 W", "0.5", "-10"),
        ("0 S 10 W", "0", "-10"),
        ("51.48 N 0 E", "51.48", "0"),
        ("90 S 180 W", "-90", "-180"),
    ],
)
def test_minutes_and_seconds_become_decimals(text: str, latitude: str, longitude: str) -> None:
    assert written(curate_coordinates(text)) == (latitude, longitude)


def test_hemispheres_tell_what_is_what() -> None:
    verdict = curate_coordinates("122.07 W 36.95 N")
    assert verdict == Verdict(at("36.95", "-122.07"), Sureness.SURE, remark=EXCHANGED)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("95 N 10 E", "latitude outside of -90 to 90"),
        ("95.5, 10.5", "latitude outside of -90 to 90"),
        ("90.0001 S 10 E", "latitude outside of -90 to 90"),
        ("122.07, 36.95", "latitude outside of -90 to 90"),
        ("10 N 190 E", "longitude outside of -180 to 180"),
        ("0 N 0 E", "latitude and longitude are both zero"),
        ("0.000, 0.000", "latitude and longitude are both zero"),
        ("36.95 N 12.07 S", "hemispheres do not make one latitude and one longitude"),
        ("36.95 W 12.07 E", "hemispheres do not make one latitude and one longitude"),
        ("48,71", "decimal comma and comma cannot be told apart"),
        ("36.95 N 122.07", "not understood as coordinates"),
        ("-36.95 N 122.07 W", "not understood as coordinates"),
        ("36 75 N 122 4 W", "not understood as coordinates"),
        ("36 57 60 N 122 4 W", "not understood as coordinates"),
        ("36.5 57 N 122 4 W", "not understood as coordinates"),
        ("36 57 122", "not understood as coordinates"),
        ("36.95 N 122.07 W to 37 N 121 W", "not understood as coordinates"),
        ("36.95", "not understood as coordinates"),
        ("36.95 S 122.07 O", "not understood as coordinates"),
        ("near the river", "not understood as coordinates"),
        ("10 N 10 E " * 20, "not understood as coordinates"),
    ],
)
def test_what_is_no_position_says_why(text: str, problem: str) -> None:
    assert curate_coordinates(text) == Verdict(problem=problem)


@pytest.mark.parametrize(
    ("latitude", "longitude", "found", "remark"),
    [
        ("48.71 N", "9.12 E", ("48.71", "9.12"), None),
        ("40.015", "-105.271", ("40.015", "-105.271"), None),
        ("48,71", "9,12", ("48.71", "9.12"), None),
        ("5 13' 20'' E", "60 16' 10'' N", ("60.269444", "5.222222"), EXCHANGED),
        ("10\u00b0 59' E", "47\u00b0 25' N", ("47.4167", "10.9833"), EXCHANGED),
    ],
)
def test_two_attributes_make_one_position(
    latitude: str, longitude: str, found: tuple[str, str], remark: str | None
) -> None:
    verdict = curate_latitude_and_longitude(latitude, longitude)
    assert (written(verdict), verdict.remark) == (found, remark)


@pytest.mark.parametrize(
    ("latitude", "longitude", "verdict"),
    [
        ("NA", "9.12", Verdict(missing=MissingReason.MISSING)),
        ("9.12", "not collected", Verdict(missing=MissingReason.NOT_COLLECTED)),
        ("95", "9", Verdict(problem="latitude outside of -90 to 90")),
        ("high", "9", Verdict(problem="not understood as coordinates")),
        ("9" * 500, "9", Verdict(problem="not understood as coordinates")),
    ],
)
def test_half_a_position_is_none(
    latitude: str, longitude: str, verdict: Verdict[Coordinates]
) -> None:
    assert curate_latitude_and_longitude(latitude, longitude) == verdict


@pytest.mark.parametrize(("latitude", "longitude"), [("91", "0"), ("0", "-181")])
def test_a_place_off_the_globe_is_refused(latitude: str, longitude: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        at(latitude, longitude)


@given(st.decimals(-90, 90, places=6).filter(bool), st.decimals(-180, 180, places=6).filter(bool))
def test_every_position_is_read_back_from_the_insdc_form(north: Decimal, east: Decimal) -> None:
    text = f"{abs(north)} {'S' if north < 0 else 'N'} {abs(east)} {'W' if east < 0 else 'E'}"
    assert curate_coordinates(text).value == Coordinates(north, east)
    assert curate_coordinates(f"{north}, {east}").value == Coordinates(north, east)


@given(st.one_of(st.text(), st.text(ALPHABET, max_size=40)))
@example(f"36 57.{'3' * 90} N 10 W")
@example("1 " * 60)
def test_no_text_raises_and_each_has_one_outcome(text: str) -> None:
    assert is_one_of_three(curate_coordinates(text))
    assert is_one_of_three(curate_latitude_and_longitude(text, "9 E"))
    assert is_one_of_three(curate_latitude_and_longitude("9 N", text))
