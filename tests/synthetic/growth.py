"""How the synthetic archive grows: studies with their project, samples, experiments and runs."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.synthetic import numbering
from tests.synthetic.libraries import Library, draw_library
from tests.synthetic.profile import OF_THE_STUDY, Oddity, Profile
from tests.synthetic.prose import study_title
from tests.synthetic.records import ProjectRecord, SampleRecord, SraRecord, Status, StudyRecord
from tests.synthetic.taxa import SEQUENCED, Taxon

FIRST_DAY = date(2016, 1, 4)
_WEIGHTS = [taxon.weight for taxon in SEQUENCED]
_STUDY_SIZES, _SIZE_WEIGHTS = ((1, 2), (3, 8), (9, 30), (31, 90), (91, 300)), (22, 40, 28, 8, 2)
_RUNS, _RUN_WEIGHTS = (1, 2, 3, 4, 8, 16), (900, 60, 18, 14, 6, 2)


class Growth:
    """Numbers what is new; the same seed and the same calls give the same records."""

    def __init__(self, seed: int, profile: Profile) -> None:
        self._rng = Random(f"insdc-sync synthetic archive {seed}")
        self._profile = profile
        self._of_experiment = [o for o in Oddity if o not in OF_THE_STUDY and profile.share(o)]
        self._studies = self._projects = self._samples = self._experiments = self._runs = 0

    def size_of_study(self) -> int:
        smallest, largest = self._rng.choices(_STUDY_SIZES, _SIZE_WEIGHTS)[0]
        return self._rng.randint(smallest, largest)

    def study(self, day: date, taxon: Taxon | None = None) -> StudyRecord:
        self._studies += 1
        taxon = taxon or self._rng.choices(SEQUENCED, _WEIGHTS)[0]
        prefix = self._prefix()
        project = self._project(prefix, day, taxon)
        return StudyRecord(
            accession=numbering.study(prefix, self._studies),
            submission=numbering.submission(prefix, self._studies),
            number=self._studies,
            seed=self._seed(),
            day=day,
            taxon=taxon,
            library=draw_library(self._rng, taxon),
            project=project,
            second_project=self._second_project(prefix, day, taxon),
            oddities=self._oddities_of_study(prefix),
        )

    def experiments(self, study: StudyRecord, count: int, today: date) -> Iterator[SraRecord]:
        sample: SampleRecord | None = None
        for _ in range(count):
            oddities = study.oddities | self._draw(self._of_experiment)
            if Oddity.HUGE_POOL in oddities:
                oddities |= Oddity.POOLED
            if study.second_project is None:
                oddities &= ~Oddity.TWO_PROJECTS
            pdat, mdat = self._dates(study.day, today, oddities)
            if sample is None or Oddity.SHARED_SAMPLE not in oddities:
                oddities &= ~Oddity.SHARED_SAMPLE
                sample = self._sample(study, pdat, mdat, oddities)
            yield self._experiment(study, sample, pdat, mdat, oddities)

    def twin(self, record: SraRecord, day: date) -> SraRecord:
        """The record that replaces this one: same study, samples and kind, new accessions."""
        self._experiments += 1
        prefix = record.study.prefix
        return SraRecord(
            uid=numbering.sra_uid(self._experiments),
            accession=numbering.experiment(prefix, self._experiments),
            seed=self._seed(),
            pdat=day,
            mdat=day,
            study=record.study,
            samples=record.samples,
            runs=tuple(self.run(prefix) for _ in record.runs),
            library=record.library,
            oddities=record.oddities,
        )

    def run(self, prefix: str) -> str:
        self._runs += 1
        return numbering.run(prefix, self._runs)

    def next_uid(self) -> int:
        """An Entrez number for a record that only changes its number."""
        self._experiments += 1
        return numbering.sra_uid(self._experiments)

    def _seed(self) -> int:
        return self._rng.getrandbits(64)

    def _prefix(self) -> str:
        drawn, profile = self._rng.random(), self._profile
        if drawn < profile.ddbj:
            return "D"
        return "E" if drawn < profile.ddbj + profile.ena else "S"

    def _project(self, prefix: str, day: date, taxon: Taxon) -> ProjectRecord:
        self._projects += 1
        return ProjectRecord(
            uid=numbering.project_uid(self._projects),
            accession=numbering.project(prefix, self._projects),
            seed=self._seed(),
            pdat=day,
            mdat=day,
            taxon=taxon,
            title=study_title(self._rng, taxon),
        )

    def _second_project(self, prefix: str, day: date, taxon: Taxon) -> ProjectRecord | None:
        """The umbrella some samples of the study name beside the study's own project."""
        if self._rng.random() >= self._profile.share(Oddity.TWO_PROJECTS) * 4:
            return None
        return self._project(prefix, day, taxon)

    def _oddities_of_study(self, prefix: str) -> Oddity:
        oddities = self._draw(list(OF_THE_STUDY))
        return oddities if prefix == "S" else oddities & ~Oddity.GEO  # GEO deposits at NCBI only

    def _draw(self, among: list[Oddity]) -> Oddity:
        drawn = Oddity.NONE
        for oddity in among:
            if self._rng.random() < self._profile.share(oddity):
                drawn |= oddity
        return drawn

    def _dates(self, day: date, today: date, oddities: Oddity) -> tuple[date, date]:
        pdat = min(today, day + timedelta(self._rng.randint(0, 20)))
        if Oddity.RELEASED_LATE in oddities:
            return pdat, pdat - timedelta(self._rng.randint(40, 700))
        if self._rng.random() < 0.6:
            return pdat, pdat
        return pdat, pdat + timedelta(self._rng.randint(0, (today - pdat).days))

    def _sample(self, study: StudyRecord, pdat: date, mdat: date, oddities: Oddity) -> SampleRecord:
        self._samples += 1
        return SampleRecord(
            uid=numbering.biosample_uid(self._samples),
            accession=numbering.biosample(study.prefix, self._samples),
            sra_accession=numbering.sample(study.prefix, self._samples),
            number=self._samples,
            seed=self._seed(),
            pdat=pdat,
            mdat=max(pdat, mdat),  # a BioSample's last_update moves on release
            study=study,
            taxon=study.taxon,
            oddities=oddities,
        )

    def _experiment(
        self, study: StudyRecord, sample: SampleRecord, pdat: date, mdat: date, oddities: Oddity
    ) -> SraRecord:
        self._experiments += 1
        pool = tuple(
            self._sample(study, pdat, mdat, oddities) for _ in range(self._pooled(oddities))
        )
        return SraRecord(
            uid=numbering.sra_uid(self._experiments),
            accession=numbering.experiment(study.prefix, self._experiments),
            seed=self._seed(),
            pdat=pdat,
            mdat=mdat,
            status=self._status(),
            study=study,
            samples=(sample, *pool),
            runs=tuple(self.run(study.prefix) for _ in range(self._count_of_runs(oddities))),
            library=self._library(study),
            oddities=oddities,
        )

    def _library(self, study: StudyRecord) -> Library:
        return study.library if self._rng.random() < 0.93 else draw_library(self._rng, study.taxon)

    def _pooled(self, oddities: Oddity) -> int:
        if Oddity.HUGE_POOL in oddities:
            return self._rng.randint(120, 260)
        return self._rng.randint(1, 11) if Oddity.POOLED in oddities else 0

    def _count_of_runs(self, oddities: Oddity) -> int:
        return 0 if Oddity.NO_RUNS in oddities else self._rng.choices(_RUNS, _RUN_WEIGHTS)[0]

    def _status(self) -> Status:
        drawn, profile = self._rng.random(), self._profile
        for share, status in (
            (profile.suppressed, Status.SUPPRESSED),
            (profile.withdrawn, Status.WITHDRAWN),
            (profile.unpublished, Status.UNPUBLISHED),
        ):
            if drawn < share:
                return status
            drawn -= share
        return Status.LIVE
