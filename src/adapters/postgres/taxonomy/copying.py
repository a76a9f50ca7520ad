"""COPY, the fastest way from Python into tables of PostgreSQL."""

from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from itertools import islice

from sqlalchemy import Connection

_ROWS_AT_ONCE = 10_000
_BYTES_AT_ONCE = 2**20

NULL = "\\N"


def escaped(word: str) -> str:
    """Give a word as COPY wants it; words of a dump hold neither tabs nor line feeds."""
    return word.replace("\\", "\\\\")


class Codes(dict[int, str]):
    """Gives small numbers as COPY wants them; negative ones are unknown."""

    def __missing__(self, code: int) -> str:
        self[code] = NULL if code < 0 else str(code)
        return self[code]


def copy_in(connection: Connection, table: str, columns: str, rows: Iterable[str]) -> None:
    """Send rows in COPY's text format, columns between tabs.

    The next rows are made while the server is busy with those before.
    """
    with closing(connection.connection.cursor()) as cursor:
        statement = f"copy {table} ({columns}) from stdin"
        cursor.copy_expert(statement, _Content(rows), _BYTES_AT_ONCE)


class _Content:
    """Rows as a file, made when they are asked for."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = iter(rows)
        self._made = BytesIO()

    def read(self, size: int) -> bytes:
        if not (some := self._made.read(size)):
            self._made = BytesIO(
                "".join(f"{row}\n" for row in islice(self._rows, _ROWS_AT_ONCE)).encode()
            )
            some = self._made.read(size)
        return some


def copy_words_in(connection: Connection, table: str, columns: str, rows: Iterable[str]) -> None:
    """Send rows that hold words as they are, and no NULL."""
    text = "\n".join(rows)
    if text:
        with closing(connection.connection.cursor()) as cursor:
            content = BytesIO(escaped(text).encode())
            cursor.copy_expert(f"copy {table} ({columns}) from stdin", content, _BYTES_AT_ONCE)
