"""Opens saved XML files, plain or gzipped, as bytes in UTF-8."""

import gzip
import mmap
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from adapters.xml.bioproject_glance import BIOPROJECTS
from adapters.xml.biosample_glance import BIOSAMPLES
from adapters.xml.splitter import PACKAGES, Reply, Shape, in_utf8, is_utf8
from application.errors import ConfigurationError

SUFFIXES = (".xml", ".xml.gz")
_PROLOG_BYTES = 256
_ROOT = re.compile(rb"<([A-Za-z_][A-Za-z_0-9.:-]*)")


def saved_files(folder: Path) -> list[Path]:
    """Find the XML files of a folder and the folders in it, by name.

    Raises ConfigurationError where a part of it cannot be looked into.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"There is no folder {folder} to read XML files from.")
    found = (
        Path(parent, name)
        for parent, _, names in os.walk(folder, onerror=_refuse)
        for name in names
        if name.endswith(SUFFIXES)
    )
    # A link that leads nowhere is a file that is missing; pipes and the like are none of ours.
    return sorted(_named(path) for path in found if path.is_file() or not path.exists())


def _named(path: Path) -> Path:
    """Refuse a name that the database cannot keep."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"The name of {str(path)!a} is not UTF-8: rename it.") from None
    return path


def _refuse(error: OSError) -> NoReturn:
    raise ConfigurationError(f"The folder {error.filename} cannot be read: {error}.") from error


def state(path: Path) -> str:
    """Tell a file from what it was before somebody wrote to it."""
    try:
        stat = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return f"{stat.st_size}:{stat.st_mtime_ns}"


@contextmanager
def opened(path: Path) -> Iterator[Reply]:
    """Give the content of a file; a plain one stays on disk, and only what is read is loaded."""
    try:
        content = _content(path)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error
    try:
        yield content
    finally:
        if isinstance(content, mmap.mmap):
            content.close()


def shape_of(content: Reply) -> Shape:
    """Tell by its first element what a file holds; what is none of ours counts as packages."""
    root = _ROOT.search(content)
    for shape in (BIOSAMPLES, BIOPROJECTS):
        if root and root[1] in shape.sets + shape.records:
            return shape
    return PACKAGES


def _content(path: Path) -> Reply:
    if path.name.endswith(".gz"):
        return in_utf8(gzip.decompress(path.read_bytes()))
    with path.open("rb") as file:
        beginning = file.read(_PROLOG_BYTES)
        if not beginning:
            return b""
        if is_utf8(beginning):
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return in_utf8(path.read_bytes())


def _unreadable(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(f"The file {path} cannot be read: {error}.")
