"""PostgresJobLock: held by a session, gone with it."""

from collections.abc import Callable, Iterator
from time import monotonic, sleep
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from adapters.postgres.database import Database
from adapters.postgres.lock import PostgresJobLock
from application.errors import JobUnderWayError
from tests.support.program import program
from tests.support.server import Server

LONG_ENOUGH_SECONDS = 10
HOLDING = """
import sys, time
from adapters.postgres.database import Database
from adapters.postgres.lock import PostgresJobLock
with PostgresJobLock(Database(sys.argv[1])).hold("sequencing"):
    print("ready", flush=True)
    time.sleep(60)
"""


def hold(database: Database) -> None:
    with PostgresJobLock(database).hold("sequencing"):
        pass


def is_free(database: Database) -> bool:
    try:
        hold(database)
    except JobUnderWayError:
        return False
    return True


def break_connections(database: Database) -> None:
    """End the session of whoever holds an advisory lock."""
    with database.transaction() as connection:
        connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_locks "
                "where locktype = 'advisory' and pid <> pg_backend_pid()"
            )
        )


def test_the_lock_is_free_when_its_holder_was_killed(database: Database) -> None:
    holder = program(HOLDING, database)
    assert not is_free(database)

    holder.kill()
    holder.communicate()

    patience = monotonic() + LONG_ENOUGH_SECONDS
    while not is_free(database):
        assert monotonic() < patience
        sleep(0.05)


def test_the_lock_is_free_when_its_connection_broke(database: Database) -> None:
    # A job that ended well is not called failed because its lock went before it.
    with PostgresJobLock(database).hold("sequencing"):
        break_connections(database)

    assert is_free(database)


def test_another_database_of_the_server_has_a_lock_of_its_own(
    database: Database, new_database: Callable[[], Database]
) -> None:
    with PostgresJobLock(database).hold("sequencing"):
        hold(new_database())


@pytest.fixture
def stranger(server: Server, database: Database) -> Iterator[Database]:
    """The same database, as a user who may not see what others do."""
    name = f"insdc_sync_test_{uuid4().hex[:12]}"
    server.execute(f"create role {name} login")
    url = make_url(server.url).set(database=database.engine.url.database, username=name)
    other = Database(url.render_as_string(hide_password=False))
    yield other
    other.dispose()
    server.execute(f"drop role {name}")


def test_a_user_who_may_not_see_the_holder_is_still_told_of_the_job(
    database: Database, stranger: Database
) -> None:
    with (
        PostgresJobLock(database).hold("sequencing"),
        pytest.raises(JobUnderWayError, match="Another sequencing job is under way"),
    ):
        hold(stranger)


def test_the_lock_does_not_keep_a_transaction_open(database: Database) -> None:
    with PostgresJobLock(database).hold("sequencing"), database.transaction() as connection:
        states = connection.scalars(
            text(
                "select state from pg_stat_activity join pg_locks using (pid) "
                "where locktype = 'advisory' and pid <> pg_backend_pid()"
            )
        ).all()

    assert states == ["idle"]
