"""NCBI's dump is downloaded, verified, and gone on with where it broke off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ncbi_files.taxdump.download import Patience
from adapters.ncbi_files.taxdump.remote import RemoteTaxdump
from application.errors import ConfigurationError, TryAgainError
from application.ports.taxonomy_dump import DumpFile
from tests.unit.taxonomy.dumps import mycobacteria, tar_gz
from tests.unit.taxonomy.reading import Told, Watched, read
from tests.unit.taxonomy.shelf import Shelf, open_shelf

PATH = "/pub/taxonomy/taxdump.tar.gz"
CONTENT = tar_gz(mycobacteria().files())


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with open_shelf() as shelf:
        shelf.put(PATH, CONTENT)
        yield shelf


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def dump(shelf: Shelf, watched: Watched, waits: list[float], tmp_path: Path) -> RemoteTaxdump:
    patience = Patience(waits=(1, 5), sleep=waits.append)
    return RemoteTaxdump(tmp_path / "cache", watched, shelf.url + PATH, patience=patience)


def downloads(shelf: Shelf) -> list[str | None]:
    """Give the ranges in which the archive was asked for."""
    return [asked for path, asked in shelf.asked if path == PATH]


def is_whole(told: Told) -> bool:
    return told.read.keys() == set(DumpFile)


def test_it_is_told_from_others_by_its_md5_without_being_downloaded(
    shelf: Shelf, dump: RemoteTaxdump
) -> None:
    assert dump.digest() == f"md5:{shelf.files[PATH + '.md5'].split()[0].decode()}"
    assert downloads(shelf) == []


def test_it_is_downloaded_once_with_a_bar_and_kept(
    shelf: Shelf, dump: RemoteTaxdump, watched: Watched, tmp_path: Path
) -> None:
    assert is_whole(read(dump))
    assert is_whole(read(dump))

    assert downloads(shelf) == [None]
    assert watched.bars[0] == ("download, bytes", len(CONTENT), len(CONTENT))
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["taxdump.tar.gz"]


def test_what_breaks_off_goes_on_where_it_broke_off(
    shelf: Shelf, dump: RemoteTaxdump, watched: Watched, waits: list[float]
) -> None:
    shelf.faults[PATH] = [-300, -200]

    assert is_whole(read(dump))

    assert downloads(shelf) == [None, "bytes=300-", "bytes=500-"]
    assert waits == [1, 5]
    assert watched.bars[2] == ("download, bytes", len(CONTENT), len(CONTENT))


def test_what_broke_off_in_an_earlier_run_goes_on_in_the_next(
    shelf: Shelf, dump: RemoteTaxdump
) -> None:
    shelf.faults[PATH] = [-300, -1, -1]
    with pytest.raises(TryAgainError, match=r"cannot be had for now.*What came of it is kept"):
        read(dump)
    shelf.asked.clear()

    assert is_whole(read(dump))

    assert downloads(shelf) == ["bytes=302-"]


def test_a_file_that_changed_meanwhile_begins_anew(shelf: Shelf, dump: RemoteTaxdump) -> None:
    shelf.faults[PATH] = [-300, -1, -1]
    with pytest.raises(TryAgainError):
        read(dump)
    taxa = mycobacteria().add(9606, 131567, "Homo sapiens")
    shelf.put(PATH, tar_gz(taxa.files()))

    told = read(dump)

    assert 9606 in {row[0] for row in told.rows[DumpFile.NODES]}


def test_a_server_without_ranges_sends_all_of_it_again(shelf: Shelf, dump: RemoteTaxdump) -> None:
    shelf.has_ranges = False
    shelf.faults[PATH] = [-300]

    assert is_whole(read(dump))
    assert downloads(shelf) == [None, "bytes=300-"]


def test_a_server_that_knows_of_no_more_bytes_is_asked_for_all(
    shelf: Shelf, dump: RemoteTaxdump, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "taxdump.tar.gz.part").write_bytes(b"x" * (len(CONTENT) + 1))
    (cache / "taxdump.tar.gz.part-of").write_text(shelf.tag(PATH))

    assert is_whole(read(dump))
    assert downloads(shelf) == [f"bytes={len(CONTENT) + 1}-", None]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_asked_again(status: int, shelf: Shelf, dump: RemoteTaxdump) -> None:
    shelf.faults = {PATH: [status], f"{PATH}.md5": [status]}

    assert is_whole(read(dump))


def test_a_server_in_trouble_for_long_is_left_alone(shelf: Shelf, dump: RemoteTaxdump) -> None:
    shelf.faults[f"{PATH}.md5"] = [503, 503, 503]

    with pytest.raises(
        TryAgainError, match=r"\.md5 cannot be had for now: answers with status 503"
    ):
        dump.digest()


def test_no_server_at_all_is_said_in_words(tmp_path: Path) -> None:
    with open_shelf() as shelf:
        url = shelf.url
    dump = RemoteTaxdump(tmp_path, Watched(), f"{url}/t.tar.gz", patience=Patience(waits=()))

    with pytest.raises(TryAgainError, match=r"cannot be had for now: Connection refused"):
        dump.digest()


def test_an_archive_that_is_not_what_was_published_is_refused(
    shelf: Shelf, dump: RemoteTaxdump, tmp_path: Path
) -> None:
    shelf.files[PATH] = CONTENT[:-1] + b"?"

    with pytest.raises(
        TryAgainError, match=r"is not what was published there: its md5 is [0-9a-f]+"
    ):
        read(dump)
    assert downloads(shelf) == [None, None]
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_archive_that_is_replaced_while_it_is_downloaded_is_taken_anew(
    shelf: Shelf, dump: RemoteTaxdump
) -> None:
    newer = tar_gz(mycobacteria().add(9606, 131567, "Homo sapiens").files())

    def replace(path: str) -> None:
        if path == PATH and shelf.files[PATH] == CONTENT:
            shelf.put(PATH, newer)

    shelf.before_reply = replace

    assert 9606 in {row[0] for row in read(dump).rows[DumpFile.NODES]}
    assert downloads(shelf) == [None]


def test_a_cached_archive_of_another_day_is_replaced(shelf: Shelf, dump: RemoteTaxdump) -> None:
    read(dump)
    shelf.put(PATH, tar_gz(mycobacteria().add(9606, 131567, "Homo sapiens").files()))

    assert 9606 in {row[0] for row in read(dump).rows[DumpFile.NODES]}


def test_an_address_with_nothing_behind_it_is_a_wrong_setting(
    shelf: Shelf, dump: RemoteTaxdump
) -> None:
    del shelf.files[f"{PATH}.md5"]

    with pytest.raises(
        ConfigurationError,
        match=r"publishes no md5.*\.md5 \(status 404\).*cannot be verified.*TAXDUMP_URL",
    ):
        dump.digest()


def test_an_archive_that_is_not_there_is_a_wrong_setting(shelf: Shelf, dump: RemoteTaxdump) -> None:
    del shelf.files[PATH]

    with pytest.raises(
        ConfigurationError, match=r"nothing to download at .*status 404.*TAXDUMP_URL"
    ):
        read(dump)


def test_a_page_in_place_of_an_md5_is_a_wrong_setting(shelf: Shelf, dump: RemoteTaxdump) -> None:
    shelf.files[f"{PATH}.md5"] = b"<html>Welcome to the proxy</html>"

    with pytest.raises(ConfigurationError, match=r"does not give an md5 but '<html>Welcome"):
        dump.digest()


@pytest.mark.parametrize(
    "url", ["ftp://ftp.ncbi.nlm.nih.gov/taxdump.tar.gz", "taxdump", "http://x/"]
)
def test_an_address_that_is_none_is_a_wrong_setting(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"must be the http\(s\) address of an archive"):
        RemoteTaxdump(tmp_path, Watched(), url)


def test_a_full_disk_is_said_in_words(shelf: Shelf, dump: RemoteTaxdump, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "taxdump.tar.gz.part").symlink_to("/dev/full")
    (tmp_path / "cache" / "taxdump.tar.gz.part-of").write_text(shelf.tag(PATH))
    shelf.asked.clear()

    with pytest.raises(
        ConfigurationError, match=r"disk of .*cache is full.*goes on where it stopped"
    ):
        dump._web.file(shelf.url + PATH, tmp_path / "cache" / "taxdump.tar.gz", Watched())


def test_a_folder_that_cannot_be_made_is_said_in_words(
    shelf: Shelf, watched: Watched, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    dump = RemoteTaxdump(tmp_path / "file" / "cache", watched, shelf.url + PATH)

    with pytest.raises(ConfigurationError, match=r"cannot be kept in .*INSDC_SYNC_DATA_DIR"):
        read(dump)


def test_a_dump_that_is_published_broken_is_not_tried_again_by_itself(dump: RemoteTaxdump) -> None:
    refusal = dump.refusal("it has no names.dmp")

    assert isinstance(refusal, ConfigurationError)
    assert "it has no names.dmp. The taxonomy stays as it was" in str(refusal)
    assert "INSDC_SYNC_TAXDUMP_URL" in str(refusal)
