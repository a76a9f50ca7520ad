"""A mirror full of made-up samples, to which each test adds what it asks for."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.integration.queries.house import House
from tests.support.server import Server
from tests.synthetic.mirror import fill_mirror

SAMPLES = 2000
SPECIES = 1000


@pytest.fixture(scope="package")
def _filled(server: Server) -> Iterator[Database]:
    with server.new_database() as url:
        database = Database(url)
        migrate(database)
        with database.transaction() as connection:
            fill_mirror(connection, SAMPLES, species=SPECIES)
        yield database
        database.dispose()


@pytest.fixture
def connection(_filled: Database) -> Iterator[Connection]:
    """The filled mirror; what a test adds to it is gone afterwards."""
    with _filled.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.fixture
def house(connection: Connection) -> House:
    return House(connection)
