"""A job killed at any moment goes on, and ends in the same database as one undisturbed."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.e2e.conftest import PATIENCE_SECONDS, Program
from tests.support.snapshot import snapshot


def _pages_done(database: Database) -> int:
    with database.transaction() as connection:
        done = connection.scalar(text("select count(*) from insdc.page where done_at is not null"))
        return done or 0


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("pages", [0, 1, 2])
def test_a_job_killed_after_so_many_pages_ends_in_the_same_database(
    pages: int,
    program: Program,
    mirror: Database,
    saved: Path,
    new_database: Callable[[], Database],
) -> None:
    sync = ("sync", "sequencing", "--files", str(saved))
    killed = program.start(*sync)
    _wait_for(lambda: _pages_done(mirror) >= pages and _is_under_way(mirror))
    workers = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.communicate()
    assert _pages_done(mirror) < _pages(mirror)

    again = program.run(*sync)

    assert again.returncode == 0, again.stderr
    assert "Job 1," in again.stdout
    assert _state(mirror) == [("done", True)]
    assert snapshot(mirror) == snapshot(_undisturbed(program, saved, new_database))
    _wait_for(lambda: not any(worker.is_running() for worker in workers))


def test_a_job_told_to_end_says_so_and_goes_on_later(
    program: Program, mirror: Database, saved: Path
) -> None:
    sync = ("sync", "sequencing", "--files", str(saved))
    told = program.start(*sync)
    _wait_for(lambda: _pages_done(mirror) >= 1)
    told.send_signal(signal.SIGTERM)
    _, said = told.communicate(timeout=PATIENCE_SECONDS)

    assert told.returncode == 75
    assert "Stopped by SIGTERM" in said
    assert "Traceback" not in said
    assert _state(mirror) == [("interrupted", True)]
    assert program.run(*sync).returncode == 0
    assert _state(mirror) == [("done", True)]


def _is_under_way(database: Database) -> bool:
    return _pages(database) > 0


def _pages(database: Database) -> int:
    with database.transaction() as connection:
        return connection.scalar(text("select count(*) from insdc.page")) or 0


def _state(database: Database) -> list[tuple[str, bool]]:
    with database.transaction() as connection:
        rows = connection.execute(text("select state, frozen from insdc.sync_job order by number"))
        return [(row.state, row.frozen) for row in rows]


def _undisturbed(program: Program, saved: Path, make: Callable[[], Database]) -> Database:
    other = make()
    migrate(other)
    url = other.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    alone = Program(program.settings | {"DATABASE_URL": url})
    assert alone.run("sync", "sequencing", "--files", str(saved)).returncode == 0
    return other
