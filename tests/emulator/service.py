"""The state all endpoints share."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.emulator.call import Call, RefusedError, Reply
from tests.emulator.envelopes import error_reply
from tests.emulator.history import History
from tests.emulator.index import Index, Snapshot
from tests.synthetic import Archive, Record, Status


class Hidden(enum.Enum):
    """What efetch shows of a record that is not live."""

    ERROR = enum.auto()  # an element that says it is not public (BioSample: nothing)
    ABSENT = enum.auto()
    SERVED = enum.auto()  # out of search, but still there by its uid


@dataclass(slots=True)
class Limits:
    """As NCBI's today; `reach` is how far esearch pages (PubMed: 9,999), None without end."""

    retmax: int = 10_000
    reach: int | None = None
    json_summaries: int = 500
    link_history: int = 1_000
    uri: int = 8_000


@dataclass(slots=True)
class Service:
    """efetch and esummary look at the archive as it is, search and links at the snapshot."""

    archive: Archive
    limits: Limits = field(default_factory=Limits)
    history: History = field(default_factory=History)
    hidden: dict[Status, Hidden] = field(
        default_factory=lambda: {
            Status.SUPPRESSED: Hidden.ERROR,
            Status.WITHDRAWN: Hidden.ABSENT,
            Status.UNPUBLISHED: Hidden.ERROR,
        }
    )
    snapshot: Snapshot = field(init=False)
    builds: int = 0

    def __post_init__(self) -> None:
        self.reindex()

    def reindex(self) -> None:
        self.builds += 1
        self.snapshot = Snapshot.take(self.archive, self.builds)

    def index(self, db: str) -> Index | None:
        return self.snapshot.indexes.get(db)

    def store(self, db: str) -> Mapping[int, Record]:
        try:
            return self.archive.records(db)
        except KeyError:
            message = f"Database: {db} - is not supported"
            raise RefusedError(error_reply("eFetchResult", message, status=400)) from None

    def shows(self, record: Record) -> Hidden:
        return Hidden.SERVED if record.is_live else self.hidden[record.status]

    def uids_asked_for(self, call: Call) -> list[int]:
        """From id= or the history, page cut out; each once."""
        self.store(call.db)
        uids = self.uids_listed(call) if "id" in call.params else self._stored(call)
        if "id" in call.params and not uids:
            message = "ID list is empty! Possibly it has no correct IDs."
            raise RefusedError(error_reply("eFetchResult", message, status=400))
        start, most = call.number("retstart", 0), self.limits.retmax
        return uids[start : start + min(call.number("retmax", most), most)]

    def uids_listed(self, call: Call) -> list[int]:
        return list(dict.fromkeys(uid for group in id_groups(call) for uid in group))

    def _stored(self, call: Call) -> list[int]:
        key, webenv = call.get("query_key"), call.get("WebEnv")
        if not key or not webenv:
            message = "Both list of IDs and query_key are empty"
            raise RefusedError(error_reply("eFetchResult", message, status=400))
        uids = self.history.find(webenv, key)
        if uids is None:
            raise RefusedError(history_lost(call))
        return uids


def id_groups(call: Call) -> list[list[int]]:
    """One list for each id= parameter. Letters are dropped, the digits are the uid: SRX7 is 7."""
    return [
        [uid for text in value.split(",") if (uid := _digits(text))]
        for value in call.params.get("id", ())
    ]


def _digits(text: str) -> int:
    return int("".join(c for c in text if c in "0123456789") or 0)


def history_lost(call: Call) -> Reply:
    key, webenv = call.get("query_key"), call.get("WebEnv")
    start, most = call.get("retstart", "0"), call.get("retmax", "20")
    return error_reply(
        "eFetchResult",
        f"Cannot retrieve history data. query_key: {key}, WebEnv: {webenv}, "
        f"retstart: {start}, retmax: {most}",
        "Can't fetch uids from history because of: NCBI C++ Exception: Error: WebEnv not found",
    )
