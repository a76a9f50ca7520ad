"""What BioSample publishes about one sample, with nothing left out.

Attributes, identifiers, links and tables stay in order, with repeats and empty values; what no
field knows stays in `other`. Contacts of persons have no field: they are dropped on reading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from domain.accession import Accession
from domain.records import Organization, Other, SampleName


@dataclass(frozen=True, slots=True)
class SampleAttribute:
    """One submitted attribute (Attributes/Attribute); an empty value is empty text.

    name: as the submitter called it. harmonized_name, display_name: what NCBI takes it for, where
    it knows the name; ENA's and DDBJ's own records have neither.
    """

    name: str
    value: str
    unit: str | None = None
    harmonized_name: str | None = None
    display_name: str | None = None


@dataclass(frozen=True, slots=True)
class SampleIdentifier:
    """One name of a sample (Ids/Id). namespace: whose (Id/@db); label: what for (Id/@db_label)."""

    value: str
    namespace: str | None = None
    label: str | None = None
    is_primary: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SampleLink:
    """A pointer out of the record (Links/Link).

    type: "entrez", "url" or "db_xref". target: the Entrez database of the first kind. value: a uid,
    an address or an identifier. Of a link to a BioProject, label is the accession where it is said.
    """

    type: str | None = None
    target: str | None = None
    label: str | None = None
    value: str | None = None

    @property
    def is_project(self) -> bool:
        return (self.target or "").lower() == "bioproject"


@dataclass(frozen=True, slots=True)
class CommentTable:
    """A table of measurements (Description/Comment/Table), such as an antibiogram.

    class_name: "Antibiogram.1.0" and the like. Rows are as long as submitted, cells may be empty.
    """

    class_name: str | None
    caption: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BioSample:
    """BioSample, one sample as its submitter described it.

    name: its accession here, and in SRA where an Id of the database SRA tells. uid: in Entrez.
    access: "public" or "controlled-access". published, submitted, updated, status_date: the
    archive's stamps, zoneless as they stand, those with a zone in UTC.
    alias: what the submitter calls the sample ("Sample name", DDBJ's SampleName).
    ncbi_taxon_id: the organism in NCBI's taxonomy. scientific_name: its name there
    (Organism/@taxonomy_name), else as submitted. organism_name: as submitted (OrganismName).
    models, package: the checklists it was validated against. status: "live", "suppressed", ...
    owners: who submitted, as institutions.
    projects: the BioProjects it says by accession that it belongs to.
    comments: the paragraphs beside the tables.
    """

    name: SampleName
    uid: int | None = None
    access: str | None = None
    published: datetime | None = None
    submitted: datetime | None = None
    updated: datetime | None = None
    alias: str | None = None
    title: str | None = None
    ncbi_taxon_id: int | None = None
    scientific_name: str | None = None
    organism_name: str | None = None
    package: str | None = None
    package_display_name: str | None = None
    models: tuple[str, ...] = ()
    owners: tuple[Organization, ...] = ()
    status: str | None = None
    status_date: datetime | None = None
    projects: tuple[Accession, ...] = ()
    comments: tuple[str, ...] = ()
    tables: tuple[CommentTable, ...] = ()
    identifiers: tuple[SampleIdentifier, ...] = ()
    attributes: tuple[SampleAttribute, ...] = ()
    links: tuple[SampleLink, ...] = ()
    other: Other = field(default_factory=dict)

    @property
    def accession(self) -> Accession:
        """The BioSample accession, which every BioSample has."""
        if self.name.biosample is None:
            raise ValueError(f"{self.name.sra} is no BioSample")
        return self.name.biosample

    @property
    def project_uids(self) -> tuple[int, ...]:
        """The Entrez uids of all projects it links to; many a link says no more than that."""
        return tuple(dict.fromkeys(self._linked_uids()))

    def _linked_uids(self) -> Iterator[int]:
        for link in self.links:
            uid = (link.value or "").strip()
            is_uid = uid.isascii() and uid.isdecimal() and len(uid) <= _MOST_DIGITS
            if link.is_project and is_uid:
                yield int(uid)


_MOST_DIGITS: Final = 18
"""Of a uid: what is longer is none, and need not fit where uids are kept."""
