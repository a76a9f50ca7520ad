"""Opens the files of a dump one after the other, in a tar.gz, a zip or a folder; unpacks none."""

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

from application.ports.taxonomy_dump import DumpFile
from domain.taxonomy import TaxonomyError

_CHUNK: Final = 2**20
_GZIP: Final = b"\x1f\x8b"
_FILES: Final = {file.value: file for file in DumpFile}

_TORN: Final = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
)

Passed = Callable[[int], None]
"""Told how many bytes of the archive have been read, again and again."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a dump, open. day: when it was made; None where the archive names no such day."""

    file: DumpFile
    content: IO[bytes]
    day: date | None


def size(path: Path) -> int:
    """Give the bytes that reading a dump will pass."""
    if path.is_dir():
        return sum(_in_folder(path, file).stat().st_size for file in _present(path))
    return path.stat().st_size


def members(path: Path, wanted: Container[DumpFile], passed: Passed) -> Iterator[Member]:
    """Give the wanted files of a dump in the order in which it has them.

    Each can be read until the next is asked for.
    """
    if path.is_dir():
        yield from _of_folder(path, wanted, passed)
    elif zipfile.is_zipfile(path):
        yield from _of_zip(path, wanted, passed)
    else:
        yield from _of_tar(path, wanted, passed)


@contextmanager
def torn_told(path: Path) -> Iterator[None]:
    """Turn what reading a torn archive raises into TaxonomyError."""
    try:
        yield
    except _TORN as error:
        raise TaxonomyError(f"it is torn ({error})") from error
    except OSError as error:
        raise TaxonomyError(f"{path} cannot be read ({error.strerror or error})") from error


def _present(folder: Path) -> list[DumpFile]:
    return [file for file in DumpFile if _in_folder(folder, file).is_file()]


def _in_folder(folder: Path, file: DumpFile) -> Path:
    return folder / file.value


def _of_folder(path: Path, wanted: Container[DumpFile], passed: Passed) -> Iterator[Member]:
    for file in _present(path):
        if file in wanted:
            with _in_folder(path, file).open("rb") as content:
                made = _in_folder(path, file).stat().st_mtime
                yield Member(file, content, _day(made))
                passed(content.tell())


def _of_zip(path: Path, wanted: Container[DumpFile], passed: Passed) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            file = _FILES.get(PurePosixPath(info.filename).name)
            if file in wanted and file is not None:
                with _unpacked(archive, info) as content:
                    yield Member(file, content, _day_of_zip(info))
            passed(info.compress_size)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(info)
    except RuntimeError as error:  # encrypted, or packed in a way that Python does not know
        raise TaxonomyError(f"{info.filename} in it cannot be unpacked ({error})") from error


def _day_of_zip(info: zipfile.ZipInfo) -> date | None:
    try:
        return date(*info.date_time[:3])
    except ValueError:
        return None


def _of_tar(path: Path, wanted: Container[DumpFile], passed: Passed) -> Iterator[Member]:
    with path.open("rb") as raw, _decompressed(raw) as content:
        before = 0
        with tarfile.open(fileobj=content, mode="r|") as archive:
            for info in archive:
                file = _FILES.get(PurePosixPath(info.name).name)
                extracted = archive.extractfile(info) if file in wanted else None
                if extracted is not None and file is not None:
                    yield Member(file, extracted, _day(info.mtime))
                passed(raw.tell() - before)
                before = raw.tell()
        while content.read(_CHUNK):
            pass  # to its end, where gzip says whether all of it was right


def _decompressed(raw: IO[bytes]) -> gzip.GzipFile:
    magic = raw.read(len(_GZIP))
    raw.seek(0)
    if magic != _GZIP:
        raise TaxonomyError("it is neither a tar.gz, nor a zip, nor a folder")
    return gzip.GzipFile(fileobj=raw)


def _day(seconds: float) -> date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
