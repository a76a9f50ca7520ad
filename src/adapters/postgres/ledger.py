"""The books of the jobs, in PostgreSQL."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from adapters.postgres.database import Database
from adapters.postgres.schema_books import page, sync_job
from application.ports.ledger import Job, JobRequest, JobState, Page
from domain.tally import Tally

_PAGES_AT_ONCE = 100


class PostgresLedger:
    """Implements application.ports.ledger.JobLedger. `version`: of the program, for the books."""

    def __init__(self, database: Database, version: str) -> None:
        self._database = database
        self._version = version

    def unfinished(self, request: JobRequest) -> Job | None:
        return self._latest(request, sync_job.c.state != JobState.DONE)

    def finished(self, request: JobRequest) -> Job | None:
        return self._latest(request, sync_job.c.state == JobState.DONE)

    def _latest(self, request: JobRequest, state: ColumnElement[bool]) -> Job | None:
        with self._database.transaction() as connection:
            number = connection.scalar(
                select(sync_job.c.number)
                .where(
                    sync_job.c.kind == request.kind,
                    sync_job.c.asked == dict(request.asked),
                    sync_job.c.frozen,
                    state,
                )
                .order_by(sync_job.c.number.desc())
                .limit(1)
            )
            return None if number is None else read_job(connection, number)

    def open(self, request: JobRequest) -> Job:
        with self._database.transaction() as connection:
            # Whoever opens a job holds the lock of its kind: no other is running any more.
            connection.execute(
                update(sync_job)
                .where(sync_job.c.kind == request.kind, sync_job.c.state == JobState.RUNNING)
                .values(state=JobState.INTERRUPTED.value, message="it ended without a word")
            )
            number = connection.scalar(
                insert(sync_job)
                .values(
                    kind=request.kind,
                    asked=dict(request.asked),
                    first_day=request.first,
                    last_day=request.last,
                    program_version=self._version,
                )
                .returning(sync_job.c.number)
            )
            return read_job(connection, number)

    def reopen(self, job: Job) -> Job:
        with self._database.transaction() as connection:
            connection.execute(
                update(sync_job)
                .where(sync_job.c.number == job.number)
                .values(state=JobState.RUNNING.value, message=None, ended_at=None)
            )
            return read_job(connection, job.number)

    def freeze(self, job: Job, pages: Iterable[Sequence[str]]) -> Job:
        coming = iter(pages)
        # The search is over when its first page comes: no transaction is held open meanwhile.
        first = list(islice(coming, 1))
        with self._database.transaction() as connection:
            connection.execute(delete(page).where(page.c.job == job.number))
            found = 0
            for number, keys in enumerate(chain(first, coming), 1):
                found += len(keys)
                connection.execute(
                    insert(page).values(job=job.number, number=number, keys=list(keys))
                )
            connection.execute(
                update(sync_job)
                .where(sync_job.c.number == job.number)
                .values(frozen=True, found=found)
            )
            return read_job(connection, job.number)

    def pages_to_do(self, job: Job) -> Iterator[Page]:
        last = 0
        while rows := self._pages_after(job.number, last):
            for number, keys in rows:
                yield Page(job.number, number, tuple(keys))
                last = number

    def _pages_after(self, job: int, last: int) -> Sequence[Row[int, list[str]]]:
        with self._database.transaction() as connection:
            return connection.execute(
                select(page.c.number, page.c["keys"])
                .where(page.c.job == job, page.c.number > last, page.c.done_at.is_(None))
                .order_by(page.c.number)
                .limit(_PAGES_AT_ONCE)
            ).all()

    def close(self, job: Job, state: JobState, message: str | None = None) -> Job:
        with self._database.transaction() as connection:
            connection.execute(
                update(sync_job)
                .where(sync_job.c.number == job.number)
                .values(state=state.value, message=message, ended_at=func.now())
            )
            return read_job(connection, job.number)


def read_job(connection: Connection, number: int | None) -> Job:
    row = connection.execute(select(sync_job).where(sync_job.c.number == number)).one()
    pages = connection.execute(
        select(page.c.tally, page.c.done_at).where(page.c.job == number)
    ).all()
    done = [Tally.from_json(tally or {}) for tally, done_at in pages if done_at is not None]
    request = JobRequest(row.kind, row.asked, row.first_day, row.last_day)
    job = Job(
        row.number, request, row.started_at, JobState(row.state), row.frozen, row.found, row.message
    )
    return replace(job, pages=len(pages), pages_done=len(done), tally=sum(done, start=Tally()))
