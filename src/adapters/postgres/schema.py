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
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    func,
    text,
)

from adapters.postgres.schema_books import (
    SCHEMA,
    as_submitted,
    bookkeeping,
    count,
    json_column,
    key,
    list_column,
    other_column,
    reference,
    table,
    words,
    yes,
)
from adapters.postgres.taxonomy.schema import taxon
from domain.accession import EntityKind, pattern
from domain.records import FileRole

submission = table(
    "submission",
    "Submissions (SRA..., ERA..., DRA...): who sent the data.",
    *key(EntityKind.SUBMISSION, "Accession of the submission (SUBMISSION/@accession)."),
    words("alias", "The submitter's own name for it."),
    words("title", "Title (SUBMISSION/TITLE)."),
    words("center_name", "Submitting centre."),
    words("lab_name", "Laboratory within the centre."),
    words("broker_name", "Who submitted on the centre's behalf, e.g. GEO."),
    words("comment", "The submitter's comment (SUBMISSION/@submission_comment)."),
    Column("submitted", DateTime, comment="When it was submitted; no zone, UTC where one was."),
    words("organization_name", "The submitting organisation (the first Organization/Name)."),
    words("organization_country", "Its country, as submitted."),
    json_column("organizations", "All Organization elements: name, type, role, place; no persons."),
    *as_submitted("submission_attribute"),
    *bookkeeping(),
)

project = table(
    "project",
    "BioProjects (PRJNA..., PRJEB..., PRJDB...) that mirrored records belong to.",
    *key(EntityKind.PROJECT, "Accession of the BioProject."),
    words("archive", "Archive that gave the accession: SRA, ENA or DDBJ.", nullable=False),
    Column("entrez_uid", BigInteger, index=True, comment="Its uid in Entrez' bioproject database."),
    words("submitted_to", "Archive it was submitted to: NCBI, EBI or DDBJ (ArchiveID/@archive)."),
    words("name", "Short name (ProjectDescr/Name)."),
    words("title", "Title (ProjectDescr/Title)."),
    words("description", "Description (ProjectDescr/Description)."),
    Column(
        "ncbi_taxon_id",
        Integer,
        index=True,
        comment="Organism, as NCBI taxonomy id (Organism/@taxID); null for many organisms.",
    ),
    Column("species_taxon_id", Integer, comment="Its species (Organism/@species)."),
    words("scientific_name", "Organism's name as submitted (OrganismName)."),
    words("strain", "Strain, as submitted."),
    words("isolate", "Isolate, as submitted."),
    words("cultivar", "Cultivar, as submitted."),
    words("breed", "Breed, as submitted."),
    words("organism_label", "What tells the organism from its like (Organism/Label)."),
    words("supergroup", "Organism's group, e.g. eBacteria."),
    words("project_type", "Submission, or of an umbrella: TopAdmin, TopSingleOrganism."),
    words("project_subtype", "What kind of umbrella, in the archive's words."),
    Column(
        "is_umbrella",
        Boolean,
        comment="Whether it groups other projects (insdc.project_link) and has no data of its own.",
    ),
    list_column("data_types", "Kinds of data there are, e.g. genome sequencing and assembly."),
    list_column("intended_data_types", "Kinds of data that were announced."),
    json_column("relevance", "What it matters to: area (Medical, Agricultural, ...), text."),
    words("target_material", "What was studied, e.g. eGenome (Target/@material)."),
    words("target_capture", "How much of it, e.g. eWhole (Target/@capture)."),
    words("target_sample_scope", "Of how many, e.g. eMultiisolate (Target/@sample_scope)."),
    words("target_description", "Target, in the submitter's words."),
    words("method", "How, e.g. eSequencing (Method/@method_type)."),
    list_column("objectives", "What for, e.g. eSequence (Objectives/Data/@data_type)."),
    words("owner_name", "The owning organisation (the first Organization/Name)."),
    json_column("organizations", "All organisations: name, type, role, url, place; no persons."),
    json_column("publications", "Its papers in order, as submitted; also in insdc.publication."),
    json_column("grants", "Who paid: number, title, agency."),
    words("submission_id", "Number of the submission (Submission/@submission_id)."),
    Column("submitted", DateTime, comment="When it was submitted; no zone, UTC where one was."),
    Column("updated", DateTime, comment="When the archive last changed it; often not told."),
    Column("released", DateTime, comment="When it was released (ProjectReleaseDate)."),
    words("access", "public, or controlled."),
    json_column("identifiers", "Its other names: kind, value, namespace."),
    json_column("locus_tag_prefixes", "Prefixes of its genes: prefix, biosample, assembly."),
    json_column("external_links", "Pointers out: label, category, url, database, identifier."),
    other_column(),
    Column(
        "record_digest",
        LargeBinary,
        index=True,
        comment="BLAKE2b of the record's bytes and the version of the reader.",
    ),
    Column(
        "asked_at",
        DateTime(timezone=True),
        comment="When the archive was last asked for the project itself; null: never.",
    ),
    Column(
        "unanswered_at",
        DateTime(timezone=True),
        comment="When the archive failed each time it was asked for it; null: it answered.",
    ),
    *bookkeeping(),
)

