"""From the applied state to a job's exit code, with nothing between them that is not AWS's own."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure import stand_in_job
from tests.infrastructure.cloud import Cloud, emulated

ADDRESS = {"/dev/db_host": "db.example", "/dev/db_port": "5432", "/dev/db_name": "tbkbdb"}


@pytest.fixture(scope="module")
def _account(
    applied: Mapping[str, Mapping[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cloud, Path]]:
    orders = tmp_path_factory.mktemp("orders")
    with (
        pytest.MonkeyPatch.context() as patch,
        emulated([sys.executable, stand_in_job.__file__, str(orders)], patch) as account,
    ):
        account.main_infrastructure(ADDRESS)
        account.deploy(applied)
        yield account, orders


@pytest.fixture
def orders(_account: tuple[Cloud, Path]) -> Path:
    """A folder in which a test says how a job shall end."""
    for order in _account[1].iterdir():
        order.unlink()
    return _account[1]


@pytest.fixture
def cloud(_account: tuple[Cloud, Path], orders: Path) -> Cloud:
    """The deployment, with nothing run in it yet."""
    assert not list(orders.iterdir())
    _account[0].attempts.clear()
    return _account[0]


def commands(cloud: Cloud) -> list[list[str]]:
    return [attempt.arguments for attempt in cloud.attempts]


def test_the_taxonomy_machine_runs_one_job(cloud: Cloud) -> None:
    assert cloud.execute("taxonomy", {}).status == "SUCCEEDED"

    assert commands(cloud) == [["taxonomy"]]


def test_the_reconcile_machine_runs_one_job(cloud: Cloud) -> None:
    assert cloud.execute("reconcile", {}).status == "SUCCEEDED"

    assert commands(cloud) == [["reconcile"]]


def test_an_empty_input_runs_the_one_job_that_brings_all_that_is_followed(cloud: Cloud) -> None:
    assert cloud.execute("insdc", {}).status == "SUCCEEDED"

    assert commands(cloud) == [["insdc"]]


@pytest.mark.parametrize("job", ["insdc", "reconcile"])
def test_what_these_jobs_said_is_the_cause_too(cloud: Cloud, orders: Path, job: str) -> None:
    (orders / job).write_text("3 Nothing is followed yet.")

    ended = cloud.execute(job, {})

    assert (ended.status, ended.error) == ("FAILED", "JobFailed")
    assert ended.cause is not None
    assert ended.cause.startswith(f"tb-insdc-dev-{job} said at the end: Nothing is followed yet.")


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"organism": "Mycobacterium"}, "--organism=Mycobacterium"),
        ({"query": '"WGS"[Strategy] AND txid1773'}, '--query="WGS"[Strategy] AND txid1773'),
        ({"bioproject_accession": "PRJEB1"}, "--bioproject=PRJEB1"),
        ({"organism": "--days=1"}, "--organism=--days=1"),
    ],
)
@pytest.mark.parametrize(("days", "more"), [({}, []), ({"relative_date": 7}, ["--days=7"])])
def test_each_form_of_input_reaches_the_three_jobs_in_order(
    cloud: Cloud, given: dict[str, Any], option: str, days: dict[str, Any], more: list[str]
) -> None:
    assert cloud.execute("insdc", given | days).status == "SUCCEEDED"

    jobs = ["sequencing", "samples", "projects"]
    assert commands(cloud) == [[job, option, *more] for job in jobs]


@pytest.mark.parametrize(
    "given",
    [
        {"organsim": "Mycobacterium"},
        {"organism": None},
        {"relative_date": 7},
        {"organism": "Mycobacterium", "query": "tb"},
        {"organism": 1773},
        {"organism": "Mycobacterium", "relative_date": 0},
        {"organism": "Mycobacterium", "relative_date": "a week"},
    ],
)
def test_an_input_that_says_too_little_or_too_much_is_refused_in_words(
    cloud: Cloud, given: dict[str, Any]
) -> None:
    ended = cloud.execute("insdc", given)

    assert (ended.status, ended.error) == ("FAILED", "InputRefused")
    assert ended.cause is not None
    assert "exactly one of organism, query and bioproject_accession" in ended.cause
    assert commands(cloud) == []


def test_a_job_is_given_its_environment_and_the_databases_address(cloud: Cloud) -> None:
    cloud.execute("taxonomy", {})

    (attempt,) = cloud.attempts
    assert {k: v for k, v in attempt.environment.items() if k.startswith("INSDC_SYNC_")} == {
        "INSDC_SYNC_DATABASE_HOST": "db.example",
        "INSDC_SYNC_DATABASE_PORT": "5432",
        "INSDC_SYNC_DATABASE_NAME": "tbkbdb",
        "INSDC_SYNC_DATABASE_USER": "rdsiamuser",
        "INSDC_SYNC_DATABASE_IAM_TOKEN": "true",
        "INSDC_SYNC_DATABASE_WAIT_SECONDS": "60",
        "INSDC_SYNC_NCBI_SECRET": "dev/ncbi-entrez",
        "INSDC_SYNC_PROJECT": "tb",
        "INSDC_SYNC_ENVIRONMENT": "dev",
    }
    assert attempt.environment["AWS_BATCH_JOB_ATTEMPT"] == "1"


def test_a_failed_job_stops_the_execution_and_its_last_line_is_the_cause(
    cloud: Cloud, orders: Path
) -> None:
    (orders / "samples").write_text("3 The taxonomy was never synchronized: run taxonomy first.")

    ended = cloud.execute("insdc", {"organism": "Mycobacterium"})

    assert (ended.status, ended.error) == ("FAILED", "JobFailed")
    assert ended.cause is not None
    assert ended.cause.startswith(
        "tb-insdc-dev-samples said at the end: The taxonomy was never synchronized: run taxonomy "
        "first. (log stream job/default/"
    )
    assert [command[0] for command in commands(cloud)] == ["sequencing", "samples"]


def test_a_last_line_that_is_not_the_programs_own_is_the_cause_as_it_stands(
    cloud: Cloud, orders: Path
) -> None:
    (orders / "taxonomy").write_text("1 plain: Segmentation fault")

    ended = cloud.execute("taxonomy", {})

    assert ended.cause is not None
    assert ended.cause.startswith("tb-insdc-dev-taxonomy said at the end: Segmentation fault (log")


@pytest.mark.parametrize(
    ("code", "attempts"), [(1, 1), (2, 1), (3, 1), (4, 1), (10, 1), (75, 3), (137, 3), (139, 1)]
)
def test_only_what_passes_by_itself_is_tried_again(
    cloud: Cloud, orders: Path, code: int, attempts: int
) -> None:
    (orders / "taxonomy").write_text(f"{code} That is how it ended.")

    assert cloud.execute("taxonomy", {}).status == "FAILED"

    assert len(cloud.attempts) == attempts


@pytest.mark.parametrize(
    ("reason", "error", "remedies"),
    [
        (
            "CannotPullContainerError: pull image manifest has been retried 1 time(s): not found",
            "ImageNotPulled",
            ("aws ecr list-images", "terraform apply", "NAT gateway"),
        ),
        (
            "ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout",
            "ContainerNotStarted",
            ("terraform apply", "NAT gateway", "/dev/db_host, /dev/db_name, /dev/db_port"),
        ),
    ],
)
def test_what_keeps_a_container_from_starting_is_told_with_what_to_do(
    cloud: Cloud, reason: str, error: str, remedies: tuple[str, ...]
) -> None:
    with cloud.starting_no_container(reason):
        ended = cloud.execute("taxonomy", {})

    assert (ended.status, ended.error) == ("FAILED", error)
    assert ended.cause is not None
    for words in (*remedies, "Nothing was run", "Batch said: ", reason):
        assert words in ended.cause
    assert cloud.attempts == []


def test_what_batch_has_no_more_to_say_of_is_reported_as_batch_reports_it(cloud: Cloud) -> None:
    with cloud.starting_no_container("Host EC2 (instance i-1) terminated."):
        ended = cloud.execute("taxonomy", {})

    assert (ended.status, ended.error) == ("FAILED", "JobFailed")
    assert ended.cause is not None
    assert "Host EC2" in ended.cause


def test_a_parameter_that_is_missing_is_named(cloud: Cloud) -> None:
    cloud.client("ssm").delete_parameter(Name="/dev/db_port")
    try:
        ended = cloud.execute("taxonomy", {})
    finally:
        cloud.client("ssm").put_parameter(
            Name="/dev/db_port", Value=ADDRESS["/dev/db_port"], Type="SecureString"
        )

    assert (ended.status, ended.error) == ("FAILED", "ContainerNotStarted")
    assert ended.cause is not None
    assert "ResourceInitializationError" in ended.cause
    assert "/dev/db_port" in ended.cause


def test_a_job_reaches_the_secret_by_the_name_it_was_given(cloud: Cloud) -> None:
    cloud.fill_in_ncbi_secret('{"email": "you@example.org", "api_key": "0"}')
    cloud.execute("taxonomy", {})

    named = cloud.attempts[0].environment["INSDC_SYNC_NCBI_SECRET"]
    found = cloud.client("secretsmanager").get_secret_value(SecretId=named)
    assert found["SecretString"] == '{"email": "you@example.org", "api_key": "0"}'


def test_two_executions_at_once_are_two_jobs(cloud: Cloud) -> None:
    started = [cloud.start("taxonomy", {}) for _ in range(2)]

    assert [cloud.wait(each).status for each in started] == ["SUCCEEDED", "SUCCEEDED"]
    assert commands(cloud) == [["taxonomy"], ["taxonomy"]]


def test_the_schedules_start_what_they_say(cloud: Cloud) -> None:
    assert cloud.fire("tb-insdc-dev-taxonomy").status == "SUCCEEDED"
    assert cloud.fire("tb-insdc-dev-insdc").status == "SUCCEEDED"
    assert cloud.fire("tb-insdc-dev-reconcile").status == "SUCCEEDED"

    assert commands(cloud) == [["taxonomy"], ["insdc"], ["reconcile"]]
