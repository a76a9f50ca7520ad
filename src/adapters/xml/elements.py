"""Small readers of lxml elements, shared by the readers of every record kind.

Each takes what it knows and leaves the rest: `Fields` hands out an element's XML attributes by
name, and what nobody asked for, or could not be typed, is still there for the record's `other`.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from lxml import etree

from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind, GeoAlias, InvalidAccessionError
from domain.records import Attribute, Identifier, IdentifierKind, Link

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for its type

PERSONAL_ELEMENTS = frozenset({"Contact", "Contacts", "CONTACT", "CONTACTS"})
PERSONAL_ATTRIBUTES = frozenset({"contact_name", "email", "fax", "phone", "sec_email"})

# What is longer is no name but an accident or an attack, and would not fit into an index.
MOST_DIGITS = 40
LONGEST_ATTRIBUTE_NAME = 500
LONGEST_MD5 = 64

LARGEST_BIGINT = 2**63 - 1
_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})
_IDENTIFIER_KINDS = {
    "PRIMARY_ID": IdentifierKind.PRIMARY,
    "SECONDARY_ID": IdentifierKind.SECONDARY,
    "EXTERNAL_ID": IdentifierKind.EXTERNAL,
    "SUBMITTER_ID": IdentifierKind.SUBMITTER,
    "UUID": IdentifierKind.UUID,
}


class Fields(dict[str, Any]):
    """The XML attributes of one element, taken out as they are understood."""

    def __init__(self, element: Element) -> None:
        super().__init__(element.attrib)

    def text(self, name: str) -> str | None:
        return (self.pop(name, None) or "").strip() or None

    def integer(self, name: str) -> int | None:
        return self._typed(name, _bigint)

    def boolean(self, name: str) -> bool | None:
        return self._typed(name, _boolean)

    def real(self, name: str) -> float | None:
        return self._typed(name, float)

    def decimal(self, name: str) -> Decimal | None:
        return self._typed(name, _finite_decimal)

    def stamp(self, name: str) -> datetime | None:
        return self._typed(name, _zoneless)

    def _typed(self, name: str, convert: Callable[[str], Any]) -> Any:
        text = self.get(name)
        if text is None:
            return None
        try:
            value = convert(text.strip())
        except (ValueError, InvalidOperation):
            return None
        del self[name]
        return value

    def leave_to(self, other: dict[str, Any]) -> None:
        """Keep what was not taken, under "@name", beside the elements nobody knew."""
        for name, value in self.items():
            if value and name not in PERSONAL_ATTRIBUTES:
                other[f"@{name}"] = value


def _bigint(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_BIGINT))):
        raise ValueError(text)
    value = int(text)
    if value > LARGEST_BIGINT:
        raise ValueError(text)
    return value


def _boolean(text: str) -> bool:
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError(text)


def _finite_decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise ValueError(text)
    return value


def _zoneless(text: str) -> datetime:
    """Read a stamp as it stands; one that names its zone is told in UTC."""
    stamp = datetime.fromisoformat(text)
    return stamp.astimezone(UTC).replace(tzinfo=None) if stamp.tzinfo else stamp


def text_of(element: Element) -> str | None:
    """Give all text of an element, stripped; None where there is none."""
    text = element.text if len(element) == 0 else "".join(element.itertext())
    return (text or "").strip() or None


def accession_of(text: str | None, kind: EntityKind, where: str) -> Accession:
    """Read the accession a record cannot do without."""
    if not text:
        raise UnreadableRecordError(f"{where} has no accession")
    try:
        accession = Accession.parse(text)
    except InvalidAccessionError as error:
        raise UnreadableRecordError(f"{where}: {error}") from None
    if accession.kind is not kind:
        raise UnreadableRecordError(f"{where} is called {accession}, which is a {accession.kind}")
    if len(accession.digits) > MOST_DIGITS:
        raise UnreadableRecordError(f"{where} has a number of {len(accession.digits)} digits")
    return accession


def possible_accession(text: str | None, *kinds: EntityKind) -> Accession | None:
    """Read an accession of one of these kinds where there is one, and None where there is not."""
    try:
        accession = Accession.parse(text) if text else None
    except InvalidAccessionError:
        return None
    fits = accession and accession.kind in kinds and len(accession.digits) <= MOST_DIGITS
    return accession if fits else None


def identifiers_of(element: Element) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(kind, text_of(child) or "", child.get("namespace"), child.get("label"))
        for child in element
        if (kind := _IDENTIFIER_KINDS.get(child.tag)) is not None
    )


def attributes_of(element: Element) -> tuple[Attribute, ...]:
    """Read TAG/VALUE/UNITS triples in order. An absent VALUE is None, an empty one is ""."""
    return tuple(_attribute(child) for child in element)


def _attribute(element: Element) -> Attribute:
    name, value, unit = "", None, None
    for part in element:
        match part.tag:
            case "TAG":
                name = text_of(part) or ""
            case "VALUE":
                value = text_of(part) or ""
            case "UNITS":
                unit = text_of(part)
            case _:
                pass
    if len(name) > LONGEST_ATTRIBUTE_NAME:
        raise UnreadableRecordError(f"the name of an attribute has {len(name):,} characters")
    return Attribute(name, value, unit)


def links_of(element: Element) -> tuple[Link, ...]:
    """Read XREF_LINK, ENTREZ_LINK, URL_LINK and RELATED_LINK alike, whatever wraps them."""
    return tuple(_link(body) for child in element for body in child)


def _link(element: Element) -> Link:
    parts = {part.tag: text_of(part) for part in element}
    identifier = parts.get("ID") or parts.get("QUERY") or parts.get("ACCESSION")
    return Link(parts.get("DB"), identifier, parts.get("LABEL"), parts.get("URL"))


def external(identifiers: tuple[Identifier, ...], namespace: str) -> str | None:
    """Find the identifier another database gave; its main one where several are named."""
    found = [
        identifier
        for identifier in identifiers
        if identifier.namespace
        and identifier.kind is IdentifierKind.EXTERNAL
        and identifier.namespace.lower() == namespace
    ]
    found.sort(key=lambda identifier: identifier.label != "primary")
    return found[0].value if found else None


def geo_accession(identifiers: tuple[Identifier, ...], alias: str | None) -> str | None:
    """Find the GEO alias (GSE..., GSM..., GSM..._r1) of a record, named as such or as its alias."""
    named = external(identifiers, "geo") or alias
    if named is None or not named.startswith("GS") or len(named) > MOST_DIGITS:
        return None
    try:
        return str(GeoAlias.parse(named))
    except InvalidAccessionError:
        return None


def tree(element: Element) -> dict[str, Any] | str | None:
    """Turn an element nobody knows into JSON values: attributes, text, lists of children."""
    node: dict[str, Any] = {}
    Fields(element).leave_to(node)
    for child in element:
        if child.tag not in PERSONAL_ELEMENTS:
            node.setdefault(str(child.tag), []).append(tree(child))
    text = (element.text or "").strip() or None
    if not node:
        return text
    if text:
        node["#text"] = text
    return node


def keep(other: dict[str, Any], element: Element) -> None:
    """Put an element nobody knows into `other`; empty ones say nothing and are left out."""
    if element.tag in PERSONAL_ELEMENTS:
        return
    if (node := tree(element)) is not None:
        other.setdefault(str(element.tag), []).append(node)
