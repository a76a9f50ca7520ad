"""Folders of saved XML as a sequence archive: how the demo, replay and bulk loads run.

A file holds packages as efetch gives them. Files have no uids: a record is called by its place,
the file's name, offset and length in bytes. Where an experiment stands twice, the last one counts,
in the order of file names; that is settled here, before anything is fetched.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from adapters.ncbi_files.saved_xml import opened, saved_files, state
from adapters.xml.splitter import PACKAGES, Piece, split
from adapters.xml.sra import READER_VERSION, read_package
from application.errors import UnreadableRecordError, UsageError
from application.ports.archive import Key, RawRecord, Reader, Reply
from domain.changes import digest
from domain.records import ExperimentPackage
from domain.selection import Selection


class FolderSequenceArchive:
    """Implements application.ports.archive.SequenceArchive over *.xml and *.xml.gz files."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def read(self) -> Reader[ExperimentPackage]:
        return read_package

    @property
    def reader_version(self) -> str:
        return READER_VERSION

    @property
    def identity(self) -> str:
        """The folder as it is now: a job is not resumed once a file has changed."""
        states = (
            f"{path.relative_to(self._folder)}:{state(path)}" for path in saved_files(self._folder)
        )
        return f"{self._folder.resolve()} {digest(*map(os.fsencode, states)).hex()}"

    def count(self, selection: Selection) -> int:
        """Count what surely belongs: answers without a record, and torn ones, are no match."""
        return sum(is_sure for _, is_sure in self._settled(selection))

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        keys = (key for key, _ in self._settled(selection))
        while page := tuple(islice(keys, page_size)):
            yield page

    def _settled(self, selection: Selection) -> list[tuple[Key, bool]]:
        """List the records of the selection in order, of each experiment the last one.

        With each goes whether it surely belongs to the selection.
        """
        if selection.query:
            raise UsageError(
                "Files cannot answer an Entrez query. Select by organism, BioProject or accession."
            )
        last: dict[str, tuple[Key, bool]] = {}
        for path in saved_files(self._folder):
            for found in self._found(path):
                name = found.experiment or found.key
                # Taken out first, so that the record stands where its last copy does; and not
                # put back where that copy is no longer what is asked for.
                last.pop(name, None)
                belongs = found.belongs_to(selection)
                if belongs is not False:
                    last[name] = found.key, belongs is True
        return list(last.values())

    def _found(self, path: Path) -> Iterator["_Found"]:
        name = path.relative_to(self._folder).as_posix()
        with opened(path) as content:
            end = 0
            for piece in split(content):
                end = piece.offset + len(piece.raw)
                yield _Found(f"{name}:{piece.offset}+{len(piece.raw)}", piece)
            if not end:
                # Not a file of packages: it goes to quarantine whole, and says so.
                yield _Found(f"{name}:0+{len(content)}")
            elif PACKAGES.is_cut_off(content, end) and piece.whole:
                # Cut off between two records, or within a tag: what is left goes there, too.
                yield _Found(f"{name}:{end}+{len(content) - end}")

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


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands at a place of a file: a piece of a reply, or what is left of one."""

    key: Key
    piece: Piece | None = None

    @property
    def experiment(self) -> str | None:
        return (self.piece.experiment or self.piece.not_public) if self.piece else None

    def belongs_to(self, selection: Selection) -> bool | None:
        """Tell whether it is asked for; None: of what cannot be read, nobody can tell."""
        if self.piece is None or self.piece.is_error:
            return None
        if selection.is_everything and selection.window is None:
            return True
        try:
            return selection.accepts(read_package(self.piece.raw))
        except UnreadableRecordError:
            return None


def _by_file(keys: Sequence[Key]) -> list[tuple[str, list[tuple[Key, int, int]]]]:
    """Group the places of a page by file, so that each file is opened once."""
    files: dict[str, list[tuple[Key, int, int]]] = {}
    for key in keys:
        name, _, place = key.rpartition(":")
        start, _, length = place.partition("+")
        files.setdefault(name, []).append((key, int(start), int(length)))
    return list(files.items())
