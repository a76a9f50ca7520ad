"""Writes domain records as the XML they would have been read from."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from domain.records import (
    Attribute,
    Experiment,
    ExperimentPackage,
    Identifier,
    Link,
    Organization,
    PoolMember,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
)

_WHITE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_PLACE = {
    "Institution": "institution",
    "Department": "department",
    "Street": "street",
    "City": "city",
    "Sub": "subdivision",
    "Country": "country",
}


def package(record: ExperimentPackage) -> bytes:
    inside = [experiment(record.experiment)]
    if record.submission:
        inside += [submission(record.submission)]
        inside += map(organization, record.submission.organizations)
    if record.study:
        inside.append(study(record.study))
    inside += map(sample, record.samples)
    inside.append(pool(record.experiment.pool))
    totals = {
        name: getattr(record.experiment, f"total_{name}")
        for name in ("runs", "spots", "bases", "bytes")
    }
    inside.append(element("RUN_SET", totals, *map(run, record.runs)))
    return element("EXPERIMENT_PACKAGE", {}, *inside, other=record.other).encode()


def experiment(record: Experiment) -> str:
    layout = {"NOMINAL_LENGTH": record.nominal_length, "NOMINAL_SDEV": record.nominal_sdev}
    library = element(
        "LIBRARY_DESCRIPTOR",
        {},
        leaf("LIBRARY_NAME", record.library_name),
        leaf("LIBRARY_STRATEGY", record.library_strategy),
        leaf("LIBRARY_SOURCE", record.library_source),
        leaf("LIBRARY_SELECTION", record.library_selection),
        element("LIBRARY_LAYOUT", {}, element(record.library_layout, layout))
        if record.library_layout
        else "",
        leaf("LIBRARY_CONSTRUCTION_PROTOCOL", record.library_construction_protocol),
    )
    design = element(
        "DESIGN",
        {},
        leaf("DESIGN_DESCRIPTION", record.design_description),
        named("SAMPLE_DESCRIPTOR", record.sample) if record.sample else "",
        library,
    )
    platform = (
        element(record.platform, {}, leaf("INSTRUMENT_MODEL", record.instrument_model))
        if record.platform
        else ""
    )
    return element(
        "EXPERIMENT",
        called(record),
        shared("EXPERIMENT", record),
        leaf("TITLE", record.title),
        element("STUDY_REF", {"accession": record.study}),
        design,
        element("PLATFORM", {}, platform),
        other=record.other,
    )


def submission(record: Submission) -> str:
    attributes = {
        "lab_name": record.lab_name,
        "submission_comment": record.comment,
        "submission_date": record.submitted,
    }
    return element(
        "SUBMISSION",
        called(record) | attributes,
        shared("SUBMISSION", record),
        leaf("TITLE", record.title),
        other=record.other,
    )


def organization(record: Organization) -> str:
    place = {tag: getattr(record, field) for tag, field in _PLACE.items()}
    return element(
        "Organization",
        {"type": record.type, "role": record.role, "url": record.url},
        leaf("Name", record.name, {"abbr": record.abbreviation}),
        element(
            "Address",
            {"postal_code": record.postal_code},
            *(leaf(tag, text) for tag, text in place.items()),
        ),
        other=record.other,
    )


def study(record: Study) -> str:
    descriptor = element(
        "DESCRIPTOR",
        {},
        leaf("STUDY_TITLE", record.title),
        element("STUDY_TYPE", {"existing_study_type": record.study_type}),
        leaf("STUDY_ABSTRACT", record.abstract),
        leaf("STUDY_DESCRIPTION", record.description),
        leaf("CENTER_PROJECT_NAME", record.center_project_name),
    )
    return element("STUDY", called(record), shared("STUDY", record), descriptor, other=record.other)


def sample(record: Sample) -> str:
    organism = element(
        "SAMPLE_NAME",
        {},
        leaf("TAXON_ID", record.ncbi_taxon_id),
        leaf("SCIENTIFIC_NAME", record.scientific_name),
        leaf("COMMON_NAME", record.common_name),
        leaf("ANONYMIZED_NAME", record.anonymized_name),
        leaf("INDIVIDUAL_NAME", record.individual_name),
    )
    attributes = {
        "accession": record.name.sra or record.name.biosample,
        "alias": record.alias,
        "center_name": record.center_name,
        "broker_name": record.broker_name,
    }
    return element(
        "SAMPLE",
        attributes,
        shared("SAMPLE", record),
        leaf("TITLE", record.title),
        leaf("DESCRIPTION", record.description),
        organism,
        other=record.other,
    )


def pool(members: Iterable[PoolMember]) -> str:
    return element("Pool", {}, *map(_member, members))


def _member(record: PoolMember) -> str:
    attributes = {
        "accession": record.sample.sra or record.sample.biosample,
        "member_name": record.member_name,
        "sample_name": record.sample_name,
        "sample_title": record.sample_title,
        "spots": record.spots,
        "bases": record.bases,
        "tax_id": record.ncbi_taxon_id,
        "organism": record.organism,
    }
    return element("Member", attributes, identifiers(record.identifiers), other=record.other)


def run(record: Run) -> str:
    attributes = {
        "run_center": record.run_center,
        "run_date": record.run_date,
        "published": record.published,
        "total_spots": record.spots,
        "total_bases": record.bases,
        "size": record.size,
        "is_public": record.is_public,
        "load_done": record.load_done,
        "cluster_name": record.cluster_name,
        "static_data_available": record.static_data_available,
        "has_taxanalysis": record.has_taxonomy_analysis,
        "assembly": record.assembly,
    }
    reads = (
        {"index": read.index, "count": read.count, "average": read.average, "stdev": read.stdev}
        for read in record.reads
    )
    bases = ({"value": base.base, "count": base.count} for base in record.base_counts)
    places = (
        {"filetype": place.filetype, "provider": place.provider, "location": place.location}
        for place in record.cloud_files
    )
    return element(
        "RUN",
        called(record) | attributes,
        shared("RUN", record),
        leaf("TITLE", record.title),
        element("EXPERIMENT_REF", {"accession": record.experiment}),
        pool(record.pool),
        element("SRAFiles", {}, *map(_file, record.files)),
        element("CloudFiles", {}, *(element("CloudFile", place) for place in places)),
        element(
            "Statistics",
            {"nreads": record.reads_per_spot, "nspots": record.counted_spots},
            *(element("Read", read) for read in reads),
        ),
        element(
            "Bases",
            {"cs_native": record.color_space, "count": record.counted_bases},
            *(element("Base", base) for base in bases),
        ),
        other=record.other,
    )


def _file(record: RunFile) -> str:
    attributes = {
        "filename": record.filename,
        "semantic_name": record.semantic_name,
        "supertype": record.supertype,
        "size": record.size,
        "md5": record.md5,
        "date": record.dated,
        "version": record.version,
        "cluster": record.cluster,
        "sratoolkit": record.sratoolkit,
        "url": record.url,
    }
    places = (
        {
            "url": place.url,
            "org": place.organization,
            "access_type": place.access_type,
            "free_egress": place.free_egress,
        }
        for place in record.locations
    )
    listed = (element("Alternatives", place) for place in places)
    return element("SRAFile", attributes, *listed, other=record.other)


def called(record: Experiment | Study | Submission | Run) -> dict[str, Any]:
    return {
        "accession": record.accession,
        "alias": record.alias,
        "center_name": record.center_name,
        "broker_name": record.broker_name,
    }


def shared(kind: str, record: Experiment | Study | Submission | Run | Sample) -> str:
    return (
        identifiers(record.identifiers)
        + element(f"{kind}_LINKS", {}, *(_link(kind, link) for link in record.links))
        + element(f"{kind}_ATTRIBUTES", {}, *(_attribute(kind, a) for a in record.attributes))
    )


def named(tag: str, name: SampleName) -> str:
    listed = "".join(leaf("PRIMARY_ID", name) for name in (name.sra, name.biosample) if name)
    return element(tag, {}, f"<IDENTIFIERS>{listed}</IDENTIFIERS>")


def identifiers(listed: Iterable[Identifier]) -> str:
    return element("IDENTIFIERS", {}, *map(_identifier, listed))


def _identifier(record: Identifier) -> str:
    tag = "UUID" if record.kind == "uuid" else f"{record.kind.upper()}_ID"
    return leaf(tag, record.value, {"namespace": record.namespace, "label": record.label})


def _link(kind: str, record: Link) -> str:
    body = element(
        "URL_LINK" if record.url else "XREF_LINK",
        {},
        leaf("DB", record.database),
        leaf("ID", record.identifier),
        leaf("LABEL", record.label),
        leaf("URL", record.url),
    )
    return element(f"{kind}_LINK", {}, body)


def _attribute(kind: str, record: Attribute) -> str:
    parts = (leaf("TAG", record.name), leaf("VALUE", record.value), leaf("UNITS", record.unit))
    return element(f"{kind}_ATTRIBUTE", {}, *parts)


def leaf(tag: str, text: object, attributes: Mapping[str, Any] | None = None) -> str:
    """Write an element of text, an empty one for an empty text, and none for None."""
    if text is None:
        return ""
    return element(tag, attributes or {}, escape(str(text), _WHITE))


def element(
    tag: str, attributes: Mapping[str, Any], *inside: str, other: Mapping[str, Any] | None = None
) -> str:
    unknown = {name: value for name, value in (other or {}).items() if name.startswith("@")}
    written = "".join(
        f' {name.removeprefix("@")}="{quoted(_written(value))}"'
        for name, value in {**attributes, **unknown}.items()
        if value is not None
    )
    below = (
        _tree(name, node)
        for name, nodes in (other or {}).items()
        if not name.startswith(("@", "#"))
        for node in nodes
    )
    return f"<{tag}{written}>{''.join((*inside, *below))}</{tag}>"


def quoted(text: str) -> str:
    return escape(text, _WHITE | {'"': "&quot;"})


def _tree(tag: str, node: dict[str, Any] | str | None) -> str:
    if not isinstance(node, dict):
        return leaf(tag, node or "")
    return element(tag, {}, escape(node.get("#text", ""), _WHITE), other=node)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
