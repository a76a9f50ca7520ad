"""What the mirror in memory keeps: the domain's own records, by their accessions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from application.ports.mirror import Unreadable
from domain.accession import Accession
from domain.identity import KnownSample, SampleBook
from domain.records import ExperimentPackage, Run, Sample, SampleName, Study, Submission


@dataclass(frozen=True, slots=True)
class KeptSample:
    """A sample; `record` is None while it is known only because another record refers to it."""

    known: KnownSample
    record: Sample | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an experiment was last read from; `digest` is None where other bytes came since.

    uid: the last one it was seen under.
    """

    digest: bytes | None
    uid: int | None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record in quarantine, and the first and the last job that met it."""

    record: Unreadable
    first_job: int
    last_job: int
    resolved: bool = False

    def resolve(self) -> "Quarantined":
        """Keep that it waited, without its bytes."""
        return replace(self, record=replace(self.record, raw=b""), resolved=True)


@dataclass(slots=True)
class Shelves:
    """The tables. Of a package `experiments` keeps what has no shelf of its own."""

    submissions: dict[Accession, Submission] = field(default_factory=dict)
    studies: dict[Accession, Study | None] = field(default_factory=dict)
    samples: dict[int, KeptSample] = field(default_factory=dict)
    experiments: dict[Accession, ExperimentPackage] = field(default_factory=dict)
    runs: dict[Accession, Run] = field(default_factory=dict)
    sources: dict[Accession, Source] = field(default_factory=dict)
    quarantine: dict[bytes, Quarantined] = field(default_factory=dict)
    sample_numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def copy(self) -> "Shelves":
        """Give shelves of one's own; the records on them are never changed in place."""
        return Shelves(
            self.submissions.copy(),
            self.studies.copy(),
            self.samples.copy(),
            self.experiments.copy(),
            self.runs.copy(),
            self.sources.copy(),
            self.quarantine.copy(),
            self.sample_numbers,
        )

    def book(self) -> SampleBook:
        """Give the samples as they are now, to look names up and to add to."""
        return SampleBook(
            replace(kept.known, others=set(kept.known.others)) for kept in self.samples.values()
        )


def look_up(book: SampleBook, name: SampleName) -> int:
    """Find the sample of a name the book has met: the BioSample decides."""
    if name.biosample:
        return book.resolve(None, str(name.biosample))
    return book.resolve(str(name.sra), None)
