"""The Batch entrypoint: a log that machines read, metrics, and an exit code that says what next."""

import json
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate, newest
from tests.e2e.asking import another_build
from tests.e2e.batch import BATCH, Ended, Job, read
from tests.e2e.conftest import PATIENCE_SECONDS, Program
from tests.emulator.emulator import Emulator
from tests.support.server import Server
from tests.synthetic.archive import Archive
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

KEY = "valid-key"
TUBERCULOSIS = "--organism=Mycobacterium tuberculosis"
SYNCS = ("sequencing", "samples", "projects", "insdc")
# CloudWatch's own, https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum
NOWHERE = "postgresql://sync@127.0.0.1:9/mirror"
UNITS = {"Count", "Seconds", "None"}


@pytest.fixture
def ncbi() -> Iterator[Emulator]:
    with Emulator(Archive(400, seed=5), rate_limit=False, api_keys=(KEY,)) as emulator:
        yield emulator


@pytest.fixture
def job(program: Program, ncbi: Emulator) -> Job:
    """With a migrated database and NCBI at hand."""
    return _job(program.settings, ncbi)


def _job(settings: dict[str, str], ncbi: Emulator) -> Job:
    return Job(
        settings
        | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org", "NCBI_API_KEY": KEY}
        | {"REQUESTS_PER_SECOND": "100", "PROJECT": "tb", "ENVIRONMENT": "dev"}
    )


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("dump") / "taxonomy", demo_taxonomy())


@pytest.fixture
def knowing(job: Job, dump: Path) -> Job:
    """With a taxonomy besides."""
    knowing = Job(job.settings | {"TAXDUMP_PATH": str(dump)})
    assert knowing.run("taxonomy").code == 0
    return knowing


@dataclass(frozen=True)
class Ran:
    """One insdc job that brought everything of an organism, for all that there is to say of it."""

    ended: Ended
    mirror: Database
    secrets: tuple[str, ...]


@pytest.fixture(scope="module")
def ran(server: Server, dump: Path) -> Iterator[Ran]:
    with (
        server.throw_away_databases() as make,
        Emulator(Archive(400, seed=5), rate_limit=False, api_keys=(KEY,)) as ncbi,
    ):
        mirror = make()
        migrate(mirror)
        url = mirror.engine.url.set(drivername="postgresql", password="hunter2")  # noqa: S106
        job = _job({"DATABASE_URL": url.render_as_string(hide_password=False)}, ncbi)
        assert Job(job.settings | {"TAXDUMP_PATH": str(dump)}).run("taxonomy").code == 0
        yield Ran(job.run("insdc", TUBERCULOSIS), mirror, (KEY, "hunter2", "ada@example.org"))


@pytest.fixture
def unmigrated(job: Job, new_database: Callable[[], Database]) -> Job:
    url = new_database().engine.url.set(drivername="postgresql")
    return Job(job.settings | {"DATABASE_URL": url.render_as_string(hide_password=False)})


def _count(database: Database, what: str) -> int:
    with database.transaction() as connection:
        return connection.scalar(text(f"select count(*) from {what}")) or 0


def test_migrate_says_where_the_database_was_and_where_it_is(unmigrated: Job) -> None:
    first, second = (unmigrated.run("migrate") for _ in range(2))

    assert (first.code, second.code) == (0, 0)
    assert (first.last["before"], first.last["migration"]) == (None, newest())
    assert (second.last["before"], second.last["migration"]) == (newest(), newest())


def test_taxonomy_says_what_it_brought(knowing: Job, mirror: Database) -> None:
    again = knowing.run("taxonomy")

    assert (again.code, again.last["event"], again.last["changes"]) == (0, "done", None)
    assert again.last["taxa"] == _count(mirror, "biosql.taxon") > 0


def test_insdc_brings_all_three_and_reports_each(ran: Ran) -> None:
    ended = ran.ended

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (0, "done", 0)
    reports = ended.of("report")
    assert [report["kind"] for report in reports] == [
        "sequencing", "samples", "samples", "projects",
    ]  # fmt: skip
    assert ended.last["records"] == sum(report["asked"] for report in reports) > 0
    for table in ("experiment", "biosample", "project"):
        assert _count(ran.mirror, f"insdc.{table}") > 0
    assert {"sequencing", "samples", "projects"} <= {each["stage"] for each in ended.of("stage")}


