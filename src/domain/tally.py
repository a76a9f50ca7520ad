"""The books of a sync: what became of every record that was asked for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


class Outcome(StrEnum):
    """What became of one record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    QUARANTINED = "quarantined"
    NOT_PUBLIC = "not_public"
    ABSENT = "absent"
    UNANSWERED = "unanswered"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of outcomes by kind of record ("experiment", "run", "sample", ...).

    Only experiments are asked for; the other kinds arrive with them.
    """

    counts: Mapping[tuple[str, Outcome], int] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(dict(Counter(self.counts) + Counter(other.counts)))

    def of(self, kind: str, *outcomes: Outcome) -> int:
        wanted = outcomes or tuple(Outcome)
        return sum(self.counts.get((kind, outcome), 0) for outcome in wanted)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(kind for kind, _ in self.counts))

    def as_json(self) -> dict[str, dict[str, int]]:
        tree: dict[str, dict[str, int]] = {}
        for (kind, outcome), count in sorted(self.counts.items()):
            tree.setdefault(kind, {})[outcome.value] = count
        return tree

    @classmethod
    def from_json(cls, tree: Mapping[str, Mapping[str, int]]) -> Self:
        return cls(
            {
                (kind, Outcome(outcome)): count
                for kind, outcomes in tree.items()
                for outcome, count in outcomes.items()
            }
        )
