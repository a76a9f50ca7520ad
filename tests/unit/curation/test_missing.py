"""A value that is not given is never taken for one, and says why as far as it is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.missing import missing_reason
from domain.curation.verdict import MissingReason

MISSING, NOT_APPLICABLE = MissingReason.MISSING, MissingReason.NOT_APPLICABLE
NOT_COLLECTED, NOT_PROVIDED = MissingReason.NOT_COLLECTED, MissingReason.NOT_PROVIDED
RESTRICTED = MissingReason.RESTRICTED


@pytest.mark.parametrize("reason", MissingReason)
def test_the_standard_terms_are_their_own_reasons(reason: MissingReason) -> None:
    assert missing_reason(reason) is reason
    assert missing_reason(f" {reason.upper()}. ") is reason
    assert missing_reason(reason.replace(" ", "_")) is reason


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("missing: control sample", NOT_APPLICABLE),
        ("missing: sample group", NOT_APPLICABLE),
        ("missing: synthetic construct", NOT_COLLECTED),
        ("missing: lab stock", NOT_COLLECTED),
        ("missing: third party data", NOT_COLLECTED),
        ("missing: data agreement established pre-2023", NOT_PROVIDED),
        ("missing: endangered species", RESTRICTED),
        ("missing: human-identifiable", RESTRICTED),
        ("not applicable: control sample", NOT_APPLICABLE),
        ("not collected: lab stock", NOT_COLLECTED),
        ("Restricted access: human-identifiable", RESTRICTED),
        ("missing: not provided", NOT_PROVIDED),
        ("not collected: unknown", NOT_COLLECTED),
        ("not available: not collected", NOT_COLLECTED),
        ("not available: to be reported later", NOT_PROVIDED),
    ],
)
def test_the_lower_terms_fall_under_their_reasons(term: str, reason: MissingReason) -> None:
    assert missing_reason(term) is reason


@pytest.mark.parametrize(
    ("reason", "spellings"),
    [
        (MISSING, "|  |-|--|.|?|\u2013|NA|N/A|n.a.|N. A.|<NA>|#N/A|[missing]|(unknown)|none|None"),
        (MISSING, "null|NULL|NaN|nil|Unknown|unkown|UNK|n/d|ND|Mising|no data|no information|???"),
        (MISSING, "don't know|desconocido"),
        (MISSING, "not determined|Not recorded|not tested|TBD|undetermined|not measured|not done"),
        (MISSING, "no record|unidentified|not examined|not documented|not registered"),
        (
            NOT_APPLICABLE,
            "Not-Applicable|not aplicable|NOT_APPLICABLE|does not apply|not applicable (NA)",
        ),
        (NOT_COLLECTED, "Not collected|NOT COLLECTED|uncollected|no data collected|not sampled"),
        (
            NOT_PROVIDED,
            "Not available|not avaliable|unspecified|Not specified|not given|unavailable",
        ),
        (RESTRICTED, "withheld|obscured|Restricted|confidential|not released"),
    ],
)
def test_spellings_found_in_the_archives_are_understood(
    reason: MissingReason, spellings: str
) -> None:
    given_reasons = {text: missing_reason(text) for text in spellings.split("|")}
    assert given_reasons == dict.fromkeys(given_reasons, reason)


@pytest.mark.parametrize(
    "value",
    [
        *("no", "No", "0", "false", "x", "+", "+/-", "negative", "NA12878", "NAM", "NAN1", "Nan2"),
        *("missing link", "missing: the left leg", "unknown fever", "not applicable elsewhere"),
        *("Missingham", "blank", "None the wiser", "Lab stock", "Unknown: Berlin", "N. America"),
    ],
)
def test_what_may_be_a_value_is_left_alone(value: str) -> None:
    assert missing_reason(value) is None


def test_a_long_text_is_a_value_and_a_long_blank_is_none() -> None:
    assert missing_reason("missing " * 50) is None
    assert missing_reason(" " * 500) is MISSING


@given(st.text())
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    assert missing_reason(text) in {None, *MissingReason}


@pytest.mark.parametrize(
    ("submitted", "reason"),
    [
        ("N/A: not collected", MissingReason.NOT_COLLECTED),
        ("unknown/missing", MissingReason.MISSING),
        ("NA NA", MissingReason.MISSING),
        ("NA: lab stock", MissingReason.NOT_COLLECTED),
    ],
)
def test_two_terms_are_missing_for_the_reason_that_says_more(
    submitted: str, reason: MissingReason
) -> None:
    assert missing_reason(submitted) is reason


@pytest.mark.parametrize("submitted", ["Na Trang", "unknown river", "NA 12", "unknown Kenya"])
def test_a_term_before_something_else_is_no_missing_value(submitted: str) -> None:
    assert missing_reason(submitted) is None
