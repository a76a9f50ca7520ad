"""A tree of taxa of any width, as the taxonomy keeps it: bacteria, their genera and species."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from adapters.postgres.taxonomy.schema import taxon, taxon_name

ROOT = 1
FIRST_GENUS = 2000
FIRST_SPECIES = 10_000
SPECIES_A_GENUS = 50
_GENERA_A_PHYLUM = 8
_TOP = ((131_567, "cellular root", "cellular organisms"), (2, "domain", "Bacteria"))

# Not the NCBI's id: a query that takes one key for the other must fail.
TAXON_ID_LESS_NCBI_ID = 5_000_000


@dataclass(frozen=True)
class _Taxon:
    number: int
    rank: str
    name: str
    above: int


def fill_taxa(connection: Connection, species: int) -> None:
    """Insert the taxa that lead to so many species, 50 a genus, with the nested set."""
    taxa = list(_taxa(species))
    below: dict[int, list[int]] = {}
    for one in taxa[1:]:
        below.setdefault(one.above, []).append(one.number)
    ends = dict(_nested(ROOT, below))
    connection.execute(
        insert(taxon),
        [
            {
                "taxon_id": one.number + TAXON_ID_LESS_NCBI_ID,
                "ncbi_taxon_id": one.number,
                "parent_taxon_id": one.above + TAXON_ID_LESS_NCBI_ID,
                "node_rank": one.rank,
                "left_value": ends[one.number][0],
                "right_value": ends[one.number][1],
            }
            for one in taxa
        ],
    )
    connection.execute(
        insert(taxon_name),
        [
            {
                "taxon_id": one.number + TAXON_ID_LESS_NCBI_ID,
                "name": one.name,
                "name_class": "scientific name",
            }
            for one in taxa
        ],
    )


def _taxa(species: int) -> Iterator[_Taxon]:
    above = ROOT
    yield _Taxon(ROOT, "no rank", "root", ROOT)
    for number, rank, name in _TOP:
        yield _Taxon(number, rank, name, above)
        above = number
    for genus in range(-(-species // SPECIES_A_GENUS)):
        phylum, is_first = divmod(genus, _GENERA_A_PHYLUM)[0], genus % _GENERA_A_PHYLUM == 0
        if is_first:
            yield from _ranks_between(phylum)
        yield _Taxon(FIRST_GENUS + genus, "genus", f"Genus{genus}", 400 + phylum)
        for one in range(SPECIES_A_GENUS * genus, min(species, SPECIES_A_GENUS * (genus + 1))):
            name = f"Genus{genus} species{one}"
            yield _Taxon(FIRST_SPECIES + one, "species", name, FIRST_GENUS + genus)


def _ranks_between(phylum: int) -> Iterator[_Taxon]:
    above = _TOP[-1][0]
    for first, rank in ((100, "phylum"), (200, "class"), (300, "order"), (400, "family")):
        yield _Taxon(first + phylum, rank, f"{rank.capitalize()}{phylum}", above)
        above = first + phylum


def _nested(top: int, below: dict[int, list[int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Number the tree; with gaps, as the taxonomy's own numbers have them."""
    at = 0
    left: dict[int, int] = {}
    todo = [(top, False)]
    while todo:
        number, is_done = todo.pop()
        at += 10
        if is_done:
            yield number, (left[number], at)
        else:
            left[number] = at
            todo.append((number, True))
            todo += [(child, False) for child in reversed(below.get(number, []))]
