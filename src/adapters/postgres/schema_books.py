"""The books of the jobs, and the parts that all tables of schema `insdc` are made of."""

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
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from domain.accession import EntityKind, pattern

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


def words(name: str, comment: str, **options: Any) -> Column[Any]:
    return Column(name, Text, comment=comment, **options)


def key(kind: EntityKind, comment: str) -> tuple[Column[Any], CheckConstraint]:
    """Give the accession that names the rows of a table, and the check that it is one."""
    return (
        Column("accession", Text, primary_key=True, comment=comment),
        CheckConstraint(f"accession ~ '{pattern(kind)}'", name="accession"),
    )


def reference(
    name: str, target: str, comment: str, *, ondelete: str | None = None, **options: Any
) -> Column[Any]:
    key = ForeignKey(f"{SCHEMA}.{target}", ondelete=ondelete)
    return Column(name, key, comment=comment, **options)


def json_column(name: str, comment: str) -> Column[Any]:
    return Column(name, JSONB, nullable=False, server_default=text("'[]'"), comment=comment)


def as_submitted(view: str) -> list[Column[Any]]:
    """Give the columns that keep a record's own words, in order and with repeats."""
    return [
        json_column(
            "identifiers",
            "All names of the record, in order: kind, value, namespace, label (IDENTIFIERS). "
            "One row each in insdc.record_identifier.",
        ),
        json_column(
            "links",
            "Pointers out of the record, in order: database, identifier, label, url (*_LINKS). "
            "One row each in insdc.record_link.",
        ),
        json_column(
            "attributes",
            "Submitted attributes, in order, with repeats: name, value, unit (*_ATTRIBUTES). "
            f"A null value had no VALUE element. One row each in insdc.{view}.",
        ),
        other_column(),
    ]


def list_column(name: str, comment: str) -> Column[Any]:
    return Column(name, ARRAY(Text), nullable=False, server_default=text("'{}'"), comment=comment)


def other_column() -> Column[Any]:
    return Column(
        "other",
        JSONB,
        nullable=False,
        server_default=text("'{}'"),
        comment="What the archive's record holds beyond the columns, as nested JSON; "
        "@names are XML attributes.",
    )


def bookkeeping() -> list[Any]:
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
        reference("mirrored_by", "sync_job.number", "The job that first brought the record."),
        Column(
            "changed_at",
            DateTime(timezone=True),
            comment="When its content last changed here; null: never.",
        ),
        reference("changed_by", "sync_job.number", "The job that last changed it."),
        CheckConstraint(
            "status in (" + ", ".join(f"'{status}'" for status in STATUSES) + ")", name="status"
        ),
    ]


def count(name: str, comment: str) -> Column[Any]:
    return Column(name, BigInteger, comment=comment)


def yes(name: str, comment: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False, server_default=text("false"), comment=comment)


def table(name: str, comment: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, comment=comment)


sync_job = table(
    "sync_job",
    "The books: one row a job, what was asked, when, and how it ended.",
    Column("number", BigInteger, Identity(), primary_key=True, comment="Number of the job."),
    words(
        "kind",
        "What kind of job: taxonomy, sequencing, samples, projects, replay.",
        nullable=False,
    ),
    Column("asked", JSONB, nullable=False, comment="The request, as it was made."),
    Column("first_day", Date, comment="First day of the window the request was frozen to."),
    Column("last_day", Date, comment="Last day of that window."),
    words("program_version", "Version of insdc-sync that opened the job.", nullable=False),
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
    words("message", "Why it did not end well."),
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

page = table(
    "page",
    "The frozen work of a job: the records of each page, and whether it is done.",
    reference("job", "sync_job.number", "The job."),
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
    Column(
        "unanswered",
        ARRAY(Text),
        comment="The records of the page for which it failed each time it was asked.",
    ),
    PrimaryKeyConstraint("job", "number"),
)

quarantine = table(
    "quarantine",
    "Records that could not be read, as they came, less the personal data of submitters.",
    Column("number", BigInteger, Identity(), primary_key=True, comment="Number of the entry."),
    words("source", "Where it came from: entrez or files.", nullable=False),
    words(
        "record_kind",
        "What kind of record it is: experiment, biosample or project.",
        nullable=False,
        server_default="experiment",
    ),
    words(
        "record_key",
        "How the source calls it: an Entrez uid, or a place in a file.",
        nullable=False,
    ),
    words("accession", "The record it seems to be: an experiment, a BioSample or a BioProject."),
    Column("entrez_uid", BigInteger, comment="Its Entrez uid, where known."),
    Column("digest", LargeBinary, nullable=False, comment="BLAKE2b of the bytes as they came."),
    words("reason", "Why it could not be read.", nullable=False),
    Column(
        "raw",
        LargeBinary,
        comment="The record, UTF-8 XML; null once it is resolved, and where it names what was "
        "purged.",
    ),
    Column(
        "first_seen_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When these bytes first came.",
    ),
    reference("first_job", "sync_job.number", "The job that first met them."),
    Column(
        "last_seen_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When these bytes last came.",
    ),
    reference("last_job", "sync_job.number", "The job that last met them."),
    Column(
        "resolved_at",
        DateTime(timezone=True),
        comment="When the record was mirrored after all; null: it still waits.",
    ),
    Index(None, "digest", unique=True),
    Index(None, "accession"),
)
