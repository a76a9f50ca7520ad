"""Reads what the mirror knows of the taxonomy, for a dump to be compared with."""

import struct
import sys
from array import array
from collections.abc import Mapping

from sqlalchemy import Connection, select, text

from adapters.postgres.taxonomy.schema import merged, print_, retired, taxon_division
from application.ports.taxonomy_dump import DumpFile, Prints
from domain.taxonomy_hierarchy import Numbers
from domain.taxonomy_nodes import KnownTaxa

_BLOCK = struct.Struct(">I8s")
_ROWS_AT_ONCE = 500_000
_COLUMNS = ("taxon_id", "ncbi_taxon_id", "parent_taxon_id", "left_value", "right_value")
_PACKED = "string_agg(int4send(cast(coalesce({0}, 0) as integer)), '')"
_TAXA = f"""
    select {", ".join(map(_PACKED.format, _COLUMNS))}
    from (select * from biosql.taxon where taxon_id > :after order by taxon_id limit :most) as part
    having count(*) > 0"""


def known_taxa(connection: Connection) -> KnownTaxa:
    known = KnownTaxa()
    after = -(2**31)
    while columns := connection.execute(
        text(_TAXA), {"after": after, "most": _ROWS_AT_ONCE}
    ).first():
        known.add(map(_unpacked, columns))
        after = known.keys[-1]
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


def _unpacked(column: bytes) -> Numbers:
    """Give the whole numbers of a column that the server packed into one value."""
    numbers = array("i", bytes(column))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


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
