"""Fetches records that say their own uid, and finds out what became of each that was asked for."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, TypeAlias

from adapters.entrez.client import Call
from adapters.entrez.database import Database
from adapters.entrez.replies import errors_in, failure, known_failure
from adapters.xml.splitter import Piece, Shape, split
from application.ports.archive import Key

_A_FEW: Final = 5  # missing records; more than these are asked for together once more
_NOT_PUBLIC: Final = "is not public"

_log: Final = logging.getLogger("insdc_sync.entrez")

Ask: TypeAlias = Callable[[Sequence[Key]], Iterable[Piece]]


def nothing_said(_raw: bytes) -> None:
    """In this database nothing stands in the place of a record."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the records of a database are fetched and told apart, unparsed.

    root: the element of a reply. fields: of a request, beside the uids.
    uid_of, accession_of, names_of: the uid of a record, its accession, all accessions it goes by.
    error_of: what is said in the place of a record.
    """

    database: Database
    root: str
    fields: Mapping[str, str]
    shape: Shape
    uid_of: Callable[[bytes], str | None]
    accession_of: Callable[[bytes], str | None]
    names_of: Callable[[bytes], frozenset[str]]
    error_of: Callable[[bytes], str | None] = nothing_said

    def call(self, uids: Sequence[Key]) -> Call:
        fields = {"db": self.database.name, **self.fields}
        return Call.by_uids("efetch", self.root, uids, fields)

    def read_pieces(self, body: bytes) -> list[Piece]:
        """Cut a reply into its records; an error that is not about one of them spoils it."""
        pieces = list(split(body, self.shape))
        for piece in pieces:
            if piece.is_error:
                raise failure(" ".join(errors_in(piece.raw)))
            if failed := known_failure(self.error_of(piece.raw) or ""):
                raise failed
        return pieces


class Fetched:
    """What is known of the records of some uids; each uid is settled once.

    unanswered: those that `ask` knows never to come; it adds to them.
    """

    def __init__(self, kind: Kind, ask: Ask, unanswered: AbstractSet[Key] = frozenset()) -> None:
        self._kind, self._ask = kind, ask
        self.unanswered = unanswered
        self._uids: dict[Key, None] = {}
        self._strangers: set[str] = set()
        self.records: dict[Key, bytes] = {}
        self.not_public: set[Key] = set()
        self.absent: set[Key] = set()

    @property
    def missing(self) -> list[Key]:
        settled = self.records.keys() | self.not_public | self.absent | self.unanswered
        return [uid for uid in self._uids if uid not in settled]

    def fetch(self, uids: Iterable[Key]) -> None:
        """Fetch those not fetched yet; what does not come back is asked for again, one by one."""
        self._uids |= dict.fromkeys(uids)
        if self.missing:
            self._sort_in(self._ask(self.missing))
        if len(self.missing) > _A_FEW:
            self._sort_in(self._ask(self.missing))
        for uid in self.missing:
            self._settle(uid, self._ask([uid]))
        if self._strangers:
            named = ", ".join(sorted(self._strangers))
            _log.warning("NCBI sent records that were not asked for: %s", named)

    def names(self) -> dict[str, Key]:
        """Give the uid of each accession; its own record goes before one that only names it."""
        kind = self._kind
        named = {name: uid for uid, raw in self.records.items() for name in kind.names_of(raw)}
        own = {kind.accession_of(raw): uid for uid, raw in self.records.items()}
        return named | {name: uid for name, uid in own.items() if name}

    def _sort_in(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            uid, error = self._uid_of(piece), self._kind.error_of(piece.raw)
            if uid in self._uids and piece.whole and (error is None or _NOT_PUBLIC in error):
                self._keep(uid, piece, error)

    def _settle(self, uid: Key, pieces: Iterable[Piece]) -> None:
        """Settle a uid with the reply to it alone: it may be torn or nameless, but no other's."""
        own = [piece for piece in pieces if self._uid_of(piece) in {uid, ""}]
        if len(own) == 1:
            self._keep(uid, own[0], self._kind.error_of(own[0].raw))
        elif uid not in self.unanswered:
            self.absent.add(uid)

    def _keep(self, uid: Key, piece: Piece, error: str | None) -> None:
        if error is None:
            self.records[uid] = piece.raw
        else:
            (self.not_public if _NOT_PUBLIC in error else self.absent).add(uid)

    def _uid_of(self, piece: Piece) -> str:
        """Give the uid of a piece; empty where it says none."""
        uid = self._kind.uid_of(piece.raw) or ""
        if uid and uid not in self._uids:
            self._strangers.add(uid)
        return uid
