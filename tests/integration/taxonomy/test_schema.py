"""The schema is the one that the tables describe, and explains itself."""

import re
from collections.abc import Callable

from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.schema_books import sync_job
from adapters.postgres.taxonomy.schema import metadata
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import mycobacteria

_SCHEMAS = "('biosql'::regnamespace, 'taxonomy'::regnamespace)"
PARTS = {
    "columns": f"""
        select c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relkind = 'r' and c.relnamespace in {_SCHEMAS}""",
    "tables": f"""
        select oid::regclass::text, obj_description(oid) from pg_class
        where relkind = 'r' and relnamespace in {_SCHEMAS}""",
    "constraints": f"""
        select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace in {_SCHEMAS} and contype <> 'n'""",
    "indexes": """
        select indexname, indexdef from pg_indexes where schemaname in ('biosql', 'taxonomy')""",
}
"""What PostgreSQL itself says the two schemas are made of."""
EXPLAINED = {
    "views": f"""
        select oid::regclass::text, obj_description(oid) from pg_class
        where relkind = 'v' and relnamespace in {_SCHEMAS}""",
    "functions": f"""
        select oid::regprocedure::text, obj_description(oid) from pg_proc
        where pronamespace in {_SCHEMAS}""",
}


def catalog(database: Database) -> dict[str, set[tuple[object, ...]]]:
    with database.transaction() as connection:
        return {
            part: {tuple(row) for row in connection.execute(text(query))}
            for part, query in PARTS.items()
        }


def test_the_migration_makes_the_tables_that_are_described(
    database: Database, new_database: Callable[[], Database]
) -> None:
    described = new_database()
    with described.transaction() as connection:
        for schema in ("insdc", "biosql", "taxonomy"):
            connection.execute(text(f"create schema {schema}"))
        connection.execute(text("create sequence biosql.taxon_pk_seq"))
        sync_job.create(connection)
        metadata.create_all(connection)

    for part, found in catalog(database).items():
        assert found == catalog(described)[part], part


def test_every_table_and_column_says_what_it_holds(database: Database) -> None:
    parts = catalog(database)

    assert len(parts["tables"]) == 11
    assert [row for row in parts["tables"] if not row[-1]] == []
    assert [row for row in parts["columns"] if not row[-1]] == []


def test_every_view_and_function_gives_an_example_that_runs(house: TaxonomyHouse) -> None:
    house.sync(mycobacteria())
    for query in EXPLAINED.values():
        found = house.rows(query)
        assert found
        for name, comment in found:
            example = re.search(r"(?:Example: |case: )(SELECT .*;)", comment or "")
            assert example, name
            with house.database.transaction() as connection:
                connection.exec_driver_sql(example.group(1))


def test_a_subtree_is_found_by_one_range_of_the_nested_set(house: TaxonomyHouse) -> None:
    house.sync(mycobacteria())
    with house.database.transaction() as connection:
        connection.execute(text("set local enable_seqscan = off"))
        plan = "\n".join(connection.scalars(text("explain select * from taxonomy.subtree(1763)")))

    assert "xaktaxon_left_value" in plan
