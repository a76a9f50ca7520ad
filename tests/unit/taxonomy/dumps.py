"""Small taxonomies of a test's own making, and the dumps NCBI would publish of them."""

import io
import tarfile
import zipfile
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

FILES = ("nodes.dmp", "names.dmp", "merged.dmp", "delnodes.dmp", "division.dmp", "gencode.dmp")


@dataclass
class Node:
    parent: int
    rank: str = "no rank"
    division: int = 0
    genetic_code: int = 1
    mito_genetic_code: int = 0


@dataclass(frozen=True, order=True)
class Name:
    tax_id: int
    name: str
    name_class: str = "scientific name"
    unique: str = ""


@dataclass
class Taxonomy:
    """What NCBI holds at a time; with a root, and whatever is added."""

    nodes: dict[int, Node] = field(default_factory=lambda: {1: Node(1)})
    names: set[Name] = field(default_factory=lambda: {Name(1, "root")})
    merged: dict[int, int] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    divisions: list[tuple[object, ...]] = field(
        default_factory=lambda: [(0, "BCT", "Bacteria", ""), (9, "VRL", "Viruses", "")]
    )
    genetic_codes: list[tuple[object, ...]] = field(
        default_factory=lambda: [
            (1, "", "Standard", "FFLLSS", "---M--"),
            (11, "", "Bacterial", "FF", "--"),
        ]
    )

    def add(
        self, tax_id: int, parent: int, name: str | None = None, rank: str = "species", **more: int
    ) -> "Taxonomy":
        self.nodes[tax_id] = Node(parent, rank, **more)
        self.names.add(Name(tax_id, name or f"taxon {tax_id}"))
        return self

    def name(
        self, tax_id: int, name: str, name_class: str = "synonym", unique: str = ""
    ) -> "Taxonomy":
        self.names.add(Name(tax_id, name, name_class, unique))
        return self

    def rename(self, tax_id: int, name: str) -> None:
        self.names = {
            old for old in self.names if old.tax_id != tax_id or old.name_class != "scientific name"
        }
        self.names.add(Name(tax_id, name))

    def remove(self, tax_id: int) -> None:
        """Take a taxon out; what hung below it hangs below its parent."""
        gone = self.nodes.pop(tax_id)
        self.names = {name for name in self.names if name.tax_id != tax_id}
        for node in self.nodes.values():
            if node.parent == tax_id:
                node.parent = gone.parent

    def merge(self, old: int, new: int) -> None:
        self.remove(old)
        self.merged[old] = new

    def delete(self, tax_id: int) -> None:
        self.remove(tax_id)
        self.deleted.add(tax_id)

    def copy(self) -> "Taxonomy":
        return deepcopy(self)

    def below(self, tax_id: int) -> set[int]:
        """Give a taxon and all below it."""
        found = {tax_id}
        while more := {child for child, node in self.nodes.items() if node.parent in found} - found:
            found |= more
        return found

    def lineage(self, tax_id: int) -> list[int]:
        """Give the ids from the root to the taxon."""
        path = [tax_id]
        while path[-1] != 1:
            path.append(self.nodes[path[-1]].parent)
        return path[::-1]

    def files(self) -> dict[str, str]:
        nodes = (
            (
                tax_id,
                node.parent,
                node.rank,
                "",
                node.division,
                1,
                node.genetic_code,
                1,
                node.mito_genetic_code,
                1,
                0,
                0,
                "",
            )
            for tax_id, node in sorted(self.nodes.items())
        )
        names = (
            (name.tax_id, name.name, name.unique, name.name_class) for name in sorted(self.names)
        )
        tables: tuple[Iterable[tuple[object, ...]], ...] = (
            nodes,
            names,
            sorted(self.merged.items()),
            ((tax_id,) for tax_id in sorted(self.deleted, reverse=True)),
            self.divisions,
            self.genetic_codes,
        )
        return {file: dmp(rows) for file, rows in zip(FILES, tables, strict=True)}

    def folder(self, path: Path) -> Path:
        return write_folder(path, self.files())

    def tar_gz(self, path: Path) -> Path:
        path.write_bytes(tar_gz(self.files()))
        return path


def dmp(rows: Iterable[tuple[object, ...]]) -> str:
    return "".join("\t|\t".join(map(str, row)) + "\t|\n" for row in rows)


def write_folder(path: Path, files: dict[str, str]) -> Path:
    path.mkdir(exist_ok=True)
    for old in path.iterdir():
        old.unlink()
    for name, content in files.items():
        (path / name).write_text(content, encoding="utf-8", newline="")
    return path


def tar_gz(files: dict[str, str], modified: int = 1_700_000_000) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            raw = content.encode()
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(raw), modified
            archive.addfile(info, io.BytesIO(raw))
    return packed.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 11, 14, 0, 0, 0)), content)
    return packed.getvalue()


def mycobacteria() -> Taxonomy:
    """A corner of the real tree."""
    taxa = Taxonomy()
    taxa.add(131567, 1, "cellular organisms", "cellular root")
    taxa.add(2, 131567, "Bacteria", "domain")
    taxa.add(1763, 2, "Mycobacterium", "genus")
    taxa.add(1773, 1763, "Mycobacterium tuberculosis", genetic_code=11)
    taxa.add(1765, 1773, "Mycobacterium tuberculosis variant bovis", "no rank", genetic_code=11)
    taxa.add(83332, 1773, "Mycobacterium tuberculosis H37Rv", "strain", genetic_code=11)
    taxa.add(1764, 1763, "Mycobacterium avium", genetic_code=11)
    taxa.add(10239, 1, "Viruses", "acellular root", division=9)
    taxa.add(11520, 10239, "Influenza B virus", division=9)
    taxa.name(1773, "Bacterium tuberculosis")
    taxa.name(2, "eubacteria", "genbank common name")
    return taxa
