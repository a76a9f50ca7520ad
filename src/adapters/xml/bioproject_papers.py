"""Reads the papers of a project. Their authors stay out: the paper's database has them."""

import re
from typing import Any, Final

from adapters.xml.elements import Reading
from adapters.xml.fields import Element
from adapters.xml.other import keep, text_of
from domain.bioproject import ProjectPublication
from domain.records import Publication

_DATABASES: Final = {"epubmed": "pubmed", "epmc": "pmc", "edoi": "doi"}
# The number itself; a DOI may stand in what is left of an address.
_IDENTIFIERS: Final = {
    "pubmed": re.compile(r"([0-9]{1,12})"),
    "pmc": re.compile(r"((?:PMC)?[0-9]{1,12})", re.IGNORECASE),
    "doi": re.compile(r"(?:\S{0,20}doi\.org/|doi: ?)?(10\.\S+)", re.IGNORECASE),
}


def read_publication(element: Element) -> ProjectPublication:
    reading = Reading(element)
    for child in element:
        match child.tag:
            case "Reference":
                reading.text("reference", child)
            case "DbType":
                reading.text("database", child)
            case "StructuredCitation" if "title" not in reading.known:
                _citation(child, reading)
            case _:
                reading.keep(child)
    fields, known = reading.fields, reading.known
    identifier = fields.text("id")
    publication = ProjectPublication(
        publication=_publication(known.get("database"), identifier),
        identifier=identifier,
        status=fields.text("status"),
        published=fields.stamp("date"),
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return publication


def _publication(named: str | None, identifier: str | None) -> Publication | None:
    """Tell what the paper is known by; what is no number of that database is no paper of it."""
    database = _DATABASES.get((named or "").lower())
    found = _IDENTIFIERS[database].fullmatch(identifier or "") if database else None
    return Publication(database, found[1]) if database and found else None


def _citation(element: Element, reading: Reading) -> None:
    """Read title, journal and year; volume, pages and whatever else is said stay together."""
    rest: dict[str, Any] = {}
    reading.known["title"] = None
    for child in reading.enter(element):
        if child.tag == "Title" and not reading.known["title"]:
            _text("title", child, reading, rest)
        elif child.tag == "Journal" and "journal" not in reading.known:
            _journal(child, reading, rest)
        else:
            keep(rest, child)
    if rest:
        reading.other.setdefault("StructuredCitation", []).append(rest)


def _journal(element: Element, reading: Reading, rest: dict[str, Any]) -> None:
    reading.known["journal"] = None
    for child in reading.enter(element):
        if child.tag == "JournalTitle" and not reading.known["journal"]:
            _text("journal", child, reading, rest)
        elif child.tag == "Year" and "year" not in reading.known:
            _text("year", child, reading, rest)
        else:
            keep(rest, child)


def _text(field: str, element: Element, reading: Reading, rest: dict[str, Any]) -> None:
    reading.known[field] = text_of(element)
    if len(element) or element.keys():
        keep(rest, element)
