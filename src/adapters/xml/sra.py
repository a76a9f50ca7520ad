"""Reads EXPERIMENT_PACKAGE, the form in which Entrez gives the SRA, ENA and DDBJ."""

from typing import Any

from lxml import etree

from adapters.xml.elements import (
    Element,
    Fields,
    accession_of,
    attributes_of,
    external,
    geo_accession,
    identifiers_of,
    keep,
    links_of,
    possible_accession,
    text_of,
)
from adapters.xml.sra_run import read_run
from adapters.xml.sra_sample import descriptor_of, read_member, read_sample
from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind
from domain.records import (
    Experiment,
    ExperimentPackage,
    Organization,
    PoolMember,
    Run,
    Sample,
    Study,
    Submission,
)

READER_VERSION = "1"
"""Raised whenever these readers would give something else for the same bytes, so that packages
already mirrored are read again."""


def read_package(raw: bytes) -> ExperimentPackage:
    """Read the bytes of one EXPERIMENT_PACKAGE element, in UTF-8.

    Raises UnreadableRecordError where the record is not well-formed, is too large or too deep to
    be real, or lacks an accession it cannot do without.
    """
    submission: Submission | None = None
    study: Study | None = None
    experiment_element: Element | None = None
    run_set: Element | None = None
    pool: tuple[PoolMember, ...] = ()
    samples: list[Sample] = []
    organizations: list[Organization] = []
    submission_element: Element | None = None
    other: dict[str, Any] = {}
    root = parse(raw)
    if root.tag != "EXPERIMENT_PACKAGE":
        raise UnreadableRecordError(f"this is a {root.tag}, not an EXPERIMENT_PACKAGE")
    for child in root:
        match child.tag:
            case "EXPERIMENT":
                experiment_element = child
            case "SUBMISSION":
                submission_element = child
            case "Organization":
                organizations.append(_organization(child))
            case "STUDY":
                study = _study(child)
            case "SAMPLE":
                samples.append(read_sample(child))
            case "Pool":
                pool = tuple(read_member(member) for member in child)
            case "RUN_SET":
                run_set = child
            case _:
                keep(other, child)
    if experiment_element is None:
        raise UnreadableRecordError("the package has no EXPERIMENT")
    experiment = _experiment(experiment_element, run_set, pool)
    if submission_element is not None:
        submission = _submission(submission_element, tuple(organizations))
    return ExperimentPackage(
        experiment, submission, study, tuple(samples), _runs(run_set, experiment.accession), other
    )


