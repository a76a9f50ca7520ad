"""What moto's Step Functions lacks: between states and boto3, names change their case.

The states speak of JobName and Events, boto3 of jobName and events. moto took its interpreter over
without that step, so that a task of Batch, or of any AWS SDK, fails before it begins. The
conversion itself is still there, unused; it misses a service that boto3 has under another name.
"""

from functools import cache
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service,
    state_task_service_callback,
)

_SERVICE = state_task_service.StateTaskService


@cache
def operation(service: str, action: str) -> OperationModel:
    """An operation of AWS, by the name of its method in boto3."""
    model = botocore.session.get_session().get_service_model(service)
    for name in model.operation_names:
        if xform_name(name) == action:
            return model.operation_model(name)
    raise LookupError(f"{service} has no operation {action}.")


def _operation_of(task: Any, service: str | None, action: str | None) -> OperationModel:
    return operation(task._get_boto_service_name(service), task._get_boto_service_action(action))


def _to_boto(
    self: Any,
    parameters: dict[str, Any],
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    shape = _operation_of(self, boto_service_name, service_action_name).input_shape
    self._to_boto_request(parameters, shape)


def _from_boto(
    self: Any,
    response: Any,
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    shape = _operation_of(self, boto_service_name, service_action_name).output_shape
    self._from_boto_response(response, shape)


def repair(monkeypatch: Any) -> None:
    monkeypatch.setattr(_SERVICE, "_normalise_parameters", _to_boto)
    monkeypatch.setattr(_SERVICE, "_normalise_response", _from_boto)
    monkeypatch.setitem(_SERVICE._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES, "cloudwatchlogs", "logs")
    # How often a .sync task looks whether its job has ended: half a second adds up over a suite.
    monkeypatch.setattr(state_task_service_callback, "_DELAY_SECONDS_SYNC_CONDITION_CHECK", 0.02)
