"""Brings the rows of a page into temporary tables, from which they are merged."""

from contextlib import closing
from io import BytesIO

from sqlalchemy import Connection, make_url, text

from adapters.postgres import (  # noqa: F401 - they describe the tables
    schema,
    schema_follow,
    schema_samples,
)
from adapters.postgres.changes import REMEMBERED
from adapters.postgres.schema_books import SCHEMA, metadata
from adapters.postgres.staged import COLUMNS, TABLE_OF, PageRows

_DIALECT = make_url("postgresql+psycopg2://").get_dialect()()
_ONLY_STAGED = {"sample_key": "text", "owner_kind": "text", "owner_key": "text"}

TOUCHED = ("submission", "study", "sample", "experiment", "run", "biosample", "project")
"""Tables whose new and changed rows are remembered, for what hangs on them."""


def _column_type(table: str, column: str) -> str:
    if column in _ONLY_STAGED:
        return _ONLY_STAGED[column]
    return (
        metadata.tables[f"{SCHEMA}.{TABLE_OF.get(table, table)}"].c[column].type.compile(_DIALECT)
    )


def _temporary(name: str, columns: str) -> str:
    return f"create temporary table if not exists {name} ({columns}) on commit delete rows;\n"


def _definitions() -> str:
    staged = (
        _temporary(
            f"stage_{table}",
            ", ".join(f"{column} {_column_type(table, column)}" for column in columns),
        )
        for table, columns in COLUMNS.items()
    )
    touched = (
        _temporary(f"touched_{table}", f"key {_key_type(table)}, is_new boolean, arrived boolean")
        for table in TOUCHED
    )
    reference = _temporary(
        "sample_ref",
        "sample_key text, sample_id bigint, is_new boolean, "
        "sra_accession text, biosample_accession text",
    )
    return "".join([*staged, *touched, reference, REMEMBERED])


def _key_type(table: str) -> str:
    return "bigint" if table in {"sample", "biosample"} else "text"


_DEFINITIONS = _definitions()


def stage(connection: Connection, rows: PageRows) -> None:
    """Copy a page's rows into this transaction's temporary tables; they empty at its end."""
    connection.execute(text("set local client_min_messages = warning"))
    connection.execute(text(_DEFINITIONS))
    for table, content in rows.tables.items():
        copy(connection, f"stage_{table}", COLUMNS[table], content)


def copy(connection: Connection, table: str, columns: tuple[str, ...], content: bytes) -> None:
    """Send rows in COPY's text format; none at all is no row, not an empty one."""
    if not content:
        return
    with closing(connection.connection.cursor()) as cursor:
        cursor.copy_expert(f"copy {table} ({', '.join(columns)}) from stdin", BytesIO(content))
