"""The mirror that the queries are timed on: made once, and kept where it is asked to be."""

import time
from pathlib import Path

from sqlalchemy import Connection, text

from adapters.postgres import embedded
from adapters.postgres.database import Database
from adapters.postgres.migrate import current, migrate
from tests.synthetic.mirror import fill_mirror

_INDEXES = """
    select indexdef, indexrelid::regclass::text as name
    from pg_index join pg_class on pg_class.oid = indrelid
    join pg_indexes on format('%I.%I', schemaname, indexname)::regclass = indexrelid
    where relnamespace = 'insdc'::regnamespace and not indisunique"""


def mirror_of(samples: int, folder: Path) -> Database:
    """Start the embedded server in `folder`, and fill it unless that was done before."""
    database = Database(embedded.start(folder / "data"))
    if current(database) is None:
        migrate(database)
        began = time.perf_counter()
        with database.transaction() as connection:
            _fill(connection, samples)
        with database.session() as connection:
            connection.execute(text("vacuum analyze"))
        print(f"filled in {time.perf_counter() - began:.0f} s\n")
    return database


def _fill(connection: Connection, samples: int) -> None:
    """Fill without indexes and without checking references, which were made to be right."""
    indexes = connection.execute(text(_INDEXES)).all()
    connection.execute(text("set local session_replication_role = replica"))
    connection.execute(text("set local maintenance_work_mem = '512MB'"))
    for index in indexes:
        connection.execute(text(f"drop index {index.name}"))
    fill_mirror(connection, samples)
    for index in indexes:
        connection.exec_driver_sql(index.indexdef)
