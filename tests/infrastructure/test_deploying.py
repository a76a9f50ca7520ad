"""docs/deploying.md: its commands exist, its tables are current, its first job is told right."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from adapters.postgres.bootstrap import Roles
from insdc_sync import batch
from insdc_sync.settings import PREFIX, load
from tests.infrastructure import stand_in_job
from tests.infrastructure.cloud import emulated
from tests.infrastructure.provider import MODULES, ROOT
from tools import aws_costs, draw_infrastructure

DOCUMENT = ROOT / "docs/deploying.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))
EXAMPLE = MODULES[1]
CHECKOV = ROOT / "infrastructure/.checkov.yaml"

# Made by the AWS CLI itself, on top of what the services know.
OF_THE_CLI = {
    ("ecr", "get-login-password"): set[str](),
    ("logs", "tail"): {"follow", "since", "format"},
}
RENAMED_BY_THE_CLI = {("sns", "subscribe"): {"endpoint": "notification-endpoint"}}
OF_EVERY_COMMAND = {"query", "output", "region", "cli-input-json"}


def logical_lines() -> Iterator[str]:
    """Each command by itself: what stands in $(…) before what it stands in; strings emptied."""
    without_comments = re.sub(r"(^|\s)# .*$|\s{2,}#.*$", "", SHELL, flags=re.MULTILINE)
    text = re.sub(r"<<JSON\n.*?\nJSON", "", without_comments, flags=re.DOTALL)
    text = re.sub(r"'[^']*'", "''", text.replace("\\\n", " "))
    while found := re.search(r"\$\(([^()]*)\)", text):
        yield from re.split(r"[|;\n]", found[1])
        text = text[: found.start()] + "X" + text[found.end() :]
    yield from re.split(r"[|;\n]", text)


COMMANDS = sorted(
    {
        " ".join(line.partition("aws ")[2].split())
        for line in logical_lines()
        if re.match(r"\s*(?:\w+=)?aws ", line)
    }
)


def test_the_commands_are_found() -> None:
    assert len(COMMANDS) > 25
    assert len({command.split()[0] for command in COMMANDS}) > 10


@pytest.mark.parametrize("command", COMMANDS)
def test_the_services_operations_and_options_of_commands_exist(command: str) -> None:
    service, operation, *arguments = command.split()
    options = {each.removeprefix("--") for each in arguments if each.startswith("--")}
    if (service, operation) in OF_THE_CLI:
        assert options <= OF_THE_CLI[service, operation]
        return
    # No environment, no files: only what the package ships.
    session = botocore.session.Session()
    if operation == "wait":
        client = session.create_client(service, region_name="eu-west-1")
        waiter = client.get_waiter(arguments[0].replace("-", "_"))
        operation = xform_name(waiter.config.operation, "-")
    model = session.get_service_model(service)
    names = {xform_name(name, "-"): name for name in model.operation_names}
    shape = model.operation_model(names[operation]).input_shape
    renamed = RENAMED_BY_THE_CLI.get((service, operation), {})
    known = {renamed.get(name, name) for name in (xform_name(each, "-") for each in shape.members)}
    given = {
        option if option in known else option.removeprefix("no-")
        for option in options - OF_EVERY_COMMAND
    }

    assert given <= known
    if "cli-input-json" not in options:
        required = {xform_name(name, "-") for name in shape.required_members}
        assert required <= given


def test_every_output_that_is_asked_for_exists() -> None:
    text = "\n".join(
        file.read_text(encoding="utf-8") for module in MODULES for file in module.glob("*.tf")
    )
    declared = set(re.findall(r'^output "(\w+)"', text, re.MULTILINE))

    asked = set(re.findall(r"terraform output -(?:raw|json) (\w+)", SHELL))

    assert asked
    assert asked <= declared


def test_every_variable_is_set_before_it_is_used() -> None:
    known = {"1"}
    for line in SHELL.splitlines():
        used = set(re.findall(r"\$\{?(\w+)", line))
        known |= (
            set(re.findall(r"(?:^|\s|export )([A-Za-z_]+)=", line)) if "export" in line else set()
        )
        assert used <= known, line
        known |= set(re.findall(r"^\s*(?:for )?([A-Za-z_]+)(?:=| in )", line))


def test_every_address_in_the_state_exists() -> None:
    for address in re.findall(r"terraform (?:state rm|import) (\w+)\.(\w+)", SHELL):
        kind, name = address
        assert f'resource "{kind}" "{name}"' in "\n".join(
            file.read_text(encoding="utf-8") for file in EXAMPLE.glob("*.tf")
        )


# The job of the first day.


def bootstrap_document(secret: str) -> dict[str, Any]:
    found = re.search(r"<<JSON\n(.*?)\nJSON", SHELL, re.DOTALL)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1].replace("$MASTER_SECRET", secret))
    return document


def test_a_job_submitted_with_the_document_is_the_masters(
    applied: Mapping[str, Mapping[str, Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = {"/dev/db_host": "db.example", "/dev/db_port": "5432", "/dev/db_name": "tbkbdb"}
    entrypoint = [sys.executable, stand_in_job.__file__, str(tmp_path)]
    with emulated(entrypoint, monkeypatch) as cloud:
        cloud.main_infrastructure(address)
        cloud.deploy(applied)
        client = cloud.client("batch")
        job = client.submit_job(
            jobName="bootstrap",
            jobQueue=applied["aws_batch_job_queue.this"]["name"],
            jobDefinition=applied["aws_batch_job_definition.this"]["name"],
            containerOverrides=bootstrap_document("arn:secret"),
        )
        assert _ended(client, job["jobId"]) == "SUCCEEDED"

        (attempt,) = cloud.attempts

    assert attempt.arguments == ["bootstrap"]
    for name, value in attempt.environment.items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, value)
    read = load()
    assert (read.database_user, read.database_secret) == ("postgres", "arn:secret")
    assert not read.database_iam_token
    assert read.database_host == "db.example"


def _ended(client: Any, job: str) -> str:
    while True:
        (found,) = client.describe_jobs(jobs=[job])["jobs"]
        if found["status"] in {"SUCCEEDED", "FAILED"}:
            return str(found["status"])


def test_the_master_is_called_as_the_example_calls_it() -> None:
    username = re.search(r'username\s+= "(\w+)"', (EXAMPLE / "database.tf").read_text())
    assert username is not None

    named = {each["name"]: each["value"] for each in bootstrap_document("")["environment"]}

    assert named[f"{PREFIX}DATABASE_USER"] == username[1]


def test_the_user_that_is_made_is_the_one_who_the_jobs_log_in_as(
    applied: Mapping[str, Mapping[str, Any]],
) -> None:
    properties = json.loads(applied["aws_batch_job_definition.this"]["container_properties"])
    given = {each["name"]: each["value"] for each in properties["environment"]}

    assert given[f"{PREFIX}DATABASE_USER"] == Roles().user


def test_the_names_that_are_put_together_are_those_that_terraform_gives(
    applied: Mapping[str, Mapping[str, Any]],
) -> None:
    given = {"$PROJECT": "tb", "$ENVIRONMENT": "dev"}
    put_together = set(re.findall(r"\$PROJECT-insdc-\$ENVIRONMENT[\w-]*", SHELL))

    for name, value in given.items():
        put_together = {each.replace(name, value) for each in put_together}
    assert put_together == {
        applied["aws_iam_role.task"]["name"],
        applied["aws_batch_job_definition.this"]["name"],
    }


@pytest.mark.parametrize("job", sorted(set(re.findall(r'"command": \["(\w+)"', SHELL))))
def test_every_job_that_is_submitted_exists(job: str) -> None:
    assert job in batch._JOBS


# Its links.


def test_every_link_of_the_page_leads_somewhere() -> None:
    for path, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", TEXT):
        target = (DOCUMENT.parent / path).resolve() if path else DOCUMENT
        assert target.exists(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
            assert anchor in anchors, (path, anchor)


# What it costs.


def test_the_costs_are_current() -> None:
    assert aws_costs.with_costs(TEXT) == TEXT, "run tools/aws_costs.py"


def test_the_costs_are_of_what_terraform_makes() -> None:
    text = (EXAMPLE / "database.tf").read_text(encoding="utf-8")
    first = aws_costs.SIZES[0]

    assert f'instance_class = "{first.database}"' in text
    assert re.search(rf"allocated_storage\s+= {first.storage_gb}\n", text)
    assert all(size.storage_gb >= first.storage_gb for size in aws_costs.SIZES)
    assert aws_costs._alarms() == (7, 1)
    assert (aws_costs._local("vcpus"), aws_costs._local("memory_mib")) == (2, 4096)


def test_a_month_of_the_smallest_database_costs_its_hours() -> None:
    costs = aws_costs.costs(aws_costs.SIZES[0])

    assert costs["database, db.t4g.micro"] == pytest.approx(730 * 0.016)
    assert costs["storage, 20 GB"] == pytest.approx(2.30)


def test_every_price_has_a_page_of_aws_as_its_source() -> None:
    for price in aws_costs.PRICES.values():
        assert re.fullmatch(r"https://aws\.amazon\.com/[\w/-]+/pricing/", price.source)
    assert aws_costs.DATE in TEXT
    assert aws_costs.REGION in TEXT


# The diagram.


def test_the_diagram_is_current() -> None:
    assert draw_infrastructure.with_diagram(TEXT) == TEXT, "run tools/draw_infrastructure.py"


def test_the_diagram_follows_locals_and_passes_through_what_it_leaves_out() -> None:
    modules = [draw_infrastructure.Module(folder) for folder in MODULES]

    edges = draw_infrastructure.edges(modules)

    assert ("aws_batch_job_queue.this", "aws_batch_compute_environment.this") in edges
    assert ("aws_sfn_state_machine.this", "aws_batch_job_queue.this") in edges  # by a local
    assert ("aws_db_instance.this", "aws_subnet.database") in edges  # by its subnet group
    assert ("aws_batch_job_definition.this", "aws_ssm_parameter.database") in edges  # by name
    assert ("aws_security_group.batch_compute", "aws_security_group.database") in edges  # by a rule


def test_a_kind_of_resource_that_nobody_decided_on_is_named(tmp_path: Path) -> None:
    (tmp_path / "new.tf").write_text('resource "aws_new_thing" "it" {\n}\n')

    with pytest.raises(KeyError, match=r"aws_new_thing\.it"):
        draw_infrastructure.edges([draw_infrastructure.Module(tmp_path)])


# checkov.


def test_every_rule_of_checkov_that_is_not_followed_has_its_reason() -> None:
    reason = ""
    for line in CHECKOV.read_text(encoding="utf-8").partition("skip-check:\n")[2].splitlines():
        if line.startswith("  #"):
            reason = line
        elif "#" not in line:
            assert reason, f"{line} has no reason of its own"
            reason = ""
        else:
            assert reason


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.name))
def test_checkov_finds_nothing_else(module: Path) -> None:
    checkov = shutil.which("checkov")
    if checkov is None:
        pytest.skip("checkov is not installed: no dependency of ours, for its size")
    done = subprocess.run(
        (checkov, "--config-file", str(CHECKOV), "-d", str(module)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
