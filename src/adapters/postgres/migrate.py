"""Brings a database to the schema of this version, and tells whether it has it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from adapters.postgres.database import Database
from adapters.postgres.schema_books import SCHEMA
from application.errors import ConfigurationError, NotReadyError

MIGRATION_LOCK = 0x1D5DB


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def newest() -> str:
    """Give the name of the newest migration of this version."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101 - the project ships at least one
    return head


def current(database: Database) -> str | None:
    """Give the name of the last migration a database has had; None: it never had one."""
    with database.transaction() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
    return context.get_current_revision()


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the database to the newest schema; give where it was and where it is.

    All in one transaction: a migration that fails leaves the database as it was.
    """
    config = _config()
    with database.transaction() as connection:
        # Another program that migrates at the same time waits here, and finds nothing to do.
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        before = _revision(connection)
        _refuse_newer(before)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest()


def check(database: Database) -> None:
    """Raise NotReadyError where the database lacks a migration of this version."""
    before = current(database)
    _refuse_newer(before)
    if before != newest():
        state = "has never been migrated" if before is None else f"is at migration {before}"
        raise NotReadyError(
            f"The database {state}; this version needs {newest()}. Run first: insdc-sync migrate"
        )


def _refuse_newer(before: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise ConfigurationError(
            f"The database is at migration {before}, which this version of insdc-sync does not "
            "know: it was migrated by a newer one. Update insdc-sync."
        )