@pytest.mark.parametrize(
    "selection",
    [
        ("--query=txid1773[Organism:exp]",),
        ("--organism=Mycobacterium tuberculosis", "--days=20000"),
    ],
)
def test_three_jobs_do_what_insdc_does_whichever_way_the_records_are_chosen(
    selection: tuple[str, ...], knowing: Job, mirror: Database
) -> None:
    for step in ("sequencing", "samples", "projects"):
        ended = knowing.run(step, *selection)

        assert ended.code == 0, ended.last
        assert {report["kind"] for report in ended.of("report")} == {step}
    wanted = _count(mirror, "insdc.sample where biosample_accession is not null")
    assert _count(mirror, "insdc.biosample") == wanted > 0


def test_a_bioproject_is_followed_through_all_three(
    knowing: Job, mirror: Database, ncbi: Emulator
) -> None:
    project = next(
        project.accession
        for record in ncbi.archive.live()
        for sample in record.samples
        for project in sample.projects
        if project.is_live
    )
    for step in ("sequencing", "samples", "projects"):
        assert knowing.run(step, f"--bioproject={project}").code == 0

    assert _count(mirror, "insdc.experiment") > 0
    assert _count(mirror, f"insdc.project where accession = '{project}'") == 1


def test_every_line_is_one_json_object_with_the_batch_job_in_it(ran: Ran) -> None:
    ended = ran.ended

    for line in ended.lines:
        assert line["batch_job"] == BATCH["AWS_BATCH_JOB_ID"]
        assert line["attempt"] == BATCH["AWS_BATCH_JOB_ATTEMPT"]
        assert line["job"] == "insdc"
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
        assert line["level"] in {"info", "warning", "error"}
    assert ended.lines[0]["event"] == "started"
    assert ended.lines[0]["arguments"] == {
        "job": "insdc", "organism": "Mycobacterium tuberculosis",
    }  # fmt: skip


def test_outside_batch_there_is_no_job_to_name(job: Job) -> None:
    ended = Job(job.settings, environment={}).run("migrate")

    assert "batch_job" not in ended.last


def test_metrics_are_what_cloudwatch_reads(ran: Ran) -> None:
    ended = ran.ended

    assert len(ended.metrics()) == len(ended.of("report")) + 1
    for line in ended.metrics():
        written = datetime.fromisoformat(line["time"]).timestamp()
        assert line["_aws"]["Timestamp"] / 1000 == pytest.approx(written, abs=1)
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        assert directive["Namespace"] == "insdc-sync"
        (dimensions,) = directive["Dimensions"]
        assert {name: line[name] for name in dimensions}.items() >= {
            "Project": "tb", "Environment": "dev",
        }.items()  # fmt: skip
        for metric in directive["Metrics"]:
            assert metric["Unit"] in UNITS
            assert isinstance(line[metric["Name"]], float)
    (report, *_), (measured, *_) = ended.of("report"), ended.metrics()
    assert measured["Job"] == "sequencing"
    assert measured["New"] == report["outcomes"]["experiment"]["new"] > 0


