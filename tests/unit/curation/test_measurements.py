"""What was measured, in one cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.measurements import (
    AMBIGUOUS_NUMBER,
    NOT_A_NUMBER,
    SEVERAL_NUMBERS,
    UNKNOWN_SIGN,
    Measurement,
    harmonize_sign,
    harmonize_unit,
    read_measurement,
)

READ = [
    ("4", "4", None, None, None),
    ("4.0", "4.0", None, None, None),
    (".05", "0.05", None, None, None),
    ("0,25", "0.25", None, None, None),
    ("0,125", "0.125", None, None, None),
    ("1,5", "1.5", None, None, None),
    ("4.", "4", None, None, None),
    (" 16 ", "16", None, None, None),
    ("16/8", "16", "8", None, None),
    ("1/.05", "1", "0.05", None, None),
    ("0.12/2.38", "0.12", "2.38", None, None),
    ("16 / 304", "16", "304", None, None),
    ("<=0.25", "0.25", None, "<=", None),
    ("<= 0.25", "0.25", None, "<=", None),
    ("≤0.25", "0.25", None, "<=", None),
    (">32/16", "32", "16", ">", None),
    ("≥ 64", "64", None, ">=", None),
    ("=>64", "64", None, ">=", None),
    ("==2", "2", None, "=", None),
    ("4 mg/L", "4", None, None, "mg/L"),
    ("4 µg/mL", "4", None, None, "mg/L"),
    ("4 \N{GREEK SMALL LETTER MU}g/ml", "4", None, None, "mg/L"),
    ("23mm", "23", None, None, "mm"),
    ("<=1/0.5 mg/L", "1", "0.5", "<=", "mg/L"),
]

NOT_READ = [
    ("0.25,0.5", SEVERAL_NUMBERS),
    ("0.25-0.5", SEVERAL_NUMBERS),
    ("0.25 to 0.5", SEVERAL_NUMBERS),
    ("1; 2; 4", SEVERAL_NUMBERS),
    ("1,000", AMBIGUOUS_NUMBER),
    ("<=1,000", AMBIGUOUS_NUMBER),
    ("1,000/500", AMBIGUOUS_NUMBER),
    ("><4", UNKNOWN_SIGN),
    ("===4", UNKNOWN_SIGN),
    ("R", NOT_A_NUMBER),
    ("8-Apr", NOT_A_NUMBER),
    ("-4", NOT_A_NUMBER),
    ("1e3", NOT_A_NUMBER),
    ("inf", NOT_A_NUMBER),
    ("4 dogs", NOT_A_NUMBER),
    ("16/8/4", NOT_A_NUMBER),
    ("<=", NOT_A_NUMBER),
    ("4 <", NOT_A_NUMBER),
    ("٤", NOT_A_NUMBER),
    ("4²", NOT_A_NUMBER),
    ("9" * 13, NOT_A_NUMBER),
]


@pytest.mark.parametrize(("cell", "value", "partner", "sign", "unit"), READ)
def test_a_cell_is_read_with_what_stands_beside_the_number(
    cell: str, value: str, partner: str | None, sign: str | None, unit: str | None
) -> None:
    expected = Measurement(Decimal(value), Decimal(partner) if partner else None, sign, unit)

    measured = read_measurement(cell)

    assert measured == expected
    assert str(measured.value) == value


@pytest.mark.parametrize(("cell", "problem"), NOT_READ)
def test_what_is_no_single_number_has_no_value_but_a_reason(cell: str, problem: str) -> None:
    assert read_measurement(cell) == Measurement(problem=problem)


@pytest.mark.parametrize("cell", ["", " ", "missing", "N/A", "not applicable", "-"])
def test_a_missing_measurement_is_no_problem(cell: str) -> None:
    assert read_measurement(cell) == Measurement()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("==", "="),
        ("=", "="),
        ("<=", "<="),
        ("< =", "<="),
        ("≤", "<="),
        (">=", ">="),
        (">", ">"),
        ("<", "<"),
        ("=<", "<="),
        ("", None),
        ("~", None),
        ("missing", None),
    ],
)
def test_signs_come_down_to_five(text: str, sign: str | None) -> None:
    assert harmonize_sign(text) == sign


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("mg/L", "mg/L"),
        ("MG/L", "mg/L"),
        ("ug/mL", "mg/L"),
        ("µg / ml", "mg/L"),
        ("mm", "mm"),
        ("mcg/mL", "mg/L"),
        ("cm", None),
        ("", None),
        ("mg", None),
        ("ng/mL", None),
    ],
)
def test_units_come_down_to_mg_per_litre_and_millimetres(text: str, unit: str | None) -> None:
    assert harmonize_unit(text) == unit


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    measured = read_measurement(text)

    assert measured.value is None or measured.problem is None
    assert measured.value is None or measured.value.is_finite()
