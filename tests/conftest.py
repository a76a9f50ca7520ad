"""A clean environment for every test, and PostgreSQL for those that ask for it."""

import os
from collections.abc import Callable, Iterator

import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.support.server import EmbeddedServer, Server, empty

TEST_DATABASE_URL = os.environ.get("INSDC_SYNC_TEST_DATABASE_URL")
"""A server of one's own to test on; read before the environment is cleared."""


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("INSDC_SYNC_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server to test on: the one asked for, or an embedded one for this session alone."""
    if TEST_DATABASE_URL:
        yield Server(TEST_DATABASE_URL)
        return
    with EmbeddedServer.started() as embedded:
        yield embedded


@pytest.fixture(scope="session")
def postgres_url(server: Server) -> Iterator[str]:
    """A database of this session's own: tests never write into one that was there before."""
    with server.new_database() as url:
        yield url


@pytest.fixture(scope="session")
def _migrated(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    migrate(database)
    yield database
    database.dispose()


@pytest.fixture
def database(_migrated: Database) -> Database:
    """A migrated database with nothing in it."""
    empty(_migrated)
    return _migrated


@pytest.fixture
def new_database(server: Server) -> Iterator[Callable[[], Database]]:
    """Makes databases that have never been migrated; each is gone after the test."""
    with server.throw_away_databases() as make:
        yield make
