"""BioSamples, BioProjects, what is curated of them, and specimens."""

from adapters.postgres.migrations.run_sql import run_sql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0003_samples.sql")
    run_sql("0003_sample_views.sql")
