"""Lists the uids of a search, all of them: NCBI's own count says when that is."""

import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.client import Call, EntrezClient
from adapters.entrez.envelopes import SEARCH, Found, read_count, read_search
from adapters.entrez.terms import Term
from application.errors import TryAgainError, UsageError
from domain.selection import DateWindow

UIDS_A_PAGE: Final = 10_000  # what NCBI allows at most; fewer may come
SEARCHES: Final = 4
_NEAR_REACH: Final = 9_000  # where the smallest limit that was ever seen is 9,999
_ALL_DAYS: Final = DateWindow(date(1980, 1, 1), date(2100, 1, 1))
_PUBLISHED: Final = "pdat"  # every public record has this date
_AS_IT_GROWS: Final = 10  # records that may come or go between two questions
_FIRST_WAIT: Final = 10.0  # seconds, doubled each time: the index may just be exchanged

_log: Final = logging.getLogger("insdc_sync.entrez")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a search lists and counts. unmatched: what Entrez did not find, in its words."""

    count: int
    uids: AbstractSet[int]
    unmatched: tuple[str, ...] = ()


class _BeyondReachError(Exception):
    """A result has more records than NCBI lets anybody page through."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def search(client: EntrezClient, term: Term, most: int | None = None) -> Listing:
    """Search, and search again while NCBI lists other than it counts or forgets the result.

    What cannot be paged through whole is searched by halves of its days, until it can.
    most: more than these it cannot be; Entrez may have ignored a field, and found everything.
    Raises TryAgainError if that never ends, UsageError if Entrez does not know a field.
    """
    try:
        return _whole(client, term, most)
    except _BeyondReachError as error:
        parts = [search(client, half, most) for half in _halves(term)]
        uids = frozenset[int]().union(*(part.uids for part in parts))
        if len(uids) != error.count:
            raise TryAgainError(
                f"NCBI counts {error.count:,} records for {term}, more than it lists at once, and "
                f"lists {len(uids):,} of them day by day. Run the same command again."
            ) from None
        return Listing(error.count, uids, parts[0].unmatched)


def _halves(term: Term) -> tuple[Term, Term]:
    window = term.window or _ALL_DAYS
    if window.first == window.last:
        raise TryAgainError(
            f"NCBI has more records for {term} than it lists at once, and a day is the least that "
            "can be asked for. Choose less: insdc-sync sync --help"
        )
    middle = window.first + (window.last - window.first) // 2
    date_type = term.date_type or _PUBLISHED
    early, late = (
        DateWindow(window.first, middle),
        DateWindow(middle + timedelta(days=1), window.last),
    )
    return (
        replace(term, window=early, date_type=date_type),
        replace(term, window=late, date_type=date_type),
    )


def _whole(client: EntrezClient, term: Term, most: int | None) -> Listing:
    trouble = ""
    for attempt in range(SEARCHES):
        if attempt:
            _log.info("NCBI %s (%s); search %d of %d", trouble, term, attempt + 1, SEARCHES)
            client.wait(client.jittered(_FIRST_WAIT * 2 ** (attempt - 1)), f"the search for {term}")
        try:
            listing = _list(client, term, most)
        except FailedRequestError as error:
            trouble = error.words
            continue
        if len(listing.uids) != listing.count:
            trouble = f"counts {listing.count:,} records and lists {len(listing.uids):,}"
            continue
        is_checked = most is None and (term.window is None or listing.count > UIDS_A_PAGE)
        again = count(client, term) if is_checked else listing.count
        if abs(again - listing.count) <= max(_AS_IT_GROWS, listing.count // 10):
            return listing
        # Entrez may have left out a field, and listed all there is of the rest.
        trouble = f"lists {listing.count:,} records and counts {again:,} when asked again"
    raise TryAgainError(f"NCBI {trouble}, {SEARCHES} searches in a row ({term}).")


def _list(client: EntrezClient, term: Term, most: int | None) -> Listing:
    """Page through a result, which NCBI's history keeps as it was when the search was made."""
    database = {"db": term.database.name}
    first = _page(client, f"for {term}", database | term.fields())
    if first.unknown_fields:
        named = ", ".join(first.unknown_fields)
        title = term.database.title
        raise UsageError(f"{title[0].upper()}{title[1:]} has no search field {named} ({term}).")
    if most is not None and first.count > most:
        words = f"finds {first.count:,} records where there are {most:,} at most"
        raise FailedRequestError(Cause.BACKEND, words)
    kept = database | {"term": f"#{first.query_key}", "WebEnv": first.webenv}
    uids, listed = set(first.uids), len(first.uids)
    news = bool(uids)
    while len(uids) < first.count and news:
        try:
            page = _page(client, f"for {term}, from {listed + 1:,} on", kept, listed)
        except FailedRequestError as error:
            if error.cause is Cause.BEYOND_REACH:
                raise _BeyondReachError(first.count) from error
            raise
        news = not uids.issuperset(page.uids)
        uids.update(page.uids)
        listed += len(page.uids)
    if _NEAR_REACH <= len(uids) < first.count:
        raise _BeyondReachError(first.count)  # some databases give the first ones over and over
    return Listing(first.count, uids, first.unmatched)


def _page(client: EntrezClient, told: str, fields: Mapping[str, str], start: int = 0) -> Found:
    place = {"usehistory": "y", "retstart": str(start), "retmax": str(UIDS_A_PAGE)}
    handled = frozenset({Cause.HISTORY_GONE, Cause.BEYOND_REACH} if start else ())
    return client.ask(Call("esearch", SEARCH, told, {**fields, **place}, handled), read_search)


def count(client: EntrezClient, term: Term) -> int:
    """Ask how many records there are, and for none of them."""
    fields = {"db": term.database.name, **term.fields(), "rettype": "count"}
    return client.ask(Call("esearch", SEARCH, f"for the count of {term}", fields), read_count)
