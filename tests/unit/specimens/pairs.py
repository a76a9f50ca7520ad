"""Pairs of deposits that somebody might take for one, with what is true of each."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from domain.deposits import Deposit, SameAs, SharedFile

READS, MORE_READS = "9b2f0c5d7e8a41b6c3d0e9f8a7b65432", "1c5e8d7f6a9b0c3d2e4f8a7b6c5d4e3f"
EMPTY = "d41d8cd98f00b204e9800998ecf8427e"
EMPTY_GZIP = "7029066c27ac6f5ef18d660d5741979a"

TB, ECOLI, HUMAN = 1773, 562, 9606
Y2015 = (date(2015, 1, 1), date(2015, 12, 31))
MARCH_2015 = (date(2015, 3, 1), date(2015, 3, 31))

ONE = Deposit(1, "SAMN01", "SRS01", frozenset({"PRJNA1"}), TB, TB, "DE", *MARCH_2015)
OTHER = Deposit(2, "SAMEA02", "ERS02", frozenset({"PRJEB2"}), TB, TB, "DE", *MARCH_2015)

STRANGER = 3
_RUNS = count(1)


def file(sample_id: int, md5: str = READS, **more: object) -> SharedFile:
    known = SharedFile(md5, sample_id, f"SRR{next(_RUNS)}", size=1_000_000)
    return replace(known, **more)  # type: ignore[arg-type]


def pool(sample_id: int) -> tuple[SharedFile, ...]:
    """Give the file of a run of this sample and of another one, which nothing else is known of."""
    run = f"SRR{next(_RUNS)}"
    return file(sample_id, run=run), file(STRANGER, run=run)


@dataclass(frozen=True)
class Pair:
    """Two deposits, what points from one to the other, and whether they are one specimen."""

    what: str
    one: Deposit
    other: Deposit
    files: tuple[SharedFile, ...] = ()
    same_as: tuple[SameAs, ...] = ()


def sharing(what: str, one: Deposit = ONE, other: Deposit = OTHER, md5: str = READS) -> Pair:
    return Pair(what, one, other, (file(1, md5), file(2, md5)))


def saying(what: str, *same_as: SameAs, one: Deposit = ONE, other: Deposit = OTHER) -> Pair:
    return Pair(what, one, other, same_as=same_as)


def with_files(what: str, *files: SharedFile) -> Pair:
    return Pair(what, ONE, OTHER, files)


def a(**more: object) -> Deposit:
    return replace(ONE, **more)  # type: ignore[arg-type]


def b(**more: object) -> Deposit:
    return replace(OTHER, **more)  # type: ignore[arg-type]


TRUE = [
    sharing("one file, everything agrees"),
    sharing("the first deposit has no country", one=a(country=None)),
    sharing("neither has a country", one=a(country=None), other=b(country=None)),
    sharing("the second has no date", other=b(first=None, last=None)),
    sharing("a month and the year it lies in", one=a(first=Y2015[0], last=Y2015[1])),
    sharing("ranges that overlap by one day", other=b(first=date(2015, 3, 31), last=Y2015[1])),
    sharing("the same single day", a(last=ONE.first), b(last=ONE.first)),
    sharing("only the beginning is known", one=a(last=None)),
    sharing("only the end is known", other=b(first=None)),
    sharing("a lineage of the species", one=a(taxon=1765)),
    sharing("two lineages of one species", one=a(taxon=1765), other=b(taxon=33894)),
    sharing("no organism in one", other=b(taxon=None, species=None)),
    sharing("one genus, no species", a(taxon=1763, species=None), b(taxon=1763, species=None)),
    sharing("no project in one", one=a(projects=frozenset())),
    sharing("no projects", a(projects=frozenset()), b(projects=frozenset())),
    sharing("several projects, none in common", one=a(projects=frozenset({"PRJNA1", "PRJNA9"}))),
    sharing("no BioSample, an SRA sample", one=a(biosample=None)),
    sharing("the checksum in capitals and with spaces", md5=f" {READS.upper()} "),
    sharing("nothing known but the file", Deposit(1, "SAMN1"), Deposit(2, "SAMEA2")),
    with_files("both files of a pair", file(1), file(1, MORE_READS), file(2), file(2, MORE_READS)),
    with_files("one file of two", file(1), file(1, MORE_READS), file(2)),
    with_files("the same file twice in one sample", file(1), file(1), file(2)),
    with_files("sizes not told", file(1, size=None), file(2, size=None)),
    with_files("one size told", file(1), file(2, size=None)),
    with_files("an empty file beside the shared one", file(1), file(2), file(1, EMPTY)),
    with_files("one of three files", file(1), file(1, MORE_READS), file(1, EMPTY), file(2)),
    saying("both name each other", SameAs(1, "SAMEA02"), SameAs(2, "SAMN01")),
    saying("the second names the first", SameAs(2, "SAMN01")),
    saying("the first names the second's SRA sample", SameAs(1, "ERS02")),
    saying("by its accession in small letters", SameAs(2, " samn01 ")),
    saying("in one project", SameAs(2, "SAMN01"), other=b(projects=ONE.projects)),
    sharing("countries contradict by a slip of the submitter", other=b(country="DK")),
]
"""The last one is missed, on purpose: nothing tells a slip from a contradiction."""

FALSE = [
    Pair("nothing in common", ONE, OTHER),
    Pair("different files", ONE, OTHER, (file(1), file(2, MORE_READS))),
    sharing("two samples of one project", other=b(projects=ONE.projects)),
    sharing("one project of several", other=b(projects=frozenset({"PRJEB2", "PRJNA1"}))),
    sharing("different species", other=b(taxon=ECOLI, species=ECOLI)),
    sharing("host and pathogen", one=a(taxon=HUMAN, species=HUMAN)),
    sharing("different taxa, one without species", other=b(taxon=1763, species=None)),
    sharing(
        "different taxa, neither with species", a(taxon=1, species=None), b(species=None, taxon=2)
    ),
    sharing("different countries", other=b(country="FR")),
    sharing("a year apart", other=b(first=date(2016, 3, 1), last=date(2016, 3, 31))),
    sharing("the day before", other=b(first=None, last=date(2015, 2, 28))),
    sharing("the day after", other=b(first=date(2015, 4, 1), last=None)),
    sharing("an empty file", md5=EMPTY),
    sharing("an empty file, gzipped", md5=EMPTY_GZIP),
    sharing("an empty file, in capitals", md5=EMPTY.upper()),
    sharing("nothing but a line end", md5="68b329da9893e34099c7d8ad5cb9c940"),
    sharing("all zeros", md5="0" * 32),
    sharing("all f", md5="f" * 32),
    sharing("all F", md5="F" * 32),
    sharing("dead beef", md5="deadbeef" * 4),
    sharing("the digits in order", md5="0123456789abcdef" * 2),
    sharing("no checksum", md5=""),
    sharing("not available", md5="N/A"),
    sharing("one digit too few", md5=READS[:-1]),
    sharing("one digit too many", md5=READS + "0"),
    sharing("a letter that is no digit", md5="g" + READS[1:]),
    sharing("a sha256", md5=READS * 2),
    with_files("a file too small for a read", file(1, size=20), file(2, size=20)),
    with_files("a file of no bytes", file(1, size=0), file(2, size=0)),
    with_files("one file, two sizes", file(1), file(2, size=999_999)),
    with_files("a pool in one", *pool(1), file(2)),
    with_files("a pool in both", *pool(1), *pool(2)),
    with_files("a pool besides", file(1), file(2), *pool(1)),
    with_files("one run with both samples", file(1, run="ERR1"), file(2, run="ERR1")),
    saying("itself", SameAs(1, "SAMN01")),
    saying("a sample nobody knows", SameAs(1, "SAMN99")),
    saying("a longer accession", SameAs(2, "SAMN011")),
    saying("one name", SameAs(1, "X 77"), SameAs(2, "X 77")),
    saying("one number of a collection", SameAs(1, "NCTC 9001"), SameAs(2, "NCTC 9001")),
    saying("a number", SameAs(1, "7"), SameAs(2, "7")),
    saying("a missing identifier", SameAs(1, "missing"), SameAs(2, "missing")),
    saying("no identifier", SameAs(1, ""), SameAs(2, " ")),
    saying("one run", SameAs(1, "SRR1234567"), SameAs(2, "SRR1234567")),
    saying("its own word, another species", SameAs(2, "SAMN01"), other=b(species=ECOLI)),
    saying("its own word, another country", SameAs(2, "SAMN01"), other=b(country="FR")),
]
