"""The tables that keep a mirror true over time: what is followed, what left, who was told."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.postgres.schema_books import reference, table, words, yes

selection = table(
    "selection",
    "What is followed: each is brought up to date from its own watermark.",
    Column("name", Text, primary_key=True, comment="What its people call it, e.g. tb."),
    Column(
        "asked",
        JSONB,
        nullable=False,
        comment="Which records: organism, query, bioproject or accessions.",
    ),
    Column(
        "added_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="Since when it is followed.",
    ),
    Column("paused_at", DateTime(timezone=True), comment="Since when it rests; null: it does not."),
    Column(
        "watermark",
        Date,
        comment="Day of the archive's index (einfo LastUpdate) that it is in step with.",
    ),
    words("build", "The archive's index it is in step with (einfo DbBuild)."),
    Column("aim", Date, comment="Day of the index that the sync under way brings it to."),
    words("aim_build", "Build of that index."),
    Column(
        "aimed_at",
        DateTime(timezone=True),
        comment="When that sync began: its jobs are known by it.",
    ),
    Column("experiments", Integer, comment="Experiments the archive had of it then."),
    yes("projects_due", "Whether the projects that its records name have yet to come."),
    reference("last_job", "sync_job.number", "The last job that brought it up to date."),
    Column(
        "reconciled_at",
        DateTime(timezone=True),
        comment="When its whole list of ids was last compared.",
    ),
    words("reconciled_build", "The index that it was compared with (einfo DbBuild)."),
    CheckConstraint("name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'", name="name"),
)

selection_member = table(
    "selection_member",
    "Which selection brought which record, and since when the archive does not list it.",
    reference("selection", "selection.name", "The selection.", ondelete="CASCADE"),
    words("record", "Kind of record: experiment or biosample."),
    Column("entrez_uid", BigInteger, comment="The record, by its uid in Entrez."),
    Column(
        "added_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When it was first listed.",
    ),
    words("missing_build", "The first index in which it was not listed any more; null: it is."),
    Column("missing_since", Date, comment="The day of that index."),
    PrimaryKeyConstraint("selection", "record", "entrez_uid"),
    Index(None, "record", "entrez_uid"),
)

status_evidence = table(
    "status_evidence",
    "Why a record is not live, or live again: one row each time its status changed.",
    Column("evidence_id", BigInteger, Identity(), primary_key=True, comment="Our key."),
    words("kind", "Kind of record: experiment, run, biosample, project.", nullable=False),
    words("accession", "The record.", nullable=False, index=True),
    words("status", "What it became.", nullable=False),
    words("replaced_by", "The record that replaced it."),
    words("evidence", "What the archive said, and in which index.", nullable=False),
    reference("job", "sync_job.number", "The job that found it.", nullable=False),
    Column(
        "noted_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When.",
    ),
)

arrival = table(
    "arrival",
    "Records in the order in which they were committed, for those who consume them.",
    Column(
        "number",
        BigInteger,
        Identity(),
        primary_key=True,
        comment="Order of arrival: one writer at a time makes it that of the commits.",
    ),
    words(
        "kind",
        "Kind of record: run, experiment, sample, study, biosample, project.",
        nullable=False,
    ),
    words("accession", "The record.", nullable=False),
    reference("job", "sync_job.number", "The job that brought it.", nullable=False),
    Index(None, "kind", "number"),
)

consumer = table(
    "consumer",
    "How far each pipeline has acknowledged what `insdc-sync new` handed out.",
    Column("name", Text, comment="The pipeline."),
    Column("kind", Text, comment="Kind of record it takes."),
    Column(
        "acknowledged",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="The last arrival it has dealt with.",
    ),
    Column(
        "handed_out",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="The last arrival it was given.",
    ),
    Column("seen_at", DateTime(timezone=True), comment="When it last asked."),
    PrimaryKeyConstraint("name", "kind"),
)

tombstone = table(
    "tombstone",
    "Records that were purged: later syncs leave them out.",
    Column("accession", Text, primary_key=True, comment="The record."),
    words("kind", "Kind of record.", nullable=False),
    words("reason", "Why it was purged.", nullable=False),
    Column("entrez_uid", BigInteger, index=True, comment="Its uid in Entrez, where known."),
    Column(
        "purged_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=func.now(),
        comment="When.",
    ),
)

request_slot = table(
    "request_slot",
    "The requests a second that all programs with one key share: each takes a slot.",
    words("whose", "Digest of the key; of those who have none: no key."),
    Column("slot", Integer, comment="Number of the slot, from 1 to the rate; 0: a pause."),
    Column(
        "taken_at",
        DateTime(timezone=True),
        nullable=False,
        server_default=text("'-infinity'"),
        comment="When a request takes it, free again a second later; of 0: when the pause ends.",
    ),
    PrimaryKeyConstraint("whose", "slot"),
)

forecast = table(
    "forecast",
    "What `plan` expected of a job, to compare with what it took.",
    reference("job", "sync_job.number", "The job.", primary_key=True, autoincrement=False),
    Column("experiments", Integer, comment="Experiments expected."),
    Column("biosamples", Integer, comment="BioSamples expected."),
    Column("projects", Integer, comment="BioProjects expected."),
    Column("requests", Integer, comment="Requests expected."),
    Column("seconds", Double, comment="Seconds expected at the rate limit."),
    Column("requests_made", Integer, comment="Requests it took."),
)
