"""The names under which the INSDC keeps its records, and GEO's aliases for some of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from reprlib import Repr
from typing import Final, Self

from domain import foreign


class Archive(StrEnum):
    SRA = "SRA"
    ENA = "ENA"
    DDBJ = "DDBJ"

    @property
    def full_name(self) -> str:
        return _FULL_NAMES[self]


_FULL_NAMES: Final = {
    Archive.SRA: "SRA (NCBI)",
    Archive.ENA: "ENA (EMBL-EBI)",
    Archive.DDBJ: "DDBJ",
}


class EntityKind(StrEnum):
    """What an accession names; the value is the word of the database and the command line."""

    STUDY = "study"
    SAMPLE = "sample"
    EXPERIMENT = "experiment"
    RUN = "run"
    SUBMISSION = "submission"
    ANALYSIS = "analysis"
    PROJECT = "project"
    BIOSAMPLE = "biosample"


_FIRST_LETTERS: Final = {"S": Archive.SRA, "E": Archive.ENA, "D": Archive.DDBJ}
_THIRD_LETTERS: Final = {
    "P": EntityKind.STUDY,
    "S": EntityKind.SAMPLE,
    "X": EntityKind.EXPERIMENT,
    "R": EntityKind.RUN,
    "A": EntityKind.SUBMISSION,
    "Z": EntityKind.ANALYSIS,
}
_OF_READS: Final = {
    f"{first}R{third}": (kind, archive)
    for third, kind in _THIRD_LETTERS.items()
    for first, archive in _FIRST_LETTERS.items()
}
_OF_PROJECTS_AND_SAMPLES: Final = {
    "PRJNA": (EntityKind.PROJECT, Archive.SRA),
    "PRJEB": (EntityKind.PROJECT, Archive.ENA),
    "PRJDB": (EntityKind.PROJECT, Archive.DDBJ),
    "PRJEA": (EntityKind.PROJECT, Archive.ENA),  # legacy: no longer given, still in use
    "PRJDA": (EntityKind.PROJECT, Archive.DDBJ),  # likewise
    "SAMN": (EntityKind.BIOSAMPLE, Archive.SRA),
    "SAMEA": (EntityKind.BIOSAMPLE, Archive.ENA),
    "SAMEG": (EntityKind.BIOSAMPLE, Archive.ENA),  # a group of samples
    "SAMD": (EntityKind.BIOSAMPLE, Archive.DDBJ),
}
_PREFIXES: Final = _OF_READS | _OF_PROJECTS_AND_SAMPLES


def pattern(kind: EntityKind) -> str:
    """A POSIX regular expression for the accessions of this kind, as CHECK constraints use it."""
    prefixes = "|".join(prefix for prefix, (named, _) in _PREFIXES.items() if named is kind)
    return f"^({prefixes})[0-9]+$"


class InvalidAccessionError(ValueError):
    """A text is no accession; the message says what it looks like and what was meant."""


# Spelt out instead of IGNORECASE, for which the long s (U+017F) is an s and the Kelvin sign a k.
_ACCESSION: Final = re.compile(r"([A-Za-z]+)([0-9]+)")


@total_ordering
@dataclass(frozen=True, slots=True)
class Accession:
    """Name of one record. Orders by prefix, then by number: SRR9 < SRR10.

    The digits stay text: some are padded with zeros, and any limit on their length has bitten.
    """

    prefix: str
    digits: str

    def __post_init__(self) -> None:
        if self.prefix not in _PREFIXES or not _is_number(self.digits):
            raise InvalidAccessionError(
                f"{_shown(self.prefix)} and {_shown(self.digits)} do not make an accession."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an accession in either case, with or without white space around it.

        Raises:
            InvalidAccessionError: the text is anything else.
        """
        parts = _ACCESSION.fullmatch(text.strip())
        if parts is None or (prefix := parts[1].upper()) not in _PREFIXES:
            raise InvalidAccessionError(_why_not(text.strip()))
        return cls(prefix, parts[2])

    @property
    def kind(self) -> EntityKind:
        return _PREFIXES[self.prefix][0]

    @property
    def archive(self) -> Archive:
        return _PREFIXES[self.prefix][1]

    def __str__(self) -> str:
        return self.prefix + self.digits

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Accession):
            return NotImplemented
        return self._rank() < other._rank()

    def _rank(self) -> tuple[str, int, str, int]:
        # The longer number is the larger one; int() refuses numbers of thousands of digits.
        number = self.digits.lstrip("0")
        return self.prefix, len(number), number, len(self.digits)


class GeoKind(StrEnum):
    SERIES = "series"
    SAMPLE = "sample"
    RUN = "run"


_GEO: Final = r"GSE[0-9]+|GSM[0-9]+(?:_r[0-9]+)?"
_GEO_ALIAS: Final = re.compile(_GEO)


