"""What a sync tells whoever started it."""

from dataclasses import dataclass

from application.ports.ledger import Job
from domain.selection import Selection
from domain.tally import Tally


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How a sync went. `seconds`: of this run alone; `resumed_at`: the page it began with.

    record: the kind of record it asked for; the other kinds of its tally came with them.
    """

    job: Job
    record: str
    selection: Selection
    seconds: float
    resumed_at: int | None = None

    @property
    def tally(self) -> Tally:
        return self.job.tally

    @property
    def is_complete(self) -> bool:
        """Whether what became of the records adds up to what was asked for."""
        return self.tally.of(self.record) == self.job.found
