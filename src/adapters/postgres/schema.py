r"""The tables of schema `insdc`: the single description that migrations and merges follow.

Every table and column carries its meaning, unit and source as a COMMENT, so that `\d+` in psql
explains the data to somebody who has never seen this program.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from domain.accession import EntityKind, pattern
from domain.records import FileRole

SCHEMA = "insdc"

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)

STATUSES = ("live", "suppressed", "withdrawn", "replaced", "not_public", "out_of_scope")

Kind = TypeEngine[Any] | type[TypeEngine[Any]]


def _words(name: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, Text, comment=comment, **options)


def _key(kind: EntityKind, comment: str) -> tuple[Column[Any], CheckConstraint]:
    """Give the accession that names the rows of a table, and the check that it is one."""
    return (
        Column("accession", Text, primary_key=True, comment=comment),
        CheckConstraint(f"accession ~ '{pattern(kind)}'", name="accession"),
    )


def _reference(name: str, target: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, ForeignKey(f"{SCHEMA}.{target}"), comment=comment, **options)


def _json(name: str, comment: str) -> Column[Any]:
    return Column(name, JSONB, nullable=False, server_default=text("'[]'"), comment=comment)


def _as_submitted(view: str) -> list[Column[Any]]:
    """Give the columns that keep a record's own words, in order and with repeats."""
    return [
        _json(
            "identifiers",
            "All names of the record, in order: kind, value, namespace, label (IDENTIFIERS). "
            "One row each in insdc.record_identifier.",
        ),
        _json(
            "links",
            "Pointers out of the record, in order: database, identifier, label, url (*_LINKS). "
            "One row each in insdc.record_link.",
        ),
        _json(
            "attributes",
            "Submitted attributes, in order, with repeats: name, value, unit (*_ATTRIBUTES). "
            f"A null value had no VALUE element. One row each in insdc.{view}.",
        ),
        _other(),
    ]


def _other() -> Column[Any]:
    return Column(
        "other",
        JSONB,
        nullable=False,
        server_default=text("'{}'"),
        comment="What the archive's record holds beyond the columns, as nested JSON; "
        "@names are XML attributes.",
    )


def _bookkeeping() -> list[Any]:
    return [
        Column(
            "status",
            Text,
            nullable=False,
            server_default="live",
            comment="What the archive makes of the record: " + ", ".join(STATUSES) + ".",
        ),
        Column(
            "status_since",
            DateTime(timezone=True),
            nullable=False,
            server_default=func.now(),
            comment="When the mirror learnt of the status.",
        ),
        Column(
            "content_hash",
            LargeBinary,
            comment="16-byte BLAKE2b of all that the archive says, child rows included; "
            "null: known only because another record refers to it.",
        ),
        Column(
            "mirrored_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=func.now(),
            comment="When the record first came into the mirror.",
        ),
        _reference("mirrored_by", "sync_job.number", "The job that first brought the record."),
        Column(
            "changed_at",
            DateTime(timezone=True),
            comment="When its content last changed here; null: never.",
        ),
        _reference("changed_by", "sync_job.number", "The job that last changed it."),
        CheckConstraint(
            "status in (" + ", ".join(f"'{status}'" for status in STATUSES) + ")", name="status"
        ),
    ]


def _count(name: str, comment: str) -> Column[Any]:
    return Column(name, BigInteger, comment=comment)


def _table(name: str, comment: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, comment=comment)


sync_job = _table(
    "sync_job",
    "The books: one row a job, what was asked, when, and how it ended.",
    Column("number", BigInteger, Identity(), primary_key=True, comment="Number of the job."),
    _words("kind", "What kind of job: sequencing.", nullable=False),
    Column("asked", JSONB, nullable=False, comment="The request, as it was made."),
    Column("first_day", Date, comment="First day of the window the request was frozen to."),
    Column("last_day", Date, comment="Last day of that window."),
    _words("program_version", "Version of insdc-sync that opened the job.", nullable=False),
    Column(
        "started_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When it was opened.",
    ),
    Column("ended_at", DateTime(timezone=True), comment="When it last stopped."),
    Column(
        "state",
        Text,
        nullable=False,
        server_default="running",
        comment="running (or killed without a word), done, failed or interrupted; "
        "all but done are taken up again by the same request.",
    ),
    _words("message", "Why it did not end well."),
    Column(
        "frozen",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Whether its pages are written down, so that it can be resumed.",
    ),
    Column("found", Integer, nullable=False, server_default="0", comment="Records asked for."),
    CheckConstraint("state in ('running', 'done', 'failed', 'interrupted')", name="state"),
    Index(None, "kind", "state"),
)

