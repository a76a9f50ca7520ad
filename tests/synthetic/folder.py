"""The archive as a folder of saved efetch replies."""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import IO, cast

from tests.synthetic.archive import Archive
from tests.synthetic.records import SraRecord
from tests.synthetic.sra_xml import SRA_HEAD, SRA_TAIL, render_package


def write_folder(
    archive: Archive,
    folder: Path,
    *,
    packages_per_file: int = 500,
    compress: bool = False,
) -> list[Path]:
    """Writes the live experiments in uid order, one reply a file; returns the files by name."""
    folder.mkdir(parents=True, exist_ok=True)
    records = archive.live()
    suffix = ".xml.gz" if compress else ".xml"
    files: list[Path] = []
    while batch := list(islice(records, packages_per_file)):
        path = folder / f"sra_{len(files) + 1:05}{suffix}"
        _write(path, batch, compress=compress)
        files.append(path)
    return files


def _write(path: Path, records: Iterable[SraRecord], *, compress: bool) -> None:
    with path.open("wb") as plain:
        if not compress:
            plain.writelines(reply(records))
            return
        # no name and no time in the header: the same archive gives the same bytes
        with closing(gzip.GzipFile("", "wb", 6, cast("IO[bytes]", plain), mtime=0)) as packed:
            packed.writelines(reply(records))


def reply(records: Iterable[SraRecord]) -> Iterator[bytes]:
    """One EXPERIMENT_PACKAGE_SET, package by package."""
    yield SRA_HEAD
    for record in records:
        yield render_package(record)
    yield SRA_TAIL
