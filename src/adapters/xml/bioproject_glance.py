"""What can be told of the bytes of a BioProject without parsing them."""

import html
import re
from typing import Final

from adapters.xml.splitter import Shape

BIOPROJECTS: Final = Shape("RecordSet", "PackageSet", records=("DocumentSummary", "Package"))

_OUTER_UID: Final = re.compile(
    rb"""\s*<DocumentSummary\s[^<>]*?(?<![\w.:-])uid\s*=\s*["']\s*([0-9]{1,18})\s*["']"""
)
_OWN_ID: Final = re.compile(rb"<ArchiveID\s[^<>]*>")
_ACCESSION: Final = re.compile(rb"""(?<![\w.:-])accession\s*=\s*["']\s*(PRJ[A-Z]{2}[0-9]{1,40})""")
_INNER_UID: Final = re.compile(rb"""(?<![\w.:-])id\s*=\s*["']\s*([0-9]{1,18})\s*["']""")
_ERROR: Final = re.compile(
    rb"\s*<DocumentSummary(?:\s[^<>]*)?>\s*<error>(.*?)</error>\s*</DocumentSummary\s*>", re.DOTALL
)


def bioproject_uid(raw: bytes) -> str | None:
    """Guess the Entrez uid of a project; DDBJ's own dumps have none."""
    if outer := _OUTER_UID.match(raw):
        return outer[1].decode()
    return _of_archive_id(raw, _INNER_UID)


def glance_bioproject(raw: bytes) -> str | None:
    """Guess the accession of a project."""
    return _of_archive_id(raw, _ACCESSION)


def bioproject_names(raw: bytes) -> frozenset[str]:
    return frozenset(filter(None, [glance_bioproject(raw)]))


def bioproject_error(raw: bytes) -> str | None:
    """Give what stands in the place of a project, where that is no project."""
    found = _ERROR.fullmatch(raw)
    return " ".join(html.unescape(found[1].decode(errors="replace")).split()) if found else None


def _of_archive_id(raw: bytes, attribute: re.Pattern[bytes]) -> str | None:
    own = _OWN_ID.search(raw)
    found = attribute.search(own[0]) if own else None
    return found[1].decode() if found else None
