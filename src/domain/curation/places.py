"""Where a sample was taken: the country, and what can be said for certain about the rest.

Source: BioSample and SRA attribute geo_loc_name ("Country: region, locality") and its many other
names and forms. Countries are those of the INSDC's list with the codes of ISO 3166-1,
subdivisions those of ISO 3166-2.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.curation.ambiguous_countries import (
    is_of_northern_ireland,
    is_of_the_republic_of_georgia,
)
from domain.curation.countries import AMBIGUOUS, OWN_CODES, Territory, by_code, coded, named
from domain.curation.missing import missing_reason
from domain.curation.spelling import key
from domain.curation.subdivisions import (
    is_code_of,
    is_code_of_the_post,
    is_state_of_the_usa,
    subdivision_code,
)
from domain.curation.verdict import Sureness, Verdict

NO_COUNTRY: Final = "no country named"
SEVERAL_COUNTRIES: Final = "several countries"
AMBIGUOUS_COUNTRY: Final = "country is ambiguous"

_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a place; all of it None would be no place.

    country_code: ISO 3166-1 alpha-2. country_name: the INSDC's, present where the code is, and for
    Kosovo. subdivision_code: ISO 3166-2, only where it is certain. historical_name: a country of
    the past, with the code of today's where a single one followed. region, locality: as written;
    an ocean, a sea, or an area of several countries is a region without a country.
    """

    country_code: str | None = None
    country_name: str | None = None
    subdivision_code: str | None = None
    region: str | None = None
    locality: str | None = None
    historical_name: str | None = None


@lru_cache(maxsize=4096)
def curate_place(text: str) -> Verdict[Place]:
    """Read a place. A country is looked up, never guessed; of several none is chosen.

    A territory that has a code of its own is that, also where its state is named ("USA: Guam").
    A part that only says that it is missing ("USA: not collected") is no part.
    """
    if reason := missing_reason(text):
        return Verdict(missing=reason)
    if len(text) > _LONGEST:
        return Verdict(problem=NO_COUNTRY)
    return _read(_tidied(text))


_ONTOLOGY: Final = re.compile(r"^GAZ: ?(?=\D)|[\[(] ?(?:GAZ|ENVO)[:_][0-9]+ ?[\])]", re.IGNORECASE)
_CONTINENTS: Final = r"(?:africa|asia|europe|oceania|(?:north|south|central|latin) america)"
_CONTINENT: Final = re.compile(rf"^{_CONTINENTS} ?: ?|, ?{_CONTINENTS}$", re.IGNORECASE)


def _tidied(text: str) -> str:
    one_line = " ".join(_ONTOLOGY.sub("", text).replace("\uff1a", ":").split())
    return _CONTINENT.sub("", one_line.strip(" \"'`,;:"))


def _read(text: str) -> Verdict[Place]:
    head, colon, tail = text.partition(":")
    if not colon and (whole := named(text) or coded(text)):
        return _placed(whole, [])
    country = (named(head) or coded(head.strip())) if colon else None
    if country is None or (_is_ambiguous(head) and any(map(named, _cut(tail)))):
        return _in_any_order(text)
    if any(_differs(country, other) for other in _heads_of_others(tail)):
        return Verdict(problem=SEVERAL_COUNTRIES)
    pieces = _cut(tail)
    is_missing = len(pieces) > 1 and missing_reason(tail)  # "missing: lab stock"
    parts = [] if is_missing else _given(country, pieces)
    if _may_be_elsewhere(head, country, parts):
        return Verdict(problem=AMBIGUOUS_COUNTRY)
    return _placed(country, parts)


def _given(country: Territory, parts: Sequence[str]) -> list[str]:
    return [part for part in parts if not _says_nothing(country, part)]


def _says_nothing(country: Territory, part: str) -> bool:
    """Whether a part is a missing value; ND is North Dakota, Nan a province, NA never a place."""
    if missing_reason(part) is None:
        return False
    is_post = country.code and is_code_of_the_post(country.code, part.replace(".", ""))
    return not (is_post or (part.istitle() and _subdivision(country, part)))


def _may_be_elsewhere(head: str, country: Territory, parts: Sequence[str]) -> bool:
    """Whether "Georgia: Atlanta" is the state, or "Ireland: Belfast" is in the United Kingdom."""
    if country.code == "IE":
        found = [named(part) for part in parts]
        in_the_north = any(territory and territory.code == "GB" for territory in found)
        return in_the_north or any(map(is_of_northern_ireland, parts))
    if country.code != "GE" or not _is_ambiguous(head) or not parts:
        return False
    return not any(_subdivision(country, part) or _is_georgian(part) for part in parts)


def _is_georgian(part: str) -> bool:
    pieces = [part, *re.split(r" - |[/()\[\]]", part)]
    return any(map(is_of_the_republic_of_georgia, pieces))


def _is_ambiguous(name: str) -> bool:
    return key(name) in AMBIGUOUS


def _cut(text: str) -> list[str]:
    return [part for piece in re.split(r"[,:;|]", text) if (part := piece.strip(" \"'"))]


def _heads_of_others(tail: str) -> list[Territory]:
    """Countries that begin after a semicolon: "USA: Texas; Mexico: Sonora"."""
    heads = (re.split("[:,]", entry)[0] for entry in re.split(r"[;|]", tail)[1:])
    return [country for head in heads if (country := named(head))]


