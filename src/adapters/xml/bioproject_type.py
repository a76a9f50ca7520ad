"""Reads ProjectType: what a project is about, what was measured and how."""

from collections.abc import Iterator
from typing import Any, Final

from adapters.xml.elements import Reading
from adapters.xml.fields import LARGEST_INTEGER, Element, fields_of
from adapters.xml.other import keep, keep_own_words, text_of

_PREFIX: Final = "ProjectType"
_DATA_TYPES: Final = {
    "ProjectDataTypeSet": "data_types",
    "IntendedDataTypeSet": "intended_data_types",
}
_ORGANISM_TEXTS: Final = {
    "OrganismName": "scientific_name",
    "Strain": "strain",
    "IsolateName": "isolate",
    "Cultivar": "cultivar",
    "Breed": "breed",
    "Label": "organism_label",
    "Supergroup": "supergroup",
}


def read_type(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        tag = str(child.tag)
        if tag.startswith(_PREFIX) and "project_type" not in reading.known:
            _one_type(tag.removeprefix(_PREFIX), child, reading)
        else:
            reading.keep(child)


def _one_type(name: str, element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["project_type"], reading.known["subtype"] = name, fields.text("subtype")
    keep_own_words(reading.other, element, fields)
    for child in element:
        match child.tag:
            case "Organism" if "ncbi_taxon_id" not in reading.known:
                _organism(child, reading)
            case "Target" if "target_material" not in reading.known:
                _target(child, reading)
            case "Method" if "method" not in reading.known:
                _method(child, reading)
            case "Objectives":
                reading.add("objectives", _objectives(reading.enter(child), reading.other))
            case "ProjectDataTypeSet" | "IntendedDataTypeSet":
                types = _data_types(reading.enter(child), reading.other)
                reading.add(_DATA_TYPES[str(child.tag)], types)
            case _:
                reading.keep(child)


def _target(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    for name in ("material", "capture", "sample_scope"):
        reading.known[f"target_{name}"] = fields.text(name)
    keep_own_words(reading.other, element, fields)
    for child in element:
        if child.tag == "Organism" and "ncbi_taxon_id" not in reading.known:
            _organism(child, reading)
        elif child.tag == "Description":
            reading.text("target_description", child)
        else:
            reading.keep(child)


def _organism(element: Element, reading: Reading) -> None:
    """Read an organism; its biology and genome, and what it says twice, stay in one piece."""
    fields, rest = fields_of(element), dict[str, Any]()
    reading.known["ncbi_taxon_id"] = fields.integer("taxID", LARGEST_INTEGER)
    reading.known["species_taxon_id"] = fields.integer("species", LARGEST_INTEGER)
    fields.leave_to(rest)
    for child in element:
        field = _ORGANISM_TEXTS.get(str(child.tag))
        if field is None or field in reading.known:
            keep(rest, child)
            continue
        reading.known[field] = text_of(child)
        if len(child) or child.keys():
            keep(rest, child)
    if rest:
        reading.other.setdefault("Organism", []).append(rest)


def _method(element: Element, reading: Reading) -> None:
    """Read how; a text explains a method that the archive has no word for."""
    fields = fields_of(element)
    reading.known["method"] = fields.text("method_type")
    keep_own_words(reading.other, element, fields)
    for child in element:
        reading.keep(child)


def _objectives(element: Element, other: dict[str, Any]) -> Iterator[str]:
    for child in element:
        fields = fields_of(child)
        if child.tag == "Data" and (kind := fields.text("data_type")):
            yield kind
        if child.tag != "Data" or fields or len(child) or text_of(child):
            keep(other, child)


def _data_types(element: Element, other: dict[str, Any]) -> Iterator[str]:
    for child in element:
        if child.tag == "DataType":
            yield text_of(child) or ""
        if child.tag != "DataType" or len(child) or child.keys():
            keep(other, child)
