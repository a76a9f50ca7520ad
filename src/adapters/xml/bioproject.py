"""Reads BioProject, as efetch (DocumentSummary) and the bulk files (Package) give it."""

from adapters.xml.bioproject_description import read_description
from adapters.xml.bioproject_links import read_links
from adapters.xml.bioproject_type import read_type
from adapters.xml.elements import Reading
from adapters.xml.fields import Element, fields_of
from adapters.xml.names import accession_of
from adapters.xml.organization import read_organization
from adapters.xml.other import keep_own_words, keep_text_among_elements, text_of
from adapters.xml.parser import parse_as
from application.errors import UnreadableRecordError
from domain.accession import EntityKind
from domain.bioproject import BioProject, ProjectIdentifier

READER_VERSION = "1"
"""Raised whenever these readers would give something else for the same bytes, so that projects
already mirrored are read again."""


def read_bioproject(raw: bytes) -> BioProject:
    """Read the bytes of one DocumentSummary or Package element, in UTF-8.

    Raises UnreadableRecordError where the record is not well-formed, is too large or too deep to
    be real, is an answer instead of a project, or has no accession.
    """
    root = parse_as(raw, "DocumentSummary", "Package")
    if (error := root.find("error")) is not None:
        raise UnreadableRecordError(f"the archive answered with an error: {text_of(error)}")
    reading = Reading(root)
    keep_text_among_elements(reading.other, root)
    if (uid := reading.fields.integer("uid")) is not None:
        reading.known["uid"] = uid
    _parts(root, reading)
    known = reading.known
    accession = accession_of(known.pop("accession", None), "the project", EntityKind.PROJECT)
    is_umbrella = known.get("project_type", "").startswith("Top")
    links = read_links(known.pop("told_links", ()), accession, is_umbrella, reading.other)
    project = BioProject(accession, links=tuple(links), other=reading.other, **known)
    reading.fields.leave_to(reading.other)
    return project


def _parts(element: Element, reading: Reading) -> None:
    """Read the children of an envelope; a bulk file wraps them twice in Project."""
    for child in element:
        match child.tag:
            case "Project":
                _parts(reading.enter(child), reading)
            case "ProjectID":
                _identity(child, reading)
            case "ProjectDescr":
                read_description(child, reading)
            case "ProjectType":
                read_type(child, reading)
            case "ProjectLinks":
                reading.add("told_links", reading.enter(child))
            case "Submission" if "submitted" not in reading.known:
                _submission(child, reading)
            case _:
                reading.keep(child)


def _identity(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        match child.tag:
            case "ArchiveID" if "accession" not in reading.known:
                _own_id(child, reading)
            case "ArchiveID" | "SecondaryArchiveID":
                _identifier("archive", child, reading, "archive", "accession")
            case "CenterID":
                _identifier("center", child, reading, "center", "id")
            case "LocalID":
                _identifier("local", child, reading, "submission_id", "local_id")
            case _:
                reading.keep(child)


def _own_id(element: Element, reading: Reading) -> None:
    """Read the accession; the id beside it is the uid, which efetch says outside, too."""
    fields, known = fields_of(element), reading.known
    known["accession"], known["archive"] = fields.texts("accession", "archive")
    if known.get("uid") in {None, _whole(fields.get("id"))}:
        known["uid"] = fields.integer("id")
    keep_own_words(reading.other, element, fields)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None


def _identifier(kind: str, element: Element, reading: Reading, whose: str, what: str) -> None:
    """Read a further name: its text, or where it has none the XML attribute that is its value."""
    fields = fields_of(element)
    value, namespace = text_of(element) or fields.text(what), fields.text(whose)
    reading.add("identifiers", (ProjectIdentifier(kind, value or "", namespace),))
    if fields or len(element):
        reading.keep(element)


def _submission(element: Element, reading: Reading) -> None:
    fields, known = fields_of(element), reading.known
    known["submitted"] = fields.stamp("submitted")
    known["updated"] = fields.stamp("last_update")
    known["submission_id"] = fields.text("submission_id")
    keep_own_words(reading.other, element, fields)
    for child in element:
        if child.tag == "Description":
            _description(child, reading)
        else:
            reading.keep(child)


def _description(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        match child.tag:
            case "Organization":
                reading.add("organizations", (read_organization(child),))
            case "Access":
                reading.text("access", child)
            case _:
                reading.keep(child)
