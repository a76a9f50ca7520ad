"""Latitude and longitude in decimal degrees, from one attribute or from two.

Source: BioSample and SRA attribute lat_lon ("36.9513 N 122.0733 W"), the ENA's "geographic location
(latitude)" and "(longitude)", and what else is written there. WGS 84 is taken for granted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from domain.curation.angles import Angle, read_angle, tidied
from domain.curation.missing import missing_reason
from domain.curation.verdict import Sureness, Verdict

NOT_UNDERSTOOD: Final = "not understood as coordinates"
LATITUDE_RANGE: Final = "latitude outside of -90 to 90"
LONGITUDE_RANGE: Final = "longitude outside of -180 to 180"
ZERO: Final = "latitude and longitude are both zero"
HEMISPHERES: Final = "hemispheres do not make one latitude and one longitude"
COMMAS: Final = "decimal comma and comma cannot be told apart"
EXCHANGED: Final = "latitude and longitude were exchanged"

_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Decimal degrees, north and east positive, with as many decimals as were written."""

    latitude: Decimal
    longitude: Decimal

    def __post_init__(self) -> None:
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):  # noqa: PLR2004
            raise ValueError(f"There is no place at {self.latitude}, {self.longitude}.")


@lru_cache(maxsize=4096)
def curate_coordinates(text: str) -> Verdict[Coordinates]:
    """Read both from one text: the hemispheres decide which is which, else latitude is first."""
    if reason := missing_reason(text):
        return Verdict(missing=reason)
    if len(text) > _LONGEST:
        return Verdict(problem=NOT_UNDERSTOOD)
    pairs = list(dict.fromkeys(_pairs(tidied(text))))
    if not pairs and _COMMA_ONLY.fullmatch(text.strip()):
        return Verdict(problem=COMMAS)
    return _judged(*pairs[0]) if len(pairs) == 1 else Verdict(problem=NOT_UNDERSTOOD)


def curate_latitude_and_longitude(latitude: str, longitude: str) -> Verdict[Coordinates]:
    """Read each from its own text; hemispheres that say otherwise exchange them, with a remark."""
    if reason := missing_reason(latitude) or missing_reason(longitude):
        return Verdict(missing=reason)
    first, second = (_single(text) for text in (latitude, longitude))
    if first is None or second is None:
        return Verdict(problem=NOT_UNDERSTOOD)
    return _judged(first, second)


def _single(text: str) -> Angle | None:
    if len(text) > _LONGEST:
        return None
    return read_angle(re.sub(r"(?<=[0-9]),(?=[0-9])", ".", tidied(text)))


_COMMA_ONLY: Final = re.compile(r"[+-]?[0-9]+,[+-]?[0-9]+", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"(?<![0-9.,])([0-9]{1,3}),([0-9]+)(?![0-9.,])", re.ASCII)
_BETWEEN: Final = re.compile(
    r" ?[,;/|] ?| (?=[-+]?[0-9.NSEW])|(?<=[NSEW]) ?(?=[-+0-9])|(?<=[0-9'\"\u00b0]) ?(?=[NSEW])"
)


def _pairs(text: str) -> Iterator[tuple[Angle, Angle]]:
    """Every way to cut the text into two angles of the same style."""
    if _COMMA_ONLY.fullmatch(text):
        return
    if "." not in text and len(_DECIMAL_COMMA.findall(text)) == 2:  # noqa: PLR2004
        text = _DECIMAL_COMMA.sub(r"\1.\2", text)
    for between in _BETWEEN.finditer(text):
        before, after = text[: between.start()].strip(), text[between.end() :].strip()
        first, second = read_angle(before), read_angle(after)
        if first and second and (first.hemisphere or _numbers(before) == _numbers(after)):
            yield first, second


def _numbers(text: str) -> int:
    """Without hemispheres, "36 57 122" could be cut in more ways than are grammatical."""
    return len(re.findall(r"[0-9.]+", text))


def _judged(first: Angle, second: Angle) -> Verdict[Coordinates]:
    axes = tuple(_AXES[angle.hemisphere] for angle in (first, second))
    if axes not in _PAIRS_OF_AXES:
        return Verdict(problem=HEMISPHERES)
    exchanged = axes == ("longitude", "latitude")
    latitude, longitude = (second, first) if exchanged else (first, second)
    if problem := _out_of_range(latitude.degrees, longitude.degrees):
        return Verdict(problem=problem)
    value = Coordinates(latitude.degrees, longitude.degrees)
    return Verdict(value, Sureness.SURE, remark=EXCHANGED if exchanged else None)


_AXES: Final = {"N": "latitude", "S": "latitude", "E": "longitude", "W": "longitude", None: ""}
_PAIRS_OF_AXES: Final = {("latitude", "longitude"), ("longitude", "latitude"), ("", "")}


def _out_of_range(latitude: Decimal, longitude: Decimal) -> str | None:
    if abs(latitude) > 90:  # noqa: PLR2004
        return LATITUDE_RANGE
    if abs(longitude) > 180:  # noqa: PLR2004
        return LONGITUDE_RANGE
    return ZERO if not latitude and not longitude else None
