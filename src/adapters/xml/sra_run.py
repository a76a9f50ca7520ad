"""Reads RUN: what was sequenced, its statistics and its files."""

from typing import Any

from adapters.xml.elements import (
    LONGEST_MD5,
    Element,
    Fields,
    accession_of,
    attributes_of,
    geo_accession,
    identifiers_of,
    keep,
    links_of,
    possible_accession,
    text_of,
)
from adapters.xml.sra_sample import read_member
from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind
from domain.records import BaseCount, CloudFile, FileLocation, ReadStatistics, Run, RunFile


def read_run(element: Element, experiment: Accession) -> Run:
    fields, other = Fields(element), {}
    accession = accession_of(fields.text("accession"), EntityKind.RUN, f"a RUN of {experiment}")
    known: dict[str, Any] = {}
    for child in element:
        match child.tag:
            case "IDENTIFIERS":
                known["identifiers"] = identifiers_of(child)
            case "TITLE":
                known["title"] = text_of(child)
            case "EXPERIMENT_REF":
                _check_experiment(child, accession, experiment)
            case "RUN_ATTRIBUTES":
                known["attributes"] = attributes_of(child)
            case "RUN_LINKS":
                known["links"] = links_of(child)
            case "Pool":
                known["pool"] = tuple(read_member(member) for member in child)
            case "SRAFiles":
                known["files"] = tuple(_file(file) for file in child)
            case "CloudFiles":
                known["cloud_files"] = tuple(_cloud_file(file) for file in child)
            case "Statistics":
                _statistics(child, known, other)
            case "Bases":
                _bases(child, known, other)
            case _:
                keep(other, child)
    alias = fields.text("alias")
    run = Run(
        accession=accession,
        experiment=experiment,
        alias=alias,
        geo_accession=geo_accession(known.get("identifiers", ()), alias),
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        run_center=fields.text("run_center"),
        run_date=fields.stamp("run_date"),
        published=fields.stamp("published"),
        spots=fields.integer("total_spots"),
        bases=fields.integer("total_bases"),
        size=fields.integer("size"),
        is_public=fields.boolean("is_public"),
        load_done=fields.boolean("load_done"),
        cluster_name=fields.text("cluster_name"),
        static_data_available=fields.boolean("static_data_available"),
        has_taxonomy_analysis=fields.boolean("has_taxanalysis"),
        assembly=fields.text("assembly"),
        other=other,
        **known,
    )
    fields.leave_to(other)
    return run


def _check_experiment(element: Element, run: Accession, experiment: Accession) -> None:
    named = possible_accession(element.get("accession"), EntityKind.EXPERIMENT)
    if named is not None and named != experiment:
        raise UnreadableRecordError(f"run {run} stands under {experiment} but refers to {named}")


def _file(element: Element) -> RunFile:
    fields, other = Fields(element), {}
    locations: list[FileLocation] = []
    for child in element:
        if child.tag == "Alternatives":
            place = Fields(child)
            locations.append(
                FileLocation(
                    place.text("url"),
                    place.text("org"),
                    place.text("access_type"),
                    place.text("free_egress"),
                )
            )
        else:
            keep(other, child)
    file = RunFile(
        filename=fields.text("filename"),
        semantic_name=fields.text("semantic_name"),
        supertype=fields.text("supertype"),
        size=fields.integer("size"),
        md5=fields.text("md5") if len(fields.get("md5", "")) <= LONGEST_MD5 else None,
        dated=fields.stamp("date"),
        version=fields.text("version"),
        cluster=fields.text("cluster"),
        sratoolkit=fields.boolean("sratoolkit"),
        url=fields.text("url"),
        locations=tuple(locations),
        other=other,
    )
    fields.leave_to(other)
    return file


def _cloud_file(element: Element) -> CloudFile:
    fields = Fields(element)
    return CloudFile(fields.text("filetype"), fields.text("provider"), fields.text("location"))


def _statistics(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    fields = Fields(element)
    known["reads_per_spot"] = fields.text("nreads")
    known["counted_spots"] = fields.integer("nspots")
    known["reads"] = tuple(_read(child) for child in element if child.tag == "Read")
    fields.leave_to(other)


def _read(element: Element) -> ReadStatistics:
    fields = Fields(element)
    return ReadStatistics(
        fields.integer("index"),
        fields.integer("count"),
        fields.real("average"),
        fields.real("stdev"),
    )


def _bases(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    fields = Fields(element)
    known["color_space"] = fields.boolean("cs_native")
    known["counted_bases"] = fields.integer("count")
    known["base_counts"] = tuple(_base(child) for child in element if child.tag == "Base")
    fields.leave_to(other)


def _base(element: Element) -> BaseCount:
    fields = Fields(element)
    return BaseCount(fields.text("value") or "", fields.integer("count"))
