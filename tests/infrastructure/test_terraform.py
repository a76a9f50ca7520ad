"""What Terraform itself says of infrastructure/."""

import re
import shutil
from pathlib import Path

import pytest

from tests.infrastructure.conftest import INFRASTRUCTURE
from tests.infrastructure.provider import SCHEMA, VERSION, types_used
from tests.infrastructure.terraform import Terraform

_RUN = re.compile(r'^run "(\w+)"', re.MULTILINE)
RUNS = [
    name
    for file in sorted(INFRASTRUCTURE.glob("tests/*.tftest.hcl"))
    for name in _RUN.findall(file.read_text(encoding="utf-8"))
]


def test_the_files_are_formatted(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-recursive", "-diff")

    assert done.returncode == 0, done.stdout


def test_the_module_is_valid(terraform: Terraform) -> None:
    done = terraform.run("validate", "-no-color", start_plugin=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", RUNS)
def test_terraforms_own_tests_pass(terraform: Terraform, name: str) -> None:
    ended = terraform.tested[name]

    assert ended.status == "pass", ended.said


def test_every_run_has_a_name_of_its_own(terraform: Terraform) -> None:
    assert sorted(RUNS) == sorted(terraform.tested)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("logs.tf", "retention_in_days", "retention_days", "An argument named"),
        ("batch.tf", "priority = 1", "", 'The argument "priority" is required'),
        ("iam.tf", "aws_iam_role.task.id", "aws_iam_role.tasks.id", "undeclared resource"),
        (
            "outputs.tf",
            "aws_sns_topic.alarms.arn",
            "aws_sns_topic.alarms.url",
            "no argument, nested block",
        ),
        ("schedules.tf", '"aws_sqs_queue"', '"aws_sqs_kueue"', "does not support resource type"),
    ],
)
def test_the_stand_in_lets_no_such_mistake_pass(
    tmp_path: Path, terraform: Terraform, file: str, right: str, wrong: str, said: str
) -> None:
    broken = terraform.copy(tmp_path)
    text = (broken.folder / file).read_text(encoding="utf-8")
    assert right in text
    (broken.folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    broken.init()

    done = broken.run("validate", "-no-color")

    assert done.returncode != 0
    assert said in " ".join(done.stderr.split())


def test_a_later_apply_leaves_a_running_mirror_as_its_operator_set_it(
    tmp_path: Path, terraform: Terraform
) -> None:
    copy = terraform.copy(tmp_path)
    operated = copy.folder / "operated"
    shutil.copytree(terraform.folder, operated, ignore=shutil.ignore_patterns("tests"))
    schedules = (operated / "schedules.tf").read_text(encoding="utf-8")
    (operated / "schedules.tf").write_text(
        schedules.replace('"DISABLED"', '"ENABLED"').replace(
            "jsonencode(each.value.input)", 'jsonencode({ query = "mine" })'
        ),
        encoding="utf-8",
    )
    for file in (copy.folder / "tests").glob("*.tftest.hcl"):
        file.unlink()
    (copy.folder / "tests/operated.tftest.hcl").write_text(_OPERATED, encoding="utf-8")
    copy.init()

    ends = {name: (run.status, run.said) for name, run in copy.tested.items()}
    assert {status for status, _ in ends.values()} == {"pass"}, ends


_OPERATED = """
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

override_data {
  target = data.aws_subnets.private
  values = { ids = [] }
}

run "operator_enables" {
  state_key = "mirror"

  module {
    source = "./operated"
  }
}

run "later_apply" {
  state_key = "mirror"

  assert {
    condition     = alltrue([for each in aws_scheduler_schedule.this : each.state == "ENABLED"])
    error_message = "The schedules were switched off."
  }

  assert {
    condition = alltrue([
      for each in aws_scheduler_schedule.this :
      jsondecode(one(each.target).input) == { query = "mine" }
    ])
    error_message = "The mirror was told to follow something else."
  }
}
"""


def test_there_are_exactly_three_variables() -> None:
    declared = re.findall(
        r'^variable "(\w+)"',
        "\n".join(file.read_text(encoding="utf-8") for file in INFRASTRUCTURE.glob("*.tf")),
        re.MULTILINE,
    )

    assert declared == ["project_name", "environment", "aws_region"]


def test_the_schema_has_the_types_that_are_used_and_no_others() -> None:
    found = re.findall(r'^    "(aws_\w+)": \{', SCHEMA.read_text(encoding="utf-8"), re.MULTILINE)
    used = [name.removeprefix("data.") for name in types_used()]

    assert sorted(found) == sorted(used), "run extract_schema.py anew"


def test_the_module_accepts_the_version_whose_schema_it_is_checked_against() -> None:
    constraint = re.search(r'~> 6\.0, >= (\d+\.\d+)"', (INFRASTRUCTURE / "versions.tf").read_text())

    assert constraint is not None
    assert VERSION.startswith(f"{constraint[1]}.")
