"""The mirror's taxonomy: what a dump is brought into, in one piece."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from application.ports.taxonomy_dump import DumpFile, Part, Prints
from domain.taxonomy import Change


@dataclass(frozen=True, slots=True)
class TaxonomyStanding:
    """What the mirror holds. digest, source, day: of the dump it was brought in step with."""

    taxa: int
    digest: str
    source: str
    day: date


@dataclass(frozen=True, slots=True)
class TaxonomyChanges:
    """What a dump changed. taxa: in the tree now.

    counts: taxa by change; one may have undergone several. What becomes of ids that had left the
    tree before is not counted.
    unchanged: taxa in the tree that underwent none of them.
    names_added, names_removed: names of all classes.
    renumbered: rows whose left or right is another now, new ones aside.
    """

    taxa: int
    unchanged: int
    counts: Mapping[Change, int] = field(default_factory=dict)
    names_added: int = 0
    names_removed: int = 0
    renumbered: int = 0


class TaxonomyUpdate(Protocol):
    """A dump on its way into the mirror: nobody sees any of it before it is applied whole."""

    @property
    def known(self) -> Mapping[DumpFile, Prints]:
        """What the dump need not say again, by the prints of the last one."""
        ...

    def take(self, part: Part) -> None: ...

    def apply(self, *, allow_loss: bool) -> TaxonomyChanges:
        """Bring the mirror in step with what was taken.

        Raises TaxonomyError where that is no taxonomy, and NotReadyError where it has less than
        half of the taxa that were there, unless the loss is allowed; ChangedMeanwhileError where
        another program changed taxa since the update began, so that what is known is not true.
        """
        ...


class TaxonomyMirror(Protocol):
    """The taxonomy of the mirror."""

    def standing(self) -> TaxonomyStanding | None:
        """Tell what is there; None: no dump was ever brought in."""
        ...

    def update(
        self, job: int, source: str, digest: str, *, compare_all: bool
    ) -> AbstractContextManager[TaxonomyUpdate]:
        """Begin; commit on leaving, and on any exception leave all as it was.

        compare_all: know nothing of the last dump, so that every row is compared.
        """
        ...
