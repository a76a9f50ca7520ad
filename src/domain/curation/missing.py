"""The many ways to say that a value is not given, each under one of the INSDC's reasons.

Source of the terms: "Missing value reporting" of the INSDC and the ENA's checklists.
"""

from typing import Final

from domain.curation.verdict import MissingReason

# The lower-level terms stand below these reasons in the INSDC's own tree.
_BELOW: Final = {
    "control sample": MissingReason.NOT_APPLICABLE,
    "sample group": MissingReason.NOT_APPLICABLE,
    "synthetic construct": MissingReason.NOT_COLLECTED,
    "lab stock": MissingReason.NOT_COLLECTED,
    "third party data": MissingReason.NOT_COLLECTED,
    "data agreement established pre 2023": MissingReason.NOT_PROVIDED,
    "endangered species": MissingReason.RESTRICTED,
    "human identifiable": MissingReason.RESTRICTED,
}

_PUNCTUATION: Final = '"`.,;:!?/\\|_-()[]{}<>*#~=\u2010\u2011\u2012\u2013\u2014\u2212\u00a0'
_TO_WORDS: Final = str.maketrans(_PUNCTUATION, " " * len(_PUNCTUATION), "'\u2019")


def _key(text: str) -> str:
    """The words alone, in lower case: "Not-Applicable." and "not applicable" are one."""
    return " ".join(text.casefold().translate(_TO_WORDS).split())


# "N/A" may be "not applicable" or "not available", so no more is said than that it is missing;
# what was not determined, tested or recorded may well have been collected.
_SPELLINGS: Final = {
    MissingReason.NOT_APPLICABLE: """
        not applicable|non applicable|inapplicable|does not apply|not relevant|irrelevant
        not aplicable|not appicable|not applicabe|not applicble|not aplicable|not appliable
        no applicable|notapplicable|not applicable na|not an applicable field
    """,
    MissingReason.NOT_COLLECTED: """
        not collected|not colected|not collect|notcollected|uncollected|no data collected
        not sampled|data not collected|no information collected
    """,
    MissingReason.NOT_PROVIDED: """
        not provided|not provide|not povided|not privided|notprovided|none provided
        not provided by submitter|information not provided|no information provided
        not available|not avaliable|not availabe|not avalible|not availible|not avilable
        notavailable|unavailable|none available|data not available|no data available
        information not available|not currently available|currently not available
        not available yet|not yet available|to be provided|to be supplied|to be reported later
        not given|none given|not supplied|not submitted|not specified|unspecified|non specified
        not stated|unstated|not reported|unreported|not described|not mentioned|not indicated
        not listed|not noted|not entered|not declared|not disclosed by submitter
    """,
    MissingReason.RESTRICTED: """
        restricted access|restricted acces|restricted|access restricted|withheld|data withheld
        obscured|redacted|confidential|not public|not disclosed|undisclosed
        not released|not releasable|cannot be released|not for release|embargoed
        anonymized|anonymised|not shared
    """,
    MissingReason.MISSING: """
        missing|mising|missng|missing value|missing data|value missing|data missing
        na|nan|n a|nd|n d|n k|n r|n s|null|nil|none|unset|undefined
        unknown|unknow|unkown|unkonwn|unknwon|unknonw|unknown unknown|uknown|unknowm|unk
        not known|not know|notknown|unknown to submitter|value unknown|information unknown
        no data|nodata|no information|no info|no value|no values|no entry|no answer
        not sure|uncertain|dont know|do not know|unsure|missing unknown|not defined
        not assigned|unassigned|not set|not found|inconnu|desconocido|unbekannt|sconosciuto
        not determined|undetermined|not been determined|to be determined|tbd|notdetermined
        not recorded|unrecorded|no record|not measured|not tested|not done|not assessed
        not examined|not identified|unidentified|not investigated|not performed
        not documented|not registered
    """,
}


_REASONS: Final = {
    _key(spelling): reason
    for reason, spellings in _SPELLINGS.items()
    for line in spellings.strip().splitlines()
    for spelling in line.split("|")
}
# "not available", as the GSC once wrote them all.
_TERMS: Final = (*MissingReason, "not available", "unknown", "na", "n a")


def missing_reason(text: str) -> MissingReason | None:
    """The reason if the whole text says that there is no value; None if it may be a value.

    "no", "0", "+" and "x" are values of some fields; "NA" is missing everywhere, never Namibia.
    """
    words = _key(text)
    if not words:
        return MissingReason.MISSING
    return _REASONS.get(words) or _of_lower_level(words)


def _of_lower_level(words: str) -> MissingReason | None:
    """Finds "missing: lab stock", "not collected: lab stock" and "missing: not provided" alike."""
    for term in _TERMS:
        if words.startswith(f"{term} "):
            rest = words.removeprefix(f"{term} ")
            reason = _BELOW.get(rest) or _REASONS.get(rest)
            return _REASONS[term] if reason is MissingReason.MISSING else reason
    return None
