"""Two programs may write into one mirror at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest

from adapters.postgres.database import Database
from domain.records import ExperimentPackage
from tests.support.house import House
from tests.support.packages import a_member, a_package, an_experiment, whole_package

WRITERS, PAGES = 3, 8
SAMPLES = range(1, 31)


@pytest.fixture
def databases(database: Database) -> Iterator[list[Database]]:
    """Several programs' connections to the same database."""
    url = database.engine.url.render_as_string(hide_password=False)
    several = [Database(url) for _ in range(WRITERS)]
    yield several
    for one in several:
        one.dispose()


def pages(writer: int) -> list[list[ExperimentPackage]]:
    """Give pages that name the same samples in another order for each writer, by either name."""
    order = Random(writer)
    made = []
    for page in range(PAGES):
        numbers = order.sample(SAMPLES, 10)
        by_name = [(f"SRS{number:06}", None) for number in numbers[:5]]
        by_name += [(None, f"SAMN{number:08}") for number in numbers[5:]]  # type: ignore[misc]
        pool = tuple(a_member(*pair) for pair in by_name)
        called = f"SRX{writer}{page:05}"
        made.append(
            [
                *(whole_package(number) for number in numbers[:3]),
                a_package(experiment=an_experiment(called, pool=pool)),
            ]
        )
    return made


def test_samples_that_several_programs_meet_are_written_once(
    database: Database, databases: list[Database]
) -> None:
    all_at_once = Barrier(WRITERS)

    def write(writer: int) -> None:
        house = House.in_postgres(databases[writer])
        all_at_once.wait(10)
        for page in pages(writer):
            house.merge(*page)

    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(write, writer) for writer in range(WRITERS)]:
            done.result(timeout=60)

    house = House.in_postgres(database)
    house.merge(*(whole_package(number) for number in SAMPLES))
    samples = house.contents().samples.values()
    assert sorted(map(sorted, (entry.accessions for entry in samples))) == sorted(
        [f"SAMN{number:08}", f"SRS{number:06}"] for number in SAMPLES
    )
