"""Which of the samples that records name are one and the same.

A sample has an accession in SRA, in BioSample, or in both, and records name it by either. The
BioSample accession decides: two of them are two samples, whatever an SRA accession says that was
moved from one to the other. Two samples become one only where a record shows that the one known
by its SRA accession alone is the BioSample known under its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class KnownSample:
    """A sample as the mirror keeps it. `others`: SRA accessions it goes by besides its main one."""

    sample_id: int
    sra: str | None = None
    biosample: str | None = None
    others: set[str] = field(default_factory=set)

    @property
    def accessions(self) -> set[str]:
        return self.others | {name for name in (self.sra, self.biosample) if name}


class SampleBook:
    """Finds the sample that each pair of accessions means, as pairs come in, one by one.

    Samples that are not known yet get ids below zero, counting down. After all names were
    resolved, `new`, `changed` and `merged` tell what the mirror has to do.
    """

    def __init__(self, known: Iterable[KnownSample] = ()) -> None:
        self._samples = {sample.sample_id: sample for sample in known}
        self._by_accession = {
            accession: sample.sample_id
            for sample in self._samples.values()
            for accession in sample.accessions
        }
        self._touched: set[int] = set()
        self._last_new = 0
        self.merged: dict[int, int] = {}
        """Samples that turned out to be another one: dropped id → kept id."""

    @property
    def new(self) -> list[KnownSample]:
        return [sample for number, sample in self._samples.items() if number < 0]

    @property
    def changed(self) -> list[KnownSample]:
        """Known samples whose accessions are not what they were."""
        return [self._samples[number] for number in sorted(self._touched) if number > 0]

    def resolve(self, sra: str | None, biosample: str | None) -> int:
        """Give the id of the sample that goes by these accessions, one of which may be missing."""
        by_sra = self._find(sra)
        by_biosample = self._find(biosample)
        if biosample is None:
            sample = by_sra or self._add()
        elif by_biosample is None:
            is_free = by_sra is not None and by_sra.biosample is None
            sample = by_sra if by_sra is not None and is_free else self._add()
        elif by_sra is not None and by_sra is not by_biosample and by_sra.biosample is None:
            sample = self._merge(by_sra, by_biosample)
        else:
            sample = by_biosample
        self._name(sample, sra, biosample)
        return sample.sample_id

    def sample(self, sample_id: int) -> KnownSample:
        return self._samples[sample_id]

    def find(self, accession: str) -> int:
        """Give the id of the sample that goes by an accession that was resolved."""
        return self._by_accession[accession]

    def current(self, sample_id: int) -> int:
        """Follow merges to the sample that an id given earlier stands for now."""
        while sample_id in self.merged:
            sample_id = self.merged[sample_id]
        return sample_id

    def _find(self, accession: str | None) -> KnownSample | None:
        number = self._by_accession.get(accession) if accession else None
        return None if number is None else self._samples[number]

    def _add(self) -> KnownSample:
        self._last_new -= 1
        sample = self._samples[self._last_new] = KnownSample(self._last_new)
        return sample

    def _merge(self, one: KnownSample, other: KnownSample) -> KnownSample:
        """Let the older sample stay, and take the names of the other."""
        kept, dropped = sorted((one, other), key=lambda sample: _age(sample.sample_id))
        for accession in dropped.accessions:
            self._by_accession[accession] = kept.sample_id
        kept.biosample = kept.biosample or dropped.biosample
        kept.others |= {name for name in dropped.accessions if name != kept.biosample}
        kept.sra = kept.sra or dropped.sra
        kept.others.discard(kept.sra or "")
        del self._samples[dropped.sample_id]
        self._touched.discard(dropped.sample_id)
        self._touched.add(kept.sample_id)
        self.merged[dropped.sample_id] = kept.sample_id
        return kept

    def _name(self, sample: KnownSample, sra: str | None, biosample: str | None) -> None:
        if biosample and sample.biosample is None:
            sample.biosample = biosample
            self._take(biosample, sample)
        if sra and self._by_accession.get(sra) != sample.sample_id:
            self._take(sra, sample)
            if sample.sra is None:
                sample.sra = sra
            else:
                sample.others.add(sra)

    def _take(self, accession: str, sample: KnownSample) -> None:
        """Give an accession to a sample, away from the one that had it."""
        previous = self._find(accession)
        if previous is not None:
            previous.others.discard(accession)
            if previous.sra == accession:
                previous.sra = min(previous.others, default=None)
                previous.others.discard(previous.sra or "")
            self._touched.add(previous.sample_id)
        self._by_accession[accession] = sample.sample_id
        self._touched.add(sample.sample_id)


def _age(sample_id: int) -> tuple[bool, int]:
    """Order samples from the oldest: known ones by id, then new ones as they came."""
    return (sample_id < 0, abs(sample_id))