def parse(raw: bytes) -> Element:
    """Parse one record with entities, network and oversized nodes refused."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableRecordError(f"not well-formed XML: {error.msg}") from None


def _organization(element: Element) -> Organization:
    name: str | None = None
    abbreviation: str | None = None
    address: Element | None = element.find("Address")
    if address is None:
        address = element.find("Contact/Address")
    if (named := element.find("Name")) is not None:
        name, abbreviation = text_of(named), named.get("abbr")
    place = {part.tag: text_of(part) for part in address} if address is not None else {}
    return Organization(
        name=name or "",
        abbreviation=abbreviation or None,
        type=element.get("type") or None,
        role=element.get("role") or None,
        url=element.get("url") or None,
        institution=place.get("Institution"),
        department=place.get("Department"),
        city=place.get("City"),
        subdivision=place.get("Sub"),
        country=place.get("Country"),
    )


def _submission(element: Element, organizations: tuple[Organization, ...]) -> Submission:
    fields, other = Fields(element), {}
    known: dict[str, Any] = {"organizations": organizations}
    for child in element:
        match child.tag:
            case "IDENTIFIERS":
                known["identifiers"] = identifiers_of(child)
            case "TITLE":
                known["title"] = text_of(child)
            case "SUBMISSION_LINKS":
                known["links"] = links_of(child)
            case "SUBMISSION_ATTRIBUTES":
                known["attributes"] = attributes_of(child)
            case _:
                keep(other, child)
    submission = Submission(
        accession=accession_of(fields.text("accession"), EntityKind.SUBMISSION, "the SUBMISSION"),
        alias=fields.text("alias"),
        center_name=fields.text("center_name"),
        lab_name=fields.text("lab_name"),
        broker_name=fields.text("broker_name"),
        comment=fields.text("submission_comment"),
        submitted=fields.stamp("submission_date"),
        other=other,
        **known,
    )
    fields.leave_to(other)
    return submission


def _study(element: Element) -> Study:
    fields, other = Fields(element), {}
    known: dict[str, Any] = {}
    for child in element:
        match child.tag:
            case "IDENTIFIERS":
                identifiers = identifiers_of(child)
                known["identifiers"] = identifiers
                known["bioproject"] = possible_accession(
                    external(identifiers, "bioproject"), EntityKind.PROJECT
                )
            case "DESCRIPTOR":
                _study_descriptor(child, known, other)
            case "STUDY_LINKS":
                known["links"] = links_of(child)
            case "STUDY_ATTRIBUTES":
                known["attributes"] = attributes_of(child)
            case _:
                keep(other, child)
    alias = fields.text("alias")
    study = Study(
        accession=accession_of(fields.text("accession"), EntityKind.STUDY, "the STUDY"),
        alias=alias,
        geo_accession=geo_accession(known.get("identifiers", ()), alias),
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        other=other,
        **known,
    )
    fields.leave_to(other)
    return study


def _study_descriptor(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    for child in element:
        match child.tag:
            case "STUDY_TITLE":
                known["title"] = text_of(child)
            case "STUDY_TYPE":
                fields = Fields(child)
                new, existing = fields.text("new_study_type"), fields.text("existing_study_type")
                known["study_type"] = existing if existing != "Other" else new or existing
            case "STUDY_ABSTRACT":
                known["abstract"] = text_of(child)
            case "STUDY_DESCRIPTION":
                known["description"] = text_of(child)
            case "CENTER_PROJECT_NAME":
                known["center_project_name"] = text_of(child)
            case _:
                keep(other, child)


def _experiment(
    element: Element, run_set: Element | None, pool: tuple[PoolMember, ...]
) -> Experiment:
    fields, other = Fields(element), {}
    known: dict[str, Any] = {}
    for child in element:
        match child.tag:
            case "IDENTIFIERS":
                known["identifiers"] = identifiers_of(child)
            case "TITLE":
                known["title"] = text_of(child)
            case "STUDY_REF":
                known["study"] = _study_reference(child)
            case "DESIGN":
                _design(child, known, other)
            case "PLATFORM":
                _platform(child, known, other)
            case "EXPERIMENT_LINKS":
                known["links"] = links_of(child)
            case "EXPERIMENT_ATTRIBUTES":
                known["attributes"] = attributes_of(child)
            case _:
                keep(other, child)
    accession = accession_of(fields.text("accession"), EntityKind.EXPERIMENT, "the EXPERIMENT")
    if "study" not in known:
        raise UnreadableRecordError(f"experiment {accession} names no study")
    alias = fields.text("alias")
    experiment = Experiment(
        accession=accession,
        alias=alias,
        geo_accession=geo_accession(known.get("identifiers", ()), alias),
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        pool=pool,
        other=other,
        **known,
        **_totals(run_set, other),
    )
    fields.leave_to(other)
    return experiment


def _study_reference(element: Element) -> Accession:
    named = element.get("accession") or element.findtext("IDENTIFIERS/PRIMARY_ID")
    return accession_of(named, EntityKind.STUDY, "the experiment's STUDY_REF")


def _design(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    for child in element:
        match child.tag:
            case "DESIGN_DESCRIPTION":
                known["design_description"] = text_of(child)
            case "SAMPLE_DESCRIPTOR":
                known["sample"] = descriptor_of(child, other)
            case "LIBRARY_DESCRIPTOR":
                _library(child, known, other)
            case _:
                keep(other, child)


_LIBRARY_TEXTS = {
    "LIBRARY_NAME": "library_name",
    "LIBRARY_STRATEGY": "library_strategy",
    "LIBRARY_SOURCE": "library_source",
    "LIBRARY_SELECTION": "library_selection",
    "LIBRARY_CONSTRUCTION_PROTOCOL": "library_construction_protocol",
}


def _library(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    for child in element:
        if column := _LIBRARY_TEXTS.get(child.tag):
            known[column] = text_of(child)
        elif child.tag == "LIBRARY_LAYOUT" and len(child):
            fields = Fields(child[0])
            known["library_layout"] = child[0].tag
            known["nominal_length"] = fields.decimal("NOMINAL_LENGTH")
            known["nominal_sdev"] = fields.decimal("NOMINAL_SDEV")
            fields.leave_to(other)
        else:
            keep(other, child)


def _platform(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    for child in element:
        known["platform"] = child.tag
        for part in child:
            if part.tag == "INSTRUMENT_MODEL":
                known["instrument_model"] = text_of(part)
            else:
                keep(other, part)


def _totals(run_set: Element | None, other: dict[str, Any]) -> dict[str, Any]:
    if run_set is None:
        return {}
    fields = Fields(run_set)
    totals = {f"total_{name}": fields.integer(name) for name in ("runs", "spots", "bases", "bytes")}
    fields.leave_to(other)
    return totals


def _runs(run_set: Element | None, experiment: Accession) -> tuple[Run, ...]:
    if run_set is None:
        return ()
    return tuple(read_run(child, experiment) for child in run_set if child.tag == "RUN")
