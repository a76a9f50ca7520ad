"""Pipelines that take what arrived in the mirror, each at its own pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

KINDS = ("run", "experiment", "sample", "biosample", "study", "project")
"""Kinds of record that consumers are told of."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record that came into the mirror. number: its place in the order of the commits."""

    number: int
    accession: str
    job: int


@dataclass(frozen=True, slots=True)
class HandOut:
    """What a consumer is given. left: how many more wait. is_new: it never asked before."""

    arrivals: Sequence[Arrival]
    left: int
    is_new: bool


class Consumers(Protocol):
    """Remembers how far each pipeline has come, for each kind of record apart."""

    def hand_out(self, name: str, kind: str, limit: int | None, *, from_now: bool) -> HandOut:
        """Give what the consumer has not acknowledged, the first first; the same until it does.

        from_now: where a consumer that never asked before begins; else with all there is.
        """
        ...

    def acknowledge(self, name: str, kind: str, number: int | None) -> int:
        """Take note that all up to this number is dealt with; None: all that was last handed out.

        Gives up to which number that now is; it never goes back. Raises UsageError for a consumer
        that never asked, and for a number beyond all arrivals.
        """
        ...
