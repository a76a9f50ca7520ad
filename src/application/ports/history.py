"""The reading side of history: what changed in the mirror, when, and by which job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accession import Accession

KINDS = ("submission", "study", "sample", "biosample", "project", "experiment", "run")
"""Kinds of record that have a history; sample: what SRA says, and what is curated."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, as the job found it and as it left it; None: nothing."""

    changed_at: datetime
    job: int
    kind: str
    accession: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A record as it stands: since when it is in the mirror, and by which job."""

    kind: str
    accession: str
    status: str
    mirrored_at: datetime
    job: int | None


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """records: one, or of a sample what SRA and what BioSample says. changes: the oldest first."""

    records: Sequence[Mirrored]
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    kind: str
    accession: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangedStatus:
    """before: in the beginning of the time; after: in its end."""

    kind: str
    accession: str
    before: str | None
    after: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened in a time, by kind and accession. A record may be new and changed, too."""

    new: Sequence[Mirrored]
    changed: Sequence[ChangedRecord]
    statuses: Sequence[ChangedStatus]


class History(Protocol):
    """Reads what changed; writes nothing."""

    def of(self, accession: Accession) -> RecordHistory:
        """Give all that is known of a record; of a sample under all of its accessions."""
        ...

    def between(self, since: datetime, until: datetime, kind: str | None) -> Difference:
        """Give what happened from a time on, up to but not including another."""
        ...
