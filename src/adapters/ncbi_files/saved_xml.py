"""Opens saved XML files, plain or gzipped, as bytes in UTF-8."""

import gzip
import mmap
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.xml.splitter import Reply, in_utf8, is_utf8
from application.errors import ConfigurationError

SUFFIXES = (".xml", ".xml.gz")
_PROLOG_BYTES = 256


def saved_files(folder: Path) -> list[Path]:
    """Find the XML files of a folder and the folders in it, by name."""
    if not folder.is_dir():
        raise ConfigurationError(f"There is no folder {folder} to read XML files from.")
    found = (path for path in folder.rglob("*") if path.name.endswith(SUFFIXES))
    return sorted(path for path in found if path.is_file())


@contextmanager
def opened(path: Path) -> Iterator[Reply]:
    """Give the content of a file; a plain one stays on disk, and only what is read is loaded."""
    try:
        if path.name.endswith(".gz"):
            yield in_utf8(gzip.decompress(path.read_bytes()))
            return
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                yield b""
            elif is_utf8(file.read(_PROLOG_BYTES)):
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                    yield mapped
            else:
                yield in_utf8(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigurationError(f"The file {path} cannot be read: {error}.") from error
