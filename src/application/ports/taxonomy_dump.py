"""Where the taxonomy comes from: NCBI's taxdump, an archive of it on disk, or a folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeAlias

from application.errors import InsdcSyncError

Prints: TypeAlias = Mapping[int, bytes]
"""The digest of each block of neighbouring tax ids of a file: what it said of them."""


class DumpFile(StrEnum):
    """The files of a dump that are read; below each the columns of it that `Rows` holds."""

    NODES = "nodes.dmp"
    """parent, rank, division, genetic code, mitochondrial genetic code, by tax id"""
    NAMES = "names.dmp"
    """name, unique name, class of name, by tax id"""
    MERGED = "merged.dmp"
    """new tax id, by old tax id"""
    DELETED = "delnodes.dmp"
    """none, by tax id"""
    DIVISIONS = "division.dmp"
    """code of three letters, name, comments, by division id"""
    GENETIC_CODES = "gencode.dmp"
    """abbreviation, name, amino acids by codon, start codons, by genetic code id"""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a file: the id that each begins with, and the other columns as text."""

    file: DumpFile
    ids: Sequence[int]
    columns: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Again:
    """The file turned out not to be in order of tax ids: forget its rows, they all come again."""

    file: DumpFile


@dataclass(frozen=True, slots=True)
class Read:
    """A file was read to its end.

    prints: what to compare it with next time; None where it is not in order of tax ids.
    day: the day it was made, as far as its source tells.
    """

    file: DumpFile
    prints: Prints | None
    day: date | None


Part: TypeAlias = Rows | Again | Read


class TaxonomyDump(Protocol):
    """One dump of the taxonomy."""

    @property
    def name(self) -> str:
        """What a person calls it: its address or its path."""
        ...

    def digest(self) -> str:
        """Tell the dump from others without reading it: two with the same digest are the same.

        Raises TryAgainError where it is out of reach, ConfigurationError where it cannot be.
        """
        ...

    def read(self, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        """Give the rows of all files, in any order of files, as a stream.

        Blocks of tax ids whose digest is in `known` are left out.
        Raises TaxonomyError where the files cannot be read as a dump.
        """
        ...

    def refusal(self, why: str) -> InsdcSyncError:
        """Give the error for a dump that is no use, by who can act where it came from."""
        ...
