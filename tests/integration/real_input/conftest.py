"""The real records, mirrored once for all tests; without them the tests are skipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.console.progress import SilentProgress
from adapters.memory.workers import InlineWorkers
from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.migrate import migrate
from adapters.postgres.mirror import PostgresMirror
from adapters.postgres.staged import PageRows
from adapters.xml.privacy import without_personal_data
from adapters.xml.splitter import glance
from application.paged_job import Toolbox
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_sequencing import SyncSequencing
from domain.selection import Selection
from tests.integration.real_input.counted import Counted
from tests.support.server import Server

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "sra"


@dataclass(frozen=True)
class Mirrored:
    """A database that nothing but the real records came into, and how the first sync went."""

    database: Database
    first: SyncReport

    def rows(self, query: str, **values: str) -> list[tuple[object, ...]]:
        with self.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def row(self, query: str, **values: str) -> dict[str, object]:
        """Give the one row of an answer, by the names of its columns."""
        with self.database.transaction() as connection:
            return dict(connection.execute(text(query), values).mappings().one())

    def again(self) -> SyncReport:
        return sync(self.database)


def sync(database: Database) -> SyncReport:
    run = SyncSequencing[PageRows](
        FolderSequenceArchive(FOLDER),
        PostgresMirror(database),
        PostgresJobLock(database),
        Toolbox(
            PostgresLedger(database, "test"),
            InlineWorkers(),
            SilentProgress(),
            without_personal_data,
        ),
        today=date.today,
        resolve=lambda selection: selection,
        glance=glance,
        page_size=100,
    )
    (report,) = run(SyncRequest(Selection()))
    return report


@pytest.fixture(scope="package")
def folder() -> Path:
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is absent: the real records are not part of the project")
    return FOLDER


@pytest.fixture(scope="package")
def counted(folder: Path) -> Counted:
    return Counted.of(folder)


@pytest.fixture(scope="package")
def mirrored(folder: Path, server: Server) -> Iterator[Mirrored]:  # noqa: ARG001 - may skip
    with server.new_database() as url:
        database = Database(url)
        migrate(database)
        yield Mirrored(database, sync(database))
        database.dispose()
