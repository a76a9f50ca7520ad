"""Which cell of an antibiogram is which, however its column was spelled and wherever it stands."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from domain.curation.measurements import harmonize_unit


class Column(StrEnum):
    ANTIBIOTIC = "antibiotic"
    PHENOTYPE = "phenotype"
    SIGN = "sign"
    VALUE = "value"
    UNIT = "unit"
    CRITICAL_CONCENTRATION = "critical concentration"
    METHOD = "method"
    MEDIUM = "medium"
    STANDARD = "testing standard"
    STANDARD_EDITION = "testing standard edition"
    PLATFORM = "platform"
    VENDOR = "vendor"
    VERSION = "version"


_SPELLINGS: Final = {
    Column.ANTIBIOTIC: "antibiotic, antibiotics, antibiotic name, antibiotic tested, drug,"
    "drug name, antimicrobial, antimicrobial agent, antimicrobial drug, agent, compound",
    Column.PHENOTYPE: "resistance phenotype, phenotype, ast phenotype, interpretation, sir, s i r,"
    "susceptibility, susceptibility phenotype, interpreted phenotype, dst result",
    Column.SIGN: "measurement sign, sign, mic sign",
    Column.VALUE: "measurement, measurement value, value, mic, mic value, zone diameter",
    Column.UNIT: "measurement units, measurement unit, units, unit, mic units, mic unit",
    Column.CRITICAL_CONCENTRATION: "critical concentration, critical concentrations,"
    "drug concentration, tested concentration, cc",
    Column.METHOD: "laboratory typing method, typing method, dst method, ast method, method,"
    "testing method, laboratory method, lab typing method",
    Column.MEDIUM: "dst media, dst medium, media, medium, culture medium, culture media",
    Column.STANDARD: "testing standard, standard, ast standard, breakpoint standard, guideline,"
    "guidelines, testing standards",
    Column.STANDARD_EDITION: "testing standard year, testing standard version, standard year,"
    "testing standard year or version, standard version, guideline year, guideline version",
    Column.PLATFORM: "laboratory typing platform, typing platform, platform, lab typing platform,"
    "dst platform",
    Column.VENDOR: "vendor, manufacturer, vendor name",
    Column.VERSION: "laboratory typing method version or reagent, method version or reagent,"
    "laboratory typing method version, version or reagent, version, reagent,"
    "lab typing method version or reagent",
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_WITH_UNIT: Final = re.compile(r"(?P<name>[^()\[\]]+)[(\[](?P<unit>[^()\[\]]+)[)\]]\s*")


def _key(name: str) -> str:
    """The letters of a name, less those of the unit in "MIC (mg/L)"."""
    in_unit = _WITH_UNIT.fullmatch(name)
    if in_unit and harmonize_unit(in_unit["unit"]):
        name = in_unit["name"]
    return _NOT_LETTERS.sub("", name).casefold()


_COLUMNS: Final = {
    _key(spelling): column
    for column, spellings in _SPELLINGS.items()
    for spelling in spellings.split(",")
}


def sort_cells(
    header: Sequence[str], cells: Sequence[str]
) -> tuple[dict[Column, str], dict[str, str]]:
    """Split a row into the cells of known columns and the others, by the name of their column.

    Of two columns that mean the same the first with anything in it counts. No cell is lost: what
    stands beyond the header is called "column 11" and so on.
    """
    known: dict[Column, str] = {}
    others: dict[str, str] = {}
    labels = _labels(tuple(header), max(len(header), len(cells)))
    padded = (*cells, *[""] * (len(header) - len(cells)))
    for (name, column), submitted in zip(labels, padded, strict=True):
        cell = submitted.strip()
        if column is not None and not known.get(column):
            known[column] = cell
        elif cell:
            others[_unused(name, others)] = cell
    return known, others


@lru_cache(maxsize=256)
def units_in(header: tuple[str, ...]) -> Mapping[Column, str]:
    """Give the units that stand in names of columns: "MIC (mg/L)"."""
    told = ((_COLUMNS.get(_key(name)), _WITH_UNIT.fullmatch(name)) for name in header)
    units = ((column, harmonize_unit(form["unit"])) for column, form in told if column and form)
    return {column: unit for column, unit in units if unit}


@lru_cache(maxsize=256)
def _labels(header: tuple[str, ...], width: int) -> tuple[tuple[str, Column | None], ...]:
    """Name and meaning of each column, also of those that the header does not reach."""
    names = [*header, *[""] * (width - len(header))]
    return tuple(
        (" ".join(name.split()) or f"column {number}", _COLUMNS.get(_key(name)))
        for number, name in enumerate(names, start=1)
    )


def _unused(name: str, taken: dict[str, str]) -> str:
    number = 1
    unused = name
    while unused in taken:
        number += 1
        unused = f"{name} ({number})"
    return unused
