"""Real dumps, read by a few lines that share nothing with the program."""

from pathlib import Path

from tests.unit.taxonomy.dumps import Name, Node, Taxonomy

SHARED = Path(__file__).parents[4] / "shared"


def rows(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\t|\n")
    return [line.split("\t|\t") for line in lines if line]


def parsed(folder: Path) -> Taxonomy:
    return Taxonomy(
        nodes={
            int(row[0]): Node(int(row[1]), row[2], int(row[4]), int(row[6]), int(row[8]))
            for row in rows(folder / "nodes.dmp")
        },
        names={Name(int(row[0]), row[1], row[3], row[2]) for row in rows(folder / "names.dmp")},
        merged={int(row[0]): int(row[1]) for row in rows(folder / "merged.dmp")},
    )
