"""Reads EXPERIMENT, and the pool and the totals that stand beside it."""

from collections.abc import Collection, Sequence

from adapters.xml.elements import Reading
from adapters.xml.fields import Element, fields_of
from adapters.xml.names import accession_of, geo_accession
from adapters.xml.other import keep_own_words, keep_reference
from adapters.xml.sra_sample import read_descriptor, read_pool
from application.errors import UnreadableRecordError
from domain.accession import EntityKind
from domain.records import Experiment


def read_experiment(
    element: Element,
    pools: Sequence[Element],
    run_sets: Sequence[Element],
    of_study: Collection[str],
    of_samples: Collection[str],
) -> Experiment:
    """Read an experiment. `of_study`, `of_samples`: what its study and samples are called."""
    reading = Reading(element)
    for child in reading.parts(element):
        match child.tag:
            case "STUDY_REF" if "study" not in reading.known:
                _study_reference(child, reading, of_study)
            case "DESIGN":
                _design(child, reading, of_samples)
            case "PLATFORM":
                _platform(child, reading)
            case _:
                reading.keep(child)
    _totals(run_sets, reading)
    pool = read_pool(pools, of_samples, reading.other)
    fields, known = reading.fields, reading.known
    accession = accession_of(fields.text("accession"), "the EXPERIMENT", EntityKind.EXPERIMENT)
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
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return experiment


def _study_reference(element: Element, reading: Reading, said: Collection[str]) -> None:
    text = element.get("accession") or element.findtext("IDENTIFIERS/PRIMARY_ID")
    study = accession_of(text, "the experiment's STUDY_REF", EntityKind.STUDY)
    reading.known["study"] = study
    keep_reference(reading.other, element, said, {str(study)})


def _design(element: Element, reading: Reading, of_samples: Collection[str]) -> None:
    for child in reading.enter(element):
        match child.tag:
            case "DESIGN_DESCRIPTION":
                reading.text("design_description", child)
            case "SAMPLE_DESCRIPTOR" if "sample" not in reading.known:
                reading.known["sample"] = read_descriptor(child, of_samples, reading.other)
            case "LIBRARY_DESCRIPTOR":
                _library(child, reading)
            case _:
                reading.keep(child)


_LIBRARY_TEXTS = {
    "LIBRARY_NAME": "library_name",
    "LIBRARY_STRATEGY": "library_strategy",
    "LIBRARY_SOURCE": "library_source",
    "LIBRARY_SELECTION": "library_selection",
    "LIBRARY_CONSTRUCTION_PROTOCOL": "library_construction_protocol",
}


def _library(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if field := _LIBRARY_TEXTS.get(child.tag):
            reading.text(field, child)
        elif child.tag == "LIBRARY_LAYOUT":
            _layout(child, reading)
        else:
            reading.keep(child)


def _layout(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if "library_layout" in reading.known:
            reading.keep(child)
            continue
        fields = fields_of(child)
        reading.known["library_layout"] = child.tag
        reading.known["nominal_length"] = fields.decimal("NOMINAL_LENGTH")
        reading.known["nominal_sdev"] = fields.decimal("NOMINAL_SDEV")
        keep_own_words(reading.other, child, fields)
        for part in child:
            reading.keep(part)


def _platform(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if "platform" in reading.known:
            reading.keep(child)
            continue
        reading.known["platform"] = child.tag
        for part in reading.enter(child):
            if part.tag == "INSTRUMENT_MODEL":
                reading.text("instrument_model", part)
            else:
                reading.keep(part)


def _totals(run_sets: Sequence[Element], reading: Reading) -> None:
    """Read the totals of the first RUN_SET: a package has one."""
    for run_set in run_sets:
        fields = fields_of(run_set)
        for name in ("runs", "spots", "bases", "bytes"):
            if f"total_{name}" not in reading.known:
                reading.known[f"total_{name}"] = fields.integer(name)
        keep_own_words(reading.other, run_set, fields)
        for child in run_set:
            if child.tag != "RUN":
                reading.keep(child)
