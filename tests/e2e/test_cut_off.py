"""A database that goes away in mid-page: the job asks to be run again, and ends the same."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.e2e.conftest import PATIENCE_SECONDS, Program
from tests.emulator.emulator import Emulator
from tests.support.server import EmbeddedServer, Server
from tests.support.snapshot import snapshot
from tests.synthetic.archive import Archive

KEY = "valid-key"
SYNC = ("sync", "sequencing", "--query", "public[ACS]")


@pytest.fixture(scope="module")
def ncbi() -> Iterator[Emulator]:
    with Emulator(Archive(1600, seed=8), rate_limit=False, api_keys=(KEY,)) as emulator:
        emulator.latency = {"efetch": 0.3}
        yield emulator


def program_on(url: str, ncbi: Emulator) -> Program:
    return Program(
        {"DATABASE_URL": url, "ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org"}
        | {"NCBI_API_KEY": KEY, "REQUESTS_PER_SECOND": "100", "REQUESTS_IN_FLIGHT": "1"}
    )


def address(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def cut_connections(server: Server, database: str) -> None:
    server.execute(
        f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}'"
    )


def crash(server: Server, database: str) -> None:
    """Kill a process of the server, which ends all others, recovers, and starts anew."""
    admin = Database(server.url)
    with admin.session() as connection:
        pid = connection.scalar(
            text("select pid from pg_stat_activity where datname = :name limit 1"),
            {"name": database},
        )
    admin.dispose()
    assert pid
    os.kill(pid, signal.SIGKILL)
    _wait_for(lambda: _answers(server))


@pytest.mark.parametrize("disaster", [cut_connections, crash], ids=lambda each: each.__name__)
def test_a_database_that_goes_away_in_mid_page(
    disaster: Callable[[Server, str], None], ncbi: Emulator
) -> None:
    with EmbeddedServer.started() as server, server.throw_away_databases() as make:
        mirror, undisturbed = make(), make()
        for database in (mirror, undisturbed):
            migrate(database)
            database.dispose()
        program = program_on(address(mirror), ncbi)
        running = program.start(*SYNC)
        _wait_for(lambda: _pages_done(mirror) >= 1)
        mirror.dispose()
        disaster(server, str(mirror.engine.url.database))
        _, said = running.communicate(timeout=PATIENCE_SECONDS)
        left = _pages_done(mirror)
        again = program.run(*SYNC)

        assert running.returncode == 75, said
        assert "run the same command again" in said
        assert "Traceback" not in said
        assert left < 4  # of the four pages; a crash may take back what was just committed
        assert again.returncode == 0, again.stderr
        assert program_on(address(undisturbed), ncbi).run(*SYNC).returncode == 0
        assert snapshot(mirror) == snapshot(undisturbed)
        undisturbed.dispose()


def _answers(server: Server) -> bool:
    try:
        server.execute("select 1")
    except Exception:  # noqa: BLE001 - it is recovering, and says so in many ways
        return False
    return True


def _pages_done(database: Database) -> int:
    with database.transaction() as connection:
        done = connection.scalar(text("select count(*) from insdc.page where done_at is not null"))
        return done or 0


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
