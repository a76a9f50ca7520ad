"""What Terraform would have applied, standing in moto: state machines that run, jobs that run.

    applied state of `terraform test`  →  moto's server  →  Step Functions  →  local processes

Nothing is checked here that moto does not know: IAM permissions, networks and Fargate itself. The
policies are read by test_policies.py instead.
"""

import json
import re
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer

from tests.infrastructure import batch_jobs, state_machines
from tests.infrastructure.batch_jobs import Attempt, LocalJobs
from tests.infrastructure.provider import ROOT

Resources = Mapping[str, Mapping[str, Any]]
REGION = "eu-west-1"
NCBI = "dev/ncbi-entrez"
_RUN_FOR_REAL = {
    "batch": {"use_docker": False},
    "stepfunctions": {"execute_state_machine": True},
}
_ENDED = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}


@dataclass(frozen=True)
class Execution:
    """How an execution of a state machine ended."""

    status: str
    error: str | None
    cause: str | None


class Cloud:
    """An account with one deployment in it."""

    def __init__(self, endpoint: str, jobs: LocalJobs) -> None:
        self.endpoint = endpoint
        self._jobs = jobs
        self._arns: dict[str, str] = {}
        self._machines: dict[str, str] = {}
        self._batch: dict[str, str] = {}
        self._clients: dict[str, Any] = {}
        jobs.resolve = self._parameter

    @property
    def attempts(self) -> list[Attempt]:
        """Every container that was started since this was last emptied, in order."""
        return self._jobs.attempts

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                region_name=REGION,
                endpoint_url=self.endpoint,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",  # noqa: S106  moto takes any
            )
        return self._clients[service]

    def deploy(self, resources: Resources) -> None:
        """Make in this account what the applied state says; in the order in which they refer."""
        role = self._make_roles(resources)
        self._make_batch(resources, role)
        for address, values in _of_type(resources, "aws_cloudwatch_log_group"):
            self.client("logs").create_log_group(logGroupName=values["name"])
            self._arns[values["arn"]] = address
        self._make_state_machines(resources, role)
        self._make_topic_and_queue(resources)
        self._make_schedules(resources, role)

    def main_infrastructure(self, parameters: Mapping[str, str]) -> None:
        """What the deployment reads while it runs; the secret is empty, as it is at first."""
        for name, value in parameters.items():
            self.client("ssm").put_parameter(Name=name, Value=value, Type="SecureString")
        self.client("secretsmanager").create_secret(Name=NCBI)

    def example(self, resources: Resources, password: str) -> None:
        """What only who follows the walk-through asks for: policies, the master's password."""
        for _, values in _of_type(resources, "aws_iam_policy"):
            self._arns[values["arn"]] = self.client("iam").create_policy(
                PolicyName=values["name"], PolicyDocument=values["policy"]
            )["Policy"]["Arn"]
        (secret,) = resources["aws_db_instance.this"]["master_user_secret"]
        self._arns[secret["secret_arn"]] = self.client("secretsmanager").create_secret(
            Name="rds!db-1a2b", SecretString=json.dumps({"password": password})
        )["ARN"]

    def real(self, applied: Any) -> Any:
        """The same document with the names and ARNs that things have here."""
        text = json.dumps(applied)
        for named, real in self._arns.items():
            text = text.replace(named, real)
        return json.loads(text)

    def fill_in_ncbi_secret(self, value: str) -> None:
        self.client("secretsmanager").put_secret_value(SecretId=NCBI, SecretString=value)

    def execute(self, machine: str, given: Mapping[str, Any], *, seconds: float = 60) -> Execution:
        return self.wait(self.start(machine, given), seconds=seconds)

    def start(self, machine: str, given: Mapping[str, Any]) -> str:
        started = self.client("stepfunctions").start_execution(
            stateMachineArn=self._machines[machine],
            name=str(uuid4()),  # moto makes up none
            input=json.dumps(given),
        )
        return str(started["executionArn"])

    def wait(self, execution: str, *, seconds: float = 60) -> Execution:
        states = self.client("stepfunctions")
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            found = states.describe_execution(executionArn=execution)
            if found["status"] in _ENDED:
                return Execution(found["status"], found.get("error"), found.get("cause"))
            time.sleep(0.05)
        raise TimeoutError(f"The execution is still under way after {seconds} s.")

    def submit_as_it_stands(self, *, seconds: float = 60) -> str:
        """Submit the job definition with nothing in place of its command; give how it ended."""
        batch = self.client("batch")
        submitted = batch.submit_job(
            jobName="by-hand",
            jobQueue=self._batch["queue"],
            jobDefinition=self._batch["definition"],
        )["jobId"]
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            (found,) = batch.describe_jobs(jobs=[submitted])["jobs"]
            if found["status"] in _ENDED:
                return str(found["status"])
            time.sleep(0.05)
        raise TimeoutError(f"The job is still under way after {seconds} s.")

    def fire(self, schedule: str) -> Execution:
        """What EventBridge Scheduler does when the time has come; moto's never does."""
        found = self.client("scheduler").get_schedule(Name=schedule, GroupName=schedule)
        machine = next(
            name for name, arn in self._machines.items() if arn == found["Target"]["Arn"]
        )
        return self.execute(machine, json.loads(found["Target"]["Input"]))

    @contextmanager
    def starting_no_container(self, reason: str) -> Iterator[None]:
        self._jobs.refusal = reason
        yield
        self._jobs.refusal = ""

    def _parameter(self, arn: str) -> str:
        ssm = self.client("ssm")
        try:
            found = ssm.get_parameter(Name=batch_jobs.path_of(arn), WithDecryption=True)
        except ssm.exceptions.ParameterNotFound as missing:
            raise KeyError(arn) from missing
        return str(found["Parameter"]["Value"])

    def _make_roles(self, resources: Resources) -> str:
        made = [
            self.client("iam").create_role(
                RoleName=values["name"], AssumeRolePolicyDocument=values["assume_role_policy"]
            )["Role"]["Arn"]
            for _, values in _of_type(resources, "aws_iam_role")
        ]
        self._attach_policies(resources)
        return str(made[0])

    def _attach_policies(self, resources: Resources) -> None:
        iam = self.client("iam")
        # Without the example there are none; nothing but the walk-through looks for them.
        there = {policy["Arn"] for policy in iam.list_policies(Scope="Local")["Policies"]}
        for _, values in _of_type(resources, "aws_iam_role_policy_attachment"):
            if values["policy_arn"] in there:
                iam.attach_role_policy(RoleName=values["role"], PolicyArn=values["policy_arn"])

    def _make_batch(self, resources: Resources, role: str) -> None:
        batch, ec2 = self.client("batch"), self.client("ec2")
        environment = resources["aws_batch_compute_environment.this"]
        network = {
            "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
            "securityGroupIds": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
        }
        made = batch.create_compute_environment(
            computeEnvironmentName=environment["name"],
            type=environment["type"],
            state=environment["state"],
            serviceRole=role,  # moto wants one; AWS has a service-linked role for it
            computeResources={
                "type": environment["compute_resources"][0]["type"],
                "maxvCpus": environment["compute_resources"][0]["max_vcpus"],
                **network,
            },
        )
        queue = resources["aws_batch_job_queue.this"]
        self._arns[queue["arn"]] = batch.create_job_queue(
            jobQueueName=queue["name"],
            state=queue["state"],
            priority=queue["priority"],
            computeEnvironmentOrder=[
                {"order": 1, "computeEnvironment": made["computeEnvironmentArn"]}
            ],
        )["jobQueueArn"]
        definition = resources["aws_batch_job_definition.this"]
        self._batch = {"queue": queue["name"], "definition": definition["name"]}
        self._arns[definition["arn"]] = batch.register_job_definition(
            jobDefinitionName=definition["name"],
            type=definition["type"],
            platformCapabilities=definition["platform_capabilities"],
            retryStrategy=retry_strategy(definition),
            timeout={
                "attemptDurationSeconds": definition["timeout"][0]["attempt_duration_seconds"]
            },
            containerProperties=json.loads(definition["container_properties"]),
        )["jobDefinitionArn"]

    def _make_state_machines(self, resources: Resources, role: str) -> None:
        for address, values in _of_type(resources, "aws_sfn_state_machine"):
            definition = self.real(without_waiting(values["definition"]))
            made = self.client("stepfunctions").create_state_machine(
                name=values["name"], roleArn=role, definition=json.dumps(definition)
            )
            self._machines[key_of(address)] = self._arns[values["arn"]] = made["stateMachineArn"]

    def _make_topic_and_queue(self, resources: Resources) -> None:
        topic, queue = resources["aws_sns_topic.alarms"], resources["aws_sqs_queue.not_started"]
        sqs = self.client("sqs")
        self._arns[topic["arn"]] = self.client("sns").create_topic(Name=topic["name"])["TopicArn"]
        made = sqs.create_queue(QueueName=queue["name"])["QueueUrl"]
        self._arns[queue["url"]] = made
        (self._arns[queue["arn"]],) = sqs.get_queue_attributes(
            QueueUrl=made, AttributeNames=["QueueArn"]
        )["Attributes"].values()

    def _make_schedules(self, resources: Resources, role: str) -> None:
        scheduler = self.client("scheduler")
        for _, values in _of_type(resources, "aws_scheduler_schedule_group"):
            scheduler.create_schedule_group(Name=values["name"])
        for _, values in _of_type(resources, "aws_scheduler_schedule"):
            target = values["target"][0]
            scheduler.create_schedule(
                Name=values["name"],
                GroupName=values["group_name"],
                Description=values["description"],
                ScheduleExpressionTimezone=values["schedule_expression_timezone"],
                ScheduleExpression=values["schedule_expression"],
                State=values["state"],
                FlexibleTimeWindow={"Mode": values["flexible_time_window"][0]["mode"]},
                Target={
                    "Arn": self._arns[target["arn"]],
                    "RoleArn": role,
                    "Input": target["input"],
                    "DeadLetterConfig": {"Arn": self._arns[target["dead_letter_config"][0]["arn"]]},
                },
            )


