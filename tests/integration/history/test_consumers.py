"""Each record is handed out once to each consumer, in the order in which it was committed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event

import pytest
from sqlalchemy import text

from adapters.postgres.consumers import PostgresConsumers
from adapters.postgres.database import Database
from adapters.postgres.mirror import PostgresMirror
from adapters.postgres.purge import PostgresPurge
from application.errors import UsageError
from tests.integration.history.house import HistoryHouse
from tests.integration.samples.test_merging import a_biosample, a_project
from tests.support.house import House
from tests.support.packages import (
    a_package,
    a_sample,
    a_study,
    accession,
    an_experiment,
    name,
    read,
    whole_package,
)

A, B = "assembly", "typing"


@pytest.fixture
def consumers(database: Database) -> PostgresConsumers:
    return PostgresConsumers(database)


def asks(
    consumers: PostgresConsumers,
    who: str = A,
    kind: str = "run",
    limit: int | None = None,
    *,
    from_now: bool = False,
) -> list[str]:
    handed = consumers.hand_out(who, kind, limit, from_now=from_now)
    return [one.accession for one in handed.arrivals]


def runs(*numbers: int) -> list[str]:
    return [f"SRR{number:06}" for number in numbers]


def test_what_came_is_handed_out_until_it_is_acknowledged(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(whole_package(2), whole_package(10), whole_package(1))
    assert asks(consumers) == runs(1, 2, 10)
    assert asks(consumers) == runs(1, 2, 10)

    consumers.acknowledge(A, "run", None)

    assert asks(consumers) == []
    house.packages(whole_package(3))
    assert asks(consumers) == runs(3)


def test_two_consumers_never_disturb_each_other(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(whole_package(1))
    assert asks(consumers, A) == runs(1)
    consumers.acknowledge(A, "run", None)

    assert asks(consumers, B) == runs(1)
    assert asks(consumers, A, "experiment") == ["SRX000001"]


def test_of_a_part_no_more_is_acknowledged_than_was_handed_out_last(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(*map(whole_package, (1, 2, 3)))
    assert asks(consumers) == runs(1, 2, 3)  # and the consumer dies over it
    assert asks(consumers, limit=1) == runs(1)
    consumers.acknowledge(A, "run", None)

    assert asks(consumers) == runs(2, 3)


def test_a_number_acknowledges_all_up_to_it_and_never_goes_back(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(*map(whole_package, (1, 2, 3)))
    first, second, third = consumers.hand_out(A, "run", None, from_now=False).arrivals

    assert consumers.acknowledge(A, "run", second.number) == second.number
    assert consumers.acknowledge(A, "run", first.number) == second.number

    assert asks(consumers) == [third.accession]


def test_what_nobody_was_given_cannot_be_acknowledged(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(whole_package(1))
    with pytest.raises(UsageError, match="never given"):
        consumers.acknowledge(A, "run", None)
    asks(consumers)
    with pytest.raises(UsageError, match="number 99999"):
        consumers.acknowledge(A, "run", 99999)


def test_a_number_that_was_handed_out_is_acknowledged_though_its_record_was_purged_since(
    house: HistoryHouse, consumers: PostgresConsumers, database: Database
) -> None:
    house.packages(*map(whole_package, (1, 2)))
    _, second = consumers.hand_out(A, "run", None, from_now=False).arrivals
    PostgresPurge(database).purge(accession(second.accession), "asked to")

    assert consumers.acknowledge(A, "run", second.number) == second.number


def test_a_new_consumer_begins_in_the_beginning_or_now(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(whole_package(1))
    assert asks(consumers, A) == runs(1)
    assert asks(consumers, B, from_now=True) == []

    house.packages(whole_package(2))

    assert asks(consumers, B, from_now=True) == runs(2)


def test_every_kind_arrives_once_and_references_not_at_all(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(a_package(experiment=an_experiment("SRX000001", sample=name("SRS000001"))))
    assert [asks(consumers, A, kind) for kind in ("study", "sample", "project")] == [[], [], []]

    full = a_package(study=a_study(title="a"), samples=(a_sample("SRS000001", "SAMN00000001"),))
    for _ in range(2):
        house.packages(full)
        house.samples(a_biosample())
        house.projects(a_project())

    arrived = house.rows("select kind, accession from insdc.arrival order by number")
    assert arrived == [
        ("experiment", "SRX000001"),
        ("study", "SRP000001"),
        ("sample", "SAMN00000001"),
        ("biosample", "SAMN00000001"),
        ("project", "PRJNA7"),
    ]


def test_what_changes_or_comes_back_does_not_arrive_again(
    house: HistoryHouse, consumers: PostgresConsumers
) -> None:
    house.packages(whole_package(1))
    house.set_status("run", "suppressed")
    house.packages(whole_package(1))
    consumers.hand_out(A, "run", None, from_now=False)

    assert house.rows("select accession from insdc.arrival where kind = 'run'") == [(runs(1)[0],)]


def test_a_page_that_is_rolled_back_arrives_when_it_is_done_again(
    house: HistoryHouse, consumers: PostgresConsumers, database: Database
) -> None:
    sequencing = House.in_postgres(database)
    mirror = PostgresMirror(database)
    rows = mirror.encode([read(whole_package(1))])
    with suppress(RuntimeError), mirror.transaction() as transaction:
        transaction.merge(rows, sequencing.job().number)
        raise RuntimeError
    assert asks(consumers) == []

    house.packages(whole_package(1))

    assert asks(consumers) == runs(1)


def test_a_crash_while_it_is_handed_out_hands_it_out_again(
    house: HistoryHouse, consumers: PostgresConsumers, database: Database
) -> None:
    house.packages(whole_package(1))
    with suppress(RuntimeError), database.transaction() as connection:
        connection.execute(
            text("insert into insdc.consumer (name, kind) values ('assembly', 'run')")
        )
        connection.execute(text("update insdc.consumer set handed_out = 99"))
        raise RuntimeError

    assert asks(consumers) == runs(1)


@pytest.fixture
def writers(database: Database) -> Iterator[list[Database]]:
    url = database.engine.url.render_as_string(hide_password=False)
    several = [Database(url) for _ in range(3)]
    yield several
    for one in several:
        one.dispose()


def test_with_several_writers_no_record_is_ever_passed_over(
    consumers: PostgresConsumers, database: Database, writers: list[Database]
) -> None:
    """A consumer that acknowledges all it sees, all the time, misses nothing in between."""
    pages, all_at_once, done = 12, Barrier(len(writers) + 1), Event()

    def write(writer: int) -> None:
        house = House.in_postgres(writers[writer])
        all_at_once.wait(10)
        for page in range(pages):
            first = 1000 * writer + 10 * page
            house.merge(*(whole_package(number) for number in range(first + 1, first + 4)))

    def consume() -> list[str]:
        got: list[str] = []
        all_at_once.wait(10)
        while True:
            last_look = done.is_set()
            handed = consumers.hand_out(A, "run", 7, from_now=False)
            if handed.arrivals:
                consumers.acknowledge(A, "run", handed.arrivals[-1].number)
                got += [one.accession for one in handed.arrivals]
            elif last_look:
                return got

    with ThreadPoolExecutor(len(writers) + 1) as threads:
        consuming = threads.submit(consume)
        for written in [threads.submit(write, writer) for writer in range(len(writers))]:
            written.result(timeout=60)
        done.set()
        got = consuming.result(timeout=60)

    assert len(got) == len(set(got)) == len(writers) * pages * 3
    with database.transaction() as connection:
        # xmin grows with the order in which the writers had the lock.
        in_order = connection.execute(
            text("select number, xmin::text::bigint as written from insdc.arrival order by number")
        ).all()
    assert [row.written for row in in_order] == sorted(row.written for row in in_order)
