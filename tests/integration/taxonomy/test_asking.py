"""Asking for taxa: by id, by name, by a name that is misspelt; in Python and in SQL."""

from dataclasses import replace

import pytest

from application.errors import UsageError
from application.resolve_taxon import ResolveTaxon
from domain.selection import Selection
from domain.taxonomy import Status, TaxonName, TaxonRef
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria


def collection() -> Taxonomy:
    taxa = mycobacteria()
    taxa.add(1386, 2, "Bacillus", "genus").name(
        1386, "Bacillus", "scientific name", "Bacillus <bacteria>"
    )
    taxa.add(33208, 131567, "Metazoa", "kingdom")
    taxa.add(55087, 33208, "Bacillus", "genus")
    taxa.names = {name for name in taxa.names if name.tax_id not in {1386, 55087}}
    taxa.name(1386, "Bacillus", "scientific name", "Bacillus <firmicutes>")
    taxa.name(55087, "Bacillus", "scientific name", "Bacillus <walking sticks>")
    taxa.add(562, 2, "Escherichia coli").name(562, "E. coli", "common name")
    taxa.name(1764, "MAC", "acronym").name(1763, "mac", "acronym")
    taxa.name(10239, "Bacteria", "in-part")
    return taxa


@pytest.fixture
def asked(house: TaxonomyHouse) -> TaxonomyHouse:
    """A mirror in which things were merged and deleted as well."""
    house.sync(
        collection().add(1766, 1763, "Mycobacterium bovis").add(6, 1763, "Mycobacterium xenopi")
    )
    taxa = collection()
    taxa.merged, taxa.deleted = {1766: 1765, 77: 1766, 78: 6}, {6, 500}
    house.sync(taxa)
    return house


def test_a_taxon_is_told_whole(asked: TaxonomyHouse) -> None:
    for words in (
        "1773",
        " txid1773 ",
        "NCBI:txid1773",
        "taxid:1773",
        "Mycobacterium tuberculosis",
        "MYCOBACTERIUM  tuberculosis",
    ):
        answer = asked.catalogue.look_up(words)

        assert answer.asked == words
        taxon = answer.taxon
        assert taxon is not None
        assert taxon.ref == TaxonRef(1773, "Mycobacterium tuberculosis", "species")
        assert str(taxon.ref) == "Mycobacterium tuberculosis (1773)"
        assert taxon.names == (
            TaxonName("Mycobacterium tuberculosis", "scientific name"),
            TaxonName("Bacterium tuberculosis", "synonym"),
        )
        assert list(map(str, taxon.lineage)) == [
            "root (1)", "cellular organisms (131567)", "Bacteria (2)", "Mycobacterium (1763)",
        ]  # fmt: skip
        assert taxon.descendants == 2
        assert (taxon.division, taxon.genetic_code, taxon.mito_genetic_code) == ("Bacteria", 11, 0)
        assert (answer.retired, answer.ambiguous, answer.nearest) == (None, (), ())


@pytest.mark.parametrize(
    ("words", "tax_id"),
    [
        ("Bacterium tuberculosis", 1773),
        ("e. coli", 562),
        ("Bacteria", 2),  # a scientific name counts before one that is none
        ("MAC", 1764),  # what is spelt exactly so counts before another case
        ("mac", 1763),
        ("Bacillus <walking sticks>", 55087),
        ("bacillus <FIRMICUTES>", 1386),
        ("1", 1),
    ],
)
def test_a_name_gives_the_taxon_that_is_meant(
    asked: TaxonomyHouse, words: str, tax_id: int
) -> None:
    taxon = asked.catalogue.look_up(words).taxon

    assert taxon is not None
    assert taxon.ncbi_taxon_id == tax_id


def test_a_name_of_several_taxa_is_ambiguous_and_says_how_they_are_told_apart(
    asked: TaxonomyHouse,
) -> None:
    answer = asked.catalogue.look_up("bacillus")

    assert answer.taxon is None
    assert list(map(str, answer.ambiguous)) == [
        "Bacillus <firmicutes> (1386)",
        "Bacillus <walking sticks> (55087)",
    ]
    assert len(asked.catalogue.look_up("Mac").ambiguous) == 2


def test_a_merged_id_gives_the_taxon_that_has_it_now_and_says_so(asked: TaxonomyHouse) -> None:
    day = asked.value("select max(dump_day) from taxonomy.sync")
    for words in ("1766", "Mycobacterium bovis", "77"):
        answer = asked.catalogue.look_up(words)

        assert answer.taxon is not None
        assert answer.taxon.ncbi_taxon_id == 1765
        assert answer.retired is not None
        assert str(answer.retired) == (
            f"{'77' if words == '77' else '1766'} was merged into 1765 (seen in the dump of {day})"
        )


