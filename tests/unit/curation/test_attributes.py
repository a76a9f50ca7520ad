"""The attribute to curate is found under any of its names, and named with the value."""

from datetime import date
from decimal import Decimal

import pytest

from domain.curation.attributes import Curated, coordinates_of, date_of, place_of
from domain.curation.coordinates import Coordinates
from domain.curation.places import Place
from domain.curation.verdict import MissingReason, Submitted, Sureness

DISAGREES = "other attributes say otherwise"


def attributes(*pairs: tuple[str, str], harmonized: str | None = None) -> list[Submitted]:
    """One attribute a pair of name and value; the last has the harmonised name."""
    last = len(pairs)
    return [
        Submitted(name, value, harmonized if number == last else None, ordinal=number)
        for number, (name, value) in enumerate(pairs, 1)
    ]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "collection_date",
            "collection date",
            "Collection-Date",
            "COLLECTION DATE",
            "Sampling date",
        ),
        *("Date of collection", "isolation date", "Year of isolation", "year", "date_collected"),
    ],
)
def test_a_date_is_found_under_any_of_its_names(name: str) -> None:
    curated = date_of(attributes(("strain", "2009"), (name, "2011")))
    assert curated is not None
    assert curated.verdict.value is not None
    assert (curated.verdict.value.first, curated.ordinals) == (date(2011, 1, 1), (2,))


@pytest.mark.parametrize(
    "name",
    [
        *(
            "geo_loc_name",
            "geographic location (country and/or sea)",
            "Country",
            "Collection place",
        ),
        *("geographic location (country and/or sea,region)", "Country of isolation"),
        *("geographic location (country and/or sea, region)", "isolation country"),
    ],
)
def test_a_place_is_found_under_any_of_its_names(name: str) -> None:
    curated = place_of(attributes(("host", "Turkey"), (name, "Kuwait")))
    assert curated is not None
    assert curated.verdict.value == Place("KW", "Kuwait")
    assert curated.ordinals == (2,)


def test_no_attribute_of_that_kind_is_no_verdict() -> None:
    others = attributes(("host", "Turkey"), ("location", "Turkey"), ("exp_date", "2011"))
    assert date_of(others) is None
    assert place_of(others) is None
    assert coordinates_of(others) is None


def test_the_harmonised_name_counts_before_all_others() -> None:
    curated = date_of(
        attributes(("collection_date", "2009"), ("when", "2011"), harmonized="collection_date")
    )
    assert curated is not None
    assert curated.ordinals == (2,)
    assert curated.verdict.remark == DISAGREES


def test_the_more_telling_name_counts_before_the_others() -> None:
    curated = place_of(attributes(("country of origin", "Italy"), ("country", "Italy: Rome")))
    assert curated is not None
    assert curated.ordinals == (2,)
    assert curated.verdict.remark is None


def test_the_first_value_counts_before_what_is_missing_or_not_understood() -> None:
    curated = date_of(
        attributes(("collection_date", "missing"), ("sampling date", "?1?"), ("year", "2011"))
    )
    assert curated is not None
    assert curated.ordinals == (3,)
    assert curated.verdict.remark is None


def test_a_problem_is_reported_before_a_missing_value() -> None:
    found = date_of(attributes(("collection_date", "missing"), ("year", "once upon a time")))
    assert found is not None
    assert (found.verdict.problem, found.ordinals) == ("not understood as a date", (2,))
    found = date_of(attributes(("collection_date", "missing"), ("year", "NA")))
    assert found is not None
    assert (found.verdict.missing, found.ordinals) == (MissingReason.MISSING, (1,))


def test_dates_that_overlap_do_not_contradict_each_other() -> None:
    curated = date_of(attributes(("collection_date", "2011-03-15"), ("year", "2011")))
    assert curated is not None
    assert curated.verdict.remark is None


def test_a_remark_on_the_value_stays_beside_the_contradiction() -> None:
    curated = date_of(attributes(("collection_date", "03/04/2011"), ("year", "2012")))
    assert curated is not None
    assert curated.verdict.remark == f"day and month cannot be told apart; {DISAGREES}"


def test_a_date_in_the_future_is_not_taken() -> None:
    curated = date_of(attributes(("collection_date", "2031")), not_after=date(2026, 1, 1))
    assert curated is not None
    assert curated.verdict.problem == "date in the future"


def test_other_countries_contradict_each_other() -> None:
    curated = place_of(attributes(("geo_loc_name", "Italy"), ("country", "Peru")))
    assert curated is not None
    assert curated.verdict.value == Place("IT", "Italy")
    assert curated.verdict.remark == DISAGREES


@pytest.mark.parametrize("region", ["Berlin", "Germany: Berlin", "Berlin, Germany"])
def test_the_region_of_its_own_attribute_is_added_to_the_country(region: str) -> None:
    curated = place_of(
        attributes(
            ("geographic location (region and locality)", region),
            ("geographic location (country and/or sea)", "Germany"),
        )
    )
    assert curated is not None
    assert curated.verdict.value == Place("DE", "Germany", "DE-BE", "Berlin")
    assert curated.ordinals == (2, 1)