study = table(
    "study",
    "Studies (SRP..., ERP..., DRP...): experiments with one aim.",
    *key(EntityKind.STUDY, "Accession of the study (STUDY/@accession)."),
    reference(
        "project_accession",
        "project.accession",
        "Its BioProject (STUDY EXTERNAL_ID, namespace BioProject).",
        index=True,
    ),
    words("geo_accession", "Its GEO series (GSE...), where it has one.", index=True),
    words("alias", "The submitter's own name for it."),
    words("title", "Title (STUDY_TITLE)."),
    words("study_type", "Kind of study, in the archive's words (STUDY_TYPE)."),
    words("abstract", "Abstract (STUDY_ABSTRACT)."),
    words("description", "Description (STUDY_DESCRIPTION)."),
    words("center_name", "Centre that submitted it."),
    words("broker_name", "Who submitted on the centre's behalf."),
    words("center_project_name", "The centre's name for the project."),
    *as_submitted("study_attribute"),
    *bookkeeping(),
)

sample = table(
    "sample",
    "Samples: one row a sample, by whichever of its accessions it was first met. Names and words "
    "are SRA's (SAMPLE); what BioSample says is in insdc.biosample.",
    Column(
        "sample_id",
        BigInteger,
        Identity(),
        primary_key=True,
        comment="Our key; stable for as long as the sample is known.",
    ),
    words("biosample_accession", "BioSample accession (SAMN..., SAMEA..., SAMD...).", unique=True),
    words("sra_accession", "SRA accession (SRS..., ERS..., DRS...).", unique=True),
    words("alias", "The submitter's own name for it."),
    words("title", "Title (SAMPLE/TITLE)."),
    words("geo_accession", "Its GEO sample (GSM...), where it has one.", index=True),
    Column(
        "ncbi_taxon_id",
        Integer,
        index=True,
        comment="Organism, as NCBI taxonomy id (SAMPLE_NAME/TAXON_ID), as submitted.",
    ),
    words("scientific_name", "Organism's name as submitted (SCIENTIFIC_NAME)."),
    words("common_name", "Organism's common name as submitted."),
    words("anonymized_name", "Name of an anonymised donor (ANONYMIZED_NAME)."),
    words("individual_name", "Name of the individual sampled (INDIVIDUAL_NAME)."),
    words("description", "Description (SAMPLE/DESCRIPTION)."),
    words("center_name", "Centre that submitted it."),
    words("broker_name", "Who submitted on the centre's behalf."),
    *as_submitted("sra_sample_attribute"),
    Column(
        "taxon_id",
        ForeignKey(taxon.c.taxon_id),
        index=True,
        comment="The organism in biosql.taxon, mergers followed: BioSample's, else SRA's; null: "
        "the taxonomy here does not have it (yet).",
    ),
    Column(
        "specimen_id",
        ForeignKey(f"{SCHEMA}.specimen.specimen_id"),
        index=True,
        comment="The specimen that it shares with other samples; null: with none.",
    ),
    Column(
        "asked_at",
        DateTime(timezone=True),
        comment="When BioSample was last asked for the sample; null: never.",
    ),
    *bookkeeping(),
    CheckConstraint(
        f"biosample_accession ~ '{pattern(EntityKind.BIOSAMPLE)}'", name="biosample_accession"
    ),
    CheckConstraint(f"sra_accession ~ '{pattern(EntityKind.SAMPLE)}'", name="sra_accession"),
    CheckConstraint("num_nonnulls(biosample_accession, sra_accession) > 0", name="named"),
    # What insdc.sample_overview calls a sample.
    Index("ix_sample_accession", func.coalesce(text("biosample_accession"), text("sra_accession"))),
)

