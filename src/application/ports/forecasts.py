"""What was expected of jobs and what they took, and the counts that a forecast begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.forecast import Expected


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many requests were expected of a job, in how many seconds, and how many it made."""

    requests: int
    seconds: float
    made: int


class Meter(Protocol):
    """Counts the requests of this process."""

    @property
    def made(self) -> int: ...


class Forecasts(Protocol):
    """Keeps forecasts beside the jobs they were made of."""

    def mirrored(self) -> Mapping[str, int]:
        """Count the experiments, BioSamples and projects (`biosample`, ...) that are here."""
        ...

    def note(self, job: int, expected: Expected, seconds: float, made: int) -> None: ...

    def of(self, jobs: Sequence[int]) -> Mapping[int, Forecast]:
        """Give the forecasts of those of the jobs that have one."""
        ...
