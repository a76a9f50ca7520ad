"""The example main infrastructure makes what infrastructure/ looks up, computed from the two."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.infrastructure.batch_jobs import path_of
from tests.infrastructure.conftest import EXAMPLE
from tests.infrastructure.terraform import Terraform

RUNS = re.findall(
    r'^run "(\w+)"',
    (EXAMPLE / "tests/example.tftest.hcl").read_text(encoding="utf-8"),
    re.MULTILINE,
)
Applied = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="session")
def made(example: Terraform) -> Applied:
    return example.tested["example"].resources


def of_type(resources: Applied, kind: str) -> list[Mapping[str, Any]]:
    return [values for address, values in resources.items() if address.startswith(f"{kind}.")]


def looked_up(applied: Applied, address: str, name: str) -> set[str]:
    """The values of one filter of a data source."""
    (found,) = [each["values"] for each in applied[address]["filter"] if each["name"] == name]
    return set(found)


def test_the_module_is_formatted_and_valid_and_its_own_tests_pass(example: Terraform) -> None:
    assert example.run("fmt", "-check", "-recursive").returncode == 0
    assert example.run("validate").returncode == 0
    assert sorted(example.tested) == sorted(RUNS)
    assert {run.status for run in example.tested.values()} == {"pass"}, [
        run.said for run in example.tested.values()
    ]


def test_the_inputs_are_the_same(example: Terraform, terraform: Terraform) -> None:
    inputs = [
        {
            line
            for line in (copy.folder / "variables.tf").read_text().splitlines()
            if "regex" in line
        }
        for copy in (example, terraform)
    ]

    assert inputs[0] == inputs[1]
    assert len(inputs[0]) == 3


def test_the_public_subnets(applied: Applied, made: Applied) -> None:
    names = {each["tags"]["Name"] for each in of_type(made, "aws_subnet")}

    assert looked_up(applied, "data.aws_subnets.public", "tag:Name") <= names


def test_the_security_group(applied: Applied, made: Applied) -> None:
    labels = [each["tags"]["Label"] for each in of_type(made, "aws_security_group")]

    (label,) = looked_up(applied, "data.aws_security_groups.batch_compute", "tag:Label")
    assert labels.count(label) == 1


def test_the_repository(applied: Applied, made: Applied) -> None:
    names = [each["name"] for each in of_type(made, "aws_ecr_repository")]

    assert names == [applied["data.aws_ecr_repository.image"]["name"]]


def test_the_secret(applied: Applied, made: Applied) -> None:
    names = {each["name"] for each in of_type(made, "aws_secretsmanager_secret")}

    assert looked_up(applied, "data.aws_secretsmanager_secrets.ncbi", "name") == names


def test_the_policy_and_the_user_that_it_is_for(applied: Applied, made: Applied) -> None:
    policy = made["aws_iam_policy.rds_access"]

    assert applied["data.aws_iam_policy.database_access"]["name"] == policy["name"]
    (statement,) = json.loads(policy["policy"])["Statement"]
    definition = applied["aws_batch_job_definition.this"]["container_properties"]
    given = {each["name"]: each["value"] for each in json.loads(definition)["environment"]}
    assert statement["Resource"].endswith(f"/{given['INSDC_SYNC_DATABASE_USER']}")


def test_the_parameters(applied: Applied, made: Applied) -> None:
    names = {each["name"] for each in of_type(made, "aws_ssm_parameter")}

    definition = json.loads(applied["aws_batch_job_definition.this"]["container_properties"])
    assert {path_of(each["valueFrom"]) for each in definition["secrets"]} <= names
