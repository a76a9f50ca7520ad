"""A mirror's taxonomy, the dumps it is brought in step with, and what must be true of it then."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from adapters.ncbi_files.taxdump.local import LocalTaxdump
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.taxonomy.catalogue import PostgresTaxonCatalogue
from adapters.postgres.taxonomy.mirror import PostgresTaxonomy
from application.ports.taxonomy import TaxonomyChanges
from application.ports.taxonomy_dump import TaxonomyDump
from application.sync_taxonomy import SyncTaxonomy, TaxonomyReport
from tests.unit.taxonomy.dumps import Taxonomy
from tests.unit.taxonomy.nested_sets import parents_by_numbers
from tests.unit.taxonomy.reading import Watched

TABLES = (
    "biosql.taxon", "biosql.taxon_name", "taxonomy.merged", "taxonomy.retired", "taxonomy.change",
    "taxonomy.division", "taxonomy.taxon_division", "taxonomy.genetic_code", "taxonomy.unique_name",
    "taxonomy.sync", "taxonomy.print",
)  # fmt: skip


@dataclass
class TaxonomyHouse:
    """The taxonomy of one database. Dumps are written into `folder`."""

    database: Database
    folder: Path
    watched: Watched = field(default_factory=Watched)

    def sync(self, dump: Taxonomy | Path | TaxonomyDump, **how: bool) -> TaxonomyReport:
        if isinstance(dump, Taxonomy):
            dump = dump.folder(self.folder / "dump")
        if isinstance(dump, Path):
            dump = LocalTaxdump(dump, self.watched)
        return self.use_case(dump)(**how)

    def use_case(self, dump: TaxonomyDump) -> SyncTaxonomy:
        return SyncTaxonomy(
            dump,
            PostgresTaxonomy(self.database, self.watched),
            PostgresLedger(self.database, "test"),
            PostgresJobLock(self.database),
            self.watched,
        )

    def changed(self, dump: Taxonomy | Path, **how: bool) -> TaxonomyChanges:
        """Sync a dump that is not the last one, and give what it changed."""
        changes = self.sync(dump, **how).changes
        assert changes is not None
        return changes

    @property
    def catalogue(self) -> PostgresTaxonCatalogue:
        return PostgresTaxonCatalogue(self.database)

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def value(self, query: str, **values: object) -> Any:
        [(value,)] = self.rows(query, **values)
        return value

    def execute(self, *statements: str) -> None:
        with self.database.transaction() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def history(self) -> list[tuple[Any, ...]]:
        return self.rows(
            "select ncbi_taxon_id, kind, before, after from taxonomy.change order by job, 2, 1"
        )

    def keys(self) -> dict[int, int]:
        return dict(self.rows("select ncbi_taxon_id, taxon_id from biosql.taxon"))

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give all rows of all tables, with what tells whether a row was written again."""
        return {
            table: sorted(self.rows(f"select t::text, xmin::text from {table} t"))
            for table in TABLES
        }

    def assert_is(self, taxonomy: Taxonomy) -> None:
        """Assert that the tree is the dump's, and that all that was ever in it is there still."""
        self._assert_taxa(taxonomy)
        self._assert_names(taxonomy)
        self.assert_nested()

    def _assert_taxa(self, taxonomy: Taxonomy) -> None:
        found = self.rows(
            "select ncbi_taxon_id, parent_ncbi_taxon_id, node_rank, genetic_code, "
            "mito_genetic_code from taxonomy.taxon where status = 'live'"
        )
        assert sorted(found) == sorted(
            (tax_id, node.parent, node.rank, node.genetic_code, node.mito_genetic_code)
            for tax_id, node in taxonomy.nodes.items()
        )
        own = dict(self.rows("select ncbi_taxon_id, division_id from taxonomy.taxon_division"))
        for tax_id, node in taxonomy.nodes.items():
            nearest = next(at for at in reversed(taxonomy.lineage(tax_id)) if at in own)
            assert own[nearest] == node.division

    def _assert_names(self, taxonomy: Taxonomy) -> None:
        found = self.rows(
            "select n.ncbi_taxon_id, n.name, n.name_class from taxonomy.name n "
            "join taxonomy.taxon t using (ncbi_taxon_id) where t.status = 'live'"
        )
        expected = {(name.tax_id, name.name, name.name_class) for name in taxonomy.names}
        assert sorted(set(found)) == sorted(expected)
        stored = self.value("select count(*) from biosql.taxon_name")
        distinct = "select count(*) from (select distinct * from biosql.taxon_name) n"
        assert stored == self.value(distinct)

    def assert_nested(self) -> None:
        """Compute every parent from the numbers alone, and compare it with the one that is said."""
        rows = self.rows(
            "select taxon_id, parent_taxon_id, left_value, right_value from biosql.taxon"
        )
        found = parents_by_numbers({key: (left, right) for key, _, left, right in rows})
        said = {key: None if parent == key else parent for key, parent, *_ in rows}
        assert found == said
        parents = set(said.values())
        leaves = [(left, right) for key, _, left, right in rows if key not in parents]
        assert all(right == left + 1 for left, right in leaves)
