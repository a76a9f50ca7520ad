"""The numbers of a run, which its XML, its document summary and runinfo must agree on."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from tests.synthetic.profile import Oddity
from tests.synthetic.records import SraRecord


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Counts of spots and bases, size in bytes; `loaded` and `published` have no zone."""

    accession: str
    alias: str
    spots: int
    bases: int
    size: int
    loaded: datetime
    published: datetime
    seed: int


def run_facts(record: SraRecord) -> tuple[RunFacts, ...]:
    return tuple(_facts(record, ordinal) for ordinal in range(len(record.runs)))


def _facts(record: SraRecord, ordinal: int) -> RunFacts:
    rng = Random(record.seed ^ (ordinal + 1))
    library = record.library
    spots = int(library.spots * rng.uniform(0.3, 2.2))
    bases = int(spots * library.read_length * library.reads * rng.uniform(0.9, 1))
    second = timedelta(seconds=rng.randrange(86_400))
    loaded = datetime.combine(min(record.pdat, record.mdat), time()) - timedelta(rng.randint(1, 9))
    return RunFacts(
        accession=record.runs[ordinal],
        alias=_alias(record, ordinal, rng),
        spots=spots,
        bases=bases,
        size=bases // 3 + 1024,
        loaded=loaded + second,
        published=datetime.combine(record.pdat, time()) + second,
        seed=rng.getrandbits(64),
    )


def _alias(record: SraRecord, ordinal: int, rng: Random) -> str:
    if geo := record.samples[0].geo:
        return f"{geo}_r{ordinal + 1}"
    if record.study.prefix == "E":
        return f"ena-RUN-{rng.getrandbits(32):08x}-{ordinal + 1}"
    accent = "é" if Oddity.NON_ASCII in record.oddities else "e"
    return f"r{accent}ads_{rng.getrandbits(24):06x}_L{ordinal + 1:03}_R1.fastq.gz"
