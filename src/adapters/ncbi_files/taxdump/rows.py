"""Reads the rows of the files of a dump: columns between tab, bar, tab; a bar ends the row.

nodes.dmp and names.dmp are long, and from one day to the next they hardly differ. So they are
compared in blocks of neighbouring tax ids, by a digest of what they say of each, and only blocks
that say something new are taken apart.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import IO, Final, NoReturn

from adapters.ncbi_files.taxdump.members import Member
from application.ports.taxonomy_dump import DumpFile, Part, Prints, Read, Rows
from domain.taxonomy import TaxonomyError
from domain.taxonomy_nodes import HIGHEST_ID, block_of, first_of

READER_VERSION: Final = b"1"
"""Raised where rows are read otherwise than before, so that nobody trusts the prints of old."""

IN_BLOCKS: Final = (DumpFile.NODES, DumpFile.NAMES)

_COLUMNS: Final = {
    DumpFile.NODES: (1, 2, 4, 6, 8),
    DumpFile.NAMES: (1, 2, 3),
    DumpFile.MERGED: (1,),
    DumpFile.DELETED: (),
    DumpFile.DIVISIONS: (1, 2, 3),
    DumpFile.GENETIC_CODES: (1, 2, 3, 4),
}
_BETWEEN: Final = b"\t|\t"
_ENDS_ROW: Final = b"\t|\n"
_NEXT_ROW: Final = b"\t|\t\n"
_CHUNK: Final = 2**20
_PRINT_BYTES: Final = 8
_SHOWN: Final = 60
_HIGHEST: Final = {DumpFile.DIVISIONS: 2**15 - 1, DumpFile.GENETIC_CODES: 2**15 - 1}
_MOST_BYTES: Final = 2_000
"""Of a row of names.dmp: PostgreSQL refuses to index words of more than 2,704 bytes, and the same
in lower case may be longer. The longest of NCBI's is far below."""


class OutOfOrderError(Exception):
    """The rows are not in order of tax ids, so they cannot be compared in blocks."""


def read_changed(member: Member, known: Prints) -> Iterator[Part]:
    """Give the rows of the blocks whose prints are not known, then the prints of all.

    Raises OutOfOrderError, perhaps after some rows.
    """
    reading, sieve = _Reading(member.file), _Sieve(known)
    for lines in reading.lines(member.content):
        yield from reading.rows(*sieve.sift(reading.ids(lines), lines))
    yield from reading.rows(*sieve.rest())
    yield Read(member.file, sieve.prints, member.day)


def read_all(member: Member) -> Iterator[Part]:
    """Give all rows, in whatever order they come."""
    reading = _Reading(member.file)
    for lines in reading.lines(member.content):
        yield from reading.rows(reading.ids(lines), lines)
    yield Read(member.file, None, member.day)


