"""One name for each antibiotic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.antibiotics import UNKNOWN_ANTIBIOTIC, harmonize_antibiotic
from domain.curation.verdict import MissingReason, Sureness, Verdict
from tests.unit.curation.antibiotic_names import ABBREVIATED, MADE_UP, NOT_KNOWN, REAL
from tests.unit.curation.biosample_files import needs_real_biosamples, real_biosamples, tables


@pytest.mark.parametrize(("submitted", "name"), [*REAL.items(), *MADE_UP.items()])
def test_a_known_antibiotic_gets_its_inn_and_is_sure(submitted: str, name: str) -> None:
    assert harmonize_antibiotic(submitted) == Verdict(name, Sureness.SURE)


@needs_real_biosamples
def test_the_table_holds_every_antibiotic_of_the_real_antibiograms() -> None:
    submitted = {
        row[table.header.index("Antibiotic")]
        for sample in real_biosamples()
        for table in tables(sample)
        for row in table.rows
    }

    assert submitted == set(REAL)


@pytest.mark.parametrize(("submitted", "of_tuberculosis", "of_others"), ABBREVIATED)
def test_an_abbreviation_is_read_only_where_it_can_mean_one_drug(
    submitted: str, of_tuberculosis: str, of_others: str
) -> None:
    assert harmonize_antibiotic(submitted, is_mycobacterial=True).value == of_tuberculosis
    elsewhere = harmonize_antibiotic(submitted)
    assert (elsewhere.value, elsewhere.sureness) == (of_others, Sureness.LIKELY)
    assert elsewhere.remark == (UNKNOWN_ANTIBIOTIC if of_others == submitted.lower() else None)


def test_an_abbreviation_of_tuberculosis_drugs_is_sure_in_its_table() -> None:
    assert harmonize_antibiotic("RIF", is_mycobacterial=True).sureness is Sureness.SURE
    assert harmonize_antibiotic("ETH", is_mycobacterial=True).sureness is Sureness.LIKELY


@pytest.mark.parametrize(("submitted", "name"), NOT_KNOWN.items())
def test_an_unknown_name_is_kept_in_lower_case_and_only_likely(
    submitted: str, name: str | None
) -> None:
    verdict = harmonize_antibiotic(submitted)

    assert verdict.value == name
    assert verdict.sureness is not Sureness.SURE


@pytest.mark.parametrize("term", ["missing", "not applicable", "N/A"])
def test_a_missing_value_term_is_no_antibiotic(term: str) -> None:
    verdict = harmonize_antibiotic(term)

    assert isinstance(verdict.missing, MissingReason)
    assert verdict.value is None


@pytest.mark.parametrize("blank", ["", "  ", "\t\n"])
def test_no_name_at_all_is_a_problem_to_count(blank: str) -> None:
    assert harmonize_antibiotic(blank) == Verdict(problem="no antibiotic named")


@given(st.text(), st.booleans())
def test_any_text_gets_exactly_one_of_name_reason_and_problem(text: str, is_tb: bool) -> None:
    verdict = harmonize_antibiotic(text, is_mycobacterial=is_tb)

    given_ = [part for part in (verdict.value, verdict.missing, verdict.problem) if part]
    assert len(given_) == 1
