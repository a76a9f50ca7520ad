"""Turns BioSamples and BioProjects into rows; runs in worker processes."""

from collections.abc import Iterator, Sequence

from adapters.postgres.encoder import (
    LONGEST_PAPER_IDENTIFIER,
    names_of,
    put_project,
    refer_to_sample,
)
from adapters.postgres.staged import Entity, Page, PageRows, array, bytea, json, json_object
from application.ports.mirror import ReadRecord
from domain.bioproject import BioProject
from domain.biosample import BioSample
from domain.records import Organization, Sample

NAMES_AMONG_ATTRIBUTES = frozenset({"strain", "isolate"})
"""Attributes that are names of the sample: it is looked for by them."""


def encode_biosamples(samples: Sequence[ReadRecord[BioSample]]) -> PageRows:
    """Turn a page of BioSamples into rows."""
    page = Page(full_names=True)
    for read in samples:
        _put_biosample(page, read)
    return page.rows()


def _put_biosample(page: Page, read: ReadRecord[BioSample]) -> None:
    sample, names = read.record, names_of(read.record.name)
    key = refer_to_sample(page, Sample(sample.name), names)
    entity = Entity(
        [
            sample.accession,
            sample.uid or read.uid,
            sample.access,
            sample.published,
            sample.submitted,
            sample.updated,
            sample.alias,
            sample.title,
            sample.ncbi_taxon_id,
            sample.scientific_name,
            sample.organism_name,
            sample.package,
            sample.package_display_name,
            array(sample.models),
            _first_name(sample.owners),
            json(sample.owners),
            sample.status,
            sample.status_date,
            array(sample.project_uids),
            array(sample.comments),
            json(sample.tables),
            json(sample.identifiers),
            json(sample.links),
            json_object(sample.other),
        ],
        bookkeeping=(key, bytea(read.digest)),
        names=names,
    )
    for ordinal, attribute in enumerate(sample.attributes, 1):
        entity.add(
            "biosample_attribute",
            (
                ordinal,
                attribute.name,
                attribute.value,
                attribute.unit,
                attribute.harmonized_name,
                attribute.display_name,
            ),
            key,
        )
    for ordinal, name in enumerate(_aliases(sample), 1):
        entity.add("biosample_alias", (ordinal, *name), key)
    for project in sample.projects:
        put_project(page, project)
        entity.add("biosample_project", (str(project),), key)
    page.put("biosample", str(sample.accession), entity)


Alias = tuple[str, str | None, str | None, str]


def _aliases(sample: BioSample) -> Iterator[Alias]:
    """Give every name but the accessions, which the merge settles: kind, namespace, label, name."""
    accessions = {str(name) for name in (sample.name.sra, sample.name.biosample) if name}
    for name in sample.identifiers:
        if name.value and name.value not in accessions:
            kind = "hidden" if name.is_hidden else "id"
            yield kind, name.namespace, name.label, name.value
    for attribute in sample.attributes:
        called = (attribute.harmonized_name or attribute.name).strip().lower()
        if called in NAMES_AMONG_ATTRIBUTES and attribute.value.strip():
            yield called, None, attribute.name, attribute.value


def encode_bioprojects(projects: Sequence[ReadRecord[BioProject]]) -> PageRows:
    """Turn a page of BioProjects into rows."""
    page = Page()
    for read in projects:
        _put_bioproject(page, read)
    return page.rows()


def _put_bioproject(page: Page, read: ReadRecord[BioProject]) -> None:
    project = read.record
    entity = Entity(
        [
            project.accession,
            project.accession.archive,
            project.uid or read.uid,
            project.archive,
            project.name,
            project.title,
            project.description,
            project.ncbi_taxon_id,
            project.species_taxon_id,
            project.scientific_name,
            project.strain,
            project.isolate,
            project.cultivar,
            project.breed,
            project.organism_label,
            project.supergroup,
            project.project_type,
            project.subtype,
            project.is_umbrella,
            array(project.data_types),
            array(project.intended_data_types),
            json(project.relevance),
            project.target_material,
            project.target_capture,
            project.target_sample_scope,
            project.target_description,
            project.method,
            array(project.objectives),
            _first_name(project.organizations),
            json(project.organizations),
            json(project.publications),
            json(project.grants),
            project.submission_id,
            project.submitted,
            project.updated,
            project.released,
            project.access,
            json(project.identifiers),
            json(project.locus_tag_prefixes),
            json(project.external_links),
            json_object(project.other),
        ],
        bookkeeping=(bytea(read.digest),),
    )
    key = str(project.accession)
    for ordinal, link in enumerate(project.links, 1):
        told = (ordinal, link.kind.value, link.parent, link.member, link.subtype)
        entity.add("project_link", told, key)
    papers = dict.fromkeys(paper.publication for paper in project.publications)
    for paper in papers:
        if paper and len(paper.identifier) <= LONGEST_PAPER_IDENTIFIER:
            entity.add("publication", ("project", paper.database, paper.identifier), key)
    page.put("bioproject", key, entity)


def _first_name(organizations: Sequence[Organization]) -> str | None:
    return organizations[0].name if organizations else None
