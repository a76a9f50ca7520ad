"""What a person asks a sync for."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from application.ports.archive import RecordSource
from application.ports.ledger import Job
from domain.selection import DateWindow, Selection


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """What a person asks for: a selection, and the last N days or a window or all time.

    days: the last so many days; since: all days from this one on. Both end on the day on which the
    job is opened, and stay as they were then while it is resumed. is_settled: what an earlier run
    left is all of it, on whatever day it is finished. aim: names the one sync that this is part of,
    whose jobs are no other's and are done once.
    """

    selection: Selection
    days: int | None = None
    since: date | None = None
    is_settled: bool = False
    aim: str | None = None

    def on(self, today: date) -> Selection:
        """Give the selection with its days fixed."""
        if self.days is not None:
            return replace(self.selection, window=DateWindow.of_days(self.days, today))
        if self.since is not None:
            return replace(self.selection, window=DateWindow(self.since, max(self.since, today)))
        return self.selection

    def asked(self, archive: RecordSource[Any]) -> dict[str, Any]:
        """Give the request in JSON values, as the books keep it."""
        selection, window = self.selection, self.selection.window
        asked = {
            "source": archive.name,
            "archive": archive.identity,
            "organism": selection.organism,
            "query": selection.query,
            "bioproject": str(selection.bioproject or "") or None,
            "accessions": sorted(map(str, selection.accessions)) or None,
            "days": self.days,
            "since": str(window.first) if window else str(self.since or "") or None,
            "until": str(window.last) if window else None,
            "aim": self.aim,
        }
        return {name: value for name, value in asked.items() if value is not None}


def is_of(day: date, job: Job) -> bool:
    """Whether a job's list of records is of this day; an older one does not know the newest."""
    return job.started.astimezone().date() == day
