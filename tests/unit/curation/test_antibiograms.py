"""Drug susceptibility tables, row by row."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.biosample import CommentTable
from domain.curation.antibiograms import (
    NOT_IN_MG_PER_L,
    ROW_TOO_LONG,
    ROW_TOO_SHORT,
    SIGNS_DIFFER,
    UNITS_DIFFER,
    UNKNOWN_PHENOTYPE,
    WITH_A_SIGN,
    AntibiogramRow,
    Phenotype,
    antibiogram,
    is_antibiogram,
)
from domain.curation.antibiotics import UNKNOWN_ANTIBIOTIC
from domain.curation.measurements import NOT_A_NUMBER, UNKNOWN_SIGN, UNKNOWN_UNIT
from domain.curation.verdict import Sureness
from tests.unit.curation.biosample_files import needs_real_biosamples, real_biosamples, tables

GENERAL = (
    *("Antibiotic", "Resistance phenotype", "Measurement sign", "Measurement"),
    *("Measurement units", "Laboratory typing method", "Laboratory typing platform", "Vendor"),
    *("Laboratory typing method version or reagent", "Testing standard"),
)
MYCOBACTERIAL = (
    *("Antibiotic", "Resistance phenotype", "DST Media", "DST Method"),
    *("Critical Concentration", "Testing standard"),
)
COMPLETE = (
    *("ampicillin-sulbactam", "resistant", ">", "16/8", "mg/L", "MIC", "Vitek", "Imaginary"),
    *("Card 7", "CLSI 2019"),
)


def table(
    header: Sequence[str], *rows: Sequence[str], class_name: str | None = "Antibiogram.1.0"
) -> CommentTable:
    return CommentTable(class_name, "Antibiogram", tuple(header), tuple(map(tuple, rows)))


def only_row(header: Sequence[str], cells: Sequence[str]) -> AntibiogramRow:
    (row,) = antibiogram([table(header, cells)])
    return row


def test_a_complete_row_fills_every_field() -> None:
    assert only_row(GENERAL, COMPLETE) == AntibiogramRow(
        ordinal=1,
        antibiotic="ampicillin-sulbactam",
        antibiotic_sureness=Sureness.SURE,
        antibiotic_submitted="ampicillin-sulbactam",
        phenotype=Phenotype.RESISTANT,
        phenotype_submitted="resistant",
        sign=">",
        sign_submitted=">",
        value=Decimal(16),
        partner_value=Decimal(8),
        value_submitted="16/8",
        unit="mg/L",
        unit_submitted="mg/L",
        method="MIC",
        testing_standard="CLSI",
        testing_standard_version="2019",
        testing_standard_year=2019,
        testing_standard_submitted="CLSI 2019",
        platform="Vitek",
        vendor="Imaginary",
        version="Card 7",
    )


def test_a_mycobacterial_row_keeps_medium_and_critical_concentration() -> None:
    row = ("INH", "susceptible", "liquid", "MGIT960", "0.1", "WHO")

    (read,) = antibiogram([table(MYCOBACTERIAL, row, class_name="Antibiogram.mycobacterial.1.0")])

    assert read == AntibiogramRow(
        ordinal=1,
        antibiotic="isoniazid",
        antibiotic_sureness=Sureness.SURE,
        antibiotic_submitted="INH",
        phenotype=Phenotype.SUSCEPTIBLE,
        phenotype_submitted="susceptible",
        critical_concentration=Decimal("0.1"),
        critical_concentration_submitted="0.1",
        method="MGIT960",
        medium="liquid",
        testing_standard="WHO",
        testing_standard_submitted="WHO",
    )


@given(st.permutations(range(len(GENERAL))))
def test_the_order_of_the_columns_does_not_matter(order: Sequence[int]) -> None:
    header, cells = ([row[place] for place in order] for row in (GENERAL, COMPLETE))

    assert only_row(header, cells) == only_row(GENERAL, COMPLETE)


@given(st.sets(st.integers(0, len(GENERAL) - 1)))
def test_a_missing_column_leaves_its_own_field_empty_and_no_other(missing: set[int]) -> None:
    header, emptied = list(GENERAL), list(COMPLETE)
    for place in missing:
        header[place], emptied[place] = f"gone {place}", ""

    kept = [place for place in range(len(GENERAL)) if place not in missing]
    shorter = only_row([GENERAL[place] for place in kept], [COMPLETE[place] for place in kept])
    assert shorter == only_row(header, emptied) == only_row(GENERAL, emptied)


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        ("ANTIBIOTIC", "antibiotic_submitted"),
        ("antibiotic_name", "antibiotic_submitted"),
        (" Drug ", "antibiotic_submitted"),
        ("resistance_phenotype", "phenotype_submitted"),
        ("Resistance  Phenotype", "phenotype_submitted"),
        ("measurement_sign", "sign_submitted"),
        ("MIC", "value_submitted"),
        ("Measurement unit", "unit_submitted"),
        ("Critical concentration", "critical_concentration_submitted"),
        ("DST_media", "medium"),
        ("Medium", "medium"),
        ("DST method", "method"),
        ("laboratory_typing_platform", "platform"),
        ("Manufacturer", "vendor"),
        ("Reagent", "version"),
        ("Standard", "testing_standard_submitted"),
        ("Testing standard year", "testing_standard_version"),
    ],
)
def test_a_column_is_known_however_it_is_spelled(spelled: str, name: str) -> None:
    row = only_row([spelled], ["something"])

    assert getattr(row, name) == "something"
    assert row.other == {}


def test_cells_of_unknown_columns_are_kept_by_name() -> None:
    row = only_row(
        ["Antibiotic", "Zone  ratio", "", "Zone ratio", "Unused"], ["x", "1", "2", "3", ""]
    )

    assert row.other == {"Zone ratio": "1", "column 3": "2", "Zone ratio (2)": "3"}


def test_the_first_filled_one_of_two_columns_of_a_kind_counts_and_the_other_is_kept() -> None:
    row = only_row(["Antibiotic", "Drug", "Agent"], ["", "rifampin", "isoniazid"])

    assert row.antibiotic == "rifampicin"
    assert row.other == {"Agent": "isoniazid"}


def test_a_row_too_short_has_what_it_has_and_says_so() -> None:
    row = only_row(GENERAL, COMPLETE[:2])

    assert (row.antibiotic, row.phenotype) == ("ampicillin-sulbactam", Phenotype.RESISTANT)
    assert row.problems == (ROW_TOO_SHORT,)


def test_a_row_too_long_keeps_the_cells_beyond_the_header() -> None:
    row = only_row(GENERAL, (*COMPLETE, "and", "", "more"))

    assert row.other == {"column 11": "and", "column 13": "more"}
    assert row.problems == (ROW_TOO_LONG,)


def test_rows_without_a_header_are_kept_whole() -> None:
    row = only_row((), COMPLETE)

    assert tuple(row.other.values()) == COMPLETE
    assert set(row.problems) == {"no antibiotic named", ROW_TOO_LONG}


@pytest.mark.parametrize(
    ("submitted", "phenotype"),
    [
        ("susceptible", Phenotype.SUSCEPTIBLE),
        ("Susceptible ", Phenotype.SUSCEPTIBLE),
        ("S", Phenotype.SUSCEPTIBLE),
        ("sensitive", Phenotype.SUSCEPTIBLE),
        ("intermediate", Phenotype.INTERMEDIATE),
        ("I", Phenotype.INTERMEDIATE),
        ("Susceptible, increased exposure", Phenotype.INTERMEDIATE),
        ("resistant", Phenotype.RESISTANT),
        ("r", Phenotype.RESISTANT),
        ("susceptible-dose dependent", Phenotype.SUSCEPTIBLE_DOSE_DEPENDENT),
        ("Susceptible - dose-dependent", Phenotype.SUSCEPTIBLE_DOSE_DEPENDENT),
        ("SDD", Phenotype.SUSCEPTIBLE_DOSE_DEPENDENT),
        ("not defined", Phenotype.NOT_DEFINED),
        ("ND", Phenotype.NOT_DEFINED),
    ],
)
def test_five_phenotypes_are_told_by_their_words(submitted: str, phenotype: Phenotype) -> None:
    row = only_row(["antibiotic", "phenotype"], ["ampicillin", submitted])

    assert row.phenotype is phenotype
    assert row.phenotype_submitted == submitted.strip()
    assert row.problems == ()


@pytest.mark.parametrize(
    "submitted",
    ["nonsusceptible", "non-susceptible", "wild type", "S/I", "low-level resistant", "+"],
)
def test_other_words_are_no_phenotype_but_are_kept(submitted: str) -> None:
    row = only_row(["antibiotic", "phenotype"], ["ampicillin", submitted])

    assert row.phenotype is None
    assert row.phenotype_submitted == submitted
    assert row.problems == (UNKNOWN_PHENOTYPE,)


@pytest.mark.parametrize("submitted", ["", "missing", "not applicable"])
def test_a_missing_phenotype_is_no_problem(submitted: str) -> None:
    row = only_row(["antibiotic", "phenotype"], ["ampicillin", submitted])

    assert (row.phenotype, row.problems) == (None, ())


@pytest.mark.parametrize(
    ("sign", "value", "unit", "read"),
    [
        ("==", "4.0", "mg/L", ("=", "4.0", "mg/L")),
        ("", "<=0.25", "", ("<=", "0.25", None)),
        ("<=", "<=0.25", "ug/mL", ("<=", "0.25", "mg/L")),
        ("missing", "4 mg/L", "N/A", (None, "4", "mg/L")),
        (">=", "missing", "mm", (">=", None, "mm")),
    ],
)
def test_sign_and_unit_come_from_their_columns_or_from_beside_the_number(
    sign: str, value: str, unit: str, read: tuple[str | None, ...]
) -> None:
    row = only_row(["Antibiotic", *GENERAL[2:5]], ["ampicillin", sign, value, unit])

    assert (row.sign, row.value and str(row.value), row.unit) == read
    assert row.problems == ()


@pytest.mark.parametrize(
    ("sign", "value", "unit", "problem"),
    [
        (">", "<=4", "mg/L", SIGNS_DIFFER),
        ("=", "4 mm", "mg/L", UNITS_DIFFER),
        ("about", "4", "mg/L", UNKNOWN_SIGN),
        ("<>", "4", "mg/L", UNKNOWN_SIGN),
        ("=", "4", "mol", UNKNOWN_UNIT),
        ("=", "four", "mg/L", NOT_A_NUMBER),
    ],
)
def test_a_measurement_that_contradicts_itself_or_is_not_understood_is_kept_as_text_alone(
    sign: str, value: str, unit: str, problem: str
) -> None:
    row = only_row(["Antibiotic", *GENERAL[2:5]], ["ampicillin", sign, value, unit])

    assert (row.sign, row.value, row.unit) == (None, None, None)
    assert (row.sign_submitted, row.value_submitted, row.unit_submitted) == (sign, value, unit)
    assert row.problems == (problem,)


def test_a_critical_concentration_that_is_no_number_says_which_cell_is_meant() -> None:
    row = only_row(["Antibiotic", "Critical Concentration"], ["isoniazid", "low"])

    assert row.critical_concentration is None
    assert row.critical_concentration_submitted == "low"
    assert row.problems == (f"critical concentration: {NOT_A_NUMBER}",)


def test_a_missing_value_term_is_no_platform_but_is_kept() -> None:
    row = only_row(["Antibiotic", "Vendor", "Laboratory typing platform"], ["x", "missing", ""])

    assert (row.vendor, row.platform) == (None, None)
    assert row.other == {"vendor": "missing"}


def test_rows_are_counted_over_all_antibiograms_of_a_sample() -> None:
    rows = antibiogram(
        [
            table(["Antibiotic"], ["a1"], ["a2"]),
            table(["Gene"], ["b1"], class_name="Beta-lactamase.1.0"),
            table(["Antibiotic"], ["c1"], class_name="antibiogram.mycobacterial.1.0"),
        ]
    )

    assert [(row.ordinal, row.antibiotic) for row in rows] == [(1, "a1"), (2, "a2"), (3, "c1")]


@pytest.mark.parametrize(
    ("class_name", "caption", "expected"),
    [
        ("Antibiogram.1.0", None, True),
        (None, "Antibiogram", True),
        ("Beta-lactamase.1.0", "Antibiogram", False),
        (None, None, False),
    ],
)
def test_a_table_is_an_antibiogram_by_class_or_else_by_caption(
    class_name: str | None, caption: str | None, expected: bool
) -> None:
    assert is_antibiogram(CommentTable(class_name, caption, (), ())) is expected


CELLS = st.lists(
    st.text(max_size=8) | st.sampled_from([*GENERAL, *COMPLETE, "Standard year", "missing"]),
    max_size=12,
)


@given(CELLS, st.lists(CELLS, max_size=4), st.none() | st.just("Antibiogram.mycobacterial.1.0"))
def test_every_row_of_any_table_is_exactly_one_row_and_loses_no_cell(
    header: list[str], rows: list[list[str]], class_name: str | None
) -> None:
    read = antibiogram([table(header, *rows, class_name=class_name)])

    assert [row.ordinal for row in read] == list(range(1, len(rows) + 1))
    for submitted, row in zip(rows, read, strict=True):
        texts = {" ".join(text.split()) for text in (*_texts(row), *row.other.values())}
        assert {" ".join(cell.split()) for cell in submitted} - {""} <= texts


def _texts(row: AntibiogramRow) -> list[str]:
    names = ("antibiotic", "phenotype", "sign", "value", "unit", "critical_concentration")
    submitted = [getattr(row, f"{name}_submitted") for name in names]
    plain = [row.method, row.medium, row.platform, row.vendor, row.version]
    standard = row.testing_standard_submitted, row.testing_standard_version
    return [text for text in (*submitted, *plain, *standard) if text]


@needs_real_biosamples
def test_every_row_of_the_real_antibiograms_is_kept_and_understood() -> None:
    samples = [tables(sample) for sample in real_biosamples()]

    read = [row for sample in samples for row in antibiogram(sample)]

    assert sum(map(bool, samples)) == 815 + 305
    assert len(read) == sum(len(table.rows) for sample in samples for table in sample) == 11_324
    assert {row.antibiotic_sureness for row in read} == {Sureness.SURE}
    assert {problem for row in read for problem in row.problems} == {UNKNOWN_PHENOTYPE}
    not_told = [row.phenotype_submitted for row in read if row.phenotype is None]
    assert not_told == ["nonsusceptible"] * 9
    assert sum(row.value is not None for row in read) == 9_772
    assert sum(row.critical_concentration is not None for row in read) == 1_552
    assert all(row.unit and row.sign for row in read if row.value is not None)


@pytest.mark.parametrize(
    ("name", "unit"),
    [("MIC (mg/L)", "mg/L"), ("MIC [µg/mL]", "mg/L"), ("Zone diameter (mm)", "mm")],
)
def test_a_unit_in_the_name_of_the_column_counts(name: str, unit: str) -> None:
    row = only_row(("Antibiotic", name), ("rifampicin", "<=0.5"))

    assert (row.sign, row.value, row.unit) == ("<=", Decimal("0.5"), unit)
    assert row.problems == ()
    assert row.other == {}


def test_a_unit_in_the_name_says_nothing_of_an_empty_cell() -> None:
    assert only_row(("Antibiotic", "MIC (mg/L)"), ("rifampicin", "")).unit is None


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (("Antibiotic", "MIC (mg/L)", "Units"), ("rifampicin", "1", "mm")),
        (("Antibiotic", "MIC (mg/L)"), ("rifampicin", "22 mm")),
    ],
    ids=["in its column", "beside the number"],
)
def test_a_unit_in_the_name_that_another_contradicts_is_a_problem(
    header: Sequence[str], cells: Sequence[str]
) -> None:
    row = only_row(header, cells)

    assert (row.value, row.problems) == (None, (UNITS_DIFFER,))


def test_brackets_that_hold_no_unit_stay_part_of_the_name() -> None:
    assert only_row(("Antibiotic", "MIC (E-test)"), ("rifampicin", "1")).other == {
        "MIC (E-test)": "1"
    }


@pytest.mark.parametrize("told", ["1.0", "= 1.0", "1 mg/L", "1.0 µg/mL"])
def test_a_critical_concentration_is_in_mg_per_l(told: str) -> None:
    row = only_row(("Antibiotic", "Critical concentration"), ("rifampicin", told))

    assert (row.critical_concentration, row.problems) == (Decimal(1), ())


@pytest.mark.parametrize(
    ("name", "told", "why"),
    [
        ("Critical concentration", "5 mm", NOT_IN_MG_PER_L),
        ("Critical concentration (mm)", "5", NOT_IN_MG_PER_L),
        ("Critical concentration", "<1.0", WITH_A_SIGN),
        ("Critical concentration", ">= 1 mg/L", WITH_A_SIGN),
    ],
)
def test_what_is_no_single_concentration_is_a_problem(name: str, told: str, why: str) -> None:
    row = only_row(("Antibiotic", name), ("rifampicin", told))

    assert row.critical_concentration is None
    assert row.critical_concentration_submitted == told
    assert row.problems == (f"critical concentration: {why}",)


def test_a_drug_that_is_not_known_is_a_problem() -> None:
    assert only_row(("Antibiotic",), ("xyz-drug",)).problems == (UNKNOWN_ANTIBIOTIC,)
    assert only_row(("Antibiotic",), ("CIP",)).problems == ()
