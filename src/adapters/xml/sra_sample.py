"""Reads SAMPLE, Pool/Member and SAMPLE_DESCRIPTOR: the three ways a package names a sample."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from adapters.xml.elements import Reading, identifiers_of
from adapters.xml.fields import LARGEST_INTEGER, Element, fields_of, integer
from adapters.xml.names import (
    OF_SAMPLES,
    geo_accession,
    possible_accession,
    possible_sample_name,
    sample_name,
)
from adapters.xml.other import keep, keep_new_names, keep_own_words, keep_reference, text_of
from domain.accession import Accession, EntityKind
from domain.records import Link, PoolMember, Sample, SampleName


def read_sample(element: Element) -> Sample:
    reading = Reading(element)
    for child in reading.parts(element):
        match child.tag:
            case "DESCRIPTION":
                reading.text("description", child)
            case "SAMPLE_NAME":
                _organism(child, reading)
            case _:
                reading.keep(child)
    fields, known = reading.fields, reading.known
    identifiers = known.get("identifiers", ())
    alias = fields.text("alias")
    sample = Sample(
        name=sample_name(fields.text("accession"), identifiers, "the SAMPLE"),
        alias=alias,
        geo_accession=geo_accession(identifiers, alias),
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        projects=tuple(dict.fromkeys(_projects(known.get("links", ())))),
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return sample


_SAMPLE_NAME_TEXTS = {
    "SCIENTIFIC_NAME": "scientific_name",
    "COMMON_NAME": "common_name",
    "ANONYMIZED_NAME": "anonymized_name",
    "INDIVIDUAL_NAME": "individual_name",
}


def _organism(element: Element, reading: Reading) -> None:
    for child in reading.enter(element):
        if field := _SAMPLE_NAME_TEXTS.get(child.tag):
            reading.text(field, child)
        elif child.tag == "TAXON_ID":
            _taxon(child, reading)
        else:
            reading.keep(child)


def _taxon(element: Element, reading: Reading) -> None:
    taxon = integer(text_of(element) or "", LARGEST_INTEGER)
    if taxon is None or element.keys() or "ncbi_taxon_id" in reading.known:
        reading.keep(element)
    if taxon is not None:
        reading.known.setdefault("ncbi_taxon_id", taxon)


def _projects(links: tuple[Link, ...]) -> Iterator[Accession]:
    """Find the BioProjects a sample links to by accession; a link may give only the uid."""
    for link in links:
        if link.database and link.database.lower() == "bioproject":
            for text in (link.label, link.identifier):
                if found := possible_accession(text, EntityKind.PROJECT):
                    yield found
                    break


def read_pool(
    elements: Sequence[Element], said: Collection[str], other: dict[str, Any]
) -> tuple[PoolMember, ...]:
    """Read the members of a pool. `said`: what the package's samples say that they are called."""
    members: list[PoolMember] = []
    for element in elements:
        if element.text or element.keys():
            keep_own_words(other, element, fields_of(element))
        for child in element:
            if child.tag == "Member":
                members.append(_member(child, said))
            else:
                keep(other, child)
    return tuple(members)


def _member(element: Element, said: Collection[str]) -> PoolMember:
    reading = Reading(element)
    for child in element:
        if child.tag == "IDENTIFIERS":
            reading.identifiers(child)
        else:
            reading.keep(child)
    fields, identifiers = reading.fields, reading.known.get("identifiers", ())
    name = sample_name(fields.text("accession"), identifiers, "a Pool/Member")
    for child in element.iterchildren("IDENTIFIERS"):
        keep_new_names(reading.other, child, said, {str(name.sra), str(name.biosample)})
    member = PoolMember(
        sample=name,
        member_name=fields.text("member_name"),
        sample_name=fields.text("sample_name"),
        sample_title=fields.text("sample_title"),
        spots=fields.integer("spots"),
        bases=fields.integer("bases"),
        ncbi_taxon_id=fields.integer("tax_id", LARGEST_INTEGER),
        organism=fields.text("organism"),
        identifiers=identifiers,
        other=reading.other,
    )
    fields.leave_to(reading.other)
    return member


def read_descriptor(
    element: Element, said: Collection[str], other: dict[str, Any]
) -> SampleName | None:
    """Read which sample an experiment was made from; an older pool is kept in `other`."""
    own = possible_accession(element.get("accession"), *OF_SAMPLES)
    name = possible_sample_name(
        own,
        (
            identifier
            for child in element.iterchildren("IDENTIFIERS")
            for identifier in identifiers_of(child, {})
        ),
    )
    keep_reference(other, element, said, {str(name.sra), str(name.biosample)} if name else ())
    return name
