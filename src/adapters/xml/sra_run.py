"""Reads RUN: what was sequenced, its statistics and its files."""

from collections.abc import Collection, Iterator
from typing import Any

from adapters.xml.elements import Reading, each
from adapters.xml.fields import Element, Fields, fields_of
from adapters.xml.names import accession_of, geo_accession, possible_accession
from adapters.xml.other import keep, keep_own_words, keep_reference
from adapters.xml.sra_sample import read_pool
from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind
from domain.checksums import normalize_checksum
from domain.records import BaseCount, CloudFile, FileLocation, ReadStatistics, Run, RunFile

# What is longer is no checksum, and would not fit into the index.
LONGEST_MD5 = 64


def read_run(
    element: Element, experiment: Accession, said: Collection[str], of_samples: Collection[str]
) -> Run:
    """Read a run. `said`, `of_samples`: what its experiment and the samples are called."""
    reading = Reading(element)
    fields, known, other = reading.fields, reading.known, reading.other
    accession = accession_of(fields.text("accession"), f"a RUN of {experiment}", EntityKind.RUN)
    for child in reading.parts(element):
        match child.tag:
            case "EXPERIMENT_REF":
                _check_experiment(child, accession, experiment)
                keep_reference(other, child, said)
            case "Pool":
                reading.add("pool", read_pool([child], of_samples, other))
            case "SRAFiles":
                reading.add("files", _files(reading.enter(child), other))
            case "CloudFiles":
                reading.add("cloud_files", _cloud_files(reading.enter(child), other))
            case "Statistics" if "reads" not in known:
                _statistics(child, reading)
            case "Bases" if "base_counts" not in known:
                _bases(child, reading)
            case _:
                reading.keep(child)
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
    text = element.get("accession") or element.findtext("IDENTIFIERS/PRIMARY_ID")
    named = possible_accession(text, EntityKind.EXPERIMENT)
    if named is not None and named != experiment:
        raise UnreadableRecordError(f"run {run} stands under {experiment} but refers to {named}")


def _files(element: Element, other: dict[str, Any]) -> Iterator[RunFile]:
    for child in element:
        if child.tag == "SRAFile":
            yield _file(child)
        else:
            keep(other, child)


def _file(element: Element) -> RunFile:
    fields = fields_of(element)
    other: dict[str, Any] = {}
    name, semantic_name, supertype, version, cluster, url = fields.texts(
        "filename", "semantic_name", "supertype", "version", "cluster", "url"
    )
    file = RunFile(
        filename=name,
        semantic_name=semantic_name,
        supertype=supertype,
        size=fields.integer("size"),
        md5=_md5(fields),
        dated=fields.stamp("date"),
        version=version,
        cluster=cluster,
        sratoolkit=fields.boolean("sratoolkit"),
        url=url,
        locations=tuple(_locations(element, other)),
        other=other,
    )
    fields.leave_to(other)
    return file


def _md5(fields: Fields) -> str | None:
    """In small letters, by which files are compared and looked for; what is none stays as it is."""
    if len(fields.get("md5", "")) > LONGEST_MD5:
        return None
    text = fields.text("md5")
    return text and (normalize_checksum(text) or text)


def _locations(file: Element, other: dict[str, Any]) -> Iterator[FileLocation]:
    for fields in each(file, "Alternatives", other):
        yield FileLocation(*fields.texts("url", "org", "access_type", "free_egress"))


def _cloud_files(element: Element, other: dict[str, Any]) -> Iterator[CloudFile]:
    for fields in each(element, "CloudFile", other):
        yield CloudFile(*fields.texts("filetype", "provider", "location"))


def _statistics(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["reads_per_spot"] = fields.text("nreads")
    reading.known["counted_spots"] = fields.integer("nspots")
    keep_own_words(reading.other, element, fields)
    reading.add("reads", _reads(element, reading.other))


def _reads(element: Element, other: dict[str, Any]) -> Iterator[ReadStatistics]:
    for fields in each(element, "Read", other):
        yield ReadStatistics(
            fields.integer("index"),
            fields.integer("count"),
            fields.real("average"),
            fields.real("stdev"),
        )


def _bases(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["color_space"] = fields.boolean("cs_native")
    reading.known["counted_bases"] = fields.integer("count")
    keep_own_words(reading.other, element, fields)
    reading.add("base_counts", _base_counts(element, reading.other))


def _base_counts(element: Element, other: dict[str, Any]) -> Iterator[BaseCount]:
    for fields in each(element, "Base", other):
        yield BaseCount(fields.text("value") or "", fields.integer("count"))
