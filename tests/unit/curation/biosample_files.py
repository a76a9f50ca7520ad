"""The real BioSamples beside the project, read with plain lxml; they are not part of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from domain.biosample import CommentTable

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "biosample"
needs_real_biosamples = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the real BioSamples are not at {FOLDER}"
)


def real_biosamples() -> Iterator[etree._Element]:
    """Every BioSample as lxml recovers it, also from the files that are malformed."""
    recovering = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    for path in sorted(FOLDER.glob("*.xml")):
        yield from etree.parse(path, recovering).iter("BioSample")


def tables(sample: etree._Element) -> tuple[CommentTable, ...]:
    return tuple(map(_table, sample.iter("Table")))


def _table(table: etree._Element) -> CommentTable:
    return CommentTable(
        table.get("class"),
        table.findtext("Caption"),
        _cells(table.find("Header")),
        tuple(map(_cells, table.findall("Body/Row"))),
    )


def _cells(row: etree._Element | None) -> tuple[str, ...]:
    return () if row is None else tuple(cell.text or "" for cell in row.findall("Cell"))
