"""The queries of docs/queries.md on a large mirror: how long each takes, asked in 20 ways."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text

from adapters.postgres.database import Database
from benchmarks.query_cases import CASES, ROUNDS
from benchmarks.query_mirror import mirror_of
from tests.support.queries import Query, queries

AIM_MILLISECONDS = 200


@dataclass(frozen=True)
class Timed:
    """Milliseconds of every round, from sending the query to having the last row; rows it gave."""

    query: Query
    milliseconds: list[float]
    rows: list[int]

    @property
    def p95(self) -> float:
        """The 95th percentile: of 20 rounds the last but one."""
        return sorted(self.milliseconds)[-(-len(self.milliseconds) * 95 // 100) - 1]

    def line(self) -> str:
        verdict = "met" if self.p95 <= AIM_MILLISECONDS else "missed"
        return (
            f"| {self.query.question}, {self.query.number} | {median(self.rows):,.0f} "
            f"| {median(self.milliseconds):,.0f} | {self.p95:,.0f} "
            f"| {max(self.milliseconds):,.0f} | {verdict} |"
        )


def main() -> None:
    options = _options()
    with _folder(options.folder) as folder:
        database = mirror_of(options.samples, folder)
        _describe(database)
        print("| question, query | rows | median ms | p95 ms | max ms | aim |")
        print("|---|---|---|---|---|---|")
        with database.session() as connection:
            for query in queries().values():
                print(_time(connection, query, options.samples).line(), flush=True)
        database.dispose()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queries", description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="size of the mirror")
    parser.add_argument("--folder", type=Path, help="keep the mirror here, or find it here")
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="insdc-sync-benchmark-") as name:
        # The embedded server runs as a user of its own where we are root.
        Path(name).chmod(0o755)
        yield Path(name)


def _describe(database: Database) -> None:
    with database.transaction() as connection:
        counts = {
            table: connection.scalar(text(f"select count(*) from insdc.{table}"))
            for table in ("sample", "run", "sample_attribute", "curated_value", "antibiogram")
        }
        size = connection.scalar(text("select pg_database_size(current_database())"))
    listed = ", ".join(f"{number:,} {table}" for table, number in counts.items())
    print(f"{listed}; {size / 1e9:.1f} GB\n")


def _time(connection: Connection, query: Query, samples: int) -> Timed:
    case = CASES[query.question, query.number]
    taken, rows = [], []
    # The first round is not counted: it reads from the disk what the others find in memory.
    for number in range(-1, ROUNDS):
        sql = query.asking(case(number % ROUNDS, samples)).replace("%", "%%")
        began = time.perf_counter()
        found = connection.exec_driver_sql(sql).all()
        if number >= 0:
            taken.append((time.perf_counter() - began) * 1000)
            rows.append(len(found))
    return Timed(query, taken, rows)


if __name__ == "__main__":
    main()
