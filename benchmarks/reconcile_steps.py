"""Compares a list of so many ids with a mirror that has them, as `insdc-sync reconcile` does.

Called as `python reconcile_steps.py URL IDS GONE`; prints {"seconds": ...}. The archive's part is a
lister that has the ids at hand: what is measured is the listing's memory and the comparison.
"""

import json
import sys
import time
from collections.abc import Sequence
from datetime import date

from adapters.memory.progress import RecordedProgress
from adapters.postgres.database import Database
from adapters.postgres.following import PostgresFollowing
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.membership import PostgresMembership
from application.ports.archive import Reply
from application.reconcile import Ground, Reconcile
from domain.following import ArchiveIndex
from domain.selection import Selection

FIRST = 900_000_001


class Lister:
    """Lists all ids but the first few, and knows nothing of those."""

    def __init__(self, ids: int, gone: int, build: int) -> None:
        self._ids, self._gone, self._build = ids, gone, build

    def index(self) -> ArchiveIndex:
        return ArchiveIndex(f"Build{self._build}", date(2025, 7, 1))

    def listed(self, _selection: Selection) -> Sequence[int]:
        # As the adapter does: from a set, since pages may tell of one twice.
        return sorted(set(range(FIRST + self._gone, FIRST + self._ids)))

    def fetch(self, keys: Sequence[str]) -> Reply:
        return Reply(absent=tuple(keys))


def main() -> None:
    url, ids, gone = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    database = Database(url)
    builds = (1, 2) if gone else (time.time_ns(),)
    began = time.perf_counter()
    for build in builds:
        lister = Lister(ids, gone, build)
        reconcile = Reconcile(
            PostgresFollowing(database),
            PostgresMembership(database),
            [Ground("experiment", lister, None)],  # type: ignore[arg-type]
            lambda selection: selection,
            PostgresLedger(database, "benchmark"),
            PostgresJobLock(database),
            RecordedProgress(),
            lambda _job: None,
        )
        done = reconcile()
        seconds = time.perf_counter() - began
        began = time.perf_counter()
    print(json.dumps({"seconds": seconds, "became": done[0].became}))
    database.dispose()


if __name__ == "__main__":
    main()
