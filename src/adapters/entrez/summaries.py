"""Tells which experiment a uid stands for: the records themselves do not say."""

import logging
from collections.abc import Sequence
from typing import Final

from adapters.entrez.causes import FailedRequestError, Patience
from adapters.entrez.client import Call, EntrezClient
from adapters.entrez.envelopes import SUMMARY, read_experiments
from application.errors import DatabaseGoneError, PausedError, StoppedError, TryAgainError
from application.ports.archive import Key

# One summary that NCBI cannot write spoils the reply of a page for good. Halving finds it: nine
# failures for one among 500. The rest of a page that has more of them goes without summaries.
_FAILURES: Final = 24
_SHORT: Final = Patience(attempts=2)

_log: Final = logging.getLogger("insdc_sync.entrez")


def experiments_of(client: EntrezClient, uids: Sequence[Key]) -> dict[Key, str]:
    """Give the accession of the experiment of each uid, where NCBI tells it."""
    try:
        return _ask(client, uids)
    except (StoppedError, DatabaseGoneError, PausedError):
        raise
    except TryAgainError as error:
        _log.warning("%s Asking for summaries in smaller parts.", error)
        return _in_parts(client, uids)


def _in_parts(client: EntrezClient, uids: Sequence[Key]) -> dict[Key, str]:
    known: dict[Key, str] = {}
    parts, failures = _halves(uids), 0
    while parts and failures < _FAILURES:
        part = parts.pop()
        try:
            known |= _ask(client, part, _SHORT)
        except (StoppedError, DatabaseGoneError, PausedError):
            raise
        except TryAgainError:
            failures += 1
            parts += _halves(part)
    return known


def _halves(uids: Sequence[Key]) -> list[Sequence[Key]]:
    middle = len(uids) // 2
    return [uids[:middle], uids[middle:]] if middle else []


def _ask(
    client: EntrezClient, uids: Sequence[Key], patience: Patience | None = None
) -> dict[Key, str]:
    try:
        found = client.ask(Call.by_uids("esummary", SUMMARY, uids), read_experiments, patience)
    except FailedRequestError:
        return {}
    return {uid: found[uid] for uid in uids if uid in found}
