"""The program as its users start it: a process of its own, with nothing but its environment."""

import os
import subprocess
import sys
from collections.abc import Iterator
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


@pytest.fixture
def mirror(server: Server) -> Iterator[Database]:
    """A migrated database of this test's own."""
    with server.throw_away_databases() as make:
        database = make()
        migrate(database)
        yield database


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


@pytest.fixture
def connected(program: Program, ncbi: Emulator) -> Program:
    """A program whose NCBI is the emulator."""
    return Program(
        program.settings
        | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org", "NCBI_API_KEY": KEY}
        | {"REQUESTS_PER_SECOND": "100"}
    )


@pytest.fixture
def knowing(connected: Program, tmp_path: Path) -> Program:
    """A program that has synchronized the taxonomy."""
    dump = write_folder(tmp_path / "taxonomy", demo_taxonomy())
    ended = connected.run("sync", "taxonomy", "--from", str(dump))
    assert ended.returncode == 0, ended.stderr
    return connected


@pytest.fixture
def following(knowing: Program) -> Program:
    """A program that follows tuberculosis and is in step."""
    for command in (
        ("follow", "add", "tb", "--organism", "Mycobacterium tuberculosis"),
        ("sync", "insdc"),
    ):
        ended = knowing.run(*command)
        assert ended.returncode == 0, ended.stderr
    return knowing
