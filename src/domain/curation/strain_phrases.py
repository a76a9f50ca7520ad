"""Words by which submitters say that an isolate is no patient's, and by which they deny it."""

import re
from typing import Final

from domain.curation.known_strains import StrainKind

TYPE_MATERIAL: Final = re.compile(
    r"(?:type|reference|neotype|holotype|ex-type|pathotype)[ -](?:strain|material)"
    r"|neotype|holotype",
    re.IGNORECASE,
)

_PHRASES: Final = {
    StrainKind.MUTANT: r"in[ -]vitro[ -](?:mutants?"
    r"|(?:selected|generated|derived|induced|evolved|passaged)\b(?: (?:mutants?|strains?))?)"
    r"|(?:laboratory|lab)[ -](?:selected|generated|induced|evolved|passaged|made|constructed)"
    r"(?: (?:mutants?|strains?))?|laboratory mutants?"
    r"|(?:experimentally|artificially) evolved(?: strains?)?"
    r"|evolved in (?:vitro|the (?:laboratory|lab))"
    r"|transposon[ -](?:insertion )?(?:mutant )?(?:library|mutants?)|tn-?seq(?: library)?"
    r"|(?:knock-?out|gene deletion|isogenic|deletion)[ -]mutants?|knock-?out strains?"
    r"|crispri (?:library|strains?)|genetically (?:modified|engineered)(?: strains?)?"
    r"|serially passaged",
    StrainKind.VACCINE: r"vaccine strains?|bcg vaccine",
    StrainKind.REFERENCE: r"(?:laboratory |lab )?reference strains?"
    r"|(?:quality[ -]control|qc) strains?",
    StrainKind.LABORATORY: r"(?:laboratory|lab)(?:[ -]adapted)?[ -]strains?"
    r"|lab(?:oratory)?[ -]adapted",
    StrainKind.TYPE: r"\Atype strain (?:of|for)\b",
}
_ANY_PHRASE: Final = re.compile(
    "|".join(rf"(?P<{kind.name}>(?<![\w-])(?:{words})(?!\w))" for kind, words in _PHRASES.items()),
    re.IGNORECASE,
)

# ΔkatG, katG::Tn
MADE_WORDS: Final = re.compile(
    r"[Δ∆][A-Za-z]|::[A-Za-z]|\bdelta[ _-]?[a-z]{3}[A-Z]?\w*"
    r"|\b(?:mutants?|knock-?out|deletion|evolved|passaged|passage|library|overexpress\w*|complemented)\b",
    re.IGNORECASE,
)

_DENIED_BEFORE: Final = re.compile(
    r"(?:\b(?:non|not|no|un|unlike|vs|versus|than|against|to|with|by|on|using|without)\b\.?"
    r"(?: (?:an?|the|any))?[\s(_-]*(?:[\w.]+ ){0,2}"
    r"|\breference (?:genome|sequence|assembly):?\s*)$",
    re.IGNORECASE,
)
_DENIED_AFTER: Final = re.compile(
    r"[\s_-]*\(?(?:like|related|similar|genome|as (?:a |the )?reference|numbering|coordinates?"
    r"|(?:reference|ref\.?)[\s_-](?:genome|sequence|assembly|based|guided|mapped)|reference-"
    r"|positions?|mapped|aligned|annotat\w+|snps?"
    r"|family|clade|(?:sub-?)?lineage|(?:geno|spoligo)?type(?! strain)|cluster|group)\b",
    re.IGNORECASE,
)
# What may be of a patient in spite of the name that it begins with.
_UNSURE: Final = re.compile(
    r"\?|[+&]|\b(?:or|and|vs|versus|with|compar\w*|patients?|clinical|infected|contaminat\w*|mix\w*"
    r"|cf)\b",
    re.IGNORECASE,
)


def is_unsure(text: str) -> bool:
    """Whether a text says more than the name that it begins with: "H37Rv or clinical isolate"."""
    return _UNSURE.search(text) is not None


def find_phrase(text: str) -> tuple[StrainKind, str] | None:
    """The first words that are not denied, and what they say: (kind, words)."""
    for found in _ANY_PHRASE.finditer(text):
        if found.lastgroup and not is_denied(text, found):
            return StrainKind[found.lastgroup], found[0]
    return None


def is_denied(text: str, found: re.Match[str]) -> bool:
    """Whether the text compares itself with what was found: "mapped to", "not", "-like"."""
    before, after = text[: found.start()], text[found.end() :]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after))
