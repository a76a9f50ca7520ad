"""The whole chain with the real program: state machines, jobs, a database, NCBI as it is played.

    applied state  →  moto  →  Step Functions  →  python -m insdc_sync.batch  →  PostgreSQL

Tokens of RDS IAM open no server but Amazon's, so that the jobs here are given the address of the
tests' database as INSDC_SYNC_DATABASE_URL, which wins over the host and the token that the job
definition names; tests/unit/aws/test_tokens.py logs in with tokens.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import newest
from tests.e2e.asking import another_build, mirrored, of_tuberculosis, rows
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.infrastructure.batch_jobs import Attempt
from tests.infrastructure.cloud import Cloud, Execution, emulated, image_entrypoint
from tests.synthetic.archive import Archive
from tests.unit.taxonomy.dumps import tar_gz
from tests.unit.taxonomy.shelf import open_shelf
from tools.make_demo_archive import demo_taxonomy

ADDRESS = {"/dev/db_host": "db.example", "/dev/db_port": "5432", "/dev/db_name": "tbkbdb"}
KEY = "valid-key"
TUBERCULOSIS = {"organism": "Mycobacterium tuberculosis"}
SEQUENCING = "insdc.sync_job where kind = 'sequencing'"


@pytest.fixture
def ncbi() -> Iterator[Emulator]:
    with Emulator(Archive(150, seed=5), rate_limit=False, api_keys=(KEY,)) as emulator:
        yield emulator


@pytest.fixture
def taxdump() -> Iterator[str]:
    with open_shelf() as shelf:
        shelf.put("/taxdump.tar.gz", tar_gz(demo_taxonomy()))
        yield f"{shelf.url}/taxdump.tar.gz"


@pytest.fixture
def database(new_database: Callable[[], Database]) -> Database:
    """One that was never migrated, as the main infrastructure leaves it."""
    return new_database()


@pytest.fixture
def cloud(
    applied: Mapping[str, Mapping[str, Any]],
    ncbi: Emulator,
    taxdump: str,
    database: Database,
    tmp_path: Path,
) -> Iterator[Cloud]:
    """The deployment as an apply leaves it: nothing migrated, the secret empty."""
    url = database.engine.url.set(drivername="postgresql")
    outside = {
        "HOME": str(tmp_path),
        "INSDC_SYNC_DATABASE_URL": url.render_as_string(hide_password=False),
        "INSDC_SYNC_ENTREZ_URL": ncbi.base_url,
        "INSDC_SYNC_TAXDUMP_URL": taxdump,
        "INSDC_SYNC_DATA_DIR": str(tmp_path / "data"),
        "INSDC_SYNC_REQUESTS_PER_SECOND": "100",
    }
    with (
        pytest.MonkeyPatch.context() as patch,
        emulated(image_entrypoint(), patch, outside) as account,
    ):
        account.main_infrastructure(ADDRESS)
        account.deploy(applied)
        yield account


@pytest.fixture
def by_hand(database: Database) -> Program:
    """The command line, somewhere from where the same database is reached."""
    url = database.engine.url.set(drivername="postgresql")
    return Program({"DATABASE_URL": url.render_as_string(hide_password=False)})


@pytest.fixture
def ready(cloud: Cloud) -> Cloud:
    """Migrated, and the secret filled in: steps 4 and 5 of the README."""
    assert cloud.submit_as_it_stands() == "SUCCEEDED"
    cloud.fill_in_ncbi_secret(json.dumps({"email": "you@example.org", "api_key": KEY}))
    return cloud


@pytest.fixture
def knowing(ready: Cloud) -> Cloud:
    """With the taxonomy: the first half of step 6."""
    assert ready.execute("taxonomy", {}).status == "SUCCEEDED", ready.attempts[-1].output
    ready.attempts.clear()
    return ready


@pytest.fixture
def following(knowing: Cloud, by_hand: Program) -> Cloud:
    """With a selection that is followed, and nothing of it here yet."""
    added = by_hand.run("follow", "add", "tb", "--organism", TUBERCULOSIS["organism"])
    assert added.returncode == 0, added.stderr
    return knowing


def _count(database: Database, what: str) -> int:
    with database.transaction() as connection:
        return connection.scalar(text(f"select count(*) from {what}")) or 0


def _cause(ended: Execution) -> str:
    assert (ended.status, ended.error) == ("FAILED", "JobFailed")
    assert ended.cause is not None
    return ended.cause


def _lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def _wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def _left(cloud: Cloud) -> list[Attempt]:
    """The sequencing jobs that ended because another one was at it."""
    words = "Another sequencing job is under way since 20"
    return [
        attempt
        for attempt in list(cloud.attempts)
        if words in str(_lines(attempt.output)[-1].get("message"))
    ]


def _told(cloud: Cloud, event: str) -> list[dict[str, Any]]:
    """The lines of an event in the last job's log."""
    return [line for line in _lines(cloud.attempts[-1].output) if line["event"] == event]


