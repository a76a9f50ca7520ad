"""Studies, samples, experiments, runs, files and the books of the jobs."""

from adapters.postgres.migrations.run_sql import run_sql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0001_sequencing.sql")
    run_sql("0001_views.sql")
