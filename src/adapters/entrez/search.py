"""Lists the uids of a search, all of them: NCBI's own count says when that is."""

import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.client import Call, EntrezClient
from adapters.entrez.envelopes import SEARCH, Found, read_count, read_search
from adapters.entrez.terms import Term
from application.errors import TryAgainError, UsageError

UIDS_A_PAGE: Final = 10_000  # what NCBI allows at most; fewer may come
SEARCHES: Final = 4
_FIRST_WAIT: Final = 10.0  # seconds, doubled each time: the index may just be exchanged

_log: Final = logging.getLogger("insdc_sync.entrez")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a search lists and counts. unmatched: what Entrez did not find, in its words."""

    count: int
    uids: AbstractSet[int]
    unmatched: tuple[str, ...] = ()


def search(client: EntrezClient, term: Term, most: int | None = None) -> Listing:
    """Search, and search again while NCBI lists other than it counts or forgets the result.

    most: more than these it cannot be; Entrez may have ignored a field, and found everything.
    Raises TryAgainError if that never ends, UsageError if Entrez does not know a field.
    """
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
        if len(listing.uids) == listing.count:
            return listing
        trouble = f"counts {listing.count:,} records and lists {len(listing.uids):,}"
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
        page = _page(client, f"for {term}, from {listed + 1:,} on", kept, listed)
        news = not uids.issuperset(page.uids)
        uids.update(page.uids)
        listed += len(page.uids)
    return Listing(first.count, uids, first.unmatched)


def _page(client: EntrezClient, told: str, fields: Mapping[str, str], start: int = 0) -> Found:
    place = {"usehistory": "y", "retstart": str(start), "retmax": str(UIDS_A_PAGE)}
    handled = frozenset({Cause.HISTORY_GONE} if start else ())
    return client.ask(Call("esearch", SEARCH, told, {**fields, **place}, handled), read_search)


def count(client: EntrezClient, term: Term) -> int:
    """Ask how many records there are, and for none of them."""
    fields = {"db": term.database.name, **term.fields(), "rettype": "count"}
    return client.ask(Call("esearch", SEARCH, f"for the count of {term}", fields), read_count)
