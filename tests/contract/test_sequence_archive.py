"""SequenceArchive: whatever the source, every record asked for is accounted for."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import pytest

from adapters.ncbi_files.folder import FolderSequenceArchive
from application.errors import UnreadableRecordError
from application.ports.archive import SequenceArchive
from domain.accession import Accession
from domain.selection import Selection
from tests import synthetic
from tests.synthetic.records import SraRecord

EXPERIMENTS = 40
NOT_PUBLIC = (
    b"<EXPERIMENT_PACKAGE_SET><ERROR severity='13'>SRA Experiment %s is not public</ERROR>"
    b"</EXPERIMENT_PACKAGE_SET>"
)
Populated: TypeAlias = tuple[SequenceArchive, synthetic.Archive]
Source: TypeAlias = Callable[[synthetic.Archive, Path], SequenceArchive]
"""Makes an archive that finds all experiments, also the one that is no longer public."""


def folder(made_from: synthetic.Archive, path: Path) -> SequenceArchive:
    return _folder(made_from, path, compress=False)


def zipped_folder(made_from: synthetic.Archive, path: Path) -> SequenceArchive:
    return _folder(made_from, path, compress=True)


def _folder(made_from: synthetic.Archive, path: Path, *, compress: bool) -> SequenceArchive:
    synthetic.write_folder(made_from, path, packages_per_file=17, compress=compress)
    (path / "not_public.xml").write_bytes(NOT_PUBLIC % hidden(made_from).accession.encode())
    return FolderSequenceArchive(path)


@pytest.fixture(params=[folder, zipped_folder], ids=lambda source: source.__name__)
def populated(request: pytest.FixtureRequest, tmp_path: Path) -> Populated:
    """An archive, and what it was made from: one of its experiments is not public."""
    made_from = synthetic.Archive(EXPERIMENTS, seed=5)
    made_from.embargo(next(made_from.live()))
    source: Source = request.param
    return source(made_from, tmp_path), made_from


def hidden(made_from: synthetic.Archive) -> SraRecord:
    (record,) = (record for record in made_from.sra.values() if not record.is_live)
    return record


def everything(made_from: synthetic.Archive) -> Selection:
    """Ask for all there is in a way that every source understands."""
    return Selection(
        accessions=tuple(Accession.parse(record.accession) for record in made_from.sra.values())
    )


def keys_of(archive: SequenceArchive, selection: Selection, page_size: int = 500) -> list[str]:
    return [key for page in archive.find(selection, page_size) for key in page]


def experiments_in(archive: SequenceArchive, selection: Selection) -> set[str]:
    records = archive.fetch(keys_of(archive, selection)).records
    found = set()
    for record in records:
        try:
            found.add(str(archive.read(record.raw).experiment.accession))
        except UnreadableRecordError:
            continue
    return found


def test_every_record_is_found_once(populated: Populated) -> None:
    archive, made_from = populated
    selection = everything(made_from)

    keys = keys_of(archive, selection)

    assert len(keys) == len(set(keys)) == EXPERIMENTS
    # Not every archive counts an answer that there is nothing to see.
    assert EXPERIMENTS - 1 <= archive.count(selection) <= EXPERIMENTS


@pytest.mark.parametrize("size", [1, 7, EXPERIMENTS, 1000])
def test_pages_are_no_larger_than_asked_and_never_empty(populated: Populated, size: int) -> None:
    archive, made_from = populated

    pages = list(archive.find(everything(made_from), size))

    assert all(0 < len(page) <= size for page in pages)
    assert [key for page in pages for key in page] == keys_of(archive, everything(made_from))


def test_every_key_ends_as_a_record_or_not_public_or_absent(populated: Populated) -> None:
    archive, made_from = populated
    for page in archive.find(everything(made_from), 9):
        reply = archive.fetch(page)
        ends = [*(record.key for record in reply.records), *reply.not_public, *reply.absent]

        assert sorted(ends) == sorted(page)


def test_the_experiment_that_is_not_public_is_said_to_be_so(populated: Populated) -> None:
    archive, made_from = populated
    selection = everything(made_from)

    reply = archive.fetch(keys_of(archive, selection))

    assert len(reply.not_public) == 1
    assert len(reply.records) == EXPERIMENTS - 1
    assert hidden(made_from).accession not in experiments_in(archive, selection)


def test_what_is_fetched_are_the_experiments_that_were_asked_for(populated: Populated) -> None:
    archive, made_from = populated
    first, second = islice(made_from.live(), 2)
    selection = Selection(
        accessions=(Accession.parse(first.accession), Accession.parse(second.accession))
    )

    assert experiments_in(archive, selection) == {first.accession, second.accession}


def test_a_project_is_found_with_all_its_experiments(populated: Populated) -> None:
    archive, made_from = populated
    project = next(made_from.live()).study.project.accession
    expected = {
        record.accession for record in made_from.live() if record.study.project.accession == project
    }

    assert experiments_in(archive, Selection(bioproject=Accession.parse(project))) == expected


def test_the_records_of_what_matches_nothing_are_none(populated: Populated) -> None:
    archive, _ = populated
    nothing = Selection(accessions=(Accession.parse("SRX999999999"),))

    assert experiments_in(archive, nothing) == set()


def test_nothing_is_fetched_for_no_keys(populated: Populated) -> None:
    archive, _ = populated

    reply = archive.fetch([])

    assert (reply.records, reply.not_public, reply.absent) == ((), (), ())


def test_the_same_archive_is_known_by_its_identity(populated: Populated) -> None:
    archive, _ = populated

    assert archive.identity == archive.identity
    assert archive.name
    assert archive.reader_version


def test_fetching_twice_gives_the_same_bytes(populated: Populated) -> None:
    archive, made_from = populated
    keys = keys_of(archive, everything(made_from))

    assert archive.fetch(keys) == archive.fetch(keys)
