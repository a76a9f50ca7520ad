"""What the archives over Entrez have in common: the connection, and how records are found."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import ClassVar, Final, Self

from adapters.entrez.access import EntrezAccess
from adapters.entrez.causes import REAL_TIME, SIX_MINUTES, Patience, Timing
from adapters.entrez.client import Call, EntrezClient, shortened
from adapters.entrez.database import Database
from adapters.entrez.envelopes import INFO, ArchiveInfo, read_info
from adapters.entrez.fields import check_tags, tags_of
from adapters.entrez.search import SEARCHES, count, search
from adapters.entrez.terms import Term, counting_terms_of, terms_of
from application.errors import TryAgainError
from application.ports.archive import Key
from application.ports.limiter import RateLimiter
from domain.following import ArchiveIndex
from domain.selection import Selection

LARGEST_PAGE: Final = 500

_log: Final = logging.getLogger("insdc_sync.entrez")


class EntrezArchive:
    """One database of NCBI's Entrez, where a key is a uid.

    Safe to share between threads. close() gives the connections back.

    unmatched: what Entrez said it did not find in the last selection, in its own words.
    """

    name: Final = "entrez"
    database: ClassVar[Database]

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
    def identity(self) -> str:
        return self._access.address

    @cached_property
    def info(self) -> ArchiveInfo:
        """What the index is now: asked once, when first needed."""
        return self.ask_info()

    def ask_info(self) -> ArchiveInfo:
        call = Call("einfo", INFO, f"of {self.database.title}", {"db": self.database.name})
        return self._client.ask(call, read_info)

    def index(self) -> ArchiveIndex:
        """Tell which index answers now. Its day is NCBI's own, of no known zone."""
        told = self.ask_info()
        try:
            day = datetime.strptime(told.last_update.split()[0], "%Y/%m/%d").date()  # noqa: DTZ007
        except (ValueError, IndexError):
            raise TryAgainError(
                f"NCBI says its index is of {told.last_update!r}, which is no day. Run it again."
            ) from None
        return ArchiveIndex(told.build, day)

    def count(self, selection: Selection) -> int:
        """See the port. A record that several of many accessions name may count for each."""
        self._check(selection)
        terms = counting_terms_of(selection, self.database)
        return sum(count(self._client, term) for term in terms)

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the uids in ascending order, at most 500 a page.

        Raises UsageError for a selection of everything, or a field that Entrez does not have;
        TryAgainError while the lists that NCBI gives do not agree with its counts.
        """
        if page_size < 1:
            raise ValueError(f"a page of {page_size} records")
        terms = list(terms_of(selection, self.database))
        self._check(selection)
        return pages(map(str, self._uids(terms)), min(page_size, LARGEST_PAGE))

    def listed(self, selection: Selection) -> Sequence[int]:
        """Give the uids of all that the index lists of a selection; see find for what it raises."""
        self._check(selection)
        return list(self._uids(list(terms_of(selection, self.database))))

    def _check(self, selection: Selection) -> None:
        if selection.query and any(tags_of(selection.query)):
            check_tags(selection.query, self.info.fields, self.database)

    def _uids(self, terms: Sequence[Term]) -> Iterator[int]:
        uids, unmatched = self._of_one_index(terms)
        self.unmatched = tuple(unmatched)
        if unmatched:
            _log.warning("Entrez did not find: %s", shortened(", ".join(unmatched)))
        yield from sorted(uids)

    def _of_one_index(self, terms: Sequence[Term]) -> tuple[set[int], dict[str, None]]:
        """Search; days are searched again if the index was exchanged meanwhile.

        Raises TryAgainError where that happens each time.
        """
        has_days = any(term.window for term in terms)
        for _ in range(SEARCHES):
            build = self.ask_info().build if has_days else ""
            uids: set[int] = set()
            unmatched: dict[str, None] = {}
            for term in terms:
                listing = search(self._client, term)
                uids |= listing.uids
                unmatched |= dict.fromkeys(listing.unmatched)
            if not has_days or self.ask_info().build == build:
                return uids, unmatched
            _log.info("NCBI exchanged its index during the search: searching again")
        raise TryAgainError(
            f"NCBI exchanged its index during each of {SEARCHES} searches. Run the same command "
            "again later."
        )

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


def pages(keys: Iterable[Key], size: int) -> Iterator[Sequence[Key]]:
    remaining = iter(keys)
    while page := tuple(islice(remaining, size)):
        yield page
