"""What the synthetic archive keeps of each record; the XML is rendered from it on demand."""

import enum
from dataclasses import dataclass
from datetime import date

from tests.synthetic.libraries import Library
from tests.synthetic.profile import Oddity
from tests.synthetic.taxa import Taxon


class Status(enum.StrEnum):
    LIVE = "live"
    SUPPRESSED = "suppressed"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"


@dataclass(slots=True, eq=False, kw_only=True)
class Record:
    """One entry of an Entrez database: uid is its key, seed fixes every detail of its text."""

    uid: int
    accession: str
    seed: int
    pdat: date
    mdat: date
    status: Status = Status.LIVE
    revision: int = 0

    @property
    def is_live(self) -> bool:
        return self.status is Status.LIVE


@dataclass(slots=True, eq=False, kw_only=True)
class ProjectRecord(Record):
    """db=bioproject. pdat is the registration date, mdat Submission/@last_update."""

    taxon: Taxon
    title: str


@dataclass(slots=True, eq=False, kw_only=True)
class StudyRecord:
    """No Entrez entry of its own: it stands in the packages of its experiments."""

    accession: str
    submission: str
    number: int
    seed: int
    day: date
    taxon: Taxon
    library: Library
    project: ProjectRecord
    second_project: ProjectRecord | None
    oddities: Oddity

    @property
    def prefix(self) -> str:
        """S, E or D: the archive that took the submission."""
        return self.accession[0]

    @property
    def geo(self) -> str | None:
        return f"GSE{230000 + self.number}" if Oddity.GEO in self.oddities else None


@dataclass(slots=True, eq=False, kw_only=True)
class SampleRecord(Record):
    """db=biosample; accession is the BioSample's, sra_accession the one the packages use."""

    sra_accession: str
    number: int
    study: StudyRecord
    taxon: Taxon
    oddities: Oddity

    @property
    def biosample(self) -> str | None:
        return None if Oddity.NO_BIOSAMPLE in self.oddities else self.accession

    @property
    def geo(self) -> str | None:
        return f"GSM{7000000 + self.number}" if self.study.geo else None

    @property
    def projects(self) -> tuple[ProjectRecord, ...]:
        study = self.study
        if Oddity.TWO_PROJECTS in self.oddities and study.second_project:
            return study.project, study.second_project
        return (study.project,)


@dataclass(slots=True, eq=False, kw_only=True)
class SraRecord(Record):
    """db=sra: one experiment, its samples and its runs."""

    study: StudyRecord
    samples: tuple[SampleRecord, ...]
    runs: tuple[str, ...]
    library: Library
    oddities: Oddity
    relocation: int = 0
    replaced_by: str | None = None

    @property
    def taxon(self) -> Taxon:
        return self.samples[0].taxon

    @property
    def title(self) -> str:
        revised = f" (revision {self.revision})" if self.revision else ""
        if geo := self.samples[0].geo:
            return f"{geo}: {self.taxon.name}; {self.library.strategy}{revised}"
        return f"{self.library.model} sequencing of {self.taxon.name}{revised}"
