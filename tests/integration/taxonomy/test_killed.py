"""A load that is killed at any point leaves the old tree readable, and the next run completes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.integration.taxonomy.held import held, wait_until_it_is_held
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
    """Start a process that syncs; it says when it has read the dump."""
    url = house.database.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-c", LOADING, url, str(dump), str(pause)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


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

    started = loading(house, more.folder(house.folder / "more"), pause=60)
    assert started.stdout is not None
    assert started.stdout.readline() == "read\n"
    kill(started)
    wait_until_its_connections_are_gone(house)

    assert house.contents() == before
    house.sync(house.folder / "more")
    house.assert_is(more)


WRITTEN = (
    "insert on biosql.taxon_name",
    "insert on biosql.taxon",
    "insert on taxonomy.merged",
    "update on taxonomy.sync",  # the last of all
)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("after", WRITTEN)
def test_killed_while_it_writes(house: TaxonomyHouse, is_first: bool, after: str) -> None:
    old, new = mycobacteria(), many(300)
    new.merge(1765, 1764)
    if not is_first:
        house.sync(old)
    before = house.contents()
    dump = new.folder(house.folder / "new")

    with held(house, after):
        started = loading(house, dump, pause=0)
        wait_until_it_is_held(house)
        kill(started)
    wait_until_its_connections_are_gone(house)

    assert house.contents() == before
    house.sync(dump)
    house.assert_is(new)
