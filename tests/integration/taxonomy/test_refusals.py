"""A dump that cannot be is refused in a sentence, and the taxonomy that was there is whole."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from adapters.ncbi_files.taxdump.local import LocalTaxdump
from adapters.postgres.lock import PostgresJobLock
from application.errors import InsdcSyncError, JobUnderWayError, NotReadyError, UsageError
from application.ports.taxonomy_dump import DumpFile, Part, Prints
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import (
    Name,
    Node,
    Taxonomy,
    mycobacteria,
    tar_gz,
    write_folder,
    zipped,
)


def with_files(taxa: Taxonomy, path: Path, **files: str) -> Path:
    return write_folder(
        path / "bad", taxa.files() | {f"{name}.dmp": text for name, text in files.items()}
    )


def without_file(taxa: Taxonomy, path: Path, file: str) -> Path:
    return write_folder(
        path / "bad", {name: text for name, text in taxa.files().items() if name != file}
    )


def with_node(taxa: Taxonomy, path: Path, tax_id: int, parent: int) -> Path:
    taxa.nodes[tax_id] = Node(parent)
    return taxa.folder(path / "bad")


def nobodys_name(taxa: Taxonomy, path: Path) -> Path:
    taxa.names.add(Name(4711, "nobody's"))
    return taxa.folder(path / "bad")


def torn(taxa: Taxonomy, path: Path) -> Path:
    packed = tar_gz(taxa.files())
    (path / "torn.tar.gz").write_bytes(packed[: len(packed) * 2 // 3])
    return path / "torn.tar.gz"


def torn_at_its_end(taxa: Taxonomy, path: Path) -> Path:
    (path / "torn.tar.gz").write_bytes(tar_gz(taxa.files())[:-4])
    return path / "torn.tar.gz"


def torn_zip(taxa: Taxonomy, path: Path) -> Path:
    packed = bytearray(zipped(taxa.files()))
    packed[60:80] = bytes(20)
    (path / "torn.zip").write_bytes(packed)
    return path / "torn.zip"


def no_archive(_: Taxonomy, path: Path) -> Path:
    (path / "taxdump.tar.gz").write_text("<html>404</html>")
    return path / "taxdump.tar.gz"


def bad_rows(file: str, row: str) -> Callable[[Taxonomy, Path], Path]:
    return lambda taxa, path: with_files(taxa, path, **{file: taxa.files()[f"{file}.dmp"] + row})


REFUSED: dict[str, tuple[Callable[[Taxonomy, Path], Path], str]] = {
    "torn archive": (torn, "it is torn"),
    "archive torn at its end": (torn_at_its_end, "it is torn"),
    "torn zip": (torn_zip, "it is torn"),
    "no archive": (no_archive, "it is neither a tar.gz, nor a zip, nor a folder"),
    "no nodes": (lambda taxa, path: without_file(taxa, path, "nodes.dmp"), "it has no nodes.dmp"),
    "no names": (lambda taxa, path: without_file(taxa, path, "names.dmp"), "it has no names.dmp"),
    "nothing in nodes": (lambda taxa, path: with_files(taxa, path, nodes=""), "has no root"),
    "column missing": (
        lambda taxa, path: with_files(taxa, path, nodes="1\t|\t1\t|\tno rank\t|\n"),
        "nodes.dmp has a row of 3 columns, not at least 9",
    ),
    "row torn": (bad_rows("names", "2\t|\tBact"), "names.dmp breaks off in the middle of a row"),
    "unknown parent": (
        lambda taxa, path: with_node(taxa, path, 4711, 4712),
        "nodes.dmp puts taxon 4711 below 4712, which it does not have",
    ),
    "circle": (
        lambda taxa, path: with_node(taxa, path, 1763, 1773),
        r"nodes.dmp goes round in a circle: (1763, 1773|1773, 1763)\.",
    ),
    "own parent": (
        lambda taxa, path: with_node(taxa, path, 1763, 1763),
        r"nodes.dmp goes round in a circle: 1763\.",
    ),
    "twice": (
        lambda taxa, path: with_files(
            taxa, path, nodes=taxa.files()["nodes.dmp"] + taxa.files()["nodes.dmp"]
        ),
        r"nodes.dmp has taxon \d+ twice",
    ),
    "no root": (
        lambda taxa, path: with_files(
            taxa, path, nodes=taxa.files()["nodes.dmp"].split("\n", 1)[1]
        ),
        r"nodes.dmp has no root \(taxon 1\)",
    ),
    "names of nobody": (nobodys_name, "nodes.dmp does not have"),
    "merged into a word": (bad_rows("merged", "5\t|\tx\t|\n"), "merged.dmp has a tax id that is"),
    "merged into too high an id": (
        bad_rows("merged", "5\t|\t99999999999\t|\n"),
        r"merged.dmp has a tax id that is none \(99999999999\)",
    ),
    "too high a division": (
        bad_rows("division", "40000\t|\tXXX\t|\tX\t|\t\t|\n"),
        "division.dmp has the id 40000, which is too high",
    ),
    "too high a genetic code": (
        bad_rows("gencode", "40000\t|\t\t|\tX\t|\tF\t|\t-\t|\n"),
        "gencode.dmp has the id 40000, which is too high",
    ),
    "deleted a word": (bad_rows("delnodes", "x\t|\n"), "delnodes.dmp has a row that does not"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", REFUSED)
def test_the_taxonomy_that_was_there_stays_whole(wrong: str, house: TaxonomyHouse) -> None:
    make, sentence = REFUSED[wrong]
    taxa = mycobacteria()
    house.sync(taxa)
    before = house.contents()

    with pytest.raises(UsageError, match=sentence) as refusal:
        house.sync(make(taxa.copy(), house.folder))

    assert "cannot be used as a taxonomy" in str(refusal.value)
    assert "The taxonomy stays as it was." in str(refusal.value)
    assert house.contents() == before
    assert house.rows("select state, message from insdc.sync_job order by number")[-1] == (
        "failed",
        str(refusal.value),
    )


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_first_dump_that_is_refused_leaves_the_tables_empty_and_as_they_were(
    wrong: str, house: TaxonomyHouse
) -> None:
    indexes = house.rows("select indexdef from pg_indexes where schemaname = 'biosql' order by 1")
    make, sentence = REFUSED[wrong]

    with pytest.raises(UsageError, match=sentence):
        house.sync(make(mycobacteria(), house.folder))

    assert set(map(len, house.contents().values())) == {0}
    assert indexes == house.rows(
        "select indexdef from pg_indexes where schemaname = 'biosql' order by 1"
    )
    house.sync(mycobacteria())
    house.assert_is(mycobacteria())


def test_a_dump_with_less_than_half_of_the_taxa_needs_a_yes(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    before = house.contents()
    for tax_id in sorted(taxa.nodes)[4:]:
        taxa.delete(tax_id)

    with pytest.raises(
        NotReadyError,
        match=r"The dump has 4 taxa and the mirror 10: less than half would be left, so nothing "
        r"was done. If that is right, run again with --allow-loss.",
    ):
        house.sync(taxa)
    assert house.contents() == before

    house.sync(taxa, allow_loss=True)
    house.assert_is(taxa)


def test_half_of_the_taxa_is_enough(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    for tax_id in sorted(taxa.nodes)[5:]:
        taxa.delete(tax_id)

    house.sync(taxa)

    house.assert_is(taxa)


def test_the_second_of_two_syncs_says_so_and_leaves(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    with (
        PostgresJobLock(house.database).hold("taxonomy"),
        pytest.raises(JobUnderWayError, match="Another taxonomy job is under way"),
    ):
        house.sync(taxa)

    assert set(map(len, house.contents().values())) == {0}
    assert house.rows("select * from insdc.sync_job") == []


def test_names_of_a_taxon_that_nodes_no_longer_has_are_refused_even_if_they_did_not_change(
    house: TaxonomyHouse,
) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    files = taxa.files()
    files["nodes.dmp"] = "".join(
        line for line in files["nodes.dmp"].splitlines(keepends=True) if "83332" not in line
    )

    with pytest.raises(UsageError, match=r"names taxon 83332, which nodes.dmp does not have"):
        house.sync(write_folder(house.folder / "bad", files))

    house.assert_is(taxa)


class Stopped(LocalTaxdump):
    """A dump whose reading ends in an error of ours, after some rows."""

    def read(self, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        for number, part in enumerate(super().read(known)):
            if number == 2:
                raise KeyboardInterrupt
            yield part


@pytest.mark.parametrize("is_first", [True, False])
def test_a_sync_that_is_stopped_changes_nothing(house: TaxonomyHouse, is_first: bool) -> None:
    taxa = mycobacteria()
    if not is_first:
        house.sync(taxa)
    before = house.contents()
    taxa.add(5, 1)

    with pytest.raises(KeyboardInterrupt):
        house.sync(Stopped(taxa.folder(house.folder / "dump"), house.watched))

    assert house.contents() == before
    assert house.rows("select state from insdc.sync_job order by number")[-1] == ("interrupted",)
    house.sync(taxa)
    house.assert_is(taxa)


def test_a_database_without_disk_space_is_said_in_words(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    before = house.contents()
    house.execute(
        "create function public.disk_full() returns trigger language plpgsql as "
        "$$ begin raise exception 'could not extend file: No space left' using errcode = '53100'; "
        "end $$",
        "create trigger disk_full before insert on biosql.taxon_name "
        "execute function public.disk_full()",
    )
    try:
        with pytest.raises(InsdcSyncError, match=r"no disk space left.*Free some"):
            house.sync(taxa.copy().add(5, 1))
    finally:
        house.execute(
            "drop trigger disk_full on biosql.taxon_name", "drop function public.disk_full"
        )

    assert house.contents() == before


def torn_names(files: dict[str, str]) -> None:
    lines = files["names.dmp"].splitlines(keepends=True)
    files["names.dmp"] = "".join(lines[: len(lines) // 2])


def no_names(files: dict[str, str]) -> None:
    files["names.dmp"] = ""


@pytest.mark.parametrize("spoil", [torn_names, no_names])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_dump_that_leaves_taxa_without_a_name_is_refused(
    house: TaxonomyHouse, spoil: Callable[[dict[str, str]], None], is_first: bool
) -> None:
    if not is_first:
        house.sync(mycobacteria())
    files = mycobacteria().files()
    spoil(files)

    bad = write_folder(house.folder / "bad", files)
    with pytest.raises(NotReadyError, match=r"no scientific name of \d+ of 10 taxa, the first"):
        house.sync(bad)

    if not is_first:
        house.assert_is(mycobacteria())
    assert house.sync(bad, allow_loss=True).changes is not None
