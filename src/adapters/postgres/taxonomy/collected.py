"""What a dump says, as far as it fits in memory: all but the names, which go to the database."""

from array import array
from dataclasses import dataclass, field
from datetime import date

from application.ports.taxonomy_dump import Again, DumpFile, Part, Prints, Read, Rows
from domain.taxonomy import ROOT, TaxonomyError
from domain.taxonomy_hierarchy import Numbers
from domain.taxonomy_nodes import HIGHEST_ID, Nodes


@dataclass(slots=True)
class Collected:
    """The parts of a dump that were taken. day: the latest of its files."""

    nodes: Nodes = field(default_factory=Nodes)
    merged: dict[int, int] = field(default_factory=dict)
    deleted: Numbers = field(default_factory=lambda: array("i"))
    divisions: list[tuple[int | str, ...]] = field(default_factory=list)
    genetic_codes: list[tuple[int | str, ...]] = field(default_factory=list)
    unique_names: list[tuple[str, ...]] = field(default_factory=list)
    prints: dict[DumpFile, Prints] = field(default_factory=dict)
    day: date = date.min

    def take(self, part: Part) -> None:
        match part:
            case Rows():
                self._take_rows(part)
            case Again(DumpFile.NODES):
                self.nodes = Nodes()
            case Again(DumpFile.NAMES):
                self.unique_names.clear()
            case Read(file, prints, day):
                self.day = max(self.day, day or date.min)
                if prints is not None:
                    self.prints[file] = prints

    def _take_rows(self, rows: Rows) -> None:
        match rows.file:
            case DumpFile.NODES:
                self.nodes.add(rows.ids, rows.columns)
            case DumpFile.NAMES:
                self._take_unique_names(rows)
            case DumpFile.MERGED:
                self.merged.update(zip(rows.ids, _tax_ids(rows), strict=True))
            case DumpFile.DELETED:
                self.deleted.extend(rows.ids)
            case DumpFile.DIVISIONS:
                self.divisions += zip(rows.ids, *rows.columns, strict=True)
            case DumpFile.GENETIC_CODES:
                self.genetic_codes += zip(rows.ids, *rows.columns, strict=True)

    def _take_unique_names(self, rows: Rows) -> None:
        """Keep names that several taxa have: tax id, name, class, unique name."""
        names, unique, classes = rows.columns
        if any(unique):
            self.unique_names += [
                (str(tax_id), *named)
                for tax_id, *named in zip(rows.ids, names, classes, unique, strict=True)
                if named[2]
            ]


def _tax_ids(rows: Rows) -> list[int]:
    try:
        ids = list(map(int, rows.columns[0]))
    except ValueError as error:
        raise TaxonomyError(f"{rows.file} has a tax id that is none ({error})") from None
    if wrong := [tax_id for tax_id in ids if not ROOT <= tax_id <= HIGHEST_ID]:
        raise TaxonomyError(f"{rows.file} has a tax id that is none ({wrong[0]})")
    return ids
