"""What the archives publish about one experiment, with nothing left out.

Every record keeps the typed fields people query beside the submitter's own words: identifiers,
links and attributes stay in order, with repeats and empty values. What a record carries beyond
the fields known here stays in `other`, as nested JSON values, so that no version of the archives'
schema can lose data. Contact names, e-mail addresses and phone numbers have no field: they are
dropped on reading.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.accession import Accession

Other = Mapping[str, Any]

PAPER_DATABASES = frozenset({"pubmed", "pmc", "doi"})


class IdentifierKind(StrEnum):
    """How the archive came by an identifier (SRA.common.xsd, IdentifierType)."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXTERNAL = "external"
    SUBMITTER = "submitter"
    UUID = "uuid"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One name of a record; `namespace` says whose, `label` what for, both as submitted."""

    kind: IdentifierKind
    value: str
    namespace: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One submitted attribute. `value` None: no VALUE element; empty text: an empty one."""

    name: str
    value: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer out of the record: a database entry (XREF_LINK, ENTREZ_LINK) or a URL_LINK."""

    database: str | None = None
    identifier: str | None = None
    label: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Publication:
    """A paper, by the database that identifies it (pubmed, pmc or doi)."""

    database: str
    identifier: str


_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)", re.IGNORECASE)


def publications(links: Iterable[Link]) -> Iterator[Publication]:
    """Give the links that are papers, each once, in order; a DOI may come as an address."""
    return iter(dict.fromkeys(filter(None, map(_publication, links))))


def _publication(link: Link) -> Publication | None:
    database = (link.database or "").lower()
    if link.identifier and database in PAPER_DATABASES:
        return Publication(database, link.identifier)
    address = _DOI_ADDRESS.fullmatch(link.url or "")
    return Publication("doi", address[1]) if address else None


@dataclass(frozen=True, slots=True)
class Organization:
    """Who submitted, as an institution; the people behind it are not kept.

    Without an address of its own, institution to country are those of its contact.
    """

    name: str
    abbreviation: str | None = None
    type: str | None = None
    role: str | None = None
    url: str | None = None
    institution: str | None = None
    department: str | None = None
    city: str | None = None
    subdivision: str | None = None
    country: str | None = None
    street: str | None = None
    postal_code: str | None = None
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """SUBMISSION and its Organization elements."""

    accession: Accession
    alias: str | None = None
    title: str | None = None
    center_name: str | None = None
    lab_name: str | None = None
    broker_name: str | None = None
    comment: str | None = None
    submitted: datetime | None = None
    organizations: tuple[Organization, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Study:
    """STUDY. `bioproject` is the project it belongs to, `geo_accession` its GSE series."""

    accession: Accession
    bioproject: Accession | None = None
    geo_accession: str | None = None
    alias: str | None = None
    title: str | None = None
    study_type: str | None = None
    abstract: str | None = None
    description: str | None = None
    center_name: str | None = None
    broker_name: str | None = None
    center_project_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleName:
    """The two accessions one sample may go by: SRA's (SRS, ERS, DRS) and BioSample's.

    At least one is given.
    """

    sra: Accession | None = None
    biosample: Accession | None = None

    def __post_init__(self) -> None:
        if self.sra is None and self.biosample is None:
            raise ValueError("a sample needs an SRA or a BioSample accession")


@dataclass(frozen=True, slots=True)
class Sample:
    """SAMPLE, as an SRA package carries it. `ncbi_taxon_id`: the organism in NCBI's taxonomy."""

    name: SampleName
    alias: str | None = None
    title: str | None = None
    geo_accession: str | None = None
    ncbi_taxon_id: int | None = None
    scientific_name: str | None = None
    common_name: str | None = None
    anonymized_name: str | None = None
    individual_name: str | None = None
    description: str | None = None
    center_name: str | None = None
    broker_name: str | None = None
    projects: tuple[Accession, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PoolMember:
    """One sample's share of an experiment or a run.

    `spots` and `bases` count what was assigned to this member (`Member/@spots`, `@bases`).
    """

    sample: SampleName
    member_name: str | None = None
    sample_name: str | None = None
    sample_title: str | None = None
    spots: int | None = None
    bases: int | None = None
    ncbi_taxon_id: int | None = None
    organism: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Experiment:
    """EXPERIMENT, and the totals of its RUN_SET.

    nominal_length, nominal_sdev: insert size in bases, as submitted (PAIRED/@NOMINAL_LENGTH).
    total_runs, total_spots, total_bases, total_bytes: the archive's sums over its runs (RUN_SET).
    """

    accession: Accession
    study: Accession
    sample: SampleName | None = None
    alias: str | None = None
    geo_accession: str | None = None
    title: str | None = None
    center_name: str | None = None
    broker_name: str | None = None
    design_description: str | None = None
    library_name: str | None = None
    library_strategy: str | None = None
    library_source: str | None = None
    library_selection: str | None = None
    library_layout: str | None = None
    nominal_length: Decimal | None = None
    nominal_sdev: Decimal | None = None
    library_construction_protocol: str | None = None
    platform: str | None = None
    instrument_model: str | None = None
    total_runs: int | None = None
    total_spots: int | None = None
    total_bases: int | None = None
    total_bytes: int | None = None
    pool: tuple[PoolMember, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    other: Other = field(default_factory=dict)


class FileRole(StrEnum):
    """What a file of a run is for."""

    ORIGINAL = "original"
    NORMALISED = "normalised"
    LITE = "lite"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Where else a file lies (Alternatives): `organization` NCBI, AWS or GCP."""

    url: str | None = None
    organization: str | None = None
    access_type: str | None = None
    free_egress: str | None = None


@dataclass(frozen=True, slots=True)
class RunFile:
    """SRAFile. `size` in bytes, `md5` in hexadecimal small letters, both of the file as served."""

    filename: str | None = None
    semantic_name: str | None = None
    supertype: str | None = None
    size: int | None = None
    md5: str | None = None
    dated: datetime | None = None
    version: str | None = None
    cluster: str | None = None
    sratoolkit: bool | None = None
    url: str | None = None
    locations: tuple[FileLocation, ...] = ()
    other: Other = field(default_factory=dict)

    @property
    def role(self) -> FileRole:
        """Tell original, normalised and lite files apart, in the names of 2020 and of today."""
        if self.supertype == "Original":
            return FileRole.ORIGINAL
        name = self.semantic_name
        if name in {"SRA Lite", "run.zq"} or (self.filename or "").endswith(".lite"):
            return FileRole.LITE
        return FileRole.NORMALISED if name in {"SRA Normalized", "run"} else FileRole.OTHER


@dataclass(frozen=True, slots=True)
class CloudFile:
    """One bucket that holds a file type of a run (CloudFile)."""

    filetype: str | None = None
    provider: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class ReadStatistics:
    """One read of a spot: `index` from 0, `count` of spots that have it, lengths in bases."""

    index: int | None = None
    count: int | None = None
    average: float | None = None
    stdev: float | None = None


@dataclass(frozen=True, slots=True)
class BaseCount:
    """How often a base (A, C, G, T, N or a colour) was called in a run."""

    base: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """RUN. `spots`, `bases`: counts over the whole run; `size`: bytes of the SRA file.

    published: the archive's own stamp, zoneless as it stands. reads_per_spot: a number or
    "variable". counted_spots: spots the statistics were computed over (Statistics/@nspots).
    color_space: whether the bases were counted in colour space (Bases/@cs_native).
    """

    accession: Accession
    experiment: Accession
    alias: str | None = None
    geo_accession: str | None = None
    title: str | None = None
    center_name: str | None = None
    broker_name: str | None = None
    run_center: str | None = None
    run_date: datetime | None = None
    published: datetime | None = None
    spots: int | None = None
    bases: int | None = None
    size: int | None = None
    is_public: bool | None = None
    load_done: bool | None = None
    cluster_name: str | None = None
    static_data_available: bool | None = None
    has_taxonomy_analysis: bool | None = None
    assembly: str | None = None
    reads_per_spot: str | None = None
    counted_spots: int | None = None
    color_space: bool | None = None
    counted_bases: int | None = None
    pool: tuple[PoolMember, ...] = ()
    files: tuple[RunFile, ...] = ()
    cloud_files: tuple[CloudFile, ...] = ()
    reads: tuple[ReadStatistics, ...] = ()
    base_counts: tuple[BaseCount, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    other: Other = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExperimentPackage:
    """EXPERIMENT_PACKAGE: an experiment with all the archive says around it."""

    experiment: Experiment
    submission: Submission | None = None
    study: Study | None = None
    samples: tuple[Sample, ...] = ()
    runs: tuple[Run, ...] = ()
    other: Other = field(default_factory=dict)

    @property
    def accession(self) -> Accession:
        """The experiment's: a package is known by it."""
        return self.experiment.accession