page = _table(
    "page",
    "The frozen work of a job: the records of each page, and whether it is done.",
    _reference("job", "sync_job.number", "The job."),
    Column("number", Integer, comment="Number of the page within the job, from 1."),
    Column(
        "keys",
        ARRAY(Text),
        nullable=False,
        comment="The records of the page: Entrez uids, or places in files (name:offset+length).",
    ),
    Column("done_at", DateTime(timezone=True), comment="When its records were committed."),
    Column("tally", JSONB, comment="What became of its records: kind, outcome, count."),
    Column(
        "not_public",
        ARRAY(Text),
        comment="The records of the page that the archive said are not public.",
    ),
    Column("absent", ARRAY(Text), comment="The records of the page that it did not give."),
    PrimaryKeyConstraint("job", "number"),
)

quarantine = _table(
    "quarantine",
    "Records that could not be read, as they came, less the personal data of submitters.",
    Column("number", BigInteger, Identity(), primary_key=True, comment="Number of the entry."),
    _words("source", "Where it came from: entrez or files.", nullable=False),
    _words(
        "record_key",
        "How the source calls it: an Entrez uid, or a place in a file.",
        nullable=False,
    ),
    _words("accession", "The experiment it seems to be."),
    Column("entrez_uid", BigInteger, comment="Its Entrez uid, where known."),
    Column("digest", LargeBinary, nullable=False, comment="BLAKE2b of the bytes as they came."),
    _words("reason", "Why it could not be read.", nullable=False),
    Column("raw", LargeBinary, nullable=False, comment="The record, UTF-8 XML."),
    Column(
        "first_seen_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When these bytes first came.",
    ),
    _reference("first_job", "sync_job.number", "The job that first met them."),
    Column(
        "last_seen_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When these bytes last came.",
    ),
    _reference("last_job", "sync_job.number", "The job that last met them."),
    Column(
        "resolved_at",
        DateTime(timezone=True),
        comment="When the record was mirrored after all; null: it still waits.",
    ),
    Index(None, "digest", unique=True),
    Index(None, "accession"),
)

submission = _table(
    "submission",
    "Submissions (SRA..., ERA..., DRA...): who sent the data.",
    *_key(EntityKind.SUBMISSION, "Accession of the submission (SUBMISSION/@accession)."),
    _words("alias", "The submitter's own name for it."),
    _words("title", "Title (SUBMISSION/TITLE)."),
    _words("center_name", "Submitting centre."),
    _words("lab_name", "Laboratory within the centre."),
    _words("broker_name", "Who submitted on the centre's behalf, e.g. GEO."),
    _words("comment", "The submitter's comment (SUBMISSION/@submission_comment)."),
    Column("submitted", DateTime, comment="When it was submitted; no zone, UTC where one was."),
    _words("organization_name", "The submitting organisation (the first Organization/Name)."),
    _words("organization_country", "Its country, as submitted."),
    _json("organizations", "All Organization elements: name, type, role, place; no persons."),
    *_as_submitted("submission_attribute"),
    *_bookkeeping(),
)

project = _table(
    "project",
    "BioProjects (PRJNA..., PRJEB..., PRJDB...) that mirrored records belong to.",
    *_key(EntityKind.PROJECT, "Accession of the BioProject."),
    _words("archive", "Archive that gave the accession: SRA, ENA or DDBJ.", nullable=False),
    *_bookkeeping(),
)

study = _table(
    "study",
    "Studies (SRP..., ERP..., DRP...): experiments with one aim.",
    *_key(EntityKind.STUDY, "Accession of the study (STUDY/@accession)."),
    _reference(
        "project_accession",
        "project.accession",
        "Its BioProject (STUDY EXTERNAL_ID, namespace BioProject).",
        index=True,
    ),
    _words("geo_accession", "Its GEO series (GSE...), where it has one.", index=True),
    _words("alias", "The submitter's own name for it."),
    _words("title", "Title (STUDY_TITLE)."),
    _words("study_type", "Kind of study, in the archive's words (STUDY_TYPE)."),
    _words("abstract", "Abstract (STUDY_ABSTRACT)."),
    _words("description", "Description (STUDY_DESCRIPTION)."),
    _words("center_name", "Centre that submitted it."),
    _words("broker_name", "Who submitted on the centre's behalf."),
    _words("center_project_name", "The centre's name for the project."),
    *_as_submitted("study_attribute"),
    *_bookkeeping(),
)

