r"""The tables of schemas `biosql` and `taxonomy`: the description that the migration follows.

`biosql` has BioSQL's own two tables of taxa, by BioSQL's own names, so that its programs
(Biopython's BioSQL among them) read them with search_path=biosql. Three things differ from
BioSQL's script: words are text instead of varchar(32) and varchar(255), which real ranks and names
outgrow; left_value and right_value are checked at the end of a statement, so that a set of rows can
be numbered at once; and taxon_name has an index on the name in lower case instead of one on the
name, which the unique constraint serves as well.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from adapters.postgres.schema_books import sync_job
from domain.taxonomy import Change

BIOSQL = "biosql"
TAXONOMY = "taxonomy"

metadata = MetaData()

_KEPT = "Whether biosql.taxon has it: it was in the tree here, or another program added it."


def _words(name: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, Text, comment=comment, **options)


def _number(name: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, Integer, comment=comment, **options)


def _small(name: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, SmallInteger, comment=comment, **options)


def _table(name: str, comment: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, schema=TAXONOMY, comment=comment)


taxon = Table(
    "taxon",
    metadata,
    _number(
        "taxon_id",
        "BioSQL's own key of a taxon; it never changes, and no taxon is ever deleted.",
        server_default=text(f"nextval('{BIOSQL}.taxon_pk_seq'::regclass)"),
        autoincrement=False,
    ),
    _number("ncbi_taxon_id", "NCBI taxonomy id (nodes.dmp, tax_id)."),
    _number(
        "parent_taxon_id",
        "taxon_id of the parent; the root's is its own. A merged taxon hangs below the one that "
        "took it over, a deleted one stays below its last parent: see taxonomy.taxon.status.",
    ),
    _words("node_rank", "Rank, in NCBI's words; any word may come (nodes.dmp, rank)."),
    _small("genetic_code", "taxonomy.genetic_code of its nuclear genes."),
    _small("mito_genetic_code", "taxonomy.genetic_code of its mitochondrial genes; 0: none."),
    _number(
        "left_value",
        "Nested set: all that lies below a taxon has its left_value between the taxon's left_value "
        "and right_value. The numbers have gaps, so that a sync need not renumber the tree: count "
        "what lies below with taxonomy.descendants(), not by their difference. A taxon without "
        "anything below it has right_value = left_value + 1.",
    ),
    _number("right_value", "Nested set, see left_value."),
    PrimaryKeyConstraint("taxon_id", name="taxon_pkey"),
    UniqueConstraint("ncbi_taxon_id", name="xaktaxon_ncbi_taxon_id"),
    UniqueConstraint(
        "left_value", name="xaktaxon_left_value", deferrable=True, initially="IMMEDIATE"
    ),
    UniqueConstraint(
        "right_value", name="xaktaxon_right_value", deferrable=True, initially="IMMEDIATE"
    ),
    Index("taxparent", "parent_taxon_id"),
    schema=BIOSQL,
    comment="Taxa of the NCBI taxonomy, as BioSQL keeps them; retired ones too. "
    "See taxonomy.taxon for a view with names and status.",
)

taxon_name = Table(
    "taxon_name",
    metadata,
    Column(
        "taxon_id",
        ForeignKey(f"{BIOSQL}.taxon.taxon_id", name="fktaxon_taxonname", ondelete="CASCADE"),
        nullable=False,
        comment="The taxon.",
    ),
    _words("name", "A name of it, exactly as NCBI spells it (names.dmp).", nullable=False),
    _words(
        "name_class",
        "scientific name (one a taxon), synonym, common name, ... in NCBI's words.",
        nullable=False,
    ),
    UniqueConstraint(
        "name", "name_class", "taxon_id", name="taxon_name_name_name_class_taxon_id_key"
    ),
    Index("taxnametaxonid", "taxon_id"),
    Index(
        "taxnamelower",
        func.lower(text("name")).label("lower"),
        postgresql_ops={"lower": "text_pattern_ops"},
    ),
    schema=BIOSQL,
    comment="All names of the taxa, as BioSQL keeps them. Retired taxa keep their last names.",
)

sync = _table(
    "sync",
    "The dumps that were brought in, one row each; a dump that was there already adds none.",
    Column(
        "job",
        ForeignKey(sync_job.c.number, name="fk_sync_job"),
        autoincrement=False,
        comment="The job that did it (insdc.sync_job).",
    ),
    _words("source", "Address or path of the dump.", nullable=False),
    _words("digest", "What tells the dump from others: md5 of the archive.", nullable=False),
    Column("dump_day", Date, nullable=False, comment="The day the dump was made."),
    Column(
        "applied_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When it was brought in.",
    ),
    _number("taxa", "Taxa in the tree from then on.", nullable=False),
    _number("names_added", "Names that came, of all classes.", nullable=False),
    _number("names_removed", "Names that went.", nullable=False),
    _number("renumbered", "Taxa whose left or right changed, new ones aside.", nullable=False),
    PrimaryKeyConstraint("job", name="pk_sync"),
)

change = _table(
    "change",
    "The history of the taxonomy: what became of a taxon, and with which dump. "
    "It begins with the second dump: the first is where everything starts.",
    Column(
        "job",
        ForeignKey(f"{TAXONOMY}.sync.job", name="fk_change_job"),
        nullable=False,
        comment="The dump that brought it (taxonomy.sync).",
    ),
    _number("ncbi_taxon_id", "The taxon.", nullable=False),
    _words(
        "kind",
        "new: it was not known; renamed: it has another scientific name; re-ranked: another rank; "
        "moved: another parent; merged: another taxon took it over; deleted: NCBI gave it up; "
        "reused: it was merged or deleted and is back.",
        nullable=False,
    ),
    _words(
        "before",
        "What it was: scientific name, rank, or tax id of the parent; reused, and merged or "
        "deleted after it had left already: how it had left, e.g. merged into 1773.",
    ),
    _words(
        "after",
        "What it is now: scientific name, rank, tax id of the parent; merged: tax id of the heir.",
    ),
    PrimaryKeyConstraint("job", "kind", "ncbi_taxon_id", name="pk_change"),
    CheckConstraint(
        "kind in (" + ", ".join(f"'{kind.value}'" for kind in Change) + ")", name="ck_change_kind"
    ),
    Index("ix_change_ncbi_taxon_id", "ncbi_taxon_id"),
)

merged = _table(
    "merged",
    "Tax ids that another taxon took over (merged.dmp). Nothing is forgotten: an id stays here "
    "when NCBI no longer lists it, until it is used again.",
    _number("ncbi_taxon_id", "The old id.", autoincrement=False),
    _number(
        "merged_into", "The id it was merged into, by the last dump that listed it.", nullable=False
    ),
    _number(
        "current_ncbi_taxon_id",
        "The taxon in the tree that has it now, mergers followed; null: it was deleted later.",
    ),
    Column("noticed", Date, nullable=False, comment="Day of the first dump here that listed it."),
    Column(
        "kept",
        Boolean,
        nullable=False,
        comment=_KEPT,
    ),
    PrimaryKeyConstraint("ncbi_taxon_id", name="pk_merged"),
    Index("ix_merged_current_ncbi_taxon_id", "current_ncbi_taxon_id"),
    Index("ix_merged_kept", "ncbi_taxon_id", postgresql_where=text("kept")),
)

retired = _table(
    "retired",
    "Tax ids that NCBI gave up without an heir. If they were ever in the tree here, they are in "
    "biosql.taxon still.",
    _number("ncbi_taxon_id", "The id.", autoincrement=False),
    Column(
        "noticed",
        Date,
        nullable=False,
        comment="Day of the first dump here that said so; for ids that were deleted before the "
        "first dump, the day of that.",
    ),
    _words(
        "reason",
        "deleted: the dump lists it (delnodes.dmp); vanished: the dump just has it no more.",
        nullable=False,
    ),
    Column(
        "kept",
        Boolean,
        nullable=False,
        comment=_KEPT,
    ),
    PrimaryKeyConstraint("ncbi_taxon_id", name="pk_retired"),
    Index("ix_retired_kept", "ncbi_taxon_id", postgresql_where=text("kept")),
    CheckConstraint("reason in ('deleted', 'vanished')", name="ck_retired_reason"),
)

division = _table(
    "division",
    "GenBank's divisions (division.dmp).",
    _small("division_id", "NCBI's number of it.", autoincrement=False),
    _words("code", "Its three letters, e.g. BCT.", nullable=False),
    _words("name", "Its name, e.g. Bacteria.", nullable=False),
    _words("comments", "NCBI's comments."),
    PrimaryKeyConstraint("division_id", name="pk_division"),
)

taxon_division = _table(
    "taxon_division",
    "Taxa whose division is not that of their parent (nodes.dmp, division id); "
    "all others have their parent's: taxonomy.division_of() tells anybody's.",
    _number("ncbi_taxon_id", "The taxon.", autoincrement=False),
    _small("division_id", "Its division (taxonomy.division).", nullable=False),
    PrimaryKeyConstraint("ncbi_taxon_id", name="pk_taxon_division"),
)

genetic_code = _table(
    "genetic_code",
    "Genetic codes (gencode.dmp).",
    _small("genetic_code", "NCBI's number of it (translation table).", autoincrement=False),
    _words("abbreviation", "Its short name, where it has one."),
    _words("name", "Its name, e.g. Standard.", nullable=False),
    _words("amino_acids", "64 amino acids, by codon in the order TTT, TTC, TTA, TTG, TCT, ..."),
    _words("starts", "The same for start codons: M where the codon can start, - where not."),
    PrimaryKeyConstraint("genetic_code", name="pk_genetic_code"),
)

unique_name = _table(
    "unique_name",
    "How NCBI tells names apart that several taxa share, e.g. Bacillus <firmicutes> "
    "(names.dmp, unique name). Only names that have one.",
    _number("ncbi_taxon_id", "The taxon.", nullable=False),
    _words("name", "Its name.", nullable=False),
    _words("name_class", "Class of the name.", nullable=False),
    _words("unique_name", "The name that no other taxon has.", nullable=False),
    PrimaryKeyConstraint(
        "ncbi_taxon_id", "name", "name_class", "unique_name", name="pk_unique_name"
    ),
    Index(
        "ix_unique_name_lower",
        func.lower(text("unique_name")).label("lower"),
        postgresql_ops={"lower": "text_pattern_ops"},
    ),
)

print_ = _table(
    "print",
    "For the program alone: digests of the last dump, by which the next is compared. "
    "Without these rows the next sync compares everything.",
    _words("file", "The file of the dump."),
    Column(
        "blocks",
        LargeBinary,
        nullable=False,
        comment="For each block of 64 tax ids its number (4 bytes, big-endian) and 8 bytes of "
        "BLAKE2b of its rows.",
    ),
    PrimaryKeyConstraint("file", name="pk_print"),
)