def _of_type(resources: Resources, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return (
        (address, values) for address, values in resources.items() if address.startswith(f"{kind}.")
    )


def image_entrypoint() -> list[str]:
    """The image's own entrypoint, run by the Python that runs the tests."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    found = re.search(r"^ENTRYPOINT (\[.*\])$", dockerfile, re.MULTILINE)
    assert found, "The Dockerfile has no ENTRYPOINT that is a list."
    python, *rest = json.loads(found[1])
    assert python == "python"
    return [sys.executable, *rest]


def key_of(address: str) -> str:
    """The key of one of several: aws_sfn_state_machine.this["insdc"] is insdc."""
    return address.partition('["')[2].removesuffix('"]')


def retry_strategy(definition: Mapping[str, Any]) -> dict[str, Any]:
    described = definition["retry_strategy"][0]
    names = {"on_exit_code": "onExitCode", "on_reason": "onReason"}
    rules = [
        {"action": rule["action"], **{names[key]: rule[key] for key in names if rule[key]}}
        for rule in described["evaluate_on_exit"]
    ]
    return {"attempts": described["attempts"], "evaluateOnExit": rules}


def without_waiting(definition: str) -> dict[str, Any]:
    """The same machine on a clock that needs no time to pass."""
    read: dict[str, Any] = json.loads(definition)
    for state in read["States"].values():
        if state["Type"] == "Wait":
            state["Seconds"] = 0
    return read


def _tell_moto(address: str, settings: Mapping[str, Any]) -> None:
    request = urllib.request.Request(address, json.dumps(settings).encode(), method="POST")  # noqa: S310
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310  our own server


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def emulated(
    entrypoint: Sequence[str], monkeypatch: Any, outside: Mapping[str, str] | None = None
) -> Iterator[Cloud]:
    """An empty account, in which a job runs ENTRYPOINT with the job's command after it.

    outside: environment that a job finds besides what its definition says.
    """
    port = _free_port()
    endpoint = f"http://localhost:{port}"
    # The interpreter of the state machines calls Batch and the logs back at this port.
    monkeypatch.setenv("MOTO_PORT", str(port))
    state_machines.repair(monkeypatch)
    found = batch_jobs.outside_environment(endpoint) | dict(outside or {})
    jobs = LocalJobs(entrypoint, found, resolve=lambda arn: arn)
    batch_jobs.run_in(jobs, monkeypatch)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    try:
        _tell_moto(f"{endpoint}/moto-api/reset", {})
        _tell_moto(f"{endpoint}/moto-api/config", _RUN_FOR_REAL)
        yield Cloud(endpoint, jobs)
    finally:
        server.stop()
