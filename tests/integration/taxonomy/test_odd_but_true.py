"""What is odd but true is kept as it is."""

from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria, write_folder


def test_names_and_ranks_longer_than_biosqls_columns(house: TaxonomyHouse) -> None:
    taxa = mycobacteria().add(
        5, 1, "x" * 300, rank="an extraordinarily long rank, with a comma in it"
    )
    taxa.name(5, "y" * 1900, "a class of name that is longer than BioSQL's")

    house.sync(taxa)

    house.assert_is(taxa)


def test_names_that_differ_in_case_only(house: TaxonomyHouse) -> None:
    taxa = mycobacteria().name(2, "eubacteria").name(2, "Eubacteria").name(2, "EUBACTERIA")

    house.sync(taxa)

    house.assert_is(taxa)


def test_names_that_differ_only_in_their_unique_name(house: TaxonomyHouse) -> None:
    taxa = (
        mycobacteria()
        .name(2, "Monera", "in-part", "Monera <1>")
        .name(2, "Monera", "in-part", "Monera <2>")
    )
    taxa.name(1763, "Bacillus", "synonym", "Bacillus <genus>").name(2, "Bacillus", "synonym")
    for _ in range(2):
        house.sync(taxa, compare_all=True)

        house.assert_is(taxa)
        assert house.rows("select unique_name from taxonomy.unique_name order by 1") == [
            ("Bacillus <genus>",),
            ("Monera <1>",),
            ("Monera <2>",),
        ]
    taxa.names = {name for name in taxa.names if name.unique != "Monera <2>"}
    house.sync(taxa)
    assert len(house.rows("select unique_name from taxonomy.unique_name")) == 2


def test_ranks_never_seen_before(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    taxa.nodes[2].rank = "superdomain"

    house.sync(taxa)

    house.assert_is(taxa)
    assert house.history() == [(2, "re-ranked", "domain", "superdomain")]


def test_backslashes_quotes_bars_and_letters_of_all_alphabets(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    for name in (
        "\\N",
        "a\\tb",
        "back\\",
        "'quote\"",
        "a|b",
        "100%",
        ":bound",
        "Bäcillus",
        "結核菌",
        "🦠",
    ):
        taxa.name(1773, name)
    taxa.nodes[2].rank = "\\N"
    for compare_all in (False, True):
        house.sync(taxa, compare_all=compare_all)
        house.assert_is(taxa)
    taxa.name(1773, "\\.")
    house.sync(taxa)
    house.assert_is(taxa)


def test_a_taxon_without_any_name(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    taxa.names = {name for name in taxa.names if name.tax_id != 1765}
    for _ in range(2):
        house.sync(taxa, compare_all=True)
        house.assert_is(taxa)


def test_rows_in_no_order_and_names_that_stand_twice(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    files = taxa.files()
    for file in ("nodes.dmp", "names.dmp"):
        files[file] = "".join(sorted(files[file].splitlines(keepends=True), reverse=True))
    files["names.dmp"] += files["names.dmp"]

    house.sync(write_folder(house.folder / "first", files))
    house.assert_is(taxa)

    taxa.name(2, "Monera")
    files["names.dmp"] += "2\t|\tMonera\t|\t\t|\tsynonym\t|\n"
    house.sync(write_folder(house.folder / "second", files))
    house.assert_is(taxa)

    house.sync(taxa, compare_all=True)
    house.assert_is(taxa)


def test_a_dump_in_order_after_one_in_none(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    files = taxa.files()
    files["names.dmp"] = "".join(files["names.dmp"].splitlines(keepends=True)[::-1])
    house.sync(write_folder(house.folder / "disorder", files))
    taxa.rename(2, "Bacteria!")

    house.sync(taxa)

    house.assert_is(taxa)


def test_a_tree_of_nothing_but_a_root(house: TaxonomyHouse) -> None:
    house.sync(Taxonomy())

    house.assert_is(Taxonomy())


def test_a_subtree_that_moves_below_a_taxon_that_is_new(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    house.sync(taxa)
    taxa.add(1783272, 2, "Bacillati", "kingdom")
    taxa.nodes[1763].parent = 1783272

    house.sync(taxa)

    house.assert_is(taxa)
