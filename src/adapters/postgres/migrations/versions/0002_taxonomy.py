"""The NCBI taxonomy, in BioSQL's own tables: made where there are none, adopted where there are.

BioSQL's tables that are there keep their rows, their keys and whatever points at them.
"""

from alembic import op
from sqlalchemy import Connection, text

from adapters.postgres.migrations.run_sql import run_sql
from application.errors import ConfigurationError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WORDS = (("taxon", "node_rank"), ("taxon_name", "name"), ("taxon_name", "name_class"))
_NESTED_SET = ("left_value", "right_value")


def upgrade() -> None:
    connection = op.get_bind()
    if _there(connection, "taxon"):
        _widen(connection)
        _check_ids(connection)
        for column in _NESTED_SET:
            _defer(connection, column)
    run_sql("0002_taxonomy.sql")
    run_sql("0002_taxonomy_functions.sql")


def _there(connection: Connection, table: str) -> bool:
    found = connection.scalar(text("select to_regclass(:name)"), {"name": f"biosql.{table}"})
    return found is not None


def _widen(connection: Connection) -> None:
    """Make words of any length fit. No row is written anew: PostgreSQL just forgets the limit."""
    narrow = [
        (table, column)
        for table, column in _WORDS
        if _there(connection, table) and _kind(connection, table, column) != "text"
    ]
    _refuse_views(connection, narrow)
    rules = _rules(connection, {table for table, _ in narrow})
    for table, name, _ in rules:
        connection.execute(text(f'drop rule "{name}" on biosql.{table}'))
    for table, column in narrow:
        connection.execute(text(f"alter table biosql.{table} alter {column} type text"))
    for _, _, definition in rules:
        connection.exec_driver_sql(definition.replace("%", "%%"))


def _kind(connection: Connection, table: str, column: str) -> str | None:
    kind: str | None = connection.scalar(
        text(
            "select format_type(atttypid, null) from pg_attribute "
            "where attrelid = to_regclass(:table) and attname = :column"
        ),
        {"table": f"biosql.{table}", "column": column},
    )
    return kind


def _refuse_views(connection: Connection, narrow: list[tuple[str, str]]) -> None:
    """Say which views are in the way: PostgreSQL widens no column that a view shows."""
    for table, column in narrow:
        views = connection.scalars(
            text(
                "select distinct v.oid::regclass::text from pg_depend d "
                "join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class "
                "join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid "
                "where d.refobjid = to_regclass(:table) and a.attname = :column "
                "and v.relkind in ('v', 'm') order by 1"
            ),
            {"table": f"biosql.{table}", "column": column},
        ).all()
        if views:
            raise ConfigurationError(
                f"biosql.{table}.{column} is too narrow for the taxonomy of today and cannot be "
                f"widened while a view shows it: {', '.join(views)}. Drop the view, migrate, "
                "and create it again."
            )


def _rules(connection: Connection, tables: set[str]) -> list[tuple[str, str, str]]:
    """Give table, name and definition of the rules, such as BioSQL has for bioperl-db."""
    rows = connection.execute(
        text(
            "select tablename, rulename, definition from pg_rules "
            "where schemaname = 'biosql' and tablename = any(:tables)"
        ),
        {"tables": list(tables)},
    )
    return [(row.tablename, row.rulename, row.definition) for row in rows]


def _check_ids(connection: Connection) -> None:
    twice = connection.scalar(
        text(
            "select ncbi_taxon_id from biosql.taxon where ncbi_taxon_id is not null "
            "group by 1 having count(*) > 1 order by 1 limit 1"
        )
    )
    if twice is not None:
        raise ConfigurationError(
            f"biosql.taxon has tax id {twice} in more than one row: keep one of them and migrate "
            "again."
        )
    if not _unique_indexes(connection, "ncbi_taxon_id"):
        connection.execute(
            text(
                "alter table biosql.taxon "
                "add constraint xaktaxon_ncbi_taxon_id unique (ncbi_taxon_id)"
            )
        )


def _defer(connection: Connection, column: str) -> None:
    """Check that numbers are unique at the end of a statement, not row by row."""
    for index, constraint, immediate in _unique_indexes(connection, column):
        if not immediate:
            continue
        drop = f'alter table biosql.taxon drop constraint "{constraint}"'
        connection.execute(text(drop if constraint else f'drop index biosql."{index}"'))
        connection.execute(
            text(
                f'alter table biosql.taxon add constraint "{constraint or index}" '
                f"unique ({column}) deferrable initially immediate"
            )
        )
    if not _unique_indexes(connection, column):
        connection.execute(text(f"create index on biosql.taxon ({column})"))


def _unique_indexes(connection: Connection, column: str) -> list[tuple[str, str | None, bool]]:
    """Give index, constraint and whether it is checked row by row, of those on this column."""
    rows = connection.execute(
        text(
            "select i.relname, c.conname, x.indimmediate from pg_index x "
            "join pg_class i on i.oid = x.indexrelid "
            "join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0] "
            "left join pg_constraint c on c.conindid = x.indexrelid and c.contype = 'u' "
            "where x.indrelid = 'biosql.taxon'::regclass and x.indisunique and x.indnatts = 1 "
            "and x.indpred is null and a.attname = :column"
        ),
        {"column": column},
    )
    return [(row.relname, row.conname, row.indimmediate) for row in rows]