sample = _table(
    "sample",
    "Samples: one row a sample, by whichever of its accessions it was first met.",
    Column(
        "sample_id",
        BigInteger,
        Identity(),
        primary_key=True,
        comment="Our key; stable for as long as the sample is known.",
    ),
    _words("biosample_accession", "BioSample accession (SAMN..., SAMEA..., SAMD...).", unique=True),
    _words("sra_accession", "SRA accession (SRS..., ERS..., DRS...).", unique=True),
    _words("alias", "The submitter's own name for it."),
    _words("title", "Title (SAMPLE/TITLE)."),
    _words("geo_accession", "Its GEO sample (GSM...), where it has one.", index=True),
    Column(
        "ncbi_taxon_id",
        Integer,
        index=True,
        comment="Organism, as NCBI taxonomy id (SAMPLE_NAME/TAXON_ID), as submitted.",
    ),
    _words("scientific_name", "Organism's name as submitted (SCIENTIFIC_NAME)."),
    _words("common_name", "Organism's common name as submitted."),
    _words("anonymized_name", "Name of an anonymised donor (ANONYMIZED_NAME)."),
    _words("individual_name", "Name of the individual sampled (INDIVIDUAL_NAME)."),
    _words("description", "Description (SAMPLE/DESCRIPTION)."),
    _words("center_name", "Centre that submitted it."),
    _words("broker_name", "Who submitted on the centre's behalf."),
    *[column for column in _as_submitted("") if column.name in {"identifiers", "links", "other"}],
    *_bookkeeping(),
    CheckConstraint(
        f"biosample_accession ~ '{pattern(EntityKind.BIOSAMPLE)}'", name="biosample_accession"
    ),
    CheckConstraint(f"sra_accession ~ '{pattern(EntityKind.SAMPLE)}'", name="sra_accession"),
    CheckConstraint("num_nonnulls(biosample_accession, sra_accession) > 0", name="named"),
)

sample_alias = _table(
    "sample_alias",
    "Every name a sample goes by: look here to find it by any of them.",
    _reference("sample_id", "sample.sample_id", "The sample.", nullable=False),
    Column("ordinal", Integer, nullable=False, comment="Order within the sample, from 1."),
    _words(
        "kind",
        "accession (unique to one sample), alias, or the kind of an identifier: "
        "primary, secondary, external, submitter, uuid.",
        nullable=False,
    ),
    _words("namespace", "Whose name it is, as submitted: BioSample, GEO, a centre ..."),
    _words("label", "What the submitter says it is, e.g. Sample name."),
    _words("value", "The name.", nullable=False),
    PrimaryKeyConstraint("sample_id", "kind", "ordinal"),
    Index("ix_sample_alias_value", func.left(text("value"), 200)),
    Index(
        "uq_sample_alias_accession",
        "value",
        unique=True,
        postgresql_where=text("kind = 'accession'"),
    ),
)

sample_attribute = _table(
    "sample_attribute",
    "Attributes of samples, one row each, exactly as submitted and in order.",
    _reference("sample_id", "sample.sample_id", "The sample.", nullable=False),
    Column("ordinal", Integer, nullable=False, comment="Order within the sample, from 1."),
    _words("name", "Name of the attribute, as submitted (TAG).", nullable=False),
    _words("value", "Its value; empty: submitted empty; null: no VALUE element."),
    _words("unit", "Its unit, as submitted (UNITS)."),
    PrimaryKeyConstraint("sample_id", "ordinal"),
    Index("ix_sample_attribute_name_value", "name", func.left(text("value"), 100)),
)

sample_project = _table(
    "sample_project",
    "The BioProjects a sample says it belongs to; it may be several.",
    _reference("sample_id", "sample.sample_id", "The sample."),
    _reference("project_accession", "project.accession", "The project.", index=True),
    PrimaryKeyConstraint("sample_id", "project_accession"),
)

