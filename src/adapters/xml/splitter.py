"""Cuts a reply of many records into the bytes of each, before any of them is parsed.

One bad record then harms no other, its bytes and digest are at hand for quarantine and for
telling unchanged records, and the cutting is a scan for a few tags: no slower than a parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Final, TypeAlias

Reply: TypeAlias = bytes | mmap
"""The bytes of a reply; those of a file may stay on disk."""

_OPENING: Final = re.compile(rb"<(EXPERIMENT_PACKAGE|ERROR|Error)(?=[\s>/])[^>]*>")
_CLOSING: Final = {
    b"EXPERIMENT_PACKAGE": b"</EXPERIMENT_PACKAGE>",
    b"ERROR": b"</ERROR>",
    b"Error": b"</Error>",
}
_PACKAGE: Final = b"<EXPERIMENT_PACKAGE>"
LONGEST_GUESS: Final = 60
SET_END: Final = b"</EXPERIMENT_PACKAGE_SET>"

_DECLARED_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PLAIN: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})

_NOT_PUBLIC: Final = re.compile(rb"([SED]RX\d+) is not public")
_EXPERIMENT: Final = re.compile(rb"""<EXPERIMENT\s[^>]*?accession\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Piece:
    """One element of a reply: a package, whole or torn, or an error that stands in its place."""

    raw: bytes
    offset: int
    whole: bool = True

    @property
    def is_error(self) -> bool:
        return not self.raw.startswith(b"<EXPERIMENT_PACKAGE")

    @property
    def not_public(self) -> str | None:
        """The experiment that this error says is not public, if that is what it says."""
        found = _NOT_PUBLIC.search(self.raw) if self.is_error else None
        return found[1].decode() if found else None

    @property
    def experiment(self) -> str | None:
        return glance(self.raw)


def glance(raw: bytes) -> str | None:
    """Guess which experiment a package is, without parsing it."""
    found = _EXPERIMENT.search(raw)
    return found[1].decode(errors="replace").strip()[:LONGEST_GUESS] or None if found else None


def in_utf8(reply: bytes) -> bytes:
    """Give the reply in UTF-8, whatever its byte order mark or declaration says it is.

    Bytes that are wrong for their declared encoding are left to the record that holds them.
    """
    for bom, codec in _BOMS:
        if reply.startswith(bom):
            return reply.decode(codec, errors="replace").encode()
    declared = _DECLARED_ENCODING.match(reply)
    if declared is None or (name := declared[1].decode().lower()) in _PLAIN:
        return reply
    try:
        return reply.decode(name, errors="replace").encode()
    except LookupError:
        return reply


def is_utf8(beginning: bytes) -> bool:
    """Tell from the first bytes of a reply whether `in_utf8` would leave it as it is."""
    return in_utf8(beginning) is beginning


def split(reply: Reply) -> Iterator[Piece]:
    """Cut a reply (UTF-8) into its packages and errors, in order.

    A package whose end is missing is given torn, up to where the next one begins or the reply ends.
    """
    position = 0
    while opening := _OPENING.search(reply, position):
        start, position = opening.start(), opening.end()
        if not opening[0].endswith(b"/>"):
            position = _end(reply, opening)
        whole = position > 0
        if not whole:
            position = _torn_end(reply, opening)
        yield Piece(reply[start:position], start, whole)


def _end(reply: Reply, opening: re.Match[bytes]) -> int:
    """Find where an element ends; 0 where another package begins, or the reply ends, before."""
    closing = _CLOSING[opening[1]]
    end = reply.find(closing, opening.end())
    if end < 0 or reply.find(_PACKAGE, opening.end(), end) >= 0:
        return 0
    return end + len(closing)


def _torn_end(reply: Reply, opening: re.Match[bytes]) -> int:
    following = reply.find(_PACKAGE, opening.end())
    return following if following >= 0 else len(reply)
