"""Finds records by their accessions: in searches of many, and where that fails one by one."""

from collections.abc import Iterable, Sequence

from adapters.entrez.client import EntrezClient
from adapters.entrez.database import Database
from adapters.entrez.search import search
from adapters.entrez.terms import Term, any_of, batches
from application.ports.archive import Key
from domain.accession import Accession

# An accession that moved from one record to another may still be found with both.
_RECORDS_AN_ACCESSION = 2


class Names:
    """Searches for accessions. A search gives uids; only the records tell which is whose."""

    def __init__(self, client: EntrezClient, database: Database) -> None:
        self._client, self._database = client, database
        self._unknown: set[str] = set()

    def uids(self, accessions: Iterable[Accession]) -> list[Key]:
        """Ask for all these accessions, a hundred at a time."""
        uids: dict[Key, None] = {}
        for batch in batches(accessions):
            uids |= dict.fromkeys(self._search(batch))
        return list(uids)

    def uids_of(self, accession: Accession) -> list[Key]:
        """Ask for one accession alone, unless Entrez has said that it does not know it."""
        return [] if str(accession) in self._unknown else self._search([accession])

    def _search(self, accessions: Sequence[Accession]) -> list[Key]:
        term = Term(any_of(accessions, self._database), database=self._database)
        listing = search(self._client, term, most=_RECORDS_AN_ACCESSION * len(accessions))
        self._unknown.update(phrase.partition("[")[0].strip('"') for phrase in listing.unmatched)
        return list(map(str, sorted(listing.uids)))
