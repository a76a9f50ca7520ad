"""Reads SUBMISSION and the Organization elements beside it; the people behind them are not kept."""

from collections.abc import Iterable

from adapters.xml.elements import Reading
from adapters.xml.fields import Element
from adapters.xml.names import accession_of
from adapters.xml.organization import read_organization
from domain.accession import EntityKind
from domain.records import Submission


def read_submission(element: Element, organizations: Iterable[Element]) -> Submission:
    reading = Reading(element)
    for child in reading.parts(element):
        reading.keep(child)
    fields = reading.fields
    submission = Submission(
        accession=accession_of(fields.text("accession"), "the SUBMISSION", EntityKind.SUBMISSION),
        alias=fields.text("alias"),
        center_name=fields.text("center_name"),
        lab_name=fields.text("lab_name"),
        broker_name=fields.text("broker_name"),
        comment=fields.text("submission_comment"),
        submitted=fields.stamp("submission_date"),
        organizations=tuple(map(read_organization, organizations)),
        other=reading.other,
        **reading.known,
    )
    fields.leave_to(reading.other)
    return submission
