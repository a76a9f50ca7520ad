"""Compares the whole list of ids of what is followed with the archive's, both ways."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, Protocol

from application.errors import (
    InsdcSyncError,
    NotReadyError,
    TryAgainError,
    UnreadableRecordError,
    UsageError,
)
from application.paged_job import PAGE_SIZE, PagedJob
from application.ports.archive import RecordSource, Reply
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
from application.sync_followed import Refusals
from domain.following import ArchiveIndex, Followed, is_sudden
from domain.selection import Selection

KIND = "reconcile"
LISTINGS = 4
NOTHING_IN_STEP = "Nothing that is followed is here yet. Run first:  insdc-sync sync insdc"
_GONE_WORDS = {
    "suppressed": Gone.SUPPRESSED,
    "withdrawn": Gone.WITHDRAWN,
    "unpublished": Gone.NOT_PUBLIC,
}


class Listed(RecordSource[Any], Indexed, Protocol):
    """An archive that lists all ids of a selection."""

    def listed(self, selection: Selection) -> Sequence[int]: ...


@dataclass(frozen=True)
class Ground(Generic[Rows]):
    """One kind of record to reconcile: where it is listed, and how what is missing comes here.

    finds: whether the archive can list a selection itself; else what the mirror refers to is asked
    for by its accessions.
    """

    record: str
    archive: Listed
    job: PagedJob[Rows]
    finds: Callable[[Selection], bool] = lambda _selection: True


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

    def __call__(
        self, witness: Witness | None = None, *, accept_counts: bool = False
    ) -> list[Reconciled]:
        """Reconcile all that is followed and in step; witness: a list of all accessions.

        accept_counts: go on although a list suddenly has ten times as many records, or a tenth.
        Raises NotReadyError where nothing is in step yet or a count has to be confirmed,
        JobUnderWayError, UsageError where a selection cannot be listed, and TryAgainError where
        the archive stays out of reach: nothing is marked as gone then. What is of one selection
        alone is raised once the others are compared.
        """
        with self._lock.hold(KIND):
            followed = [one for one in self._following.all() if one.reached and not one.is_paused]
            if not followed:
                raise NotReadyError(NOTHING_IN_STEP)
            job = self._ledger.open(JobRequest(KIND, {"followed": [one.name for one in followed]}))
            state, message = JobState.FAILED, "it did not come to its end"
            try:
                done: list[Reconciled] = []
                refusals = Refusals(self._progress)
                for one in followed:
                    try:
                        done += self._of(one, job.number, witness, accept_counts=accept_counts)
                    except (UsageError, NotReadyError, TryAgainError) as error:
                        refusals.note(error)
                self._afterwards(job.number)
                refusals.tell()
                state, message = JobState.DONE, ""
            except InsdcSyncError as error:
                message = str(error)
                raise
            finally:
                self._ledger.close(job, state, message or None)
            return done

    def _of(
        self, followed: Followed, job: int, witness: Witness | None, *, accept_counts: bool
    ) -> Iterator[Reconciled]:
        selection = self._resolve(followed.selection)
        first: ArchiveIndex | None = None
        for ground in self._grounds:
            asked = self._to_list(ground, followed.name, selection)
            if asked is not None:
                listing = self._list(ground, followed, asked, accept_counts=accept_counts)
                yield self._compare(ground, followed.name, listing, job, witness)
                first = first or listing.index
        if first is not None:
            self._membership.reconciled(followed.name, first)

    def _to_list(self, ground: Ground[Rows], name: str, selection: Selection) -> Selection | None:
        """Give what to ask a ground for; None: nothing of the selection can be there."""
        if ground.finds(selection):
            return selection
        named = self._membership.samples_of(name)
        return Selection(accessions=tuple(named)) if named else None

    def _list(
        self, ground: Ground[Rows], followed: Followed, asked: Selection, *, accept_counts: bool
    ) -> "_Listing":
        """List all ids, of one index; refuse a list that cannot be right without being asked."""
        index = ground.archive.index()
        for _ in range(LISTINGS):
            before = index
            uids = ground.archive.listed(asked)
            index = ground.archive.index()
            if index.build == before.build:
                break
        else:
            raise TryAgainError(
                f"The archive exchanged its index during each of {LISTINGS} lists of "
                f"{followed.name}. Run the same command again later."
            )
        members = self._membership.members(followed.name, ground.record)
        if members and is_sudden(len(uids), members) and not accept_counts:
            raise NotReadyError(
                f"{followed.name} ({followed.selection}) has {len(uids):,} {ground.record}s in the "
                f"archive's index of {index.day} and had {members:,} before. If that is right, run "
                "again with --accept-counts."
            )
        return _Listing(index, uids)

    def _compare(
        self,
        ground: Ground[Rows],
        name: str,
        listing: "_Listing",
        job: int,
        witness: Witness | None,
    ) -> Reconciled:
        started = monotonic()
        listed, index = listing.uids, listing.index
        request = JobRequest(ground.job.kind, {"selection": name, "part": "missing here"})
        self._go_on(ground, request)
        difference = self._membership.compare(name, ground.record, listed, index)
        if difference.missing_here:
            pages = in_batches(difference.missing_here, self._page_size)
            with self._lock.hold(ground.job.kind):
                ground.job.begin(request, lambda: pages)
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

    def _go_on(self, ground: Ground[Rows], request: JobRequest) -> None:
        """Bring what an earlier reconcile was stopped at."""
        left = self._ledger.unfinished(request)
        if left is not None:
            with self._lock.hold(ground.job.kind):
                ground.job.resume(left)

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
                told = _told(ground, reply, gone)
                for key in keys:
                    accession = gone[int(key)]
                    status, words = told.get(key, (Gone.WITHDRAWN, "is not there any more"))
                    yield _judged(accession, status, words, index, seen.get(accession), witness)
                bar.advance(len(keys))


@dataclass(frozen=True, slots=True)
class _Listing:
    """All ids that an index lists of a selection."""

    index: ArchiveIndex
    uids: Sequence[int]


def _told(
    ground: Ground[Any], reply: Reply, gone: Mapping[int, str]
) -> dict[str, tuple[Gone, str]]:
    told = dict.fromkeys(reply.not_public, (Gone.NOT_PUBLIC, "is not public, says the archive"))
    for record in reply.records:
        try:
            named = str(ground.archive.read(record.raw).accession)
        except UnreadableRecordError:
            named = "a record that cannot be read"
        told[record.key] = (
            (Gone.OUT_OF_SCOPE, f"is still given by its id ({named}), but {_NOT_OF_IT}")
            if named in {gone[int(record.key)], "a record that cannot be read"}
            else (Gone.WITHDRAWN, f"is not there any more: its id is that of {named} now")
        )
    return told


_NOT_OF_IT = "does not belong to the selection any more"


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
