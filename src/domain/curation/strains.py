"""Which isolates are no patient's: reference, vaccine and laboratory strains, and their mutants.

A false flag would lose somebody's isolate from every count, so a name is only looked for where it
stands for the strain, and only in its own genus.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.curation.known_strains import StrainKind, known_strains, unmistakable
from domain.curation.strain_phrases import (
    MADE_WORDS,
    TYPE_MATERIAL,
    find_phrase,
    is_denied,
    is_unsure,
)
from domain.curation.texts import TextField, curate_text
from domain.curation.verdict import Submitted, Sureness


@dataclass(frozen=True, slots=True)
class ReferenceStrain:
    """An isolate that counts of patients' isolates leave out, and why.

    evidence: the words that told. ordinal: the attribute they stand in; None for title, organism.
    """

    kind: StrainKind
    sureness: Sureness
    evidence: str
    ordinal: int | None = None


def reference_strain(
    organism: str | None, attributes: Sequence[Submitted], title: str | None = None
) -> ReferenceStrain | None:
    """Tell a reference or laboratory strain from a patient's isolate; None if nothing says so.

    organism: the scientific name, which may end in a strain ("Pseudomonas aeruginosa PAO1"). It
    says nothing against a record that tells of a host or a source: submitters choose such a taxon
    for patients' isolates, too.
    """
    findings = [*_of_attributes(_genus(organism or ""), attributes)]
    if title:
        findings += _in_prose(_genus(organism or ""), title, None)
    if organism and (of_organism := _of_organism(organism)) and not _has_patient(attributes):
        findings += of_organism
    return min(findings, key=lambda found: found.sureness is Sureness.LIKELY, default=None)


_STRAIN_NAMES: Final = frozenset(
    ("strain", "isolate", "substrain", "sub strain", "strain name", "isolate name", "strain id")
)
_COLLECTION_NAMES: Final = frozenset(
    ("culture collection", "source material id", "source mat id", "culture collection id")
)
_TYPE_NAMES: Final = frozenset(("type material", "type status"))
_PROSE_NAMES: Final = frozenset(
    (
        *("sample type", "source type", "isolation source", "genotype", "description"),
        *("sample name", "isolation source type", "strain background", "sample description"),
    )
)


def _of_attributes(genus: str, attributes: Sequence[Submitted]) -> Iterator[ReferenceStrain]:
    for attribute in attributes:
        name = _key(attribute.harmonized_name or attribute.name)
        text = " ".join(attribute.value.split())
        if name in _STRAIN_NAMES:
            yield from _named(genus, text, attribute.ordinal)
        elif name in _COLLECTION_NAMES and (number := _COLLECTION.search(text)):
            yield ReferenceStrain(
                StrainKind.COLLECTION, Sureness.LIKELY, number[0], attribute.ordinal
            )
        elif name in _TYPE_NAMES and (words := TYPE_MATERIAL.match(text)):
            yield ReferenceStrain(StrainKind.TYPE, Sureness.SURE, words[0], attribute.ordinal)
        elif name in _PROSE_NAMES:
            yield from _in_prose(genus, text, attribute.ordinal)
            if name == "isolation source":
                yield from _opening(genus, text, attribute.ordinal)


@lru_cache(maxsize=4096)
def _of_organism(organism: str) -> tuple[ReferenceStrain, ...]:
    """Look at all ends of the name: at "K-12 substr. MG1655", at "substr. MG1655", at "MG1655"."""
    genus, words = _genus(organism), organism.split()
    return tuple(
        ReferenceStrain(found.kind, Sureness.LIKELY, found.evidence)
        for first in range(1, len(words))
        for found in _whole(genus, " ".join(words[first:]), None)
    )


def _named(genus: str, text: str, ordinal: int | None) -> Iterator[ReferenceStrain]:
    """What a text that is the name of a strain says."""
    yield from _whole(genus, text, ordinal)
    yield from _whole(genus, _without_trimmings(genus, text), ordinal)
    yield from _opening(genus, text, ordinal)
    if number := _COLLECTION.search(text):
        yield ReferenceStrain(StrainKind.COLLECTION, Sureness.LIKELY, number[0], ordinal)
    yield from _in_prose(genus, text, ordinal)


def _whole(genus: str, text: str, ordinal: int | None) -> Iterator[ReferenceStrain]:
    if _COLLECTION.fullmatch(text):
        yield ReferenceStrain(StrainKind.COLLECTION, Sureness.SURE, text, ordinal)
    for strain in known_strains(genus):
        if strain.names.fullmatch(text):
            yield ReferenceStrain(strain.kind, strain.sureness, text, ordinal)


def _opening(genus: str, text: str, ordinal: int | None) -> Iterator[ReferenceStrain]:
    """What a text begins with: "H37Rv in vitro mutant 1" is one, whatever else it is called."""
    text = _without_introduction(genus, text)
    if is_unsure(text):
        return
    within = unmistakable(genus)
    name = within.match(text) if within else None
    if name and not is_denied(text, name):
        yield ReferenceStrain(_kind(genus, name[0], text), Sureness.SURE, name[0], ordinal)
    phrase = find_phrase(text)
    if phrase and "mutant" in phrase[1].casefold() and text.startswith(phrase[1]):
        yield ReferenceStrain(phrase[0], Sureness.SURE, phrase[1], ordinal)


def _kind(genus: str, name: str, text: str) -> StrainKind:
    """What the strain of a name is, if the text does not tell of something made from it."""
    if MADE_WORDS.search(text):
        return StrainKind.MUTANT
    return next(strain.kind for strain in known_strains(genus) if strain.names.match(name))


def _in_prose(genus: str, text: str, ordinal: int | None) -> Iterator[ReferenceStrain]:
    """What a text says in passing, unless it says that it is not so."""
    if phrase := find_phrase(text):
        kind, words = phrase
        sureness = Sureness.SURE if words == text else Sureness.LIKELY
        yield ReferenceStrain(kind, sureness, words, ordinal)
    within = unmistakable(genus)
    for name in within.finditer(text) if within else ():
        if not is_denied(text, name):
            kind = _kind(genus, name[0], text)
            yield ReferenceStrain(kind, Sureness.LIKELY, name[0], ordinal)


# Collections that keep what laboratories share. Others (CCUG, LMG, CBS, CIP, MRSN) keep many
# isolates of patients, whose strain goes by their number.
_COLLECTION: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:ATCC|NCTC|DSMZ?|JCM|NBRC|NCIMB|NCIB|NCPF|KCTC|BCRC|MTCC|CECT|NRRL)"
    r"®?[\s_:-]{0,3}(?:(?:BAA|PTA|MYA|B|Y)[\s-]?)?[0-9]{3,6}[sST]?™?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"\s*[\[(][^()\[\]]*[\])]\s*$")
_WORDS: Final = re.compile(r"[\s,;]+")
_TRIMMINGS: Final = frozenset(
    (
        *("strain", "str.", "str", "substr.", "wt", "wild-type", "wildtype", "reference", "lab"),
        *("mtb", "laboratory", "control", "parental", "parent", "qc"),
    )
)


def _without_trimmings(genus: str, text: str) -> str:
    """Leave the name alone of "E. coli strain ATCC 25922 (QC)"."""
    words = _WORDS.split(_COMMENT.sub("", text))
    if len(words) > 1 and words[0].casefold() in {genus, f"{genus[:1]}."}:
        words = words[2:]
    return " ".join(word for word in words if word.casefold() not in _TRIMMINGS)


def _without_introduction(genus: str, text: str) -> str:
    """Leave "H37Rv mutant 3" of "Mycobacterium tuberculosis strain H37Rv mutant 3"."""
    words = text.split()
    if len(words) > 2 and words[0].casefold() in {genus, f"{genus[:1]}."}:  # noqa: PLR2004
        words = words[2:]
    while len(words) > 1 and words[0].casefold() in _TRIMMINGS:
        words = words[1:]
    return " ".join(words)


def _has_patient(attributes: Sequence[Submitted]) -> bool:
    told = (TextField.HOST, TextField.HOST_DISEASE, TextField.ISOLATION_SOURCE)
    curated = (curate_text(field, attributes) for field in told)
    return any(text is not None and text.verdict.value for text in curated)


def _genus(organism: str) -> str:
    return organism.strip("[ ").partition(" ")[0].strip("[]'\"").casefold()


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip()
