"""Foretells what a sync will take, asking the archive for counts and for nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from application.paged_job import PAGE_SIZE
from application.ports.archive import SequenceArchive
from application.ports.backlog import Backlog
from application.ports.following import Following, Indexed
from application.ports.forecasts import Forecasts
from application.ports.project_archive import ProjectArchive
from application.ports.sample_archive import SampleArchive
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_samples import searched_among_samples
from domain.accession import EntityKind
from domain.following import Followed
from domain.forecast import Bulk, Expected, Plan
from domain.selection import Selection

# What the archive asks of us, as the adapter for it does it.
UIDS_A_LISTING = 10_000
NAMES_A_SEARCH = 100
SAMPLES_A_LINK_CALL = 200

# Of 756 real packages: 731 BioSamples, 70 BioProjects. Once the mirror holds enough, its own
# ratio is nearer to the truth.
SAMPLES_AN_EXPERIMENT = 731 / 756
PROJECTS_A_SAMPLE = 70 / 731
ENOUGH = 1_000


class PlanSync:
    """Adds up, from counts, what the jobs of a request will ask for."""

    def __init__(
        self,
        archive: SequenceArchive,
        samples: SampleArchive,
        projects: ProjectArchive,
        backlog: Backlog,
        forecasts: Forecasts,
        today: Callable[[], date],
        resolve: Callable[[Selection], Selection],
    ) -> None:
        self._archive = archive
        self._sample_archive = samples
        self._project_archive = projects
        self._backlog = backlog
        self._forecasts = forecasts
        self._today = today
        self._resolve = resolve

    def __call__(
        self, kinds: Sequence[str], request: SyncRequest, samples_to_come: int = 0
    ) -> Plan:
        """Foretell the jobs of these kinds, in their order.

        samples_to_come: BioSamples that other jobs bring, whose projects are due then.

        Raises UsageError where the selection cannot be asked of the archive, and TryAgainError
        where that does not answer.
        """
        selection = self._resolve(request.on(self._today()))
        here = self._forecasts.mirrored()
        jobs: list[Expected] = []
        experiments, samples = 0, samples_to_come
        if "sequencing" in kinds:
            jobs.append(self._sequencing(selection))
            experiments = _new(jobs[-1].records, here["experiment"], selection)
        if "samples" in kinds:
            jobs.append(self._samples(selection, experiments))
            samples = _new(jobs[-1].records, here["biosample"], selection)
        if "projects" in kinds:
            jobs.append(self._projects(selection, samples, _projects_a_sample(here)))
        if self._is_of_files:
            jobs = [Expected(j.kind, j.bulk, j.records, 0, j.is_exact) for j in jobs]
        return Plan(tuple(jobs))

    @property
    def _is_of_files(self) -> bool:
        return self._archive.name == "files"

    def _sequencing(self, selection: Selection) -> Expected:
        return _of_experiments(selection, self._archive.count(selection))

    def _samples(self, selection: Selection, experiments: int) -> Expected:
        """Foretell those that are found, and those that are named by what is here or to come."""
        searched = searched_among_samples(self._sample_archive, selection)
        found = self._sample_archive.count(searched) if searched else 0
        if self._is_of_files:
            return Expected("samples", Bulk.BIOSAMPLE, found, 0)
        if searched and searched.accessions and not searched.window:
            requests = _by_name(found)
        else:
            requests = _of_samples(searched, found) if searched else 0
        to_come = 0 if searched else round(experiments * SAMPLES_AN_EXPERIMENT)
        due = len(self._backlog.samples())
        if searched and not searched.window:
            due = max(0, due - found)  # nearly all of them are among those found
        return Expected(
            "samples",
            Bulk.BIOSAMPLE,
            found + due + to_come,
            requests + _by_name(due + to_come),
            is_exact=not to_come and not due,
        )

    def _projects(self, selection: Selection, samples: int, a_sample: float) -> Expected:
        if self._is_of_files:
            return Expected("projects", Bulk.PROJECT, self._project_archive.count(selection), 0)
        named = [selection.bioproject] if selection.bioproject else selection.accessions
        asked = {str(name) for name in named if name.kind is EntityKind.PROJECT}
        quick, slow = self._backlog.projects()
        due, to_come = len(asked.union(quick, slow)), round(samples * a_sample)
        links = ceil(len(self._backlog.unlinked_samples()) / SAMPLES_A_LINK_CALL)
        return Expected(
            "projects",
            Bulk.PROJECT,
            due + to_come,
            links + _by_name(due + to_come),
            is_exact=not to_come,
        )


class PlanFollowed:
    """Foretells what brings all that is followed to the archive's index of now."""

    def __init__(self, plan: PlanSync, following: Following, index: Indexed) -> None:
        self._plan = plan
        self._following = following
        self._index = index

    def __call__(self) -> Plan:
        index = self._index.index()
        behind = [
            one
            for one in self._following.all()
            if not one.is_paused and (one.reached is None or one.reached.build != index.build)
        ]
        plans = [
            self._plan(("sequencing", "samples"), SyncRequest(one.due(index), is_settled=True))
            for one in behind
        ]
        if behind:
            samples = sum(job.records for one in plans for job in one.jobs if job.kind == "samples")
            plans.append(self._plan(("projects",), SyncRequest(Selection()), samples))
            # Which index it is, and how many records each selection has in it.
            asked = Expected("sequencing", Bulk.EXPERIMENT, 0, 1 + len(behind))
            plans.append(Plan((asked,)))
        return Plan.of_all(plans)