sample_alias = table(
    "sample_alias",
    "Every name a sample goes by: look here to find it by any of them.",
    reference("sample_id", "sample.sample_id", "The sample.", nullable=False),
    words("source", "Who calls it so: sra or biosample.", nullable=False, server_default="sra"),
    Column("ordinal", Integer, nullable=False, comment="Order within the source, from 1."),
    words(
        "kind",
        "accession (unique to one sample), alias, strain, isolate, or the kind of an identifier: "
        "primary, secondary, external, submitter, uuid; id, hidden of BioSample.",
        nullable=False,
    ),
    words("namespace", "Whose name it is, as submitted: BioSample, GEO, a centre ..."),
    words("label", "What the submitter says it is, e.g. Sample name."),
    words("value", "The name.", nullable=False),
    PrimaryKeyConstraint("sample_id", "source", "kind", "ordinal"),
    Index(
        "ix_sample_alias_value",
        func.left(text("value"), 200).label("value"),
        # So that it also finds names by how they begin (LIKE 'NCL-%'), whatever the collation.
        postgresql_ops={"value": "text_pattern_ops"},
    ),
    Index(
        "uq_sample_alias_accession",
        "value",
        unique=True,
        postgresql_where=text("kind = 'accession'"),
    ),
)

NAMES_ANOTHER_SAMPLE = (
    "lower(name) = any(array['same as', 'same_as', 'sameas', 'same_sample_as', 'same sample as', "
    "'biosample same as', 'alternative biosample accession', 'duplicate of', 'identical to'])"
)
"""The attributes in which a sample says that it is another one; an index finds them."""

sample_attribute = table(
    "sample_attribute",
    "Attributes of samples, one row each, exactly as submitted and in order: BioSample's where "
    "its record is here, else SRA's, which also stay in insdc.sra_sample_attribute.",
    reference("sample_id", "sample.sample_id", "The sample.", nullable=False),
    Column("ordinal", Integer, nullable=False, comment="Order within the sample, from 1."),
    words("name", "Name of the attribute, as submitted (TAG).", nullable=False),
    words("value", "Its value; empty: submitted empty; null: no VALUE element."),
    words("unit", "Its unit, as submitted (UNITS)."),
    words("harmonized_name", "The name by which NCBI knows the attribute, e.g. collection_date."),
    words("display_name", "That name for people, e.g. collection date."),
    PrimaryKeyConstraint("sample_id", "ordinal"),
    Index("ix_sample_attribute_name_value", "name", func.left(text("value"), 100)),
    Index(
        "ix_sample_attribute_harmonized_name_value",
        "harmonized_name",
        func.left(text("value"), 100),
        postgresql_where=text("harmonized_name is not null"),
    ),
    Index("ix_sample_attribute_same_as", "sample_id", postgresql_where=text(NAMES_ANOTHER_SAMPLE)),
)

sample_project = table(
    "sample_project",
    "The BioProjects a sample belongs to; it may be several.",
    reference("sample_id", "sample.sample_id", "The sample."),
    reference("project_accession", "project.accession", "The project.", index=True),
    yes("said_by_sra", "SRA's SAMPLE says so."),
    yes("said_by_biosample", "The BioSample says so, by accession or by uid."),
    yes("said_by_link", "Entrez links them (elink), where the BioSample is silent."),
    PrimaryKeyConstraint("sample_id", "project_accession"),
)