def _differs(one: Territory, other: Territory) -> bool:
    return one[:4] != other[:4]


def _placed(country: Territory, parts: Sequence[str]) -> Verdict[Place]:
    """`parts`: what is said about the place within the country, the larger unit first."""
    for part in (*parts[:1], *parts[-1:]):
        if territory := _own_territory(country, part):
            return _placed(territory, _without(part, parts))
    place, is_certain = _within(country, parts), country.sureness
    if _is_ambiguous(country.name or "") and place.subdivision_code is None:
        is_certain = Sureness.LIKELY
    return Verdict(value=place, sureness=is_certain)


def _own_territory(country: Territory, part: str) -> Territory | None:
    own_codes = OWN_CODES.get(country.code or "", "").split()
    territory, subdivision = named(part), _subdivision(country, part)
    if territory and territory.code in own_codes:
        return territory
    code = (subdivision or "").partition("-")[2]  # US-PR is PR
    return by_code(code) if code in own_codes else None


def _within(country: Territory, parts: Sequence[str]) -> Place:
    of_country = Place(
        country_code=country.code,
        country_name=country.name,
        historical_name=country.historical_name,
    )
    if country.region:
        return _with(of_country, country.subdivision_code, country.region, parts)
    parts = [part for part in parts if named(part) != country]
    codes = {part: code for part in parts if (code := _subdivision(country, part))}
    code = next(iter(codes.values())) if len(set(codes.values())) == 1 else None
    region = next(iter(codes)) if code else next(iter(parts), None)
    return _with(of_country, code, region, _without(region, parts))


def _without(part: str | None, parts: Sequence[str]) -> list[str]:
    """All but one of it: a city may bear the name of its state."""
    first = next((number for number, other in enumerate(parts) if other == part), len(parts))
    return [*parts[:first], *parts[first + 1 :]]


def _with(place: Place, code: str | None, region: str | None, others: Sequence[str]) -> Place:
    return Place(
        country_code=place.country_code,
        country_name=place.country_name,
        subdivision_code=code,
        region=region,
        locality=", ".join(others) or None,
        historical_name=place.historical_name,
    )


def _subdivision(country: Territory, part: str) -> str | None:
    """Of both sides of a slash or a bracket, too, if they do not contradict each other."""
    if country.code is None or country.historical_name == "Korea":
        return None
    pieces = [part, *re.split(r" - |[/()\[\]]", part)]
    found = {code for piece in pieces if (code := subdivision_code(country.code, piece.strip()))}
    return found.pop() if len(found) == 1 else None


def _in_any_order(text: str) -> Verdict[Place]:
    """Read "California, USA", "Germany, Berlin" and the like: one country, at either end."""
    parts = _cut(text)
    if not any(map(_country, parts)):
        parts = [part for piece in re.split(r" - |[,:;|/\\()]", text) if (part := piece.strip())]
    countries = {part: country for part in parts if (country := _country(part))}
    part = _the_country(countries)
    if part is None:
        return Verdict(problem=_why_none(text, parts, countries))
    country, others = countries[part], _without(part, parts)
    others = _given(country, others)
    parts = [other for other in parts if other == part or not _says_nothing(country, other)]
    if _is_ambiguous(part) or _may_be_elsewhere(part, country, others):
        return Verdict(problem=AMBIGUOUS_COUNTRY)
    if any(_is_of_the_usa(country, other) for other in others):
        return Verdict(problem=AMBIGUOUS_COUNTRY)
    if part == parts[-1] != parts[0]:
        return _placed(country, others[::-1])
    return _placed(country, others) if part == parts[0] else Verdict(problem=NO_COUNTRY)


def _country(part: str) -> Territory | None:
    return named(part) or (coded(part) if len(part) > 2 else None)  # noqa: PLR2004


def _the_country(countries: dict[str, Territory]) -> str | None:
    """The one part that names the country, if the other named parts lie in it or are waters."""
    if len(countries) == 1 or not _any_differ(countries.values()):
        return next(iter(countries), None)
    holders = [
        part
        for part, country in countries.items()
        if all(
            part == other or _lies_in(country, other, found) for other, found in countries.items()
        )
    ]
    return holders[0] if len(holders) == 1 else None


def _any_differ(countries: Iterable[Territory]) -> bool:
    return len({country[:4] for country in countries}) > 1


def _lies_in(country: Territory, part: str, territory: Territory) -> bool:
    is_water = country.code is not None and territory.code is None and territory.region is not None
    return bool(is_water or _own_territory(country, part) or _subdivision(country, part))


def _is_of_the_usa(country: Territory, part: str) -> bool:
    """Whether "Peru, Indiana" may be a town: a state that no subdivision of the country is."""
    if country.code is None or country.code == "US" or not is_state_of_the_usa(part):
        return False
    return not (is_code_of(country.code, part) or _subdivision(country, part))


def _why_none(text: str, parts: Sequence[str], countries: dict[str, Territory]) -> str:
    joined = [piece for piece in re.split(r"\band\b|&|\+", text) if piece.strip()]
    if countries or (len(joined) > 1 and all(map(named, joined))):
        return SEVERAL_COUNTRIES
    is_code = len(parts) == 1 and len(text) == 2 and text.isupper()  # noqa: PLR2004
    return AMBIGUOUS_COUNTRY if is_code or any(map(_is_ambiguous, parts)) else NO_COUNTRY
