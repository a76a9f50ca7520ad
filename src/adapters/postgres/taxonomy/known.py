"""Reads what the mirror knows of the taxonomy, for a dump to be compared with."""

import struct
from collections.abc import Mapping

from sqlalchemy import Connection, select, text

from adapters.postgres.taxonomy.copying import copy_out_numbers
from adapters.postgres.taxonomy.schema import merged, print_, retired, taxon_division
from application.ports.taxonomy_dump import DumpFile, Prints
from domain.taxonomy_nodes import KnownTaxa

_BLOCK = struct.Struct(">I8s")
_ROWS_AT_ONCE = 500_000
_TAXA = """
    select taxon_id, coalesce(ncbi_taxon_id, 0), coalesce(parent_taxon_id, 0),
        coalesce(left_value, 0), coalesce(right_value, 0)
    from biosql.taxon where taxon_id > {after} order by taxon_id limit {limit}"""


def known_taxa(connection: Connection) -> KnownTaxa:
    known = KnownTaxa()
    before = -1
    while before != len(known):
        before = len(known)
        after = known.keys[-1] if before else -(2**31)
        for values in copy_out_numbers(connection, _TAXA.format(after=after, limit=_ROWS_AT_ONCE)):
            known.add(values)
    known.retired = set(
        connection.scalars(
            select(merged.c.ncbi_taxon_id)
            .where(merged.c.kept)
            .union_all(select(retired.c.ncbi_taxon_id).where(retired.c.kept))
        )
    )
    known.divisions = {
        row.ncbi_taxon_id: row.division_id for row in connection.execute(select(taxon_division))
    }
    return known


def known_mergers(connection: Connection) -> dict[int, tuple[int, int | None]]:
    """Give old id → the id it was merged into, and the one that has it now."""
    rows = connection.execute(
        select(merged.c.ncbi_taxon_id, merged.c.merged_into, merged.c.current_ncbi_taxon_id)
    )
    return {old: (new, current) for old, new, current in rows}


def is_as_it_was_left(connection: Connection, taxa: int) -> bool:
    """Tell whether there are as many taxa as the last sync left; other programs add some."""
    kept = "(select count(*) from taxonomy.{0} where kept)"
    found = connection.scalar(
        text(
            "select count(ncbi_taxon_id) "
            f"- {kept.format('merged')} - {kept.format('retired')} from biosql.taxon"
        )
    )
    return bool(found == taxa)


def known_prints(connection: Connection) -> dict[DumpFile, Prints]:
    return {
        DumpFile(file): dict(_BLOCK.iter_unpack(blocks))
        for file, blocks in connection.execute(select(print_.c.file, print_.c.blocks))
    }


def keep_prints(connection: Connection, prints: Mapping[DumpFile, Prints]) -> None:
    connection.execute(print_.delete())
    for file, blocks in prints.items():
        packed = b"".join(_BLOCK.pack(block, print_) for block, print_ in blocks.items())
        connection.execute(print_.insert().values(file=file.value, blocks=packed))


def is_empty(connection: Connection) -> bool:
    return not connection.scalar(text("select exists (select from biosql.taxon)"))
