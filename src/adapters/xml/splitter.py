"""Cuts a reply of many records into the bytes of each, before any of them is parsed.

One bad record then harms no other, its bytes and digest are at hand for quarantine and for
telling unchanged records, and the cutting is a scan for a few tags: no slower than a parser.
Comments and CDATA sections are not told apart: a tag inside of one is taken for a tag.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Final, TypeAlias

Reply: TypeAlias = bytes | mmap
"""The bytes of a reply; those of a file may stay on disk."""

_ERRORS: Final = (b"ERROR", b"Error")


class Shape:
    """What replies of one database look like, unparsed.

    sets: the elements that hold many records. records: the elements that are records.
    """

    def __init__(self, *sets: str, records: tuple[str, ...]) -> None:
        self.sets = tuple(name.encode() for name in sets)
        self.records = tuple(name.encode() for name in records)
        names = b"|".join([*self.records, *_ERRORS])
        # Its end may be missing, as when a reply breaks off within a tag.
        self.opening = re.compile(rb"<(%b)(?=[\s>/])[^<>]*>?" % names)
        self.starts = tuple(b"<" + name for name in self.records)

    def is_cut_off(self, reply: Reply, end: int) -> bool:
        """Whether the end of a set is missing after the last record, which ends at `end`."""
        return any(
            reply.find(b"<%b" % name) >= 0 and reply.find(b"</%b>" % name, end) < 0
            for name in self.sets
        )


PACKAGES: Final = Shape("EXPERIMENT_PACKAGE_SET", records=("EXPERIMENT_PACKAGE",))
_ERROR_STARTS: Final = tuple(b"<" + name for name in _ERRORS)
_AFTER_NAME: Final = frozenset(b" \t\r\n>/")

_DECLARED_ENCODING: Final = re.compile(
    rb"""^\s*<\?xml[^<>]{1,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_BOMS: Final = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_PLAIN: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# A declaration that was found as ASCII text cannot be true when it names one of these.
_WIDE: Final = ("utf-16", "utf16", "utf-32", "utf32", "ucs", "iso-10646")

_NOT_PUBLIC: Final = re.compile(rb"([SED]RX[0-9]+) is not public")
_EXPERIMENT: Final = re.compile(
    rb"""<EXPERIMENT\s[^<>]*?(?<![\w.:-])accession\s*=\s*["']\s*([SED]RX[0-9]{1,40})\s*["']""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One element of a reply: a record, whole or torn, or an error that stands in its place."""

    raw: bytes
    offset: int
    whole: bool = True

    @property
    def is_error(self) -> bool:
        return self.raw.startswith(_ERROR_STARTS)

    @property
    def not_public(self) -> str | None:
        """The experiment that this error says is not public, if that is what it says."""
        found = _NOT_PUBLIC.search(self.raw) if self.is_error else None
        return found[1].decode() if found else None

    @property
    def experiment(self) -> str | None:
        return glance(self.raw)


def glance(raw: bytes) -> str | None:
    """Guess which experiment a package is, without parsing it; in capitals."""
    found = _EXPERIMENT.search(raw)
    return found[1].decode().upper() if found else None


def in_utf8(reply: bytes) -> bytes:
    """Give the reply in UTF-8, whatever its byte order mark or declaration says it is.

    Bytes that are wrong for their encoding become a character that no XML may hold, so that the
    record that holds them is refused, and not mirrored with a different text.
    """
    if reply.startswith(codecs.BOM_UTF8):
        return reply[len(codecs.BOM_UTF8) :]
    name = _encoding(reply)
    if name in _PLAIN:
        return reply
    try:
        return reply.decode(name, errors=_ILLEGAL).encode()
    except (LookupError, ValueError):  # no encoding that Python knows, or none of text
        return reply


def _encoding(reply: bytes) -> str:
    for beginning, name in _BOMS:
        if reply.startswith(beginning):
            return name
    declared = _DECLARED_ENCODING.match(reply)
    name = declared[1].decode().lower() if declared else "utf-8"
    return "utf-8" if name.startswith(_WIDE) else name


_ILLEGAL: Final = "insdc-sync-illegal"


def _illegal(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\uffff", error.end


codecs.register_error(_ILLEGAL, _illegal)


def is_utf8(beginning: bytes) -> bool:
    """Tell from the first bytes of a reply whether `in_utf8` would leave it as it is."""
    return in_utf8(beginning) is beginning


def split(reply: Reply, shape: Shape = PACKAGES) -> Iterator[Piece]:
    """Cut a reply (UTF-8) into its records and errors, in order.

    A record whose end is missing is given torn, up to where the next element begins or the reply
    ends.
    """
    ends: dict[bytes, int] = {}
    position = 0
    while opening := shape.opening.search(reply, position):
        start, position = opening.span()
        whole = opening[0].endswith(b"/>")
        if not whole:
            end = _end(reply, opening[1], position, ends)
            whole = end >= 0 and not _opens_record(reply, position, end, shape)
            position = end if whole else _next_opening(reply, position, shape)
        yield Piece(reply[start:position], start, whole)


def _end(reply: Reply, name: bytes, position: int, found: dict[bytes, int]) -> int:
    """Find where the next end tag of this name ends; -1 where there is none.

    What was found is used again: otherwise a reply of torn records is searched to its end for
    each of them.
    """
    end = found.get(name, 0)
    if 0 <= end <= position:
        closing = b"</%b>" % name
        at = reply.find(closing, position)
        end = found[name] = at + len(closing) if at >= 0 else -1
    return end


def _opens_record(reply: Reply, position: int, end: int, shape: Shape) -> bool:
    return any(_opens(reply, position, end, start) for start in shape.starts)


def _opens(reply: Reply, position: int, end: int, start: bytes) -> bool:
    while (at := reply.find(start, position, end)) >= 0:
        position = at + len(start)
        if reply[position] in _AFTER_NAME:
            return True
    return False


def _next_opening(reply: Reply, position: int, shape: Shape) -> int:
    following = shape.opening.search(reply, position)
    return following.start() if following else len(reply)
