"""The sequence archive over NCBI's E-utilities."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import Final, Self

from adapters.entrez.access import EntrezAccess
from adapters.entrez.causes import REAL_TIME, SIX_MINUTES, Patience, Timing
from adapters.entrez.client import Call, EntrezClient, shortened
from adapters.entrez.envelopes import INFO, ArchiveInfo, read_info
from adapters.entrez.fields import check_tags, tags_of
from adapters.entrez.packages import fetch_packages
from adapters.entrez.search import count, search
from adapters.entrez.terms import Term, counting_terms_of, terms_of
from adapters.xml.sra import READER_VERSION, read_package
from application.ports.archive import Key, Reader, Reply
from application.ports.limiter import RateLimiter
from domain.records import ExperimentPackage
from domain.selection import Selection

LARGEST_PAGE: Final = 500

_log: Final = logging.getLogger("insdc_sync.entrez")


class EntrezSequenceArchive:
    """NCBI's SRA database, where a key is the Entrez uid of an experiment.

    Safe to share between threads. close() gives the connections back.

    unmatched: what Entrez said it did not find in the last selection, in its own words.
    """

    name: Final = "entrez"
    reader_version: Final = READER_VERSION

    def __init__(
        self,
        access: EntrezAccess,
        limiter: RateLimiter,
        patience: Patience = SIX_MINUTES,
        timing: Timing = REAL_TIME,
    ) -> None:
        self._access = access
        self._client = EntrezClient(access, limiter, patience, timing)
        self.unmatched: tuple[str, ...] = ()

    @property
    def read(self) -> Reader[ExperimentPackage]:
        return read_package

    @property
    def identity(self) -> str:
        return self._access.address

    @cached_property
    def info(self) -> ArchiveInfo:
        """What the index is now: asked once, when first needed."""
        return self._client.ask(Call("einfo", INFO, "of the SRA", {}), read_info)

    def count(self, selection: Selection) -> int:
        """See the port. An experiment that several of many accessions name may count for each."""
        self._check(selection)
        return sum(count(self._client, term) for term in counting_terms_of(selection))

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the uids in ascending order, at most 500 a page.

        Raises UsageError for a selection of everything, or a field that Entrez does not have;
        TryAgainError while the lists that NCBI gives do not agree with its counts.
        """
        if page_size < 1:
            raise ValueError(f"a page of {page_size} records")
        terms = list(terms_of(selection))
        self._check(selection)
        return _pages(self._uids(terms), min(page_size, LARGEST_PAGE))

    def _check(self, selection: Selection) -> None:
        if selection.query and any(tags_of(selection.query)):
            check_tags(selection.query, self.info.fields)

    def _uids(self, terms: Iterable[Term]) -> Iterator[int]:
        uids: set[int] = set()
        unmatched: dict[str, None] = {}
        for term in terms:
            listing = search(self._client, term)
            uids |= listing.uids
            unmatched |= dict.fromkeys(listing.unmatched)
        self.unmatched = tuple(unmatched)
        if unmatched:
            _log.warning("Entrez did not find: %s", shortened(", ".join(unmatched)))
        yield from sorted(uids)

    def fetch(self, keys: Sequence[Key]) -> Reply:
        """See the port. Raises ValueError for a key that is not a uid."""
        for key in keys:
            # NCBI drops the letters of an accession and answers with the record of the rest.
            if not (key.isascii() and key.isdigit()):
                raise ValueError(f"{key!r} is not an Entrez uid")
        return fetch_packages(self._client, list(dict.fromkeys(keys))) if keys else Reply()

    def stop(self) -> None:
        """See the port. Calls under way end with StoppedError, later ones at once."""
        self._client.stop()

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _pages(uids: Iterator[int], size: int) -> Iterator[Sequence[Key]]:
    while page := tuple(map(str, islice(uids, size))):
        yield page
