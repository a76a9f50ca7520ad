"""A migration of a database that is in use: nobody who reads waits for long."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import _config, current, migrate, newest
from application.errors import TryAgainError

TABLE = "insdc.project"
"""One that a migration after BEFORE alters."""
BEFORE = "0002"


@pytest.fixture
def older(new_database: Callable[[], Database]) -> Database:
    database = new_database()
    config = _config()
    with database.transaction() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    return database


@contextmanager
def a_long_query(database: Database) -> Iterator[None]:
    reader = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        with reader.transaction() as connection:
            connection.execute(text(f"select count(*) from {TABLE}"))
            yield
    finally:
        reader.dispose()


def test_whoever_reads_beside_a_migration_that_waits_is_answered_within_a_second(
    older: Database,
) -> None:
    with ThreadPoolExecutor(1) as beside:
        with a_long_query(older):
            migrating = beside.submit(migrate, older)
            slowest = max(_seconds_of_a_read(older) for _ in range(20))
            assert not migrating.done()
        migrating.result(timeout=60)

    assert slowest < 1.0
    assert current(older) == newest()


def test_a_migration_that_waits_in_vain_says_who_is_in_its_way_and_changes_nothing(
    older: Database,
) -> None:
    with a_long_query(older), pytest.raises(TryAgainError) as told:
        migrate(older, patience=0.5)

    assert "has it in use since" in str(told.value)
    assert "insdc-sync (process " in str(told.value)
    assert current(older) == BEFORE


def _seconds_of_a_read(database: Database) -> float:
    time.sleep(0.1)
    began = time.perf_counter()
    with database.transaction() as connection:
        connection.execute(text(f"select count(*) from {TABLE}"))
    return time.perf_counter() - began
