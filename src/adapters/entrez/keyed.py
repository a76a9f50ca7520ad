"""Fetches a page of records of which some are called by uid and some by accession."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from adapters.entrez.client import EntrezClient
from adapters.entrez.naming import Names
from adapters.entrez.records import Ask, Fetched, Kind
from application.ports.archive import Key, RawRecord
from application.ports.project_archive import ProjectReply
from domain.accession import Accession, InvalidAccessionError


def fetch_keys(
    client: EntrezClient,
    kind: Kind,
    keys: Sequence[Key],
    ask: Ask,
    unanswered: AbstractSet[Key] = frozenset(),
) -> ProjectReply:
    """Fetch the records of some uids and accessions; every key ends as one of four.

    unanswered: uids that `ask` knows never to come; it adds to them.
    Raises ValueError for a key that is neither.
    """
    named = {key: _accession(key) for key in dict.fromkeys(keys) if not is_uid(key)}
    names, fetched = Names(client, kind.database), Fetched(kind, ask, unanswered)
    fetched.fetch([*filter(is_uid, keys), *names.uids(named.values())])
    known = fetched.names()
    meant = {key: known.get(str(accession), "") for key, accession in named.items()}
    for key in [key for key, uid in meant.items() if not uid]:
        meant[key] = _alone(named[key], names, fetched)
    return _reply([(key, meant.get(key, key)) for key in dict.fromkeys(keys)], fetched)


def _alone(accession: Accession, names: Names, fetched: Fetched) -> Key:
    """Find an accession that no record of the page bore; empty where there is none.

    Records of other names are not what was asked for: Entrez finds what it likes.
    """
    uids = names.uids_of(accession)
    fetched.fetch(uids)
    known = fetched.names()
    hidden = [uid for uid in uids if uid in fetched.not_public | fetched.unanswered]
    return known.get(str(accession)) or next(iter(hidden), "")


def _reply(meant: Sequence[tuple[Key, Key]], fetched: Fetched) -> ProjectReply:
    records, others = fetched.records, (fetched.not_public, fetched.unanswered)
    not_public, unanswered = ([key for key, uid in meant if uid in kept] for kept in others)
    return ProjectReply(
        tuple(RawRecord(key, records[uid], int(uid)) for key, uid in meant if uid in records),
        tuple(not_public),
        tuple(key for key, uid in meant if not any(uid in kept for kept in (records, *others))),
        tuple(unanswered),
    )


def is_uid(key: Key) -> bool:
    return key.isascii() and key.isdigit()


def _accession(key: Key) -> Accession:
    try:
        return Accession.parse(key)
    except InvalidAccessionError as error:
        raise ValueError(f"{key!r} is neither an Entrez uid nor an accession") from error
