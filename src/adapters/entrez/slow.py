"""Asks for records of which some never come, and finds out which those are.

A project that NCBI cannot write lets the whole request time out, always. Such a request is asked
again in halves, down to the one that is to blame; the others come.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from adapters.entrez.causes import FailedRequestError, Patience
from adapters.entrez.client import EntrezClient
from adapters.entrez.records import Kind
from adapters.xml.splitter import Piece
from application.errors import DatabaseGoneError, PausedError, StoppedError, TryAgainError
from application.ports.archive import Key

# Each costs a timeout. Eight find one among 100; a page that has many more is for later.
_FAILURES: Final = 40
_OF_MANY: Final = Patience(attempts=2)
_OF_ONE: Final = Patience(attempts=3)

_log: Final = logging.getLogger("insdc_sync.entrez")


class Slowly:
    """Asks for the records of a page. unanswered: those that never came.

    probe: asks the archive for something small, as long as it takes; raises TryAgainError where
    the archive itself is out of reach.
    """

    def __init__(self, client: EntrezClient, kind: Kind, probe: Callable[[], object]) -> None:
        self._client, self._kind, self._probe = client, kind, probe
        self._failures = 0
        self.unanswered: set[Key] = set()

    def ask(self, uids: Sequence[Key]) -> list[Piece]:
        """Give what comes of these; raises TryAgainError where too many requests fail."""
        parts, pieces = [uids], list[Piece]()
        while parts:
            part = parts.pop()
            try:
                pieces += self._ask(part)
            except (StoppedError, DatabaseGoneError, PausedError):
                raise
            except TryAgainError as error:
                self._failed(error)
                parts += self._smaller(part)
        return pieces

    def _ask(self, uids: Sequence[Key]) -> list[Piece]:
        patience = _OF_MANY if len(uids) > 1 else _OF_ONE
        try:
            return self._client.ask(self._kind.call(uids), self._kind.read_pieces, patience)
        except FailedRequestError:  # none of them exists
            return []

    def _failed(self, error: TryAgainError) -> None:
        self._failures += 1
        if self._failures > _FAILURES:
            raise error
        if self._failures == 1:
            self._probe()
        _log.warning("%s Asking for smaller parts.", error)

    def _smaller(self, uids: Sequence[Key]) -> list[Sequence[Key]]:
        if len(uids) == 1:
            self.unanswered.update(uids)
            return []
        middle = len(uids) // 2
        return [uids[:middle], uids[middle:]]
