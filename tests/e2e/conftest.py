"""The program as its users start it: a process of its own, with nothing but its environment."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from tests.emulator.emulator import Emulator
from tests.support.server import Server
from tests.synthetic.archive import Archive
from tests.synthetic.folder import write_folder as write_packages
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Program:
    """insdc-sync with settings; `run` waits for its end, `start` does not."""

    settings: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "INSDC_SYNC" not in name}
        named = {f"INSDC_SYNC_{name}": value for name, value in self.settings.items()}
        return kept | named | {"COLUMNS": "80"}

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            (sys.executable, "-m", "insdc_sync", *arguments),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            (sys.executable, "-m", "insdc_sync", *arguments),
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )


@pytest.fixture(scope="session")
def templates(server: Server) -> Iterator["Templates"]:
    with ExitStack() as stack:
        yield Templates(server, stack)


@dataclass
class Templates:
    """Databases that tests begin with a copy of, each made when it is first asked for.

    migrated: empty. knowing: with the taxonomy of the demo. following: in step with the archive of
    the fixture below.
    """

    server: Server
    stack: ExitStack
    made: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        if name not in self.made:
            before = {"knowing": "migrated", "following": "knowing"}.get(name)
            template = self.of(before) if before else None
            url = self.stack.enter_context(self.server.new_database(template))
            getattr(self, f"_fill_{name}")(url)
            self.made[name] = url
        return self.made[name]

    def _fill_migrated(self, url: str) -> None:
        database = Database(url)
        migrate(database)
        database.dispose()

    def _fill_knowing(self, url: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            dump = write_folder(Path(folder) / "taxonomy", demo_taxonomy())
            _done(Program({"DATABASE_URL": url}).run("sync", "taxonomy", "--from", str(dump)))

    def _fill_following(self, url: str) -> None:
        with Emulator(Archive(400, seed=5), rate_limit=False, api_keys=(KEY,)) as ncbi:
            program = _connected(Program({"DATABASE_URL": url}), ncbi)
            _done(program.run("follow", "add", "tb", "--organism", "Mycobacterium tuberculosis"))
            _done(program.run("sync", "insdc"))


def _done(ended: "subprocess.CompletedProcess[str]") -> None:
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def mirror(
    server: Server, templates: Templates, request: pytest.FixtureRequest
) -> Iterator[Database]:
    """A migrated database of this test's own, filled as far as its program asks."""
    asked = [name for name in ("following", "knowing") if name in request.fixturenames]
    with server.new_database(templates.of((*asked, "migrated")[0])) as url:
        database = Database(url)
        yield database
        database.dispose()


@pytest.fixture
def program(mirror: Database) -> Program:
    url = mirror.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return Program({"DATABASE_URL": url})


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 1,500 packages in five files."""
    folder = tmp_path_factory.mktemp("saved")
    write_packages(Archive(1550, seed=11), folder, packages_per_file=300)
    return folder


KEY = "valid-key"


@pytest.fixture
def archive() -> Archive:
    return Archive(400, seed=5)


@pytest.fixture
def ncbi(archive: Archive) -> Iterator[Emulator]:
    with Emulator(archive, rate_limit=False, api_keys=(KEY,)) as emulator:
        yield emulator


def _connected(program: Program, ncbi: Emulator) -> Program:
    return Program(
        program.settings
        | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org", "NCBI_API_KEY": KEY}
        | {"REQUESTS_PER_SECOND": "100"}
    )


@pytest.fixture
def connected(program: Program, ncbi: Emulator) -> Program:
    """A program whose NCBI is the emulator."""
    return _connected(program, ncbi)


@pytest.fixture
def knowing(connected: Program) -> Program:
    """A program that has synchronized the taxonomy."""
    return connected


@pytest.fixture
def following(connected: Program) -> Program:
    """A program that follows tuberculosis and is in step."""
    return connected
