"""What can happen to an archive, by the words of its curators; each picks among the records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from domain.accession import Accession
from domain.selection import Selection
from tests.emulator.emulator import Emulator
from tests.emulator.index import Snapshot
from tests.synthetic import Archive, ProjectRecord, SampleRecord, SraRecord, Status
from tests.synthetic.taxa import lineage

FOLLOWED_TAXON = 1773
TAXA = (1773, 83332, 33892, 1764, 562)
"""Two of them below the one that is followed, two of them not."""
LONGEST_LAG = 6


@dataclass
class Life:
    """An archive, its index and what is followed of it. gone: accessions without a record."""

    archive: Archive
    emulator: Emulator
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._looked = self.archive.clock.day
        self.project = next(iter(self.archive.bioprojects.values())).accession

    @property
    def selections(self) -> dict[str, Selection]:
        return {
            "tb": Selection(organism="Mycobacterium tuberculosis"),
            "study": Selection(bioproject=Accession.parse(self.project)),
        }

    def is_followed(self, record: SraRecord | SampleRecord) -> bool:
        samples = record.samples if isinstance(record, SraRecord) else (record,)
        if any(_is_below(sample, FOLLOWED_TAXON) for sample in samples):
            return True
        # BioSample's index knows no projects.
        return isinstance(record, SraRecord) and any(
            project.accession == self.project for sample in samples for project in sample.projects
        )

    def publish(self, count: int, taxon: int) -> None:
        self.archive.publish(count, tax_id=TAXA[taxon % len(TAXA)])

    def publish_under_embargo(self, taxon: int) -> None:
        for record in self.archive.publish(1, tax_id=TAXA[taxon % len(TAXA)]):
            self.archive.embargo(record)
            for linked in (*record.samples, record.study.project):
                self.archive.embargo(linked)

    def edit(self, which: int) -> None:
        self._of(self.live, which, self.archive.edit)

    def add_run(self, which: int) -> None:
        self._of(self.live, which, self.archive.add_run)

    def edit_sample(self, which: int) -> None:
        """The packages repeat what a sample says, and are modified with it."""

        def edit(sample: SampleRecord) -> None:
            holders = self._holders(sample)
            if all(record.is_live for record in holders):
                self.archive.edit(sample)
                for record in holders:
                    record.mdat = self.archive.clock.day

        self._of([one for one in self.archive.biosamples.values() if one.is_live], which, edit)

    def edit_project(self, which: int) -> None:
        def edit(project: ProjectRecord) -> None:
            self.archive.edit(project)

        self._of([one for one in self.archive.bioprojects.values() if one.is_live], which, edit)

    def suppress(self, which: int) -> None:
        self._of(self.live, which, self.archive.suppress)

    def withdraw(self, which: int) -> None:
        self._of(self.live, which, self.archive.withdraw)

    def embargo(self, which: int) -> None:
        self._of(self.live, which, self.archive.embargo)

    def hide_sample(self, which: int) -> None:
        samples = [one for one in self.archive.biosamples.values() if one.is_live]
        self._of(samples, which, self.archive.suppress)

    def bring_back(self, which: int) -> None:
        """Release what was under embargo, restore what was suppressed or withdrawn."""

        def back(record: SraRecord | SampleRecord) -> None:
            is_embargoed = record.status is Status.UNPUBLISHED
            (self.archive.release if is_embargoed else self.archive.restore)(record)

        hidden: list[SraRecord | SampleRecord] = [
            *(one for one in self.archive.sra.values() if not one.is_live),
            *(one for one in self.archive.biosamples.values() if not one.is_live),
        ]
        self._of(hidden, which, back)

    def replace(self, which: int) -> None:
        self._of(self.live, which, self.archive.replace)

    def renumber(self, which: int) -> None:
        self._of(self.live, which, self.archive.renumber)

    def reuse_uid(self, which: int) -> None:
        """A record goes for good, and a new one gets its uid."""

        def reuse(old: SraRecord) -> None:
            (new,) = self.archive.publish(1, tax_id=FOLLOWED_TAXON)
            del self.archive.sra[new.uid]
            new.uid = old.uid
            self.archive.sra[new.uid] = new
            self.gone.add(old.accession)

        self._of(self.live, which, reuse)

    def reassign(self, which: int, taxon: int) -> None:
        """Another organism, for all experiments that share a sample of this one."""

        def reassign(record: SraRecord) -> None:
            shared = {
                id(holder): holder for sample in record.samples for holder in self._holders(sample)
            }
            if all(holder.is_live for holder in shared.values()):
                for holder in shared.values():
                    self.archive.move_organism(holder, TAXA[taxon % len(TAXA)])

        self._of(self.live, which, reassign)

    def relocate(self, which: int) -> None:
        self._of(self.live, which, self.archive.relocate_files)

    def index(self) -> None:
        self.emulator.reindex()
        self._looked = self.archive.clock.day

    def index_late(self) -> None:
        """An index of today that knows no more than the one before, if that is days old at most."""
        old = self.emulator.service.snapshot
        if (self.archive.clock.day - self._looked).days > LONGEST_LAG:
            self.index()
            return
        self.emulator.reindex()
        new = self.emulator.service.snapshot
        self.emulator.service.snapshot = Snapshot(new.build, new.last_update, old.indexes)

    @property
    def live(self) -> list[SraRecord]:
        return list(self.archive.live())

    def _holders(self, sample: SampleRecord) -> list[SraRecord]:
        return [one for one in self.archive.sra.values() if sample in one.samples]

    @staticmethod
    def _of(records: Sequence[object], which: int, what: Callable[..., object]) -> None:
        if records:
            what(records[which % len(records)])


def _is_below(sample: SampleRecord, tax_id: int) -> bool:
    return any(taxon.tax_id == tax_id for taxon in lineage(sample.taxon.tax_id))
