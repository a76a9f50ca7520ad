"""Compares what was expected of jobs with what they took."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from application.pacing import Pace
from application.plan_sync import PlanSync, of_listed
from application.ports.archive import RecordSource
from application.ports.forecasts import Forecasts, Meter
from application.ports.ledger import JobLedger, JobRequest
from application.report import SyncReport
from application.request import SyncRequest
from domain.forecast import Expected

Sync = Callable[[SyncRequest], list[SyncReport]]


class ForecastJobs:
    """Runs the jobs of a request one after the other, and notes how close their forecasts came."""

    def __init__(
        self,
        plan: PlanSync,
        forecasts: Forecasts,
        ledger: JobLedger,
        archive: RecordSource[Any],
        meter: Meter,
        pace: Pace,
    ) -> None:
        self._plan = plan
        self._forecasts = forecasts
        self._ledger = ledger
        self._archive = archive
        self._meter = meter
        self._pace = pace

    def __call__(
        self, jobs: Sequence[tuple[str, Sync]], request: SyncRequest
    ) -> Iterator[SyncReport]:
        """Give what each job reports before the next one begins."""
        expected = self._expected([kind for kind, _ in jobs], request)
        for kind, sync in jobs:
            before = self._meter.made
            reports = sync(request)
            if kind in expected and reports:
                made, number = self._meter.made - before, reports[0].job.number
                seconds = self._pace.seconds(expected[kind].requests)
                self._forecasts.note(number, expected[kind], seconds, made)
            yield from reports

    def _expected(self, kinds: Sequence[str], request: SyncRequest) -> dict[str, Expected]:
        """Foretell the jobs; of files, and of what goes on where it stopped, nothing is asked."""
        asked = request.asked(self._archive)
        if self._archive.name == "files" or any(
            self._ledger.unfinished(JobRequest(kind, asked)) for kind in kinds
        ):
            return {}
        return {job.kind: job for job in self._plan(kinds, request).jobs}


@dataclass(frozen=True)
class Comparison:
    """What it takes to compare."""

    plan: PlanSync
    forecasts: Forecasts
    meter: Meter
    pace: Pace


@dataclass(frozen=True)
class Compared:
    """A sync of what is followed, which notes how close it came to what its records take.

    Nobody is asked for counts: what is followed is synced daily, and its searches tell them anyway.
    """

    kind: str
    sync: Sync
    comparison: Comparison

    def __call__(self, request: SyncRequest) -> list[SyncReport]:
        tools = self.comparison
        before = tools.meter.made
        foretold = tools.plan((self.kind,), request) if self.kind == "projects" else None
        reports = self.sync(request)
        made = tools.meter.made - before
        if made and reports and not any(report.resumed_at for report in reports):
            expected = foretold.jobs[0] if foretold else of_listed(self.kind, reports)
            seconds = tools.pace.seconds(expected.requests)
            tools.forecasts.note(reports[0].job.number, expected, seconds, made)
        return reports
