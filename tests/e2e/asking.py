"""What tests of the whole program ask of the archive and of the mirror."""

import json
from typing import Any

from sqlalchemy import text

from adapters.postgres.database import Database
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive
from tests.synthetic.records import SraRecord
from tests.synthetic.taxa import lineage

TUBERCULOSIS = 1773


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.transaction() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def of_tuberculosis(archive: Archive) -> list[SraRecord]:
    """The public experiments of the organism that the tests follow."""
    return [
        record
        for record in archive.live()
        if any(taxon.tax_id == TUBERCULOSIS for taxon in lineage(record.taxon.tax_id))
    ]


def mirrored(database: Database) -> set[object]:
    return {accession for (accession,) in rows(database, "select accession from insdc.experiment")}


def sync(program: Program, *more: str) -> dict[str, Any]:
    """Bring what is followed up to date."""
    ended = program.run("sync", "insdc", "--json", *more)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def another_build(archive: Archive, ncbi: Emulator, days: int = 1) -> None:
    archive.clock.advance(days)
    ncbi.reindex()
