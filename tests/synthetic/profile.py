"""How often the synthetic archive shows each of the real archive's oddities."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self


class Oddity(enum.Flag):
    """What is unusual about one experiment package; drawn when it is made, so tests can find it."""

    NONE = 0
    GEO = enum.auto()  # of the study: GSE, GSM and GSM_r1 aliases
    OLD_SHAPE = enum.auto()  # of the study: 2020's RUN_SET and file names
    PUBMED = enum.auto()  # of the study
    SHARED_SAMPLE = enum.auto()  # a second experiment of one sample
    POOLED = enum.auto()
    HUGE_POOL = enum.auto()  # hundreds of samples; always together with POOLED
    NO_RUNS = enum.auto()
    NO_FILES = enum.auto()
    NO_STATISTICS = enum.auto()
    VARIABLE_READS = enum.auto()
    NO_BIOSAMPLE = enum.auto()
    NON_ASCII = enum.auto()
    UNITS = enum.auto()
    REPEATED_ATTRIBUTE = enum.auto()
    EMPTY_VALUE = enum.auto()
    NO_VALUE = enum.auto()
    NOMINAL_LENGTH = enum.auto()
    RUN_ATTRIBUTES = enum.auto()
    RELEASED_LATE = enum.auto()  # out of embargo: published after its last modification
    TWO_PROJECTS = enum.auto()  # its samples belong to a second BioProject


OF_THE_STUDY = Oddity.GEO | Oddity.OLD_SHAPE | Oddity.PUBMED

_USUAL: Mapping[Oddity, float] = {
    Oddity.GEO: 0.15,
    Oddity.OLD_SHAPE: 0.3,
    Oddity.PUBMED: 0.4,
    Oddity.SHARED_SAMPLE: 0.08,
    Oddity.POOLED: 0.004,
    Oddity.HUGE_POOL: 0.0001,
    Oddity.NO_RUNS: 0.004,
    Oddity.NO_FILES: 0.006,
    Oddity.NO_STATISTICS: 0.008,
    Oddity.VARIABLE_READS: 0.01,
    Oddity.NO_BIOSAMPLE: 0.01,
    Oddity.NON_ASCII: 0.06,
    Oddity.UNITS: 0.15,
    Oddity.REPEATED_ATTRIBUTE: 0.05,
    Oddity.EMPTY_VALUE: 0.06,
    Oddity.NO_VALUE: 0.02,
    Oddity.NOMINAL_LENGTH: 0.3,
    Oddity.RUN_ATTRIBUTES: 0.3,
    Oddity.RELEASED_LATE: 0.03,
    Oddity.TWO_PROJECTS: 0.02,
}


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares between 0 and 1: of studies or experiments."""

    oddities: Mapping[Oddity, float] = field(default_factory=lambda: dict(_USUAL))
    suppressed: float = 0.012
    withdrawn: float = 0.003
    unpublished: float = 0.015
    ena: float = 0.25
    ddbj: float = 0.08

    def share(self, oddity: Oddity) -> float:
        return self.oddities.get(oddity, 0.0)

    def with_oddities(self, shares: Mapping[Oddity, float]) -> Self:
        return replace(self, oddities={**self.oddities, **shares})

    @classmethod
    def plain(cls) -> Self:
        """No oddity, everything live, NCBI's own prefixes: for tests about something else."""
        return cls({}, suppressed=0, withdrawn=0, unpublished=0, ena=0, ddbj=0)

    @classmethod
    def odd(cls) -> Self:
        """Every oddity within a few hundred packages."""
        often = {oddity: max(0.1, share) for oddity, share in _USUAL.items()}
        often |= {Oddity.POOLED: 0.05, Oddity.HUGE_POOL: 0.01, Oddity.NO_RUNS: 0.05}
        return cls(often, suppressed=0.05, withdrawn=0.03, unpublished=0.05)
