"""Writes the generated tables of places: ISO 3166 codes, subdivisions, and boxes of countries.

    python -m venv /tmp/places
    /tmp/places/bin/pip install pycountry country-bounding-boxes
    /tmp/places/bin/python tools/make_place_tables.py

Sources, both from PyPI and neither needed at run time: pycountry (Debian's iso-codes) for the codes
and names of ISO 3166-1 and 3166-2; country-bounding-boxes for the extents of Natural Earth's map
subunits at 1:50 million, which are in the public domain.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pycountry
from country_bounding_boxes.generated import countries as subunits

CURATION = Path(__file__).parents[1] / "src" / "domain" / "curation"

# Units without a code of ISO 3166-1, by the code of the state whose samples they may be.
NOT_ISO = {"PSX": "PS", "CYN": "CY", "SOL": "SO", "ATC": "AU", "KOS": None, "KAS": None}
# Here the top level is a geographical unit that nobody writes, and provinces are the second.
SECOND_LEVEL = {"ID"}
_TYPE_WORDS = re.compile(
    r" (?:Sheng|Shi|SAR|Zizhiqu|län|City)$|-(?:teukbyeolsi|gwangyeoksi|do|teukbyeoljachido)$"
)


def main() -> None:
    write("iso_3166.py", "".join(iso_3166()))
    write("country_boxes.py", "".join(country_boxes()))


def write(name: str, text: str) -> None:
    (CURATION / name).write_text(text, encoding="utf-8")


def iso_3166() -> Iterator[str]:
    yield f'''# ruff: noqa: E501, RUF001
"""ISO 3166-1 and 3166-2. Written by tools/make_place_tables.py, not by hand.

Source: pycountry {version("pycountry")} (the iso-codes of Debian).
"""

from typing import Final

COUNTRIES: Final = """
'''
    for country in sorted(pycountry.countries, key=lambda country: country.alpha_2):
        names = [getattr(country, of, None) for of in ("name", "common_name", "official_name")]
        yield row(country.alpha_2, country.alpha_3, *filter(None, dict.fromkeys(names)))
    yield '"""\n"""A row a country: alpha-2, alpha-3, names."""\n\nSUBDIVISIONS: Final = """\n'
    for code, names in subdivisions():
        yield row(code, *names)
    yield '"""\n"""A row a subdivision of the level that is named most: code, names."""\n'


def row(*fields: str) -> str:
    return "|".join(fields) + "\n"


def subdivisions() -> Iterator[tuple[str, list[str]]]:
    for unit in sorted(pycountry.subdivisions, key=lambda unit: unit.code):
        if bool(unit.parent_code) == (unit.country_code in SECOND_LEVEL):
            yield unit.code, list(dict.fromkeys(spellings(unit.name)))


def spellings(name: str) -> Iterator[str]:
    """The name, and what is left of it without remarks, inversion and the word for its kind."""
    name = name.replace("|", "/")
    yield name
    short = re.sub(r" ?[\[(].*?[\])]", "", name).strip()
    yield short
    if other := re.search(r"\[([^\]0-9]+)\]", name):
        yield from re.split(r"; | GB-", other[1])[:1]
    head = short.split(", ")[0]
    yield head
    yield _TYPE_WORDS.sub("", head)


def country_boxes() -> Iterator[str]:
    yield f'''# ruff: noqa: E501
"""Where countries lie, in boxes. Written by tools/make_place_tables.py, not by hand.

Source: Natural Earth, map subunits at 1:50 million (public domain), by way of
country-bounding-boxes {version("country-bounding-boxes")}.
"""

from typing import Final

BOXES: Final = """
'''
    for code, boxes in sorted(boxes_by_code().items()):
        yield row(code, *sorted(boxes))
    yield '"""\n"""A row a country: alpha-2; west south east north of each part, in degrees."""\n'


def boxes_by_code() -> dict[str, list[str]]:
    boxes: dict[str, list[str]] = defaultdict(list)
    for unit in subunits:
        if code := code_of(unit):
            boxes[code].append(" ".join(f"{degrees:.1f}" for degrees in unit.bbox))
    return boxes


def code_of(unit: object) -> str | None:
    if unit.iso_a2 != "-99":  # type: ignore[attr-defined]
        return unit.iso_a2  # type: ignore[attr-defined,no-any-return]
    if unit.adm0_a3 in NOT_ISO:  # type: ignore[attr-defined]
        return NOT_ISO[unit.adm0_a3]  # type: ignore[attr-defined]
    return pycountry.countries.get(alpha_3=unit.adm0_a3).alpha_2  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