def test_insdc_says_how_far_behind_the_mirror_is(ran: Ran) -> None:
    (behind,) = ran.ended.metric("HoursBehind")

    (directive,) = behind["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["Project", "Environment"]]
    assert 0 <= behind["HoursBehind"] < 1
    assert ran.ended.lines.index(behind) < len(ran.ended.lines) - 1


def test_of_three_jobs_the_last_says_how_old_the_last_search_is_that_was_worked_off(
    knowing: Job, mirror: Database
) -> None:
    assert not knowing.run("projects", TUBERCULOSIS).metric("HoursBehind")
    for earlier in ("sequencing", "samples"):
        assert not knowing.run(earlier, TUBERCULOSIS).metric("HoursBehind")
    with mirror.transaction() as connection:
        connection.execute(text("update insdc.sync_job set started_at = now() - interval '50 h'"))
    knowing.run("sequencing", "--organism=Mycobacterium avium")

    (behind,) = knowing.run("projects", TUBERCULOSIS).metric("HoursBehind")

    assert behind["HoursBehind"] == pytest.approx(50, abs=0.1)


@pytest.fixture
def in_step(knowing: Job, program: Program) -> Job:
    """With a selection that is in step."""
    assert program.run("follow", "add", "tb", "--query", "txid1773[Organism:exp]").returncode == 0
    assert knowing.run("insdc").code == 0
    return knowing


def test_a_count_that_has_to_be_confirmed_is_told_with_how_far_behind_and_how_to_confirm(
    in_step: Job, mirror: Database, ncbi: Emulator
) -> None:
    with mirror.transaction() as connection:
        connection.execute(text("update insdc.selection set experiments = 1"))
    another_build(ncbi.archive, ncbi, days=3)

    stopped = in_step.run("insdc")
    confirmed = in_step.run("insdc", "--accept-counts")

    assert stopped.code == 3
    assert 'the command ["insdc", "--accept-counts"]' in stopped.last["message"]
    assert [each["HoursBehind"] for each in stopped.metric("HoursBehind")] == [72.0]
    assert confirmed.code == 0
    assert [each["HoursBehind"] for each in confirmed.metric("HoursBehind")] == [0.0]


def test_what_waits_to_be_confirmed_is_behind_though_another_came_and_what_is_paused_is_not(
    in_step: Job, program: Program, mirror: Database, ncbi: Emulator
) -> None:
    assert program.run("follow", "add", "x", "--query", "txid562[Organism:exp]").returncode == 0
    with mirror.transaction() as connection:
        connection.execute(text("update insdc.selection set experiments = 1 where name = 'tb'"))
    another_build(ncbi.archive, ncbi, days=3)
    stopped = in_step.run("insdc")
    assert program.run("follow", "pause", "tb").returncode == 0
    without_it = in_step.run("insdc")

    assert stopped.code == 3
    assert [each["HoursBehind"] for each in stopped.metric("HoursBehind")] == [72.0]
    assert without_it.code == 0
    assert [each["name"] for each in without_it.of("followed")] == ["x"]
    assert [each["HoursBehind"] for each in without_it.metric("HoursBehind")] == [0.0]


def test_status_says_what_the_command_line_says(in_step: Job, program: Program) -> None:
    ended = in_step.run("status")

    logged = {"time", "level", "event", "job", "exit_code", *(ended.lines[0].keys() - {"version"})}
    told = {name: value for name, value in ended.last.items() if name not in logged}
    asked = json.loads(program.run("status", "--json").stdout)
    # A server writes behind its own back, too.
    assert told.pop("bytes_on_disk") == pytest.approx(asked.pop("bytes_on_disk"), rel=0.1)
    assert told == asked
    assert [each["name"] for each in told["followed"]] == ["tb"]


def test_what_to_follow_is_said_by_a_job_and_each_says_what_is_followed_now(
    knowing: Job, program: Program
) -> None:
    followed = {}
    for arguments in (
        ("list",),
        ("add", "tb", "--organism", "Mycobacterium tuberculosis"),
        ("add", "x", "--query=txid562[Organism:exp]"),
        ("pause", "tb"),
        ("pause", "tb", "--resume"),
        ("remove", "x"),
    ):
        ended = knowing.run("follow", *arguments)
        assert (ended.code, ended.last["event"]) == (0, "done"), ended.last
        followed[arguments] = {each["name"]: each for each in ended.last["followed"]}

    assert [sorted(each) for each in followed.values()] == [
        [], ["tb"], ["tb", "x"], ["tb", "x"], ["tb", "x"], ["tb"],
    ]  # fmt: skip
    assert followed["pause", "tb"]["tb"]["is_paused"] is True
    assert [*followed["remove", "x"].values()] == json.loads(
        program.run("follow", "list", "--json").stdout
    )
    assert knowing.run("insdc").last["followed"] == ["tb"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "tb"), "What shall be followed?"),
        (("add", "tb", "--organism=Mycobactrium"), "Mycobactrium"),
        (("add", "a b", "--organism=1773"), "a b"),
        (("pause", "nobody"), "nobody"),
        (("remove", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_words(
    arguments: tuple[str, ...], words: str, knowing: Job
) -> None:
    ended = knowing.run("follow", *arguments)

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (2, "failed", 2)
    assert words in ended.last["message"]


def test_where_nothing_is_followed_there_are_no_hours_to_be_behind(knowing: Job) -> None:
    ended = knowing.run("insdc")

    assert (ended.code, ended.metric("HoursBehind")) == (3, [])
    assert "Nothing is followed yet" in ended.last["message"]


@pytest.mark.parametrize("job_name", ["samples", "insdc"])
def test_without_a_taxonomy_nothing_is_begun(job_name: str, job: Job, mirror: Database) -> None:
    ended = job.run(job_name, TUBERCULOSIS)

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (3, "failed", 3)
    assert "The taxonomy has never been synchronized" in ended.last["message"]
    assert "insdc-sync sync taxonomy" in ended.last["message"]
    assert '(as a Batch job: the command ["taxonomy"])' in ended.last["message"]
    assert _count(mirror, "insdc.sync_job") == 0


@pytest.mark.parametrize("job_name", ["taxonomy", *SYNCS, "reconcile"])
def test_a_database_that_was_never_migrated_is_not_touched(job_name: str, unmigrated: Job) -> None:
    ended = unmigrated.run(job_name)

    assert (ended.code, ended.last["event"]) == (3, "failed")
    assert "has never been migrated" in ended.last["message"]
    assert "insdc-sync migrate" in ended.last["message"]


def test_a_database_that_is_out_of_reach_is_named() -> None:
    ended = Job({"DATABASE_URL": "postgresql://sync:hunter2@127.0.0.1:9/mirror"}).run("migrate")

    assert (ended.code, ended.last["event"], ended.last["level"]) == (4, "failed", "error")
    assert (
        "No connection to the database postgresql://sync:***@127.0.0.1:9/mirror"
        in (ended.last["message"])
    )
    assert "hunter2" not in ended.written


def test_a_database_that_may_answer_later_is_waited_for_and_then_worth_another_attempt() -> None:
    ended = Job({"DATABASE_URL": NOWHERE, "DATABASE_WAIT_SECONDS": "0.2"}).run("migrate")

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (75, "failed", 75)
    assert "does not answer yet" in ended.of("log")[0]["message"]
    assert "that the server is running" in ended.last["message"]


def test_a_key_that_ncbi_refuses_is_named_and_not_shown(job: Job) -> None:
    ended = Job(job.settings | {"NCBI_API_KEY": "not-the-right-key"}).run(
        "sequencing", TUBERCULOSIS
    )

    assert (ended.code, ended.last["event"]) == (4, "failed")
    assert "NCBI does not accept the API key" in ended.last["message"]
    assert "INSDC_SYNC_NCBI_API_KEY" in ended.last["message"]
    assert "not-the-right-key" not in ended.written


class TestWithASecret:
    """NCBI's credentials in Secrets Manager, which is asked over HTTP."""

    @pytest.fixture
    def manager(self) -> Iterator[str]:
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        _, port = server.get_host_and_port()
        yield f"http://127.0.0.1:{port}"
        server.stop()

    @pytest.fixture
    def secretive(self, job: Job, manager: str) -> Iterator[Job]:
        secrets = boto3.client("secretsmanager", **_aws(manager))
        secrets.create_secret(Name="dev/ncbi-entrez")
        given = {
            name: value for name, value in job.settings.items() if not name.startswith("NCBI_")
        }
        aws = {
            "AWS_ENDPOINT_URL": manager,
            "AWS_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
        yield Job(given | {"NCBI_SECRET": "dev/ncbi-entrez"}, BATCH | aws)
        secrets.delete_secret(SecretId="dev/ncbi-entrez", ForceDeleteWithoutRecovery=True)

    def _put(self, manager: str, content: object) -> None:
        boto3.client("secretsmanager", **_aws(manager)).put_secret_value(
            SecretId="dev/ncbi-entrez", SecretString=json.dumps(content)
        )

    def test_one_that_nobody_filled_in_says_how_to(self, secretive: Job) -> None:
        ended = secretive.run("sequencing", TUBERCULOSIS)

        assert (ended.code, ended.last["event"]) == (4, "failed")
        assert "The secret dev/ncbi-entrez is empty. Fill it in:" in ended.last["message"]
        assert "aws secretsmanager put-secret-value" in ended.last["message"]

    def test_a_wrong_key_in_it_is_looked_for_there_and_a_new_one_is_used_by_the_next_job(
        self, secretive: Job, manager: str
    ) -> None:
        self._put(manager, {"email": "ada@example.org", "api_key": "not-the-right-key"})
        refused = secretive.run("sequencing", TUBERCULOSIS)
        self._put(manager, {"email": "ada@example.org", "api_key": KEY})
        accepted = secretive.run("sequencing", TUBERCULOSIS)

        assert refused.code == 4
        assert "Correct api_key in the secret dev/ncbi-entrez" in refused.last["message"]
        assert accepted.code == 0
        for ended in (refused, accepted):
            assert "not-the-right-key" not in ended.written
            assert KEY not in ended.written
            assert "ada@example.org" not in ended.written


def _aws(manager: str) -> dict[str, str]:
    return {
        "endpoint_url": manager,
        "region_name": "eu-west-1",
        "aws_access_key_id": "testing",
        "aws_secret_access_key": "testing",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "The following arguments are required: job"),
        (("nothing",), "invalid choice: 'nothing'"),
        (("sequencing", "--days=soon"), "Argument --days: invalid int value: 'soon'"),
        (("sequencing", "--days=-1"), "-1 days is not a window"),
        (("sequencing", "--organism="), "the organism is empty"),
        (("sequencing", "--organ=x"), "Unrecognized arguments: --organ=x"),
        (("insdc", "--query=x", "--accept-counts"), "without a selection"),
        (("sequencing", "--accept-counts"), "without a selection"),
        (("sequencing", "--query=x", "--organism=y"), "not allowed with argument --query"),
        (("sequencing", "--bioproject=SRR1"), "SRR1 is a run, not a BioProject"),
        (("sequencing", "--bioproject="), "empty"),
        (("sequencing", "--bioproject=PRJ"), "PRJ"),
        (("sequencing", b"--organism=\xff\xfe"), "is not UTF-8"),
        (("follow",), "required: action"),
        (("follow", "ad"), "invalid choice: 'ad'"),
        (("follow", "add"), "required: name"),
        (("follow", "add", "tb", "--days=7"), "Unrecognized arguments: --days=7"),
    ],
)
def test_a_wrong_argument_is_told_in_the_last_line_like_everything_else(
    arguments: tuple[str | bytes, ...], words: str
) -> None:
    ended = Job({"DATABASE_URL": NOWHERE}).run(*arguments)

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (2, "failed", 2)
    assert words in ended.last["message"]
    assert not ended.of("log")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--organism=Mycobactrium",), "Mycobactrium"),
        (("--query=x[Organnism]",), "Organnism"),
        ((), "organism"),
    ],
)
def test_what_no_archive_could_answer_is_refused_too(
    arguments: tuple[str | bytes, ...], words: str, job: Job
) -> None:
    ended = job.run("sequencing", *arguments)

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (2, "failed", 2)
    assert words in ended.last["message"]


