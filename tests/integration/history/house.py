"""Merges records day by day, and reads the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from adapters.postgres.history import PostgresHistory
from application.ports.history import RecordHistory
from tests.integration.samples.house import SampleHouse
from tests.support.packages import accession

Said = tuple[str, str, str, str | None, str | None]


@dataclass
class HistoryHouse(SampleHouse):
    def changes(self) -> list[Said]:
        """Give kind, accession, field, before and after of all changes, in their order."""
        query = "select kind, accession, field, before, after from insdc.change order by change_id"
        return [(*row,) for row in self.rows(query)]

    def fields(self) -> set[tuple[str, str]]:
        return {(kind, field) for kind, _, field, *_ in self.changes()}

    def history(self, name: str) -> RecordHistory:
        return PostgresHistory(self.database).of(accession(name))

    def now(self) -> datetime:
        """Give a time after all that was done and before all that comes."""
        found = self.value("select clock_timestamp()")
        assert isinstance(found, datetime)
        return found

    def at(self, kind: str, name: str, when: datetime) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.value(
            "select insdc.record_at(:kind, :name, :at)", kind=kind, name=name, at=when
        )
        return found

    def state(self, kind: str, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.value(
            "select state from insdc.record where kind = :kind and accession = :name",
            kind=kind,
            name=name,
        )
        return found

    def set_status(self, table: str, status: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(text(f"update insdc.{table} set status = :s"), {"s": status})
