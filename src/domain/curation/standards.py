"""By which rules a susceptibility test was read: "CLSI 2019", "EUCAST v9.0", "CLSI M100-S29"."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.curation.missing import missing_reason


@dataclass(frozen=True, slots=True)
class TestingStandard:
    """name: of the body that set the rules. version: as told. year: of the edition, if told."""

    name: str | None = None
    version: str | None = None
    year: int | None = None


_BODIES: Final = {
    body.upper(): body
    for body in (
        *("CLSI", "NCCLS", "EUCAST", "BSAC", "CA-SFM", "SFM", "DIN", "NARMS", "SRGA", "CDS", "WHO"),
        *("JSC", "FDA", "USCAST"),
    )
}
_NAMED: Final = re.compile(
    rf"(?P<body>{'|'.join(sorted(_BODIES, key=len, reverse=True))})(?![A-Za-z])[\s,:;_-]*"
    r"\(?(?P<rest>[^()]*)\)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)(?!\d)")


@lru_cache(maxsize=4096)
def read_standard(text: str, edition: str = "") -> TestingStandard:
    """Read the standard, and its edition from a column of its own or from beside its name."""
    text, edition = _given(text), _given(edition)
    named = _NAMED.fullmatch(text)
    name = _BODIES[named["body"].upper()] if named else text or None
    version = edition or (named["rest"].strip() if named else "")
    year = _YEAR.search(version) or _YEAR.search(text)
    return TestingStandard(name, version or None, int(year[0]) if year else None)


def _given(text: str) -> str:
    text = " ".join(text.split())
    return "" if missing_reason(text) else text
