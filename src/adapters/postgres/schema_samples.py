"""The tables around samples: BioSample's records, what is curated of them, and specimens."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    PrimaryKeyConstraint,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from adapters.postgres.schema_books import (
    bookkeeping,
    json_column,
    list_column,
    other_column,
    reference,
    table,
    words,
)
from domain.accession import EntityKind, pattern


def _sample(comment: str = "The sample.", **options: Any) -> Column[Any]:
    return reference("sample_id", "sample.sample_id", comment, **options)


biosample = table(
    "biosample",
    "What BioSample says of a sample. Its attributes are in insdc.sample_attribute, its names in "
    "insdc.sample_alias, its projects in insdc.sample_project.",
    _sample(primary_key=True, autoincrement=False),
    words("accession", "Accession (SAMN..., SAMEA..., SAMD...).", nullable=False, unique=True),
    Column("entrez_uid", BigInteger, index=True, comment="Its uid in Entrez' biosample database."),
    words("access", "public or controlled-access (@access)."),
    Column("published", DateTime, index=True, comment="When it was published; no zone is given."),
    Column("submitted", DateTime, comment="When it was submitted; no zone is given."),
    Column("updated", DateTime, comment="When the archive last changed it; no zone is given."),
    words("alias", "What the submitter calls it (Id, Sample name)."),
    words("title", "Title (Description/Title)."),
    Column(
        "ncbi_taxon_id",
        Integer,
        index=True,
        comment="Organism, as NCBI taxonomy id (Organism/@taxonomy_id), as submitted.",
    ),
    words("scientific_name", "Organism's name (Organism/@taxonomy_name)."),
    words("organism_name", "Organism's name in the submitter's words (OrganismName)."),
    words("package", "Checklist it was validated against, e.g. Pathogen.cl.1.0."),
    words("package_display_name", "That checklist's name for people."),
    list_column("models", "Models it follows (Models/Model)."),
    words("owner_name", "Who submitted it, as an institution (the first Owner/Name)."),
    json_column("owners", "All owners: name, abbreviation, url; no persons."),
    words("archive_status", "Status, in the archive's word: live, suppressed (Status/@status)."),
    Column("archive_status_date", DateTime, comment="Since when (Status/@when)."),
    Column(
        "project_uids",
        ARRAY(BigInteger),
        nullable=False,
        server_default=text("'{}'"),
        comment="Entrez uids of the BioProjects that it links to (Links/Link).",
    ),
    Column(
        "linked_project_uids",
        ARRAY(BigInteger),
        comment="Uids that Entrez links it to (elink); null: not asked, since it says them itself.",
    ),
    list_column("comments", "Paragraphs of its description, in order (Comment/Paragraph)."),
    json_column(
        "tables",
        "Tables of its description, in order: class_name, caption, header, rows (Comment/Table). "
        "Antibiograms are rows of insdc.antibiogram, other tables of insdc.biosample_table_cell.",
    ),
    json_column(
        "identifiers",
        "All its names, in order: value, namespace, label, is_primary, is_hidden (Ids/Id). "
        "One row each in insdc.sample_alias.",
    ),
    json_column(
        "links",
        "Pointers out of the record, in order: type, target, label, value (Links/Link). "
        "One row each in insdc.biosample_link.",
    ),
    other_column(),
    Column(
        "record_digest",
        LargeBinary,
        index=True,
        comment="BLAKE2b of the record's bytes and the version of the reader.",
    ),
    *bookkeeping(),
    CheckConstraint(f"accession ~ '{pattern(EntityKind.BIOSAMPLE)}'", name="accession"),
    Index(None, "owner_name"),
)

project_link = table(
    "project_link",
    "How projects belong together: an umbrella and its components, or peers.",
    reference("told_by", "project.accession", "The project whose record tells it."),
    Column("ordinal", Integer, comment="Order within that record, from 1."),
    words("kind", "hierarchical (parent is an umbrella over member) or peer.", nullable=False),
    words("parent_accession", "The umbrella, or the one peer.", nullable=False, index=True),
    words("member_accession", "The component, or the other peer.", nullable=False, index=True),
    words("subtype", "TopAdmin, TopSingle, CommonInputData, in the archive's words."),
    PrimaryKeyConstraint("told_by", "ordinal"),
)

sample_curation = table(
    "sample_curation",
    "What was submitted, curated into columns one can query; insdc.curated_value tells how sure "
    "each is and which attribute it came from. Null: missing, or not understood.",
    _sample(primary_key=True, autoincrement=False),
    words("rules", "Version of the rules that were applied.", nullable=False),
    Column(
        "is_stale",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Whether the sample changed since; the next sync or curate sees to it.",
    ),
    Column(
        "curated_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When the rules were applied.",
    ),
    Column("collected_first", Date, comment="First day on which it may have been collected."),
    Column("collected_last", Date, comment="Last day on which it may have been collected."),
    words("collected_precision", "year, month, day or interval: how exact the submitter was."),
    words("country_code", "ISO 3166-1 alpha-2 code of the country it was collected in."),
    words("country", "That country, in INSDC's words."),
    words("historical_country", "The country of the past that was submitted, e.g. USSR."),
    words("subdivision_code", "ISO 3166-2 code, where it is certain."),
    words("region", "Region as submitted; a sea or ocean is a region without a country."),
    words("locality", "Place within the region, as submitted."),
    Column("latitude", Numeric, comment="Decimal degrees, north positive."),
    Column("longitude", Numeric, comment="Decimal degrees, east positive."),
    words("host", "Host, its scientific name where that is certain."),
    words("host_disease", "Disease of the host, as submitted."),
    words("isolation_source", "What it was isolated from, as submitted."),
    words("collected_by", "Who collected it, as submitted."),
    words("strain", "Strain, as submitted."),
    words("isolate", "Isolate, as submitted."),
    Column(
        "is_reference_strain",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Whether it is a reference, type or laboratory strain, no patient's isolate.",
    ),
    Index(None, "country_code", "collected_first"),
    Index(None, "is_stale", postgresql_where=text("is_stale")),
    # Submitters' words may be longer than other kinds of index can hold.
    Index(None, "strain", postgresql_using="hash"),
    Index(None, "isolate", postgresql_using="hash"),
)

curated_value = table(
    "curated_value",
    "Every value that was curated, or could not be: one row for each sample and field.",
    _sample(),
    words(
        "field",
        "collection_date, place, coordinates, host, host_disease, isolation_source, collected_by, "
        "strain, isolate, reference_strain.",
    ),
    Column(
        "attribute_ordinal",
        Integer,
        comment="The attribute it came from: sample_attribute.ordinal; null: from elsewhere.",
    ),
    words("submitted", "The submitted value."),
    words("sureness", "sure or likely; null: nothing was curated."),
    words("missing", "Why there is no value, in INSDC's standard words."),
    words("problem", "Why the value could not be curated."),
    words("remark", "What is odd about a value that was."),
    PrimaryKeyConstraint("sample_id", "field"),
    Index(None, "field", "problem", postgresql_where=text("problem is not null")),
)

antibiogram = table(
    "antibiogram",
    "Drug susceptibility as submitted with BioSamples, a row a drug and method; never recomputed.",
    _sample(),
    Column("ordinal", Integer, comment="Row within the sample, from 1, over all its tables."),
    words("antibiotic", "Drug: its international name in lower case, where the name is known."),
    words("antibiotic_sureness", "sure: a known name; likely: as submitted, in lower case."),
    words("antibiotic_submitted", "Drug, as submitted."),
    words(
        "phenotype",
        "S susceptible, I intermediate, R resistant, SDD susceptible dose dependent, ND not "
        "defined; null: anything else, see phenotype_submitted.",
    ),
    words("phenotype_submitted", "Phenotype, as submitted."),
    words("sign", "<, <=, =, >= or >."),
    words("sign_submitted", "Sign, as submitted."),
    Column("value", Numeric, comment="MIC in mg/L or zone in mm, as unit says."),
    Column("partner_value", Numeric, comment="The second drug's share of a combination (16/8)."),
    words("value_submitted", "Measurement, as submitted."),
    words("unit", "mg/L or mm."),
    words("unit_submitted", "Unit, as submitted."),
    Column("critical_concentration", Numeric, comment="At which it was tested, in mg/L."),
    words("critical_concentration_submitted", "Critical concentration, as submitted."),
    words("method", "Laboratory typing method, as submitted, e.g. MIC, disk diffusion."),
    words("medium", "Medium, as submitted, e.g. MGIT, LJ, 7H10."),
    words("testing_standard", "Standard, e.g. CLSI, EUCAST, WHO."),
    words("testing_standard_version", "Its version, where told."),
    Column("testing_standard_year", Integer, comment="Its year, where told."),
    words("testing_standard_submitted", "Standard, as submitted."),
    words("platform", "Platform, as submitted."),
    words("vendor", "Vendor, as submitted."),
    words("version", "Version of the platform or method or its reagent, as submitted."),
    list_column("problems", "What was not understood; the submitted words are kept beside."),
    Column(
        "other",
        JSONB,
        nullable=False,
        server_default=text("'{}'"),
        comment="Cells of columns that no field knows, by the column's name.",
    ),
    PrimaryKeyConstraint("sample_id", "ordinal"),
    CheckConstraint("phenotype in ('S', 'I', 'R', 'SDD', 'ND')", name="phenotype"),
    CheckConstraint("sign in ('<', '<=', '=', '>=', '>')", name="sign"),
    Index(None, "antibiotic", "phenotype", "sample_id"),
)

specimen = table(
    "specimen",
    "Physical specimens that were deposited as several samples; sample.specimen_id points here.",
    Column("specimen_id", BigInteger, Identity(), primary_key=True, comment="Our key."),
    words(
        "accession",
        "The smallest BioSample accession of its samples: a name for it.",
        nullable=False,
        unique=True,
    ),
    Column(
        "grouped_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When it was first found.",
    ),
)

specimen_evidence = table(
    "specimen_evidence",
    "Each hint that two samples are one specimen, whether it was followed or not.",
    Column("evidence_id", BigInteger, Identity(), primary_key=True, comment="Our key."),
    words(
        "kind",
        "md5 (a shared original read file) or same as (an explicit identifier).",
        nullable=False,
    ),
    words("value", "The checksum, or the identifier.", nullable=False),
    _sample("One sample.", nullable=False),
    reference("other_sample_id", "sample.sample_id", "The other sample.", nullable=False),
    words("conflict", "Why it was not followed; null: the two are one specimen."),
    UniqueConstraint("sample_id", "other_sample_id", "kind", "value"),
    Index(None, "other_sample_id"),
    Index(None, "conflict", postgresql_where=text("conflict is not null")),
)

change = table(
    "change",
    "What changed in the mirror, field by field.",
    Column("change_id", BigInteger, Identity(), primary_key=True, comment="Order of the changes."),
    words("kind", "Kind of record: sample, ...", nullable=False),
    words("accession", "The record.", nullable=False),
    words(
        "field",
        "The column or curated field; host.sureness, antibiogram.2.value: of a sample's "
        "insdc.curated_value and the second row of its insdc.antibiogram.",
        nullable=False,
    ),
    words("before", "What it said before; null: nothing."),
    words("after", "What it says since; null: nothing."),
    reference("job", "sync_job.number", "The job that changed it.", nullable=False),
    Column(
        "changed_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When it changed here.",
    ),
    Index(None, "accession"),
    Index(None, "job"),
    Index(None, "changed_at"),
)
