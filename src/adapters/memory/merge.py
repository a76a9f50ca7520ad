"""Merges a page into the shelves, and counts what became of its records."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TypeVar

from adapters.memory.shelves import KeptSample, Shelves, Source, look_up
from application.ports.mirror import ReadPackage
from domain.accession import Accession
from domain.changes import what_matters
from domain.identity import SampleBook
from domain.records import ExperimentPackage, Run, Sample, SampleName, Study, Submission
from domain.tally import Outcome, Tally

Key = TypeVar("Key")
Record = TypeVar("Record")


@dataclass(slots=True)
class _Page:
    """The records of a page, each once: of one that comes twice, the last counts."""

    submissions: dict[Accession, Submission] = field(default_factory=dict)
    studies: dict[Accession, Study | None] = field(default_factory=dict)
    samples: dict[SampleName, Sample] = field(default_factory=dict)
    experiments: dict[Accession, ExperimentPackage] = field(default_factory=dict)
    runs: dict[Accession, Run] = field(default_factory=dict)
    names: dict[SampleName, None] = field(default_factory=dict)

    def add(self, package: ExperimentPackage) -> None:
        if package.submission:
            self.submissions[package.submission.accession] = package.submission
        if package.study:
            self.studies[package.study.accession] = package.study
        self.studies.setdefault(package.experiment.study)
        for sample in package.samples:
            self.samples.pop(sample.name, None)  # the last one stands last
            self.samples[sample.name] = sample
        self.runs |= {run.accession: run for run in package.runs}
        self.names |= dict.fromkeys(_names(package))
        self.experiments[package.experiment.accession] = _without_shelved_parts(package)


def _names(package: ExperimentPackage) -> Iterator[SampleName]:
    """Give the samples a package names, in the order in which it does."""
    yield from (sample.name for sample in package.samples)
    if package.experiment.sample:
        yield package.experiment.sample
    for pool in (package.experiment.pool, *(run.pool for run in package.runs)):
        yield from (member.sample for member in pool)


def _without_shelved_parts(package: ExperimentPackage) -> ExperimentPackage:
    submission = Submission(package.submission.accession) if package.submission else None
    return replace(package, submission=submission, study=None, samples=(), runs=())


def merge(shelves: Shelves, packages: Sequence[ReadPackage]) -> Tally:
    page = _Page()
    for read in packages:
        page.add(read.record)
    tally = (
        _put_all("submission", shelves.submissions, page.submissions)
        + _put_all("study", shelves.studies, page.studies)
        + _put_samples(shelves, page)
        + _put_all("experiment", shelves.experiments, page.experiments)
        + _put_all("run", shelves.runs, page.runs)
    )
    for read in packages:
        _note_source(shelves, read)
    named = {str(accession) for accession in page.experiments}
    _resolve_quarantine(shelves, named, {read.uid for read in packages})
    return tally


def _put_all(kind: str, shelf: dict[Key, Record], records: Mapping[Key, Record]) -> Tally:
    outcomes = Counter(_put(shelf, key, record) for key, record in records.items())
    return Tally({(kind, outcome): count for outcome, count in outcomes.items() if outcome})


def _put(shelf: dict[Key, Record], key: Key, record: Record) -> Outcome | None:
    """Put a record on its shelf. None, a mere reference, replaces nothing and counts if new."""
    if key not in shelf:
        outcome = Outcome.NEW
    elif record is None:
        return None
    else:
        outcome = Outcome.SAME if _says_the_same(shelf[key], record) else Outcome.CHANGED
    shelf[key] = record
    return outcome


def _says_the_same(before: object, after: object) -> bool:
    if isinstance(before, Run) and isinstance(after, Run):
        return what_matters(before) == what_matters(after)
    return before == after


def _put_samples(shelves: Shelves, page: _Page) -> Tally:
    """Settle which sample each name means, then put their records."""
    book = shelves.book()
    for name in page.names:
        book.resolve(
            str(name.sra) if name.sra else None, str(name.biosample) if name.biosample else None
        )
    _join(shelves, book)
    numbers = {sample.sample_id: next(shelves.sample_numbers) for sample in book.new}
    met = {name: look_up(book, name) for name in page.names}
    records = {number: kept.record for number, kept in shelves.samples.items()}
    page_records = dict.fromkeys(numbers.get(number, number) for number in met.values())
    page_records |= {
        numbers.get(met[name], met[name]): sample for name, sample in page.samples.items()
    }
    tally = _put_all("sample", records, page_records)
    names = {number: kept.known for number, kept in shelves.samples.items()}
    for sample in (*book.new, *book.changed):
        number = numbers.get(sample.sample_id, sample.sample_id)
        names[number] = replace(sample, sample_id=number)
    shelves.samples = {number: KeptSample(names[number], records[number]) for number in names}
    return tally


def _join(shelves: Shelves, book: SampleBook) -> None:
    """Make one of samples that turned out to be one: the older stays, and so does its record."""
    for dropped, into in book.merged.items():
        if gone := shelves.samples.pop(dropped, None):
            kept = book.current(into)
            stays = shelves.samples[kept]
            shelves.samples[kept] = replace(stays, record=stays.record or gone.record)


def _note_source(shelves: Shelves, read: ReadPackage) -> None:
    accession = read.record.experiment.accession
    before = shelves.sources.get(accession)
    uid = before.uid if before and read.uid is None else read.uid
    shelves.sources[accession] = Source(read.digest, uid)


def forget_sources(
    shelves: Shelves, accessions: Collection[str | None], uids: Collection[int | None]
) -> None:
    """Let experiments be read again when they come back as they are mirrored."""
    for accession, source in shelves.sources.items():
        if str(accession) in accessions or (source.uid is not None and source.uid in uids):
            shelves.sources[accession] = replace(source, digest=None)


def _resolve_quarantine(
    shelves: Shelves, mirrored: AbstractSet[str], uids: AbstractSet[int | None]
) -> None:
    for digest, entry in shelves.quarantine.items():
        uid = entry.record.uid
        if entry.record.accession in mirrored or (uid is not None and uid in uids):
            shelves.quarantine[digest] = entry.resolve()
