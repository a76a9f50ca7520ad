"""A mirror with its books, as contract tests use them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.memory.ledger import MemoryLedger
from adapters.memory.mirror import MemoryMirror
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.mirror import PostgresMirror
from application.ports.ledger import Job, JobLedger, JobRequest
from application.ports.mirror import Mirror, ReadPackage, Unreadable
from domain.records import ExperimentPackage
from domain.tally import Tally
from tests.support.contents import Contents
from tests.support.memory_contents import contents_of_memory
from tests.support.packages import read
from tests.support.postgres_contents import contents_of_postgres


@dataclass(frozen=True)
class House:
    """`contents` looks into the mirror, past its port."""

    mirror: Mirror[Any]
    ledger: JobLedger
    contents: Callable[[], Contents]

    @classmethod
    def in_memory(cls) -> "House":
        ledger = MemoryLedger()
        mirror = MemoryMirror(ledger)
        return cls(mirror, ledger, lambda: contents_of_memory(mirror))

    @classmethod
    def in_postgres(cls, database: Database) -> "House":
        return cls(
            PostgresMirror(database),
            PostgresLedger(database, "test"),
            lambda: contents_of_postgres(database),
        )

    def job(self, pages: Sequence[Sequence[str]] = ()) -> Job:
        job = self.ledger.open(JobRequest("sequencing", {"organism": "all"}))
        return self.ledger.freeze(job, pages)

    def merge(self, *packages: ExperimentPackage) -> Tally:
        """Merge packages as one page, in a transaction of its own."""
        return self.merge_read(*map(read, packages))

    def merge_read(self, *packages: ReadPackage) -> Tally:
        job = self.job()
        with self.mirror.transaction() as transaction:
            return transaction.merge(self.mirror.encode(packages), job.number)

    def quarantine(self, *unreadable: Unreadable) -> Job:
        job = self.job()
        with self.mirror.transaction() as transaction:
            transaction.quarantine(unreadable, job.number)
        return job