def _measured(cloud: Cloud, metric: str) -> list[float]:
    return [line[metric] for line in _told(cloud, "metrics") if metric in line]


def test_the_order_of_work_ends_with_a_mirror_in_the_database(
    cloud: Cloud, database: Database, ncbi: Emulator
) -> None:
    assert cloud.submit_as_it_stands() == "SUCCEEDED"
    assert _lines(cloud.attempts[0].output)[-1]["migration"] == newest()
    cloud.fill_in_ncbi_secret(json.dumps({"email": "you@example.org", "api_key": KEY}))
    assert cloud.execute("taxonomy", {}).status == "SUCCEEDED"
    assert cloud.execute("insdc", TUBERCULOSIS, seconds=120).status == "SUCCEEDED"

    assert [attempt.arguments[0] for attempt in cloud.attempts] == [
        "migrate", "taxonomy", "sequencing", "samples", "projects",
    ]  # fmt: skip
    assert mirrored(database) == {record.accession for record in of_tuberculosis(ncbi.archive)}
    assert _count(database, "biosql.taxon") > 0
    wanted = _count(database, "insdc.sample where biosample_accession is not null")
    assert _count(database, "insdc.biosample") == wanted > 0
    assert _count(database, "insdc.project where content_hash is not null") > 0


def test_what_jobs_log_has_their_batch_id_and_the_last_of_them_the_metric_of_the_alarm(
    knowing: Cloud, applied: Mapping[str, Mapping[str, Any]]
) -> None:
    knowing.execute("insdc", TUBERCULOSIS, seconds=120)

    for attempt in knowing.attempts:
        for line in _lines(attempt.output):
            assert line["batch_job"] == attempt.environment["AWS_BATCH_JOB_ID"]
            assert line["attempt"] == "1"
    (line,) = [line for line in _lines(knowing.attempts[-1].output) if "HoursBehind" in line]
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    (dimensions,) = directive["Dimensions"]
    for name in ("measured_behind", "not_measured"):
        alarm = applied[f"aws_cloudwatch_metric_alarm.{name}"]
        assert alarm["namespace"] == directive["Namespace"]
        assert alarm["metric_name"] == "HoursBehind"
        assert alarm["dimensions"] == {name: line[name] for name in dimensions}


@pytest.mark.parametrize("given", ["query", "bioproject_accession"])
@pytest.mark.parametrize("days", [{}, {"relative_date": 7}])
def test_each_way_to_choose_goes_through_all_three_jobs(
    given: str, days: dict[str, int], knowing: Cloud, ncbi: Emulator
) -> None:
    words = {
        "query": "txid1773[Organism:exp]",
        "bioproject_accession": next(
            project.accession
            for record in ncbi.archive.live()
            for sample in record.samples
            for project in sample.projects
            if project.is_live
        ),
    }
    ended = knowing.execute("insdc", {given: words[given]} | days, seconds=120)

    assert ended.status == "SUCCEEDED", ended.cause
    option = {"query": "--query=", "bioproject_accession": "--bioproject="}[given]
    more = [f"--days={number}" for number in days.values()]
    assert [attempt.arguments for attempt in knowing.attempts] == [
        [job, f"{option}{words[given]}", *more] for job in ("sequencing", "samples", "projects")
    ]


def test_a_database_that_was_not_migrated_fails_the_execution_and_says_what_to_do(
    cloud: Cloud,
) -> None:
    cause = _cause(cloud.execute("taxonomy", {}))

    assert cause.startswith(
        "tb-insdc-dev-taxonomy said at the end: The database has never been migrated"
    )
    assert "Run first: insdc-sync migrate" in cause


def test_a_secret_that_was_not_filled_in_fails_the_execution_and_says_how_to(
    cloud: Cloud, database: Database
) -> None:
    assert cloud.submit_as_it_stands() == "SUCCEEDED"
    assert cloud.execute("taxonomy", {}).status == "SUCCEEDED"

    cause = _cause(cloud.execute("insdc", TUBERCULOSIS))

    assert "The secret dev/ncbi-entrez is empty. Fill it in:" in cause
    assert "aws secretsmanager put-secret-value --secret-id dev/ncbi-entrez" in cause
    assert _count(database, "insdc.experiment") == 0


def test_a_taxonomy_that_was_never_synchronized_fails_the_samples_and_says_so(ready: Cloud) -> None:
    cause = _cause(ready.execute("insdc", TUBERCULOSIS))

    assert cause.startswith(
        "tb-insdc-dev-samples said at the end: The taxonomy has never been synchronized"
    )
    assert "insdc-sync sync taxonomy" in cause
    assert [attempt.exit_code for attempt in ready.attempts] == [0, 0, 3]


