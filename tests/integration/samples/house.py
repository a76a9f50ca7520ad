"""A mirror of samples with its books, as the tests of samples use it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text

from adapters.memory.progress import RecordedProgress
from adapters.memory.workers import InlineWorkers
from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.curation import PostgresCurationDesk
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.mirror import BIOSAMPLES, PROJECTS, SEQUENCING, PostgresMirror, Shelf
from adapters.postgres.schema_books import metadata
from adapters.postgres.specimens import PostgresSpecimens
from adapters.postgres.staged import PageRows
from adapters.xml.biosample import read_biosample
from application.curate_samples import CurateSamples, CurationReport
from application.derive import Derive
from application.errors import TryAgainError
from application.group_specimens import GroupSpecimens, SpecimenReport
from application.paged_job import Toolbox
from application.ports.ledger import Job, JobRequest
from application.ports.mirror import ReadPackage, ReadRecord
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_projects import SyncProjects
from application.sync_samples import SyncSamples
from domain.bioproject import BioProject
from domain.biosample import BioSample
from domain.changes import digest
from domain.records import ExperimentPackage
from domain.selection import Selection
from domain.tally import Tally
from tests.integration.samples.scripted import Scripted

TUBERCULOSIS = Selection(organism="Mycobacterium tuberculosis")
TODAY = date(2025, 6, 30)
BOOKS = frozenset({"sync_job", "page", "quarantine", "arrival"})


class KilledError(BaseException):
    """Ends a job without letting it say a word, as kill -9 does."""


@dataclass
class SampleHouse:
    """Merges records, and runs the jobs on archives that a test wrote."""

    database: Database
    progress: RecordedProgress = field(default_factory=RecordedProgress)

    def packages(self, *packages: ExperimentPackage) -> Tally:
        read = [ReadPackage(one, digest(repr(one).encode())) for one in packages]
        return self._merge(SEQUENCING, read)

    def samples(self, *samples: BioSample) -> Tally:
        return self._merge(BIOSAMPLES, self.read(samples))

    def sample_xml(self, *raws: bytes) -> Tally:
        return self.samples(*map(read_biosample, raws))

    def projects(self, *projects: BioProject) -> Tally:
        return self._merge(PROJECTS, self.read(projects))

    @staticmethod
    def read(records: Sequence[Any]) -> list[ReadRecord[Any]]:
        return [ReadRecord(one, digest(repr(one).encode())) for one in records]

    def _merge(self, shelf: Shelf, read: Sequence[ReadRecord[Any]]) -> Tally:
        mirror = PostgresMirror(self.database, shelf)
        job = self.job()
        with mirror.transaction() as transaction:
            return transaction.merge(mirror.encode(read), job.number)

    def job(self) -> Job:
        return self.ledger.open(JobRequest("test", {}))

    @property
    def ledger(self) -> PostgresLedger:
        return PostgresLedger(self.database, "test")

    @property
    def lock(self) -> PostgresJobLock:
        return PostgresJobLock(self.database)

    @property
    def backlog(self) -> PostgresBacklog:
        return PostgresBacklog(self.database)

    @property
    def _tools(self) -> Toolbox:
        return Toolbox(self.ledger, InlineWorkers(), self.progress, bytes.upper, in_flight=1)

    @property
    def derive(self) -> Derive:
        return Derive(self._curation(), GroupSpecimens(self._shelf, self.progress))

    @property
    def _shelf(self) -> PostgresSpecimens:
        return PostgresSpecimens(self.database)

    def _curation(self) -> CurateSamples[Any]:
        return CurateSamples(
            PostgresCurationDesk(self.database),
            self.ledger,
            self.lock,
            InlineWorkers(),
            self.progress,
        )

    def curate(self, job: int | None = None) -> CurationReport:
        return self._curation()(job)

    def group(self) -> SpecimenReport:
        return GroupSpecimens(self._shelf, self.progress)()

    def sync_samples(
        self,
        archive: Scripted[BioSample],
        selection: Selection = TUBERCULOSIS,
        days: int | None = None,
        today: date = TODAY,
        afterwards: Callable[[int], None] | None = None,
    ) -> list[SyncReport]:
        use_case = SyncSamples[PageRows](
            archive,
            PostgresMirror(self.database, BIOSAMPLES),
            self.backlog,
            self.lock,
            self._tools,
            today=lambda: today,
            resolve=lambda selection: selection,
            check=lambda: None,
            afterwards=afterwards or self.derive,
            glance=lambda raw: raw.decode()[-9:],
            page_size=2,
        )
        return use_case(SyncRequest(selection, days))

    def sync_projects(
        self, archive: Scripted[BioProject], selection: Selection | None = None
    ) -> SyncReport:
        use_case = SyncProjects[PageRows](
            archive,
            PostgresMirror(self.database, PROJECTS),
            self.backlog,
            self.lock,
            self._tools,
            afterwards=self.group,
            glance=lambda raw: raw.decode()[-9:],
            page_size=2,
        )
        return use_case(SyncRequest(selection or Selection()))[0]

    def killed(self, run: Callable[[], object]) -> None:
        """Run what does not come to its end."""
        with suppress(KilledError, TryAgainError):
            run()
            raise AssertionError("it came to its end")

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def value(self, query: str, **values: object) -> Any:
        [(value,)] = self.rows(query, **values)
        return value

    def record(self, table: str, accession: str) -> dict[str, Any]:
        """Give the one row of an accession, by the names of its columns."""
        query = text(f"select * from insdc.{table} where accession = :accession")
        with self.database.transaction() as connection:
            return dict(connection.execute(query, {"accession": accession}).mappings().one())

    def execute(self, *statements: str) -> None:
        with self.database.transaction() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def versions(self) -> set[tuple[str, str, str]]:
        """Give the place and the writing transaction of every row but those of the books."""
        return {
            (table.name, *row)
            for table in metadata.sorted_tables
            if table.schema == "insdc" and table.name not in BOOKS
            for row in self.rows(f"select ctid::text, xmin::text from {table.fullname}")
        }
