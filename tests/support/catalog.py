"""What PostgreSQL itself says a schema is made of."""

from typing import Any

from sqlalchemy import text

from adapters.postgres.database import Database

_COLUMNS = """
    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attidentity, pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind = 'r' and c.relnamespace = 'insdc'::regnamespace"""
_TABLES = """
    select relname, obj_description(oid) from pg_class
    where relkind = 'r' and relnamespace = 'insdc'::regnamespace"""
_CONSTRAINTS = """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'insdc'::regnamespace and contype <> 'n'"""
_INDEXES = "select tablename, indexname, indexdef from pg_indexes where schemaname = 'insdc'"


def catalog(database: Database) -> dict[str, set[Any]]:
    """Give the tables, columns, constraints and indexes of schema insdc, but Alembic's own."""
    queries = {
        "tables": _TABLES,
        "columns": _COLUMNS,
        "constraints": _CONSTRAINTS,
        "indexes": _INDEXES,
    }
    with database.transaction() as connection:
        return {
            part: {
                tuple(row)
                for row in connection.execute(text(query))
                if "alembic_version" not in row[0]
            }
            for part, query in queries.items()
        }
