"""Dumps are read from tar.gz, zip and folder, in whatever form NCBI gave them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.ncbi_files.taxdump import rows
from adapters.ncbi_files.taxdump.local import LocalTaxdump
from application.errors import UsageError
from application.ports.taxonomy_dump import DumpFile
from domain.taxonomy import TaxonomyError
from tests.unit.taxonomy.dumps import (
    Name,
    Taxonomy,
    dmp,
    mycobacteria,
    tar_gz,
    write_folder,
    zipped,
)
from tests.unit.taxonomy.reading import Told, Watched, read

NODES, NAMES = DumpFile.NODES, DumpFile.NAMES


def local(path: Path) -> LocalTaxdump:
    return LocalTaxdump(path, Watched())


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


FORMS: dict[str, Callable[[dict[str, str], Path], Path]] = {
    "tar.gz": lambda files, path: written(path / "taxdump.tar.gz", tar_gz(files)),
    "zip": lambda files, path: written(path / "taxdmp.zip", zipped(files)),
    "folder": lambda files, path: write_folder(path / "taxdump", files),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_dump_says_the_same(form: str, tmp_path: Path) -> None:
    taxa = mycobacteria()
    taxa.merged, taxa.deleted = {5: 1773}, {7, 6}

    told = read(local(FORMS[form](taxa.files(), tmp_path)))

    assert set(told.rows[NODES]) == {
        (tax_id, str(node.parent), node.rank, str(node.division), str(node.genetic_code), "0")
        for tax_id, node in taxa.nodes.items()
    }
    assert set(told.rows[NAMES]) == {
        (name.tax_id, name.name, name.unique, name.name_class) for name in taxa.names
    }
    assert told.rows[DumpFile.MERGED] == [(5, "1773")]
    assert told.rows[DumpFile.DELETED] == [(7,), (6,)]
    assert told.rows[DumpFile.DIVISIONS][1] == (9, "VRL", "Viruses", "")
    assert told.rows[DumpFile.GENETIC_CODES][0] == (1, "", "Standard", "FFLLSS", "---M--")
    assert told.read.keys() == set(DumpFile)


def test_a_dump_says_which_day_its_files_were_made(tmp_path: Path) -> None:
    files = mycobacteria().files()
    today = datetime.now(UTC).date()

    days = {
        form: read(local(make(files, tmp_path))).read[NODES].day for form, make in FORMS.items()
    }

    assert days == {"tar.gz": date(2023, 11, 14), "zip": date(2023, 11, 14), "folder": today}


def test_members_in_folders_and_members_of_no_interest_do_no_harm(tmp_path: Path) -> None:
    files = {f"taxdump/{name}": content for name, content in mycobacteria().files().items()}
    archive = written(
        tmp_path / "t.tar.gz", tar_gz(files | {"gc.prt": "...", "citations.dmp": "?"})
    )

    assert read(local(archive)).read.keys() == set(DumpFile)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_rows_may_be_cut_anywhere_while_they_are_read(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = mycobacteria().name(1773, "a\\b|c  d").folder(tmp_path / "dump")
    whole = read(local(folder))

    monkeypatch.setattr(rows, "_CHUNK", size)

    assert read(local(folder)) == whole
    assert (1773, "a\\b|c  d", "", "synonym") in whole.rows[NAMES]


def test_more_columns_than_of_old_are_read_as_well(tmp_path: Path) -> None:
    files = mycobacteria().files()
    expected = read(local(write_folder(tmp_path / "old", files)))
    files["nodes.dmp"] = files["nodes.dmp"].replace("\t|\n", "\t|\t1\t|\t0\t|\t1\t|\t0\t|\t1\t|\n")

    assert read(local(write_folder(tmp_path / "new", files))).rows == expected.rows


def test_lines_that_end_as_on_windows_and_a_last_empty_line_are_read(tmp_path: Path) -> None:
    files = mycobacteria().files()
    expected = read(local(write_folder(tmp_path / "unix", files)))
    files = {name: content.replace("\n", "\r\n") + "\r\n" for name, content in files.items()}

    assert read(local(write_folder(tmp_path / "dos", files))).rows == expected.rows


def test_a_name_that_is_not_utf_8_is_taken_for_latin_1_and_its_neighbours_are_not(
    tmp_path: Path,
) -> None:
    folder = mycobacteria().name(2, "Bactéria").folder(tmp_path / "dump")
    names = folder / "names.dmp"
    odd = b"2\t|\tM\xfcller\t|\t\t|\tauthority\t|\n"
    names.write_bytes(names.read_bytes() + odd)

    found = {name for tax_id, name, *_ in read(local(folder)).rows[NAMES] if tax_id == 2}

    assert {"Bactéria", "Müller"} <= found


def test_blocks_that_say_what_they_said_are_left_out(tmp_path: Path) -> None:
    taxa = mycobacteria()
    before = read(local(taxa.folder(tmp_path / "before")))
    taxa.rename(1773, "Mycobacterium tuberculosis (Zopf 1883)")
    taxa.add(2000, 1763)
    changed = local(taxa.folder(tmp_path / "after"))

    told = read(changed, before.prints)

    assert {row[0] for row in told.rows[NODES]} == {2000}
    assert {row[0] for row in told.rows[NAMES]} == {1763, 1764, 1765, 1773, 2000}
    again = read(changed, told.prints)
    assert NODES not in again.rows
    assert NAMES not in again.rows
    assert again.prints == told.prints


def test_a_dump_in_no_order_is_read_whole_and_leaves_no_prints(tmp_path: Path) -> None:
    files = mycobacteria().files()
    ordered = read(local(write_folder(tmp_path / "ordered", files)))
    for file in (NODES, NAMES):
        first, *others = files[file].splitlines(keepends=True)
        files[file] = "".join([*others, first])

    for form, make in FORMS.items():
        told = read(local(make(files, tmp_path)), ordered.prints)

        assert sorted(told.rows[NODES]) == sorted(ordered.rows[NODES]), form
        assert sorted(told.rows[NAMES]) == sorted(ordered.rows[NAMES]), form
        assert told.prints == {}


def test_a_bar_shows_how_much_of_the_archive_was_read(tmp_path: Path) -> None:
    for make in FORMS.values():
        watched = Watched()
        path = make(mycobacteria().files(), tmp_path)

        read(LocalTaxdump(path, watched))

        [(name, passed, total)] = watched.bars
        assert name == "taxdump, bytes"
        assert total
        assert 0.5 * total < passed <= total


BAD_ROWS = {
    "a row with a column too few": (
        "1\t|\troot\t|\t\t|\tscientific name\t|\n2\t|\tB\t|\tscientific name\t|\n",
        r"names.dmp has a row of 3 columns, not 4 as the rows before it: '2",
    ),
    "a column too many and one too few, which even out": (
        "1\t|\ta\t|\t\t|\ts\t|\n2\t|\ta\t|\t\t|\ts\t|\tx\t|\n3\t|\ta\t|\ts\t|\n",
        r"names.dmp has a row of 5 columns",
    ),
    "too few columns in all rows": (
        "1\t|\troot\t|\tscientific name\t|\n",
        r"names.dmp has a row of 3 columns, not at least 4",
    ),
    "a row that is torn": ("1\t|\troot\t|\t\t|\tscien", r"names.dmp breaks off in the middle"),
    "a row without its end": (
        "1\t|\troot\t|\t\t|\tscientific name\n2\t|\tB\t|\t\t|\tscientific name\t|\n",
        r"names.dmp has a row of 7 columns|that does not end",
    ),
    "no end at all": ("1 root\n2 Bacteria\n", r"names.dmp has a row that does not end: '1 root"),
    "a tax id that is none": ("x\t|\ta\t|\t\t|\ts\t|\n", r"does not begin with an id"),
    "a tax id too high": ("3000000000\t|\ta\t|\t\t|\ts\t|\n", r"id 3000000000, which is too high"),
    "a tax id below zero": ("-1\t|\ta\t|\t\t|\ts\t|\n", r"id -1, which is below zero"),
    "a zero byte": ("1\t|\ta\0\t|\t\t|\ts\t|\n", r"zero byte"),
    "a tab in a name": (
        "1\t|\ta\t|\t\t|\ts\t|\n2\t|\ta\tb\t|\t\t|\ts\t|\n",
        r"names.dmp has a tab within a column: '2",
    ),
    "a carriage return in a name": (
        "1\t|\ta\rb\t|\t\t|\ts\t|\n",
        r"names.dmp has a carriage return within a column: '1",
    ),
    "a name that no index holds": (
        f"1\t|\ta\t|\t\t|\ts\t|\n2\t|\t{'x' * 2001}\t|\t\t|\ts\t|\n",
        r"names.dmp has a row of 2,\d+ bytes for taxon 2: .* 2,000 bytes",
    ),
}


@pytest.mark.parametrize("wrong", BAD_ROWS)
def test_rows_that_cannot_be_are_refused_with_the_row(wrong: str, tmp_path: Path) -> None:
    content, sentence = BAD_ROWS[wrong]
    folder = write_folder(tmp_path / "dump", mycobacteria().files() | {"names.dmp": content})

    with pytest.raises(TaxonomyError, match=sentence):
        read(local(folder))


ZIPS = {
    "encrypted": (0x6, 8, 0x1, r"nodes.dmp in it cannot be unpacked \(.*encrypted"),
    "packed in an unknown way": (0x8, 10, 99, r"nodes.dmp in it cannot be unpacked \(.*method"),
}


@pytest.mark.parametrize("wrong", ZIPS)
def test_a_zip_that_cannot_be_unpacked_is_refused(wrong: str, tmp_path: Path) -> None:
    in_file, in_directory, value, sentence = ZIPS[wrong]
    packed = bytearray(zipped(mycobacteria().files()))
    packed[in_file] = value
    packed[packed.index(b"PK\1\2") + in_directory] = value

    with pytest.raises(TaxonomyError, match=sentence):
        read(local(written(tmp_path / "bad.zip", bytes(packed))))


def test_a_day_that_is_none_is_no_reason_to_refuse_a_dump(tmp_path: Path) -> None:
    files = mycobacteria().files()
    packed = bytearray(zipped(files))
    for mark, at in ((b"PK\3\4", 10), (b"PK\1\2", 12)):
        packed[packed.index(mark) + at : packed.index(mark) + at + 4] = bytes(4)
    dumps = [
        written(tmp_path / "zero.zip", bytes(packed)),
        written(tmp_path / "late.tar.gz", tar_gz(files, modified=2**60)),
    ]

    for dump in dumps:
        told = read(local(dump))
        assert told.read[NODES].day is None
        assert len(told.rows[NODES]) == 10


@given(cut=st.integers(0, 10**6))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
def test_an_archive_torn_anywhere_is_noticed(cut: int, tmp_path: Path) -> None:
    taxa = mycobacteria()
    for pack in (tar_gz, zipped):
        packed = pack(taxa.files())
        torn = written(tmp_path / "torn", packed[: cut % len(packed)])

        with pytest.raises(TaxonomyError, match=r"torn|neither a tar.gz, nor a zip, nor a folder"):
            read(local(torn))


@given(at=st.integers(0, 10**6))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
def test_an_archive_with_a_wrong_byte_is_noticed_or_says_the_same(at: int, tmp_path: Path) -> None:
    packed = bytearray(tar_gz(mycobacteria().files()))
    whole = read(local(written(tmp_path / "right", bytes(packed))))
    packed[at % len(packed)] ^= 0xFF
    try:
        told = read(local(written(tmp_path / "wrong", bytes(packed))))
    except TaxonomyError:
        return
    assert told == whole  # a byte of gzip's header that means nothing


def test_the_digest_tells_dumps_apart_and_knows_the_same_again(tmp_path: Path) -> None:
    taxa = mycobacteria()
    for form, make in FORMS.items():
        (tmp_path / form).mkdir()
        digest = local(make(taxa.files(), tmp_path / form)).digest()
        assert local(make(taxa.files(), tmp_path / form)).digest() == digest
        changed = taxa.copy().name(2, "eubacteria")
        assert local(make(changed.files(), tmp_path / form)).digest() != digest


def test_a_path_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"There is no .*nowhere to read the taxonomy from"):
        local(tmp_path / "nowhere").digest()


def test_a_refusal_names_the_path_and_what_became_of_the_taxonomy(tmp_path: Path) -> None:
    refusal = local(tmp_path / "dump").refusal("it has no names.dmp")

    assert isinstance(refusal, UsageError)
    assert str(refusal) == (
        f"{tmp_path / 'dump'} cannot be used as a taxonomy: it has no names.dmp. "
        "The taxonomy stays as it was."
    )


def test_names_that_stand_twice_come_twice_and_the_table_of_names_decides(tmp_path: Path) -> None:
    taxa = Taxonomy(
        names={Name(1, "root"), Name(1, "all", "synonym"), Name(1, "all", "synonym", "all <x>")}
    )
    folder = taxa.folder(tmp_path / "dump")

    assert len(read(local(folder)).rows[NAMES]) == 3
    assert dmp([(1, "a")]) == "1\t|\ta\t|\n"


def test_nothing_is_told_of_files_that_are_not_there(tmp_path: Path) -> None:
    files = {name: text for name, text in mycobacteria().files().items() if name != "nodes.dmp"}

    assert read(local(write_folder(tmp_path / "dump", files))).read.keys() == set(DumpFile) - {
        NODES
    }
    assert read(local(write_folder(tmp_path / "empty", {}))) == Told()
