"""PostgresMirror, beyond its port: rows left alone, the books, the states of records."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.schema_books import metadata
from application.errors import RefusedRecordError
from domain.records import Identifier, IdentifierKind, Link, RunFile
from domain.tally import Outcome, Tally
from tests.support.house import House
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    accession,
    an_experiment,
    name,
    read,
    whole_package,
)


@pytest.fixture
def house(database: Database) -> House:
    return House.in_postgres(database)


def rows(database: Database, query: str) -> list[Any]:
    with database.transaction() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def versions(database: Database) -> set[tuple[str, str, str]]:
    """Give the place and the writing transaction of every row but those of the books."""
    return {
        (table.name, *row)
        for table in metadata.sorted_tables
        if table.name not in {"sync_job", "page"}
        for row in rows(database, f"select ctid::text, xmin::text from {table.fullname}")
    }


def test_merging_the_same_page_again_touches_no_row(house: House, database: Database) -> None:
    page = [whole_package(number) for number in (1, 2, 3)]
    house.merge(*page)
    before = versions(database)

    house.merge(*page)

    assert versions(database) == before


def test_of_a_page_only_what_changed_is_touched(house: House, database: Database) -> None:
    first, second = whole_package(1), whole_package(2)
    house.merge(first, second)
    before = versions(database)

    house.merge(first, replace(second, runs=(replace(second.runs[0], title="changed"),)))

    assert {table for table, *_ in versions(database) - before} == {
        "run",
        "run_sample",
        "change",
        "experiment",  # the digest of its package
    }


def test_a_statement_that_fails_in_mid_page_leaves_nothing_of_it(
    house: House, database: Database
) -> None:
    job = house.job([["1"]])
    (page,) = house.ledger.pages_to_do(job)
    good, bad = whole_package(1), a_package("SRX000002", runs=(a_run("SRR000002", "SRX000009"),))

    with suppress(RefusedRecordError), house.mirror.transaction() as transaction:
        transaction.complete(page, Tally())
        transaction.merge(house.mirror.encode([read(good), read(bad)]), job.number)
        pytest.fail("a run without an experiment was taken")

    assert versions(database) == set()
    assert list(house.ledger.pages_to_do(job)) == [page]
    assert house.merge(good).of("experiment", Outcome.NEW) == 1


def test_a_record_says_which_job_brought_it_and_which_last_changed_it(
    house: House, database: Database
) -> None:
    package = whole_package()
    for title in ("first", "first", "third", "fourth", "fourth"):
        house.merge(replace(package, runs=(replace(package.runs[0], title=title),)))

    query = "select mirrored_by, changed_by, changed_at > mirrored_at from insdc.{}"
    assert rows(database, query.format("run")) == [(1, 4, True)]
    assert rows(database, query.format("study")) == [(1, None, None)]


def test_what_comes_back_is_live_again(house: House, database: Database) -> None:
    package = read(whole_package())
    house.merge_read(package)
    with database.transaction() as connection:
        for table in ("experiment", "run", "study"):
            connection.execute(
                text(f"update insdc.{table} set status = 'suppressed', status_since = '2020-01-01'")
            )
    assert house.mirror.known([package.digest]) == set()

    tally = house.merge_read(package)

    assert tally.of("experiment", Outcome.CHANGED) == 1
    for table in ("experiment", "run", "study"):
        query = f"select status, status_since > '2020-01-01' from insdc.{table}"
        assert rows(database, query) == [("live", True)]
    assert house.mirror.known([package.digest]) == {package.digest}


def test_a_status_that_stays_keeps_its_date(house: House, database: Database) -> None:
    package = whole_package()
    house.merge(package)
    query = "select status, status_since from insdc.run"
    before = rows(database, query)

    house.merge(replace(package, runs=(replace(package.runs[0], title="changed"),)))

    assert rows(database, query) == before


def test_a_reference_does_not_bring_back_what_was_suppressed(
    house: House, database: Database
) -> None:
    house.merge(whole_package())
    with database.transaction() as connection:
        connection.execute(text("update insdc.study set status = 'suppressed'"))

    house.merge(a_package("SRX000009"))

    assert rows(database, "select status from insdc.study") == [("suppressed",)]


def test_the_role_of_a_file_stands_beside_it(house: House, database: Database) -> None:
    files = (
        RunFile("reads.fastq", "fastq", "Original"),
        RunFile("SRR000001", "run"),
        RunFile("SRR000001.lite", "SRA Lite"),
        RunFile("SRR000001.vcf", "vcf"),
    )
    house.merge(a_package(runs=(a_run("SRR000001", "SRX000001", files=files),)))

    assert rows(database, "select filename, role from insdc.run_file order by ordinal") == [
        (file.filename, file.role.value) for file in files
    ]


def names_of(database: Database, accession: str) -> set[tuple[str, str | None, str]]:
    return set(
        rows(
            database,
            "select a.kind, a.namespace, a.value from insdc.sample_alias a "
            "join insdc.sample_alias found on found.sample_id = a.sample_id "
            f"where found.value = '{accession}' and found.kind = 'accession'",
        )
    )


def test_a_sample_is_found_by_any_of_its_names(house: House, database: Database) -> None:
    sample = a_sample(
        "SRS000001",
        "SAMN00000001",
        alias="mouse 7",
        identifiers=(
            Identifier(IdentifierKind.PRIMARY, "SRS000001"),
            Identifier(IdentifierKind.EXTERNAL, "GSM7", "GEO"),
            Identifier(IdentifierKind.SUBMITTER, "m7", "a centre", "Sample name"),
        ),
    )
    house.merge(a_package(samples=(sample,)))

    assert names_of(database, "SAMN00000001") == {
        ("accession", "SRA", "SRS000001"),
        ("accession", "BioSample", "SAMN00000001"),
        ("alias", None, "mouse 7"),
        ("external", "GEO", "GSM7"),
        ("submitter", "a centre", "m7"),
    }


def test_a_sample_goes_by_the_names_of_its_record_alone(house: House, database: Database) -> None:
    pool = (a_member("SRS000001", sample_name="from the pool"),)
    house.merge(a_package(experiment=an_experiment("SRX000001", pool=pool)))
    house.merge(a_package("SRX000002", samples=(a_sample("SRS000001", alias="first"),)))

    house.merge(a_package("SRX000002", samples=(a_sample("SRS000001", alias="second"),)))

    assert names_of(database, "SRS000001") == {
        ("accession", "SRA", "SRS000001"),
        ("alias", None, "second"),
    }


def test_the_names_of_a_record_stay_when_it_joins_a_mere_reference(
    house: House, database: Database
) -> None:
    pool = (a_member("SRS000001", sample_name="from the pool"),)
    house.merge(a_package(experiment=an_experiment("SRX000001", pool=pool)))
    house.merge(a_package("SRX000002", samples=(a_sample(None, "SAMN00000001", alias="first"),)))

    both = name("SRS000001", "SAMN00000001")
    house.merge(a_package(experiment=an_experiment("SRX000003", sample=both)))

    assert names_of(database, "SRS000001") == {
        ("accession", "SRA", "SRS000001"),
        ("accession", "BioSample", "SAMN00000001"),
        ("alias", None, "first"),
    }


def test_a_link_too_long_to_be_a_paper_stays_a_link(house: House, database: Database) -> None:
    links = (Link("doi", "10.1/" + "x" * 3000), Link("doi", "10.1/short"))
    house.merge(a_package(experiment=an_experiment("SRX000001", links=links)))

    assert house.contents().experiment("SRX000001").links == links
    assert rows(database, "select identifier from insdc.publication") == [("10.1/short",)]


def test_projects_that_records_name_are_there_to_refer_to(house: House, database: Database) -> None:
    package = a_package(
        study=a_study(bioproject=accession("PRJEB1")),
        samples=(a_sample("SRS000001", projects=(accession("PRJNA2"), accession("PRJEB1"))),),
    )
    house.merge(package)
    house.merge(package)

    assert set(rows(database, "select accession, archive, content_hash from insdc.project")) == {
        ("PRJEB1", "ENA", None),
        ("PRJNA2", "SRA", None),
    }


def test_a_run_that_leaves_its_package_is_withdrawn_and_live_again_when_it_returns(
    database: Database,
) -> None:
    house = House.in_postgres(database)
    runs = (a_run("SRR000001", "SRX000001"), a_run("SRR000002", "SRX000001"))
    house.merge(a_package(experiment=an_experiment("SRX000001"), runs=runs))

    def statuses() -> list[tuple[str, str]]:
        with database.transaction() as connection:
            query = text("select accession, status from insdc.run order by 1")
            return [(row.accession, row.status) for row in connection.execute(query)]

    house.merge(a_package(experiment=an_experiment("SRX000001", title="x"), runs=runs[:1]))
    assert statuses() == [("SRR000001", "live"), ("SRR000002", "withdrawn")]

    house.merge(a_package(experiment=an_experiment("SRX000001", title="y"), runs=runs))
    assert statuses() == [("SRR000001", "live"), ("SRR000002", "live")]
    with database.transaction() as connection:
        told = connection.scalars(
            text("select evidence from insdc.status_evidence order by evidence_id")
        ).all()
        assert told == [
            "SRR000002 is not in the package of SRX000001 any more",
            "the archive gives it again",
        ]
