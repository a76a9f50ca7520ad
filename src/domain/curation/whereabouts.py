"""Whether coordinates can lie in a country, as far as coarse boxes around its parts can tell."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from domain.curation.coordinates import Coordinates
from domain.curation.country_boxes import BOXES
from domain.curation.places import Place
from domain.curation.verdict import Verdict

DISAGREE: Final = "place and coordinates disagree"

# 200 nautical miles: a country's samples come from its waters, too, and the boxes are coarse.
_MARGIN_DEGREES: Final = 200 / 60


class _Box(NamedTuple):
    west: float
    south: float
    east: float
    north: float

    def is_near(self, latitude: float, longitude: float) -> bool:
        if not self.south - _MARGIN_DEGREES <= latitude <= self.north + _MARGIN_DEGREES:
            return False
        margin = _MARGIN_DEGREES / max(math.cos(math.radians(latitude)), 0.01)
        return any(
            self.west - margin <= longitude + turn <= self.east + margin for turn in (-360, 0, 360)
        )


def disagree(place: Place, coordinates: Coordinates) -> bool:
    """Whether the coordinates lie clearly outside of the country; False where nobody can say."""
    boxes = _boxes().get(place.country_code or "", ())
    latitude, longitude = float(coordinates.latitude), float(coordinates.longitude)
    return bool(boxes) and not any(box.is_near(latitude, longitude) for box in boxes)


def compared(coordinates: Verdict[Coordinates], place: Verdict[Place]) -> Verdict[Coordinates]:
    """Give the verdict on the coordinates, with a remark where the place disagrees with them."""
    if place.value is None or coordinates.value is None:
        return coordinates
    if not disagree(place.value, coordinates.value):
        return coordinates
    return replace(coordinates, remark="; ".join(filter(None, (coordinates.remark, DISAGREE))))


@cache
def _boxes() -> dict[str, tuple[_Box, ...]]:
    return {code: tuple(boxes) for code, boxes in _rows()}


def _rows() -> Iterator[tuple[str, Iterator[_Box]]]:
    for line in BOXES.strip().splitlines():
        code, *boxes = line.split("|")
        yield code, (_Box(*map(float, box.split())) for box in boxes)
