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
from tests.support.server import Server
from tests.synthetic.archive import Archive
from tests.synthetic.folder import write_folder

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
    write_folder(Archive(1550, seed=11), folder, packages_per_file=300)
    return folder
