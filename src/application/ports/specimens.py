"""What tells that samples were deposited twice, and where the specimens are kept."""

from collections.abc import Iterable
from typing import Protocol

from domain.deposits import Deposit, SameAs, SharedFile
from domain.specimens import Grouping


class SpecimenShelf(Protocol):
    """The evidence that the mirror holds, and what was concluded from it."""

    def files(self) -> Iterable[SharedFile]:
        """Give the original files of which another run has one with the same checksum.

        One of a run of several samples is given for each. May be gone through several times.
        """
        ...

    def same_as(self) -> Iterable[SameAs]:
        """Give the samples that say which other sample they are."""
        ...

    def deposits(self) -> Iterable[Deposit]:
        """Give all samples that such evidence may be about."""
        ...

    def write(self, grouping: Grouping) -> None:
        """Let the mirror say this and nothing else; what stays the same is not written."""
        ...
