"""The AWS CLI as far as docs/deploying.md asks of it: a call of botocore, by its model of AWS.

    aws SERVICE OPERATION --options  →  botocore  →  the server at AWS_ENDPOINT_URL

Two liberties, each a patient person in the place of one who asks again and again: `batch
submit-job` returns when the job has ended, `stepfunctions describe-execution` when the execution
has. And `logs tail` prints all that is in the group, whatever --since says; after --follow, too, it
waits for no more.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import jmespath
from botocore import xform_name
from botocore.model import OperationModel, Shape

Options = dict[str, list[str]]
RENAMED = {("sns", "subscribe"): ("endpoint", "notification-endpoint")}
ENDED = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}


def main(arguments: Sequence[str]) -> None:
    service, operation, *rest = arguments
    session = botocore.session.get_session()
    # Version 2 of the CLI knows AWS_REGION; botocore does not.
    client = session.create_client(service, region_name=os.environ["AWS_REGION"])
    if (service, operation) == ("logs", "tail"):
        _tail(client, *rest)
        return
    options = _options(rest)
    query, output = options.pop("query", None), options.pop("output", ["json"])
    told = call(client, operation, options)
    _print(jmespath.search(query[0], told) if query else told, *output)


def call(client: Any, operation: str, options: Options) -> Any:
    """Do it, to the last page; give what the CLI would show of it."""
    model, method = _model(client, operation), operation.replace("-", "_")
    given = parameters(model, options)
    if client.can_paginate(method):
        return client.get_paginator(method).paginate(**given).build_full_result()
    told = PATIENT.get(method, _at_once)(client, method, given)
    return {name: value for name, value in told.items() if name != "ResponseMetadata"}


def _model(client: Any, operation: str) -> OperationModel:
    model = client.meta.service_model
    names = {xform_name(name, "-"): name for name in model.operation_names}
    return model.operation_model(names[operation])


def _at_once(client: Any, method: str, given: dict[str, Any]) -> Any:
    return getattr(client, method)(**given)


def _submitted(client: Any, method: str, given: dict[str, Any]) -> Any:
    told = _at_once(client, method, given)
    while client.describe_jobs(jobs=[told["jobId"]])["jobs"][0]["status"] not in ENDED:
        time.sleep(0.1)
    return told


def _executed(client: Any, method: str, given: dict[str, Any]) -> Any:
    while (told := _at_once(client, method, given))["status"] not in ENDED:
        time.sleep(0.1)
    return told


PATIENT: dict[str, Callable[[Any, str, dict[str, Any]], Any]] = {
    "submit_job": _submitted,
    "describe_execution": _executed,
}


# What is given.


def _options(arguments: Sequence[str]) -> Options:
    found: Options = {}
    for argument in arguments:
        if argument.startswith("--"):
            values = found.setdefault(argument.removeprefix("--"), [])
        else:
            values.append(argument)
    return found


def parameters(model: OperationModel, options: Options) -> dict[str, Any]:
    """The members of the operation's input, from options named as the CLI names them."""
    shape = model.input_shape
    given = json.loads(_text(*options.pop("cli-input-json", ["{}"])))
    old, new = RENAMED.get(
        (model.service_model.service_name, xform_name(model.name, "-")), ("", "")
    )
    names = {xform_name(name, "-"): name for name in shape.members}
    names = {new if option == old else option: name for option, name in names.items()}
    for option, values in options.items():
        is_off = option not in names
        name = names[option.removeprefix("no-") if is_off else option]
        member = shape.members[name]
        given[name] = not is_off if member.type_name == "boolean" else _value(member, values)
    return dict(given)


def _value(shape: Shape, given: Sequence[str]) -> Any:
    texts = [_text(each) for each in given]
    kind = shape.type_name
    if kind in {"structure", "list", "map"} and texts[0].lstrip().startswith(("{", "[")):
        return json.loads(*texts)
    if kind == "list":
        return [_value(shape.member, [each]) for each in texts]
    (text,) = texts
    if kind == "structure":
        pairs = (each.split("=", 1) for each in text.split(","))
        return {name: _value(shape.members[name], [value]) for name, value in pairs}
    return int(text) if kind in {"integer", "long"} else text


def _text(given: str) -> str:
    named = given.removeprefix("file://")
    return given if named == given else Path(named).read_text(encoding="utf-8")


# What is printed.


def _print(told: Any, output: str) -> None:
    if told == {}:
        return
    as_json = json.dumps(told, indent=4, ensure_ascii=False, default=datetime.isoformat)
    print("\n".join(_lines(told)) if output == "text" else as_json)  # noqa: T201


def _lines(told: Any) -> list[str]:
    """Lists as the CLI's text has them: one within another a line each, plain values in one."""
    if not isinstance(told, list):
        return [str(told)]
    if any(isinstance(each, list) for each in told):
        return [line for each in told for line in _lines(each)]
    return ["\t".join(map(str, told))]


def _tail(client: Any, group: str, *rest: str) -> None:
    is_short = _options(rest).get("format") == ["short"]
    pages = client.get_paginator("filter_log_events").paginate(logGroupName=group, interleaved=True)
    for event in (event for page in pages for event in page["events"]):
        at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
        begins = f"{at:%FT%T}" if is_short else f"{at.isoformat()} {event['logStreamName']}"
        print(begins, event["message"])  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
