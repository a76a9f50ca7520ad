"""What can be told of the bytes of a BioSample without parsing them."""

import re
from typing import Final

from adapters.xml.splitter import Shape

BIOSAMPLES: Final = Shape("BioSampleSet", records=("BioSample",))

_OPENING: Final = re.compile(rb"<BioSample(?:\s[^<>]*)?>")
_ATTRIBUTE: Final = rb"""(?<![\w.:-])%b\s*=\s*["']\s*(%b)\s*["']"""
_UID: Final = re.compile(_ATTRIBUTE % (b"id", rb"[0-9]{1,18}"))
_OWN: Final = re.compile(_ATTRIBUTE % (b"accession", rb"SAM[A-Za-z]{1,2}[0-9]{1,40}"))
_PRIMARY: Final = re.compile(
    rb"""<Id\s[^<>]*?is_primary\s*=\s*["']1["'][^<>]*>\s*(SAM[A-Za-z]{1,2}[0-9]{1,40})\s*</Id\s*>"""
)
_NAME: Final = re.compile(
    rb"<Id\s[^<>]*>\s*(SAM[A-Za-z]{1,2}[0-9]{1,40}|[SED]RS[0-9]{1,40})\s*</Id\s*>"
)


def biosample_uid(raw: bytes) -> str | None:
    """Guess the Entrez uid of a sample; DDBJ's own dumps have none."""
    return _in_opening(raw, _UID)


def glance_biosample(raw: bytes) -> str | None:
    """Guess the accession of a sample."""
    if own := _in_opening(raw, _OWN):
        return own
    primary = _PRIMARY.search(raw)
    return primary[1].decode() if primary else None


def biosample_names(raw: bytes) -> frozenset[str]:
    """Guess all accessions a sample goes by, here and in the SRA."""
    own = _in_opening(raw, _OWN)
    names = {found.decode() for found in _NAME.findall(raw)}
    return frozenset(names | {own} if own else names)


def _in_opening(raw: bytes, attribute: re.Pattern[bytes]) -> str | None:
    opening = _OPENING.match(raw)
    found = attribute.search(opening[0]) if opening else None
    return found[1].decode() if found else None