def test_a_key_that_ncbi_refuses_fails_the_execution_and_is_looked_for_in_the_secret(
    knowing: Cloud,
) -> None:
    wrong = "not-the-right-key"
    knowing.fill_in_ncbi_secret(json.dumps({"email": "you@example.org", "api_key": wrong}))

    cause = _cause(knowing.execute("insdc", TUBERCULOSIS))

    assert "NCBI does not accept the API key" in cause
    assert "Correct api_key in the secret dev/ncbi-entrez" in cause
    assert wrong not in cause


def test_a_second_execution_at_the_same_time_leaves_the_work_to_the_first(
    knowing: Cloud, database: Database
) -> None:
    with database.transaction() as connection:
        # The first one merges no record before this is over, however long the second one takes.
        connection.execute(text("lock table insdc.experiment in exclusive mode"))
        first = knowing.start("insdc", TUBERCULOSIS)
        _wait_for(lambda: _count(database, SEQUENCING) > 0)
        second = knowing.start("insdc", TUBERCULOSIS)
        _wait_for(lambda: bool(_left(knowing)))

    (left,) = _left(knowing)
    assert left.exit_code == 0
    assert [knowing.wait(each, seconds=120).status for each in (first, second)] == [
        "SUCCEEDED", "SUCCEEDED",
    ]  # fmt: skip
    assert _count(database, SEQUENCING) == 1
    assert _count(database, "insdc.experiment") > 0


def test_what_is_followed_is_in_step_after_an_empty_input(
    following: Cloud, database: Database, ncbi: Emulator
) -> None:
    assert following.execute("insdc", {}, seconds=120).status == "SUCCEEDED"

    assert [attempt.arguments for attempt in following.attempts] == [["insdc"]]
    assert mirrored(database) == {record.accession for record in of_tuberculosis(ncbi.archive)}
    (followed,) = _told(following, "followed")
    assert followed["name"] == "tb"
    assert followed["in_step_with"] == followed["index"]
    assert rows(database, "select watermark::text from insdc.selection") == [(followed["index"],)]
    assert {each["kind"] for each in _told(following, "report")} == {
        "sequencing", "samples", "projects",
    }  # fmt: skip
    assert _measured(following, "HoursBehind") == [0.0]


def test_what_was_published_since_comes_with_the_next_empty_input_and_then_nothing(
    following: Cloud, database: Database, ncbi: Emulator
) -> None:
    following.execute("insdc", {}, seconds=120)
    (new,) = ncbi.archive.publish(tax_id=1773)
    another_build(ncbi.archive, ncbi)

    assert following.execute("insdc", {}, seconds=120).status == "SUCCEEDED"
    brought = _told(following, "report")
    assert following.execute("insdc", {}, seconds=120).status == "SUCCEEDED"

    assert brought
    assert new.accession in mirrored(database)
    assert not _told(following, "report")
    assert _measured(following, "HoursBehind") == [0.0]


def test_an_empty_input_with_nothing_followed_fails_and_says_how_to_follow(knowing: Cloud) -> None:
    cause = _cause(knowing.execute("insdc", {}))

    assert "Nothing is followed yet." in cause
    assert "insdc-sync follow add tb" in cause
    assert '(as a Batch job: the command ["follow", "add", "tb"' in cause


def test_reconcile_marks_what_two_builds_do_not_list(
    following: Cloud, database: Database, ncbi: Emulator
) -> None:
    following.execute("insdc", {}, seconds=120)
    gone = of_tuberculosis(ncbi.archive)[0]
    ncbi.archive.suppress(gone)
    counts = ("Suspected", "Gone", "Brought")
    measured, became = [], []
    for _ in range(2):
        another_build(ncbi.archive, ncbi)
        assert following.execute("reconcile", {}, seconds=120).status == "SUCCEEDED"
        measured.append([sum(_measured(following, name)) for name in counts])
        became.append(_told(following, "reconciled")[0]["became"])

    query = f"select status from insdc.experiment where accession = '{gone.accession}'"
    [(status,)] = rows(database, query)
    assert status != "live"
    assert became == [{}, {status: 1}]
    assert measured == [[1, 0, 0], [0, 1, 0]]
    (done,) = _told(following, "done")
    assert (done["gone"], done["suspected"]) == (1, 0)


def test_reconcile_before_anything_is_in_step_fails_and_names_the_job_to_run(
    following: Cloud,
) -> None:
    cause = _cause(following.execute("reconcile", {}))

    assert "Nothing that is followed is here yet." in cause
    assert '(as a Batch job: the command ["insdc"])' in cause
