"""ISO 3166-2: which state, province or prefecture of a country a name stands for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from domain.curation.iso_3166 import COUNTRIES, SUBDIVISIONS
from domain.curation.spelling import key
from domain.curation.subdivision_names import OTHER_NAMES

# Where the codes of the post are those of ISO, and written as often as the names.
_OF_THE_POST: Final = frozenset({"AU", "BR", "CA", "US"})
_UNCLEAR_CODES: Final = frozenset({"US-LA"})  # Los Angeles

# A city or another unit of the same name lies elsewhere, or is a unit of its own.
_UNCLEAR_NAMES: Final = frozenset(
    {
        *(("US", "washington"), ("AR", "buenos aires"), ("PE", "lima"), ("DO", "santo domingo")),
        *(("CL", "los lagos"), ("KZ", "almaty"), ("KR", "gwangju"), ("RU", "altay")),
        *(("KZ", "almaty city"), ("BG", "sofia"), ("NO", "jan mayen")),
    }
)
_GENERAL: Final = (
    "central centre center coast east eastern north northern south southern west western"
    " north east north west south east south west nord sud est ouest littoral capital"
)
# In these a city and the unit around it share a name, and the word for the kind tells them apart.
_KIND_MATTERS: Final = ("AR", "AZ", "BY", "DO", "KG", "KZ", "LT", "LV", "PE", "RU", "UA", "UZ")
_KIND: Final = re.compile(r" (?:state|province|prefecture|governorate)$|^(?:state|province) ")
_VAGUE: Final = re.compile(r"^\W*somewhere in (?:the )?", re.IGNORECASE)


def subdivision_code(country: str, text: str) -> str | None:
    """The code (US-CA) if the text can only be this subdivision of the country."""
    text = _VAGUE.sub("", text).strip()
    if country in _OF_THE_POST and (code := f"{country}-{text}") in _codes():
        return None if code in _UNCLEAR_CODES else code
    names = _names().get(country, {})
    words = key(text)
    if found := None if _unclear(country, words) else names.get(words):
        return found
    if country in _KIND_MATTERS:
        return None
    shorter = _KIND.sub("", words)
    return names.get(shorter) if shorter != words else None


def is_code_of(country: str, text: str) -> bool:
    return f"{country}-{text}" in _codes()


def is_code_of_the_post(country: str, text: str) -> bool:
    return country in _OF_THE_POST and is_code_of(country, text)


def is_state_of_the_usa(text: str) -> bool:
    return is_code_of("US", text) or key(text) in _names()["US"]


def _unclear(country: str, words: str) -> bool:
    return (country, words) in _UNCLEAR_NAMES or set(_GENERAL.split()).issuperset(words.split())


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _ in _rows(SUBDIVISIONS))


@cache
def _names() -> dict[str, dict[str, str]]:
    """By country, every name that only one subdivision has and that is not the country's own."""
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, names in [*_rows(SUBDIVISIONS), *_rows(OTHER_NAMES)]:
        for name in names:
            codes[code[:2], key(name)].add(code)
    for country, names in _rows(COUNTRIES):
        for name in names:
            codes.pop((country, key(name)), None)
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for (country, name), found in codes.items():
        if len(found) == 1:
            table[country][name] = found.pop()
    return dict(table)


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.strip().splitlines():
        code, *names = line.split("|")
        yield code, names
