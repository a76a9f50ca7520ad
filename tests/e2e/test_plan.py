"""Before it starts: what a sync would take, and afterwards how close that came."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from tests.e2e.conftest import PATIENCE_SECONDS, Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

KEY = "valid-key"
TUBERCULOSIS = ("--organism", "Mycobacterium tuberculosis")


@pytest.fixture(scope="module")
def ncbi() -> Iterator[Emulator]:
    with Emulator(Archive(700, seed=5), rate_limit=False, api_keys=(KEY,)) as emulator:
        yield emulator


@pytest.fixture
def connected(program: Program, ncbi: Emulator) -> Program:
    ncbi.requests.clear()
    return Program(
        program.settings
        | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org", "NCBI_API_KEY": KEY}
        | {"REQUESTS_PER_SECOND": "100"}
    )


@pytest.fixture
def knowing(connected: Program, tmp_path: Path) -> Program:
    dump = write_folder(tmp_path / "taxonomy", demo_taxonomy())
    assert connected.run("sync", "taxonomy", "--from", str(dump)).returncode == 0
    return connected


def jobs(database: Database) -> int:
    with database.transaction() as connection:
        return connection.scalar(text("select count(*) from insdc.page")) or 0


def test_a_plan_comes_from_counts_alone(
    connected: Program, mirror: Database, ncbi: Emulator
) -> None:
    ended = connected.run("plan", *TUBERCULOSIS)

    assert ended.returncode == 0, ended.stderr
    records, requests, transfer = ended.stdout.splitlines()
    assert records.startswith("records     experiments ")
    assert " · BioSamples " in records
    assert " · projects about " in records
    assert "at 100/s with your key: less than a minute; without one: " in requests
    assert "transfer    at most " in transfer
    assert "database about " in transfer
    assert {request.endpoint for request in ncbi.requests} == {"esearch"}
    assert len(ncbi.requests) == 2
    assert jobs(mirror) == 0


def test_the_counts_of_a_plan_are_what_is_asked_and_the_requests_nearly(
    knowing: Program, ncbi: Emulator
) -> None:
    plan = json.loads(knowing.run("plan", *TUBERCULOSIS, "--json").stdout)
    ncbi.requests.clear()
    reports = json.loads(knowing.run("sync", "insdc", *TUBERCULOSIS, "--json").stdout)

    expected = {job["kind"]: job for job in plan["jobs"]}
    assert expected["sequencing"]["records"] == reports[0]["asked"]
    assert expected["samples"]["records"] == reports[1]["asked"]
    assert plan["requests"] == pytest.approx(len(ncbi.requests), abs=6)


@pytest.mark.parametrize("job", ["sequencing", "samples", "projects", "insdc"])
def test_every_sync_can_be_tried_dry(
    connected: Program, mirror: Database, ncbi: Emulator, job: str
) -> None:
    what = () if job == "projects" else TUBERCULOSIS
    ended = connected.run("sync", job, *what, "--dry-run", "--json")

    assert ended.returncode == 0, ended.stderr
    kinds = [planned["kind"] for planned in json.loads(ended.stdout)["jobs"]]
    assert kinds == (["sequencing", "samples", "projects"] if job == "insdc" else [job])
    assert not ncbi.requests.to("efetch")
    assert jobs(mirror) == 0


def test_what_is_followed_can_be_planned(knowing: Program) -> None:
    knowing.run("follow", "add", "tb", *TUBERCULOSIS)
    first = knowing.run("plan", "--json")
    knowing.run("sync", "insdc")
    then = knowing.run("sync", "insdc", "--dry-run")

    assert json.loads(first.stdout)["jobs"][0]["records"] > 0
    assert "none: all that is followed is in step" in then.stdout, then.stderr


def test_status_tells_how_close_a_forecast_came(connected: Program, ncbi: Emulator) -> None:
    connected.run("sync", "sequencing", *TUBERCULOSIS)
    made = len(ncbi.requests)

    shown = connected.run("status").stdout
    (job,) = [
        job
        for job in json.loads(connected.run("status", "--json").stdout)["jobs"]
        if job["kind"] == "sequencing"
    ]

    assert job["forecast"]["made"] == made - 1  # the count it was foretold from
    assert job["forecast"]["requests"] == job["forecast"]["made"]
    assert f"{made - 1} requests, {made - 1} expected" in shown


def test_a_folder_of_files_costs_no_requests(program: Program, saved: Path) -> None:
    plan = json.loads(
        program.run("sync", "sequencing", "--files", str(saved), "--dry-run", "--json").stdout
    )

    assert plan["requests"] == 0
    assert plan["jobs"][0]["records"] == sum(
        file.read_bytes().count(b"<EXPERIMENT_PACKAGE>") for file in saved.iterdir()
    )


BY_DAY = """
import datetime, sys
from insdc_sync.cli import plan
class Noon(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 23, 17, tzinfo=tz)
plan.datetime = Noon
sys.argv[0] = "insdc-sync"
from insdc_sync.cli.app import run
run()
"""


def test_a_polite_sync_waits_for_the_night_and_can_be_stopped(
    connected: Program, mirror: Database, ncbi: Emulator
) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-c", BY_DAY, "sync", "sequencing", *TUBERCULOSIS, "--polite"],
        env=connected.environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert waiting.stderr is not None
    said = waiting.stderr.readline()
    time.sleep(0.2)
    waiting.send_signal(signal.SIGTERM)
    _, rest = waiting.communicate(timeout=PATIENCE_SECONDS)

    assert said.startswith("Waiting until 2026-11-23 21:00 EST (02:00 UTC): NCBI asks for large")
    assert waiting.returncode == 75
    assert "Stopped by SIGTERM" in rest
    assert len(ncbi.requests) == 0
    assert jobs(mirror) == 0


def test_a_sync_of_the_taxonomy_can_be_tried_dry(program: Program, tmp_path: Path) -> None:
    dump = str(write_folder(tmp_path / "taxonomy", demo_taxonomy()))

    first = program.run("sync", "taxonomy", "--from", dump, "--dry-run")
    assert json.loads(program.run("status", "--json").stdout)["jobs"] == []
    program.run("sync", "taxonomy", "--from", dump)
    then = json.loads(program.run("sync", "taxonomy", "--from", dump, "--dry-run", "--json").stdout)

    assert "a dump that is not mirrored yet" in first.stdout, first.stderr
    assert not then["new"]


def test_a_reconcile_can_be_tried_dry(knowing: Program, mirror: Database, ncbi: Emulator) -> None:
    knowing.run("follow", "add", "tb", *TUBERCULOSIS)
    assert knowing.run("reconcile", "--dry-run").returncode == 3
    knowing.run("sync", "insdc")
    before = jobs(mirror)
    ncbi.requests.clear()

    ended = knowing.run("reconcile", "--dry-run")

    assert ended.returncode == 0, ended.stderr
    assert "experiments to list: 4 requests" in ended.stdout
    assert "biosamples to list: 4 requests" in ended.stdout
    assert len(ncbi.requests.to("esearch")) == 2
    assert jobs(mirror) == before
    told = json.loads(knowing.run("reconcile", "--dry-run", "--json").stdout)
    ncbi.requests.clear()
    knowing.run("reconcile")
    assert len(ncbi.requests) == sum(one["requests"] for one in told)


def test_status_tells_how_close_the_sync_of_what_is_followed_came_to_its_forecast(
    knowing: Program, ncbi: Emulator
) -> None:
    knowing.run("follow", "add", "tb", *TUBERCULOSIS)
    ncbi.requests.clear()
    knowing.run("sync", "insdc")
    made = len(ncbi.requests)

    told = json.loads(knowing.run("status", "--json").stdout)["jobs"]
    forecasts = [job["forecast"] for job in told if job["forecast"]]

    assert {job["kind"] for job in told if job["forecast"]} == {"sequencing", "samples", "projects"}
    assert sum(forecast["made"] for forecast in forecasts) == made - 2  # the index, and a count
    expected = sum(forecast["requests"] for forecast in forecasts)
    assert expected == pytest.approx(made - 2, abs=6)
