"""What a mirror holds, in the domain's own records, whichever adapter holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.records import (
    Experiment,
    PoolMember,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
)


@dataclass(frozen=True)
class SampleEntry:
    """One sample. `record` is None where it is known only because others refer to it."""

    name: SampleName
    accessions: frozenset[str]
    record: Sample | None


@dataclass(frozen=True)
class ExperimentEntry:
    experiment: Experiment
    submission: str | None
    uid: int | None
    digest: bytes | None


@dataclass(frozen=True)
class QuarantineEntry:
    source: str
    key: str
    accession: str | None
    reason: str
    raw: bytes
    first_job: int
    last_job: int
    resolved: bool


@dataclass(frozen=True)
class Contents:
    """A mirror's records by accession; samples by id, quarantine by digest.

    Records name a sample as it goes by now, in full. Papers: (kind of record, its key, database,
    identifier).
    """

    submissions: Mapping[str, Submission]
    studies: Mapping[str, Study | None]
    samples: Mapping[int, SampleEntry]
    experiments: Mapping[str, ExperimentEntry]
    runs: Mapping[str, Run]
    papers: frozenset[tuple[str, str | int, str, str]]
    quarantine: Mapping[bytes, QuarantineEntry]

    def sample_id(self, accession: str) -> int:
        """Find the one sample that goes by an accession."""
        (found,) = (
            number for number, entry in self.samples.items() if accession in entry.accessions
        )
        return found

    def sample(self, accession: str) -> SampleEntry:
        return self.samples[self.sample_id(accession)]

    def record(self, accession: str) -> Sample:
        """Give what the archive says of a sample, under the names it goes by."""
        record = self.sample(accession).record
        assert record is not None, f"{accession} is a mere reference"
        return record

    def experiment(self, accession: str) -> Experiment:
        return self.experiments[accession].experiment

    def files(self, run: str) -> tuple[RunFile, ...]:
        return self.runs[run].files


def in_full(sample: Sample, name: SampleName) -> Sample:
    """Give a record under the names its sample goes by, its projects as the set they are."""
    return replace(sample, name=name, projects=tuple(sorted(set(sample.projects))))


def members_in_full(
    pool: tuple[PoolMember, ...], names: Mapping[SampleName, SampleName]
) -> tuple[PoolMember, ...]:
    return tuple(replace(member, sample=names[member.sample]) for member in pool)
