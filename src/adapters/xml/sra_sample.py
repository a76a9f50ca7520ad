"""Reads SAMPLE, Pool/Member and SAMPLE_DESCRIPTOR: the three ways a package names a sample."""

from typing import Any

from adapters.xml.elements import (
    Element,
    Fields,
    attributes_of,
    geo_accession,
    identifiers_of,
    keep,
    links_of,
    possible_accession,
    text_of,
)
from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind
from domain.records import Identifier, IdentifierKind, Link, PoolMember, Sample, SampleName


def read_sample(element: Element) -> Sample:
    fields, other = Fields(element), {}
    known: dict[str, Any] = {}
    for child in element:
        match child.tag:
            case "IDENTIFIERS":
                known["identifiers"] = identifiers_of(child)
            case "TITLE":
                known["title"] = text_of(child)
            case "DESCRIPTION":
                known["description"] = text_of(child)
            case "SAMPLE_NAME":
                _organism(child, known, other)
            case "SAMPLE_LINKS":
                known["links"] = links = links_of(child)
                known["projects"] = _projects(links)
            case "SAMPLE_ATTRIBUTES":
                known["attributes"] = attributes_of(child)
            case _:
                keep(other, child)
    identifiers = known.get("identifiers", ())
    alias = fields.text("alias")
    sample = Sample(
        name=_name(fields.text("accession"), identifiers, "the SAMPLE"),
        alias=alias,
        geo_accession=geo_accession(identifiers, alias),
        center_name=fields.text("center_name"),
        broker_name=fields.text("broker_name"),
        other=other,
        **known,
    )
    fields.leave_to(other)
    return sample


_SAMPLE_NAME_TEXTS = {
    "SCIENTIFIC_NAME": "scientific_name",
    "COMMON_NAME": "common_name",
    "ANONYMIZED_NAME": "anonymized_name",
    "INDIVIDUAL_NAME": "individual_name",
}


def _organism(element: Element, known: dict[str, Any], other: dict[str, Any]) -> None:
    for child in element:
        if field := _SAMPLE_NAME_TEXTS.get(child.tag):
            known[field] = text_of(child)
        elif child.tag == "TAXON_ID" and (taxon := taxon_id(text_of(child))) is not None:
            known["ncbi_taxon_id"] = taxon
        else:
            keep(other, child)


LARGEST_INTEGER = 2**31 - 1


def taxon_id(text: str | None) -> int | None:
    """Read a taxon id; None where it is none (PostgreSQL's integer is the limit)."""
    if not text or not (text.isascii() and text.isdigit() and len(text) < 11):
        return None
    value = int(text)
    return value if value <= LARGEST_INTEGER else None


def _projects(links: tuple[Link, ...]) -> tuple[Accession, ...]:
    """Find the BioProjects a sample links to by accession; a link may give only the uid."""
    found = (
        possible_accession(link.label, EntityKind.PROJECT)
        for link in links
        if link.database and link.database.lower() == "bioproject"
    )
    return tuple(dict.fromkeys(filter(None, found)))


def read_member(element: Element) -> PoolMember:
    fields, other = Fields(element), {}
    identifiers: tuple[Identifier, ...] = ()
    for child in element:
        if child.tag == "IDENTIFIERS":
            identifiers = identifiers_of(child)
        else:
            keep(other, child)
    taxon = taxon_id(fields.get("tax_id"))
    if taxon is not None:
        del fields["tax_id"]
    member = PoolMember(
        sample=_name(fields.text("accession"), identifiers, "a Pool/Member"),
        member_name=fields.text("member_name"),
        sample_name=fields.text("sample_name"),
        sample_title=fields.text("sample_title"),
        spots=fields.integer("spots"),
        bases=fields.integer("bases"),
        ncbi_taxon_id=taxon,
        organism=fields.text("organism"),
        identifiers=identifiers,
        other=other,
    )
    fields.leave_to(other)
    return member


def descriptor_of(element: Element, other: dict[str, Any]) -> SampleName | None:
    """Read which sample an experiment was made from; an older pool is kept in `other`."""
    identifiers: tuple[Identifier, ...] = ()
    for child in element:
        if child.tag == "IDENTIFIERS":
            identifiers = identifiers_of(child)
        else:
            keep(other, child)
    return _possible_name(element.get("accession"), identifiers)


def _name(accession: str | None, identifiers: tuple[Identifier, ...], where: str) -> SampleName:
    name = _possible_name(accession, identifiers)
    if name is None:
        raise UnreadableRecordError(f"{where} has no accession of a sample (it says {accession!r})")
    return name


_OF_SAMPLES = (EntityKind.SAMPLE, EntityKind.BIOSAMPLE)
_SAMPLE_NAMESPACES = frozenset({None, "BioSample", "biosample", "SRA"})


def _possible_name(
    accession: str | None, identifiers: tuple[Identifier, ...]
) -> SampleName | None:
    """Gather both accessions of a sample; its own attribute goes before its identifiers."""
    texts = [accession]
    texts += [
        identifier.value
        for identifier in identifiers
        if identifier.kind in _TELLING_KINDS and identifier.namespace in _SAMPLE_NAMESPACES
    ]
    named: dict[EntityKind, Accession] = {}
    for text in texts:
        if found := possible_accession(text, *_OF_SAMPLES):
            named.setdefault(found.kind, found)
    sra, biosample = named.get(EntityKind.SAMPLE), named.get(EntityKind.BIOSAMPLE)
    return SampleName(sra, biosample) if sra or biosample else None


_TELLING_KINDS = frozenset({IdentifierKind.PRIMARY, IdentifierKind.EXTERNAL})
