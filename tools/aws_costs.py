"""What a mirror costs on AWS each month; writes the tables into docs/deploying.md.

List prices in US dollars, region us-east-1, without free tiers, taxes and discounts, as they were
published in the first half of 2026. Look them up again at their sources before relying on them.
Left out: traffic between zones, and the CPU credits of T4g, which RDS runs in unlimited mode and
bills (0.075 a vCPU and hour) when jobs keep the database above its baseline, as a first fill may.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.tally import Outcome

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/deploying.md"
DATE = "the first half of 2026"
REGION = "us-east-1"
HOURS = 730
_BLOCK = re.compile(r"(<!-- (prices|costs): [^>]*-->\n).*?(<!-- /\2 -->)", re.DOTALL)


@dataclass(frozen=True)
class Price:
    """dollars for one unit."""

    dollars: float
    unit: str
    source: str


PRICES = {
    "Fargate, vCPU": Price(0.04048, "hour", "https://aws.amazon.com/fargate/pricing/"),
    "Fargate, memory": Price(0.004445, "GB-hour", "https://aws.amazon.com/fargate/pricing/"),
    "public IPv4 address": Price(0.005, "hour", "https://aws.amazon.com/vpc/pricing/"),
    "NAT gateway": Price(0.045, "hour", "https://aws.amazon.com/vpc/pricing/"),
    "NAT gateway, traffic": Price(0.045, "GB", "https://aws.amazon.com/vpc/pricing/"),
    "db.t4g.micro": Price(0.016, "hour", "https://aws.amazon.com/rds/postgresql/pricing/"),
    "db.t4g.small": Price(0.032, "hour", "https://aws.amazon.com/rds/postgresql/pricing/"),
    "db.t4g.medium": Price(0.065, "hour", "https://aws.amazon.com/rds/postgresql/pricing/"),
    "RDS storage, gp3": Price(0.115, "GB-month", "https://aws.amazon.com/rds/postgresql/pricing/"),
    "logs, written": Price(0.50, "GB", "https://aws.amazon.com/cloudwatch/pricing/"),
    "alarm": Price(0.10, "month", "https://aws.amazon.com/cloudwatch/pricing/"),
    "composite alarm": Price(0.50, "month", "https://aws.amazon.com/cloudwatch/pricing/"),
    "metric": Price(0.30, "month, by the hour", "https://aws.amazon.com/cloudwatch/pricing/"),
    "secret": Price(0.40, "month", "https://aws.amazon.com/secrets-manager/pricing/"),
    "registry": Price(0.10, "GB-month", "https://aws.amazon.com/ecr/pricing/"),
    "state transitions": Price(0.025, "1,000", "https://aws.amazon.com/step-functions/pricing/"),
}


@dataclass(frozen=True)
class Size:
    """A mirror. Its days are guesses: no job has run on AWS, and most of the time is NCBI's."""

    name: str
    samples: int
    database: str
    storage_gb: int
    minutes_a_day: float
    """Of the job of the day."""
    traffic_gb: float


# Storage: 6.2 kB a sample with its runs and attributes (benchmarks/README.md, queries), 1 GB for
# the taxonomy, 2 GB of write-ahead log, the same again as room; RDS starts at 20 GB.
SIZES = (
    Size("a species", 10_000, "db.t4g.micro", 20, 5, 1),
    Size("a genus", 400_000, "db.t4g.small", 20, 15, 3),
    Size("many genera", 3_000_000, "db.t4g.medium", 60, 60, 20),
)
TAXONOMY_MINUTES_A_MONTH = 4.3 * 10
RECONCILE_MINUTES_A_MONTH = 4.3 * 10  # lists ids only
IMAGES_GB = 1.0
LOGS_GB = 0.1
SECRETS = 2  # NCBI's, and the one of the database's master
# Of each of the day's three steps its outcomes and seconds, of the mirror two; of reconcile what
# is gone, brought and suspected. All of a job sent within one hour.
METRICS_OF_A_DAY = 3 * (len(Outcome) + 1) + 2
METRICS_OF_A_RECONCILE = 3
TRANSITIONS_A_MONTH = 30 * 6 + 4.3 * 2 * 4


