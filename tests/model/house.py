"""The program, assembled as ever, on a database of its own and beside an emulated archive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dependency_injector import providers
from sqlalchemy import text

from adapters.entrez.access import EntrezAccess
from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.base import EntrezArchive
from adapters.entrez.bioprojects import EntrezProjectArchive
from adapters.entrez.biosamples import EntrezSampleArchive
from adapters.entrez.causes import Patience, Timing
from adapters.memory.workers import InlineWorkers
from adapters.postgres.database import Database
from application.errors import InsdcSyncError
from application.reconcile import Reconciled
from application.sync_followed import FollowedReport
from domain.selection import Selection
from insdc_sync.container import Container
from insdc_sync.settings import load
from tests.emulator.emulator import Emulator
from tests.model.kill import Fuse, KilledError

Result = TypeVar("Result")
Archives = TypeVar("Archives", bound=EntrezArchive)

PAGE = 8
_AT_ONCE = Timing(sleep=lambda _seconds, _stopping: None, jitter=lambda ceiling: ceiling)
_OLDER = (
    "update insdc.sample set asked_at = asked_at - cast(:age as interval)",
    (
        "update insdc.project set asked_at = asked_at - cast(:age as interval), "
        "unanswered_at = unanswered_at - cast(:age as interval)"
    ),
    "update insdc.page set done_at = done_at - cast(:age as interval)",
)


@dataclass
class House:
    """Each command runs as a program of its own would: assembled anew, and ended for good.

    failed: why the last one did, in a way that is told.
    """

    database: Database
    emulator: Emulator
    page_size: int = PAGE
    in_flight: int = 2
    read_timeout: float = 90.0
    failed: InsdcSyncError | None = None

    def follow(self, name: str, selection: Selection) -> None:
        with self.container(Fuse()) as container:
            container.following().add(name, selection)

    def sync(self, fuse: Fuse | None = None) -> list[FollowedReport] | None:
        return self.run(lambda container: container.sync_followed()(accept_counts=True)[0], fuse)

    def reconcile(self, fuse: Fuse | None = None) -> list[Reconciled] | None:
        return self.run(lambda container: container.reconcile()(), fuse)

    def run(
        self, command: Callable[[Container], Result], fuse: Fuse | None = None
    ) -> Result | None:
        """Give what a command gives; None where it failed in a way that is told, or was killed."""
        fuse = fuse or Fuse()
        with self.container(fuse) as container:
            self.failed = None
            try:
                return command(container)
            except InsdcSyncError as error:
                self.failed = error
            except (KilledError, KeyboardInterrupt):
                pass
            return None

    @contextmanager
    def container(self, fuse: Fuse) -> Iterator[Container]:
        settings = load(ncbi_email="ada@example.org", entrez_url=self.emulator.base_url)
        container = Container(settings=providers.Object(settings))
        archives: list[EntrezArchive] = []

        def connect(kind: type[Archives]) -> Archives:
            access = EntrezAccess(
                email="ada@example.org",
                base_url=self.emulator.base_url,
                read_timeout=self.read_timeout,
            )
            archive = kind(access, fuse, Patience(), _AT_ONCE)
            archives.append(archive)
            return archive

        for provider, made in (
            (container.database, self.database),
            (container.workers, InlineWorkers()),
            (container.entrez, connect(EntrezSequenceArchive)),
            (container.entrez_samples, connect(EntrezSampleArchive)),
            (container.entrez_projects, connect(EntrezProjectArchive)),
        ):
            provider.override(providers.Object(made))
        pages = (container.sync_sequencing, container.sync_samples, container.sync_projects)
        for use_case in (*pages, container.reconcile):
            assert isinstance(use_case, providers.Factory)
            use_case.add_kwargs(page_size=self.page_size)
        assert isinstance(container.tools, providers.Factory)
        container.tools.add_kwargs(in_flight=self.in_flight)
        fuse.guard(self.database.engine)
        try:
            yield container
        finally:
            fuse.release(self.database.engine)
            for archive in archives:
                archive.close()

    def age(self, days: int) -> None:
        """Let days pass for the mirror, too, whose clock is the server's."""
        with self.database.transaction() as connection:
            for statement in _OLDER:
                connection.execute(text(statement), {"age": f"{days} days"})

    def advance(self, days: int) -> date:
        self.age(days)
        return self.emulator.archive.clock.advance(days)

    def another_build(self, days: int = 1) -> None:
        self.advance(days)
        self.emulator.reindex()
