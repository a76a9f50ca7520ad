"""A folder of saved XML is an archive: each record once, by its last copy, and none forgotten."""

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.xml.sra import READER_VERSION, read_package
from application.errors import ConfigurationError, UnreadableRecordError
from tests.unit.ncbi_files.conftest import Save
from tests.unit.ncbi_files.replies import (
    EVERYTHING,
    a_package,
    a_set,
    fetched,
    not_public,
    titles,
)


def test_every_record_of_every_file_is_found_once(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("b.xml", a_set(a_package(3), a_package(1)))
    save("a.xml", a_set(a_package(2)))
    save("sub/c.xml", a_set(a_package(4)))
    save("notes.txt", a_set(a_package(5)))
    assert list(titles(archive)) == ["SRX2", "SRX3", "SRX1", "SRX4"]


def test_a_record_is_called_by_its_place_and_given_as_it_stands(
    archive: FolderSequenceArchive, save: Save
) -> None:
    content = a_set(a_package(1), a_package(2))
    save("sub/a:b c.xml", content)
    raw = a_package(2)
    ((_, key),) = archive.find(EVERYTHING, 500)
    assert key == f"sub/a:b c.xml:{content.index(raw)}+{len(raw)}"
    reply = archive.fetch([key])
    assert [(record.key, record.raw, record.uid) for record in reply.records] == [(key, raw, None)]


def test_the_last_file_by_name_decides_and_the_earlier_copy_is_not_fetched(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("2.xml", a_set(a_package(1, "last"), a_package(4)))
    save("1.xml", a_set(a_package(3), a_package(1, "earlier"), a_package(2)))
    assert titles(archive) == {"SRX3": "first", "SRX2": "first", "SRX1": "last", "SRX4": "first"}
    assert archive.count(EVERYTHING) == 4


def test_within_a_file_the_last_copy_decides(archive: FolderSequenceArchive, save: Save) -> None:
    lower = a_package(1, "last").replace(b"SRX1", b"srx1")
    save("1.xml", a_set(a_package(1, "earlier"), a_package(2), lower))
    assert titles(archive) == {"SRX2": "first", "SRX1": "last"}


@given(st.lists(st.lists(st.integers(1, 5), max_size=4), max_size=4), st.integers(1, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_of_every_record_the_last_copy_is_fetched(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[int]], page_size: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    last: dict[str, str] = {}
    for place, numbers in enumerate(files):
        copies = []
        for order, number in enumerate(numbers):
            last[f"SRX{number}"] = f"{place}.{order}"
            copies.append(a_package(number, last[f"SRX{number}"]))
        (folder / f"{place}.xml").write_bytes(a_set(*copies, b"<ERROR>SRX9 is not public</ERROR>"))
    archive = FolderSequenceArchive(folder)
    assert titles(archive, page_size=page_size) == last
    assert len(fetched(archive).not_public) == min(len(files), 1)


@pytest.mark.parametrize("page_size", [1, 2, 3, 500])
def test_pages_hold_all_records_in_order_and_no_more_than_asked_for(
    archive: FolderSequenceArchive, save: Save, page_size: int
) -> None:
    save("1.xml", a_set(*map(a_package, range(1, 6))))
    pages = list(archive.find(EVERYTHING, page_size))
    assert max(map(len, pages)) == min(page_size, 5)
    assert len({key for page in pages for key in page}) == 5
    assert list(titles(archive, page_size=page_size)) == [f"SRX{n}" for n in range(1, 6)]


def test_a_page_may_hold_records_of_several_files_in_any_order(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("1.xml", a_set(a_package(1), a_package(2)))
    save("2.xml", a_set(a_package(3)))
    ((one, two, three),) = archive.find(EVERYTHING, 500)
    reply = archive.fetch([two, three, one])
    assert {record.key: record.raw for record in reply.records} == {
        one: a_package(1),
        two: a_package(2),
        three: a_package(3),
    }


def test_a_packed_file_says_what_a_plain_one_says(
    archive: FolderSequenceArchive, save: Save
) -> None:
    content = a_set(a_package(1, "Höhe"), not_public(7), a_package(2))
    plain = save("1.xml", content)
    unpacked = fetched(archive)
    plain.unlink()
    save("1.xml.gz", gzip.compress(content))
    packed = fetched(archive)
    assert [record.raw for record in packed.records] == [record.raw for record in unpacked.records]
    assert len(packed.not_public) == len(unpacked.not_public) == 1


def test_what_is_not_public_is_told_apart(archive: FolderSequenceArchive, save: Save) -> None:
    save("1.xml", a_set(a_package(1), not_public(7), a_package(2)))
    save("2.xml", a_set(not_public(7), not_public(2)))
    reply = fetched(archive)
    assert [record.raw for record in reply.records] == [a_package(1)]
    assert [key.split(":")[0] for key in reply.not_public] == ["2.xml", "2.xml"]
    assert reply.absent == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"hello", "not well-formed"),
        (a_set(), "this is <EXPERIMENT_PACKAGE_SET>, not an EXPERIMENT_PACKAGE"),
        (b"<TaxaSet><Taxon/></TaxaSet>", "this is <TaxaSet>, not"),
        (a_set(b"<ERROR>\n</ERROR>"), "the archive answered with an error: without a word"),
        (a_set(b"<Error>no (db)</Error>"), "the archive answered with an error: no"),
        (b"<?xml version='1.0'?><eSearchResult/>".decode().encode("utf-16"), "this is <eSearch"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_without_packages_is_a_record_that_cannot_be_read(
    archive: FolderSequenceArchive, save: Save, content: bytes, says: str, packed: bool
) -> None:
    save("1.xml.gz" if packed else "1.xml", gzip.compress(content) if packed else content)
    (record,) = fetched(archive).records
    with pytest.raises(UnreadableRecordError) as refused:
        read_package(record.raw)
    assert str(refused.value).startswith(says)
    assert archive.count(EVERYTHING) == 0


@pytest.mark.parametrize("cut", range(1, 400, 11))
def test_a_file_cut_off_anywhere_shows_that_something_is_missing(
    archive: FolderSequenceArchive, save: Save, cut: int
) -> None:
    records = [a_package(number) for number in (1, 2, 3)]
    content = a_set(*records)
    save("1.xml", content[:-cut])
    read = [record.raw for record in fetched(archive).records]
    missing = [record for record in records if record not in content[:-cut]]
    assert [raw for raw in read if raw in records] == [r for r in records if r not in missing]
    assert len([raw for raw in read if raw not in records]) == (1 if cut > 1 else 0)


def test_packages_without_a_set_around_them_are_not_cut_off(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("1.xml", a_package(1) + a_package(2))
    assert list(titles(archive)) == ["SRX1", "SRX2"]


def test_a_torn_record_does_not_hide_the_others(archive: FolderSequenceArchive, save: Save) -> None:
    save("1.xml", a_set(a_package(1), a_package(2)[:90], a_package(3)))
    assert [record.raw for record in fetched(archive).records] == [
        a_package(1),
        a_package(2)[:90],
        a_package(3),
    ]


def test_an_empty_folder_is_an_empty_archive(archive: FolderSequenceArchive) -> None:
    assert list(archive.find(EVERYTHING, 500)) == []
    assert archive.count(EVERYTHING) == 0


def test_it_says_how_it_is_read(archive: FolderSequenceArchive) -> None:
    assert (archive.name, archive.reader_version, archive.read) == (
        "files",
        READER_VERSION,
        read_package,
    )
    archive.stop()


def test_its_identity_changes_with_every_file(
    archive: FolderSequenceArchive, save: Save, tmp_path: Path
) -> None:
    path = save("1.xml", a_set(a_package(1)))
    seen = [archive.identity]
    assert archive.identity == seen[0] == FolderSequenceArchive(tmp_path / "saved").identity
    path.write_bytes(a_set(a_package(1), a_package(2)))
    seen.append(archive.identity)
    os.utime(path, ns=(0, 1))
    seen.append(archive.identity)
    path.rename(path.with_name("2.xml"))
    seen.append(archive.identity)
    save("3.xml.gz", gzip.compress(a_set()))
    seen.append(archive.identity)
    save("notes.txt", b"none of its business")
    assert archive.identity == seen[-1]
    assert len(set(seen)) == 5


def test_two_folders_are_two_archives(save: Save, folder: Path) -> None:
    save("a/1.xml", a_set())
    save("b/1.xml", a_set())
    os.utime(folder / "a/1.xml", ns=(0, 1))
    os.utime(folder / "b/1.xml", ns=(0, 1))
    one, other = (FolderSequenceArchive(folder / name).identity for name in "ab")
    assert one != other


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.xml.gz", gzip.compress(a_set(a_package(1)) * 50)[:-20]),
        ("wrong.xml.gz", gzip.compress(a_set(a_package(1)))[:-8] + b"\0" * 8),
        ("plain.xml.gz", a_set(a_package(1))),
        ("empty.xml.gz", b"\x1f\x8b"),
        ("garbled.xml.gz", gzip.compress(a_set(a_package(1)))[:20] + b"\xff" * 50),
    ],
)
def test_a_packed_file_that_cannot_be_unpacked_is_named(
    archive: FolderSequenceArchive, save: Save, name: str, content: bytes
) -> None:
    save("1.xml", a_set(a_package(1)))
    path = save(name, content)
    with pytest.raises(ConfigurationError, match=f"^The file {path} cannot be read: .*[^.]\\.$"):
        list(archive.find(EVERYTHING, 500))


def test_a_file_that_is_gone_is_named(archive: FolderSequenceArchive, save: Save) -> None:
    path = save("1.xml", a_set(a_package(1)))
    ((key,),) = archive.find(EVERYTHING, 500)
    path.unlink()
    with pytest.raises(ConfigurationError, match=f"The file {path} cannot be read: .*No such file"):
        archive.fetch([key])


def test_a_link_to_nowhere_is_a_file_that_cannot_be_read(
    archive: FolderSequenceArchive, folder: Path
) -> None:
    (folder / "1.xml").symlink_to(folder / "gone.xml")
    for ask in (lambda: list(archive.find(EVERYTHING, 500)), lambda: archive.identity):
        with pytest.raises(ConfigurationError, match=r"The file .*/1\.xml cannot be read"):
            ask()


def test_what_is_no_file_is_passed_over(archive: FolderSequenceArchive, folder: Path) -> None:
    (folder / "folder.xml").mkdir()
    os.mkfifo(folder / "pipe.xml")
    assert list(archive.find(EVERYTHING, 500)) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(
    archive: FolderSequenceArchive, save: Save, folder: Path
) -> None:
    save("closed/1.xml", a_set(a_package(1)))
    (folder / "closed").chmod(0)
    try:
        with pytest.raises(ConfigurationError, match="closed cannot be read"):
            list(archive.find(EVERYTHING, 500))
    finally:
        (folder / "closed").chmod(0o700)


def test_a_name_that_no_database_can_keep_is_refused(
    archive: FolderSequenceArchive, folder: Path
) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/h\xe9.xml")).write_bytes(a_set())
    with pytest.raises(ConfigurationError, match=r"saved/h\\udce9\.xml' is not UTF-8: rename it"):
        list(archive.find(EVERYTHING, 500))


@pytest.mark.parametrize("missing", ["missing", "file.txt"])
def test_a_missing_folder_is_named(tmp_path: Path, missing: str) -> None:
    (tmp_path / "file.txt").touch()
    archive = FolderSequenceArchive(tmp_path / missing)
    for ask in (lambda: list(archive.find(EVERYTHING, 500)), lambda: archive.identity):
        with pytest.raises(ConfigurationError, match=f"There is no folder {tmp_path / missing}"):
            ask()
