"""Reads ProjectDescr: what a project is called, who paid for it, and what was published."""

from typing import Final

from adapters.xml.bioproject_papers import read_publication
from adapters.xml.elements import Reading
from adapters.xml.fields import Element, Fields, fields_of
from adapters.xml.other import text_of
from domain.bioproject import Grant, LocusTagPrefix, ProjectExternalLink, Relevance

_TEXTS: Final = {"Name": "name", "Title": "title", "Description": "description"}
_RELEASED: Final = "ProjectReleaseDate"


def read_description(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        match child.tag:
            case "Name" | "Title" | "Description":
                reading.text(_TEXTS[str(child.tag)], child)
            case "ProjectReleaseDate" if "released" not in reading.known:
                _released(child, reading)
            case "Publication":
                reading.add("publications", (read_publication(child),))
            case "Grant":
                reading.add("grants", (_grant(child),))
            case "Relevance":
                _relevance(child, reading)
            case "LocusTagPrefix":
                _locus_tag_prefix(child, reading)
            case "ExternalLink":
                _external_link(child, reading)
            case _:
                reading.keep(child)


def _released(element: Element, reading: Reading) -> None:
    fields = Fields({_RELEASED: text_of(element) or ""})
    reading.known["released"] = fields.stamp(_RELEASED)
    if fields.get(_RELEASED) or element.keys():
        reading.keep(element)


def _grant(element: Element) -> Grant:
    reading = Reading(element)
    for child in element:
        match child.tag:
            case "Title":
                reading.text("title", child)
            case "Agency" if "agency" not in reading.known:
                fields = fields_of(child)
                reading.known["agency"] = text_of(child)
                reading.known["agency_abbreviation"] = fields.text("abbr")
                if fields or len(child):
                    reading.keep(child)
            case _:
                reading.keep(child)
    grant = Grant(reading.fields.text("GrantId"), other=reading.other, **reading.known)
    reading.fields.leave_to(reading.other)
    return grant


def _relevance(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        reading.add("relevance", (Relevance(str(child.tag), text_of(child)),))
        if len(child) or child.keys():
            reading.keep(child)


def _locus_tag_prefix(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    biosample, assembly = fields.texts("biosample_id", "assembly_id")
    prefix = LocusTagPrefix(text_of(element) or "", biosample, assembly)
    reading.add("locus_tag_prefixes", (prefix,))
    if fields or len(element):
        reading.keep(element)


def _external_link(element: Element, reading: Reading) -> None:
    """Read an address or database entries; a link to several entries becomes several."""
    fields, says_more = fields_of(element), False
    label, category = fields.texts("label", "category")
    for child in element:
        if child.tag == "URL":
            links = [ProjectExternalLink(label, category, url=text_of(child))]
            says_more = says_more or bool(len(child) or child.keys())
        else:
            links = _entries(child, label, category)
            says_more = says_more or not links or _entry_says_more(child)
        reading.add("external_links", links)
    if not len(element):
        reading.add("external_links", [ProjectExternalLink(label, category)])
    if says_more or fields or _own_text(element):
        reading.keep(element)


def _own_text(element: Element) -> str:
    return (element.text or "").strip()


def _entries(
    element: Element, label: str | None, category: str | None
) -> list[ProjectExternalLink]:
    database = (element.get("db") or "").strip() or None
    if element.tag != "dbXREF":
        return []
    return [
        ProjectExternalLink(label, category, database=database, identifier=text_of(child))
        for child in element.iterchildren("ID")
    ]


def _entry_says_more(element: Element) -> bool:
    return element.keys() not in ([], ["db"]) or any(
        child.tag != "ID" or len(child) or child.keys() for child in element
    )
