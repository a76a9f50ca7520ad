"""Records in folders of saved XML: how the demo, replay and bulk loads run.

A file holds records as efetch gives them, or as a bulk file does. Files have no uids: a record is
called by its place, the file's name, offset and length in bytes. Where a record stands twice, the
last one counts, in the order of file names; that is settled here, before anything is fetched.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Generic, TypeVar

from adapters.ncbi_files.places import by_file, key_of
from adapters.ncbi_files.saved_xml import opened, saved_files, shape_of, state
from adapters.xml.splitter import Piece, Shape, split
from adapters.xml.splitter import Reply as Content
from application.errors import UnreadableRecordError, UsageError
from application.ports.archive import Key, Named, RawRecord, Reader, Reply
from domain.changes import digest
from domain.selection import Selection

Record = TypeVar("Record", bound=Named)


@dataclass(frozen=True, slots=True)
class SavedKind(Generic[Record]):
    """How the records of one database are told from others, and read.

    name_of: guesses what a record is called. hidden_by: what an answer calls the record that it
    says is not public; None of what is no such answer. accepts: whether a selection means a record.
    """

    shape: Shape
    read: Reader[Record]
    name_of: Callable[[bytes], str | None]
    hidden_by: Callable[[bytes], str | None]
    accepts: Callable[[Selection, Record], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a place of a file: a piece of a reply, or what is left of one."""

    key: Key
    piece: Piece | None = None


class SavedRecords(Generic[Record]):
    """The records of one kind in the *.xml and *.xml.gz files of a folder."""

    name: Final = "files"

    def __init__(self, folder: Path, kind: SavedKind[Record]) -> None:
        self._folder, self._kind = folder, kind

    @property
    def read(self) -> Reader[Record]:
        return self._kind.read

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
        return pages((key for key, _ in self._settled(selection)), page_size)

    def _settled(self, selection: Selection) -> list[tuple[Key, bool]]:
        """List the records of the selection in order, of each the last copy.

        With each goes whether it surely belongs to the selection.
        """
        if selection.query:
            raise UsageError(
                "Files cannot answer an Entrez query. Select by organism, BioProject or accession."
            )
        last: dict[str, tuple[Key, bool]] = {}
        for found in self.found():
            name = self.name_of(found) or found.key
            # Taken out first, so that the record stands where its last copy does; and not
            # put back where that copy is no longer what is asked for.
            last.pop(name, None)
            belongs = self._belongs(found, selection)
            if belongs is not False:
                last[name] = found.key, belongs is True
        return list(last.values())

    def found(self) -> Iterator[Found]:
        """Go through all files; those with records of another kind are not looked into."""
        for path in saved_files(self._folder):
            name = path.relative_to(self._folder).as_posix()
            with opened(path) as content:
                if shape_of(content) is self._kind.shape:
                    yield from self._pieces(name, content)

    def _pieces(self, file: str, content: Content) -> Iterator[Found]:
        end, shape = 0, self._kind.shape
        for piece in split(content, shape):
            end = piece.offset + len(piece.raw)
            yield Found(key_of(file, piece.offset, len(piece.raw)), piece)
        if not end:
            # Not a file of records: it goes to quarantine whole, and says so.
            yield Found(key_of(file, 0, len(content)))
        elif shape.is_cut_off(content, end) and piece.whole:
            # Cut off between two records, or within a tag: what is left goes there, too.
            yield Found(key_of(file, end, len(content) - end))

    def name_of(self, found: Found) -> str | None:
        raw = found.piece.raw if found.piece else b""
        return self._kind.name_of(raw) or self._kind.hidden_by(raw)

    def _belongs(self, found: Found, selection: Selection) -> bool | None:
        """Tell whether it is asked for; None: of what cannot be read, nobody can tell."""
        piece = found.piece
        if piece is None or piece.is_error or self._kind.hidden_by(piece.raw):
            return None
        if selection.is_everything and selection.window is None:
            return True
        try:
            return self._kind.accepts(selection, self._kind.read(piece.raw))
        except UnreadableRecordError:
            return None

    def fetch(self, keys: Sequence[Key]) -> Reply:
        records: list[RawRecord] = []
        not_public: list[Key] = []
        for name, places in by_file(keys):
            with opened(self._folder / name) as content:
                for key, start, length in places:
                    raw = bytes(content[start : start + length])
                    if self._kind.hidden_by(raw):
                        not_public.append(key)
                    else:
                        records.append(RawRecord(key, raw))
        return Reply(tuple(records), tuple(not_public))

    def stop(self) -> None:
        """Nothing waits here for longer than a file takes to read."""


def pages(keys: Iterator[Key], size: int) -> Iterator[Sequence[Key]]:
    while page := tuple(islice(keys, size)):
        yield page