@dataclass(frozen=True, slots=True)
class ToList:
    """What a reconcile lists of one selection, and in how many requests."""

    name: str
    record: str
    records: int
    requests: int


class PlanReconcile:
    """Foretells what a reconcile lists; what it finds missing or gone, nobody knows before."""

    def __init__(
        self,
        following: Following,
        archive: SequenceArchive,
        samples: SampleArchive,
        resolve: Callable[[Selection], Selection],
    ) -> None:
        self._following = following
        self._archive = archive
        self._samples = samples
        self._resolve = resolve

    def __call__(self) -> list[ToList]:
        followed = [one for one in self._following.all() if one.reached and not one.is_paused]
        return [listed for one in followed for listed in self._of(one)]

    def _of(self, followed: Followed) -> Iterator[ToList]:
        selection = self._resolve(followed.selection)
        count = self._archive.count(selection)
        which_index = 2  # before and after
        yield ToList(followed.name, "experiment", count, which_index + _listing(count, selection))
        if selection.organism:
            count = self._samples.count(selection)
            requests = which_index + _listing(count, selection)
            yield ToList(followed.name, "biosample", count, requests)


def _new(records: int, here: int, selection: Selection) -> int:
    """Tell how many may be new: of a window all, of all days those that the mirror has not."""
    return records if selection.window else max(0, records - here)


def _projects_a_sample(here: Mapping[str, int]) -> float:
    known = here["biosample"]
    return here["project"] / known if known >= ENOUGH else PROJECTS_A_SAMPLE


def _listing(count: int, selection: Selection) -> int:
    """Count the requests that list a selection: by each kind of date, if it has a window.

    Of a window it is asked which index answers, before and after; else the count once more.
    """
    searches = max(1, ceil(len(selection.accessions) / NAMES_A_SEARCH))
    if selection.window:
        return 2 * max(searches, ceil(count / UIDS_A_LISTING)) + 2
    return max(searches, ceil(count / UIDS_A_LISTING)) + searches


def _of_experiments(selection: Selection, count: int) -> Expected:
    requests = _listing(count, selection) + 2 * ceil(count / PAGE_SIZE)
    requests += 1 if selection.query else 0  # whether Entrez has its fields
    return Expected("sequencing", Bulk.EXPERIMENT, count, requests)


def _of_samples(searched: Selection, count: int) -> int:
    requests = _listing(count, searched) + ceil(count / PAGE_SIZE)
    return requests + (1 if searched.window else 0)  # whether it has fields of dates


def of_listed(kind: str, reports: Sequence[SyncReport]) -> Expected:
    """Tell what the jobs of a sequencing or samples sync take for as many records as they found."""
    if kind == "sequencing":
        return _of_experiments(reports[-1].selection, reports[-1].job.found)
    return Expected(
        kind,
        Bulk.BIOSAMPLE,
        sum(report.job.found for report in reports),
        sum(
            _by_name(report.job.found)
            if "part" in report.job.request.asked
            else _of_samples(report.selection, report.job.found)
            for report in reports
        ),
    )


def _by_name(count: int) -> int:
    """Count the requests for records that are called by name: they are searched for first."""
    return ceil(count / NAMES_A_SEARCH) + ceil(count / PAGE_SIZE)
