"""BioSQL's tables that are there already are adopted: widened, never made anew."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import current, migrate
from application.errors import ConfigurationError
from domain.taxonomy import Change
from tests.integration.taxonomy.biosql import APPLICATION, RULES, SCHEMA, TAXA
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import mycobacteria

TABLES_OF_BIOSQL = 28


@pytest.fixture
def old(new_database: Callable[[], Database], tmp_path: Path) -> TaxonomyHouse:
    """A database of before, with BioSQL and an application on it, and no migration of ours."""
    house = TaxonomyHouse(new_database(), tmp_path)
    run(house, SCHEMA, RULES, APPLICATION, TAXA)
    return house


def run(house: TaxonomyHouse, *scripts: str) -> None:
    with house.database.transaction() as connection:
        for script in scripts:
            connection.exec_driver_sql(script)


def rows_of_applications(house: TaxonomyHouse) -> list[tuple[object, ...]]:
    return house.rows("select sample_id, taxon, organism from app.sample order by 1")


def test_tables_rows_keys_and_what_points_at_them_stay(old: TaxonomyHouse) -> None:
    tables = (
        "select oid, relname from pg_class "
        "where relnamespace = 'biosql'::regnamespace and relkind = 'r'"
    )
    before = old.rows(tables)
    taxa, names = (
        old.rows("select * from biosql.taxon"),
        old.rows("select * from biosql.taxon_name"),
    )
    foreign_keys = (
        "select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f'"
    )
    pointing = old.rows(foreign_keys)
    assert len(before) == TABLES_OF_BIOSQL

    migrate(old.database)

    assert sorted(old.rows(tables)) == sorted(before)
    assert old.rows("select * from biosql.taxon") == taxa
    assert old.rows("select * from biosql.taxon_name") == names
    assert set(pointing) <= set(old.rows(foreign_keys))
    assert old.rows(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute "
        "where attname in ('node_rank', 'name', 'name_class') and attrelid in "
        "('biosql.taxon'::regclass, 'biosql.taxon_name'::regclass) order by 1"
    ) == [("name", "text"), ("name_class", "text"), ("node_rank", "text")]


def test_rules_are_there_again_and_hold(old: TaxonomyHouse) -> None:
    rules = "select tablename, rulename from pg_rules where schemaname = 'biosql' order by 1"
    before = old.rows(rules)

    migrate(old.database)

    assert len(before) == 2
    assert old.rows(rules) == before
    old.execute("insert into biosql.taxon_name values (1, 'root', 'scientific name')")
    assert old.value("select count(*) from biosql.taxon_name where name = 'root'") == 1


def test_a_dump_is_brought_into_adopted_tables_and_the_keys_stay(old: TaxonomyHouse) -> None:
    migrate(old.database)
    keys, samples = old.keys(), rows_of_applications(old)
    taxa = mycobacteria()
    taxa.nodes[2].rank = "a rank that is longer than thirty-two characters"

    changes = old.changed(taxa)

    old.assert_is(taxa)
    assert keys.items() <= old.keys().items()
    assert rows_of_applications(old) == samples
    assert old.rows("select ncbi_taxon_id, reason from taxonomy.retired") == [(78331, "vanished")]
    assert (78331,) in old.rows("select ncbi_taxon_id from taxonomy.subtree(1763)")
    assert changes.counts[Change.DELETED] == 1
    assert (1773, "renamed", "M. tuberculosis", "Mycobacterium tuberculosis") in old.history()
    assert [change for change in old.history() if change[1] == "new"] == []
    taxa.merge(1765, 1773)
    old.sync(taxa)
    old.assert_is(taxa)


def test_adopted_tables_without_rows_are_filled(
    new_database: Callable[[], Database], tmp_path: Path
) -> None:
    house = TaxonomyHouse(new_database(), tmp_path)
    run(house, SCHEMA, RULES, APPLICATION)
    house.execute("select nextval('biosql.taxon_pk_seq')")
    migrate(house.database)
    constraints = (
        "select conname, pg_get_constraintdef(oid) from pg_constraint "
        "where connamespace in ('biosql'::regnamespace, 'app'::regnamespace) order by 1, 2"
    )
    before = house.rows(constraints)

    house.sync(mycobacteria())

    house.assert_is(mycobacteria())
    assert house.rows(constraints) == before
    house.execute("insert into biosql.taxon (ncbi_taxon_id) values (null)")
    assert house.value("select count(distinct taxon_id) from biosql.taxon") == 11


def test_taxa_that_another_program_made_keep_their_rows_and_get_numbers_of_their_own(
    old: TaxonomyHouse,
) -> None:
    run(
        old,
        "insert into biosql.taxon (parent_taxon_id, node_rank, left_value, right_value) "
        "values (null, 'private', 20, 23), (8, 'private', 21, 22), (4, 'private', 30, 31)",
        "insert into biosql.taxon_name values (8, 'our own', 'scientific name')",
    )
    migrate(old.database)
    taxa = mycobacteria()

    for _ in range(2):
        old.sync(taxa, compare_all=True)

        old.assert_nested()
        assert old.rows(
            "select taxon_id, parent_taxon_id, node_rank from biosql.taxon "
            "where ncbi_taxon_id is null order by 1"
        ) == [(8, None, "private"), (9, 8, "private"), (10, 4, "private")]
        assert old.rows("select name from biosql.taxon_name where taxon_id = 8") == [("our own",)]


def test_numbers_that_are_right_are_kept(old: TaxonomyHouse) -> None:
    migrate(old.database)
    files = mycobacteria()
    for tax_id in set(files.nodes) - {1, 2, 1763, 1773, 1765, 10239}:
        files.remove(tax_id)
    files.nodes[2].parent = 1

    assert old.changed(files).renumbered == 0
    assert old.rows("select left_value, right_value from biosql.taxon where ncbi_taxon_id = 1") == [
        (1, 14)
    ]


def test_numbers_that_are_missing_or_wrong_are_mended(old: TaxonomyHouse) -> None:
    run(
        old,
        "update biosql.taxon set left_value = null, right_value = null where taxon_id > 4",
        "update biosql.taxon set left_value = 99 where taxon_id = 2",
    )
    migrate(old.database)

    old.sync(mycobacteria())

    old.assert_is(mycobacteria())


def test_a_view_in_the_way_is_named_and_nothing_is_changed(old: TaxonomyHouse) -> None:
    run(old, "create view app.organism as select taxon_id, name from biosql.taxon_name")

    with pytest.raises(
        ConfigurationError,
        match=r"biosql.taxon_name.name is too narrow .* while a view shows it: app.organism. "
        r"Drop the view, migrate, and create it again.",
    ):
        migrate(old.database)

    assert current(old.database) is None
    assert old.value("select count(*) from app.organism") == 8


def test_a_view_of_other_columns_is_in_nobodys_way(old: TaxonomyHouse) -> None:
    run(old, "create view app.tree as select taxon_id, parent_taxon_id from biosql.taxon")

    migrate(old.database)

    assert old.value("select count(*) from app.tree") == 7


def test_tables_without_biosqls_constraints_are_given_what_is_needed(old: TaxonomyHouse) -> None:
    run(
        old,
        "alter table app.sample drop constraint sample_organism_fkey",
        "alter table biosql.taxon drop constraint xaktaxon_ncbi_taxon_id",
        "alter table biosql.taxon drop constraint xaktaxon_left_value",
        "alter table biosql.taxon drop constraint xaktaxon_right_value",
        "create unique index an_index on biosql.taxon (right_value)",
        "alter table biosql.taxon alter taxon_id drop default",
        "alter table biosql.taxon alter taxon_id add generated by default as identity (start 100)",
    )
    migrate(old.database)

    old.sync(mycobacteria())

    old.assert_is(mycobacteria())
    assert old.value("select max(taxon_id) from biosql.taxon") >= 100


def test_a_tax_id_in_two_rows_is_named(old: TaxonomyHouse) -> None:
    run(
        old,
        "alter table app.sample drop constraint sample_organism_fkey",
        "alter table biosql.taxon drop constraint xaktaxon_ncbi_taxon_id",
        "update biosql.taxon set ncbi_taxon_id = 1773 where taxon_id = 6",
    )

    with pytest.raises(ConfigurationError, match=r"tax id 1773 in more than one row"):
        migrate(old.database)


def test_tables_that_are_wide_already_are_taken_as_they_are(
    new_database: Callable[[], Database], tmp_path: Path
) -> None:
    house = TaxonomyHouse(new_database(), tmp_path)
    migrate(house.database)
    with house.database.transaction() as connection:
        connection.execute(text("drop schema insdc, taxonomy cascade"))
    before = house.rows("select indexdef from pg_indexes where schemaname = 'biosql' order by 1")

    migrate(house.database)

    assert before == house.rows(
        "select indexdef from pg_indexes where schemaname = 'biosql' order by 1"
    )
    house.sync(mycobacteria())
    house.assert_is(mycobacteria())


def test_a_search_path_with_biosql_in_it_changes_nothing(
    new_database: Callable[[], Database], tmp_path: Path
) -> None:
    house = TaxonomyHouse(new_database(), tmp_path)
    with house.database.transaction() as connection:
        name = connection.scalar(text("select current_database()"))
        connection.execute(text(f"alter database {name} set search_path = biosql, public"))
    house.database.dispose()
    migrate(house.database)
    taxa = mycobacteria()

    house.sync(taxa)
    house.assert_is(taxa)

    taxa.merge(1765, 1764)
    house.sync(taxa)
    house.assert_is(taxa)
    assert house.value("select taxonomy.descendants(1)") == len(taxa.nodes) - 1
