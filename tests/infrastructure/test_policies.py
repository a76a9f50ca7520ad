"""Who may do what, read from the policies that would be applied: no action beyond this list."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

Applied = Mapping[str, Mapping[str, Any]]
ACCOUNT = "eu-west-1:123456789012"
JOB_LOGS = "aws_cloudwatch_log_group.jobs"
EVERYTHING = {
    "ecr:GetAuthorizationToken",
    "batch:DescribeJobs",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
}
"""Actions for which AWS knows no resource to name."""


def granted(applied: Applied, role: str) -> dict[str, list[str]]:
    """Resources by action."""
    policy = json.loads(applied[f"aws_iam_role_policy.{role}"]["policy"])
    found: dict[str, list[str]] = {}
    for statement in policy["Statement"]:
        assert statement["Effect"] == "Allow"
        assert not {"NotAction", "NotResource", "NotPrincipal"} & set(statement)
        resources = statement["Resource"]
        for action in statement["Action"]:
            assert action not in found
            found[action] = [resources] if isinstance(resources, str) else resources
    return found


def test_the_execution_role_starts_containers_and_nothing_else(applied: Applied) -> None:
    repository = [f"arn:aws:ecr:{ACCOUNT}:repository/tb-ncbi-sync"]
    streams = [f"{applied[JOB_LOGS]['arn']}:*"]

    assert granted(applied, "execution") == {
        "ecr:GetAuthorizationToken": ["*"],
        "ecr:BatchCheckLayerAvailability": repository,
        "ecr:BatchGetImage": repository,
        "ecr:GetDownloadUrlForLayer": repository,
        "ssm:GetParameters": [
            f"arn:aws:ssm:{ACCOUNT}:parameter/dev/db_{name}" for name in ("host", "name", "port")
        ],
        "logs:CreateLogStream": streams,
        "logs:PutLogEvents": streams,
    }


def test_the_program_reads_its_secret_and_logs_in_to_the_database(applied: Applied) -> None:
    assert granted(applied, "task") == {
        "secretsmanager:GetSecretValue": [
            f"arn:aws:secretsmanager:{ACCOUNT}:secret:dev/ncbi-entrez-a1B2c3"
        ]
    }
    attached = applied["aws_iam_role_policy_attachment.task_database"]
    assert attached["policy_arn"] == "arn:aws:iam::123456789012:policy/tb-main-dev-rds_access"
    assert attached["role"] == applied["aws_iam_role.task"]["name"]


def test_the_state_machines_run_our_jobs_only(applied: Applied) -> None:
    found = granted(applied, "states")

    assert {action for action in found if found[action] == ["*"]} == EVERYTHING & set(found)
    assert {action: found[action] for action in found if found[action] != ["*"]} == {
        "batch:SubmitJob": [
            f"arn:aws:batch:{ACCOUNT}:job-queue/tb-insdc-dev",
            f"arn:aws:batch:{ACCOUNT}:job-definition/tb-insdc-dev:*",
        ],
        "batch:TerminateJob": [f"arn:aws:batch:{ACCOUNT}:job/*"],
        **{
            f"events:{action}": [
                f"arn:aws:events:{ACCOUNT}:rule/StepFunctionsGetEventsForBatchJobsRule"
            ]
            for action in ("DescribeRule", "PutRule", "PutTargets")
        },
        "logs:GetLogEvents": [f"{applied[JOB_LOGS]['arn']}:*"],
    }


def test_the_schedules_start_our_state_machines_only(applied: Applied) -> None:
    assert granted(applied, "scheduler") == {
        "states:StartExecution": [
            applied[f'aws_sfn_state_machine.this["{name}"]']["arn"]
            for name in ("insdc", "reconcile", "taxonomy")
        ],
        "sqs:SendMessage": [applied["aws_sqs_queue.not_started"]["arn"]],
    }


@pytest.mark.parametrize("role", ["execution", "task", "states", "scheduler"])
def test_a_star_stands_only_where_aws_knows_no_resource(applied: Applied, role: str) -> None:
    stars = {action for action, on in granted(applied, role).items() if "*" in on}

    assert stars <= EVERYTHING
    assert not any("*" in action for action in granted(applied, role))


@pytest.mark.parametrize(
    ("role", "service"),
    [
        ("execution", "ecs-tasks"),
        ("task", "ecs-tasks"),
        ("states", "states"),
        ("scheduler", "scheduler"),
    ],
)
def test_a_role_is_taken_on_by_one_service_for_this_account(
    applied: Applied, role: str, service: str
) -> None:
    (statement,) = json.loads(applied[f"aws_iam_role.{role}"]["assume_role_policy"])["Statement"]

    assert statement == {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
    }


def test_nothing_secret_is_read_into_the_state(applied: Applied) -> None:
    kinds = {address.split(".")[0] for address in applied}

    assert not kinds & {"aws_ssm_parameter", "aws_secretsmanager_secret_version"}
