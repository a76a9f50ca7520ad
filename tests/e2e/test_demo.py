"""The newcomer's command."""

import gzip
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from insdc_sync.cli.demo import ARCHIVE, QUERIES
from tests.e2e.conftest import Program
from tools.make_demo_archive import demo_archive, demo_taxonomy


@pytest.fixture
def laptop() -> Iterator[Program]:
    """A program with an embedded server of its own.

    Not below pytest's temporary folder, which another pytest on this machine closes to the user
    that the server runs as where we are root.
    """
    with tempfile.TemporaryDirectory(prefix="insdc-sync-demo-") as folder:
        Path(folder).chmod(0o755)
        yield Program({"DATA_DIR": folder})


def test_the_demo_mirrors_its_archive_and_says_how_to_go_on(laptop: Program) -> None:
    first = laptop.run("demo")

    assert first.returncode == 0, first.stderr
    assert "240     238        0       0            1           1       0" in first.stdout
    assert "taxonomy  43 taxa" in first.stdout
    assert "BioSamples      241     241" in first.stdout
    assert "BioProjects      21      21" in first.stdout
    assert "South Africa" in first.stdout
    assert "quarantine show 1" in first.stdout
    assert all(query in first.stdout for query in QUERIES)
    second = laptop.run("demo")
    assert "238            1           1       0" in second.stdout

    mirror = Program({"DATA_DIR": str(Path(laptop.settings["DATA_DIR"]) / "demo")})
    for query in QUERIES:
        answer = mirror.run("database", "shell", "-c", query)
        assert answer.returncode == 0, answer.stderr
        assert "row)" in answer.stdout.replace("rows)", "row)")


def test_the_archive_that_ships_is_what_its_maker_makes() -> None:
    for name, content in demo_archive().items():
        assert gzip.decompress((ARCHIVE / f"{name}.xml.gz").read_bytes()) == content
    for name, lines in demo_taxonomy().items():
        assert (ARCHIVE / "taxonomy" / name).read_text() == lines
