"""A sync of samples whose process is killed goes on, and ends in the same database."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.e2e.conftest import PATIENCE_SECONDS, Program
from tests.integration.samples.house import SampleHouse
from tests.support.snapshot import snapshot
from tests.synthetic.archive import Archive
from tests.synthetic.biosample_xml import BIOSAMPLE_HEAD, BIOSAMPLE_TAIL, render_biosample
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

SAMPLES, PAGES = 2000, 4


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Samples enough for four pages, beside the taxonomy they are filed under."""
    folder = tmp_path_factory.mktemp("saved")
    records = list(Archive(2 * SAMPLES, seed=11).biosamples.values())[:SAMPLES]
    (folder / "samples").mkdir()
    for start in range(0, len(records), 300):
        part = map(render_biosample, records[start : start + 300])
        content = b"".join([BIOSAMPLE_HEAD, *part, BIOSAMPLE_TAIL])
        (folder / "samples" / f"{start:05}.xml").write_bytes(content)
    write_folder(folder / "taxonomy", demo_taxonomy())
    return folder


@pytest.fixture
def settled(new_database: Callable[[], Database], saved: Path) -> SampleHouse:
    house = SampleHouse(new_database())
    migrate(house.database)
    ended = program(house).run("sync", "taxonomy", "--from", str(saved / "taxonomy"))
    assert ended.returncode == 0, ended.stderr
    return house


def program(house: SampleHouse) -> Program:
    url = house.database.engine.url.set(drivername="postgresql")
    return Program({"DATABASE_URL": url.render_as_string(hide_password=False)})


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def done(house: SampleHouse, what: str) -> int:
    queries = {
        "pages": "select count(*) from insdc.page where done_at is not null",
        "curated": "select count(*) from insdc.sample_curation",
    }
    return int(house.value(queries[what]))


@pytest.mark.parametrize(("what", "enough"), [("pages", 1), ("curated", 1)])
def test_killed_while_it_merges_or_curates_it_ends_in_the_same_database(
    settled: SampleHouse,
    new_database: Callable[[], Database],
    saved: Path,
    what: str,
    enough: int,
) -> None:
    sync = ("sync", "samples", "--files", str(saved / "samples"))
    killed = program(settled).start(*sync)
    wait_for(lambda: done(settled, what) >= enough)
    workers = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.communicate()
    assert done(settled, "curated") < SAMPLES
    assert what != "pages" or done(settled, "pages") < PAGES

    again = program(settled).run(*sync)

    assert again.returncode == 0, again.stderr
    assert done(settled, "curated") == SAMPLES
    other = SampleHouse(new_database())
    migrate(other.database)
    program(other).run("sync", "taxonomy", "--from", str(saved / "taxonomy"))
    assert program(other).run(*sync).returncode == 0
    assert snapshot(settled.database) == snapshot(other.database)
    wait_for(lambda: not any(worker.is_running() for worker in workers))
