"""What follows from samples once they are mirrored: curated values, then specimens."""

from dataclasses import dataclass
from typing import Any

from application.curate_samples import CurateSamples
from application.group_specimens import GroupSpecimens


@dataclass(frozen=True)
class Derive:
    """Curates what waits, then groups: whether two samples may be one depends on both."""

    curate: CurateSamples[Any]
    group: GroupSpecimens

    def __call__(self, job: int) -> None:
        self.curate(job)
        self.group()