experiment = _table(
    "experiment",
    "Experiments (SRX..., ERX..., DRX...): one library, sequenced on one platform.",
    *_key(EntityKind.EXPERIMENT, "Accession of the experiment (EXPERIMENT/@accession)."),
    _reference(
        "study_accession", "study.accession", "Its study (STUDY_REF).", nullable=False, index=True
    ),
    _reference(
        "submission_accession", "submission.accession", "The submission it came with.", index=True
    ),
    _reference(
        "sample_id",
        "sample.sample_id",
        "The sample it was made from (SAMPLE_DESCRIPTOR).",
        index=True,
    ),
    Column("entrez_uid", BigInteger, index=True, comment="Its uid in Entrez' SRA database."),
    _words("geo_accession", "Its GEO sample (GSM...), where it has one.", index=True),
    _words("alias", "The submitter's own name for it."),
    _words("title", "Title (EXPERIMENT/TITLE)."),
    _words("center_name", "Centre that submitted it."),
    _words("broker_name", "Who submitted on the centre's behalf."),
    _words("design_description", "Design, in the submitter's words (DESIGN_DESCRIPTION)."),
    _words("library_name", "The submitter's name of the library."),
    _words("library_strategy", "Sequencing technique, e.g. WGS, RNA-Seq, AMPLICON."),
    _words("library_source", "Source material, e.g. GENOMIC, TRANSCRIPTOMIC, METAGENOMIC."),
    _words("library_selection", "Method of enrichment, e.g. RANDOM, PCR, cDNA."),
    _words("library_layout", "SINGLE or PAIRED."),
    Column("nominal_length", Numeric, comment="Insert size in bases (PAIRED/@NOMINAL_LENGTH)."),
    Column("nominal_sdev", Numeric, comment="Its standard deviation in bases (@NOMINAL_SDEV)."),
    _words("library_construction_protocol", "Protocol, in the submitter's words."),
    _words("platform", "Sequencing platform, e.g. ILLUMINA, OXFORD_NANOPORE."),
    _words("instrument_model", "Instrument, e.g. Illumina NovaSeq 6000."),
    _count("total_runs", "Runs, as the archive counts them (RUN_SET/@runs)."),
    _count("total_spots", "Spots of all runs (RUN_SET/@spots)."),
    _count("total_bases", "Bases of all runs (RUN_SET/@bases)."),
    _count("total_bytes", "Bytes of all runs' SRA files (RUN_SET/@bytes)."),
    *_as_submitted("experiment_attribute"),
    *_bookkeeping(),
    Column(
        "package_digest",
        LargeBinary,
        index=True,
        comment="BLAKE2b of the package's bytes and the version of the reader: "
        "an unchanged package is known by it before it is parsed.",
    ),
)

run = _table(
    "run",
    "Runs (SRR..., ERR..., DRR...): what one experiment yielded in one go of the instrument.",
    *_key(EntityKind.RUN, "Accession of the run (RUN/@accession)."),
    _reference(
        "experiment_accession",
        "experiment.accession",
        "Its experiment.",
        nullable=False,
        index=True,
    ),
    _words("geo_accession", "Its GEO alias (GSM..._r1), where it has one.", index=True),
    _words("alias", "The submitter's own name for it."),
    _words("title", "Title (RUN/TITLE)."),
    _words("center_name", "Centre that submitted it."),
    _words("broker_name", "Who submitted on the centre's behalf."),
    _words("run_center", "Centre that did the sequencing."),
    Column("run_date", DateTime, comment="When it was sequenced, as submitted; no zone."),
    Column(
        "published",
        DateTime,
        comment="When the archive published it (RUN/@published); no zone is given.",
    ),
    _count("spots", "Sequenced spots (RUN/@total_spots)."),
    _count("bases", "Sequenced bases over all spots (RUN/@total_bases)."),
    _count("size", "Bytes of its SRA file (RUN/@size)."),
    Column("is_public", Boolean, comment="Whether the archive calls it public (RUN/@is_public)."),
    Column("load_done", Boolean, comment="Whether the archive has finished loading it."),
    _words("cluster_name", "public, or the protected cluster it lies on."),
    Column("static_data_available", Boolean, comment="Whether its files can be downloaded."),
    Column("has_taxonomy_analysis", Boolean, comment="Whether NCBI analysed its reads' taxa."),
    _words("assembly", "Reference it was aligned to, where it was."),
    _words("reads_per_spot", "Reads a spot holds: a number, or variable (Statistics/@nreads)."),
    _count("counted_spots", "Spots the read statistics were taken over (Statistics/@nspots)."),
    Column("color_space", Boolean, comment="Whether bases were counted as colours (@cs_native)."),
    _count("counted_bases", "Bases counted by letter (Bases/@count)."),
    _json(
        "reads",
        "Statistics by read: index, count, average and stdev of the length in bases. "
        "One row each in insdc.run_read.",
    ),
    _json(
        "base_counts",
        "How often each base was called: base, count. One row each in insdc.run_base_count.",
    ),
    _json(
        "cloud_files",
        "Buckets that hold its files: filetype, provider, location. "
        "One row each in insdc.run_cloud_file.",
    ),
    *_as_submitted("run_attribute"),
    *_bookkeeping(),
)


