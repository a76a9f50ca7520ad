"""Host, disease, source, collector, strain and isolate: found, tidied, aware of what is missing.

Each may stand under any of the names that submitters use for it; the name that NCBI harmonized
counts before the submitters' own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from domain.curation.hosts import harmonize_host
from domain.curation.missing import missing_reason
from domain.curation.verdict import MissingReason, Submitted, Sureness, Verdict

SEVERAL_VALUES: Final = "other attributes say otherwise"


class TextField(StrEnum):
    """The value is NCBI's harmonized name."""

    HOST = "host"
    HOST_DISEASE = "host_disease"
    ISOLATION_SOURCE = "isolation_source"
    COLLECTED_BY = "collected_by"
    STRAIN = "strain"
    ISOLATE = "isolate"


@dataclass(frozen=True, slots=True)
class CuratedText:
    """A verdict, and the ordinal of the attribute that it is about."""

    verdict: Verdict[str]
    ordinal: int


_NAMES: Final = {
    TextField.HOST: "host|specific host|nat host|natural host|host species|host organism"
    "|host scientific name|host name|isolation host|host of isolation",
    TextField.HOST_DISEASE: "host disease|disease of host|host diseases|host disease name",
    TextField.ISOLATION_SOURCE: "isolation source|source of isolation|source of isolate"
    "|isolate source|isolated from|specimen source|isolation site|isolation source type",
    TextField.COLLECTED_BY: "collected by|collector|collector name|collecting institution"
    "|collecting institute|sample collected by|specimen collector s institution"
    "|sample collector|collection institution|collection institute|collecting laboratory",
    TextField.STRAIN: "strain|strain name|strain id|bacterial strain|strain number",
    TextField.ISOLATE: "isolate|isolate name|isolate id|isolate number|isolate identifier",
}
_LIKELY_NAMES: Final = {
    TextField.HOST: "host common name|host species name|common host name",
    TextField.HOST_DISEASE: "disease|diagnosis|clinical diagnosis|disease name",
    TextField.ISOLATION_SOURCE: "specimen type|specimen|sample source|clinical specimen"
    "|isolate specimen type|specimen site",
    TextField.COLLECTED_BY: "collected from institution|submitting institution of sample",
    TextField.STRAIN: "strain or isolate|strain designation",
    TextField.ISOLATE: "isolate or strain|clinical isolate|clinical isolate id",
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")

# Beyond the terms that mean a missing value in every field.
_NO_HOST: Final = frozenset(
    (
        *("no", "no host", "non host", "without host", "environment", "environmental"),
        *("environmental sample", "environmental isolate", "free living"),
    )
)


def curate_text(field: TextField, attributes: Sequence[Submitted]) -> CuratedText | None:
    """Pick and tidy one field; None if no attribute has a name for it.

    The first attribute with a value counts, NCBI's harmonized ones before the others; if none has
    a value, the first with a problem says why, else the first. A value that others contradict has
    a remark.
    """
    found = [
        CuratedText(_verdict(field, attribute.value, is_likely), attribute.ordinal)
        for attribute, is_likely in _candidates(field, attributes)
    ]
    values = [candidate for candidate in found if candidate.verdict.value]
    if not values:
        problems = (candidate for candidate in found if candidate.verdict.problem)
        return next(problems, found[0] if found else None)
    first = values[0]
    if len({(other.verdict.value or "").casefold() for other in values}) == 1:
        return first
    return replace(first, verdict=replace(first.verdict, remark=SEVERAL_VALUES))


def _candidates(
    field: TextField, attributes: Sequence[Submitted]
) -> Iterator[tuple[Submitted, bool]]:
    harmonized = [attribute for attribute in attributes if attribute.harmonized_name == field]
    own = [attribute for attribute in attributes if attribute.harmonized_name is None]
    yield from ((attribute, False) for attribute in harmonized)
    for names, is_likely in ((_KNOWN, False), (_LIKELY, True)):
        yield from (
            (attribute, is_likely) for attribute in own if names.get(_key(attribute.name)) is field
        )


@lru_cache(maxsize=4096)
def _verdict(field: TextField, submitted: str, is_likely: bool) -> Verdict[str]:
    text = _tidied(submitted)
    if reason := missing_reason(text):
        return Verdict(missing=reason)
    if field is TextField.HOST and _has_no_host(_key(text).split()):
        return Verdict(missing=MissingReason.NOT_APPLICABLE)
    verdict = harmonize_host(text) if field is TextField.HOST else Verdict(text, Sureness.SURE)
    return replace(verdict, sureness=Sureness.LIKELY) if is_likely and verdict.value else verdict


def _has_no_host(words: Sequence[str]) -> bool:
    """Read "environmental", and "not applicable: environmental" in either order."""
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words)))
    return any(
        (rest in _NO_HOST and (not start or missing_reason(start)))
        or (start in _NO_HOST and missing_reason(rest))
        for start, rest in cuts
    )


def _tidied(text: str) -> str:
    text = " ".join(text.split())
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def _by_name(spellings: Mapping[TextField, str]) -> dict[str, TextField]:
    return {name: field for field, names in spellings.items() for name in names.split("|")}


_KNOWN: Final = _by_name(_NAMES)
_LIKELY: Final = _by_name(_LIKELY_NAMES)