experiment = table(
    "experiment",
    "Experiments (SRX..., ERX..., DRX...): one library, sequenced on one platform.",
    *key(EntityKind.EXPERIMENT, "Accession of the experiment (EXPERIMENT/@accession)."),
    reference(
        "study_accession", "study.accession", "Its study (STUDY_REF).", nullable=False, index=True
    ),
    reference(
        "submission_accession", "submission.accession", "The submission it came with.", index=True
    ),
    reference(
        "sample_id",
        "sample.sample_id",
        "The sample it was made from (SAMPLE_DESCRIPTOR).",
        index=True,
    ),
    Column("entrez_uid", BigInteger, index=True, comment="Its uid in Entrez' SRA database."),
    words("geo_accession", "Its GEO sample (GSM...), where it has one.", index=True),
    words("alias", "The submitter's own name for it."),
    words("title", "Title (EXPERIMENT/TITLE)."),
    words("center_name", "Centre that submitted it."),
    words("broker_name", "Who submitted on the centre's behalf."),
    words("design_description", "Design, in the submitter's words (DESIGN_DESCRIPTION)."),
    words("library_name", "The submitter's name of the library."),
    words("library_strategy", "Sequencing technique, e.g. WGS, RNA-Seq, AMPLICON."),
    words("library_source", "Source material, e.g. GENOMIC, TRANSCRIPTOMIC, METAGENOMIC."),
    words("library_selection", "Method of enrichment, e.g. RANDOM, PCR, cDNA."),
    words("library_layout", "SINGLE or PAIRED."),
    Column("nominal_length", Numeric, comment="Insert size in bases (PAIRED/@NOMINAL_LENGTH)."),
    Column("nominal_sdev", Numeric, comment="Its standard deviation in bases (@NOMINAL_SDEV)."),
    words("library_construction_protocol", "Protocol, in the submitter's words."),
    words("platform", "Sequencing platform, e.g. ILLUMINA, OXFORD_NANOPORE."),
    words("instrument_model", "Instrument, e.g. Illumina NovaSeq 6000."),
    count("total_runs", "Runs, as the archive counts them (RUN_SET/@runs)."),
    count("total_spots", "Spots of all runs (RUN_SET/@spots)."),
    count("total_bases", "Bases of all runs (RUN_SET/@bases)."),
    count("total_bytes", "Bytes of all runs' SRA files (RUN_SET/@bytes)."),
    *as_submitted("experiment_attribute"),
    *bookkeeping(),
    Column(
        "package_digest",
        LargeBinary,
        index=True,
        comment="BLAKE2b of the package's bytes and the version of the reader: "
        "an unchanged package is known by it before it is parsed.",
    ),
)

run = table(
    "run",
    "Runs (SRR..., ERR..., DRR...): what one experiment yielded in one go of the instrument.",
    *key(EntityKind.RUN, "Accession of the run (RUN/@accession)."),
    reference(
        "experiment_accession",
        "experiment.accession",
        "Its experiment.",
        nullable=False,
        index=True,
    ),
    words("geo_accession", "Its GEO alias (GSM..._r1), where it has one.", index=True),
    words("alias", "The submitter's own name for it."),
    words("title", "Title (RUN/TITLE)."),
    words("center_name", "Centre that submitted it."),
    words("broker_name", "Who submitted on the centre's behalf."),
    words("run_center", "Centre that did the sequencing."),
    Column("run_date", DateTime, comment="When it was sequenced, as submitted; no zone."),
    Column(
        "published",
        DateTime,
        index=True,
        comment="When the archive published it (RUN/@published); no zone is given.",
    ),
    count("spots", "Sequenced spots (RUN/@total_spots)."),
    count("bases", "Sequenced bases over all spots (RUN/@total_bases)."),
    count("size", "Bytes of its SRA file (RUN/@size)."),
    Column("is_public", Boolean, comment="Whether the archive calls it public (RUN/@is_public)."),
    Column("load_done", Boolean, comment="Whether the archive has finished loading it."),
    words("cluster_name", "public, or the protected cluster it lies on."),
    Column("static_data_available", Boolean, comment="Whether its files can be downloaded."),
    Column("has_taxonomy_analysis", Boolean, comment="Whether NCBI analysed its reads' taxa."),
    words("assembly", "Reference it was aligned to, where it was."),
    words("reads_per_spot", "Reads a spot holds: a number, or variable (Statistics/@nreads)."),
    count("counted_spots", "Spots the read statistics were taken over (Statistics/@nspots)."),
    Column("color_space", Boolean, comment="Whether bases were counted as colours (@cs_native)."),
    count("counted_bases", "Bases counted by letter (Bases/@count)."),
    json_column(
        "reads",
        "Statistics by read: index, count, average and stdev of the length in bases. "
        "One row each in insdc.run_read.",
    ),
    json_column(
        "base_counts",
        "How often each base was called: base, count. One row each in insdc.run_base_count.",
    ),
    json_column(
        "cloud_files",
        "Buckets that hold its files: filetype, provider, location. "
        "One row each in insdc.run_cloud_file.",
    ),
    *as_submitted("run_attribute"),
    *bookkeeping(),
    Index(None, "mirrored_at"),
)


