"""Reads a dump whole, and watches what is shown of it meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from application.ports.taxonomy_dump import Again, DumpFile, Prints, Read, Rows, TaxonomyDump

Table = list[tuple[int | str, ...]]


@dataclass
class Watched:
    """Implements application.ports.progress.Progress: remembers the bars and the sentences."""

    bars: list[tuple[str, int, int | None]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, unit: str, total: int | None) -> Iterator["Watched"]:
        self.bars.append((f"{name}, {unit}", 0, total))
        yield self

    def advance(self, count: int) -> None:
        name, at, total = self.bars[-1]
        self.bars[-1] = (name, at + count, total)

    def say(self, sentence: str) -> None:
        self.said.append(sentence)


@dataclass
class Told:
    """What a dump said: the rows of each file, and the prints of those read in order."""

    rows: dict[DumpFile, Table] = field(default_factory=dict)
    read: dict[DumpFile, Read] = field(default_factory=dict)

    @property
    def prints(self) -> dict[DumpFile, Prints]:
        return {file: read.prints for file, read in self.read.items() if read.prints is not None}


def read(dump: TaxonomyDump, known: Mapping[DumpFile, Prints] | None = None) -> Told:
    told = Told()
    for part in dump.read(known or {}):
        match part:
            case Rows(file, ids, columns):
                told.rows.setdefault(file, []).extend(zip(ids, *columns, strict=True))
            case Again(file):
                told.rows[file] = []
            case Read(file):
                told.read[file] = part
    return told
