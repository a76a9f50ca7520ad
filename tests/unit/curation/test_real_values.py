"""The tables hold every value of the real records, so that none is left unjudged."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.unit.curation.tables import table

DATA = Path(__file__).parents[4] / "shared" / "data"
NAMES = {
    "dates": {"collection_date", "sampling_date"},
    "places": {
        *("geo_loc_name", "geographic_location_country_and_or_sea", "country", "collection_place"),
        "geographic_location_country_and_or_sea_region",
    },
    "coordinates": {"lat_lon"},
}


def real_values(names: set[str]) -> Iterator[str]:
    """Also from the files that are not well-formed, as far as they can be read."""
    for path in sorted(DATA.glob("*/*.xml")):
        parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
        for element in etree.fromstring(path.read_bytes(), parser).iter():
            if element.tag == "Attribute":
                called = [element.get("harmonized_name"), element.get("attribute_name")]
                value = "".join(str(part) for part in element.itertext())
            elif element.tag == "SAMPLE_ATTRIBUTE":
                called, value = [element.findtext("TAG")], element.findtext("VALUE") or ""
            else:
                continue
            if names.intersection(as_name(name or "") for name in called):
                yield value


def as_name(text: str) -> str:
    return re.sub(r"[^a-z]+", "_", text.lower()).strip("_")


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real records are not at {DATA}")
@pytest.mark.parametrize("name", NAMES)
def test_the_table_holds_every_real_value_and_no_other(name: str) -> None:
    assert {row["value"] for row in table(name)} == set(real_values(NAMES[name]))
