"""Where experiments are found and read: NCBI Entrez, or a folder of files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from domain.accession import Accession
from domain.records import ExperimentPackage
from domain.selection import Selection

Key: TypeAlias = str
"""How a source calls a record: an Entrez uid, or a place in a file."""


class Named(Protocol):
    """A record that is known by an accession."""

    @property
    def accession(self) -> Accession: ...


Record_co = TypeVar("Record_co", bound=Named, covariant=True)


class Reader(Protocol[Record_co]):
    """Reads the bytes of one record, or raises UnreadableRecordError. Runs in worker processes."""

    def __call__(self, raw: bytes, /) -> Record_co: ...


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as its source gave it. `uid`: its Entrez uid, where the source has one."""

    key: Key
    raw: bytes
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of every key of a page: here, not public, not there at all, or no answer.

    Every key asked for stands in exactly one of the four.
    unanswered: the archive is there, but fails whenever it is asked for these.
    """

    records: tuple[RawRecord, ...] = ()
    not_public: tuple[Key, ...] = ()
    absent: tuple[Key, ...] = ()
    unanswered: tuple[Key, ...] = ()

    @property
    def missing(self) -> "Missing":
        return Missing(self.not_public, self.absent, self.unanswered)


@dataclass(frozen=True, slots=True)
class Missing:
    """The keys of a page that gave no record, by why."""

    not_public: tuple[Key, ...] = ()
    absent: tuple[Key, ...] = ()
    unanswered: tuple[Key, ...] = ()


class RecordSource(Protocol[Record_co]):
    """Where the records of a page are got from.

    `name` is the word for it in the books; `identity` tells one such archive from another, so
    that only the same work is resumed. `read` and `reader_version` say how its records are read,
    apart from it: reading happens in other processes.
    """

    @property
    def name(self) -> str: ...

    @property
    def identity(self) -> str: ...

    @property
    def read(self) -> Reader[Record_co]: ...

    @property
    def reader_version(self) -> str: ...

    def fetch(self, keys: Sequence[Key]) -> Reply:
        """Get the records of a page; called from several threads at once.

        Raises TryAgainError when the archive stays out of reach after all retries.
        """
        ...

    def stop(self) -> None:
        """Let the calls under way give up soon: the program has to end."""
        ...


class SequenceArchive(RecordSource[ExperimentPackage], Protocol):
    """Where experiments are found and read."""

    def count(self, selection: Selection) -> int:
        """Tell how many records the archive holds of the selection, by its own count."""
        ...

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the keys of all records of the selection, each once, in pages.

        Raises UsageError where the selection cannot be asked of this archive.
        """
        ...
