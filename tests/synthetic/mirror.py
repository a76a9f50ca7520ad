"""A mirror full of made-up samples and their runs, of any size: PostgreSQL makes it itself.

Every value follows from the number of its row and the seed, so that the same mirror comes out on
every machine. What is seldom in the archives is seldom here, and sizes are as skewed.
"""

from pathlib import Path

from sqlalchemy import Connection, text

from tests.synthetic.mirror_taxa import FIRST_SPECIES, TAXON_ID_LESS_NCBI_ID, fill_taxa

_SQL = Path(__file__).with_name("mirror.sql")
_SAMPLES_A_PROJECT = 250
_BIG_PROJECTS = 5


def fill_mirror(
    connection: Connection, samples: int, *, seed: int = 1, species: int = 3000
) -> None:
    """Fill an empty database: `samples` samples, 1.2 times as many runs, five attributes each."""
    fill_taxa(connection, species)
    settings = {
        "samples": samples,
        "seed": seed,
        "species": species,
        "first_species": FIRST_SPECIES,
        "taxon_id_less_ncbi_id": TAXON_ID_LESS_NCBI_ID,
        "projects": _BIG_PROJECTS + max(10, samples // _SAMPLES_A_PROJECT),
        "jobs": 50,
    }
    for name, value in settings.items():
        connection.execute(text(f"set local mirror.{name} = {value}"))
    for statement in _SQL.read_text(encoding="utf-8").split(";\n\n"):
        connection.exec_driver_sql(statement.replace("%", "%%"))
