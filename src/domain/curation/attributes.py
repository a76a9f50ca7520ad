"""Which attribute of a sample to curate: by its harmonised name first, then by those in use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final, Generic, TypeVar

from domain.curation.coordinates import (
    Coordinates,
    curate_coordinates,
    curate_latitude_and_longitude,
)
from domain.curation.dates import AMBIGUOUS_ORDER, DateRange, Precision, curate_date
from domain.curation.places import AMBIGUOUS_COUNTRY, Place, curate_place
from domain.curation.verdict import Submitted, Sureness, Verdict

T = TypeVar("T")

OTHERS_DISAGREE: Final = "other attributes say otherwise"


@dataclass(frozen=True, slots=True)
class Curated(Generic[T]):
    """A verdict, and the ordinals of the attributes it came from: mostly one."""

    verdict: Verdict[T]
    ordinals: tuple[int, ...]


_DATE_NAMES: Final = """
collection_date|date_of_collection|collected_date|date_collected|collection_date_time|collected_on
sample_collection_date|date_of_sample_collection|specimen_collection_date|collectiondate
collection_timestamp|sampling_date|date_of_sampling|sample_date|date_sampled|isolation_date
date_of_isolation|date_isolated|isolate_collection_date|event_date|collection_year|year_of_collection
year_collected|sampling_year|year_of_sampling|isolation_year|year_of_isolation|year_isolated|year
"""
_PLACE_NAMES: Final = """
geo_loc_name|geographic_location|geographic_location_country_and_or_sea
geographic_location_country_and_or_sea_region|geographic_location_country_sea_region
geographical_location|geolocname|geo_location|country|country_of_isolation|isolation_country
country_of_collection|collection_country|country_of_sampling|sampling_country|sample_country
country_region|country_name
collection_place|place_of_collection|collection_location|place_of_isolation|isolation_location
location_of_isolation|sampling_location|sample_location|sampling_place
"""
_ORIGIN_NAMES: Final = "country_of_origin|origin_country|geographic_origin|geographical_origin"
_REGION_NAMES: Final = """
geographic_location_region_and_locality|region_and_locality|geographic_location_region
"""
_STATE_NAMES: Final = """
state|us_state|usa_state|state_province|state_or_province|geographic_location_state|province
"""
_COORDINATE_NAMES: Final = """
lat_lon|latitude_and_longitude|latitude_longitude|lat_long|latlon|coordinates
geographic_coordinates|gps_coordinates|geographic_location_latitude_and_longitude
"""
_LATITUDE_NAMES: Final = "geographic_location_latitude|latitude|lat|decimal_latitude|gps_latitude"
_LONGITUDE_NAMES: Final = _LATITUDE_NAMES.replace("lat|", "lon|").replace("latitude", "longitude")


def date_of(
    attributes: Sequence[Submitted], not_after: date | None = None
) -> Curated[DateRange] | None:
    """The collection date; None if no attribute is one. `not_after`: as curate_date takes it."""
    found = [
        Curated(curate_date(one.value, not_after), (one.ordinal,))
        for one in _of(attributes, _DATE_NAMES)
    ]
    return _best(iter(_clearer_first(found)), _dates_agree)


def place_of(attributes: Sequence[Submitted]) -> Curated[Place] | None:
    """The place; the ENA's attribute for region and locality is added to that for the country.

    Likewise one for the state, where it certainly is one of the country. An origin is likely at
    most, and only where nothing is said of the place, not even that it is missing: it may be where
    the patient was born.
    """
    found = _place_named(attributes, _PLACE_NAMES) or _unsure(
        _place_named(attributes, _ORIGIN_NAMES)
    )
    return _with_region(found, attributes) if found else None


def _place_named(attributes: Sequence[Submitted], names: str) -> Curated[Place] | None:
    places = _of(attributes, names)
    return _best(
        (Curated(curate_place(one.value), (one.ordinal,)) for one in places), _places_agree
    )


def _unsure(found: Curated[Place] | None) -> Curated[Place] | None:
    if found is None or found.verdict.value is None:
        return found
    return replace(found, verdict=replace(found.verdict, sureness=Sureness.LIKELY))


def coordinates_of(attributes: Sequence[Submitted]) -> Curated[Coordinates] | None:
    """The coordinates, from one attribute or from a latitude and a longitude."""
    return _best(_coordinates(attributes), _coordinates_agree)


def _clearer_first(found: list[Curated[DateRange]]) -> list[Curated[DateRange]]:
    """Of 03/04/2019 and 2019-04-03, let the latter tell which day the former is."""
    first = next((one for one in found if one.verdict.value), None)
    if first is None or AMBIGUOUS_ORDER not in (first.verdict.remark or ""):
        return found
    clear = [one for one in found if _is_a_day_of(one, first)]
    return [*clear, *(one for one in found if one not in clear)]


def _is_a_day_of(one: Curated[DateRange], other: Curated[DateRange]) -> bool:
    day, days = one.verdict.value, other.verdict.value
    if day is None or days is None or one.verdict.remark or day.precision is not Precision.DAY:
        return False
    return _dates_agree(day, days)


def _coordinates(attributes: Sequence[Submitted]) -> Iterator[Curated[Coordinates]]:
    for one in _of(attributes, _COORDINATE_NAMES):
        yield Curated(curate_coordinates(one.value), (one.ordinal,))
    latitudes, longitudes = _of(attributes, _LATITUDE_NAMES), _of(attributes, _LONGITUDE_NAMES)
    for latitude, longitude in zip(latitudes, longitudes, strict=False):
        verdict = curate_latitude_and_longitude(latitude.value, longitude.value)
        yield Curated(verdict, (latitude.ordinal, longitude.ordinal))


def _of(attributes: Sequence[Submitted], names: str) -> list[Submitted]:
    """The attributes of these names, the most telling name first; repeats stay in their order."""
    rank = _ranks(names)
    first_name = next(iter(rank))  # NCBI's harmonised name, where it has one
    ranked = [
        (number, one)
        for one in attributes
        if (number := -1 if one.harmonized_name == first_name else rank.get(_as_name(one.name)))
        is not None
    ]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


@cache
def _ranks(names: str) -> Mapping[str, int]:
    spelled = names.replace("\n", "|").strip("|").split("|")
    return {name: number for number, name in enumerate(spelled)}


@lru_cache(maxsize=4096)
def _as_name(text: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return "_".join(words.split())


def _best(found: Iterator[Curated[T]], agree: Callable[[T, T], bool]) -> Curated[T] | None:
    """The first with a value, else with a problem; a remark if another value contradicts it."""
    candidates = list(found)
    values = [(one, one.verdict.value) for one in candidates if one.verdict.value is not None]
    if not values:
        problems = (one for one in candidates if one.verdict.problem)
        return next(problems, next(iter(candidates), None))
    best, value = values[0]
    if all(agree(value, other) for _, other in values[1:]):
        return best
    remark = "; ".join(filter(None, (best.verdict.remark, OTHERS_DISAGREE)))
    return replace(best, verdict=replace(best.verdict, remark=remark))


def _dates_agree(one: DateRange, other: DateRange) -> bool:
    return one.first <= other.last and other.first <= one.last


def _places_agree(one: Place, other: Place) -> bool:
    return not (one.country_code and other.country_code) or one.country_code == other.country_code


def _coordinates_agree(one: Coordinates, other: Coordinates) -> bool:
    """Within a degree, so that a rounded position is no contradiction."""
    turn = abs(one.longitude - other.longitude)
    return abs(one.latitude - other.latitude) <= 1 and min(turn, 360 - turn) <= 1


def _with_region(found: Curated[Place], attributes: Sequence[Submitted]) -> Curated[Place]:
    country = found.verdict.value
    if country is None or country.country_name is None or country.region:
        return found
    for one in _of(attributes, _REGION_NAMES):
        name = country.historical_name or country.country_name
        verdict = curate_place(f"{name}: {one.value}")
        ordinals = (*found.ordinals, one.ordinal)
        if verdict.problem == AMBIGUOUS_COUNTRY:
            return Curated(verdict, ordinals)
        if _names_region(one, verdict, country):
            return Curated(_keeping(found, verdict), ordinals)
    return _with_state(found, country, attributes)


def _with_state(
    found: Curated[Place], country: Place, attributes: Sequence[Submitted]
) -> Curated[Place]:
    for one in _of(attributes, _STATE_NAMES):
        verdict = curate_place(f"{country.historical_name or country.country_name}: {one.value}")
        state = verdict.value
        if state and state.subdivision_code and state.country_code == country.country_code:
            return Curated(_keeping(found, verdict), (*found.ordinals, one.ordinal))
    return found


def _names_region(one: Submitted, verdict: Verdict[Place], country: Place) -> bool:
    if curate_place(one.value).missing or verdict.value is None:
        return False
    return verdict.value.country_code == country.country_code


def _keeping(found: Curated[Place], verdict: Verdict[Place]) -> Verdict[Place]:
    return replace(verdict, sureness=found.verdict.sureness, remark=found.verdict.remark)
