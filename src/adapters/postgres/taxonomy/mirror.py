"""The taxonomy in PostgreSQL: a dump is brought in by one transaction, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select, text

from adapters.postgres.database import Database
from adapters.postgres.taxonomy.beside import Beside
from adapters.postgres.taxonomy.first_load import FirstLoad
from adapters.postgres.taxonomy.schema import sync
from adapters.postgres.taxonomy.update import Dump, PostgresTaxonomyUpdate
from application.ports.progress import Progress
from application.ports.taxonomy import TaxonomyStanding

_SETTINGS = (
    "set local work_mem = '64MB'",
    "set local maintenance_work_mem = '192MB'",
    "set local statement_timeout = 0",
    "set local idle_in_transaction_session_timeout = 0",
)


class PostgresTaxonomy:
    """Implements application.ports.taxonomy.TaxonomyMirror."""

    def __init__(self, database: Database, progress: Progress) -> None:
        self._database = database
        self._progress = progress

    def standing(self) -> TaxonomyStanding | None:
        with self._database.transaction() as connection:
            return read_standing(connection)

    @contextmanager
    def update(
        self, job: int, source: str, digest: str, *, compare_all: bool
    ) -> Iterator[PostgresTaxonomyUpdate]:
        with self._database.transaction() as connection:
            for setting in _SETTINGS:
                connection.execute(text(setting))
            standing = read_standing(connection)
            dump = Dump(job, source, digest, standing.taxa if standing else None)
            with Beside() as beside:
                first = FirstLoad.begun(connection, beside) if standing is None else None
                yield PostgresTaxonomyUpdate(
                    connection, beside, dump, first, self._progress, compare_all=compare_all
                )


def read_standing(connection: Connection) -> TaxonomyStanding | None:
    last = connection.execute(select(sync).order_by(sync.c.job.desc()).limit(1)).first()
    return TaxonomyStanding(last.taxa, last.digest, last.source, last.dump_day) if last else None
