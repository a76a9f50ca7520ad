"""Finds names that are spelt alike, with nothing but an index on the name in lower case."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, text

from domain.taxonomy import TaxonRef
from domain.taxonomy_spelling import beginnings, likest, normal, one_off

_SUGGESTED = 3
_SHORTEST = 3
_COMPARED = 3000
_LENGTH_OFF = 3
_SELECT = """
    select n.name, t.ncbi_taxon_id, t.node_rank
    from biosql.taxon_name n join biosql.taxon t on t.taxon_id = n.taxon_id
    where t.ncbi_taxon_id is not null
        and not exists (select from taxonomy.merged m where m.ncbi_taxon_id = t.ncbi_taxon_id)
        and not exists (select from taxonomy.retired r where r.ncbi_taxon_id = t.ncbi_taxon_id)"""
_SPELT = f"{_SELECT} and lower(n.name) = any(:names)"
_BEGUN = f"""{_SELECT} and lower(n.name) like :beginning
    and length(n.name) between :length - {_LENGTH_OFF} and :length + {_LENGTH_OFF}
    limit {_COMPARED}"""


def nearest(connection: Connection, name: str) -> tuple[TaxonRef, ...]:
    """Give the taxa in the tree whose names are most like a name that none of them has."""
    wanted = normal(name)
    if len(wanted) < _SHORTEST:
        return ()
    for candidates in _candidates(connection, wanted):
        found: dict[int, TaxonRef] = {}
        for spelt, ref in likest(wanted, candidates, 2 * _SUGGESTED):
            found.setdefault(ref.ncbi_taxon_id, TaxonRef(ref.ncbi_taxon_id, spelt, ref.rank))
        if found:
            return tuple(found.values())[:_SUGGESTED]
    return ()


def _candidates(connection: Connection, wanted: str) -> Iterator[Sequence[tuple[str, TaxonRef]]]:
    """Look for one slip anywhere; one in the first word; then for what begins alike."""
    yield _spelt(connection, one_off(wanted))
    first, space, rest = wanted.partition(" ")
    if rest:
        genera = {spelt.lower() for spelt, _ in _spelt(connection, one_off(first))}
        yield [
            found
            for genus in sorted(genera)
            for found in _begun(connection, f"{genus}{space}{rest[:1]}", len(wanted))
        ]
    for beginning in beginnings(wanted):
        yield _begun(connection, beginning, len(wanted))


def _spelt(connection: Connection, names: set[str]) -> list[tuple[str, TaxonRef]]:
    return _read(connection, _SPELT, {"names": sorted(names)})


def _begun(connection: Connection, beginning: str, length: int) -> list[tuple[str, TaxonRef]]:
    for special in "\\%_":
        beginning = beginning.replace(special, f"\\{special}")
    return _read(connection, _BEGUN, {"beginning": f"{beginning}%", "length": length})


def _read(
    connection: Connection, query: str, values: dict[str, object]
) -> list[tuple[str, TaxonRef]]:
    rows = connection.execute(text(query), values)
    return [(name, TaxonRef(tax_id, name, rank)) for name, tax_id, rank in rows]
