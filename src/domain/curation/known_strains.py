"""Strains that laboratories share, under the names they go by.

Each is looked for only in records of its own genus: BL21 is a laboratory strain of Escherichia and
may be the twenty-first isolate from the blood of somebody of any other. SURE are the names that
nobody gives to an isolate by chance; LIKELY are those that somebody might, and reference strains
that were once a patient's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.curation.verdict import Sureness


class StrainKind(StrEnum):
    """Why an isolate is no patient's."""

    TYPE = "type material"
    COLLECTION = "strain of a culture collection"
    REFERENCE = "reference strain"
    VACCINE = "vaccine strain"
    LABORATORY = "laboratory strain"
    MUTANT = "mutant made in a laboratory"


@dataclass(frozen=True, slots=True)
class KnownStrain:
    """names: a whole name, in any case."""

    names: re.Pattern[str]
    kind: StrainKind
    sureness: Sureness


_SEPARATOR: Final = r"[\s_:-]*"
_BCG_SUBSTRAINS: Final = (
    "pasteur|danish|denmark|copenhagen|tokyo|japan|moscow|russia|glaxo|moreau|rio de janeiro|mexico"
    "|china|shanghai|sweden|gothenburg|birkhaug|connaught|montreal|phipps|tice|frappier|prague"
    "|bulgaria|sofia|evans|vaccine|vaccine strain"
)
_BCG_SEED: Final = r"(?:1173-?p2|1331|172(?:-1)?)"

_REFERENCE_SURE: Final = {
    "mycobacterium": ["h37r[va]", "erdman", "af ?2122(?:/97)?"],
    "pseudomonas": ["pao ?1", "ucbpp-?pa14"],
    "salmonella": ["lt2", "sl1344", "14028s", "ty2"],
    "staphylococcus": ["usa300[ _-]?fpr3757", "newman"],
    "streptococcus": ["tigr4", "sf370"],
    "enterococcus": ["og1rf", "og1x", "jh2-2"],
    "neisseria": ["fa ?1090", "ms11", "who[ _-]?[fgklmnopuvwxyz]"],
    "campylobacter": ["81-176"],
    "helicobacter": ["26695"],
    "listeria": ["egd-?e", "10403s"],
    "vibrio": ["n16961"],
    "bordetella": ["tohama(?: i)?"],
    "haemophilus": ["rd kw20", "kw20"],
    "francisella": ["schu ?s4"],
    "treponema": ["nichols"],
    "porphyromonas": ["w83"],
    "borrelia": ["b31"],
    "borreliella": ["b31"],
    "burkholderia": ["e264"],
    "candida": ["sc ?5314"],
    "cryptococcus": ["h99"],
    "plasmodium": ["3d7", "dd2", "hb3", "nf54"],
}
_REFERENCE_LIKELY: Final = {
    "mycobacterium": ["cdc ?1551", "hn878"],
    "pseudomonas": ["pa14", "pak", "lesb58"],
    "escherichia": ["cft073", "uti89", "edl933", "sakai"],
    "salmonella": ["ct18"],
    "klebsiella": ["mgh ?78578", "ntuh-?k2044", "kppr1"],
    "acinetobacter": ["ab5075(?:-uw)?"],
    "staphylococcus": ["n315", "mu50"],
    "streptococcus": ["d39", "mgas5005"],
    "enterococcus": ["v583"],
    "neisseria": ["mc58", "fam18", "z2491"],
    "helicobacter": ["g27", "j99"],
    "vibrio": ["c6706"],
    "yersinia": ["co92"],
    "bacillus": ["ames ancestor"],
    "clostridioides": ["r20291"],
    "burkholderia": ["k96243"],
    "treponema": ["ss14"],
    "aspergillus": ["af ?293", "cea10", "a1163"],
}
_LABORATORY_SURE: Final = {
    "mycobacterium": [r"mc(?:2|²|\^2)[ _-]*155"],
    "mycolicibacterium": [r"mc(?:2|²|\^2)[ _-]*155"],
    "escherichia": [
        *(
            "k-12",
            "mg1655",
            "w3110",
            "bw25113",
            r"dh5(?:alpha|\u03b1|-alpha| alpha)",
            "dh10b",
            "hb101",
        ),
        *(r"bl21 ?\(de3\)", "rel606", "mc4100", "jm109", "nissle 1917"),
    ],
    "staphylococcus": ["rn4220", "rn6390", "sh1000"],
    "saccharomyces": ["s288c", "by474[123]", "w303(?:-1a)?", r"cen\.?pk[0-9a-z-]*", "sk1"],
    "caenorhabditis": ["n2", "n2 bristol", "bristol n2", "vc2010", "pd1074"],
    "drosophila": ["oregon[ -]?r(?: fly)?", "canton[ -]?s", "w1118"],
    "dictyostelium": ["ax[234]"],
    "mus": [
        *("c57bl/?6(?:[jn]|crl|j?rj|ncrl)?", "b6", "balb/?c[a-z]*", "swiss webster", "cd-1"),
        *("dba/2[a-z]*", "c3h/he[a-z]*", "fvb/n[a-z]*", "129s[v0-9][^ ]*", "c57bl/6 nia"),
    ],
    "rattus": ["sprague[ -]dawley", "wistar", "long[ -]evans"],
}
_LABORATORY_LIKELY: Final = {
    "escherichia": ["k12", "bl21", "top10", "dh5a"],
    "staphylococcus": ["je2"],
}
_BCG_NAME: Final = rf"(?:{_BCG_SUBSTRAINS})(?:{_SEPARATOR}{_BCG_SEED})?|{_BCG_SEED}"
_VACCINE_SURE: Final = {
    "mycobacterium": [
        rf"bcg{_SEPARATOR}(?:str\. )?(?:{_BCG_NAME})",
        rf"(?:mycobacterium|m\.) bovis (?:strain )?bcg(?:{_SEPARATOR}(?:str\. )?(?:{_BCG_NAME}))?",
    ],
    "salmonella": ["ty21a"],
    "bacillus": ["sterne(?: 34f2)?"],
    "brucella": ["rev\\.? ?1", "rb51"],
    "francisella": ["lvs"],
}
_VACCINE_LIKELY: Final = {"mycobacterium": ["bcg"], "brucella": ["s19", "strain 19"]}


