"""Who may do what in the database."""

from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.schema_books import SCHEMA
from adapters.postgres.taxonomy.schema import BIOSQL, TAXONOMY
from application.errors import UsageError

SCHEMAS = (SCHEMA, BIOSQL, TAXONOMY)


def grant_read(database: Database, role: str) -> None:
    """Let a role read all of the mirror, and nothing more."""
    with database.transaction() as connection:
        known = text("select count(*) from pg_roles where rolname = :role")
        if not connection.scalar(known, {"role": role}):
            raise UsageError(f"There is no database role {role!r}: create it first (create role).")
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        for schema in SCHEMAS:
            for statement in (
                f"grant usage on schema {schema} to {quoted}",
                f"grant select on all tables in schema {schema} to {quoted}",
                f"alter default privileges in schema {schema} grant select on tables to {quoted}",
            ):
                connection.execute(text(statement))
