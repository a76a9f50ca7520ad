"""The books of the jobs, in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from application.ports.ledger import Job, JobRequest, JobState, Page
from domain.tally import Tally

_NOW = partial(datetime.now, UTC)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a job ended, and why if it did not end well."""

    state: JobState
    message: str | None


class MemoryLedger:
    """Implements application.ports.ledger.JobLedger."""

    def __init__(self, now: Callable[[], datetime] = _NOW) -> None:
        self._now = now
        self._jobs: dict[int, Job] = {}
        self._pages: dict[int, tuple[Page, ...]] = {}
        self._done: dict[tuple[int, int], Tally] = {}
        self.closings: dict[int, Closing] = {}

    def unfinished(self, request: JobRequest) -> Job | None:
        return self._latest(request, is_done=False)

    def finished(self, request: JobRequest) -> Job | None:
        return self._latest(request, is_done=True)

    def _latest(self, request: JobRequest, *, is_done: bool) -> Job | None:
        found = [
            number
            for number, job in self._jobs.items()
            if job.frozen
            and (job.state is JobState.DONE) is is_done
            and (job.request.kind, job.request.asked) == (request.kind, request.asked)
        ]
        return self.job(max(found)) if found else None

    def reopen(self, job: Job) -> Job:
        again = replace(self._jobs[job.number], state=JobState.RUNNING, message=None)
        self._jobs[job.number] = again
        return self.job(job.number)

    def open(self, request: JobRequest) -> Job:
        for earlier, job in self._jobs.items():
            if (job.request.kind, job.state) == (request.kind, JobState.RUNNING):
                self._jobs[earlier] = replace(job, state=JobState.INTERRUPTED)
        number = len(self._jobs) + 1
        self._jobs[number] = Job(number, request, started=self._now())
        return self.job(number)

    def freeze(self, job: Job, pages: Iterable[Sequence[str]]) -> Job:
        frozen = tuple(
            Page(job.number, number, tuple(keys)) for number, keys in enumerate(pages, 1)
        )
        found = sum(len(page.keys) for page in frozen)
        self._pages[job.number] = frozen
        self._jobs[job.number] = replace(self._jobs[job.number], frozen=True, found=found)
        return self.job(job.number)

    def pages_to_do(self, job: Job) -> Iterator[Page]:
        for page in self._pages.get(job.number, ()):
            if (page.job, page.number) not in self._done:
                yield page

    def complete(self, page: Page, tally: Tally) -> None:
        """Note that a page is done; the mirror does, when its transaction commits."""
        self._done[page.job, page.number] = tally

    def close(self, job: Job, state: JobState, message: str | None = None) -> Job:
        self._jobs[job.number] = replace(self._jobs[job.number], state=state)
        self.closings[job.number] = Closing(state, message)
        return self.job(job.number)

    def job(self, number: int) -> Job:
        """Give a job as it stands."""
        done = [tally for (job, _), tally in self._done.items() if job == number]
        return replace(
            self._jobs[number],
            pages=len(self._pages.get(number, ())),
            pages_done=len(done),
            tally=sum(done, start=Tally()),
        )
