"""docs/deploying.md, followed command by command: what it says one sees, one sees.

    the page  →  one bash  →  moto, which runs real jobs  →  PostgreSQL, NCBI as it is played

What Terraform would have made stands in moto beforehand. A job logs in as the user whom it is told
to be, the bootstrap's with the master's password from its secret. Left out are step 3, for want of
Docker and a registry, and the sections on a backup and on taking everything down, which are about
databases that RDS keeps. Nobody sleeps.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

import pytest

from adapters.postgres.bootstrap import Roles
from adapters.postgres.database import Database
from adapters.postgres.migrate import newest
from tests.e2e.asking import mirrored, of_tuberculosis, rows
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.infrastructure.batch_jobs import outside_environment
from tests.infrastructure.cloud import NCBI, Cloud, emulated, image_entrypoint
from tests.infrastructure.provider import MODULES
from tests.infrastructure.terraform import Terraform
from tests.infrastructure.test_deploying import TEXT
from tests.infrastructure.walk_through import Walk, steps
from tests.support.server import Server
from tests.synthetic.archive import Archive
from tests.unit.taxonomy.dumps import tar_gz
from tests.unit.taxonomy.shelf import open_shelf
from tools.make_demo_archive import demo_taxonomy

LOGS = "Logs, and what could not be started"
ORDER = ("1", "2", "4", "5", "6", "7", "8", "9", "10", LOGS, "7", "6")
"""Of the sections; a new key is step 7 again, a new version step 6."""

NOT_EMULATED = {
    "iam attach-role-policy": "without it, too, the job would read the secret: nobody is refused",
    "sns subscribe": "no mail comes, and AWS prints `pending confirmation` in place of an ARN",
    "logs filter-log-events": "moto takes no pattern for JSON, and lists every event",
}
"""Commands of the page that do less here than on AWS."""

OLD_KEY, NEW_KEY = "valid-key", "another-key"
BEFORE = {"7": f"printf {OLD_KEY} > key.txt", "7 again": f"printf {NEW_KEY} > key.txt"}
ADDRESS = {"/dev/db_host": "db.example", "/dev/db_port": "5432", "/dev/db_name": "tbkbdb"}
# The tests' server has an address for each user; RDS has one, and tokens.
LOGGED_IN = 'as=URL_OF_$INSDC_SYNC_DATABASE_USER; INSDC_SYNC_DATABASE_URL=${!as} exec "$@"'


@pytest.fixture(scope="module", autouse=True)
def _machine() -> None:
    missing = [program for program in ("bash", "jq") if not shutil.which(program)]
    if missing:
        pytest.skip(f"not installed, and the page asks for it: {' '.join(missing)}")
    if subprocess.run(("date", "-d", "-2 days"), capture_output=True, check=False).returncode:
        pytest.skip("this machine's date is not GNU's, as on the page")


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[Database]:
    """One that was never bootstrapped, as the main infrastructure leaves it."""
    asked = Database(server.url)
    there = rows(asked, f"select rolname from pg_roles where rolname in {astuple(Roles())}")
    asked.dispose()
    if there:
        pytest.skip(f"the server has roles already that the bootstrap makes: {there}")
    with server.throw_away_databases() as make:
        yield make()
    server.execute(*(f"drop role if exists {name}" for name in astuple(Roles())))


@pytest.fixture(scope="module")
def ncbi() -> Iterator[Emulator]:
    keys = (OLD_KEY, NEW_KEY)
    with Emulator(Archive(150, seed=5), rate_limit=False, api_keys=keys) as emulator:
        yield emulator


@pytest.fixture(scope="module")
def outside(
    database: Database, ncbi: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """What a job finds where it runs, besides AWS."""
    home = str(tmp_path_factory.mktemp("home"))
    with open_shelf() as shelf:
        shelf.put("/taxdump.tar.gz", tar_gz(demo_taxonomy()))
        yield {
            "HOME": home,
            "URL_OF_postgres": url_as(database, None),
            f"URL_OF_{Roles().user}": url_as(database, Roles().user),
            "INSDC_SYNC_ENTREZ_URL": ncbi.base_url,
            "INSDC_SYNC_TAXDUMP_URL": f"{shelf.url}/taxdump.tar.gz",
            "INSDC_SYNC_DATA_DIR": home,
            "INSDC_SYNC_REQUESTS_PER_SECOND": "100",
        }


def url_as(database: Database, user: str | None) -> str:
    """The address of the database without a password; None: of who may do everything."""
    url = database.engine.url
    as_user = url.set(drivername="postgresql", username=user or url.username, password="")
    return as_user.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def empty_account(outside: dict[str, str]) -> Iterator[Cloud]:
    entrypoint = ["bash", "-c", LOGGED_IN, "bash", *image_entrypoint()]
    with pytest.MonkeyPatch.context() as patch, emulated(entrypoint, patch, outside) as account:
        yield account


@pytest.fixture(scope="module")
def cloud(
    empty_account: Cloud, database: Database, terraform: Terraform, example: Terraform
) -> Cloud:
    """With all that the two applies of the page make, and nothing that its other commands do."""
    account = empty_account
    account.main_infrastructure(ADDRESS)
    password = database.engine.url.password or "one that nobody asks for"
    account.example(example.tested["example"].resources, password)
    account.deploy(terraform.tested["deployed"].resources)
    return account


@pytest.fixture(scope="module")
def schedules_before(cloud: Cloud) -> dict[str, Any]:
    return schedules(cloud)


def schedules(cloud: Cloud) -> dict[str, Any]:
    """All that is known of each, but when it was changed."""
    scheduler, found = cloud.client("scheduler"), {}
    for each in scheduler.list_schedules()["Schedules"]:
        known = scheduler.get_schedule(Name=each["Name"], GroupName=each["GroupName"])
        del known["LastModificationDate"], known["ResponseMetadata"]
        found[each["Name"]] = known
    return found


@pytest.fixture(scope="module")
def walk(
    cloud: Cloud,
    database: Database,
    terraform: Terraform,
    example: Terraform,
    schedules_before: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Walk:
    """The page, followed to its end."""
    assert schedules_before
    walk = Walk(tmp_path_factory.mktemp("walk"))
    applied = terraform.tested["deployed"], example.tested["example"]
    for module, run in zip(MODULES, applied, strict=True):
        walk.plan(module, cloud.real(run.outputs))
    environment = outside_environment(cloud.endpoint) | {
        "HOME": str(walk.folder),
        "INSDC_SYNC_DATABASE_URL": url_as(database, Roles().user),
    }
    walk.follow(list(steps(TEXT, ORDER)), BEFORE, environment)
    return walk


def test_every_command_ends_well(walk: Walk) -> None:
    assert [call for call in walk.calls if not call.startswith("0 ")] == []
    assert len(walk.calls) > 50


def test_the_account_is_shown(walk: Walk) -> None:
    assert json.loads(walk.said("1"))["Account"] == "123456789012"


@pytest.mark.parametrize("step", ["2", "4"])
def test_an_apply_says_that_it_is_complete(walk: Walk, step: str) -> None:
    assert "Apply complete!" in walk.said(step)


def test_the_bootstrap_is_done_and_says_what_it_ran(walk: Walk, database: Database) -> None:
    line = walk.last_line("5")

    assert (line["job"], line["event"]) == ("bootstrap", "done")
    assert 'create role "rdsiamuser" login' in line["statements"]
    made = rows(database, "select rolname, rolcanlogin from pg_roles")
    assert {("insdc_reader", False), ("rdsiamuser", True)} <= set(made)


def test_the_right_to_read_the_masters_password_is_gone_again(walk: Walk) -> None:
    changed = [call.split()[3] for call in walk.calls if "tb-main-dev-database_master" in call]

    assert changed == ["attach-role-policy", "detach-role-policy"]
    assert json.loads(walk.said("5", 1)) == ["tb-main-dev-rds_access"]


@pytest.mark.parametrize("step", ["6", "6 again"])
def test_migrating_says_the_version_of_the_schema(walk: Walk, step: str) -> None:
    line = walk.last_line(step)

    assert (line["job"], line["event"], line["migration"]) == ("migrate", "done", newest())


@pytest.mark.usefixtures("walk")
def test_the_schema_belongs_to_the_user_whom_the_bootstrap_made(database: Database) -> None:
    owners = "select distinct tableowner::text from pg_tables where schemaname = 'insdc'"

    assert rows(database, owners) == [(Roles().user,)]


@pytest.mark.parametrize("step", ["7", "7 again"])
def test_the_secret_has_a_version_and_its_files_are_gone(walk: Walk, step: str) -> None:
    told = json.loads(walk.said(step))

    assert f":secret:{NCBI}-" in told["ARN"]
    assert told["VersionId"]
    assert not [*walk.folder.rglob("key.txt"), *walk.folder.rglob("ncbi.json")]


@pytest.mark.parametrize("block", [0, 2])
def test_the_executions_succeed(walk: Walk, block: int) -> None:
    assert json.loads(walk.said("8", block)) == ["SUCCEEDED", None, None]


def test_the_status_counts_what_is_here(walk: Walk, ncbi: Emulator) -> None:
    line = walk.last_line("9")

    assert (line["job"], line["event"]) == ("status", "done")
    assert line["counts"]["experiment"] == len(of_tuberculosis(ncbi.archive)) > 0


def test_the_metric_says_that_nothing_is_behind(walk: Walk) -> None:
    told = json.loads(walk.said("9", 1))

    assert [point["Maximum"] for point in told["Datapoints"]] == [0.0]


def test_every_schedule_is_enabled_and_else_as_it_was(
    walk: Walk, cloud: Cloud, schedules_before: dict[str, Any]
) -> None:
    assert {each["State"] for each in schedules_before.values()} == {"DISABLED"}
    assert len(schedules_before) == 3
    assert schedules(cloud) == {
        name: {**each, "State": "ENABLED"} for name, each in schedules_before.items()
    }
    shown = [f"{name}\tENABLED" for name in schedules_before]
    assert sorted(walk.said("10").splitlines()[-3:]) == sorted(shown)


@pytest.mark.usefixtures("walk")
def test_the_alarms_go_to_the_address(cloud: Cloud) -> None:
    (told,) = cloud.client("sns").list_subscriptions()["Subscriptions"]

    assert (told["Protocol"], told["Endpoint"]) == ("email", "you@example.org")
    assert told["TopicArn"].endswith(":tb-insdc-dev-alarms")


def test_the_logs_have_no_error_and_the_queue_is_empty(walk: Walk) -> None:
    said = walk.said(LOGS)

    assert '"event": "done"' in said
    assert '"level": "error"' not in said
    assert '"Messages"' not in said
    assert walk.said(LOGS, 1) == ""


@pytest.mark.parametrize("command", NOT_EMULATED)
def test_what_does_less_here_is_run_all_the_same(walk: Walk, command: str) -> None:
    assert any(call.startswith(f"0 aws {command} ") for call in walk.calls)


@pytest.mark.usefixtures("walk")
def test_moto_still_lists_every_event_whatever_the_pattern(cloud: Cloud) -> None:
    listed = cloud.client("logs").filter_log_events(
        logGroupName="/aws/batch/tb-insdc-dev", filterPattern='{ $.level = "error" }'
    )

    assert listed["events"], "moto reads patterns now: take it off the table and off the page"


@pytest.mark.usefixtures("walk")
def test_the_mirror_is_in_step_in_the_end(database: Database, ncbi: Emulator) -> None:
    status = Program({"DATABASE_URL": url_as(database, Roles().user)}).run("status")

    assert mirrored(database) == {record.accession for record in of_tuberculosis(ncbi.archive)}
    assert status.returncode == 0, status.stderr
    assert "in step with 20" in status.stdout


@pytest.mark.usefixtures("walk")
def test_the_daily_schedule_as_it_was_left_runs_with_the_new_key(
    cloud: Cloud, ncbi: Emulator
) -> None:
    ncbi.api_keys.discard(OLD_KEY)

    assert cloud.fire("tb-insdc-dev-insdc").status == "SUCCEEDED"
    assert cloud.attempts[-1].arguments == ["insdc"]
