"""A synthetic INSDC: seeded, of any size, and changing only as a test makes it change."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from tests.synthetic.growth import FIRST_DAY, Growth
from tests.synthetic.profile import Oddity, Profile
from tests.synthetic.records import ProjectRecord, Record, SampleRecord, SraRecord, Status
from tests.synthetic.taxa import TAXA

R = TypeVar("R", bound=Record)
TODAY = date(2025, 6, 30)


class ArchiveClock:
    """The archive's own day: it stands still until a test moves it."""

    def __init__(self, day: date = TODAY) -> None:
        self.day = day

    def advance(self, days: int = 1) -> date:
        self.day += timedelta(days)
        return self.day


class Archive:
    """Records of db=sra, db=biosample and db=bioproject by uid, ascending.

    Every change is dated with the clock's day and is at once what efetch shows; search follows
    only when the emulator indexes anew.
    """

    def __init__(
        self,
        experiments: int = 1000,
        *,
        seed: int = 1,
        profile: Profile | None = None,
        today: date = TODAY,
    ) -> None:
        self.clock = ArchiveClock(today)
        self.sra: dict[int, SraRecord] = {}
        self.biosamples: dict[int, SampleRecord] = {}
        self.bioprojects: dict[int, ProjectRecord] = {}
        self._growth = Growth(seed, profile or Profile())
        self._fill(experiments)

    def __len__(self) -> int:
        return len(self.sra)

    def records(self, db: str) -> Mapping[int, Record]:
        """By uid; KeyError for a database that is not one of the three."""
        stores: dict[str, Mapping[int, Record]] = {
            "sra": self.sra,
            "biosample": self.biosamples,
            "bioproject": self.bioprojects,
        }
        return stores[db]

    def live(self) -> Iterator[SraRecord]:
        return (record for record in self.sra.values() if record.is_live)

    def having(self, oddity: Oddity) -> Iterator[SraRecord]:
        """Live experiments that show the oddity (all of them, of a combination)."""
        return (record for record in self.live() if oddity in record.oddities)

    def find(self, accession: str) -> Record:
        """The newest record of this experiment, BioSample or BioProject accession."""
        for records in (self.sra, self.biosamples, self.bioprojects):
            for record in reversed(records.values()):
                if record.accession == accession:
                    return record
        raise KeyError(accession)

    def publish(self, experiments: int = 1, *, tax_id: int | None = None) -> list[SraRecord]:
        """A new study of this many experiments, submitted and published today."""
        today = self.clock.day
        study = self._growth.study(today, TAXA[tax_id] if tax_id else None)
        new = list(self._growth.experiments(study, experiments, today))
        for record in new:
            record.status = Status.LIVE
            record.oddities &= ~Oddity.RELEASED_LATE
            _date(record, today)
            self._add(record)
        return new

    def edit(self, record: Record) -> None:
        """Changes its content (an experiment's title, a sample's description) and its mdat."""
        record.revision += 1
        record.mdat = self.clock.day

    def add_run(self, record: SraRecord) -> str:
        run = self._growth.run(record.study.prefix)
        record.runs = (*record.runs, run)
        record.mdat = self.clock.day
        return run

    def relocate_files(self, record: SraRecord) -> None:
        """New download URLs only: neither date moves."""
        record.relocation += 1

    def suppress(self, record: Record) -> None:
        record.status = Status.SUPPRESSED

    def withdraw(self, record: Record) -> None:
        record.status = Status.WITHDRAWN

    def embargo(self, record: Record) -> None:
        """Takes it back out of the public eye; release() undoes it."""
        record.status = Status.UNPUBLISHED

    def release(self, record: Record) -> None:
        """Published today. In SRA mdat stays as old as it was, in BioSample it moves."""
        record.status, record.pdat = Status.LIVE, self.clock.day
        if isinstance(record, SraRecord):
            for linked in (*record.samples, record.study.project):
                if linked.status is Status.UNPUBLISHED:
                    self.release(linked)
        else:
            record.mdat = self.clock.day

    def restore(self, record: Record) -> None:
        """Returns what was suppressed or withdrawn, with both dates as they were."""
        record.status = Status.LIVE

    def replace(self, record: SraRecord) -> SraRecord:
        """Suppresses it in favour of a new experiment of the same samples."""
        new = self._growth.twin(record, self.clock.day)
        record.status, record.replaced_by = Status.SUPPRESSED, new.accession
        self._add(new)
        return new

    def renumber(self, record: SraRecord) -> int:
        """The same experiment under a new uid; the old uid is unknown from now on."""
        del self.sra[record.uid]
        record.uid = self._growth.next_uid()
        self.sra[record.uid] = record
        return record.uid

    def move_organism(self, record: SraRecord, tax_id: int) -> None:
        """Its samples turn out to be another organism."""
        for sample in record.samples:
            sample.taxon, sample.mdat = TAXA[tax_id], self.clock.day
        record.mdat = self.clock.day

    def _fill(self, experiments: int) -> None:
        days = (self.clock.day - FIRST_DAY).days
        while (made := len(self.sra)) < experiments:
            study = self._growth.study(FIRST_DAY + timedelta(days * made // experiments))
            count = min(self._growth.size_of_study(), experiments - made)
            for record in self._growth.experiments(study, count, self.clock.day):
                self._add(record)

    def _add(self, record: SraRecord) -> None:
        self.sra[record.uid] = record
        study = record.study
        for project in filter(None, (study.project, study.second_project)):
            self._add_linked(self.bioprojects, project, record.status)
        for sample in record.samples:
            if sample.biosample:
                self._add_linked(self.biosamples, sample, record.status)

    @staticmethod
    def _add_linked(known: dict[int, R], linked: R, status: Status) -> None:
        """What an experiment names is as public as the most public of its experiments."""
        if linked.uid not in known or status is Status.LIVE:
            linked.status = status
        known[linked.uid] = linked


def _date(record: SraRecord, day: date) -> None:
    for dated in (record, *record.samples):
        dated.pdat = dated.mdat = day
