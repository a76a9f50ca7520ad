"""One dump on its way into the mirror."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, text, update

from adapters.postgres.taxonomy import retirement
from adapters.postgres.taxonomy.beside import Beside
from adapters.postgres.taxonomy.collected import Collected
from adapters.postgres.taxonomy.first_load import FirstLoad
from adapters.postgres.taxonomy.known import (
    is_as_it_was_left,
    keep_prints,
    known_mergers,
    known_prints,
    known_taxa,
)
from adapters.postgres.taxonomy.locking import keep_writers_out
from adapters.postgres.taxonomy.lookups import (
    write_divisions,
    write_genetic_codes,
    write_taxon_divisions,
    write_unique_names,
)
from adapters.postgres.taxonomy.names import StagedNames, refuse_nameless
from adapters.postgres.taxonomy.pointing import point_anew
from adapters.postgres.taxonomy.schema import sync
from adapters.postgres.taxonomy.taxa import write_taxa
from application.errors import ChangedMeanwhileError, NotReadyError
from application.ports.progress import Progress
from application.ports.taxonomy import TaxonomyChanges
from application.ports.taxonomy_dump import Again, DumpFile, Part, Prints, Read, Rows
from domain.taxonomy import Change
from domain.taxonomy_divisions import own_divisions
from domain.taxonomy_nodes import KnownTaxa
from domain.taxonomy_tree import TaxonTree

# What had left before is in the history alone: so the counts lead from the old tree to the new.
_COUNTS = """
    select kind, count(*) from taxonomy.change c
    where job = :job
        and not exists (select from passed_on p where p.ncbi_taxon_id = c.ncbi_taxon_id)
    group by kind"""
_ARRIVED = "select count(*) from arrived_taxon"
_CHANGED = """
    select count(distinct ncbi_taxon_id) from taxonomy.change c
    where job = :job and kind in ('renamed', 're-ranked', 'moved')
        and not exists (select from arrived_taxon a where a.ncbi_taxon_id = c.ncbi_taxon_id)"""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump as taxonomy.sync keeps it. taxa_before: None where it is the first."""

    job: int
    source: str
    digest: str
    taxa_before: int | None


