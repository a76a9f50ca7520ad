"""The jobs by name, as the command line and AWS Batch start them."""

from collections.abc import Callable
from typing import TypeAlias

from application.report import SyncReport
from application.request import SyncRequest
from insdc_sync.container import Container

Job: TypeAlias = Callable[[Container], Callable[[SyncRequest], list[SyncReport]]]


def _sequencing(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_sequencing()


def _samples(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_samples()


def _projects(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_projects()


_ONE: dict[str, Job] = {"sequencing": _sequencing, "samples": _samples, "projects": _projects}
JOBS: dict[str, tuple[Job, ...]] = {name: (job,) for name, job in _ONE.items()} | {
    "insdc": tuple(_ONE.values())
}
"""The steps of each job, in their order."""


def run_job(container: Container, name: str, request: SyncRequest) -> list[SyncReport]:
    """Run a job; raises NotReadyError before anything is done where its forerunner is missing."""
    if name in {"samples", "insdc"}:
        container.taxonomy_gate()()
    return [report for step in JOBS[name] for report in step(container)(request)]
