"""A sequence archive that does as a test tells it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Event

from application.errors import UnreadableRecordError
from application.ports.archive import Key, RawRecord, Reader, Reply
from domain.records import ExperimentPackage
from domain.selection import Selection
from tests.support.packages import whole_package

TORN = b"torn"
LONGEST_WAIT_SECONDS = 3


@dataclass
class ScriptedArchive:
    """Holds raw records by key; those that are None are not public, other keys are absent.

    raw: the number of the experiment and its title, such as b"7 second version"; b"torn" is
    unreadable.
    failing: what fetching a page with this key raises.
    slow: keys whose page comes only when the archive is told to stop.
    """

    records: dict[Key, bytes | None] = field(default_factory=dict)
    listed: list[Key] | None = None
    matches_ever: bool = True
    failing: dict[Key, BaseException] = field(default_factory=dict)
    slow: set[Key] = field(default_factory=set)
    search_fails_after: int | None = None
    uids: dict[Key, int] = field(default_factory=dict)
    name: str = "scripted"
    identity: str = "the script"
    reader_version: str = "1"
    asked: list[Selection] = field(default_factory=list)
    fetched: list[tuple[Key, ...]] = field(default_factory=list)
    was_read: list[bytes] = field(default_factory=list)
    gave_up: list[bool] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    @classmethod
    def of(cls, experiments: int) -> "ScriptedArchive":
        return cls(
            {str(number): f"{number} first".encode() for number in range(1, experiments + 1)}
        )

    @property
    def read(self) -> Reader[ExperimentPackage]:
        return self._read

    def _read(self, raw: bytes) -> ExperimentPackage:
        self.was_read.append(raw)
        if raw.startswith(TORN):
            raise UnreadableRecordError("it is torn")
        number, _, title = raw.decode().partition(" ")
        package = whole_package(int(number))
        return replace(package, experiment=replace(package.experiment, title=title))

    def count(self, selection: Selection) -> int:
        return len(self.records) if self.matches_ever and selection.window is None else 0

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        self.asked.append(selection)
        keys = iter(self.records if self.listed is None else self.listed)
        pages = 0
        while page := tuple(islice(keys, page_size)):
            if pages == self.search_fails_after:
                raise ConnectionError
            yield page
            pages += 1

    def fetch(self, keys: Sequence[Key]) -> Reply:
        self.fetched.append(tuple(keys))
        if self.slow.intersection(keys):
            self.gave_up.append(self.stopped.wait(LONGEST_WAIT_SECONDS))
        for key in keys:
            if key in self.failing:
                raise self.failing[key]
        return Reply(
            records=tuple(
                RawRecord(key, raw, self.uids.get(key))
                for key in keys
                if (raw := self.records.get(key)) is not None
            ),
            not_public=tuple(key for key in keys if self.records.get(key, b"") is None),
            absent=tuple(key for key in keys if key not in self.records),
        )

    def stop(self) -> None:
        self.stopped.set()