def test_an_option_may_hold_what_looks_like_another(job: Job) -> None:
    ended = job.run("sequencing", "--organism=--days=1")

    assert ended.lines[0]["arguments"] == {"job": "sequencing", "organism": "--days=1"}
    assert ended.code == 2


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"NCBI_EMIAL": "a@example.org"}, "There is no setting INSDC_SYNC_NCBI_EMIAL."),
        ({"WORKERS": "many"}, "INSDC_SYNC_WORKERS is wrong"),
        ({"DATABASE_HOST": "db", "DATABASE_IAM_TOKEN": "true"}, "INSDC_SYNC_DATABASE_USER"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, str], words: str) -> None:
    ended = Job(settings).run("migrate")

    assert (ended.code, ended.last["event"]) == (4, "failed")
    assert words in ended.last["message"]


def test_help_is_for_people() -> None:
    started = Job({}).start("--help")
    written, _ = started.communicate(timeout=PATIENCE_SECONDS)

    assert started.returncode == 0
    assert all(f"{name}," in written for name in ("migrate", "taxonomy", "sequencing", "samples"))


def test_a_bug_is_told_with_its_traceback_in_one_line() -> None:
    broken = (
        "from insdc_sync import batch\n"
        "def fail(*_):\n"
        "    raise RuntimeError('line one\\nline two')\n"
        "batch._JOBS['migrate'] = fail\n"
        "batch.main()\n"
    )
    ended = Job({}).run("migrate", program=("-c", broken))

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (1, "failed", 1)
    assert "This is a bug of insdc-sync" in ended.last["message"]
    assert "(RuntimeError: line one)" in ended.last["message"]
    (where,) = ended.of("log")
    assert where["level"] == "error"
    assert where["traceback"].startswith("Traceback (most recent call last)")
    assert "RuntimeError: line one\nline two" in where["traceback"]


