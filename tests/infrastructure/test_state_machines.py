"""The state machines as they would be deployed: well formed, and in words that AWS knows."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from statelint.linter import Linter

from tests.infrastructure.state_machines import operation

MACHINES = ["taxonomy", "insdc", "reconcile"]
Applied = Mapping[str, Mapping[str, Any]]


@pytest.fixture(params=MACHINES)
def definition(request: pytest.FixtureRequest, applied: Applied) -> dict[str, Any]:
    address = f'aws_sfn_state_machine.this["{request.param}"]'
    read: dict[str, Any] = json.loads(applied[address]["definition"])
    return read


def test_these_are_all_machines(applied: Applied) -> None:
    made = [address for address in applied if address.startswith("aws_sfn_state_machine.")]

    assert sorted(made) == [f'aws_sfn_state_machine.this["{name}"]' for name in sorted(MACHINES)]


def test_the_definition_is_well_formed(definition: dict[str, Any]) -> None:
    assert Linter.validate(definition) == []


def test_the_linter_sees_a_state_that_leads_nowhere(definition: dict[str, Any]) -> None:
    definition["States"]["JobFailed"]["Default"] = "Nowhere"

    assert Linter.validate(definition)


def unknown(given: Any, shape: Shape, path: str = "") -> list[str]:
    """Names in a task's parameters that the operation does not have; neither AWS's linter nor moto
    looks at them."""
    if isinstance(shape, ListShape) and isinstance(given, list):
        return [name for each in given for name in unknown(each, shape.member, f"{path}[]")]
    if not isinstance(shape, StructureShape) or isinstance(shape, MapShape):
        return []
    members = {name[0].upper() + name[1:]: member for name, member in shape.members.items()}
    found = []
    for written, value in given.items():
        name = written.removesuffix(".$")
        if name not in members:
            found.append(f"{path}.{name}")
        elif not written.endswith(".$"):
            found += unknown(value, members[name], f"{path}.{name}")
    return found


def tasks(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [state for state in definition["States"].values() if state["Type"] == "Task"]


def shape_of(task: dict[str, Any]) -> Shape:
    resource = task["Resource"]
    service, action = {
        "arn:aws:states:::batch:submitJob.sync": ("batch", "submit_job"),
        "arn:aws:states:::aws-sdk:cloudwatchlogs:getLogEvents": ("logs", "get_log_events"),
    }[resource]
    shape = operation(service, action).input_shape
    assert shape is not None
    return shape


def test_every_parameter_of_a_task_is_one_that_aws_knows(definition: dict[str, Any]) -> None:
    for task in tasks(definition):
        assert unknown(task["Parameters"], shape_of(task)) == []
        required = {name[0].upper() + name[1:] for name in shape_of(task).required_members}
        assert required <= {name.removesuffix(".$") for name in task["Parameters"]}


def test_a_misspelt_parameter_is_found() -> None:
    shape = operation("batch", "submit_job").input_shape
    assert shape is not None

    given = {"JobNam": "x", "ContainerOverrides": {"Comand.$": "$.x"}}
    assert unknown(given, shape) == [".JobNam", ".ContainerOverrides.Comand"]


def test_every_job_can_fail_in_words_and_has_a_limit(
    definition: dict[str, Any], applied: Applied
) -> None:
    described = applied["aws_batch_job_definition.this"]
    attempts = described["retry_strategy"][0]["attempts"]
    longest = attempts * described["timeout"][0]["attempt_duration_seconds"]
    jobs = [task for task in tasks(definition) if "batch" in task["Resource"]]

    assert jobs
    for job in jobs:
        assert [each["Next"] for each in job["Catch"]] == ["JobFailed"]
        assert job["TimeoutSeconds"] > longest
        assert "States.ALL" not in {name for each in job["Retry"] for name in each["ErrorEquals"]}
