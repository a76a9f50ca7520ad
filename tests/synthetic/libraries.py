"""How the synthetic experiments were sequenced."""

from dataclasses import dataclass
from functools import cache
from random import Random

from tests.synthetic.taxa import HUMAN, METAGENOME, Taxon


@dataclass(frozen=True, slots=True)
class Library:
    strategy: str
    source: str
    selection: str
    paired: bool
    platform: str
    model: str
    read_length: int
    spots: int  # a typical run's
    weight: float

    @property
    def reads(self) -> int:
        return 2 if self.paired else 1


_GENOMES = (
    Library("WGS", "GENOMIC", "RANDOM", True, "ILLUMINA", "Illumina MiSeq", 250, 1_200_000, 25),
    Library("WGS", "GENOMIC", "RANDOM", True, "ILLUMINA", "NextSeq 500", 150, 2_500_000, 30),
    Library(
        "WGS", "GENOMIC", "RANDOM", True, "ILLUMINA", "Illumina NovaSeq 6000", 151, 4_000_000, 20
    ),
    Library(
        "WGS", "GENOMIC", "RANDOM", False, "ILLUMINA", "Illumina HiSeq 2000", 100, 3_000_000, 8
    ),
    Library("WGS", "GENOMIC", "RANDOM", False, "OXFORD_NANOPORE", "GridION", 6_200, 90_000, 6),
    Library("WGS", "GENOMIC", "RANDOM", False, "PACBIO_SMRT", "Sequel II", 11_800, 60_000, 4),
    Library("AMPLICON", "GENOMIC", "PCR", True, "ILLUMINA", "Illumina iSeq 100", 151, 300_000, 6),
    Library("WGS", "GENOMIC", "RANDOM", False, "LS454", "454 GS FLX Titanium", 410, 500_000, 1),
    Library("WGS", "GENOMIC", "RANDOM", False, "ION_TORRENT", "Ion Torrent PGM", 220, 700_000, 2),
    Library("WGS", "GENOMIC", "RANDOM", True, "DNBSEQ", "DNBSEQ-T7", 150, 5_000_000, 2),
)
_TRANSCRIPTS = (
    Library(
        "RNA-Seq",
        "TRANSCRIPTOMIC",
        "cDNA",
        True,
        "ILLUMINA",
        "Illumina NovaSeq 6000",
        101,
        24_000_000,
        4,
    ),
    Library(
        "RNA-Seq",
        "TRANSCRIPTOMIC",
        "PolyA",
        False,
        "ILLUMINA",
        "Illumina HiSeq 4000",
        50,
        18_000_000,
        3,
    ),
    Library(
        "RNA-Seq",
        "TRANSCRIPTOMIC SINGLE CELL",
        "cDNA",
        True,
        "ILLUMINA",
        "NextSeq 2000",
        91,
        90_000_000,
        1,
    ),
)
_METAGENOMES = (
    Library(
        "WGS", "METAGENOMIC", "RANDOM", True, "ILLUMINA", "Illumina HiSeq 4000", 150, 12_000_000, 2
    ),
    Library("AMPLICON", "METAGENOMIC", "PCR", False, "ILLUMINA", "Illumina MiSeq", 290, 80_000, 1),
)


def draw_library(rng: Random, taxon: Taxon) -> Library:
    choices = {HUMAN: _TRANSCRIPTS, METAGENOME: _METAGENOMES}.get(taxon, _GENOMES)
    return rng.choices(choices, _weights(choices))[0]


@cache
def _weights(choices: tuple[Library, ...]) -> list[float]:
    return [library.weight for library in choices]
