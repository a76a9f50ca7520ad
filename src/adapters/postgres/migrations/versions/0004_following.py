"""What is followed, what left, who was told, and how many requests all may make."""

from adapters.postgres.migrations.run_sql import run_sql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("0004_following.sql")
    run_sql("0004_history.sql")
    run_sql("0004_taxonomy.sql")
