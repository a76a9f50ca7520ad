"""The project archive over NCBI's E-utilities."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from adapters.entrez.base import LARGEST_PAGE, EntrezArchive, pages
from adapters.entrez.database import BIOPROJECT
from adapters.entrez.keyed import fetch_keys
from adapters.entrez.links import projects_of
from adapters.entrez.records import Kind
from adapters.entrez.slow import Slowly
from adapters.entrez.terms import any_of
from adapters.xml.bioproject import READER_VERSION, read_bioproject
from adapters.xml.bioproject_glance import (
    BIOPROJECTS,
    bioproject_error,
    bioproject_names,
    bioproject_uid,
    glance_bioproject,
)
from application.errors import UsageError
from application.ports.archive import Key, Reader
from application.ports.project_archive import ProjectReply
from domain.bioproject import BioProject
from domain.selection import Selection

_KIND: Final = Kind(
    BIOPROJECT,
    "RecordSet",
    {"rettype": "xml"},
    BIOPROJECTS,
    bioproject_uid,
    glance_bioproject,
    bioproject_names,
    bioproject_error,
)


class EntrezProjectArchive(EntrezArchive):
    """NCBI's BioProject database, where a key is an Entrez uid or an accession."""

    database = BIOPROJECT
    reader_version: Final = READER_VERSION

    @property
    def read(self) -> Reader[BioProject]:
        return read_bioproject

    def count(self, selection: Selection) -> int:
        return len(_keys(selection)) or super().count(selection)

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the uids in ascending order, or the accessions as they are, at most 500 a page."""
        if keys := _keys(selection):
            any_of(selection.accessions, self.database)
            return pages(keys, min(page_size, LARGEST_PAGE))
        return super().find(selection, page_size)

    def _check(self, selection: Selection) -> None:
        if selection.window:
            raise UsageError(
                "BioProject does not tell when a project was published or changed: synchronize "
                "projects without a window."
            )
        super()._check(selection)

    def projects_of(self, samples: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """See the port. Raises TryAgainError when the archive stays out of reach."""
        return projects_of(self._client, samples)

    def fetch(self, keys: Sequence[Key]) -> ProjectReply:
        """See the port. Raises ValueError for a key that is neither uid nor accession."""
        slowly = Slowly(self._client, _KIND, self.ask_info)
        return fetch_keys(self._client, _KIND, keys, slowly.ask, slowly.unanswered)


def _keys(selection: Selection) -> dict[Key, None]:
    """Give the accessions, where they are all that is asked; no window can be."""
    if selection.window:
        return {}
    named = [selection.bioproject] if selection.bioproject else selection.accessions
    return dict.fromkeys(map(str, named))
