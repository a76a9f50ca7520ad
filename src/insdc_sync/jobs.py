"""What the command line and AWS Batch start: the jobs by name, and what is followed."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from application.errors import UsageError
from application.report import SyncReport
from application.request import SyncRequest
from domain.following import Followed
from domain.selection import Selection
from insdc_sync.container import Container

Job: TypeAlias = Callable[[Container], Callable[[SyncRequest], list[SyncReport]]]


def _sequencing(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_sequencing()


def _samples(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_samples()


def _projects(container: Container) -> Callable[[SyncRequest], list[SyncReport]]:
    return container.sync_projects()


_ONE: dict[str, Job] = {"sequencing": _sequencing, "samples": _samples, "projects": _projects}
JOBS: dict[str, tuple[str, ...]] = {name: (name,) for name in _ONE} | {"insdc": tuple(_ONE)}
"""The steps of each job, in their order."""


def run_job(container: Container, name: str, request: SyncRequest) -> list[SyncReport]:
    """Run a job; raises NotReadyError before anything is done where its forerunner is missing."""
    return list(reports_of(container, name, request))


def reports_of(container: Container, name: str, request: SyncRequest) -> Iterator[SyncReport]:
    """Run a job as run_job does, and give what each step reports before the next one begins."""
    if name in {"samples", "insdc"}:
        container.taxonomy_gate()()
    # Before the archive is connected to, which wants an e-mail address: a typo is told first.
    container.resolve_taxon()(request.selection)
    steps = [(step, _ONE[step](container)) for step in JOBS[name]]
    yield from container.forecast_jobs()(steps, request)


def to_follow(name: str, selection: Selection) -> Followed:
    """Say what shall be followed; raises UsageError where that is everything there is."""
    if selection.is_everything:
        raise UsageError("What shall be followed? Say --organism, --query or --bioproject.")
    return Followed(name, selection)


def follow(container: Container, new: Followed) -> None:
    container.resolve_taxon()(new.selection)  # a name that is misspelt is told now
    container.following().add(new.name, new.selection)
