"""Fills BioSQL's empty tables without indexes and checks, which are made once the rows are in.

Over full tables they cost a fifth of what they cost row by row. It takes a lock that readers wait
for, but they wait for nothing: until the transaction commits, the tables are empty.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

_SECONDS_FOR_LOCK = 3
# Named by hand: regclass leaves out the schema where search_path has it.
_CONSTRAINTS = """
    select 'biosql.' || relname as relation, contype as kind,
        format('alter table biosql.%I drop constraint %I', relname, conname) as drop_it,
        format('alter table biosql.%I add constraint %I %s', relname, conname,
            pg_get_constraintdef(c.oid)) as make_it
    from pg_constraint c join pg_class t on t.oid = conrelid
    where conrelid in ('biosql.taxon'::regclass, 'biosql.taxon_name'::regclass)
        and contype in ('f', 'p', 'u')
    order by contype, conname"""
_INDEXES = """
    select 'biosql.' || t.relname as relation, 'i' as kind,
        format('drop index biosql.%I', i.relname) as drop_it,
        pg_get_indexdef(indexrelid) as make_it
    from pg_index join pg_class t on t.oid = indrelid join pg_class i on i.oid = indexrelid
    where indrelid in ('biosql.taxon'::regclass, 'biosql.taxon_name'::regclass)
        and not exists (select from pg_constraint where conindid = indexrelid)
    order by i.relname"""
_FOREIGN_KEY = "f"


@dataclass(frozen=True, slots=True)
class Dropped:
    """The statements that make again what was dropped: by table, and those that need both."""

    by_table: dict[str, list[str]]
    between: list[str]


def drop_checks(connection: Connection) -> Dropped | None:
    """Drop what slows filling down; None: somebody who reads or writes the tables is in the way.

    A key that another program's table refers to stays.
    """
    if not _tried(
        connection,
        f"set local lock_timeout = '{_SECONDS_FOR_LOCK}s'",
        "lock table biosql.taxon, biosql.taxon_name",
        "set local lock_timeout = default",
    ):
        return None
    dropped = Dropped({"biosql.taxon": [], "biosql.taxon_name": []}, [])
    for query in (_CONSTRAINTS, _INDEXES):
        for found in connection.execute(text(query)).all():
            if _tried(connection, found.drop_it):
                made_again = (
                    dropped.between
                    if found.kind == _FOREIGN_KEY
                    else dropped.by_table[found.relation]
                )
                made_again.append(found.make_it)
    return dropped


def _tried(connection: Connection, *statements: str) -> bool:
    savepoint = connection.begin_nested()
    try:
        for statement in statements:
            connection.execute(text(statement))
    except DBAPIError:
        savepoint.rollback()
        return False
    savepoint.commit()
    return True
