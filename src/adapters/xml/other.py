"""Keeps what a record says beyond its fields, as JSON values, so that no schema can lose data.

An element becomes an object of its "@attributes", its "#text" and lists of its children, by tag;
one with text alone becomes that text, an empty one null. Contacts of persons are left out.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, cast

from lxml import etree

from adapters.xml.fields import PERSONAL_ATTRIBUTES, Element, Fields, fields_of
from application.errors import UnreadableRecordError

PERSONAL_ELEMENTS: Final = frozenset(
    {"Contact", "Contacts", "CONTACT", "CONTACTS", "contact", "contacts"}
    | {"AuthorSet", "PI", "Submitter"}  # of BioProject
)
_OF_IDENTIFIERS: Final = frozenset({"namespace", "label"})

# Text where only elements belong: first whether there is any, which is quick to say.
_IS_MIXED: Final = etree.XPath(
    "boolean(descendant::text()/following-sibling::* | descendant::text()/preceding-sibling::*)"
)
_OF_PERSONS: Final = " or ".join(f"self::{name}" for name in sorted(PERSONAL_ELEMENTS))
_MIXED_TEXT: Final = etree.XPath(
    f"descendant-or-self::*[*][not(ancestor-or-self::*[{_OF_PERSONS}])]/text()[normalize-space()]"
)

MOST_LEVELS: Final = 100
"""What is nested deeper is no record, and JSON libraries refuse it."""


def text_of(element: Element) -> str | None:
    """Give all text of an element, stripped; None where there is none."""
    text = element.text if len(element) == 0 else "".join(cast("Iterator[str]", element.itertext()))
    return (text.strip() or None) if text else None


def keep_text_among_elements(other: dict[str, Any], record: Element) -> None:
    """Keep what is written anywhere in a record where only elements belong."""
    if _IS_MIXED(record):
        texts = cast("list[str]", _MIXED_TEXT(record))
        other["#text"] = [str(text).strip() for text in texts]


def keep(other: dict[str, Any], element: Element) -> None:
    """Keep an element nobody knows."""
    tag = str(element.tag)
    if tag not in PERSONAL_ELEMENTS:
        other.setdefault(tag, []).append(_tree(element, 1))


def keep_own_words(other: dict[str, Any], element: Element, fields: Fields) -> None:
    """Keep what a known element says itself: XML attributes that were not taken, and text."""
    if not (fields or element.text):
        return
    node: dict[str, Any] = {}
    fields.leave_to(node)
    if text := (element.text or "").strip():
        node["#text"] = text
    if node:
        other.setdefault(str(element.tag), []).append(node)


def keep_reference(
    other: dict[str, Any], element: Element, said: Collection[str], own: Collection[str] = ()
) -> None:
    """Keep what a reference says that the record it refers to does not say itself.

    said, own: what the record is called, by itself and by the reference.
    """
    node: dict[str, Any] = {}
    for name, value in cast("Iterable[tuple[str, str]]", element.items()):
        if not (value in said or value in own or value.isspace() or not value):
            node[f"@{name}"] = value
    for child in element:
        if child.tag == "IDENTIFIERS":
            keep_new_names(node, child, said, own)
        else:
            keep(node, child)
    if node:
        other.setdefault(str(element.tag), []).append(node)


def keep_new_names(
    other: dict[str, Any], identifiers: Element, said: Collection[str], own: Collection[str]
) -> None:
    """Keep those identifiers that are not said elsewhere in the package."""
    new: dict[str, Any] = {}
    if identifiers.keys():
        fields_of(identifiers).leave_to(new)
    for identifier in identifiers:
        text = text_of(identifier)
        is_said = text in said or text in own
        if not is_said or not _OF_IDENTIFIERS.issuperset(identifier.keys()):
            keep(new, identifier)
    if new:
        other.setdefault("IDENTIFIERS", []).append(new)


def _tree(element: Element, level: int) -> dict[str, Any] | str | None:
    if level > MOST_LEVELS:
        raise UnreadableRecordError(f"its elements are nested more than {MOST_LEVELS} deep")
    node: dict[str, Any] = {
        f"@{name}": value
        for name, value in cast("Iterable[tuple[str, str]]", element.items())
        if value and name not in PERSONAL_ATTRIBUTES
    }
    texts = [element.text] if element.text else []
    for child in element:
        if child.tag not in PERSONAL_ELEMENTS:
            node.setdefault(child.tag, []).append(_tree(child, level + 1))
        if child.tail:
            texts.append(child.tail)
    text = " ".join(filter(None, map(str.strip, texts))) if texts else ""
    if not node:
        return text or None
    if text:
        node["#text"] = text
    return node
