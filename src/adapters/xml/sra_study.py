"""Reads STUDY."""

from adapters.xml.elements import Reading
from adapters.xml.fields import Element, fields_of
from adapters.xml.names import accession_of, geo_accession, project_of
from adapters.xml.other import keep_own_words
from domain.accession import EntityKind
from domain.records import Study


def read_study(element: Element) -> Study:
    reading = Reading(element)
    for child in reading.parts(element):
        match child.tag:
            case "DESCRIPTOR":
                _descriptor(child, reading)
            case _:
                reading.keep(child)
    fields, known = reading.fields, reading.known
    identifiers = known.get("identifiers", ())
    alias = fields.text("alias")
    study = Study(
        accession=accession_of(fields.text("accession"), "the STUDY", EntityKind.STUDY),
        bioproject=project_of(identifiers),
        geo_accession=geo_accession(identifiers, alias),
        alias=alias,
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return study


_TEXTS = {
    "STUDY_TITLE": "title",
    "STUDY_ABSTRACT": "abstract",
    "STUDY_DESCRIPTION": "description",
    "CENTER_PROJECT_NAME": "center_project_name",
}


def _descriptor(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if field := _TEXTS.get(child.tag):
            reading.text(field, child)
        elif child.tag == "STUDY_TYPE" and "study_type" not in reading.known:
            _type(child, reading)
        else:
            reading.keep(child)


def _type(element: Element, reading: Reading) -> None:
    """Read the type: one of the archive's list, or, where that says Other, the submitter's own."""
    fields = fields_of(element)
    listed = fields.text("existing_study_type")
    is_own = listed in {None, "Other"} and fields.get("new_study_type")
    reading.known["study_type"] = fields.text("new_study_type") if is_own else listed
    keep_own_words(reading.other, element, fields)
