"""Brings a database to the schema of this version, and tells whether it has it."""

from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from adapters.postgres.database import Database
from adapters.postgres.schema_books import SCHEMA
from application.errors import ConfigurationError, NotReadyError, TryAgainError

MIGRATION_LOCK = 0x1D5DB
PATIENCE_SECONDS = 60.0
_QUEUE_MILLISECONDS = 300  # whoever asks for a table meanwhile queues behind us so long
_PAUSE_SECONDS = 0.5
_LOCK_TIMEOUT = "55P03"


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


def migrate(database: Database, patience: float = PATIENCE_SECONDS) -> tuple[str | None, str]:
    """Bring the database to the newest schema; give where it was and where it is.

    All in one transaction: a migration that fails leaves the database as it was. A table that is
    in use is asked for again and again, so that nobody who reads has to queue behind it for long.
    patience: seconds; raises TryAgainError once somebody has held a table for longer.
    """
    end = monotonic() + patience
    while True:
        try:
            return _migrate(database)
        except TryAgainError as error:
            if not _is_for_a_lock(error):
                raise
            if monotonic() > end:
                raise TryAgainError(_who_holds(database)) from error
        sleep(_PAUSE_SECONDS)


def _migrate(database: Database) -> tuple[str | None, str]:
    config = _config()
    with database.transaction() as connection:
        # Another program that migrates at the same time waits here, and finds nothing to do.
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        connection.execute(text(f"set local lock_timeout = '{_QUEUE_MILLISECONDS}ms'"))
        before = _revision(connection)
        _refuse_newer(before)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, newest()


def _is_for_a_lock(error: TryAgainError) -> bool:
    cause = error.__cause__
    return isinstance(cause, DBAPIError) and getattr(cause.orig, "pgcode", "") == _LOCK_TIMEOUT


def _who_holds(database: Database) -> str:
    with database.transaction() as connection:
        holder = connection.execute(text(_HOLDER)).first()
    since = (
        f": {holder.who} (process {holder.pid}) has it in use since "
        f"{holder.xact_start:%Y-%m-%d %H:%M %Z}"
        if holder
        else ""
    )
    return (
        f"The migration waits for a table that somebody reads or writes{since}. Nothing was "
        "changed: let that end, then run again: insdc-sync migrate"
    )


_HOLDER = """
    select a.pid, a.xact_start, concat_ws(', ', a.usename, nullif(a.application_name, '')) as who
    from pg_stat_activity a
    where a.datname = current_database() and a.pid <> pg_backend_pid() and exists (
        select from pg_locks l join pg_class c on c.oid = l.relation
        join pg_namespace n on n.oid = c.relnamespace
        where l.pid = a.pid and l.granted and n.nspname in ('insdc', 'taxonomy', 'biosql'))
    order by a.xact_start limit 1"""


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
