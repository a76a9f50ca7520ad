"""Where a record stands: the name of a file, and an offset and length in bytes."""

import re
from collections.abc import Sequence
from typing import Final

from application.ports.archive import Key

_PLACE: Final = re.compile(r".+:[0-9]+\+[0-9]+", re.DOTALL)


def key_of(file: str, offset: int, length: int) -> Key:
    return f"{file}:{offset}+{length}"


def is_place(key: Key) -> bool:
    return _PLACE.fullmatch(key) is not None


def by_file(keys: Sequence[Key]) -> list[tuple[str, list[tuple[Key, int, int]]]]:
    """Group the places of a page by file, so that each file is opened once."""
    files: dict[str, list[tuple[Key, int, int]]] = {}
    for key in keys:
        name, _, place = key.rpartition(":")
        start, _, length = place.partition("+")
        files.setdefault(name, []).append((key, int(start), int(length)))
    return list(files.items())
