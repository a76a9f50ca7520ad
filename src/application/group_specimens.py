"""Finds the samples that were deposited twice, and puts them under one specimen."""

from dataclasses import dataclass

from application.ports.progress import Progress
from application.ports.specimens import SpecimenShelf
from domain.specimens import group_specimens


@dataclass(frozen=True, slots=True)
class SpecimenReport:
    """specimens: of two samples or more. conflicts: pairs that share something, kept apart."""

    specimens: int
    samples: int
    conflicts: int


class GroupSpecimens:
    """Groups anew from all the evidence there is: nothing depends on what was grouped before."""

    def __init__(self, shelf: SpecimenShelf, progress: Progress) -> None:
        self._shelf = shelf
        self._progress = progress

    def __call__(self) -> SpecimenReport:
        with self._progress.stage("specimens", "groups", None) as bar:
            grouping = group_specimens(
                self._shelf.deposits(), self._shelf.files(), self._shelf.same_as()
            )
            self._shelf.write(grouping)
            bar.advance(len(grouping.specimens))
        return SpecimenReport(
            len(grouping.specimens),
            sum(len(specimen.sample_ids) for specimen in grouping.specimens),
            sum(one.conflict is not None for one in grouping.evidence),
        )
