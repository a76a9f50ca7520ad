"""Reads the tables of real values, whose expectations were worked out by hand."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from domain.curation.verdict import MissingReason, Sureness, Verdict

FOLDER = Path(__file__).parent
Row = Mapping[str, str]
T = TypeVar("T")


def table(name: str) -> list[Row]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def expected(row: Row, value: T) -> Verdict[T]:
    """The last column: how sure the value is, or the reason why there is none."""
    outcome = row["outcome"]
    if outcome in set(MissingReason):
        return Verdict(missing=MissingReason(outcome))
    return Verdict(value=value, sureness=Sureness(outcome))
