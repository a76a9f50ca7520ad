"""Writes the small tables: divisions, genetic codes, and what tells equal names apart."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, delete, or_, text
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres.taxonomy.copying import copy_in, escaped
from adapters.postgres.taxonomy.schema import division, genetic_code, taxon_division

_STAGE_UNIQUE = """
    create temporary table stage_unique_name
        (ncbi_taxon_id integer, name text, name_class text, unique_name text) on commit drop"""
_SAME = """
    (u.ncbi_taxon_id, u.name, u.name_class, u.unique_name)
        = (s.ncbi_taxon_id, s.name, s.name_class, s.unique_name)"""
_DELETE_UNIQUE = f"""
    delete from taxonomy.unique_name u using read_taxon t
    where t.ncbi_taxon_id = u.ncbi_taxon_id
        and not exists (select from stage_unique_name s where {_SAME})"""
_INSERT_UNIQUE = f"""
    insert into taxonomy.unique_name (ncbi_taxon_id, name, name_class, unique_name)
    select distinct ncbi_taxon_id, name, name_class, unique_name from stage_unique_name s
    where not exists (select from taxonomy.unique_name u where {_SAME})"""


def write_divisions(connection: Connection, rows: Sequence[tuple[int | str, ...]]) -> None:
    _write(connection, division, rows)


def write_genetic_codes(connection: Connection, rows: Sequence[tuple[int | str, ...]]) -> None:
    _write(connection, genetic_code, rows)


def _write(connection: Connection, table: Table, rows: Sequence[tuple[int | str, ...]]) -> None:
    """Insert or update by the first column; nothing is deleted, since taxa may refer to it."""
    key, *others = table.columns
    for row in rows:
        statement = insert(table).values(row)
        given = {column.name: statement.excluded[column.name] for column in others}
        differs = or_(*(column.is_distinct_from(given[column.name]) for column in others))
        connection.execute(
            statement.on_conflict_do_update(index_elements=[key], set_=given, where=differs)
        )


def write_taxon_divisions(
    connection: Connection, before: Mapping[int, int], now: Mapping[int, int]
) -> None:
    gone = [tax_id for tax_id, number in before.items() if now.get(tax_id) != number]
    connection.execute(delete(taxon_division).where(taxon_division.c.ncbi_taxon_id.in_(gone)))
    rows = (f"{tax_id}\t{now[tax_id]}" for tax_id in now if before.get(tax_id) != now[tax_id])
    copy_in(connection, "taxonomy.taxon_division", "ncbi_taxon_id, division_id", rows)


def write_unique_names(
    connection: Connection, rows: Iterable[tuple[str, ...]], *, first: bool
) -> None:
    """Write tax id, name, class, unique name; of the taxa that were read, the others go."""
    connection.execute(text(_STAGE_UNIQUE))
    columns = "ncbi_taxon_id, name, name_class, unique_name"
    copy_in(connection, "stage_unique_name", columns, (escaped("\t".join(row)) for row in rows))
    connection.execute(text("analyze stage_unique_name"))
    if not first:
        connection.execute(text(_DELETE_UNIQUE))
    connection.execute(text(_INSERT_UNIQUE))