@pytest.mark.parametrize("region", ["missing", "", "not collected"])
def test_a_missing_region_adds_nothing(region: str) -> None:
    curated = place_of(
        attributes(("country", "Germany"), ("geographic location (region and locality)", region))
    )
    assert curated is not None
    assert curated.verdict.value == Place("DE", "Germany")
    assert curated.ordinals == (1,)


@pytest.mark.parametrize("place", ["USA: missing", "USA", "USA: not collected"])
@pytest.mark.parametrize("name", ["state", "US state", "State/Province"])
def test_a_state_is_added_where_the_place_names_none(place: str, name: str) -> None:
    curated = place_of(attributes((name, "CA"), ("geo_loc_name", place)))
    assert curated is not None
    assert curated.verdict.value == Place("US", "USA", "US-CA", "CA")
    assert curated.ordinals == (2, 1)


@pytest.mark.parametrize("state", ["solid", "NA", "missing", "Bavaria", "Guam"])
def test_what_is_no_state_of_the_country_adds_nothing(state: str) -> None:
    curated = place_of(attributes(("state", state), ("geo_loc_name", "USA")))
    assert curated is not None
    assert (curated.verdict.value, curated.ordinals) == (Place("US", "USA"), (2,))


def test_a_region_that_makes_the_country_ambiguous_is_a_problem() -> None:
    region = ("geographic location (region and locality)", "Atlanta")
    curated = place_of(attributes(region, ("country", "Georgia")))
    assert curated is not None
    assert (curated.verdict.problem, curated.ordinals) == ("country is ambiguous", (2, 1))


def test_latitude_and_longitude_are_taken_from_their_own_attributes() -> None:
    curated = coordinates_of(
        attributes(
            ("geographic location (longitude)", "9.12 E"),
            ("geographic location (latitude)", "48.71 N"),
        )
    )
    expected = Coordinates(Decimal("48.71"), Decimal("9.12"))
    assert curated is not None
    assert (curated.verdict.value, curated.ordinals) == (expected, (2, 1))


def test_lat_lon_counts_before_latitude_and_longitude() -> None:
    both = attributes(("Latitude", "10"), ("Longitude", "20"), ("lat_lon", "48.71 N 9.12 E"))
    curated = coordinates_of(both)
    assert curated is not None
    assert (curated.ordinals, curated.verdict.remark) == ((3,), DISAGREES)


@pytest.mark.parametrize("other", ["48.7, 9.1", "49 N 9 E"])
def test_a_rounded_position_is_no_contradiction(other: str) -> None:
    curated = coordinates_of(attributes(("lat_lon", "48.71 N 9.12 E"), ("coordinates", other)))
    assert curated is not None
    assert curated.verdict.remark is None


def test_positions_on_both_sides_of_the_date_line_are_near() -> None:
    both = attributes(("lat_lon", "17 S 179.9 E"), ("coordinates", "17 S 179.9 W"))
    curated = coordinates_of(both)
    assert curated is not None
    assert curated.verdict.remark is None


def test_the_real_attributes_of_a_fjord_make_its_position() -> None:
    found: Curated[Coordinates] | None = coordinates_of(
        attributes(("Longitude", "60 16' 10'' N"), ("Latitude", "5 13' 20'' E"))
    )
    assert found is not None
    assert found.verdict.value == Coordinates(Decimal("60.269444"), Decimal("5.222222"))
    assert (found.verdict.remark, found.ordinals) == (
        "latitude and longitude were exchanged",
        (2, 1),
    )


ORIGINS = ["country of origin", "origin country", "geographic origin", "Geographical Origin"]


@pytest.mark.parametrize("name", ORIGINS)
def test_an_origin_is_likely_at_most_for_it_may_be_the_patients(name: str) -> None:
    curated = place_of(attributes((name, "Somalia")))

    assert curated is not None
    assert curated.verdict.value == Place("SO", "Somalia")
    assert curated.verdict.sureness is Sureness.LIKELY


@pytest.mark.parametrize("name", ORIGINS)
@pytest.mark.parametrize("place", ["missing", "not collected", "Germany", "somewhere"])
def test_an_origin_says_nothing_beside_an_attribute_for_the_place(name: str, place: str) -> None:
    curated = place_of(attributes((name, "Somalia"), ("geo_loc_name", place)))

    assert curated is not None
    assert curated.ordinals == (2,)
    assert curated.verdict == place_of(attributes(("geo_loc_name", place))).verdict  # type: ignore[union-attr]


def test_a_full_date_tells_which_day_an_ambiguous_one_is() -> None:
    curated = date_of(
        attributes(("collection_date", "03/04/2019"), ("date", ""), ("sampling date", "2019-04-03"))
    )

    assert curated is not None
    assert curated.verdict.value is not None
    assert (curated.verdict.value.first, curated.ordinals) == (date(2019, 4, 3), (3,))
    assert curated.verdict.remark is None


@pytest.mark.parametrize("other", ["2018-04-03", "2019", "2019-04", "04/03/2019"])
def test_what_is_no_clearer_or_contradicts_leaves_an_ambiguous_date_first(other: str) -> None:
    curated = date_of(attributes(("collection_date", "03/04/2019"), ("sampling date", other)))

    assert curated is not None
    assert curated.ordinals == (1,)
