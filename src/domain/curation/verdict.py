"""What becomes of a value that a submitter wrote: curated, missing, or not understood."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

RULES_VERSION = "2"
"""Changes whenever the same attributes may be curated into something else."""

T = TypeVar("T")


class Sureness(StrEnum):
    """How sure a curated value is."""

    SURE = "sure"
    LIKELY = "likely"


class MissingReason(StrEnum):
    """The INSDC's standard reasons for a value that is not given."""

    NOT_APPLICABLE = "not applicable"
    NOT_COLLECTED = "not collected"
    NOT_PROVIDED = "not provided"
    RESTRICTED = "restricted access"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Submitted:
    """One attribute as the curation sees it. `ordinal`: its place in the record, from 1."""

    name: str
    value: str
    harmonized_name: str | None = None
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """Exactly one of `value`, `missing` and `problem` is given, but a sure value may have a remark.

    problem: a fixed phrase, so that what could not be curated can be counted by it.
    remark: a fixed phrase about a value that was curated all the same ("place and coordinates
    disagree").
    """

    value: T | None = None
    sureness: Sureness | None = None
    missing: MissingReason | None = None
    problem: str | None = None
    remark: str | None = None
