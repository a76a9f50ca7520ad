"""Migrations are plain SQL files, for those who read SQL and nothing else."""

from pathlib import Path

from alembic import op


def run_sql(name: str) -> None:
    """Run the statements of a file in this folder's `sql`, in the migration's transaction."""
    statements = (Path(__file__).parent / "sql" / name).read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
