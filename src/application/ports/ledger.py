"""The books of the jobs: what was asked, what is done, what remains."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from domain.tally import Tally


class JobState(StrEnum):
    """Where a job stands. Only a job that is done is never taken up again."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What is asked of a job.

    asked: the request in JSON values; two jobs with the same one are the same work.
    first, last: the days it was frozen to, where it has a window.
    """

    kind: str
    asked: Mapping[str, Any]
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the books. `frozen`: its pages are written down, so it can be resumed."""

    number: int
    request: JobRequest
    started: datetime
    state: JobState = JobState.RUNNING
    frozen: bool = False
    found: int = 0
    message: str | None = None
    pages: int = 0
    pages_done: int = 0
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records a job will fetch: `number` counts from 1."""

    job: int
    number: int
    keys: tuple[str, ...]


class JobLedger(Protocol):
    """Opens, resumes and closes jobs. A page is completed by the mirror's transaction."""

    def unfinished(self, request: JobRequest) -> Job | None:
        """Find the latest job that asked the same and is frozen but not done."""
        ...

    def finished(self, request: JobRequest) -> Job | None:
        """Find the latest job that asked the same, was frozen and is done."""
        ...

    def open(self, request: JobRequest) -> Job: ...

    def reopen(self, job: Job) -> Job:
        """Take up a job again: it is running."""
        ...

    def freeze(self, job: Job, pages: Iterable[Sequence[str]]) -> Job:
        """Write down the pages, all or none; give the job as it then stands."""
        ...

    def pages_to_do(self, job: Job) -> Iterator[Page]:
        """Give the pages that are not done, in order."""
        ...

    def close(self, job: Job, state: JobState, message: str | None = None) -> Job:
        """End a job, with why if it did not end well; give it with its final counts."""
        ...
