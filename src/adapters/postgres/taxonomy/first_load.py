"""The first dump: it goes straight into the empty tables."""

from collections.abc import Iterator
from typing import Final, Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from adapters.postgres.taxonomy.beside import Beside
from adapters.postgres.taxonomy.copying import Codes, copy_in, copy_words_in, escaped
from adapters.postgres.taxonomy.filling import Dropped, drop_checks
from adapters.postgres.taxonomy.keys import key_sequence
from adapters.postgres.taxonomy.known import is_empty
from adapters.postgres.taxonomy.taxa import COLUMNS
from application.ports.taxonomy_dump import Rows
from domain.taxonomy import TaxonomyError
from domain.taxonomy_tree import TaxonTree

KEYS_FROM: Final = 10_000_000
"""taxon_id of a first load is the tax id and this: so the names can be filled in before the nodes
are read, and nobody takes the one for the other."""
_DUPLICATES = """
    delete from biosql.taxon_name where ctid in (
        select place from (
            select ctid as place,
                row_number() over (partition by taxon_id, name, name_class) as copy
            from biosql.taxon_name) as numbered
        where copy > 1)"""


class FirstLoad:
    """Fills BioSQL's tables while the dump is read.

    Names are sent, and their indexes made, while this thread reads on and builds the tree.
    """

    def __init__(
        self, connection: Connection, beside: Beside, dropped: Dropped, sequence: str
    ) -> None:
        self._sql = connection
        self._beside = beside
        self._dropped = dropped
        self._sequence = sequence
        self._names = 0

    @classmethod
    def begun(cls, connection: Connection, beside: Beside) -> Self | None:
        """Begin; None where there are taxa already, or the tables are in use."""
        sequence = key_sequence(connection) if is_empty(connection) else None
        dropped = drop_checks(connection) if sequence else None
        return cls(connection, beside, dropped, sequence) if dropped and sequence else None

    def add(self, rows: Rows) -> None:
        names, _, classes = rows.columns
        keys = map(str, map(KEYS_FROM.__add__, rows.ids))
        lines = map("\t".join, zip(keys, names, classes, strict=True))
        self._names += len(names)
        self._beside.run(
            copy_words_in, self._sql, "biosql.taxon_name", "taxon_id, name, name_class", lines
        )

    def forget(self) -> None:
        self._beside.wait()
        self._sql.execute(text("truncate biosql.taxon_name"))
        self._names = 0

    def are_read(self) -> None:
        self._beside.run(self._finish_names)

    def fill(self, tree: TaxonTree) -> None:
        """Fill in the taxa; what else was dropped is made meanwhile."""
        self._beside.wait()
        copy_in(self._sql, "biosql.taxon", ", ".join(COLUMNS), _rows(tree))
        self._beside.run(self._finish_taxa)

    def finish(self) -> int:
        """Check what binds the tables together, and give how many names there are."""
        self._beside.wait()
        try:
            for statement in self._dropped.between:
                self._sql.execute(text(statement))
        except IntegrityError as error:
            raise TaxonomyError("names.dmp names a taxon that nodes.dmp does not have") from error
        highest = "(select max(taxon_id) from biosql.taxon)"
        self._sql.execute(
            text(f"select setval(:sequence, greatest({highest}, nextval(:sequence)))"),
            {"sequence": self._sequence},
        )
        return self._names

    def _finish_names(self) -> None:
        savepoint = self._sql.begin_nested()
        try:
            self._make("biosql.taxon_name")
        except IntegrityError:  # the same name twice, which no dump of NCBI's ever had
            savepoint.rollback()
            self._names -= self._sql.execute(text(_DUPLICATES)).rowcount
            self._make("biosql.taxon_name")
        else:
            savepoint.commit()
        self._sql.execute(text("analyze biosql.taxon_name"))

    def _finish_taxa(self) -> None:
        self._make("biosql.taxon")
        self._sql.execute(text("analyze biosql.taxon"))

    def _make(self, table: str) -> None:
        for statement in self._dropped.by_table[table]:
            self._sql.execute(text(statement))


def _rows(tree: TaxonTree) -> Iterator[str]:
    """Give the rows of taxa: here all are new, so positions and rows of the dump are the same."""
    nodes, codes = tree.nodes, Codes()
    ranks = [escaped(word) for word in nodes.rank_words]
    columns = zip(
        nodes.ids, nodes.parents, nodes.ranks, nodes.genetic_codes, nodes.mito_codes,
        tree.left, tree.right, strict=True,
    )  # fmt: skip
    for tax_id, parent, rank, genetic, mito, left, right in columns:
        yield (
            f"{tax_id + KEYS_FROM}\t{tax_id}\t{parent + KEYS_FROM}\t{ranks[rank]}"
            f"\t{codes[genetic]}\t{codes[mito]}\t{left}\t{right}"
        )
