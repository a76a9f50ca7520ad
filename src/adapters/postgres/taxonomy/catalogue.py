"""Reads the taxonomy for people and programs that ask."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, text

from adapters.postgres.database import Database
from adapters.postgres.taxonomy.mirror import read_standing
from adapters.postgres.taxonomy.spelling import nearest
from application.ports.taxon_catalogue import TaxonAnswer
from application.ports.taxonomy import TaxonomyStanding
from domain.taxonomy import Retirement, Status, Taxon, TaxonName, TaxonRef, tax_id_in

_MOST_LISTED = 20
_NAMED = f"""
    select t.ncbi_taxon_id, coalesce(min(n.unique_name), min(s.name)) as name, t.node_rank,
        m.ncbi_taxon_id is not null or r.ncbi_taxon_id is not null as is_retired,
        min(case when n.name_class = 'scientific name' then 0 else 1 end) as by_other_name,
        bool_and(n.spelt <> :name) as in_other_case
    from (
        select n.taxon_id, n.name as spelt, n.name_class, u.unique_name
        from biosql.taxon_name n join biosql.taxon t on t.taxon_id = n.taxon_id
        left join taxonomy.unique_name u on u.ncbi_taxon_id = t.ncbi_taxon_id
            and u.name = n.name and u.name_class = n.name_class
        where lower(n.name) = lower(:name)
        union all
        select t.taxon_id, u.unique_name, u.name_class, u.unique_name
        from taxonomy.unique_name u join biosql.taxon t on t.ncbi_taxon_id = u.ncbi_taxon_id
        where lower(u.unique_name) = lower(:name)
    ) n
    join biosql.taxon t on t.taxon_id = n.taxon_id
    left join biosql.taxon_name s on s.taxon_id = t.taxon_id and s.name_class = 'scientific name'
    left join taxonomy.merged m on m.ncbi_taxon_id = t.ncbi_taxon_id
    left join taxonomy.retired r on r.ncbi_taxon_id = t.ncbi_taxon_id
    where t.ncbi_taxon_id is not null
    group by t.ncbi_taxon_id, t.node_rank, is_retired
    order by is_retired, by_other_name, in_other_case, t.ncbi_taxon_id limit {_MOST_LISTED}"""
_RETIRED = """
    select 'merged' as status, noticed, current_ncbi_taxon_id as heir, kept
    from taxonomy.merged where ncbi_taxon_id = :id
    union all
    select 'deleted', noticed, null, kept from taxonomy.retired where ncbi_taxon_id = :id
    limit 1"""
_TAXON = """
    select t.taxon_id, t.node_rank, t.genetic_code, t.mito_genetic_code, d.name as division,
        taxonomy.descendants(t.ncbi_taxon_id) as descendants
    from biosql.taxon t
    left join taxonomy.division d on d.division_id = taxonomy.division_of(t.ncbi_taxon_id)
    where t.ncbi_taxon_id = :id"""
_NAMES = """
    select n.name, n.name_class, u.unique_name from biosql.taxon_name n
    left join taxonomy.unique_name u on u.ncbi_taxon_id = :id and u.name = n.name
        and u.name_class = n.name_class
    where n.taxon_id = :key order by n.name_class <> 'scientific name', n.name_class, n.name"""
_LINEAGES = """
    select asked.id, l.ncbi_taxon_id, l.scientific_name, l.node_rank
    from unnest(cast(:ids as integer[])) as asked (id), taxonomy.lineage(asked.id) as l
    order by asked.id, l.level"""


class PostgresTaxonCatalogue:
    """Implements application.ports.taxon_catalogue.TaxonCatalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> TaxonomyStanding | None:
        with self._database.transaction() as connection:
            return read_standing(connection)

    def look_up(self, asked: str) -> TaxonAnswer:
        wanted = " ".join(asked.split())
        with self._database.transaction() as connection:
            if (tax_id := tax_id_in(wanted)) is not None:
                return _by_id(connection, asked, tax_id)
            return _by_name(connection, asked, wanted)

    def lineages(self, ids: Sequence[int]) -> dict[int, tuple[TaxonRef, ...]]:
        with self._database.transaction() as connection:
            return _lineages(connection, ids)


def _by_id(connection: Connection, asked: str, tax_id: int) -> TaxonAnswer:
    found = connection.execute(text(_RETIRED), {"id": tax_id}).first()
    if found is None:
        return TaxonAnswer(asked, _taxon(connection, tax_id))
    retired = Retirement(tax_id, Status(found.status), found.noticed, found.heir)
    return TaxonAnswer(asked, _taxon(connection, found.heir or tax_id), retired)


def _by_name(connection: Connection, asked: str, name: str) -> TaxonAnswer:
    rows = connection.execute(text(_NAMED), {"name": name}).all()
    if not rows:
        return TaxonAnswer(asked, nearest=nearest(connection, name))
    best = list(takewhile(lambda row: _how(row) == _how(rows[0]), rows))
    if len(best) == 1:
        return _by_id(connection, asked, best[0].ncbi_taxon_id)
    refs = tuple(TaxonRef(row.ncbi_taxon_id, row.name, row.node_rank) for row in best)
    return TaxonAnswer(asked, ambiguous=refs)


def _how(row: Row[*tuple[Any, ...]]) -> tuple[bool, int, bool]:
    """Tell how well a taxon answers to a name; the least is the best."""
    return row.is_retired, row.by_other_name, row.in_other_case


def _taxon(connection: Connection, tax_id: int) -> Taxon | None:
    row = connection.execute(text(_TAXON), {"id": tax_id}).first()
    if row is None:
        return None
    named = connection.execute(text(_NAMES), {"id": tax_id, "key": row.taxon_id})
    names = tuple(TaxonName(name, name_class, unique) for name, name_class, unique in named)
    *lineage, itself = _lineages(connection, [tax_id])[tax_id]
    return Taxon(
        ncbi_taxon_id=tax_id,
        name=itself.name,
        rank=row.node_rank,
        names=names,
        lineage=tuple(lineage),
        descendants=row.descendants or 0,
        division=row.division,
        genetic_code=row.genetic_code,
        mito_genetic_code=row.mito_genetic_code,
    )


def _lineages(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[TaxonRef, ...]]:
    lineages: dict[int, list[TaxonRef]] = {}
    for asked, tax_id, name, rank in connection.execute(text(_LINEAGES), {"ids": list(ids)}):
        lineages.setdefault(asked, []).append(TaxonRef(tax_id, name or "", rank))
    return {asked: tuple(lineage) for asked, lineage in lineages.items()}
