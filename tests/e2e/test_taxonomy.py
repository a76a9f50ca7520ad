"""The taxonomy, from the command line and from a web server, and what other commands make of it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria, tar_gz
from tests.unit.taxonomy.shelf import Shelf, open_shelf


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    taxa = mycobacteria()
    taxa.merged, taxa.deleted = {1766: 1765}, {6}
    return taxa.tar_gz(tmp_path / "taxdump.tar.gz")


@pytest.fixture
def synced(program: Program, dump: Path) -> Program:
    """A program whose mirror has a taxonomy."""
    ended = program.run("sync", "taxonomy", "--from", str(dump))
    assert ended.returncode == 0, ended.stderr
    return program


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with open_shelf() as shelf:
        yield shelf


def test_a_sync_says_what_changed_and_the_second_that_nothing_did(
    synced: Program, tmp_path: Path
) -> None:
    taxa = mycobacteria()
    taxa.rename(1764, "Mycobacterium avium!")
    newer = str(taxa.tar_gz(tmp_path / "newer.tar.gz"))

    first = synced.run("sync", "taxonomy", "--from", newer).stdout
    second = synced.run("sync", "taxonomy", "--from", newer).stdout

    assert "taxonomy  10 taxa" in first
    assert "renamed 1 · unchanged 9" in first
    assert "table taxonomy.change, job 2" in first
    assert "the same dump as before, nothing to do" in second


def test_it_is_downloaded_once_and_verified(program: Program, shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("/taxdump.tar.gz", tar_gz(mycobacteria().files()))
    sync = Program(
        program.settings
        | {"TAXDUMP_URL": f"{shelf.url}/taxdump.tar.gz", "DATA_DIR": str(tmp_path / "data")}
    )

    reports = [json.loads(sync.run("sync", "taxonomy", "--json").stdout) for _ in range(2)]

    assert reports[0]["changes"]["counts"] == {"new": 10}
    assert reports[1]["changes"] is None
    assert [path for path, _ in shelf.asked].count("/taxdump.tar.gz") == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: content[: len(content) // 2], "cannot be used as a taxonomy"),
        (lambda _: b"", "cannot be used as a taxonomy"),
        (lambda _: tar_gz({"names.dmp": ""}), "it has no nodes.dmp"),
    ],
    ids=["torn", "empty", "without nodes"],
)
def test_a_dump_that_is_no_use_leaves_the_old_one(
    synced: Program, dump: Path, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    dump.write_bytes(spoil(dump.read_bytes()))

    ended = synced.run("sync", "taxonomy", "--from", str(dump))

    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "stays as it was" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "10 taxa" in synced.run("status").stdout


def test_half_the_taxa_are_taken_only_if_that_is_meant(synced: Program, tmp_path: Path) -> None:
    small = Taxonomy().add(2, 1, "Bacteria", "domain").tar_gz(tmp_path / "small.tar.gz")

    refused = synced.run("sync", "taxonomy", "--from", str(small))
    taken = synced.run("sync", "taxonomy", "--from", str(small), "--allow-loss")

    assert refused.returncode == 3
    assert "--allow-loss" in refused.stderr
    assert taken.returncode == 0
    assert "deleted 8" in taken.stdout


def test_taxa_are_told_by_id_and_by_name_within_eighty_columns(synced: Program) -> None:
    ended = synced.run("taxon", "1773", "mycobacterium AVIUM", "1766")

    assert ended.returncode == 0
    assert "Mycobacterium tuberculosis (1773)   species, 2 taxa below it" in ended.stdout
    assert "Bacterium tuberculosis" in ended.stdout
    assert "Mycobacterium avium (1764)" in ended.stdout
    assert "Note: 1766 was merged into 1765" in ended.stdout
    assert all(len(line) <= 80 for line in ended.stdout.splitlines())


def test_a_taxon_nobody_knows_is_told_with_its_likes(synced: Program) -> None:
    ended = synced.run("taxon", stdin="Mycobactrium\n6\n1763\n")

    assert ended.returncode == 2
    assert 'No taxon is called "Mycobactrium". Did you mean Mycobacterium (1763)?' in ended.stderr
    assert "6 was deleted from the NCBI taxonomy" in ended.stdout
    assert "Mycobacterium (1763)   genus" in ended.stdout


def test_a_program_gets_one_answer_for_each_name(synced: Program) -> None:
    answers = json.loads(synced.run("taxon", "--json", "1773", "1766", "6", "Nemo").stdout)

    assert [answer["answer"] for answer in answers] == ["found", "retired", "retired", "not found"]
    assert [ref["name"] for ref in answers[0]["taxon"]["lineage"]][-1] == "Mycobacterium"
    assert answers[1]["taxon"]["ncbi_taxon_id"] == 1765


def test_without_a_taxonomy_it_says_what_to_run_first(program: Program) -> None:
    ended = program.run("taxon", "1773")

    assert ended.returncode == 3
    assert "insdc-sync sync taxonomy" in ended.stderr
    assert "never synchronized" in program.run("status").stdout


def test_a_misspelt_organism_is_caught_before_ncbi_is_asked(synced: Program) -> None:
    with Emulator(Archive(60, seed=3)) as ncbi:
        asking = Program(
            synced.settings | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "a@example.org"}
        )
        ended = asking.run("sync", "sequencing", "--organism", "Mycobactrium")

        assert ended.returncode == 2
        assert (
            ended.stderr
            == 'No taxon is called "Mycobactrium". Did you mean Mycobacterium (1763)?\n'
        )
        assert len(ncbi.requests) == 0

        found = asking.run("sync", "sequencing", "--organism", "bacterium tuberculosis", "--json")

        assert found.returncode == 0, found.stderr
        (report,) = json.loads(found.stdout)
        assert report["asked"] > 0
