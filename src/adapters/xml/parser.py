"""Parses one record with lxml, and refuses what is broken, or too large to be real."""

import re
from typing import Final

from lxml import etree

from adapters.xml.fields import Element
from adapters.xml.other import text_of
from application.errors import UnreadableRecordError

MOST_BYTES: Final = 32 * 1024 * 1024
"""Real packages are far smaller, those of a thousand runs included."""

_LONGEST_REASON: Final = 300
_LONGEST_SAYING: Final = 200

# Shared: making one costs as much as reading a small record. The encoding is settled before, and
# not by the record. Blank text between elements says nothing.
_PARSER: Final = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_blank_text=True,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
_ELEMENT: Final = re.compile(rb"\s*<[A-Za-z_]")
_DOCUMENT_TYPE: Final = re.compile(rb"<!DOCTYPE\s*([^\s<>\[]{,60})")
_OVERSIZED: Final = re.compile(r"too (long|big)|limit exceeded|excessive depth", re.IGNORECASE)
_ADVICE: Final = re.compile(r",? (try|use) XML_PARSE_HUGE( option)?")


def parse_as(raw: bytes, *tags: str) -> Element:
    """Parse one record, which has to be an element of one of these tags."""
    root = parse(raw)
    if root.tag not in tags:
        raise UnreadableRecordError(_stranger(root, tags[0]))
    return root


def parse(raw: bytes) -> Element:
    """Parse one record, in UTF-8. Entities are refused, and nothing is fetched."""
    if not raw.strip():
        raise UnreadableRecordError("it is empty, or cut off before it begins")
    if len(raw) > MOST_BYTES:
        raise UnreadableRecordError(f"it has {len(raw):,} bytes, more than any real record")
    # Refused unparsed: to libxml2 a document type is leave to open files. None can follow the root.
    if not _ELEMENT.match(raw) and (declared := _DOCUMENT_TYPE.search(raw)):
        name = declared[1].decode(errors="replace")
        raise UnreadableRecordError(f"it begins with a document type ({name}), as no record does")
    try:
        return etree.fromstring(raw, _PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableRecordError(_reason(error)) from None


def _stranger(root: Element, wanted: str) -> str:
    if root.tag in {"ERROR", "Error"}:
        said = (text_of(root) or "without a word")[:_LONGEST_SAYING]
        return f"the archive answered with an error: {said}"
    article = "an" if wanted[0] in "AEIOU" else "a"
    return f"this is <{str(root.tag)[:_LONGEST_SAYING]}>, not {article} {wanted}"


def _reason(error: etree.XMLSyntaxError) -> str:
    said = _ADVICE.sub("", " ".join(str(error.msg).split()))
    what = "larger or deeper than any real record" if _OVERSIZED.search(said) else "not well-formed"
    return f"{what}: {said}"[:_LONGEST_REASON]
