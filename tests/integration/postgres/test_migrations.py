"""Migrations bring any database to the schema of this version, and none to another."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.migrate import check, current, migrate, newest
from adapters.postgres.schema_books import SCHEMA, metadata
from adapters.postgres.taxonomy.schema import BIOSQL, TAXONOMY, taxon
from application.errors import ConfigurationError, NotReadyError
from tests.support.catalog import catalog
from tests.support.program import program


def set_migration(database: Database, name: str) -> None:
    with database.transaction() as connection:
        connection.execute(
            text("update insdc.alembic_version set version_num = :name"), {"name": name}
        )


def test_a_migrated_database_is_the_one_that_the_tables_describe(
    new_database: Callable[[], Database],
) -> None:
    migrated, described = new_database(), new_database()
    migrate(migrated)
    with described.transaction() as connection:
        for schema in (SCHEMA, BIOSQL, TAXONOMY):
            connection.execute(text(f"create schema {schema}"))
        connection.execute(text(f"create sequence {BIOSQL}.taxon_pk_seq"))
        taxon.create(connection)
        metadata.create_all(connection)

    for part, found in catalog(migrated).items():
        assert found == catalog(described)[part]


def test_alembic_finds_nothing_left_to_migrate(database: Database) -> None:
    with database.transaction() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table_schema": SCHEMA,
                "include_schemas": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA,
            },
        )

        assert compare_metadata(context, metadata) == []


def test_every_table_and_column_says_what_it_holds(database: Database) -> None:
    parts = catalog(database)

    assert [table for table, comment in parts["tables"] if not comment] == []
    assert [(table, column) for table, column, *_, comment in parts["columns"] if not comment] == []


def test_every_view_says_what_it_holds_and_can_be_read(database: Database) -> None:
    with database.transaction() as connection:
        views = connection.execute(
            text(
                "select relname, obj_description(oid) from pg_class "
                "where relkind = 'v' and relnamespace = 'insdc'::regnamespace"
            )
        ).all()
        for view, _ in views:
            connection.execute(text(f"select * from insdc.{view}")).all()

    assert len(views) > 0
    assert [view for view, comment in views if not comment] == []


def test_an_empty_database_is_brought_to_the_newest_schema(
    new_database: Callable[[], Database],
) -> None:
    database = new_database()
    assert current(database) is None

    assert migrate(database) == (None, newest())

    assert current(database) == newest()
    check(database)


def test_migrating_twice_changes_nothing_the_second_time(
    new_database: Callable[[], Database],
) -> None:
    database = new_database()
    migrate(database)
    before = catalog(database)

    assert migrate(database) == (newest(), newest())

    assert catalog(database) == before


def test_a_database_that_was_never_migrated_is_refused_with_the_command_to_run(
    new_database: Callable[[], Database],
) -> None:
    with pytest.raises(NotReadyError, match=r"never been migrated.*insdc-sync migrate"):
        check(new_database())


def test_a_database_of_a_newer_version_is_refused(new_database: Callable[[], Database]) -> None:
    database = new_database()
    migrate(database)
    set_migration(database, "9999")

    for refusing in (check, migrate):
        with pytest.raises(ConfigurationError, match=r"9999.*newer.*Update insdc-sync"):
            refusing(database)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    new_database: Callable[[], Database],
) -> None:
    database = new_database()
    with database.transaction() as connection:
        connection.execute(text("create schema insdc"))
        connection.execute(text("create table insdc.run_file (already text)"))
    before = catalog(database)

    with pytest.raises(Exception, match="already exists"):
        migrate(database)

    assert catalog(database) == before
    assert current(database) is None


MIGRATING = """
import sys
from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
database = Database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrate(database)
"""


def test_two_programs_may_migrate_one_database_at_once(
    new_database: Callable[[], Database],
) -> None:
    database = new_database()
    programs = [program(MIGRATING, database) for _ in range(2)]
    for started in programs:
        assert started.stdin is not None
        started.stdin.write("go\n")
        started.stdin.flush()

    errors = [started.communicate()[1] for started in programs]

    assert errors == ["", ""]
    check(database)
