"""The sample archive over NCBI's E-utilities."""

from collections.abc import Iterator, Sequence
from typing import Final

from adapters.entrez.base import LARGEST_PAGE, EntrezArchive, pages
from adapters.entrez.causes import FailedRequestError
from adapters.entrez.database import BIOSAMPLE
from adapters.entrez.keyed import fetch_keys
from adapters.entrez.records import Kind
from adapters.entrez.terms import DATE_TYPES, any_of
from adapters.xml.biosample import READER_VERSION, read_biosample
from adapters.xml.biosample_glance import (
    BIOSAMPLES,
    biosample_names,
    biosample_uid,
    glance_biosample,
)
from adapters.xml.splitter import Piece
from application.errors import UsageError
from application.ports.archive import Key, Reader, Reply
from domain.biosample import BioSample
from domain.selection import Selection

_KIND: Final = Kind(
    BIOSAMPLE,
    "BioSampleSet",
    {"rettype": "full"},
    BIOSAMPLES,
    biosample_uid,
    glance_biosample,
    biosample_names,
)


class EntrezSampleArchive(EntrezArchive):
    """NCBI's BioSample database, where a key is an Entrez uid or an accession."""

    database = BIOSAMPLE
    reader_version: Final = READER_VERSION

    @property
    def read(self) -> Reader[BioSample]:
        return read_biosample

    def count(self, selection: Selection) -> int:
        return len(_keys(selection)) or super().count(selection)

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the uids in ascending order, or the accessions as they are, at most 500 a page."""
        if keys := _keys(selection):
            any_of(selection.accessions, self.database)
            return pages(keys, min(page_size, LARGEST_PAGE))
        return super().find(selection, page_size)

    def _check(self, selection: Selection) -> None:
        """Refuse dates, too, that Entrez would ignore without a word."""
        super()._check(selection)
        fields = self.info.fields if selection.window else {}
        for tag in map(str.upper, DATE_TYPES):
            if selection.window and tag not in fields:
                raise UsageError(
                    f"BioSample has no search field {tag} any more, so that days cannot be asked "
                    "for: synchronize without a window."
                )

    def fetch(self, keys: Sequence[Key]) -> Reply:
        """See the port. Raises ValueError for a key that is neither uid nor accession."""
        reply = fetch_keys(self._client, _KIND, keys, self._ask)
        return Reply(reply.records, reply.not_public, reply.absent)

    def _ask(self, uids: Sequence[Key]) -> list[Piece]:
        try:
            return self._client.ask(_KIND.call(uids), _KIND.read_pieces)
        except FailedRequestError:  # none of them exists
            return []


def _keys(selection: Selection) -> dict[Key, None]:
    """Give the accessions, where they are all that is asked; of a window only a search knows."""
    return dict.fromkeys(map(str, selection.accessions if not selection.window else ()))
