"""Saved records that may be asked for by place or by name."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from adapters.ncbi_files.places import is_place
from adapters.ncbi_files.saved_records import Record, SavedKind, SavedRecords, pages
from application.ports.archive import Key, RawRecord, Reply
from domain.selection import Selection


class NamedRecords(SavedRecords[Record]):
    """Records that other records refer to. names_of: guesses all that a record is called."""

    def __init__(
        self, folder: Path, kind: SavedKind[Record], names_of: Callable[[bytes], frozenset[str]]
    ) -> None:
        super().__init__(folder, kind)
        self._names_of = names_of

    def count(self, selection: Selection) -> int:
        if selection.accessions and not selection.window:
            return sum(str(name) in self._places for name in set(selection.accessions))
        return super().count(selection)

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """See the port: accessions are their own keys."""
        if selection.accessions and not selection.window:
            return pages(iter(dict.fromkeys(map(str, selection.accessions))), page_size)
        return super().find(selection, page_size)

    @cached_property
    def _places(self) -> dict[str, Key]:
        """The place of each name; a record's own goes before one that another only mentions."""
        own: dict[str, Key] = {}
        others: dict[str, Key] = {}
        for found in self.found():
            if found.piece is not None:
                others |= dict.fromkeys(self._names_of(found.piece.raw), found.key)
                own |= dict.fromkeys(filter(None, [self.name_of(found)]), found.key)
        return others | own

    def fetch(self, keys: Sequence[Key]) -> Reply:
        """See the port. A name that no file knows is absent."""
        meant = {
            key: key if is_place(key) else self._places.get(key) for key in dict.fromkeys(keys)
        }
        reply = super().fetch(list(dict.fromkeys(filter(None, meant.values()))))
        records = {record.key: record.raw for record in reply.records}
        return Reply(
            tuple(RawRecord(key, records[at]) for key, at in meant.items() if at in records),
            tuple(key for key, at in meant.items() if at in reply.not_public),
            tuple(key for key, at in meant.items() if at is None),
        )