_UNMISTAKABLE: Final = {
    "mycobacterium": ["h37r[va]", "af2122/97", r"mc(?:2|²|\^2)[ _-]*155"],
    "mycolicibacterium": [r"mc(?:2|²|\^2)[ _-]*155"],
    "pseudomonas": ["pao1", "ucbpp-pa14"],
    "escherichia": ["mg1655", "w3110", "bw25113", "dh10b", r"bl21 ?\(de3\)", "rel606", "dh5alpha"],
    "salmonella": ["sl1344", "ty21a"],
    "staphylococcus": ["rn4220"],
    "streptococcus": ["tigr4"],
    "enterococcus": ["og1rf"],
    "saccharomyces": ["s288c", "by474[123]"],
    "mus": ["c57bl/?6(?:[jn])?"],
}
"""Names that are found inside a longer text, too."""

_TABLES: Final = (
    (_REFERENCE_SURE, StrainKind.REFERENCE, Sureness.SURE),
    (_VACCINE_SURE, StrainKind.VACCINE, Sureness.SURE),
    (_LABORATORY_SURE, StrainKind.LABORATORY, Sureness.SURE),
    (_REFERENCE_LIKELY, StrainKind.REFERENCE, Sureness.LIKELY),
    (_VACCINE_LIKELY, StrainKind.VACCINE, Sureness.LIKELY),
    (_LABORATORY_LIKELY, StrainKind.LABORATORY, Sureness.LIKELY),
)


def known_strains(genus: str) -> Sequence[KnownStrain]:
    """The strains of a genus (in lower case), those that are sure first."""
    return _KNOWN.get(genus, ())


def unmistakable(genus: str) -> re.Pattern[str] | None:
    """What to look for inside a longer text of a record of this genus."""
    return _WITHIN.get(genus)


def _any_of(names: Sequence[str]) -> str:
    return f"(?:{'|'.join(names)})"


_KNOWN: Final = {
    genus: tuple(
        KnownStrain(re.compile(_any_of(names[genus]), re.IGNORECASE), kind, sureness)
        for names, kind, sureness in _TABLES
        if genus in names
    )
    for genus in {genus for names, _, _ in _TABLES for genus in names}
}
_WITHIN: Final = {
    genus: re.compile(rf"(?<![A-Za-z0-9]){_any_of(names)}(?![A-Za-z0-9])", re.IGNORECASE)
    for genus, names in _UNMISTAKABLE.items()
}
