"""The reading side of curation: how much was understood, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Coverage:
    """Samples by what became of one field; those that say nothing of it are in none.

    An antibiogram is curated if all of its rows were understood; a single odd cell is a problem.
    """

    field: str
    curated: int
    missing: int
    problem: int
    remark: int


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A submitted value that could not be curated, or with a remark, and why; so many samples."""

    field: str
    submitted: str | None
    why: str
    samples: int


@dataclass(frozen=True, slots=True)
class CurationStanding:
    coverage: Sequence[Coverage]
    values: Sequence[Puzzle]


class CurationReporter(Protocol):
    """Counts what was curated."""

    def __call__(self, field: str | None, limit: int) -> CurationStanding:
        """Give the coverage of all fields, and the most frequent puzzles of one or of all."""
        ...
