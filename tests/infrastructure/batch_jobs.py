"""Batch jobs as processes of this machine, where moto would only mark them as done.

A job gets what AWS Batch on Fargate would give its container: the image's entrypoint with the
command after it, the definition's environment and the overrides', the values behind its secrets,
and Batch's own variables. Its output goes to the log group, and the metrics in it to CloudWatch;
its exit code goes through the retry strategy.
"""

import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from moto.batch.models import Job
from moto.batch_simple.models import BatchSimpleBackend
from moto.cloudwatch.models import cloudwatch_backends

STARTED_BUT_FAILED = "Essential container in task exited"
TOO_LONG = 120
"""Seconds after which a job in a test is hanging, whatever its definition allows."""


@dataclass(frozen=True)
class Attempt:
    """One container that was started, as the program in it saw the world, and how it ended."""

    job: str
    arguments: list[str]
    environment: dict[str, str]
    exit_code: int
    output: str


@dataclass
class LocalJobs:
    """Runs jobs; remembers every attempt, in order."""

    entrypoint: Sequence[str]
    outside: Mapping[str, str]
    """Environment that comes from the machine: where AWS is, where programs are."""
    resolve: Callable[[str], str]
    """The value behind the ARN of a parameter or a secret; KeyError where there is none."""
    attempts: list[Attempt] = field(default_factory=list)
    refusal: str = ""
    """Why no container can be started, where none can."""

    def start(self, job: Job) -> None:
        job.backend._jobs[job.job_id] = job
        job.status = "RUNNABLE"
        threading.Thread(target=self._run, args=(job,), daemon=True).start()

    def _run(self, job: Job) -> None:
        job.job_started_at = datetime.now()  # noqa: DTZ005  moto's own are naive
        job.status = "RUNNING"
        if self.refusal:
            _stopped(job, self.refusal)
            return
        try:
            secrets = {
                each["name"]: self.resolve(each["valueFrom"])
                for each in _properties(job).get("secrets", [])
            }
        except KeyError as missing:
            _stopped(job, f"ResourceInitializationError: unable to pull secrets: {missing}")
            return
        strategy: Mapping[str, Any] = job.job_definition.retry_strategy or {}
        for number in range(1, strategy.get("attempts", 1) + 1):
            attempt = self._attempt(job, secrets, number)
            if attempt.exit_code == 0 or not _again(strategy, attempt.exit_code):
                break
        _stopped(job, STARTED_BUT_FAILED, attempt.exit_code)

    def _attempt(self, job: Job, secrets: Mapping[str, str], number: int) -> Attempt:
        command, environment = _container(job)
        environment |= {**secrets, "AWS_BATCH_JOB_ID": job.job_id}
        environment |= {
            "AWS_BATCH_JOB_ATTEMPT": str(number),
            "AWS_BATCH_JQ_NAME": job.job_queue.name,
        }
        done = subprocess.run(
            [*self.entrypoint, *command],
            env={**self.outside, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=TOO_LONG,
            check=False,
        )
        attempt = Attempt(job.job_name, command, environment, done.returncode, done.stdout)
        self.attempts.append(attempt)
        _log(job, done.stdout)
        return attempt


def _properties(job: Job) -> dict[str, Any]:
    return job.job_definition.container_properties or {}


def _container(job: Job) -> tuple[list[str], dict[str, str]]:
    properties, overrides = _properties(job), job.container_overrides
    command = overrides.get("command", properties.get("command", []))
    both = [*properties.get("environment", []), *overrides.get("environment", [])]
    return list(command), {each["name"]: each["value"] for each in both}


def _again(strategy: Mapping[str, Any], exit_code: int) -> bool:
    """What evaluateOnExit says of a container that ran; the first condition that matches counts."""
    for rule in strategy.get("evaluateOnExit", []):
        conditions = {
            "onExitCode": str(exit_code),
            "onReason": "",
            "onStatusReason": STARTED_BUT_FAILED,
        }
        if all(fnmatchcase(said, rule.get(name) or "*") for name, said in conditions.items()):
            return bool(rule["action"].upper() == "RETRY")
    return True


def _stopped(job: Job, reason: str, exit_code: int | None = None) -> None:
    job.exit_code = exit_code
    job.job_stopped_reason = reason
    job._mark_stopped(success=exit_code == 0)


def _log(job: Job, output: str) -> None:
    options = _properties(job)["logConfiguration"]["options"]
    group = options["awslogs-group"]
    stream = f"{options['awslogs-stream-prefix']}/default/{job.job_id}"
    logs = job._log_backend
    if job.log_stream_name is None:
        logs.create_log_stream(group, stream)
        job.log_stream_name = stream
    now = int(time.time() * 1000)
    if lines := [line for line in output.splitlines() if line.strip()]:
        logs.put_log_events(group, stream, [{"timestamp": now, "message": line} for line in lines])
        _measure(job, [json.loads(line) for line in lines if '"_aws": {' in line])


def _measure(job: Job, lines: Iterable[Mapping[str, Any]]) -> None:
    """Make the metrics that CloudWatch makes of lines in its embedded metric format."""
    metrics = cloudwatch_backends[job.backend.account_id][job.backend.region_name]
    for line in lines:
        for told in line["_aws"]["CloudWatchMetrics"]:
            data = [
                {
                    "MetricName": metric["Name"],
                    "Value": line[metric["Name"]],
                    "Dimensions": [{"Name": name, "Value": line[name]} for name in dimensions],
                }
                for metric in told["Metrics"]
                for dimensions in told["Dimensions"]
            ]
            metrics.put_metric_data(told["Namespace"], data)


def run_in(jobs: LocalJobs, monkeypatch: Any) -> None:
    """From now on moto's jobs are ours to run."""

    def start(_: BatchSimpleBackend, *, include_start_attempt: bool, job: Job) -> None:
        assert include_start_attempt, "Array jobs are not emulated: we have none."
        jobs.start(job)

    monkeypatch.setattr(BatchSimpleBackend, "_mark_job_as_finished", start)


def path_of(arn: str) -> str:
    """A parameter's name, from its ARN."""
    found = re.fullmatch(r"arn:[\w-]+:ssm:[\w-]+:\d+:parameter(/.*)", arn)
    assert found, f"{arn} is not the ARN of a parameter."
    return found[1]


def outside_environment(endpoint: str) -> dict[str, str]:
    """What a container finds on its own: programs, and AWS, with the credentials of its role."""
    return {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