class PostgresTaxonomyUpdate:
    """Implements application.ports.taxonomy.TaxonomyUpdate within a transaction."""

    def __init__(
        self,
        connection: Connection,
        beside: Beside,
        dump: Dump,
        first: FirstLoad | None,
        progress: Progress,
        *,
        compare_all: bool,
    ) -> None:
        self._sql = connection
        self._beside = beside
        self._dump = dump
        self._first = first
        self._progress = progress
        self._staged = StagedNames(connection, beside)
        self._known = {} if compare_all or first else self._trusted_prints()
        self._collected = Collected()

    def _trusted_prints(self) -> dict[DumpFile, Prints]:
        return known_prints(self._sql) if self._is_as_it_was_left() else {}

    def _is_as_it_was_left(self) -> bool:
        taxa = self._dump.taxa_before
        return taxa is not None and is_as_it_was_left(self._sql, taxa)

    @property
    def known(self) -> Mapping[DumpFile, Prints]:
        return self._known

    def take(self, part: Part) -> None:
        names = self._first or self._staged
        match part:
            case Rows(DumpFile.NAMES):
                names.add(part)
            case Again(DumpFile.NAMES):
                names.forget()
            case Read(DumpFile.NAMES):
                names.are_read()
        self._collected.take(part)

    def apply(self, *, allow_loss: bool) -> TaxonomyChanges:
        changes = (
            self._fill(self._first, allow_loss=allow_loss)
            if self._first
            else self._compare(allow_loss=allow_loss)
        )
        write_divisions(self._sql, self._collected.divisions)
        write_genetic_codes(self._sql, self._collected.genetic_codes)
        write_unique_names(self._sql, self._collected.unique_names, first=self._first is not None)
        keep_prints(self._sql, self._collected.prints)
        point_anew(self._sql)
        self._sql.execute(
            update(sync)
            .where(sync.c.job == self._dump.job)
            .values(
                taxa=changes.taxa,
                names_added=changes.names_added,
                names_removed=changes.names_removed,
                renumbered=changes.renumbered,
            )
        )
        return changes

    def _fill(self, first: FirstLoad, *, allow_loss: bool) -> TaxonomyChanges:
        said = self._collected
        tree = TaxonTree(KnownTaxa(), said.nodes, said.merged)
        first.fill(tree)
        divisions = own_divisions(tree)
        names = first.finish()
        self._enter()
        retirement.stage(self._sql, said.deleted)
        retirement.stage_mergers(self._sql, tree, said.merged, {})
        retirement.write(self._sql, self._day)
        write_taxon_divisions(self._sql, {}, divisions)
        if not allow_loss:
            refuse_nameless(self._sql, tree.top)
        return TaxonomyChanges(
            taxa=tree.top, unchanged=0, counts={Change.NEW: tree.top}, names_added=names
        )

    def _compare(self, *, allow_loss: bool) -> TaxonomyChanges:
        self._beside.wait()
        keep_writers_out(self._sql, self._progress)
        self._notice_others()
        self._enter()
        retirement.stage(self._sql, self._collected.deleted)
        taxa, renumbered = self._dump.taxa_before or 0, 0
        mergers = known_mergers(self._sql)
        # The newer word counts: what was merged once may have been deleted since.
        revoked = mergers.keys() & set(self._collected.deleted) - self._collected.merged.keys()
        merged = {old: new for old, (new, _) in mergers.items() if old not in revoked}
        merged |= self._collected.merged
        differs = bool(revoked) or self._tree_may_differ(merged, mergers)
        known = known_taxa(self._sql) if differs else KnownTaxa()
        self._staged.compare_with(self._unread(DumpFile.NAMES))
        if differs:
            tree = self._tree(known, merged, allow_loss=allow_loss)
            self._beside.wait()
            taxa = tree.live.count(1)
            retirement.stage_comings_and_goings(self._sql, tree)
            retirement.stage_mergers(self._sql, tree, merged, mergers)
            renumbered = write_taxa(self._sql, tree, self._dump.job)
            write_taxon_divisions(self._sql, tree.known.divisions, own_divisions(tree))
        self._beside.wait()
        retirement.revoke(self._sql, revoked, self._day)
        retirement.write(self._sql, self._day)
        added, removed = self._staged.write(self._dump.job)
        if not allow_loss:
            self._staged.refuse_nameless(taxa)
        is_first = self._dump.taxa_before is None
        retirement.note(self._sql, self._dump.job, with_new=not is_first)
        return self._counted(taxa, added, removed, renumbered)

    def _notice_others(self) -> None:
        """Look, now that nobody else writes, what other programs did to the taxa."""
        if self._is_as_it_was_left():
            return
        retirement.keep(self._sql)
        if self._known and not self._is_as_it_was_left():
            raise ChangedMeanwhileError("Another program changed taxa while the dump was read.")

    def _tree_may_differ(self, merged: Mapping[int, int], known: retirement.Mergers) -> bool:
        prints = self._collected.prints.get(DumpFile.NODES)
        return (
            prints is None
            or prints != self._known.get(DumpFile.NODES)
            or any(old not in known or known[old][0] != new for old, new in merged.items())
        )

    def _tree(self, known: KnownTaxa, merged: Mapping[int, int], *, allow_loss: bool) -> TaxonTree:
        tree = TaxonTree(known, self._collected.nodes, merged, self._unread(DumpFile.NODES))
        before, now = tree.live_before, tree.live.count(1)
        if 2 * now < before and not allow_loss:
            raise NotReadyError(
                f"The dump has {now:,} taxa and the mirror {before:,}: less than half would be "
                "left, so nothing was done. If that is right, run again with --allow-loss."
            )
        return tree

    def _unread(self, file: DumpFile) -> Collection[int]:
        """Give the blocks that the dump left out, since it says of them what it said before."""
        known = self._known.get(file, {})
        prints = self._collected.prints.get(file, {})
        return {block for block, said in prints.items() if known.get(block) == said}

    def _enter(self) -> None:
        """Write the dump into the books, for the history to refer to."""
        self._sql.execute(
            insert(sync).values(
                job=self._dump.job,
                source=self._dump.source,
                digest=self._dump.digest,
                dump_day=self._day,
                taxa=0,
                names_added=0,
                names_removed=0,
                renumbered=0,
            )
        )

    @property
    def _day(self) -> date:
        return self._collected.day if self._collected.day > date.min else datetime.now(UTC).date()

    def _counted(self, taxa: int, added: int, removed: int, renumbered: int) -> TaxonomyChanges:
        job = {"job": self._dump.job}
        counts = {Change(kind): n for kind, n in self._sql.execute(text(_COUNTS), job)}
        arrived = self._sql.scalar(text(_ARRIVED)) or 0
        changed = self._sql.scalar(text(_CHANGED), job) or 0
        counts[Change.NEW] = arrived - counts.get(Change.REUSED, 0)
        return TaxonomyChanges(taxa, taxa - arrived - changed, counts, added, removed, renumbered)
