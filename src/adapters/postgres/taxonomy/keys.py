"""Where taxon_id comes from: whatever default the table has, BioSQL's sequence or another."""

from sqlalchemy import Connection, text

from application.errors import ConfigurationError

_DEFAULT = """
    select pg_get_expr(d.adbin, d.adrelid) as expression,
        coalesce(
            pg_get_serial_sequence('biosql.taxon', 'taxon_id'),
            substring(pg_get_expr(d.adbin, d.adrelid) from $$nextval\\('([^']+)'$$)
        ) as sequence
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = 'biosql.taxon'::regclass and a.attname = 'taxon_id'"""


def key_sequence(connection: Connection) -> str | None:
    """Give the sequence behind taxon_id, quoted; None: there is none to be found."""
    sequence: str | None = connection.execute(text(_DEFAULT)).one().sequence
    return sequence


def next_keys(connection: Connection, count: int) -> list[int]:
    """Take so many new taxon_ids."""
    default = connection.execute(text(_DEFAULT)).one()
    if default.expression is None and default.sequence is None:
        raise ConfigurationError(
            "biosql.taxon.taxon_id has no default, so no taxon can be added: give it BioSQL's, "
            "nextval('biosql.taxon_pk_seq')."
        )
    expression = default.expression or f"nextval('{default.sequence}')"
    keys = text(f"select {expression} from generate_series(1, :count)")
    return list(connection.scalars(keys, {"count": count}))
