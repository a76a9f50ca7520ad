"""A load that is killed at any point leaves the old tree readable, and the next run completes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria

LOADING = """
import sys, time
from pathlib import Path
from adapters.console.progress import SilentProgress
from adapters.ncbi_files.taxdump.local import LocalTaxdump
from adapters.postgres.database import Database
from tests.integration.taxonomy.house import TaxonomyHouse

class Slow(LocalTaxdump):
    def read(self, known):
        for part in super().read(known):
            yield part
        print("read", flush=True)
        time.sleep(float(sys.argv[3]))

house = TaxonomyHouse(Database(sys.argv[1]), Path(sys.argv[2]).parent)
house.sync(Slow(Path(sys.argv[2]), house.watched))
"""


def loading(house: TaxonomyHouse, dump: Path, pause: float) -> subprocess.Popen[str]:
    """Start a process that syncs, and wait until it has read the dump."""
    url = house.database.engine.url.render_as_string(hide_password=False)
    started = subprocess.Popen(
        [sys.executable, "-c", LOADING, url, str(dump), str(pause)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "read\n"
    return started


def kill(started: subprocess.Popen[str]) -> None:
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    assert started.stdout is not None
    started.stdout.close()


def wait_until_its_connections_are_gone(house: TaxonomyHouse) -> None:
    """The server notices a killed client when it next speaks to it."""
    others = (
        "select count(*) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'"
    )
    for _ in range(200):
        if house.value(others) == 0:
            return
        time.sleep(0.05)
    raise AssertionError("the killed load still runs in the server")


def many(count: int) -> Taxonomy:
    random = Random(1)
    taxa = mycobacteria()
    ids = sorted(taxa.nodes)
    for tax_id in range(100_000, 100_000 + count):
        taxa.add(tax_id, random.choice(ids))
        ids.append(tax_id)
    return taxa


@pytest.mark.parametrize("is_first", [True, False])
def test_killed_between_reading_and_writing(house: TaxonomyHouse, is_first: bool) -> None:
    taxa = mycobacteria()
    if not is_first:
        house.sync(taxa)
    before = house.contents()
    more = many(300)

    kill(loading(house, more.folder(house.folder / "more"), pause=60))
    wait_until_its_connections_are_gone(house)

    assert house.contents() == before
    house.sync(house.folder / "more")
    house.assert_is(more)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("after", [0.02, 0.1, 0.25])
def test_killed_while_it_writes(house: TaxonomyHouse, is_first: bool, after: float) -> None:
    old, new = mycobacteria(), many(4000)
    if not is_first:
        house.sync(old)
    dump = new.folder(house.folder / "new")

    started = loading(house, dump, pause=0)
    time.sleep(after)
    kill(started)
    wait_until_its_connections_are_gone(house)

    with house.database.transaction() as connection:
        taxa = connection.scalar(text("select count(*) from biosql.taxon"))
    assert taxa in {0 if is_first else len(old.nodes), len(new.nodes)}
    if taxa:
        house.assert_is(old if taxa == len(old.nodes) else new)
    house.sync(dump, compare_all=True)
    house.assert_is(new)