@dataclass(frozen=True, slots=True)
class GeoAlias:
    """GEO's name for what the SRA keeps under an accession of its own.

    GSE is the alias of a study, GSM of an experiment or a sample, GSM…_r1 of a run (and in newer
    records of its experiment, too).
    """

    text: str

    def __post_init__(self) -> None:
        if not _GEO_ALIAS.fullmatch(self.text):
            raise InvalidAccessionError(
                f"{_shown(self.text)} is not a GEO alias, which looks like GSE109774, GSM465244 "
                "or GSM465244_r1."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an alias, as Accession.parse reads an accession."""
        alias = text.strip()
        return cls(alias.upper().replace("_R", "_r") if alias.isascii() else alias)

    @property
    def kind(self) -> GeoKind:
        if self.text.startswith("GSE"):
            return GeoKind.SERIES
        return GeoKind.RUN if "_r" in self.text else GeoKind.SAMPLE

    def __str__(self) -> str:
        return self.text


def identify(text: str) -> Accession | GeoAlias:
    """Read an accession or a GEO alias; raises InvalidAccessionError for anything else."""
    of_geo = text.strip()[:3].upper() in {"GSE", "GSM"}
    return GeoAlias.parse(text) if of_geo else Accession.parse(text)


# In prose DRP1 is a protein, ERA5 a model of the weather and Kineococcus radiotolerans SRS30216 a
# strain, while the archives pad the numbers of their reads to six digits. Only capitals are meant,
# and only ASCII letters bind: Chinese and Japanese put no space around an accession.
_IN_PROSE: Final = re.compile(
    rf"(?<![A-Za-z_\d])(?:(?:{'|'.join(_OF_READS)})[0-9]{{6,}}"
    rf"|(?:{'|'.join(_OF_PROJECTS_AND_SAMPLES)})[0-9]+|{_GEO})(?![A-Za-z_\d])"
)


def find_accessions(text: str) -> Iterator[Accession | GeoAlias]:
    """What a free text mentions, in order and with repeats; the ends of a range, not its middle."""
    return (identify(mention[0]) for mention in _IN_PROSE.finditer(text))


_EXAMPLES: Final = "an accession looks like SRR000001, SAMN00000002 or PRJNA3"
_ALIASED: Final = {
    GeoKind.SERIES: "a study",
    GeoKind.SAMPLE: "an experiment or a sample",
    GeoKind.RUN: "a run",
}
_PREFIX: Final = re.compile("|".join(_PREFIXES), re.ASCII | re.IGNORECASE)
_WITH_VERSION: Final = re.compile(r"([A-Za-z]+[0-9]+)\.[0-9]+")
_ONE: Final = rf"(?:(?:{_PREFIX.pattern})[0-9]+|{_GEO})"
_SEVERAL: Final = re.compile(rf"{_ONE}(?:[^A-Za-z0-9]+{_ONE})+", re.ASCII | re.IGNORECASE)


def _why_not(text: str) -> str:
    if not text:
        return f"The text is empty; {_EXAMPLES}."
    return f"{_shown(text)} {_as_geo(text) or foreign.describe(text) or _near_miss(text)}."


def _as_geo(text: str) -> str | None:
    try:
        kind = GeoAlias.parse(text).kind
    except InvalidAccessionError:
        return None
    return f"is a GEO {kind} alias (of {_ALIASED[kind]}), not an accession"


def _near_miss(text: str) -> str:
    if _is_number(text):
        return f"is a number alone, an Entrez UID perhaps; {_EXAMPLES}"
    if _SEVERAL.fullmatch(text):
        return "holds several accessions; give them one by one"
    if prefix := _PREFIX.match(text):
        return _broken_after(prefix[0].upper(), text)
    if _ACCESSION.fullmatch(text):
        return f"has a prefix that no archive of the INSDC uses; {_EXAMPLES}"
    return f"is not an accession; {_EXAMPLES}"


def _broken_after(prefix: str, text: str) -> str:
    meaning = f"the prefix of {_PREFIXES[prefix][0]} accessions"
    if len(text) == len(prefix):
        return f"is only {meaning}; the digits are missing"
    if versioned := _WITH_VERSION.fullmatch(text):
        return f"ends in a version, which accessions here do not have; write {_shown(versioned[1])}"
    return f"is not an accession: only the digits 0-9 may follow {prefix}, {meaning}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


_PLAIN: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")
_QUOTED: Final = Repr()
_QUOTED.maxstring = 40


def _shown(text: str) -> str:
    """Plain words as they are; anything that could break a log line quoted, escaped and cut."""
    return text if _PLAIN.fullmatch(text) else _QUOTED.repr(text)
