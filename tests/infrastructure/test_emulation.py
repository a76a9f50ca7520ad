"""The repairs of the emulation are needed, and do no more than they say."""

from types import SimpleNamespace
from typing import Any

import pytest
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service,
)

from tests.infrastructure.batch_jobs import _again
from tests.infrastructure.cloud import image_entrypoint

STRATEGY = {
    "attempts": 3,
    "evaluateOnExit": [
        {"action": "RETRY", "onExitCode": "75"},
        {"action": "EXIT", "onExitCode": "*"},
    ],
}


def test_moto_still_leaves_the_names_of_parameters_as_they_are() -> None:
    parameters = {"JobName": "x"}

    task: Any = SimpleNamespace()
    state_task_service.StateTaskService._normalise_parameters(task, parameters)

    assert parameters == {"JobName": "x"}, "moto converts them now: state_machines.py can go"


@pytest.mark.parametrize(("code", "again"), [(75, True), (1, False), (7, False), (137, False)])
def test_the_first_condition_that_matches_decides(code: int, *, again: bool) -> None:
    assert _again(STRATEGY, code) is again


def test_without_conditions_every_failure_is_tried_again() -> None:
    assert _again({"attempts": 2}, 1)


def test_the_jobs_can_run_the_images_own_entrypoint() -> None:
    assert image_entrypoint()[1:] == ["-m", "insdc_sync.batch"]
