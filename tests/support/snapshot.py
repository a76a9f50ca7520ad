"""What a mirror says, apart from when and by which job it came, and from our own keys."""

from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.schema_books import SCHEMA, metadata

_BOOKS = frozenset({"sync_job", "page", "quarantine", "arrival", "request_slot", "forecast"})
_OURS = frozenset(
    {
        "mirrored_at",
        "mirrored_by",
        "changed_at",
        "changed_by",
        "status_since",
        "sample_id",
        "publication_id",
        "asked_at",
        "unanswered_at",
        "curated_at",
        "grouped_at",
        "specimen_id",
        "evidence_id",
        "other_sample_id",
        "change_id",
        "job",
    }
)
_NAME = (
    "(select concat_ws('=', biosample_accession, sra_accession) from insdc.sample n "
    "where n.sample_id = t.sample_id)"
)

Snapshot = dict[str, list[str]]


def snapshot(database: Database) -> Snapshot:
    """Give every row of every table but the books, as text, sorted; samples by their names."""
    with database.transaction() as connection:
        return {
            table.name: sorted(connection.scalars(text(_rows(table.name))))
            for table in metadata.sorted_tables
            if table.name not in _BOOKS
        }


def quarantine(database: Database) -> list[tuple[str, str]]:
    with database.transaction() as connection:
        rows = connection.execute(
            text(f"select accession, reason from {SCHEMA}.quarantine where resolved_at is null")
        )
        return sorted((row.accession, row.reason) for row in rows)


def _rows(table: str) -> str:
    columns = metadata.tables[f"{SCHEMA}.{table}"].c
    shown = [f"t.{column.name}::text" for column in columns if column.name not in _OURS]
    if "sample_id" in columns:
        shown.append(_NAME)
    return f"select row({', '.join(shown)})::text from {SCHEMA}.{table} t"