def test_what_breaks_while_a_job_is_being_stopped_is_no_bug() -> None:
    breaking = (
        "import os, signal, time\n"
        "from insdc_sync import batch\n"
        "def work(*_):\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(60)\n"
        "    finally:\n"
        "        raise RuntimeError('half way')\n"
        "batch._JOBS['migrate'] = work\n"
        "batch.main()\n"
    )
    ended = Job({}).run("migrate", program=("-c", breaking))

    assert (ended.code, ended.last["exit_code"]) == (75, 75)
    assert "Stopped by SIGTERM. What was committed is kept" in ended.last["message"]


def test_what_libraries_say_is_no_exception() -> None:
    noisy = (
        "import logging, threading, warnings\n"
        "from insdc_sync import batch\n"
        "class Careless:\n"
        "    def __del__(self):\n"
        "        raise ValueError('in passing')\n"
        "def work(*_):\n"
        "    logging.getLogger('urllib3').warning('Retrying %s', 'it')\n"
        "    logging.getLogger('botocore').info('not this')\n"
        "    warnings.warn('it is old')\n"
        "    Careless()\n"
        "    lost = threading.Thread(target=lambda: 1 / 0)\n"
        "    lost.start(); lost.join()\n"
        "    return {}\n"
        "batch._JOBS['migrate'] = work\n"
        "batch.main()\n"
    )
    ended = Job({}).run("migrate", program=("-c", noisy))

    assert ended.code == 0
    messages = [line["message"] for line in ended.of("log")]
    assert messages[0] == "Retrying it"
    assert "it is old" in messages[1]
    assert "ValueError: in passing" in ended.of("log")[2]["traceback"]
    assert "ZeroDivisionError" in ended.of("log")[3]["traceback"]
    assert len(messages) == 4


