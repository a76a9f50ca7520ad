"""Fetches the records of a page, and finds out what became of each of them."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from adapters.entrez.causes import FailedRequestError
from adapters.entrez.client import Call, EntrezClient
from adapters.entrez.replies import errors_in, failure
from adapters.entrez.summaries import experiments_of
from adapters.xml.splitter import Piece, split
from application.ports.archive import Key, RawRecord, Reply
from domain.accession import Accession, InvalidAccessionError

PACKAGES: Final = "EXPERIMENT_PACKAGE_SET"
_A_FEW: Final = 5  # missing records; more than these are asked for together once more

_log: Final = logging.getLogger("insdc_sync.entrez")


def fetch_packages(client: EntrezClient, uids: Sequence[Key]) -> Reply:
    """Fetch the records of some uids; what does not come back is asked for again, one by one."""
    pieces = _packages(client, uids)
    page = _Page(uids, experiments_of(client, uids))
    page.sort_in(pieces)
    if len(page.missing) > _A_FEW:
        page.sort_in(_packages(client, page.missing))
    for uid in page.missing:
        page.settle(uid, _packages(client, [uid]))
    if strangers := page.strangers():
        _log.warning("NCBI sent records that were not asked for: %s", ", ".join(sorted(strangers)))
    return page.reply()


def _packages(client: EntrezClient, uids: Sequence[Key]) -> list[Piece]:
    call = Call.by_uids("efetch", PACKAGES, uids)
    try:
        return client.ask(call, read_pieces)
    except FailedRequestError:
        return []


def read_pieces(body: bytes) -> list[Piece]:
    """Cut a reply into packages and "not public" answers; any other error spoils it."""
    pieces = list(split(body))
    for piece in pieces:
        if piece.is_error and piece.not_public is None:
            raise failure(" ".join(errors_in(piece.raw)))
    return pieces


class _Page:
    """What is known of the records of a page; each uid is settled once."""

    def __init__(self, uids: Sequence[Key], told: Mapping[Key, str]) -> None:
        named = ((uid, _accession(text)) for uid, text in told.items())
        self._uids = uids
        self._experiments = {uid: accession for uid, accession in named if accession}
        # Where two uids claim one experiment, only a reply to one of them tells whose it is.
        claims = Counter(self._experiments.values())
        self._uid_of = {name: uid for uid, name in self._experiments.items() if claims[name] == 1}
        self._settled: dict[Key, Piece | None] = {}
        self._returned: set[str] = set()

    @property
    def missing(self) -> list[Key]:
        return [uid for uid in self._uids if uid not in self._settled]

    def sort_in(self, pieces: Iterable[Piece]) -> None:
        """Settle the uids whose whole records these are, as their accessions tell."""
        for piece in pieces:
            name = self._seen(piece)
            if piece.whole and name in self._uid_of:
                self._settled[self._uid_of[name]] = piece

    def settle(self, uid: Key, pieces: Iterable[Piece]) -> None:
        """Settle a uid with the reply to it alone: it may be torn or nameless, but no other's."""
        own = {name: piece for piece in pieces if self._may_be(uid, name := self._seen(piece))}
        expected = self._experiments.get(uid)
        only = next(iter(own.values())) if len(own) == 1 else None
        self._settled[uid] = own.get(expected) or only

    def _seen(self, piece: Piece) -> str | None:
        name = _accession(piece.not_public or piece.experiment)
        if name:
            self._returned.add(name)
        return name

    def _may_be(self, uid: Key, name: str | None) -> bool:
        if name is None:
            return True
        expected = self._experiments.get(uid)
        return name == expected if expected else name not in self._experiments.values()

    def strangers(self) -> set[str]:
        """Name the experiments that came though nobody asked for them."""
        pieces = filter(None, self._settled.values())
        return self._returned - {_accession(p.not_public or p.experiment) for p in pieces}

    def reply(self) -> Reply:
        records, not_public, absent = [], [], []
        for uid in self._uids:
            piece = self._settled[uid]
            if piece is None:
                absent.append(uid)
            elif piece.is_error:
                not_public.append(uid)
            else:
                records.append(RawRecord(uid, piece.raw, int(uid)))
        return Reply(tuple(records), tuple(not_public), tuple(absent))


def _accession(text: str | None) -> str | None:
    """Read a name; a spoilt one is none, so that its record can still be told by its uid."""
    try:
        return str(Accession.parse(text or ""))
    except InvalidAccessionError:
        return None
