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
DATABASE = {
    "engine": "postgres",
    "engine_version": "17",
    "instance_class": "db.t4g.micro",
    "db_name": "tbkbdb",
    "port": 5432,
    "username": "postgres",
    "manage_master_user_password": True,
    "iam_database_authentication_enabled": True,
    "storage_type": "gp3",
    "allocated_storage": 20,
    "max_allocated_storage": 200,
    "storage_encrypted": True,
    "publicly_accessible": False,
    "apply_immediately": True,
    "auto_minor_version_upgrade": True,
    "backup_retention_period": 7,
    "copy_tags_to_snapshot": True,
    "deletion_protection": True,
    "skip_final_snapshot": False,
    "final_snapshot_identifier": "tb-main-dev-final",
}
VARIED = """
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  project_name = "tb"
  environment  = "dev"
  aws_region   = "eu-west-1"
}

run "behind_nat" {}

run "a_second_apply" {
  command = plan

  override_data {
    target = data.aws_ecr_repositories.all
    values = { names = ["tb-ncbi-sync"] }
  }
  override_data {
    target = data.aws_ecr_repository.there
    values = { tags = { Environment = "dev" } }
  }
}
"""


@pytest.fixture(scope="session")
def made(example: Terraform) -> Applied:
    return example.tested["example"].resources


@pytest.fixture(scope="session")
def varied(example: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """A copy of it behind a NAT gateway, applied and planned again."""
    copy = example.copy(tmp_path_factory.mktemp("varied"))
    file = copy.folder / "locals.tf"
    text = file.read_text(encoding="utf-8")
    assert "behind_nat = false" in text
    file.write_text(text.replace("behind_nat = false", "behind_nat = true"), encoding="utf-8")
    (copy.folder / "tests/example.tftest.hcl").write_text(VARIED, encoding="utf-8")
    copy.init()
    return copy


@pytest.fixture(scope="session")
def behind_nat(varied: Terraform) -> Applied:
    ends = {name: (run.status, run.said) for name, run in varied.tested.items()}
    assert {status for status, _ in ends.values()} == {"pass"}, ends
    return varied.tested["behind_nat"].resources


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


def test_the_private_subnets_where_there_is_a_nat_gateway(
    applied: Applied, behind_nat: Applied
) -> None:
    names = {each["tags"]["Name"] for each in of_type(behind_nat, "aws_subnet")}

    assert looked_up(applied, "data.aws_subnets.private", "tag:Name") <= names
    assert routes(behind_nat, "private[0]") == {
        "0.0.0.0/0": ("nat_gateway_id", behind_nat["aws_nat_gateway.this[0]"]["id"])
    }
    assert tables_of(behind_nat, "private") == [behind_nat["aws_route_table.private[0]"]["id"]] * 2


def test_the_public_subnets_lead_to_the_internet_and_the_databases_nowhere(made: Applied) -> None:
    assert routes(made, "public") == {
        "0.0.0.0/0": ("gateway_id", made["aws_internet_gateway.this"]["id"])
    }
    assert tables_of(made, "public") == [made["aws_route_table.public"]["id"]] * 2
    assert tables_of(made, "database") == []
    groups = made["aws_db_subnet_group.this"]["subnet_ids"]
    assert sorted(groups) == sorted(made[f'aws_subnet.database["{zone}"]']["id"] for zone in "ab")


def routes(made: Applied, table: str) -> dict[str, tuple[str, str]]:
    """What each destination leads to."""
    return {
        route["cidr_block"]: next(
            (name, value) for name, value in route.items() if name != "cidr_block" and value
        )
        for route in made[f"aws_route_table.{table}"]["route"]
    }


def tables_of(made: Applied, subnets: str) -> list[str]:
    """The route tables that subnets are associated with."""
    ids = [each["id"] for each in of_type(made, "aws_subnet") if subnets in each["tags"]["Name"]]
    associated = of_type(made, "aws_route_table_association")
    return [each["route_table_id"] for each in associated if each["subnet_id"] in ids]


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


def test_the_parameters_have_the_databases_address(applied: Applied, made: Applied) -> None:
    values = {each["name"]: each["value"] for each in of_type(made, "aws_ssm_parameter")}
    database = made["aws_db_instance.this"]

    definition = json.loads(applied["aws_batch_job_definition.this"]["container_properties"])
    given = {each["name"]: values[path_of(each["valueFrom"])] for each in definition["secrets"]}
    assert given == {
        "INSDC_SYNC_DATABASE_HOST": database["address"],
        "INSDC_SYNC_DATABASE_PORT": str(database["port"]),
        "INSDC_SYNC_DATABASE_NAME": database["db_name"],
    }


def test_jobs_go_out_to_https_and_the_database_and_the_database_admits_jobs_only(
    made: Applied,
) -> None:
    jobs, database = (
        made[f"aws_security_group.{name}"]["id"] for name in ("batch_compute", "database")
    )
    port = made["aws_db_instance.this"]["port"]

    assert made["aws_db_instance.this"]["vpc_security_group_ids"] == [database]
    assert rules(made, "egress") == [(jobs, 443, "0.0.0.0/0"), (jobs, port, database)]
    assert rules(made, "ingress") == [(database, port, jobs)]
    assert all(
        not each.get("ingress") and not each.get("egress")
        for kind in ("aws_security_group", "aws_default_security_group")
        for each in of_type(made, kind)
    )


def rules(made: Applied, way: str) -> list[tuple[str, int, str]]:
    """Of a security group: a port, and where to or where from."""
    found = of_type(made, f"aws_vpc_security_group_{way}_rule")
    assert all(
        (each["ip_protocol"], each["from_port"]) == ("tcp", each["to_port"]) for each in found
    )
    return sorted(
        (
            each["security_group_id"],
            each["from_port"],
            each["cidr_ipv4"] or each["referenced_security_group_id"],
        )
        for each in found
    )


def test_the_database_is_this_one(made: Applied) -> None:
    database = made["aws_db_instance.this"]

    assert {name: database[name] for name in DATABASE} == DATABASE
    (parameter,) = made["aws_db_parameter_group.this"]["parameter"]
    assert (parameter["name"], parameter["value"]) == ("rds.force_ssl", "1")
    assert database["parameter_group_name"] == made["aws_db_parameter_group.this"]["name"]
    assert database["db_subnet_group_name"] == made["aws_db_subnet_group.this"]["name"]


def test_only_images_without_a_tag_go_by_themselves(made: Applied) -> None:
    policy = json.loads(made["aws_ecr_lifecycle_policy.insdc_sync[0]"]["policy"])

    assert [rule["selection"]["tagStatus"] for rule in policy["rules"]] == ["untagged"]
    assert made["aws_ecr_repository.insdc_sync[0]"]["image_tag_mutability"] == "IMMUTABLE"


def test_a_second_apply_changes_nothing(varied: Terraform) -> None:
    events = [
        json.loads(line) for line in varied.run("test", "-json", "-verbose").stdout.splitlines()
    ]
    (plan,) = [
        event["test_plan"]
        for event in events
        if event["type"] == "test_plan" and event["@testrun"] == "a_second_apply"
    ]

    changes = {
        change["address"]: change["change"]["actions"]
        for change in plan["resource_changes"]
        if change["mode"] == "managed"
    }
    assert len(changes) > 20
    assert {address: actions for address, actions in changes.items() if actions != ["no-op"]} == {}
