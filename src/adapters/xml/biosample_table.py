"""Reads the tables in the comments of a BioSample."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from adapters.xml.fields import Element
from adapters.xml.other import keep, text_of
from domain.biosample import CommentTable

# Whatever is more than a class, one caption, one header and rows of plain cells. Text among
# elements is looked for in the whole record.
_SAYS_MORE: Final = etree.XPath(
    "boolean(@*[name() != 'class'] | descendant::*/@* | text()"
    " | *[not(self::Caption or self::Header or self::Body)] | Caption[2] | Header[2]"
    " | Caption/* | Header/text() | Header/*[not(self::Cell)] | Header/Cell/*"
    " | Body/text() | Body/*[not(self::Row)] | Body/Row/text() | Body/Row/*[not(self::Cell)]"
    " | Body/Row/Cell/*)"
)


def read_table(element: Element, other: dict[str, Any]) -> CommentTable:
    """Read a table as it stands; one that is more than a table is kept in `other`, too."""
    caption, header = element.find("Caption"), element.find("Header")
    if _SAYS_MORE(element):
        keep(other, element)
    return CommentTable(
        class_name=(element.get("class") or "").strip() or None,
        caption=text_of(caption) if caption is not None else None,
        header=tuple(_cells(header)) if header is not None else (),
        rows=tuple(tuple(_cells(row)) for row in element.iterfind("Body/Row")),
    )


def _cells(row: Element) -> Iterator[str]:
    return (text_of(cell) or "" for cell in row if cell.tag == "Cell")
