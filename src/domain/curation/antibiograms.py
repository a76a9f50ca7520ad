"""Drug susceptibility tables of BioSamples, row by row: NCBI's Antibiogram classes.

https://www.ncbi.nlm.nih.gov/biosample/docs/antibiogram/ names the columns. Submitters drop some,
add others and spell them their way; every row of the table comes out as one row all the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from domain.biosample import CommentTable
from domain.curation.antibiogram_columns import Column, sort_cells, units_in
from domain.curation.antibiotics import harmonize_antibiotic
from domain.curation.measurements import (
    UNKNOWN_SIGN,
    UNKNOWN_UNIT,
    Measurement,
    harmonize_sign,
    harmonize_unit,
    is_not_given,
    read_measurement,
)
from domain.curation.missing import missing_reason
from domain.curation.standards import read_standard
from domain.curation.verdict import Sureness

UNKNOWN_PHENOTYPE: Final = "phenotype is none of S, I, R, SDD, ND"
SIGNS_DIFFER: Final = "sign and measurement disagree"
UNITS_DIFFER: Final = "unit and measurement disagree"
NOT_IN_MG_PER_L: Final = "not in mg/L"
WITH_A_SIGN: Final = "with a sign"
ROW_TOO_SHORT: Final = "row is shorter than the header"
ROW_TOO_LONG: Final = "row is longer than the header"


class Phenotype(StrEnum):
    SUSCEPTIBLE = "S"
    INTERMEDIATE = "I"
    RESISTANT = "R"
    SUSCEPTIBLE_DOSE_DEPENDENT = "SDD"
    NOT_DEFINED = "ND"


@dataclass(frozen=True, slots=True)
class AntibiogramRow:
    """One drug tested by one method. Empty cells and missing-value terms are None throughout.

    ordinal: row within the sample, from 1, over all its tables.
    antibiotic: its INN where the name is known (sure), else as submitted in lower case (likely, and
    a problem).
    sign: "<", "<=", "=", ">=" or ">"; what `value` is: a MIC in mg/L or a zone in mm, as `unit`
    says. partner_value: the second number of "16/8", in the same unit.
    critical_concentration: at which a mycobacterium was tested, in mg/L.
    testing_standard: "CLSI", "EUCAST", ...; its version and year where they are told.
    problems: fixed phrases, one for each thing that was not understood.
    other: what no field keeps: the cells of unknown columns and beyond the header by column name,
    and the missing-value terms that stand in place of a text, such as the vendor.
    """

    ordinal: int
    antibiotic: str | None = None
    antibiotic_sureness: Sureness | None = None
    antibiotic_submitted: str | None = None
    phenotype: Phenotype | None = None
    phenotype_submitted: str | None = None
    sign: str | None = None
    sign_submitted: str | None = None
    value: Decimal | None = None
    partner_value: Decimal | None = None
    value_submitted: str | None = None
    unit: str | None = None
    unit_submitted: str | None = None
    critical_concentration: Decimal | None = None
    critical_concentration_submitted: str | None = None
    method: str | None = None
    medium: str | None = None
    testing_standard: str | None = None
    testing_standard_version: str | None = None
    testing_standard_year: int | None = None
    testing_standard_submitted: str | None = None
    platform: str | None = None
    vendor: str | None = None
    version: str | None = None
    problems: tuple[str, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)


def is_antibiogram(table: CommentTable) -> bool:
    """Whether a table tells of drug susceptibility, by its class or, without one, its caption."""
    return (table.class_name or table.caption or "").strip().casefold().startswith("antibiogram")


def antibiogram(tables: Iterable[CommentTable]) -> tuple[AntibiogramRow, ...]:
    """Read all antibiograms among the tables of one sample: each row of theirs, once, in order."""
    rows = ((table, cells) for table in tables if is_antibiogram(table) for cells in table.rows)
    return tuple(_row(ordinal, *row) for ordinal, row in enumerate(rows, start=1))


def _row(ordinal: int, table: CommentTable, cells: Sequence[str]) -> AntibiogramRow:
    known, other = sort_cells(table.header, cells)
    drug = harmonize_antibiotic(
        known.get(Column.ANTIBIOTIC, ""),
        is_mycobacterial="mycobacteri" in (table.class_name or "").casefold(),
    )
    phenotype, not_a_phenotype = _phenotype(known.get(Column.PHENOTYPE, ""))
    units = units_in(tuple(table.header))
    measured = _measured(known, units.get(Column.VALUE))
    critical = _critical(known, units.get(Column.CRITICAL_CONCENTRATION))
    standard = read_standard(known.get(Column.STANDARD, ""), known.get(Column.STANDARD_EDITION, ""))
    plain = {column: known[column] for column in _PLAIN if column in known}
    given = {column: text for column, text in plain.items() if not is_not_given(text)}
    terms = {column.value: text for column, text in plain.items() if text and column not in given}
    problems = (
        drug.problem or drug.remark,
        not_a_phenotype,
        measured.problem,
        critical.problem and f"critical concentration: {critical.problem}",
        _misfit(table.header, cells),
    )
    return AntibiogramRow(
        ordinal=ordinal,
        antibiotic=drug.value,
        antibiotic_sureness=drug.sureness,
        antibiotic_submitted=known.get(Column.ANTIBIOTIC) or None,
        phenotype=phenotype,
        phenotype_submitted=known.get(Column.PHENOTYPE) or None,
        sign=measured.sign,
        sign_submitted=known.get(Column.SIGN) or None,
        value=measured.value,
        partner_value=measured.partner_value,
        value_submitted=known.get(Column.VALUE) or None,
        unit=measured.unit,
        unit_submitted=known.get(Column.UNIT) or None,
        critical_concentration=critical.value,
        critical_concentration_submitted=known.get(Column.CRITICAL_CONCENTRATION) or None,
        method=given.get(Column.METHOD),
        medium=given.get(Column.MEDIUM),
        testing_standard=standard.name,
        testing_standard_version=standard.version,
        testing_standard_year=standard.year,
        testing_standard_submitted=known.get(Column.STANDARD) or None,
        platform=given.get(Column.PLATFORM),
        vendor=given.get(Column.VENDOR),
        version=given.get(Column.VERSION),
        problems=tuple(problem for problem in problems if problem),
        other=other | terms,
    )


_PLAIN: Final = (
    Column.METHOD,
    Column.MEDIUM,
    Column.PLATFORM,
    Column.VENDOR,
    Column.VERSION,
    Column.STANDARD_EDITION,
)
_PHENOTYPES: Final = {
    "s": Phenotype.SUSCEPTIBLE,
    "susceptible": Phenotype.SUSCEPTIBLE,
    "sensitive": Phenotype.SUSCEPTIBLE,
    "i": Phenotype.INTERMEDIATE,
    "intermediate": Phenotype.INTERMEDIATE,
    "susceptible increased exposure": Phenotype.INTERMEDIATE,
    "r": Phenotype.RESISTANT,
    "resistant": Phenotype.RESISTANT,
    "sdd": Phenotype.SUSCEPTIBLE_DOSE_DEPENDENT,
    "susceptible dose dependent": Phenotype.SUSCEPTIBLE_DOSE_DEPENDENT,
    "nd": Phenotype.NOT_DEFINED,
    "not defined": Phenotype.NOT_DEFINED,
}
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def _phenotype(text: str) -> tuple[Phenotype | None, str | None]:
    """Give a phenotype, or why there is none: "nonsusceptible" may be I or R, so it is neither."""
    phenotype = _PHENOTYPES.get(_BETWEEN_WORDS.sub(" ", text.casefold()).strip())
    if phenotype or not text or missing_reason(text):
        return phenotype, None
    return None, UNKNOWN_PHENOTYPE


def _critical(known: Mapping[Column, str], header_unit: str | None) -> Measurement:
    """Take a concentration, which is in mg/L and neither above nor below anything."""
    critical = read_measurement(known.get(Column.CRITICAL_CONCENTRATION, ""))
    if critical.value is not None and {critical.unit, header_unit} - {None, "mg/L"}:
        return Measurement(problem=NOT_IN_MG_PER_L)
    if critical.sign not in {None, "="}:
        return Measurement(problem=WITH_A_SIGN)
    return critical


def _measured(known: Mapping[Column, str], header_unit: str | None) -> Measurement:
    """Take sign and unit from their columns, or from beside the number, but not two that differ.

    header_unit: what stands in the name of the column.
    """
    measured = read_measurement(known.get(Column.VALUE, ""))
    sign_cell, unit_cell = known.get(Column.SIGN, ""), known.get(Column.UNIT, "")
    sign, unit = harmonize_sign(sign_cell), harmonize_unit(unit_cell)
    problems = (
        measured.problem,
        UNKNOWN_SIGN if not sign and not is_not_given(sign_cell) else None,
        UNKNOWN_UNIT if not unit and not is_not_given(unit_cell) else None,
        SIGNS_DIFFER if sign and measured.sign not in {None, sign} else None,
        UNITS_DIFFER if len({unit, measured.unit, header_unit} - {None}) > 1 else None,
    )
    if problem := next(filter(None, problems), None):
        return Measurement(problem=problem)
    if measured.value is None:
        header_unit = None  # says nothing of a cell that is empty
    return replace(measured, sign=sign or measured.sign, unit=unit or measured.unit or header_unit)


def _misfit(header: Sequence[str], cells: Sequence[str]) -> str | None:
    if len(cells) == len(header):
        return None
    return ROW_TOO_SHORT if len(cells) < len(header) else ROW_TOO_LONG