def _pool(owner: str, comment: str) -> list[Any]:
    return [
        _reference(f"{owner}_accession", f"{owner}.accession", comment),
        Column("ordinal", Integer, comment="Order within the pool, from 1."),
        _reference("sample_id", "sample.sample_id", "The sample.", nullable=False, index=True),
        _words("member_name", "Name of the member within the pool."),
        _words("sample_name", "The submitter's name of the sample, as the pool gives it."),
        _words("sample_title", "Title of the sample, as the pool gives it."),
        _count("spots", "Spots assigned to this sample."),
        _count("bases", "Bases assigned to this sample."),
        Column("ncbi_taxon_id", Integer, comment="Organism, as the pool gives it."),
        _words("organism", "Organism's name, as the pool gives it."),
        _json(
            "identifiers",
            "Names of the sample as the pool gives them: kind, value, namespace, label.",
        ),
        _other(),
        PrimaryKeyConstraint(f"{owner}_accession", "ordinal"),
    ]


experiment_sample = _table(
    "experiment_sample",
    "The samples pooled in an experiment (Pool/Member), with their share over all its runs.",
    *_pool("experiment", "The experiment."),
)

run_sample = _table(
    "run_sample",
    "The samples pooled in a run (RUN/Pool/Member), with their share; usually one.",
    *_pool("run", "The run."),
)

run_file = _table(
    "run_file",
    "Files of runs (SRAFile).",
    _reference("run_accession", "run.accession", "The run."),
    Column("ordinal", Integer, comment="Order within the run, from 1."),
    _words(
        "role", "original: as submitted; normalised, lite: NCBI's own forms; other.", nullable=False
    ),
    _words("filename", "Name of the file; a few have none."),
    _words("semantic_name", "What NCBI calls this kind of file, e.g. fastq, SRA Normalized."),
    _words("supertype", "Original, Primary ETL or Secondary ETL."),
    _count("size", "Bytes."),
    _words("md5", "MD5 of the file, hexadecimal."),
    Column("dated", DateTime, comment="When the file was made; no zone is given."),
    _words("version", "Version of the file."),
    _words("cluster", "public, or the protected cluster it lies on."),
    Column("sratoolkit", Boolean, comment="Whether the SRA toolkit reads it."),
    _words("url", "Where to download it; changes without notice."),
    _json(
        "locations",
        "Other places of the file: url, organization, access_type, free_egress. "
        "One row each in insdc.run_file_location.",
    ),
    _other(),
    PrimaryKeyConstraint("run_accession", "ordinal"),
    Index(None, "md5"),
    CheckConstraint(
        "role in (" + ", ".join(f"'{role.value}'" for role in FileRole) + ")", name="role"
    ),
)

publication = _table(
    "publication",
    "Papers that records refer to; one row for each record and paper.",
    Column("publication_id", BigInteger, Identity(), primary_key=True, comment="Our key."),
    _words("database", "pubmed, pmc or doi.", nullable=False),
    _words("identifier", "Number of the paper there.", nullable=False),
    _reference("study_accession", "study.accession", "The study that names it.", index=True),
    _reference(
        "experiment_accession", "experiment.accession", "The experiment that names it.", index=True
    ),
    _reference("run_accession", "run.accession", "The run that names it.", index=True),
    _reference("sample_id", "sample.sample_id", "The sample that names it.", index=True),
    Index(None, "database", "identifier"),
    CheckConstraint(
        "num_nonnulls(study_accession, experiment_accession, run_accession, sample_id) = 1",
        name="one_record",
    ),
)
