"""What one apply makes, whole: who is alarmed of what, what a job runs in, who acts as whom."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

Applied = Mapping[str, Mapping[str, Any]]
MACHINES = ("insdc", "reconcile", "taxonomy")
BEHIND = {"Project": "tb", "Environment": "dev"}
# Of each alarm: namespace and metric, statistic and period, comparison, how often of how often.
MEASURED_BEHIND = (
    ("insdc-sync", "HoursBehind", "Maximum", 3600),
    ("GreaterThanThreshold", 48),
    (None, 1),
)
NOT_MEASURED = (
    ("insdc-sync", "HoursBehind", "SampleCount", 3600),
    ("LessThanThreshold", 1),
    (48, 48),
)
SCHEDULED = (
    ("AWS/Scheduler", "InvocationAttemptCount", "Sum", 86400),
    ("GreaterThanThreshold", 0),
    (1, 7),
)
NOT_STARTED = (
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 300),
    ("GreaterThanThreshold", 0),
    (None, 1),
)
FAILED = (("AWS/States", "ExecutionsFailed", "Sum", 300), ("GreaterThanThreshold", 0), (None, 1))


def condition(alarm: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    parts = (
        ("namespace", "metric_name", "statistic", "period"),
        ("comparison_operator", "threshold"),
        ("datapoints_to_alarm", "evaluation_periods"),
    )
    return tuple(tuple(alarm[name] for name in part) for part in parts)


@pytest.mark.parametrize(
    ("name", "expected", "dimensions"),
    [
        ("measured_behind", MEASURED_BEHIND, BEHIND),
        ("not_measured", NOT_MEASURED, BEHIND),
        ("scheduled", SCHEDULED, {"ScheduleGroup": "tb-insdc-dev-insdc"}),
    ],
)
def test_the_mirror_is_behind_under_these_conditions(
    applied: Applied, name: str, expected: object, dimensions: dict[str, str]
) -> None:
    alarm = applied[f"aws_cloudwatch_metric_alarm.{name}"]

    assert (condition(alarm), alarm["dimensions"]) == (expected, dimensions)


@pytest.mark.parametrize("machine", MACHINES)
def test_an_execution_that_failed_alarms(applied: Applied, machine: str) -> None:
    alarm = applied[f'aws_cloudwatch_metric_alarm.failed["{machine}"]']
    arn = applied[f'aws_sfn_state_machine.this["{machine}"]']["arn"]

    assert (condition(alarm), alarm["dimensions"]) == (FAILED, {"StateMachineArn": arn})
    assert alarm["treat_missing_data"] == "notBreaching"


def test_an_execution_that_was_not_started_alarms_from_the_queue_where_it_waits(
    applied: Applied,
) -> None:
    alarm = applied["aws_cloudwatch_metric_alarm.not_started"]
    queue = applied["aws_sqs_queue.not_started"]

    assert (condition(alarm), alarm["dimensions"]) == (NOT_STARTED, {"QueueName": queue["name"]})
    assert alarm["treat_missing_data"] == "notBreaching"
    for name in MACHINES:
        (target,) = applied[f'aws_scheduler_schedule.this["{name}"]']["target"]
        assert [each["arn"] for each in target["dead_letter_config"]] == [queue["arn"]]


def test_a_job_runs_in_this_container(applied: Applied) -> None:
    definition = applied["aws_batch_job_definition.this"]
    properties = json.loads(definition["container_properties"])
    told_elsewhere = {name: properties.pop(name) for name in ("image", "environment", "secrets")}

    assert all(told_elsewhere.values())
    assert properties == {
        "command": ["migrate"],
        "executionRoleArn": applied["aws_iam_role.execution"]["arn"],
        "jobRoleArn": applied["aws_iam_role.task"]["arn"],
        "resourceRequirements": [
            {"type": "VCPU", "value": "2"},
            {"type": "MEMORY", "value": "4096"},
        ],
        "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "X86_64"},
        "fargatePlatformConfiguration": {"platformVersion": "1.4.0"},
        "networkConfiguration": {"assignPublicIp": "ENABLED"},
        "readonlyRootFilesystem": True,
        "volumes": [{"name": "tmp"}],
        "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],  # noqa: S108
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/aws/batch/tb-insdc-dev",
                "awslogs-region": "eu-west-1",
                "awslogs-stream-prefix": "job",
            },
        },
    }


def test_jobs_run_on_fargate_in_the_groups_and_subnets_that_were_found(applied: Applied) -> None:
    environment = applied["aws_batch_compute_environment.this"]
    (resources,) = environment["compute_resources"]

    assert (environment["type"], environment["state"]) == ("MANAGED", "ENABLED")
    assert {name: value for name, value in resources.items() if value} == {
        "type": "FARGATE",
        "max_vcpus": 16,
        "subnets": ["subnet-public-a", "subnet-public-b"],
        "security_group_ids": ["sg-batch-compute"],
    }


@pytest.mark.parametrize("role", ["execution", "task", "states", "scheduler"])
def test_a_roles_policy_is_its_own(applied: Applied, role: str) -> None:
    assert applied[f"aws_iam_role_policy.{role}"]["role"] == applied[f"aws_iam_role.{role}"]["id"]


@pytest.mark.parametrize("name", MACHINES)
def test_machines_run_as_the_states_role_and_are_started_as_the_schedulers(
    applied: Applied, name: str
) -> None:
    machine = applied[f'aws_sfn_state_machine.this["{name}"]']
    (target,) = applied[f'aws_scheduler_schedule.this["{name}"]']["target"]

    assert machine["role_arn"] == applied["aws_iam_role.states"]["arn"]
    assert target["role_arn"] == applied["aws_iam_role.scheduler"]["arn"]
    assert target["arn"] == machine["arn"]
