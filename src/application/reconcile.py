"""Compares the whole list of ids of what is followed with the archive's, both ways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, Protocol

from application.errors import NotReadyError, UnreadableRecordError
from application.paged_job import PAGE_SIZE, PagedJob
from application.ports.archive import Key, RecordSource, Reply
from application.ports.following import Following, Indexed
from application.ports.ledger import JobLedger, JobRequest, JobState
from application.ports.lock import JobLock
from application.ports.mirror import Rows
from application.ports.progress import Progress
from application.ports.reconciling import (
    Gone,
    Membership,
    Verdict,
    Witness,
    Witnessed,
    in_batches,
)
from domain.following import ArchiveIndex, Followed
from domain.selection import Selection

KIND = "reconcile"
_GONE_WORDS = {
    "suppressed": Gone.SUPPRESSED,
    "withdrawn": Gone.WITHDRAWN,
    "unpublished": Gone.NOT_PUBLIC,
}


class Listed(RecordSource[Any], Indexed, Protocol):
    """An archive that lists all ids of a selection."""

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]: ...


@dataclass(frozen=True)
class Ground(Generic[Rows]):
    """One kind of record to reconcile: where it is listed, and how what is missing comes here.

    finds: whether the archive can list a selection at all.
    """

    record: str
    archive: Listed
    job: PagedJob[Rows]
    finds: Callable[[Selection], bool]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How one selection compared. brought: listed and not here, asked for; returned among them.

    became: mirrored records by what became of them; suspected: those that one index does not list.
    """

    name: str
    record: str
    index: ArchiveIndex
    listed: int
    brought: int
    suspected: int
    became: dict[str, int] = field(default_factory=dict)
    seconds: float = 0


class Reconcile(Generic[Rows]):
    """Finds what no window of days can: silent removals, returns, and what was never seen.

    afterwards: sees to what is derived from samples, with the number of the job.
    """

    def __init__(
        self,
        following: Following,
        membership: Membership,
        grounds: Sequence[Ground[Rows]],
        resolve: Callable[[Selection], Selection],
        ledger: JobLedger,
        lock: JobLock,
        progress: Progress,
        afterwards: Callable[[int], None],
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._following = following
        self._membership = membership
        self._grounds = grounds
        self._resolve = resolve
        self._ledger = ledger
        self._lock = lock
        self._progress = progress
        self._afterwards = afterwards
        self._page_size = page_size

    def __call__(self, witness: Witness | None = None) -> list[Reconciled]:
        """Reconcile all that is followed and in step; witness: a list of all accessions.

        Raises NotReadyError where nothing is in step yet, JobUnderWayError, and TryAgainError
        where the archive stays out of reach: nothing is marked as gone then.
        """
        with self._lock.hold(KIND):
            followed = [one for one in self._following.all() if one.reached and not one.is_paused]
            if not followed:
                raise NotReadyError(
                    "Nothing that is followed is here yet. Run first:  insdc-sync sync insdc"
                )
            job = self._ledger.open(JobRequest(KIND, {"followed": [one.name for one in followed]}))
            state, message = JobState.FAILED, "it did not come to its end"
            try:
                done = [
                    reconciled
                    for one in followed
                    for reconciled in self._of(one, job.number, witness)
                ]
                self._afterwards(job.number)
                state, message = JobState.DONE, ""
            finally:
                self._ledger.close(job, state, message or None)
            return done

    def _of(self, followed: Followed, job: int, witness: Witness | None) -> Iterator[Reconciled]:
        selection = self._resolve(followed.selection)
        index = None
        for ground in self._grounds:
            if ground.finds(selection):
                index = ground.archive.index()
                yield self._compare(ground, followed.name, selection, index, job, witness)
        if index is not None:
            self._membership.reconciled(followed.name, index)

    def _compare(
        self,
        ground: Ground[Rows],
        name: str,
        selection: Selection,
        index: ArchiveIndex,
        job: int,
        witness: Witness | None,
    ) -> Reconciled:
        started = monotonic()
        listed = [
            int(key)
            for page in ground.archive.find(selection, self._page_size)
            for key in page
            if key.isdecimal()
        ]
        difference = self._membership.compare(name, ground.record, listed, index)
        if difference.missing_here:
            asked = {"selection": name, "part": "missing here", "index": index.build}
            pages = in_batches(difference.missing_here, self._page_size)
            with self._lock.hold(ground.job.kind):
                ground.job.begin(JobRequest(ground.job.kind, asked), lambda: pages)
        verdicts = [*self._verdicts(ground, difference.gone, index, witness)]
        became: dict[str, int] = {}
        for verdict in verdicts:
            became[verdict.status.value] = became.get(verdict.status.value, 0) + 1
        self._membership.settle(verdicts, ground.record, job)
        self._membership.release(name, ground.record, difference.stale)
        return Reconciled(
            name,
            ground.record,
            index,
            difference.listed,
            len(difference.missing_here),
            difference.suspected,
            became,
            monotonic() - started,
        )

    def _verdicts(
        self,
        ground: Ground[Rows],
        gone: Mapping[int, str],
        index: ArchiveIndex,
        witness: Witness | None,
    ) -> Iterator[Verdict]:
        """Ask after each record that is not listed any more, by its own id."""
        seen = witness.of(gone.values()) if witness and gone else {}
        uids = list(gone)
        with self._progress.stage(KIND, f"{ground.record}s gone", len(uids)) as bar:
            for keys in in_batches(uids, self._page_size):
                reply = ground.archive.fetch(keys)
                told = _told(ground, reply)
                for key in keys:
                    accession = gone[int(key)]
                    status, words = told.get(key, (Gone.WITHDRAWN, "is not there any more"))
                    yield _judged(accession, status, words, index, seen.get(accession), witness)
                bar.advance(len(keys))


def _told(ground: Ground[Any], reply: Reply) -> dict[str, tuple[Gone, str]]:
    told = dict.fromkeys(reply.not_public, (Gone.NOT_PUBLIC, "is not public, says the archive"))
    for record in reply.records:
        try:
            named = str(ground.archive.read(record.raw).accession)
        except UnreadableRecordError:
            named = "a record that cannot be read"
        told[record.key] = (
            Gone.OUT_OF_SCOPE,
            f"is still given by its id ({named}), but does not belong to the selection any more",
        )
    return told


def _judged(
    accession: str,
    status: Gone,
    words: str,
    index: ArchiveIndex,
    seen: Witnessed | None,
    witness: Witness | None,
) -> Verdict:
    evidence = f"{accession} is not listed in two indexes in a row, the last {index.build} of "
    evidence += f"{index.day}, and {words}"
    if seen is None or witness is None:
        return Verdict(accession, status, evidence)
    evidence += f"; {witness.name} says {seen.status}"
    if seen.replaced_by:
        return Verdict(accession, Gone.REPLACED, evidence, seen.replaced_by)
    return Verdict(accession, _GONE_WORDS.get(seen.status, status), evidence)
