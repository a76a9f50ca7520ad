"""What a dump changes, and what it must not."""

from datetime import UTC, datetime

import pytest

from domain.taxonomy import Change
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria, write_folder

RETIRED_IDS = """
    select ncbi_taxon_id from taxonomy.merged
    union all select ncbi_taxon_id from taxonomy.retired"""


@pytest.fixture
def taxa(house: TaxonomyHouse) -> Taxonomy:
    """What the mirror holds."""
    taxa = mycobacteria()
    house.sync(taxa)
    return taxa


def test_the_first_dump_is_brought_in_whole_and_has_no_history(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()

    report = house.sync(taxa)

    house.assert_is(taxa)
    assert report.changes is not None
    assert report.changes.taxa == len(taxa.nodes)
    assert report.changes.counts == {Change.NEW: len(taxa.nodes)}
    assert report.changes.names_added == len(taxa.names)
    assert house.history() == []
    assert report.standing.day == datetime.now(UTC).date()
    assert report.standing.source == str(house.folder / "dump")


def test_the_root_is_its_own_parent_as_biosql_has_it(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    assert house.rows(
        "select taxon_id = parent_taxon_id from biosql.taxon where ncbi_taxon_id = 1"
    ) == [(True,)]
    house.assert_is(taxa)


@pytest.mark.parametrize("compare_all", [False, True])
def test_what_becomes_of_taxa_is_counted_and_written_into_the_history(
    house: TaxonomyHouse, taxa: Taxonomy, compare_all: bool
) -> None:
    taxa.add(36809, 1763, "Mycobacterium abscessus")
    taxa.rename(1764, "Mycobacterium avium (Strong and Sabin 1977)")
    taxa.nodes[1763].rank = "family"
    taxa.nodes[11520].parent = 2
    taxa.merge(1765, 1773)
    taxa.delete(83332)
    taxa.name(1773, "Tubercle bacillus")

    changes = house.changed(taxa, compare_all=compare_all)

    house.assert_is(taxa)
    assert house.history() == [
        (83332, "deleted", "Mycobacterium tuberculosis H37Rv", None),
        (1765, "merged", "Mycobacterium tuberculosis variant bovis", "1773"),
        (11520, "moved", "10239", "2"),
        (36809, "new", None, "Mycobacterium abscessus"),
        (1763, "re-ranked", "genus", "family"),
        (1764, "renamed", "Mycobacterium avium", "Mycobacterium avium (Strong and Sabin 1977)"),
    ]
    assert {kind: count for kind, count in changes.counts.items() if count} == {
        Change.NEW: 1, Change.RENAMED: 1, Change.RERANKED: 1, Change.MOVED: 1, Change.MERGED: 1,
        Change.DELETED: 1,
    }  # fmt: skip
    assert changes.unchanged == len(taxa.nodes) - 4
    assert (changes.names_added, changes.names_removed) == (3, 1)


def test_the_same_dump_again_is_not_even_read(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    before = house.contents()

    report = house.sync(taxa)

    assert report.changes is None
    assert report.standing.taxa == len(taxa.nodes)
    assert house.contents() == before


@pytest.mark.parametrize("compare_all", [False, True])
def test_a_dump_that_says_the_same_in_other_bytes_writes_no_row_of_the_taxonomy(
    house: TaxonomyHouse, taxa: Taxonomy, compare_all: bool
) -> None:
    before = house.contents()

    changes = house.changed(taxa.tar_gz(house.folder / "t.tar.gz"), compare_all=compare_all)

    assert changes.unchanged == changes.taxa == len(taxa.nodes)
    assert (changes.names_added, changes.names_removed, changes.renumbered) == (0, 0, 0)
    after = house.contents()
    books = {"taxonomy.sync", "taxonomy.print"}
    assert {table: rows for table, rows in after.items() if table not in books} == {
        table: rows for table, rows in before.items() if table not in books
    }


def test_an_id_of_ours_never_changes(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    before = house.keys()
    taxa.nodes[1763].parent = 10239
    taxa.rename(1773, "Something else")
    taxa.merge(1765, 1773)
    house.sync(taxa)
    taxa.add(1765, 1763, "Back again")
    taxa.add(99, 1)
    house.sync(taxa)

    after = house.keys()

    assert {tax_id: key for tax_id, key in after.items() if tax_id != 99} == before
    assert after[99] not in before.values()


def test_a_new_taxon_renumbers_nobody(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    taxa.add(1767, 1763, "Mycobacterium intracellulare")

    assert house.changed(taxa).renumbered == 0
    house.assert_is(taxa)


def test_nothing_that_another_table_refers_to_is_ever_deleted(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    house.execute(
        "create table public.isolate (taxon integer references biosql.taxon (taxon_id), "
        "ncbi integer references biosql.taxon (ncbi_taxon_id))",
        "insert into public.isolate select taxon_id, ncbi_taxon_id from biosql.taxon",
    )
    try:
        taxa.merge(1765, 1773)
        taxa.delete(83332)
        taxa.nodes[1764].rank = "strain"
        house.sync(taxa)

        assert (
            house.value("select count(*) from public.isolate join biosql.taxon on taxon = taxon_id")
            == 10
        )
        assert house.rows(
            "select ncbi_taxon_id, status, merged_into from taxonomy.taxon "
            "where status <> 'live' order by 1"
        ) == [(1765, "merged", 1773), (83332, "deleted", None)]
        house.assert_is(taxa)
    finally:
        house.execute("drop table public.isolate")


def test_retired_taxa_keep_their_names_and_hang_where_what_is_filed_under_them_is_found(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.merge(1765, 1764)
    taxa.delete(83332)
    house.sync(taxa)

    assert house.rows("select name from taxonomy.name where ncbi_taxon_id = 1765") == [
        ("Mycobacterium tuberculosis variant bovis",)
    ]
    assert house.rows("select ncbi_taxon_id from taxonomy.subtree(1764) order by 1") == [
        (1764,),
        (1765,),
    ]
    assert (83332,) in house.rows("select ncbi_taxon_id from taxonomy.subtree(1773)")
    assert house.value("select taxonomy.descendants(1764)") == 0


def test_mergers_are_followed_through_chains_and_to_a_later_end(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.merge(1765, 83332)
    house.sync(taxa)
    taxa.merge(83332, 1764)
    house.sync(taxa)
    chain = (
        "select ncbi_taxon_id, merged_into, current_ncbi_taxon_id from taxonomy.merged order by 1"
    )
    assert house.rows(chain) == [(1765, 83332, 1764), (83332, 1764, 1764)]
    assert house.value("select taxonomy.current_id(1765)") == 1764
    house.assert_nested()
    assert house.history()[1:] == [
        (1765, "merged", "merged into 83332", "1764"),
        (83332, "merged", "Mycobacterium tuberculosis H37Rv", "1764"),
    ]

    taxa.merged.clear()  # NCBI forgets; we do not
    taxa.delete(1764)
    house.sync(taxa)

    assert house.rows(chain) == [(1765, 83332, None), (83332, 1764, None)]
    assert house.value("select taxonomy.current_id(1765)") is None
    assert house.rows("select ncbi_taxon_id, reason, kept from taxonomy.retired") == [
        (1764, "deleted", True)
    ]
    assert house.history()[3:] == [
        (1764, "deleted", "Mycobacterium avium", None),
        (1765, "deleted", "merged into 1764", None),
        (83332, "deleted", "merged into 1764", None),
    ]
    house.assert_is(taxa)


def test_an_id_that_comes_back_is_reused(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    taxa.merge(1765, 1773)
    taxa.delete(83332)
    taxa.deleted.add(5)
    house.sync(taxa)
    taxa.add(1765, 1763, "Mycobacterium bovis")
    taxa.add(83332, 1773, "Mycobacterium tuberculosis H37Rv", "strain")
    taxa.add(5, 1763, "Never here before")

    changes = house.changed(taxa)

    house.assert_is(taxa)
    assert changes.counts[Change.REUSED] == 3
    assert changes.counts[Change.NEW] == 0
    assert [change for change in house.history() if change[1] == "reused"] == [
        (5, "reused", "deleted", "Never here before"),
        (1765, "reused", "merged into 1773", "Mycobacterium bovis"),
        (83332, "reused", "deleted", "Mycobacterium tuberculosis H37Rv"),
    ]
    assert house.rows(RETIRED_IDS) == []


def test_an_id_that_comes_back_otherwise_than_it_left_is_renamed_re_ranked_and_moved(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.delete(83332)
    house.sync(taxa)
    taxa.add(83332, 1763, "Mycobacterium tuberculosis H37Ra", "no rank")

    house.sync(taxa)

    assert house.history()[1:] == [
        (83332, "moved", "1773", "1763"),
        (83332, "re-ranked", "strain", "no rank"),
        (83332, "renamed", "Mycobacterium tuberculosis H37Rv", "Mycobacterium tuberculosis H37Ra"),
        (83332, "reused", "deleted", "Mycobacterium tuberculosis H37Ra"),
    ]


def test_a_taxon_that_just_vanishes_is_retired_too_and_may_be_explained_later(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    retired = "select ncbi_taxon_id, reason from taxonomy.retired order by 1"
    for tax_id in (1764, 1765, 83332):
        taxa.remove(tax_id)
    house.sync(taxa)
    assert house.rows(retired) == [(1764, "vanished"), (1765, "vanished"), (83332, "vanished")]

    taxa.deleted.add(1764)
    taxa.merged[1765] = 1773
    house.sync(taxa)

    assert house.rows(retired) == [(1764, "deleted"), (83332, "vanished")]
    assert house.value("select taxonomy.current_id(1765)") == 1773
    assert (1765,) in house.rows("select ncbi_taxon_id from taxonomy.subtree(1773)")
    assert (1765, "merged", "Mycobacterium tuberculosis variant bovis", "1773") in house.history()
    house.assert_is(taxa)


def test_ids_that_were_gone_before_the_first_dump_are_known_as_well(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    taxa.merged, taxa.deleted = {77: 1773, 78: 79}, {500, 501}

    house.sync(taxa)

    assert house.rows(
        "select ncbi_taxon_id, current_ncbi_taxon_id, kept from taxonomy.merged order by 1"
    ) == [(77, 1773, False), (78, None, False)]
    assert house.rows("select ncbi_taxon_id, reason, kept from taxonomy.retired order by 1") == [
        (500, "deleted", False),
        (501, "deleted", False),
    ]
    house.assert_is(taxa)


def test_an_id_that_a_dump_both_has_and_lists_as_gone_is_there(house: TaxonomyHouse) -> None:
    taxa = mycobacteria()
    taxa.merged, taxa.deleted = {1765: 1764}, {83332}

    for _ in range(2):
        house.sync(taxa, compare_all=True)

        house.assert_is(taxa)
        assert house.rows(RETIRED_IDS) == []


def test_the_small_tables_follow_and_lose_nothing(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    taxa.divisions = [(0, "BCT", "Bacteria and Archaea", "since today"), (4, "PLN", "Plants", "")]
    taxa.genetic_codes = [(11, "SGC11", "Bacterial", "FF", "--")]
    taxa.nodes[83332].division = 4
    house.sync(taxa)

    assert house.rows("select division_id, name, comments from taxonomy.division order by 1") == [
        (0, "Bacteria and Archaea", "since today"),
        (4, "Plants", ""),
        (9, "Viruses", ""),
    ]
    assert house.rows(
        "select genetic_code, abbreviation from taxonomy.genetic_code order by 1"
    ) == [
        (1, ""),
        (11, "SGC11"),
    ]
    house.assert_is(taxa)


def test_files_that_a_dump_can_do_without_are_missed_in_words(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    files = {name: taxa.files()[name] for name in ("nodes.dmp", "names.dmp", "merged.dmp")}

    house.sync(write_folder(house.folder / "few", files))

    assert house.watched.said == [
        "The dump has no delnodes.dmp and no division.dmp and no gencode.dmp."
    ]
    house.assert_is(taxa)


def test_the_job_stands_in_the_books(house: TaxonomyHouse, taxa: Taxonomy) -> None:
    house.sync(taxa)

    assert (
        house.rows(
            "select kind, asked ->> 'source', state, ended_at is not null from insdc.sync_job"
        )
        == [("taxonomy", str(house.folder / "dump"), "done", True)] * 2
    )


def test_what_other_programs_did_to_the_taxa_is_noticed_and_mended(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.rename(11520, "Influenza B virus!")
    house.execute("delete from biosql.taxon where ncbi_taxon_id in (1765, 83332)")
    house.sync(taxa)
    house.assert_is(taxa)

    taxa.rename(11520, "Influenza B virus?")
    house.execute("delete from biosql.taxon")
    house.sync(taxa)
    house.assert_is(taxa)


def test_an_id_that_was_merged_and_then_deleted_is_deleted(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    house.sync(taxa)
    taxa.merge(1764, 1773)
    house.sync(taxa)
    key = house.keys()[1764]

    del taxa.merged[1764]
    taxa.deleted = {1764}
    house.sync(taxa)

    house.assert_is(taxa)
    assert house.rows("select ncbi_taxon_id from taxonomy.merged") == []
    assert house.rows("select ncbi_taxon_id, reason, kept from taxonomy.retired") == [
        (1764, "deleted", True)
    ]
    assert house.value("select taxonomy.current_id(1764)") is None
    assert house.keys()[1764] == key
    assert [change for change in house.history() if change[0] == 1764] == [
        (1764, "merged", "Mycobacterium avium", "1773"),
        (1764, "deleted", "merged into 1773", None),
    ]


def test_an_id_that_was_merged_and_is_back_though_it_is_listed_as_deleted_is_reused(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.merge(1764, 1773)
    house.sync(taxa)
    del taxa.merged[1764]
    taxa.add(1764, 1763, "Mycobacterium avium").deleted = {1764}

    house.sync(taxa)

    house.assert_is(taxa)
    assert [change for change in house.history() if change[0] == 1764] == [
        (1764, "merged", "Mycobacterium avium", "1773"),
        (1764, "reused", "merged into 1773", "Mycobacterium avium"),
    ]


def test_an_id_that_is_merged_into_another_than_before_is_in_the_history(
    house: TaxonomyHouse, taxa: Taxonomy
) -> None:
    taxa.merge(1764, 1773)
    house.sync(taxa)

    taxa.merged[1764] = 1765
    assert not house.changed(taxa).counts.get(Change.MERGED)
    house.sync(taxa, compare_all=True)

    house.assert_is(taxa)
    assert house.history() == [
        (1764, "merged", "Mycobacterium avium", "1773"),
        (1764, "merged", "merged into 1773", "1765"),
    ]
