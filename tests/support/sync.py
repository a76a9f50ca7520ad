"""The main job on adapters in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from adapters.memory.ledger import MemoryLedger
from adapters.memory.lock import MemoryJobLock
from adapters.memory.mirror import MemoryMirror, PageOfPackages
from adapters.memory.progress import RecordedProgress
from adapters.memory.workers import InlineWorkers
from application.paged_job import Toolbox
from application.ports.ledger import Job
from application.ports.workers import Workers
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_sequencing import SyncSequencing
from domain.selection import Selection
from tests.support.contents import Contents
from tests.support.memory_contents import contents_of_memory
from tests.support.scripted import ScriptedArchive

ZEA_MAYS = Selection(organism="Zea mays")


@dataclass
class Sync:
    """Runs the job again and again: with the same books and mirror, on any day."""

    archive: ScriptedArchive
    page_size: int = 2
    in_flight: int = 3
    today: date = date(2025, 6, 30)
    workers: Workers = field(default_factory=InlineWorkers)
    resolve: Callable[[Selection], Selection] = lambda selection: selection
    ledger: MemoryLedger = field(init=False)
    lock: MemoryJobLock = field(default_factory=MemoryJobLock)
    progress: RecordedProgress = field(default_factory=RecordedProgress)

    def __post_init__(self) -> None:
        self.ledger = MemoryLedger(lambda: datetime.combine(self.today, time(12), UTC))
        self.mirror = MemoryMirror(self.ledger)

    def __call__(
        self, selection: Selection = ZEA_MAYS, days: int | None = None
    ) -> list[SyncReport]:
        use_case = SyncSequencing[PageOfPackages](
            self.archive,
            self.mirror,
            self.lock,
            Toolbox(
                self.ledger,
                self.workers,
                self.progress,
                cleanse=bytes.upper,
                in_flight=self.in_flight,
            ),
            today=lambda: self.today,
            resolve=self.resolve,
            glance=lambda raw: raw.decode()[-9:],
            page_size=self.page_size,
        )
        return use_case(SyncRequest(selection, days))

    def once(self, selection: Selection = ZEA_MAYS, days: int | None = None) -> SyncReport:
        (report,) = self(selection, days)
        return report

    @property
    def contents(self) -> Contents:
        return contents_of_memory(self.mirror)

    @property
    def experiments(self) -> list[str]:
        return list(self.contents.experiments)

    def job(self, number: int = 1) -> Job:
        return self.ledger.job(number)
