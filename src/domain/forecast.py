"""What a sync is expected to take, from counts alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Self


class Bulk(Enum):
    """How large records are: bytes as the archive sends them, and bytes in the database.

    sent: the mean of real XML, without white space between elements and uncompressed: 756
    experiment packages (14,155) with their summaries (2,000), 474 BioSamples without antibiograms
    (4,450 with), 20 BioProjects.
    stored: pg_database_size after a sync of 3,868 synthetic experiments (4,679 runs), 3,638
    BioSamples with their curation, 226 BioProjects, on PostgreSQL 18, indexes included.
    """

    EXPERIMENT = ("experiment", 16_200, 11_400)
    BIOSAMPLE = ("biosample", 1_540, 5_600)
    PROJECT = ("project", 2_150, 5_700)

    def __init__(self, record: str, sent: int, stored: int) -> None:
        self.record, self.sent, self.stored = record, sent, stored


@dataclass(frozen=True, slots=True)
class Expected:
    """What one job is expected to bring, and in how many requests.

    is_exact: the archive or the mirror counted the records; else they are estimated.
    """

    kind: str
    bulk: Bulk
    records: int
    requests: int
    is_exact: bool = True

    @property
    def sent(self) -> int:
        return self.records * self.bulk.sent

    @property
    def stored(self) -> int:
        return self.records * self.bulk.stored

    def __add__(self, other: Self) -> "Expected":
        return replace(
            self,
            records=self.records + other.records,
            requests=self.requests + other.requests,
            is_exact=self.is_exact and other.is_exact,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What several jobs take together."""

    jobs: tuple[Expected, ...]

    @property
    def requests(self) -> int:
        return sum(job.requests for job in self.jobs)

    @property
    def sent(self) -> int:
        """Bytes, uncompressed."""
        return sum(job.sent for job in self.jobs)

    @property
    def stored(self) -> int:
        """Bytes in the database, were every record new."""
        return sum(job.stored for job in self.jobs)

    @classmethod
    def of_all(cls, plans: Iterable["Plan"]) -> "Plan":
        """Add up plans, job by job."""
        jobs: dict[str, Expected] = {}
        for job in (job for plan in plans for job in plan.jobs):
            jobs[job.kind] = jobs[job.kind] + job if job.kind in jobs else job
        return cls(tuple(jobs.values()))


LARGE = 1_000
"""Requests from which on NCBI wishes a job to run at night or at the weekend."""
