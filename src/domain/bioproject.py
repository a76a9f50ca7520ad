"""What BioProject publishes about one project, with nothing left out.

What no field knows stays in `other`. Contacts, principal investigators and authors of papers have
no field: they are dropped on reading.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.accession import Accession
from domain.records import Organization, Other, Publication


class ProjectLinkKind(StrEnum):
    """How two projects belong together."""

    HIERARCHICAL = "hierarchical"
    PEER = "peer"


@dataclass(frozen=True, slots=True)
class ProjectLink:
    """Two projects that belong together (ProjectLinks/Link); one of them tells it.

    hierarchical: `member` is a component of the umbrella `parent`; subtype says what the umbrella
    is, "TopAdmin" (a group of projects) or "TopSingle" (the overview of an organism).
    peer: neither is above the other, as with a project and its RefSeq copy; `parent` is the one
    that is named first, subtype what they share (CommonInputData).
    """

    kind: ProjectLinkKind
    parent: Accession
    member: Accession
    subtype: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectIdentifier:
    """Another name of the project. kind: "archive", "center" or "local"; namespace: whose."""

    kind: str
    value: str
    namespace: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectPublication:
    """A paper. publication: what it is known by, where `database` is one of papers.

    identifier, database: as submitted (Publication/@id, DbType). published: its day.
    reference: the citation in the submitter's words. title, journal, year: of the structured one.
    """

    publication: Publication | None = None
    identifier: str | None = None
    database: str | None = None
    status: str | None = None
    published: datetime | None = None
    reference: str | None = None
    title: str | None = None
    journal: str | None = None
    year: str | None = None
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who paid (ProjectDescr/Grant). number: Grant/@GrantId."""

    number: str | None = None
    title: str | None = None
    agency: str | None = None
    agency_abbreviation: str | None = None
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LocusTagPrefix:
    """A prefix registered for the genes of the project, and the sample or assembly it is for."""

    prefix: str
    biosample: str | None = None
    assembly: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectExternalLink:
    """A pointer out of the record: an address, or a database entry (dbXREF)."""

    label: str | None = None
    category: str | None = None
    url: str | None = None
    database: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Relevance:
    """What the project matters to ("Medical", "Agricultural", ...); text: "yes", or more."""

    area: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class BioProject:
    """BioProject: Project and Submission of one DocumentSummary (efetch) or Package (bulk file).

    uid: in Entrez; DDBJ's own dumps have none. archive: "NCBI", "EBI" or "DDBJ".
    ncbi_taxon_id: the organism in NCBI's taxonomy; species_taxon_id: its species.
    project_type: "Submission", or of an umbrella "TopAdmin" or "TopSingleOrganism"; subtype: its
    own word for what kind of umbrella (eComparativeGenomics, ...).
    data_types: what data there are; intended_data_types: what was announced.
    target_*, method, objectives: the archive's terms (eGenome, eWhole, eMultiisolate, eSequencing).
    organizations: owners and participants, told apart by their role.
    submitted, updated, released: the archive's stamps, zoneless as they stand, those with a zone
    in UTC. access: "public", ...
    """

    accession: Accession
    uid: int | None = None
    archive: str | None = None
    name: str | None = None
    title: str | None = None
    description: str | None = None
    ncbi_taxon_id: int | None = None
    species_taxon_id: int | None = None
    scientific_name: str | None = None
    strain: str | None = None
    isolate: str | None = None
    cultivar: str | None = None
    breed: str | None = None
    organism_label: str | None = None
    supergroup: str | None = None
    project_type: str | None = None
    subtype: str | None = None
    data_types: tuple[str, ...] = ()
    intended_data_types: tuple[str, ...] = ()
    relevance: tuple[Relevance, ...] = ()
    target_material: str | None = None
    target_capture: str | None = None
    target_sample_scope: str | None = None
    target_description: str | None = None
    method: str | None = None
    objectives: tuple[str, ...] = ()
    organizations: tuple[Organization, ...] = ()
    publications: tuple[ProjectPublication, ...] = ()
    grants: tuple[Grant, ...] = ()
    submission_id: str | None = None
    submitted: datetime | None = None
    updated: datetime | None = None
    released: datetime | None = None
    access: str | None = None
    identifiers: tuple[ProjectIdentifier, ...] = ()
    links: tuple[ProjectLink, ...] = ()
    locus_tag_prefixes: tuple[LocusTagPrefix, ...] = ()
    external_links: tuple[ProjectExternalLink, ...] = ()
    other: Other = field(default_factory=dict)

    @property
    def is_umbrella(self) -> bool:
        """Whether it groups other projects, and holds no data of its own."""
        return (self.project_type or "").startswith("Top")
