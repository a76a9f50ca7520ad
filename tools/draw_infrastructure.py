"""Draws what Terraform makes, from the .tf files of both modules, into docs/deploying.md (Mermaid).

An arrow goes from what refers to what it refers to. Parts that only hold others together (roles,
rules, routes) are not shown; arrows pass through them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/deploying.md"
MODULES = {
    "main infrastructure (examples/main-infrastructure)": ROOT
    / "infrastructure/examples/main-infrastructure",
    "insdc-sync (infrastructure)": ROOT / "infrastructure",
}
SHOWN = {
    "aws_subnet": "subnets",
    "aws_nat_gateway": "NAT gateway",
    "aws_internet_gateway": "internet gateway",
    "aws_security_group": "security group",
    "aws_db_instance": "PostgreSQL on RDS",
    "aws_ssm_parameter": "SSM parameters",
    "aws_ecr_repository": "ECR repository",
    "aws_secretsmanager_secret": "secret",
    "aws_batch_compute_environment": "Batch compute environment",
    "aws_batch_job_queue": "Batch job queue",
    "aws_batch_job_definition": "Batch job definition",
    "aws_cloudwatch_log_group": "log group",
    "aws_cloudwatch_metric_alarm": "alarm",
    "aws_cloudwatch_composite_alarm": "alarm",
    "aws_scheduler_schedule": "schedules",
    "aws_sfn_state_machine": "state machines",
    "aws_sns_topic": "SNS topic",
    "aws_sqs_queue": "dead-letter queue",
}
HIDDEN = {
    "aws_db_parameter_group",
    "aws_db_subnet_group",
    "aws_default_security_group",
    "aws_ecr_lifecycle_policy",
    "aws_eip",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_route_table",
    "aws_route_table_association",
    "aws_scheduler_schedule_group",
    "aws_vpc",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
}
# What infrastructure/ looks up, and what makes it in the example; tests/infrastructure shows that
# the names are the same. It takes the parameters and the secret by name alone.
LOOKED_UP = {
    "data.aws_subnets.public": "aws_subnet.public",
    "data.aws_subnets.private": "aws_subnet.private",
    "data.aws_route_tables.private_with_a_route_out": "aws_subnet.private",
    "data.aws_security_groups.batch_compute": "aws_security_group.batch_compute",
    "data.aws_ecr_repository.image": "aws_ecr_repository.insdc_sync",
    "data.aws_iam_policy.database_access": "aws_iam_policy.rds_access",
    "local.main_ncbi_secret": "aws_secretsmanager_secret.ncbi",
    "local.main_database_parameters": "aws_ssm_parameter.database",
}
_RESOURCE = re.compile(r'^resource "(\w+)" "(\w+)" \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)
_LOCALS = re.compile(r"^locals \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_LOCAL = re.compile(r"^  (\w+)\s+= (.*?)(?=^  \w+\s+= |\Z)", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"\b(data\.aws_\w+\.\w+|local\.\w+|aws_\w+\.\w+)")
_END = re.compile(r"^\s+(\w*security_group_id)\s+= (\w+\.\w+)", re.MULTILINE)
_DIAGRAM = re.compile(r"(<!-- diagram: [^>]*-->\n).*?(<!-- /diagram -->)", re.DOTALL)


@dataclass(frozen=True)
class Module:
    """The .tf files of a folder."""

    folder: Path

    @cached_property
    def _text(self) -> str:
        files = sorted(self.folder.glob("*.tf"))
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)

    @cached_property
    def resources(self) -> dict[str, str]:
        """Bodies by address, such as aws_sns_topic.alarms."""
        return {f"{kind}.{name}": body for kind, name, body in _RESOURCE.findall(self._text)}

    @cached_property
    def _locals(self) -> dict[str, str]:
        return {
            f"local.{name}": value
            for block in _LOCALS.findall(self._text)
            for name, value in _LOCAL.findall(block)
        }

    def references(self, text: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """Give the addresses that a text refers to, by way of locals too."""
        for found in _REFERENCE.findall(text):
            if found in LOOKED_UP:
                yield LOOKED_UP[found]
            elif found.startswith("aws_"):
                yield found
            elif found in self._locals and found not in seen:
                yield from self.references(self._locals[found], seen | {found})

    def ways_out(self) -> Iterator[tuple[str, str]]:
        """Give who may connect to whom, by the rules of security groups."""
        for address, body in self.resources.items():
            if _kind(address) == "aws_vpc_security_group_egress_rule":
                ends = dict(_END.findall(body))
                if "referenced_security_group_id" in ends:
                    yield ends["security_group_id"], ends["referenced_security_group_id"]


def _kind(address: str) -> str:
    return address.partition(".")[0]


def _is_shown(address: str) -> bool:
    if _kind(address) not in SHOWN.keys() | HIDDEN:
        raise KeyError(f"{address}: shown in the diagram, or hidden?")
    return _kind(address) in SHOWN


def edges(modules: Collection[Module]) -> list[tuple[str, str]]:
    """Pairs of what is shown: the first refers to the second."""
    direct = {
        address: set(module.references(body)) - {address}
        for module in modules
        for address, body in module.resources.items()
    }

    def reached(address: str, passed: frozenset[str] = frozenset()) -> set[str]:
        found = set()
        for other in direct.get(address, set()) & direct.keys():
            if _is_shown(other):
                found.add(other)
            elif other not in passed:
                found |= reached(other, passed | {other})
        return found

    referring = {
        (address, other) for address in direct if _is_shown(address) for other in reached(address)
    }
    return sorted(referring | {ends for each in modules for ends in each.ways_out()})


def diagram() -> str:
    modules = {name: Module(folder) for name, folder in MODULES.items()}
    lines = ["```mermaid", "flowchart LR"]
    for number, (name, module) in enumerate(modules.items()):
        lines.append(f'  subgraph module{number}["{name}"]')
        lines += [
            f'    {_id(address)}["{_label(address)}"]'
            for address in sorted(module.resources)
            if _is_shown(address)
        ]
        lines.append("  end")
    lines += [f"  {_id(one)} --> {_id(other)}" for one, other in edges(modules.values())]
    return "\n".join([*lines, "```"]) + "\n"


def _label(address: str) -> str:
    name = address.partition(".")[2].replace("_", " ")
    return SHOWN[_kind(address)] + (f"<br/>{name}" if name != "this" else "")


def _id(address: str) -> str:
    return address.removeprefix("aws_").replace(".", "_")


def with_diagram(document: str) -> str:
    return _DIAGRAM.sub(lambda found: found[1] + diagram() + found[2], document)


if __name__ == "__main__":
    DOCUMENT.write_text(with_diagram(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
