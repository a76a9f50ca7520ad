"""Each fault of the real service, where it can happen, through a sync of a small archive."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text

from adapters.ncbi_files.taxdump.download import Patience
from adapters.ncbi_files.taxdump.remote import RemoteTaxdump
from adapters.postgres.database import Database
from application.errors import InsdcSyncError
from domain.following import OVERLAP
from insdc_sync.exit_codes import code_of
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.service import Limits
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.model.copies import Copy
from tests.model.house import House
from tests.model.life import Life
from tests.model.oracle import differences, projects_that_differ
from tests.synthetic import Archive, Profile
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria, tar_gz
from tests.unit.taxonomy.shelf import Shelf, open_shelf

MOST_RUNS = 6
PAGE = 20
_RETMAX = 25

Make = Callable[[], Copy]
_ANYWAY = {"allow_loss": True}  # the tree is smaller than the one that is there


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fault came to. runs: commands until the mirror equals the archive.

    lost: records that differ after the last of them. extra: requests beside an undisturbed run.
    """

    runs: int
    happened: str
    lost: int
    extra: int


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the matrix: a fault by its number and words, and where it strikes.

    kind: of the emulator's faults; None: it is something that happens elsewhere.
    """

    number: int
    fault: str
    where: str
    run: Callable[[Make], Outcome]
    kind: Fault | None = None


@dataclass
class Trial:
    """A small archive, followed by an empty mirror."""

    make: Make
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        archive = Archive(30, seed=3, profile=Profile.plain())
        archive.publish(40, tax_id=1773)
        archive.publish(60, tax_id=562)
        self.emulator = self.stack.enter_context(
            Emulator(archive, rate_limit=False, limits=Limits(retmax=_RETMAX))
        )
        database = self.stack.enter_context(self.make())
        self.life = Life(archive, self.emulator)
        self.house = House(database, self.emulator, page_size=PAGE, in_flight=1)
        self.house.follow("tb", self.life.selections["tb"])
        self.life.project = ""
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    @property
    def database(self) -> Database:
        return self.house.database

    def lost(self) -> int:
        life = self.life
        found = differences(life.archive, self.database, life.is_followed, life.gone)
        unread = "select count(*) from insdc.project where content_hash is null"
        return len({told.split()[0] for told in found}) + (
            len(projects_that_differ(life.archive, self.database)) + self.scalar(unread)
        )

    def scalar(self, query: str) -> int:
        with self.database.transaction() as connection:
            return int(connection.scalar(text(query)) or 0)

    def until_equal(self, undisturbed: int, first: str = "") -> Outcome:
        """Sync until it works, then reconcile on new indexes until nothing differs."""
        happened = [first] if first else []
        runs, is_synced, commands = 0, False, cycle((self.house.sync, self.house.reconcile))
        while runs < MOST_RUNS and (not is_synced or self.lost()):
            if is_synced:
                self.house.another_build()
            command = next(commands) if is_synced else self.house.sync
            runs += 1
            worked = command() is not None
            if self.house.failed is not None:
                happened.append(f"stopped with exit code {_code(self.house.failed)}")
            elif is_synced and not self.lost():
                happened.append(f"the next `{command.__name__}` saw to it")
            is_synced = is_synced or worked
            waiting = self.scalar("select count(*) from insdc.quarantine where resolved_at is null")
            if waiting and runs == 1:
                happened.append(f"{waiting} in quarantine")
        extra = len(self.emulator.requests) - undisturbed
        if not happened:
            happened = ["asked again" if extra else "nothing to be seen"]
        return Outcome(runs, ", then ".join(dict.fromkeys(happened)), self.lost(), extra)


def _code(error: InsdcSyncError) -> int:
    return int(code_of(error))


def strikes(fault: Fault, endpoint: str, **how: Any) -> Callable[[Make], Outcome]:
    """Sync for the first time while a fault strikes."""

    def run(make: Make) -> Outcome:
        undisturbed = _undisturbed(make)
        with Trial(make) as trial:
            timeout = how.get("seconds", 0.0)
            if timeout:
                trial.house.read_timeout = timeout / 3
            rule = trial.emulator.faults.add(fault, endpoint, **how)
            outcome = trial.until_equal(undisturbed)
            assert rule.struck, f"{fault} never struck {endpoint}"
            return outcome

    return run


def says(fault: Fault, endpoint: str, **how: Any) -> Callable[[Make], Outcome]:
    """Sync an archive that says something else of its records: that is what must be kept."""

    def run(make: Make) -> Outcome:
        undisturbed = _undisturbed(make)
        with Trial(make) as trial:
            rule = trial.emulator.faults.add(fault, endpoint, **how)
            assert trial.house.sync() is not None
            assert rule.struck, f"{fault} never struck {endpoint}"
            waiting = "select count(*) from insdc.quarantine where resolved_at is null"
            lost = trial.life.archive.live()
            followed = {one.accession for one in lost if trial.life.is_followed(one)}
            with trial.database.transaction() as connection:
                query = "select accession from insdc.experiment where status = 'live'"
                here = set(connection.scalars(text(query)))
            extra = len(trial.emulator.requests) - undisturbed
            missing = len(followed - here) + trial.scalar(waiting)
            return Outcome(1, "read as it is said, nothing left out", missing, extra)

    return run


_counted: dict[int, int] = {}


def _undisturbed(make: Make) -> int:
    if 0 not in _counted:
        with Trial(make) as trial:
            outcome = trial.until_equal(0)
            assert (outcome.runs, outcome.lost) == (1, 0)
            _counted[0] = outcome.extra
    return _counted[0]


def never_comes(make: Make) -> Outcome:
    """One project that always times out; the others come, and it waits by name."""
    undisturbed = _undisturbed(make)
    with Trial(make) as trial:
        trial.house.read_timeout = 0.3
        uid = next(
            project.uid
            for record in trial.life.archive.live()
            if trial.life.is_followed(record)
            for project in (record.study.project,)
        )
        trial.emulator.faults.add(Fault.STALL, "efetch", db="bioproject", ids=[uid], seconds=1.0)
        trial.house.sync()
        waits = trial.scalar("select count(*) from insdc.project where unanswered_at is not null")
        extra = len(trial.emulator.requests) - undisturbed
        lost = trial.lost() - waits
        words = f"the others came; {waits} waits by its name and is asked for daily"
        return Outcome(1, words, lost, extra)


def links(fault: Fault, **how: Any) -> Callable[[Make], Outcome]:
    """Ask for the links of samples that do not say their projects themselves."""

    def run(make: Make) -> Outcome:
        calm, *_ = _linked(make, None, {})
        extra, linked, failed, is_struck = _linked(make, fault, how)
        _, expected, *_ = _linked(make, None, {})
        assert is_struck
        lost = expected - linked
        words = "asked again" if extra > calm else "nothing to be seen"
        if failed:
            words = f"stopped with exit code {_code(failed)}"
        return Outcome(1, words, lost, extra - calm)

    return run


def _linked(
    make: Make, fault: Fault | None, how: dict[str, Any]
) -> tuple[int, int, InsdcSyncError | None, bool]:
    with Trial(make) as trial:
        trial.house.sync()
        with trial.database.transaction() as connection:
            connection.execute(text("update insdc.biosample set project_uids = '{}'"))
            connection.execute(text("delete from insdc.sample_project"))
        trial.emulator.requests.clear()
        rule = trial.emulator.faults.add(fault, "elink", **how) if fault else None
        trial.house.another_build()
        trial.house.sync()
        linked = trial.scalar("select count(*) from insdc.sample_project where said_by_link")
        struck = rule is None or rule.struck > 0
        return len(trial.emulator.requests), linked, trial.house.failed, struck


def history(
    what: Callable[[Life], None], days: int = 30, *, late: bool = False
) -> Callable[[Make], Outcome]:
    """Let something happen to an archive that is in step, and come in step again."""

    def run(make: Make) -> Outcome:
        calm = _after(make, lambda _: None, days, late=False)
        happened = _after(make, what, days, late=late)
        return Outcome(happened.runs, happened.happened, happened.lost, happened.extra - calm.extra)

    return run


def _after(make: Make, what: Callable[[Life], None], days: int, *, late: bool) -> Outcome:
    with Trial(make) as trial:
        # One under embargo for long, whose modification date is as old.
        trial.life.publish_under_embargo(0)
        trial.house.another_build(days=60)
        trial.house.sync()
        trial.house.advance(days)
        what(trial.life)
        if late:
            trial.life.index_late()
            trial.house.sync()
            trial.house.advance((OVERLAP - timedelta(days=1)).days)
        trial.life.index()
        trial.emulator.requests.clear()
        return trial.until_equal(0)


def taxonomy(
    change: Callable[[Taxonomy], object], faults: tuple[int, ...] = (), *, torn: int = 0
) -> Callable[[Make], Outcome]:
    """Bring the taxonomy in step with a dump that is odd, or that arrives badly."""

    def run(make: Make) -> Outcome:
        with make() as database, open_shelf() as shelf:
            return _taxonomy(database, shelf, change, faults, torn)

    return run


def _taxonomy(
    database: Database,
    shelf: Shelf,
    change: Callable[[Taxonomy], object],
    faults: tuple[int, ...],
    torn: int,
) -> Outcome:
    path, taxa = "/taxdump.tar.gz", mycobacteria()
    with tempfile.TemporaryDirectory() as name:
        house = TaxonomyHouse(database, Path(name))

        def dump() -> RemoteTaxdump:
            patience = Patience(waits=(0, 0), sleep=lambda _: None)
            return RemoteTaxdump(
                Path(name) / "cache", house.watched, shelf.url + path, patience=patience
            )

        shelf.put(path, tar_gz(taxa.files()))
        house.sync(dump(), **_ANYWAY)
        asked = len(shelf.asked)
        change(taxa)
        shelf.put(path, tar_gz(taxa.files()))
        if torn:
            shelf.files[path] = shelf.files[path][:-torn]
        shelf.faults[path] = list(faults)
        runs, happened = 0, []
        while runs < MOST_RUNS:
            runs += 1
            try:
                house.sync(dump(), **_ANYWAY)
                break
            except InsdcSyncError as error:
                happened.append(f"stopped with exit code {_code(error)}, nothing changed")
                for orphan in [k for k, v in taxa.nodes.items() if v.parent not in taxa.nodes]:
                    taxa.remove(orphan)  # the next dump is right
                shelf.put(path, tar_gz(taxa.files()))
        with database.transaction() as connection:
            mirrored = set(connection.scalars(text("select ncbi_taxon_id from biosql.taxon")))
        # The first dump, the undisturbed second one: md5 and archive, each asked twice at most.
        extra = len(shelf.asked) - 2 * asked
        words = ", then ".join(happened) or ("asked again" if faults else "as it says")
        return Outcome(runs, words, len(taxa.nodes.keys() - mirrored), max(0, extra))
