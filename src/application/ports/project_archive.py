"""Where BioProjects are found and read: NCBI Entrez, or a folder of files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from application.ports.archive import Key, RecordSource, Reply
from domain.bioproject import BioProject
from domain.selection import Selection


@dataclass(frozen=True, slots=True)
class ProjectReply(Reply):
    """What became of every key of a page; it stands in exactly one of the four.

    unanswered: the archive is there, but fails whenever it is asked for these.
    """

    unanswered: tuple[Key, ...] = ()


class ProjectArchive(RecordSource[BioProject], Protocol):
    """Where projects are found and read.

    A key may also be an accession (PRJ...): `fetch` gives the project of that name, or tells what
    became of it.
    """

    def count(self, selection: Selection) -> int:
        """Tell how many projects the archive holds of the selection, by its own count."""
        ...

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the keys of all projects of the selection, each once, in pages.

        Of a list of accessions there is a key for every one.
        Raises UsageError where the selection cannot be asked of this archive.
        """
        ...

    def projects_of(self, samples: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """Give the Entrez uids of the projects that samples, named by uid, are linked to.

        Samples of which the archive does not tell are left out; those without a project are not.
        """
        ...

    def fetch(self, keys: Sequence[Key]) -> ProjectReply:
        """Get the projects of a page; called from several threads at once.

        A project that does not come costs minutes each time: ask for those that did not come
        before in a page of their own.
        Raises TryAgainError when the archive stays out of reach after all retries.
        """
        ...
