"""Small readers of the elements that records of every kind share.

A reader takes what it knows of an element. What an element says beyond that, or says twice, is
kept whole in the `other` of its record, beside the fields that were understood.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from adapters.xml.fields import Element, Fields, fields_of
from adapters.xml.other import keep, keep_own_words, text_of
from application.errors import UnreadableRecordError
from domain.records import Attribute, Identifier, IdentifierKind, Link

# What is longer is no name but an accident or an attack, and would not fit into an index.
LONGEST_ATTRIBUTE_NAME = 500

_IDENTIFIER_KINDS = {
    "PRIMARY_ID": IdentifierKind.PRIMARY,
    "SECONDARY_ID": IdentifierKind.SECONDARY,
    "EXTERNAL_ID": IdentifierKind.EXTERNAL,
    "SUBMITTER_ID": IdentifierKind.SUBMITTER,
    "UUID": IdentifierKind.UUID,
}
_ATTRIBUTE_PARTS = frozenset({"TAG", "VALUE", "UNITS"})
_LINK_PARTS = frozenset({"DB", "ID", "LABEL", "URL"})
# Asked of a whole list at once: whether anything in it holds more than elements with a text.
_ATTRIBUTES_HOLD_MORE: Final = etree.XPath("boolean(descendant::*/@* | */*/*)")
_LINKS_HOLD_MORE: Final = etree.XPath("boolean(descendant::*/@* | */*/*/*)")


class Reading:
    """One record as it is read: its XML attributes, the fields found so far, and the rest."""

    __slots__ = ("fields", "known", "other")

    def __init__(self, element: Element) -> None:
        self.fields = fields_of(element)
        self.known: dict[str, Any] = {}
        self.other: dict[str, Any] = {}
        if element.text and (text := element.text.strip()):
            self.other["#text"] = text

    def enter(self, element: Element) -> Element:
        """Go to the children of an element, keeping what it says itself."""
        if element.text or element.keys():
            keep_own_words(self.other, element, fields_of(element))
        return element

    def keep(self, element: Element) -> None:
        keep(self.other, element)

    def text(self, field: str, element: Element) -> None:
        text = text_of(element)
        if self.known.setdefault(field, text) is not text or len(element) or element.keys():
            keep(self.other, element)

    def add(self, field: str, values: Iterable[Any]) -> None:
        """Add to a field of many values; a list may come in several parts."""
        self.known[field] = (*self.known.get(field, ()), *values)

    def identifiers(self, element: Element) -> None:
        self.add("identifiers", identifiers_of(self.enter(element), self.other))

    def parts(self, element: Element) -> Iterator[Element]:
        """Read those children that records of every kind have, and give the others."""
        links, attributes = f"{element.tag}_LINKS", f"{element.tag}_ATTRIBUTES"
        for child in element:
            tag = child.tag
            if tag == "IDENTIFIERS":
                self.identifiers(child)
            elif tag == "TITLE":
                self.text("title", child)
            elif tag == links:
                self.add("links", _links(self.enter(child), self.other))
            elif tag == attributes:
                self.add("attributes", _attributes(self.enter(child), self.other))
            else:
                yield child


def each(element: Element, tag: str, other: dict[str, Any]) -> Iterator[Fields]:
    """Give the XML attributes of the children that say all they say in them."""
    for child in element:
        if child.tag != tag:
            keep(other, child)
            continue
        fields = fields_of(child)
        yield fields
        if fields or len(child) or child.text:
            keep(other, child)


def identifiers_of(element: Element, other: dict[str, Any]) -> Iterator[Identifier]:
    for child in element:
        kind = _IDENTIFIER_KINDS.get(child.tag)
        namespace, label = child.get("namespace"), child.get("label")
        known = (namespace is not None) + (label is not None)
        if kind is None or len(child) or len(child.keys()) != known:
            keep(other, child)
        if kind is not None:
            yield Identifier(kind, text_of(child) or "", namespace, label)


def _attributes(element: Element, other: dict[str, Any]) -> Iterator[Attribute]:
    """Read TAG/VALUE/UNITS triples in order. An absent VALUE is None, an empty one is ""."""
    hold_more = _ATTRIBUTES_HOLD_MORE(element)
    for child in element:
        parts = {part.tag: text_of(part) for part in child}
        if hold_more or not _are_all(parts, child, _ATTRIBUTE_PARTS):
            keep(other, child)
        if "TAG" not in parts and "VALUE" not in parts:
            continue
        name = parts.get("TAG") or ""
        if len(name) > LONGEST_ATTRIBUTE_NAME:
            raise UnreadableRecordError(f"the name of an attribute has {len(name):,} characters")
        value = parts["VALUE"] or "" if "VALUE" in parts else None
        yield Attribute(name, value, parts.get("UNITS"))


def _links(element: Element, other: dict[str, Any]) -> Iterator[Link]:
    """Read XREF_LINK, ENTREZ_LINK, URL_LINK and RELATED_LINK alike, whatever wraps them."""
    hold_more = _LINKS_HOLD_MORE(element)
    for child in element:
        says_more = hold_more or len(child) != 1 or child.text
        for body in child:
            parts = {part.tag: text_of(part) for part in body}
            says_more = says_more or not _are_all(parts, body, _LINK_PARTS)
            link = Link(parts.get("DB"), parts.get("ID"), parts.get("LABEL"), parts.get("URL"))
            if link != _NO_LINK:
                yield link
        if says_more:
            keep(other, child)


_NO_LINK = Link()


def _are_all(parts: dict[str, str | None], element: Element, known: frozenset[str]) -> bool:
    """Whether these texts of an element's children, each of another name, are all there are."""
    return 0 < len(parts) == len(element) and parts.keys() <= known
