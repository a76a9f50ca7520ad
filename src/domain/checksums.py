"""Which checksums tell files apart, and which only say that there was no file to speak of."""

import re
from enum import StrEnum
from hashlib import md5
from typing import Final


class Uselessness(StrEnum):
    """Why a checksum is no evidence."""

    PLACEHOLDER = "placeholder checksum"
    EMPTY = "checksum of an empty file"
    POOLED = "run of several samples"


_CHECKSUM: Final = re.compile(r"[0-9a-f]{32}")

# A file without a single read is smaller than this, however it was packed and named.
_SMALLEST: Final = 128
# Fewer digits than these make one of 10**14 checksums, and most that somebody typed.
_FEWEST_DIGITS: Final = 6

_WORDS: Final = (b"", b" ", b"\0", b"@", b">", b"0", b"-", b"NA", b"N/A", b"null", b"none", b"test")
_GZIPPED: Final = tuple(
    bytes.fromhex(f"1f8b080000000000{effort}{system}03000000000000000000")
    for effort in ("00", "02", "04")
    for system in ("00", "03", "ff")
)
_PACKED: Final = (
    *_GZIPPED,
    bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000"),  # bgzip
    bytes.fromhex("425a683917724538509000000000"),  # bzip2
    bytes.fromhex("fd377a585a000004e6d6b446000000001cdf44211fb6f37d010000000004595a"),  # xz
    bytes.fromhex("504b0506") + bytes(18),  # zip
)
_ENDS: Final = (b"", b"\n", b"\r\n")
_EMPTY: Final = frozenset(
    md5(content, usedforsecurity=False).hexdigest()
    for content in (*(word + end for word in _WORDS for end in _ENDS), *_PACKED)
)


def normalize_checksum(text: str) -> str | None:
    """Give an md5 in lower case; None if it is none, whatever else it may be."""
    checksum = text.strip().lower()
    return checksum if _CHECKSUM.fullmatch(checksum) else None


def why_useless(checksum: str, size: int | None = None) -> Uselessness | None:
    """Judge a normalized checksum, and the size of its file in bytes where that is known."""
    if len(set(checksum)) < _FEWEST_DIGITS or checksum in _TYPED:
        return Uselessness.PLACEHOLDER
    if checksum in _EMPTY or (size is not None and size < _SMALLEST):
        return Uselessness.EMPTY
    return None


_TYPED: Final = frozenset(
    (
        *("0123456789abcdef" * 2, "123456789abcdef0" * 2, "fedcba9876543210" * 2),
        *("1234567890abcdef" * 2, "abcdef0123456789" * 2, "abcdef1234567890" * 2),
        *("01234567890123456789012345678901", "12345678901234567890123456789012"),
    )
)
