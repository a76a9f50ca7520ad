"""Folders of saved XML as a sequence archive: how the demo, replay and bulk loads run.

A file holds packages as efetch gives them. Files have no uids: a record is called by its place,
the file's name, offset and length in bytes. Where an experiment stands twice, the last one counts,
in the order of file names; that is settled here, before anything is fetched.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from adapters.ncbi_files.saved_xml import opened, saved_files
from adapters.xml.splitter import Piece, split
from adapters.xml.sra import READER_VERSION, read_package
from application.errors import UnreadableRecordError, UsageError
from application.ports.archive import Key, RawRecord, Reader, Reply
from domain.changes import digest
from domain.selection import Selection


class FolderSequenceArchive:
    """Implements application.ports.archive.SequenceArchive over *.xml and *.xml.gz files."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def read(self) -> Reader:
        return read_package

    @property
    def reader_version(self) -> str:
        return READER_VERSION

    @property
    def identity(self) -> str:
        """The folder as it is now: a job is not resumed once a file has changed."""
        state = (
            f"{path.relative_to(self._folder)}:{stat.st_size}:{stat.st_mtime_ns}"
            for path in saved_files(self._folder)
            for stat in (path.stat(),)
        )
        return f"{self._folder.resolve()} {digest(*(line.encode() for line in state)).hex()}"

    def count(self, selection: Selection) -> int:
        return len(self._settled(selection))

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        keys = iter(self._settled(selection))
        while page := tuple(islice(keys, page_size)):
            yield page

    def _settled(self, selection: Selection) -> list[Key]:
        """List the records of the selection in order, of each experiment the last one."""
        if selection.query:
            raise UsageError(
                "Files cannot answer an Entrez query. Select by organism, BioProject or accession."
            )
        last: dict[str, Key] = {}
        for path in saved_files(self._folder):
            for key, experiment in self._pieces(path, selection):
                # Taken out first, so that the record stands where its last copy does.
                last.pop(experiment or key, None)
                last[experiment or key] = key
        return list(last.values())

    def _pieces(self, path: Path, selection: Selection) -> Iterator[tuple[Key, str | None]]:
        name = path.relative_to(self._folder).as_posix()
        with opened(path) as content:
            empty = True
            for piece in split(content):
                empty = False
                if _belongs(piece, selection):
                    key = f"{name}:{piece.offset}+{len(piece.raw)}"
                    yield key, piece.experiment or piece.not_public
            if empty:
                # Not a file of packages: it goes to quarantine whole, and says so.
                yield f"{name}:0+{len(content)}", None

    def fetch(self, keys: Sequence[Key]) -> Reply:
        records: list[RawRecord] = []
        not_public: list[Key] = []
        for name, places in _by_file(keys):
            with opened(self._folder / name) as content:
                for key, start, length in places:
                    raw = bytes(content[start : start + length])
                    if Piece(raw, start).not_public:
                        not_public.append(key)
                    else:
                        records.append(RawRecord(key, raw))
        return Reply(tuple(records), tuple(not_public))

    def stop(self) -> None:
        """Nothing waits here for longer than a file takes to read."""


def _belongs(piece: Piece, selection: Selection) -> bool:
    """Tell whether a record is asked for; of one that cannot be read, nobody can tell."""
    if piece.is_error or (selection.is_everything and selection.window is None):
        return True
    try:
        return selection.accepts(read_package(piece.raw))
    except UnreadableRecordError:
        return True


def _by_file(keys: Sequence[Key]) -> list[tuple[str, list[tuple[Key, int, int]]]]:
    """Group the places of a page by file, so that each file is opened once."""
    files: dict[str, list[tuple[Key, int, int]]] = {}
    for key in keys:
        name, _, place = key.rpartition(":")
        start, _, length = place.partition("+")
        files.setdefault(name, []).append((key, int(start), int(length)))
    return list(files.items())