def _pool(owner: str, comment: str) -> list[Any]:
    return [
        reference(f"{owner}_accession", f"{owner}.accession", comment),
        Column("ordinal", Integer, comment="Order within the pool, from 1."),
        reference("sample_id", "sample.sample_id", "The sample.", nullable=False, index=True),
        words("member_name", "Name of the member within the pool."),
        words("sample_name", "The submitter's name of the sample, as the pool gives it."),
        words("sample_title", "Title of the sample, as the pool gives it."),
        count("spots", "Spots assigned to this sample."),
        count("bases", "Bases assigned to this sample."),
        Column("ncbi_taxon_id", Integer, comment="Organism, as the pool gives it."),
        words("organism", "Organism's name, as the pool gives it."),
        json_column(
            "identifiers",
            "Names of the sample as the pool gives them: kind, value, namespace, label.",
        ),
        other_column(),
        PrimaryKeyConstraint(f"{owner}_accession", "ordinal"),
    ]


experiment_sample = table(
    "experiment_sample",
    "The samples pooled in an experiment (Pool/Member), with their share over all its runs.",
    *_pool("experiment", "The experiment."),
)

run_sample = table(
    "run_sample",
    "The samples pooled in a run (RUN/Pool/Member), with their share; usually one.",
    *_pool("run", "The run."),
    # Pools of several samples are few: this tells quickly that a run is none.
    Index("ix_run_sample_pooled", "run_accession", postgresql_where=text("ordinal > 1")),
)

run_file = table(
    "run_file",
    "Files of runs (SRAFile).",
    reference("run_accession", "run.accession", "The run."),
    Column("ordinal", Integer, comment="Order within the run, from 1."),
    words(
        "role", "original: as submitted; normalised, lite: NCBI's own forms; other.", nullable=False
    ),
    words("filename", "Name of the file; a few have none."),
    words("semantic_name", "What NCBI calls this kind of file, e.g. fastq, SRA Normalized."),
    words("supertype", "Original, Primary ETL or Secondary ETL."),
    count("size", "Bytes."),
    words("md5", "MD5 of the file, hexadecimal."),
    Column("dated", DateTime, comment="When the file was made; no zone is given."),
    words("version", "Version of the file."),
    words("cluster", "public, or the protected cluster it lies on."),
    Column("sratoolkit", Boolean, comment="Whether the SRA toolkit reads it."),
    words("url", "Where to download it; changes without notice."),
    json_column(
        "locations",
        "Other places of the file: url, organization, access_type, free_egress. "
        "One row each in insdc.run_file_location.",
    ),
    other_column(),
    PrimaryKeyConstraint("run_accession", "ordinal"),
    Index(None, "md5", "run_accession", "role"),
    CheckConstraint(
        "role in (" + ", ".join(f"'{role.value}'" for role in FileRole) + ")", name="role"
    ),
)

publication = table(
    "publication",
    "Papers that records refer to; one row for each record and paper.",
    Column("publication_id", BigInteger, Identity(), primary_key=True, comment="Our key."),
    words("database", "pubmed, pmc or doi.", nullable=False),
    words("identifier", "Number of the paper there.", nullable=False),
    reference("study_accession", "study.accession", "The study that names it.", index=True),
    reference(
        "experiment_accession", "experiment.accession", "The experiment that names it.", index=True
    ),
    reference("run_accession", "run.accession", "The run that names it.", index=True),
    reference("sample_id", "sample.sample_id", "The sample that names it.", index=True),
    reference("project_accession", "project.accession", "The project that names it.", index=True),
    Index(None, "database", "identifier"),
    CheckConstraint(
        "num_nonnulls(study_accession, experiment_accession, run_accession, sample_id, "
        "project_accession) = 1",
        name="one_record",
    ),
)
