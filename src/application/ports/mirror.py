"""The local copy: what is merged into it, a page at a time."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from application.ports.archive import Missing, Record_co
from application.ports.ledger import Page
from domain.records import ExperimentPackage
from domain.tally import Tally

Rows = TypeVar("Rows")
"""A page in the mirror's own form: picklable, made in a worker process, opaque to use cases."""

RowsIn_contra = TypeVar("RowsIn_contra", contravariant=True)
RowsOut_co = TypeVar("RowsOut_co", covariant=True)


@dataclass(frozen=True)
class ReadRecord(Generic[Record_co]):
    """A record with what tells whether it must be read again: the digest of its bytes."""

    record: Record_co
    digest: bytes
    uid: int | None = None


NOTHING_MISSING = Missing()

ReadPackage: TypeAlias = ReadRecord[ExperimentPackage]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that waits in quarantine, free of personal data.

    digest: of the bytes as they came, whichever reader failed on them.
    kind: of record: experiment, biosample or project.
    accession: of the record it seems to be, as far as a glance can tell.
    """

    source: str
    key: str
    raw: bytes
    digest: bytes
    reason: str
    accession: str | None = None
    uid: int | None = None
    kind: str = "experiment"


class Encoder(Protocol[RowsOut_co]):
    """Turns records into rows; a module-level function, since it travels to other processes."""

    def __call__(self, records: Sequence[ReadRecord[Any]], /) -> RowsOut_co: ...


class Transaction(Protocol[RowsIn_contra]):
    """All of a page, or none of it."""

    def merge(self, rows: RowsIn_contra, job: int) -> Tally:
        """Insert what is new, update what differs, leave the rest; count by kind and outcome.

        Called once in a transaction: it is a page's. Raises RefusedRecordError where some record
        says what cannot be held; the transaction is of no use then.
        """
        ...

    def quarantine(self, unreadable: Sequence[Unreadable], job: int) -> None:
        """Keep what could not be read; the same bytes again are counted, not kept twice."""
        ...

    def resolve(self, digests: Collection[bytes]) -> None:
        """Note that these quarantined records were mirrored after all."""
        ...

    def complete(self, page: Page, tally: Tally, missing: Missing = NOTHING_MISSING) -> None:
        """Write into the books that the page is done, and which of its records were not there.

        What is mirrored of a record that is not public any more stays, with that status.
        """
        ...


class Mirror(Protocol[Rows]):
    """The local copy of one kind of record. Merging a page twice writes nothing then."""

    @property
    def encode(self) -> Encoder[Rows]: ...

    def known(self, digests: Collection[bytes]) -> set[bytes]:
        """Give those digests whose records are mirrored just as they are."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction[Rows]]:
        """Commit on leaving, roll back on any exception."""
        ...
