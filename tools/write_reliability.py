"""Writes the fault matrix into docs/reliability.md: every fault is let happen, none is imagined."""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.model.cases import cases
from tests.model.copies import copies_of_one_that_knows_the_taxonomy
from tests.model.matrix import Case, Outcome
from tests.support.server import EmbeddedServer

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
_TABLE = re.compile(r"(<!-- faults: [^>]*-->\n).*?(<!-- /faults -->)", re.DOTALL)
_HEAD = (
    "| | fault | where | runs | what happened | records lost | requests more |\n"
    "|---|---|---|---|---|---|---|"
)


def row(case: Case, outcome: Outcome) -> str:
    cells = (
        f"F{case.number}", case.fault, case.where, outcome.runs, outcome.happened, outcome.lost,
        outcome.extra,
    )  # fmt: skip
    return f"| {' | '.join(str(cell).replace('<', '&lt;') for cell in cells)} |"


def with_table(page: str, rows: Iterable[str]) -> str:
    table = "\n".join([_HEAD, *rows]) + "\n"
    return _TABLE.sub(lambda found: found[1] + table + found[2], page)


def rows_of(page: str) -> list[str]:
    found = _TABLE.search(page)
    return found[0].splitlines()[3:-1] if found else []


def main() -> None:
    with (
        EmbeddedServer.started() as server,
        tempfile.TemporaryDirectory() as folder,
        copies_of_one_that_knows_the_taxonomy(server, Path(folder) / "taxonomy") as make,
    ):
        rows = []
        for case in cases():
            rows.append(row(case, case.run(make)))
            sys.stdout.write(f"{rows[-1]}\n")
            sys.stdout.flush()
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")


if __name__ == "__main__":
    main()
