"""What the mirror refers to and has not got yet, or has not looked at for long."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from application.ports.archive import Key

REFRESHED_AFTER = timedelta(days=30)
"""A record that was asked for so long ago is asked for again."""


class Backlog(Protocol):
    """Reads which records other records name, so that they can be asked for."""

    def samples(self) -> Sequence[Key]:
        """Give the BioSamples to ask for, in order of accession.

        Those without a record, unless they were asked for within a day; those whose record is as
        old as REFRESHED_AFTER.
        """
        ...

    def projects(self) -> tuple[Sequence[Key], Sequence[Key]]:
        """Give the BioProjects to ask for, by accession or uid, as for samples; umbrellas too.

        Those of which the archive gave no answer before come apart, as the second.
        """
        ...

    def unlinked_samples(self) -> Sequence[int]:
        """Give the Entrez uids of BioSamples that name no project and were not asked after yet."""
        ...

    def link(self, projects: Mapping[int, Sequence[int]]) -> None:
        """Note which projects, by uid, the archive links to samples, by uid."""
        ...