def test_sigterm_in_the_middle_ends_in_good_order_and_the_next_attempt_goes_on(
    program: Program, mirror: Database, saved: Path
) -> None:
    files = Job(program.settings | {"SOURCE": "files", "FILES_DIR": str(saved)})
    told = files.start("sequencing")
    _wait_for(lambda: _count(mirror, "insdc.page where done_at is not null") > 0)
    told.send_signal(signal.SIGTERM)
    asked_to_end = time.monotonic()
    written, _ = told.communicate(timeout=PATIENCE_SECONDS)
    seconds = time.monotonic() - asked_to_end
    ended = read(told.returncode, written)

    assert (ended.code, ended.last["event"], ended.last["exit_code"]) == (75, "failed", 75)
    assert "Stopped by SIGTERM. What was committed is kept" in ended.last["message"]
    assert seconds < 25, "ECS kills after 30 s"
    assert not ended.metrics()
    done = _count(mirror, "insdc.page where done_at is not null")
    assert done < _count(mirror, "insdc.page")

    again = files.run("sequencing")

    assert again.code == 0
    assert f"{done} of" in again.of("note")[0]["message"]
    assert not _count(mirror, "insdc.page where done_at is null")


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_second_run_says_who_is_at_it_since_when_and_ends_well(
    job: Job, mirror: Database, ncbi: Emulator
) -> None:
    ncbi.latency = 1.0
    first = job.start("sequencing", TUBERCULOSIS)
    _wait_for(lambda: _count(mirror, "insdc.sync_job") > 0)

    second = job.run("sequencing", TUBERCULOSIS)

    assert first.poll() is None
    assert (second.code, second.last["event"], second.last["exit_code"]) == (0, "done", 0)
    assert re.search(
        r"Another sequencing job is under way since 20\d\d-\d\d-\d\d \d\d:\d\d .*"
        r"\(from this machine\): nothing was done",
        second.last["message"],
    )
    assert not second.metrics()
    ncbi.latency = 0.0
    first.communicate(timeout=PATIENCE_SECONDS)
    assert first.returncode == 0
    assert _count(mirror, "insdc.sync_job") == 1


def test_nothing_that_a_job_logs_is_secret(ran: Ran) -> None:
    assert ran.ended.code == 0
    for secret in ran.secrets:
        assert secret not in ran.ended.written
