"""Reads BioSample, as Entrez, NCBI's bulk file and DDBJ's dumps give it."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.xml.biosample_names import alias_of, name_of, projects_of, read_identifiers
from adapters.xml.biosample_table import read_table
from adapters.xml.elements import LONGEST_ATTRIBUTE_NAME, Reading
from adapters.xml.fields import LARGEST_INTEGER, Element, fields_of
from adapters.xml.other import keep, keep_own_words, keep_text_among_elements, text_of
from adapters.xml.parser import parse_as
from application.errors import UnreadableRecordError
from domain.biosample import BioSample, SampleAttribute, SampleLink
from domain.records import Organization

READER_VERSION = "1"
"""Raised whenever this reader would give something else for the same bytes, so that samples
already mirrored are read again."""


def read_biosample(raw: bytes) -> BioSample:
    """Read the bytes of one BioSample element, in UTF-8.

    Raises UnreadableRecordError where the record is not well-formed, is too large or too deep to
    be real, has no accession, or one that its primary Id contradicts.
    """
    root = parse_as(raw, "BioSample")
    reading = Reading(root)
    keep_text_among_elements(reading.other, root)
    for child in root:
        _part(child, reading)
    fields, known = reading.fields, reading.known
    identifiers = known.get("identifiers", ())
    alias = known.pop("alias", None)
    sample = BioSample(
        name=name_of(fields.text("accession"), identifiers),
        uid=fields.integer("id"),
        access=fields.text("access"),
        published=fields.stamp("publication_date"),
        submitted=fields.stamp("submission_date"),
        updated=fields.stamp("last_update"),
        alias=alias or alias_of(identifiers),
        scientific_name=known.pop("taxonomy_name", None) or known.get("organism_name"),
        projects=projects_of(known.get("links", ()), known.get("attributes", ())),
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return sample


def _part(child: Element, reading: Reading) -> None:
    other = reading.other
    match child.tag:
        case "Ids":
            reading.add("identifiers", read_identifiers(reading.enter(child), other))
        case "Description":
            _description(child, reading)
        case "Owner":
            reading.add("owners", _owners(reading.enter(child), other))
        case "Models":
            reading.add("models", _models(reading.enter(child), other))
        case "Package" if "package" not in reading.known:
            _package(child, reading)
        case "Attributes":
            reading.add("attributes", _attributes(reading.enter(child), other))
        case "Links":
            reading.add("links", _links(reading.enter(child), other))
        case "Status" if "status" not in reading.known:
            _status(child, reading)
        case _:
            reading.keep(child)


def _description(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        match child.tag:
            case "Title":
                reading.text("title", child)
            case "SampleName":
                reading.text("alias", child)
            case "Organism" if "ncbi_taxon_id" not in reading.known:
                _organism(child, reading)
            case "Comment":
                _comment(child, reading)
            case _:
                reading.keep(child)


def _organism(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["ncbi_taxon_id"] = fields.integer("taxonomy_id", LARGEST_INTEGER)
    reading.known["taxonomy_name"] = fields.text("taxonomy_name")
    keep_own_words(reading.other, element, fields)
    for child in element:
        if child.tag == "OrganismName":
            reading.text("organism_name", child)
        else:
            reading.keep(child)


def _comment(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if child.tag == "Table":
            reading.add("tables", (read_table(child, reading.other),))
        elif child.tag == "Paragraph":
            reading.add("comments", (text_of(child) or "",))
            if len(child) or child.keys():
                reading.keep(child)
        else:
            reading.keep(child)


def _owners(element: Element, other: dict[str, Any]) -> Iterator[Organization]:
    for child in element:
        if child.tag != "Name":
            keep(other, child)
            continue
        fields = fields_of(child)
        abbreviation, url = fields.texts("abbreviation", "url")
        yield Organization(text_of(child) or "", abbreviation, url=url)
        if fields or len(child):
            keep(other, child)


def _models(element: Element, other: dict[str, Any]) -> Iterator[str]:
    for child in element:
        if child.tag == "Model":
            yield text_of(child) or ""
        if child.tag != "Model" or len(child) or child.keys():
            keep(other, child)


def _package(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["package"] = text_of(element)
    reading.known["package_display_name"] = fields.text("display_name")
    if fields or len(element):
        reading.keep(element)


_ATTRIBUTE_PARTS: Final = ("attribute_name", "unit", "harmonized_name", "display_name")


def _attributes(element: Element, other: dict[str, Any]) -> Iterator[SampleAttribute]:
    for child in element:
        if child.tag != "Attribute":
            keep(other, child)
            continue
        parts = [child.get(name) for name in _ATTRIBUTE_PARTS]
        if len(child) or len(child.keys()) + parts.count(None) != len(parts):
            keep(other, child)
        name, unit, harmonized_name, display_name = (part and part.strip() for part in parts)
        longest = max(len(name or ""), len(harmonized_name or ""))
        if longest > LONGEST_ATTRIBUTE_NAME:
            raise UnreadableRecordError(f"the name of an attribute has {longest:,} characters")
        value = text_of(child) or ""
        yield SampleAttribute(
            name or "", value, unit or None, harmonized_name or None, display_name or None
        )


def _links(element: Element, other: dict[str, Any]) -> Iterator[SampleLink]:
    for child in element:
        if child.tag != "Link":
            keep(other, child)
            continue
        fields = fields_of(child)
        kind, target, label = fields.texts("type", "target", "label")
        yield SampleLink(kind, target, label, text_of(child))
        if fields or len(child):
            keep(other, child)


def _status(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["status"] = fields.text("status")
    reading.known["status_date"] = fields.stamp("when")
    keep_own_words(reading.other, element, fields)
    for child in element:
        reading.keep(child)
