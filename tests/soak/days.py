"""Daily syncs of an archive that grows and changes, each day as much as the day before."""

import gc
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import psutil
from sqlalchemy import text

from adapters.postgres.database import Database
from tests.emulator.emulator import Emulator
from tests.model.house import House
from tests.model.life import Life
from tests.synthetic import Archive, Profile

NEW_A_DAY, EDITED_A_DAY = 6, 3
_COUNTED = ("experiment", "change", "page", "sync_job", "selection_member", "quarantine")


@dataclass(frozen=True, slots=True)
class Day:
    """What one day cost. memory: bytes of this process; rows: by table, at its end."""

    requests: int
    seconds: float
    memory: int
    rows: dict[str, int]


@dataclass
class Soak:
    """A mirror that is in step, and the days that it lives through."""

    house: House
    life: Life

    @classmethod
    def begin(cls, emulator: Emulator, database: Database) -> "Soak":
        house = House(database, emulator, page_size=500)
        life = Life(emulator.archive, emulator)
        house.follow("tb", life.selections["tb"])
        life.project = ""  # which nobody follows here
        assert house.sync() is not None
        return cls(house, life)

    def day(self) -> Day:
        archive = self.house.emulator.archive
        self.house.advance(1)
        archive.publish(NEW_A_DAY, tax_id=1773)
        followed = [one for one in archive.live() if self.life.is_followed(one)]
        for record in followed[:: len(followed) // EDITED_A_DAY][:EDITED_A_DAY]:
            archive.edit(record)
        self.house.emulator.reindex()
        self.house.emulator.requests.clear()
        began = perf_counter()
        assert self.house.sync() is not None
        seconds = perf_counter() - began
        gc.collect()
        memory = psutil.Process().memory_info().rss
        return Day(len(self.house.emulator.requests), seconds, memory, self.rows())

    def rows(self) -> dict[str, int]:
        with self.house.database.transaction() as connection:
            return {
                table: connection.scalar(text(f"select count(*) from insdc.{table}")) or 0
                for table in _COUNTED
            }


def an_archive() -> Archive:
    archive = Archive(40, seed=9, profile=Profile.plain())
    archive.publish(60, tax_id=1773)
    return archive


def grown(days: list[Day], table: str) -> list[int]:
    """Give by how many rows a table grew from day to day."""
    return [after - before for before, after in pairwise(day.rows[table] for day in days)]
