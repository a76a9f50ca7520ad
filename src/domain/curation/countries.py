"""What a name or a code of the place attribute stands for."""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from domain.curation import insdc_places
from domain.curation.iso_3166 import COUNTRIES
from domain.curation.spelling import key
from domain.curation.verdict import Sureness


class Territory(NamedTuple):
    """An entry of the INSDC's list, or of its past; `region` where it is less than a country.

    code: ISO 3166-1 alpha-2; none for what is no country today, or has no code (Kosovo).
    """

    code: str | None
    name: str | None
    historical_name: str | None = None
    region: str | None = None
    subdivision_code: str | None = None
    sureness: Sureness = Sureness.SURE


_KOSOVO: Final = Territory(None, "Kosovo")  # XK is not assigned by ISO

# The United States' state, and either of the two republics.
AMBIGUOUS: Final = frozenset({"georgia", "congo"})

# ISO gives these a code of their own, and so they are the same place however they are written.
OWN_CODES: Final = {
    "AU": "CC CX HM NF",
    "CN": "HK MO TW",
    "DK": "FO GL",
    "FI": "AX",
    "FR": "GF GP MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "NL": "AW BQ CW SX",
    "NO": "SJ",
    "NZ": "CK NU TK",
    "US": "AS GU MP PR UM VI",
}

# Codes that are also a state of the United States or of Australia, a word, or another's mistake.
_UNCLEAR: Final = (
    "AL AR AZ CA CO CT DE FL GA ID IL IN LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA"
    " SA NT NA NO IR CH AU AT IS TO SO"
)
_UNCLEAR_CODES: Final = frozenset(_UNCLEAR.split())
_PLAIN_CODES: Final = frozenset({"US", "UK", "GB"})


def named(text: str) -> Territory | None:
    """Look a full name up, in any case, spelling and punctuation that the tables know."""
    return _territories().get(key(text))


def coded(text: str) -> Territory | None:
    """Look up a code in capitals; alpha-2 is likely only, and not read where it is unclear."""
    if len(text) == 3:  # noqa: PLR2004
        return _by_alpha_3().get(text)
    if text in _UNCLEAR_CODES or (found := _by_alpha_2().get(text)) is None:
        return None
    return found if text in _PLAIN_CODES else found._replace(sureness=Sureness.LIKELY)


def by_code(code: str) -> Territory:
    return _by_alpha_2()[code]


@cache
def _by_alpha_2() -> dict[str, Territory]:
    lists = f"{insdc_places.COUNTRIES}|{insdc_places.ALSO_ISO}"
    return {code: Territory(code, name) for code, name in _entries(lists)}


@cache
def _by_alpha_3() -> dict[str, Territory]:
    return {alpha_3: by_code(alpha_2) for alpha_2, alpha_3, *_ in _iso_rows()}


@cache
def _territories() -> dict[str, Territory]:
    found = dict(_iso_names())
    found |= {key(country.name or ""): country for country in _by_alpha_2().values()}
    found |= {key(name): _part(code, name) for code, name in _entries(insdc_places.PARTS)}
    found |= {
        key(name): _historical(code, name) for code, name in _entries(insdc_places.HISTORICAL)
    }
    found |= {key(name): Territory(None, None, region=name) for name in _names()}
    found["kosovo"] = _KOSOVO
    found |= {other: found[key(name)] for name, other in _pairs(insdc_places.SPELLINGS)}
    return found | {
        other: found[key(name)]._replace(sureness=Sureness.LIKELY)
        for name, other in _pairs(insdc_places.LIKELY)
    }


def _part(code: str, name: str) -> Territory:
    country = by_code(code[:2])
    subdivision = code if "-" in code else None
    return country._replace(region=name, subdivision_code=subdivision)


def _historical(code: str, name: str) -> Territory:
    today = Territory(None, None) if code == "-" else by_code(code)
    return today._replace(historical_name=name)


def _iso_names() -> Iterator[tuple[str, Territory]]:
    for alpha_2, _, *names in _iso_rows():
        for name in names:
            if key(name) not in AMBIGUOUS:
                yield key(name), by_code(alpha_2)


def _iso_rows() -> Iterator[list[str]]:
    return (line.split("|") for line in COUNTRIES.strip().splitlines())


def _names() -> Iterator[str]:
    return (
        name for line in insdc_places.NOT_COUNTRIES.split("\n") for name in line.split("|") if name
    )


def _entries(table: str) -> Iterator[tuple[str, str]]:
    for entry in table.replace("\n", "|").split("|"):
        code, _, name = entry.partition(" ")
        if name:
            yield code, name


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        name, _, others = line.partition(" = ")
        for other in others.split("|"):
            yield name, other