def test_a_deleted_id_is_told_with_what_it_was(asked: TaxonomyHouse) -> None:
    answer = asked.catalogue.look_up("6")

    assert answer.retired is not None
    assert (answer.retired.status, answer.retired.into) == (Status.DELETED, None)
    assert "6 was deleted from the NCBI taxonomy" in str(answer.retired)
    assert answer.taxon is not None
    assert answer.taxon.name == "Mycobacterium xenopi"
    assert answer.taxon.lineage[-1].ncbi_taxon_id == 1763
    never_here = asked.catalogue.look_up("500")
    assert never_here.taxon is None
    assert never_here.retired is not None
    into_deleted = asked.catalogue.look_up("78")
    assert "78 was merged into a taxon that was deleted later" in str(into_deleted.retired)
    assert into_deleted.taxon is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Mycobactrium", "Mycobacterium (1763)"),
        ("nycobacterium", "Mycobacterium (1763)"),
        ("Mycobacterium avum", "Mycobacterium avium (1764)"),
        ("Micobacterium tuberclosis", "Mycobacterium tuberculosis (1773)"),
        ("Mycobakterium tuberkulosis", "Mycobacterium tuberculosis (1773)"),
        ("Escherichia cooli", "Escherichia coli (562)"),
        ("Influensa B viruss", "Influenza B virus (11520)"),
    ],
)
def test_a_misspelt_name_gives_the_nearest(asked: TaxonomyHouse, words: str, meant: str) -> None:
    answer = asked.catalogue.look_up(words)

    assert answer.taxon is None
    assert str(answer.nearest[0]) == meant


@pytest.mark.parametrize("words", ["zz", "Xylophanes", "", "%", "_", "\\", "' or true --", "9" * 9])
def test_what_is_like_nothing_gives_nothing(asked: TaxonomyHouse, words: str) -> None:
    answer = asked.catalogue.look_up(words)

    assert (answer.taxon, answer.retired, answer.ambiguous, answer.nearest) == (None, None, (), ())


def test_retired_taxa_are_suggested_to_nobody(asked: TaxonomyHouse) -> None:
    nearest = asked.catalogue.look_up("Mycobacterium xenopii").nearest

    assert 6 not in {ref.ncbi_taxon_id for ref in nearest}


def test_many_lineages_at_once(asked: TaxonomyHouse) -> None:
    lineages = asked.catalogue.lineages([1773, 1, 1766, 12345])

    assert {id_: [ref.ncbi_taxon_id for ref in refs] for id_, refs in lineages.items()} == {
        1: [1],
        1773: [1, 131567, 2, 1763, 1773],
        1766: [1, 131567, 2, 1763, 1773, 1765, 1766],
    }


def test_standing_tells_the_last_dump(house: TaxonomyHouse) -> None:
    assert house.catalogue.standing() is None
    house.sync(mycobacteria())
    standing = house.catalogue.standing()
    assert standing is not None
    assert (standing.taxa, standing.source) == (10, str(house.folder / "dump"))


def resolved(house: TaxonomyHouse, organism: str) -> int | None:
    selection = Selection(organism=organism)
    found = ResolveTaxon(house.catalogue, house.watched)(selection)
    assert replace(found, ncbi_taxon_id=None) == selection
    return found.ncbi_taxon_id


def test_an_organism_is_resolved_or_refused_in_words(asked: TaxonomyHouse) -> None:
    assert resolved(asked, "mycobacterium") == 1763
    assert resolved(asked, "1766") == 1765
    assert "merged into 1765" in asked.watched.said[-1]
    for words, sentence in {
        "Mycobactrium": r'^No taxon is called "Mycobactrium". '
        r"Did you mean Mycobacterium \(1763\)\?$",
        "Xylophanes": r'^No taxon is called "Xylophanes". The taxonomy here is of .* taxonomy$',
        "bacillus": r'^Several taxa are called "bacillus": Bacillus <firmicutes> \(1386\), '
        r"Bacillus <walking sticks> \(55087\). Give the id.$",
        "6": r"^There is no such taxon any more: 6 was deleted from the NCBI taxonomy",
        "999999": "^No taxon has the id 999999. The taxonomy here is of .* newer taxon",
        "txid999999": "^No taxon has the id 999999. The taxonomy here is of .* newer taxon",
    }.items():
        with pytest.raises(UsageError, match=sentence):
            resolved(asked, words)


def test_without_a_taxonomy_nothing_is_refused(house: TaxonomyHouse) -> None:
    assert resolved(house, "Mycobactrium") is None


def test_functions_answer_in_sql(asked: TaxonomyHouse) -> None:
    assert asked.rows("select level, scientific_name, node_rank from taxonomy.lineage(1763)") == [
        (1, "root", "no rank"),
        (2, "cellular organisms", "cellular root"),
        (3, "Bacteria", "domain"),
        (4, "Mycobacterium", "genus"),
    ]
    assert asked.rows("select ncbi_taxon_id from taxonomy.subtree(1763) order by 1") == [
        (6,), (1763,), (1764,), (1765,), (1766,), (1773,), (83332,),
    ]  # fmt: skip
    assert asked.value("select taxonomy.descendants(1763)") == 4
    assert asked.value("select taxonomy.descendants(77)") == 0
    assert asked.value("select taxonomy.descendants(6)") is None
    ids = {1773: 1773, 1766: 1765, 77: 1765, 78: None, 6: None, 500: None, 12345: None}
    for tax_id, current in ids.items():
        assert asked.value(f"select taxonomy.current_id({tax_id})") == current
    assert asked.rows("select count(*) from taxonomy.subtree(77)") == [(2,)]
    assert asked.rows("select * from taxonomy.subtree(12345)") == []
    assert asked.rows("select * from taxonomy.lineage(12345)") == []
    assert asked.value("select taxonomy.division_of(11520)") == 9
    assert asked.rows(
        "select ncbi_taxon_id from taxonomy.name where lower(name) = lower('e. COLI')"
    ) == [(562,)]