def _local(name: str) -> float:
    """Give a number of infrastructure/locals.tf."""
    text = (ROOT / "infrastructure/locals.tf").read_text(encoding="utf-8")
    found = re.search(rf"^\s+{name}\s+= (\d+)$", text, re.MULTILINE)
    if found is None:
        raise KeyError(name)
    return float(found[1])


def _alarms() -> tuple[int, int]:
    """Count metric alarms and composite ones; one of them stands for each state machine."""
    text = (ROOT / "infrastructure/alarms.tf").read_text(encoding="utf-8")
    machines = len(list((ROOT / "infrastructure/templates").glob("*.asl.json"))) - 1
    plain = text.count('resource "aws_cloudwatch_metric_alarm"')
    for_each = text.count("for_each = aws_sfn_state_machine.this")
    composite = text.count('resource "aws_cloudwatch_composite_alarm"')
    return plain + for_each * (machines - 1), composite


def _dollars(name: str, amount: float) -> float:
    return PRICES[name].dollars * amount


def job_hours(size: Size) -> float:
    weekly = TAXONOMY_MINUTES_A_MONTH + RECONCILE_MINUTES_A_MONTH
    return (30 * size.minutes_a_day + weekly) / 60


def costs(size: Size) -> dict[str, float]:
    """Give the dollars a month of each part, as the example main infrastructure has it."""
    hours = job_hours(size)
    alarms, composite = _alarms()
    metrics = 30 * METRICS_OF_A_DAY + 4.3 * METRICS_OF_A_RECONCILE
    return {
        f"database, {size.database}": _dollars(size.database, HOURS),
        f"storage, {size.storage_gb} GB": _dollars("RDS storage, gp3", size.storage_gb),
        "jobs": _dollars("Fargate, vCPU", hours * _local("vcpus"))
        + _dollars("Fargate, memory", hours * _local("memory_mib") / 1024)
        + _dollars("public IPv4 address", hours),
        "logs, metrics, alarms": _dollars("logs, written", LOGS_GB)
        + _dollars("metric", metrics / HOURS)
        + _dollars("alarm", alarms)
        + _dollars("composite alarm", composite),
        "secrets, registry, state machines": _dollars("secret", SECRETS)
        + _dollars("registry", IMAGES_GB)
        + _dollars("state transitions", TRANSITIONS_A_MONTH / 1000),
    }


def behind_nat(size: Size) -> float:
    """Give what private subnets cost more: a gateway with its address, less those of the jobs."""
    return (
        _dollars("NAT gateway", HOURS)
        + _dollars("NAT gateway, traffic", size.traffic_gb)
        + _dollars("public IPv4 address", HOURS - job_hours(size))
    )


def prices() -> str:
    rows = ["| what | US dollars | for one | source |", "|---|---|---|---|"]
    rows += [
        f"| {name} | {price.dollars:.6g} | {price.unit} | <{price.source}> |"
        for name, price in PRICES.items()
    ]
    return "\n".join(rows) + "\n"


def table() -> str:
    lines = ["| | " + " | ".join(f"{s.name}: {s.samples:,} samples" for s in SIZES) + " |"]
    lines.append("|---|" + "---|" * len(SIZES))
    lines += [f"| {word} | {' | '.join(cells)} |" for word, cells in _rows()]
    return "\n".join(lines) + "\n"


def _rows() -> Iterator[tuple[str, list[str]]]:
    parts = [costs(size) for size in SIZES]
    for row in zip(*(part.items() for part in parts), strict=True):
        words = [word.partition(", ") for word, _ in row]
        same = len({word for word, _ in row}) == 1
        word = row[0][0] if same else words[0][0]
        yield (
            word,
            [
                f"{dollars:.2f}" if same else f"{dollars:.2f} ({detail})"
                for (_, _, detail), (_, dollars) in zip(words, row, strict=True)
            ],
        )
    yield "**together, a month**", [f"**{sum(part.values()):.0f} $**" for part in parts]
    yield "more, behind a NAT gateway", [f"{behind_nat(size):.0f} $" for size in SIZES]
    yield "hours of jobs in it", [f"{job_hours(size):.1f}" for size in SIZES]


def with_costs(document: str) -> str:
    made = {"prices": prices, "costs": table}
    return _BLOCK.sub(lambda found: found[1] + made[found[2]]() + found[3], document)


if __name__ == "__main__":
    DOCUMENT.write_text(with_costs(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
