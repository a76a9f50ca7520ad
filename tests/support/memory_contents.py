"""Reads what the mirror in memory holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.memory.mirror import MemoryMirror
from adapters.memory.shelves import KeptSample, Shelves, look_up
from domain.accession import Accession
from domain.records import Experiment, Link, Run, SampleName, publications
from tests.support.contents import (
    Contents,
    ExperimentEntry,
    QuarantineEntry,
    SampleEntry,
    in_full,
    members_in_full,
)


class _Names(dict[SampleName, SampleName]):
    """Gives the full name of the sample that a name means now."""

    def __init__(self, shelves: Shelves) -> None:
        super().__init__()
        self._shelves, self._book = shelves, shelves.book()

    def __missing__(self, asked: SampleName) -> SampleName:
        return _name(self._shelves.samples[look_up(self._book, asked)])


def _name(kept: KeptSample) -> SampleName:
    sra, biosample = kept.known.sra, kept.known.biosample
    return SampleName(
        Accession.parse(sra) if sra else None, Accession.parse(biosample) if biosample else None
    )


def contents_of_memory(mirror: MemoryMirror) -> Contents:
    shelves = mirror.shelves
    names = _Names(shelves)
    return Contents(
        submissions={str(key): record for key, record in shelves.submissions.items()},
        studies={str(key): record for key, record in shelves.studies.items()},
        samples={number: _sample(kept) for number, kept in shelves.samples.items()},
        experiments={str(key): _experiment(shelves, key, names) for key in shelves.experiments},
        runs={
            str(key): replace(run, pool=members_in_full(run.pool, names))
            for key, run in shelves.runs.items()
        },
        papers=frozenset(_papers(shelves)),
        quarantine={
            digest: QuarantineEntry(
                entry.record.source,
                entry.record.key,
                entry.record.accession,
                entry.record.reason,
                entry.record.raw,
                entry.first_job,
                entry.last_job,
                entry.resolved,
            )
            for digest, entry in shelves.quarantine.items()
        },
    )


def _sample(kept: KeptSample) -> SampleEntry:
    record = in_full(kept.record, _name(kept)) if kept.record else None
    return SampleEntry(_name(kept), frozenset(kept.known.accessions), record)


def _experiment(shelves: Shelves, key: Accession, names: _Names) -> ExperimentEntry:
    package, source = shelves.experiments[key], shelves.sources[key]
    experiment: Experiment = replace(
        package.experiment,
        sample=names[package.experiment.sample] if package.experiment.sample else None,
        pool=members_in_full(package.experiment.pool, names),
        other={
            **package.experiment.other,
            **({"EXPERIMENT_PACKAGE": package.other} if package.other else {}),
        },
    )
    submission = str(package.submission.accession) if package.submission else None
    return ExperimentEntry(experiment, submission, source.uid, source.digest)


def _papers(shelves: Shelves) -> Iterator[tuple[str, str | int, str, str]]:
    linked: list[tuple[str, str | int, Sequence[Link]]] = []
    linked += [("study", str(key), study.links) for key, study in shelves.studies.items() if study]
    linked += [
        ("sample", number, kept.record.links)
        for number, kept in shelves.samples.items()
        if kept.record
    ]
    records: list[Experiment | Run] = [
        *(package.experiment for package in shelves.experiments.values()),
        *shelves.runs.values(),
    ]
    linked += [
        (type(record).__name__.lower(), str(record.accession), record.links) for record in records
    ]
    for kind, key, links in linked:
        for paper in publications(links):
            yield kind, key, paper.database, paper.identifier