class _Reading:
    """A file being read; it has as many columns as its first row."""

    def __init__(self, file: DumpFile) -> None:
        self._file = file
        self._width = 0

    def lines(self, content: IO[bytes]) -> Iterator[list[bytes]]:
        """Give the rows, without what ends them, some thousands at a time."""
        begun = b""
        for chunk in _read_ahead(content):
            whole, newline, begun = (begun + chunk).rpartition(b"\n")
            if newline:
                yield self._split(whole + newline)
        if begun.strip():
            raise TaxonomyError(f"{self._file} breaks off in the middle of a row: {_shown(begun)}")

    def _split(self, text: bytes) -> list[bytes]:
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n")
        *lines, rest = text.split(_ENDS_ROW)
        if rest.strip():
            raise TaxonomyError(f"{self._file} has a row that does not end: {_shown(rest)}")
        return lines

    def ids(self, lines: Sequence[bytes]) -> list[int]:
        """Give the id that each row begins with."""
        try:
            ids = [int(line.partition(b"\t")[0]) for line in lines]
        except ValueError as error:
            raise TaxonomyError(
                f"{self._file} has a row that does not begin with an id ({error})"
            ) from None
        if ids and max(ids) > _HIGHEST.get(self._file, HIGHEST_ID):
            raise TaxonomyError(f"{self._file} has the id {max(ids)}, which is too high")
        if ids and min(ids) < 0:
            raise TaxonomyError(f"{self._file} has the id {min(ids)}, which is below zero")
        return ids

    def rows(self, ids: Sequence[int], lines: Sequence[bytes]) -> Iterator[Rows]:
        """Take rows apart. Raises TaxonomyError where one has not the columns it should have."""
        if not lines:
            return
        text = _decoded(lines)
        if "\0" in text:
            raise TaxonomyError(f"{self._file} has a zero byte, which no name can have")
        fields = text.split(_BETWEEN.decode())
        self._width = self._width or lines[0].count(_BETWEEN) + 1
        # Every row but the first begins with a line feed: all of them, and no others, begin here.
        if (
            len(fields) != self._width * len(lines)
            or "".join(fields[:: self._width]).count("\n") != len(lines) - 1
            or text.count("\n") != len(lines) - 1
        ):
            self._refuse_width(lines)
        self._refuse_what_breaks_rows(text, lines)
        if self._file is DumpFile.NAMES:
            self._refuse_long(ids, lines)
        columns = _COLUMNS[self._file]
        if self._width <= max(columns, default=0):
            self._refuse_width(lines, max(columns) + 1)
        yield Rows(self._file, ids, [fields[column :: self._width] for column in columns])

    def _refuse_what_breaks_rows(self, text: str, lines: Sequence[bytes]) -> None:
        """Refuse what COPY takes for the end of a column or a row; two tabs stand around a bar."""
        if "\r" in text:
            broken = next(line for line in lines if b"\r" in line)
            raise TaxonomyError(
                f"{self._file} has a carriage return within a column: {_shown(broken)}"
            )
        if text.count("\t") != 2 * (self._width * len(lines) - 1):
            broken = next(line for line in lines if line.count(b"\t") != 2 * (self._width - 1))
            raise TaxonomyError(f"{self._file} has a tab within a column: {_shown(broken)}")

    def _refuse_long(self, ids: Sequence[int], lines: Sequence[bytes]) -> None:
        most = max(map(len, lines))
        if most > _MOST_BYTES:
            tax_id = next(at for at, line in zip(ids, lines, strict=True) if len(line) == most)
            raise TaxonomyError(
                f"{self._file} has a row of {most:,} bytes for taxon {tax_id}: no database finds "
                f"a name that is so long, {_MOST_BYTES:,} bytes are the limit"
            )

    def _refuse_width(self, lines: Sequence[bytes], least: int = 0) -> NoReturn:
        for line in lines:
            width = line.count(_BETWEEN) + 1
            if width != self._width or width < least:
                should = f"at least {least}" if least else f"{self._width} as the rows before it"
                raise TaxonomyError(
                    f"{self._file} has a row of {width} columns, not {should}: {_shown(line)}"
                )
        broken = next(line for line in lines if b"\n" in line)
        raise TaxonomyError(f"{self._file} has a row that does not end: {_shown(broken)}")


class _Sieve:
    """Lets through the blocks whose print is not known. A block may go on in the next lines."""

    def __init__(self, known: Prints) -> None:
        self.prints: dict[int, bytes] = {}
        self._known = known
        self._ids: list[int] = []
        self._lines: list[bytes] = []

    def sift(self, ids: list[int], lines: list[bytes]) -> tuple[list[int], list[bytes]]:
        ids, lines = self._ids + ids, self._lines + lines
        if ids != sorted(ids):
            raise OutOfOrderError
        passed_ids: list[int] = []
        passed: list[bytes] = []
        start = 0
        while start < len(ids):
            block = block_of(ids[start])
            end = bisect_left(ids, first_of(block + 1), start)
            if end == len(ids):
                break
            if self._is_new(block, lines[start:end]):
                passed_ids += ids[start:end]
                passed += lines[start:end]
            start = end
        self._ids, self._lines = ids[start:], lines[start:]
        return passed_ids, passed

    def rest(self) -> tuple[list[int], list[bytes]]:
        if self._ids and self._is_new(block_of(self._ids[0]), self._lines):
            return self._ids, self._lines
        return [], []

    def _is_new(self, block: int, lines: Sequence[bytes]) -> bool:
        said = blake2b(b"\n".join(lines), digest_size=_PRINT_BYTES, salt=READER_VERSION).digest()
        self.prints[block] = said
        return self._known.get(block) != said


def _read_ahead(content: IO[bytes]) -> Iterator[bytes]:
    """Give the content in pieces; the next is decompressed in a thread meanwhile."""
    with ThreadPoolExecutor(1, thread_name_prefix="decompress") as beside:
        ahead = beside.submit(content.read, _CHUNK)
        while chunk := ahead.result():
            ahead = beside.submit(content.read, _CHUNK)
            yield chunk


def _decoded(lines: Sequence[bytes]) -> str:
    """Give the text of all lines; those that are not UTF-8 are taken for Latin-1."""
    try:
        return _NEXT_ROW.join(lines).decode()
    except UnicodeDecodeError:
        return _NEXT_ROW.decode().join(map(_decoded_line, lines))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _shown(line: bytes) -> str:
    text = line.decode("latin-1").strip()
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
