"""Where samples wait to be curated, and where what the rules made of them is kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from domain.curation.sample import SampleToCurate

CuratedRows = TypeVar("CuratedRows")
"""A batch in the adapter's own form: picklable, made in a worker process."""

Rows_co = TypeVar("Rows_co", covariant=True)


class Curate(Protocol[Rows_co]):
    """Applies the rules to a batch; a module-level function, for it travels to other processes."""

    def __call__(self, samples: Sequence[SampleToCurate], /) -> Rows_co: ...


class CurationDesk(Protocol[CuratedRows]):
    """Gives out samples that are new, changed, or curated by older rules."""

    @property
    def curate(self) -> Curate[CuratedRows]: ...

    def waiting(self, rules: str) -> int:
        """Count the samples that wait."""
        ...

    def pending(self, rules: str, size: int) -> Iterator[Sequence[SampleToCurate]]:
        """Give them in batches, in the order of their keys."""
        ...

    def write(self, rows: CuratedRows, rules: str, job: int) -> Mapping[str, int]:
        """Replace what was curated of a batch, and note in the history what changed; counts."""
        ...
