"""Host, disease, source, collector, strain and isolate."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.texts import SEVERAL_VALUES, CuratedText, TextField, curate_text
from domain.curation.verdict import MissingReason, Submitted, Sureness, Verdict
from tests.unit.curation.biosample_files import needs_real_biosamples, real_biosamples
from tests.unit.curation.host_values import MADE_UP, NO_HOST, REAL, SEVERAL
from tests.unit.curation.promises import is_one_of_three


def harmonized(field: str, value: str, ordinal: int = 1) -> Submitted:
    return Submitted(field, value, harmonized_name=field, ordinal=ordinal)


def verdict(field: TextField, attributes: Sequence[Submitted]) -> Verdict[str]:
    curated = curate_text(field, attributes)
    assert curated is not None
    return curated.verdict


@pytest.mark.parametrize(("submitted", "expected"), [*REAL.items(), *MADE_UP.items()])
def test_a_host_gets_its_scientific_name_only_where_that_is_certain(
    submitted: str, expected: tuple[str, bool] | None
) -> None:
    read = verdict(TextField.HOST, [harmonized("host", submitted)])

    if expected is None:
        assert isinstance(read.missing, MissingReason)
        assert read.value is None
    else:
        name, is_sure = expected
        assert read == Verdict(name, Sureness.SURE if is_sure else Sureness.LIKELY)


@pytest.mark.parametrize("submitted", SEVERAL)
def test_of_several_hosts_none_is_chosen(submitted: str) -> None:
    read = verdict(TextField.HOST, [harmonized("host", submitted)])

    assert read == Verdict(problem="several hosts")


@pytest.mark.parametrize("submitted", NO_HOST)
def test_what_names_no_host_is_a_problem(submitted: str) -> None:
    for name in ("host", "host common name"):
        assert verdict(TextField.HOST, [Submitted(name, submitted)]) == Verdict(
            problem="no host named"
        )


@pytest.mark.parametrize("submitted", ["Not applicable: environmental", "n/a (environmental)"])
def test_of_what_has_no_host_it_is_not_applicable(submitted: str) -> None:
    read = verdict(TextField.HOST, [harmonized("host", submitted)])

    assert read == Verdict(missing=MissingReason.NOT_APPLICABLE)


def test_a_problem_is_told_before_a_missing_value_and_after_a_value() -> None:
    attributes = [harmonized("host", "missing", 1), Submitted("nat-host", "0", ordinal=2)]

    assert curate_text(TextField.HOST, attributes) == CuratedText(
        Verdict(problem="no host named"), 2
    )
    attributes.append(Submitted("specific host", "Bos taurus", ordinal=3))
    assert verdict(TextField.HOST, attributes) == Verdict("Bos taurus", Sureness.SURE)


@needs_real_biosamples
def test_the_table_holds_every_host_of_the_real_biosamples() -> None:
    submitted = {
        attribute.text or ""
        for sample in real_biosamples()
        for attribute in sample.iter("Attribute")
        if attribute.get("harmonized_name") == "host"
    }

    assert submitted <= set(REAL)


@needs_real_biosamples
@pytest.mark.parametrize("field", TextField)
def test_every_real_value_is_kept_in_its_words_or_is_a_missing_value_term(field: TextField) -> None:
    values = {
        attribute.text or ""
        for sample in real_biosamples()
        for attribute in sample.iter("Attribute")
        if attribute.get("harmonized_name") == field
    }

    assert values
    for value in values:
        read = verdict(field, [harmonized(field, value)])
        known_host = field is TextField.HOST and value in REAL
        assert known_host or read.missing or read.value == " ".join(value.split())


@pytest.mark.parametrize("field", TextField)
def test_white_space_and_quotes_around_a_value_go(field: TextField) -> None:
    read = verdict(field, [harmonized(field, " \"' Xylo  phone\t7 '\" ")])

    assert read == Verdict("Xylo phone 7", Sureness.SURE)


def test_a_quote_inside_a_value_stays() -> None:
    value = 'Brigham and Women\'s "Hospital"'

    assert verdict(TextField.COLLECTED_BY, [harmonized("collected_by", value)]).value == value


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("host", TextField.HOST),
        ("Host", TextField.HOST),
        ("specific_host", TextField.HOST),
        ("specific host", TextField.HOST),
        ("nat-host", TextField.HOST),
        ("host scientific name", TextField.HOST),
        ("host disease", TextField.HOST_DISEASE),
        ("Isolation-Source", TextField.ISOLATION_SOURCE),
        ("isolation source", TextField.ISOLATION_SOURCE),
        ("source of isolation", TextField.ISOLATION_SOURCE),
        ("collected by", TextField.COLLECTED_BY),
        ("Specimen Collector's Institution", TextField.COLLECTED_BY),
        ("collecting institution", TextField.COLLECTED_BY),
        ("Strain", TextField.STRAIN),
        ("strain_name", TextField.STRAIN),
        ("isolate", TextField.ISOLATE),
        ("isolate name", TextField.ISOLATE),
    ],
)
def test_a_value_is_found_under_the_names_that_submitters_use(name: str, field: TextField) -> None:
    attributes = [Submitted("note", "no"), Submitted(name, "Xylophone", ordinal=7)]

    assert curate_text(field, attributes) == CuratedText(Verdict("Xylophone", Sureness.SURE), 7)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("host common name", TextField.HOST),
        ("disease", TextField.HOST_DISEASE),
        ("specimen type", TextField.ISOLATION_SOURCE),
    ],
)
def test_a_name_that_may_mean_something_else_makes_the_value_only_likely(
    name: str, field: TextField
) -> None:
    assert verdict(field, [Submitted(name, "Xylophone")]).sureness is Sureness.LIKELY


@pytest.mark.parametrize(
    "name",
    [
        *("lab host", "host sex", "host_age", "host tissue sampled", "source_name", "source"),
        *(
            "strain background",
            "isolate name alias",
            "disease stage",
            "collection date",
            "host taxid",
        ),
    ],
)
def test_similar_names_are_none_of_the_fields(name: str) -> None:
    attributes = [Submitted(name, "Xylophone")]

    assert [curate_text(field, attributes) for field in TextField] == [None] * len(TextField)


def test_a_name_that_was_harmonized_to_another_field_is_not_taken_for_this_one() -> None:
    attribute = Submitted("strain", "Xylophone", harmonized_name="isolate", ordinal=1)

    assert curate_text(TextField.STRAIN, [attribute]) is None
    assert verdict(TextField.ISOLATE, [attribute]).value == "Xylophone"


def test_the_harmonized_name_counts_before_an_earlier_name_of_the_submitter() -> None:
    likely = Submitted("host common name", "goat", ordinal=1)
    own = Submitted("natural host", "goat", ordinal=2)
    theirs = harmonized("host", "Capra hircus", ordinal=3)

    for attributes, ordinal in (([likely, own, theirs], 3), ([likely, own], 2), ([likely], 1)):
        curated = curate_text(TextField.HOST, attributes)
        assert curated is not None
        assert (curated.verdict.value, curated.ordinal) == ("Capra hircus", ordinal)


def test_a_value_is_taken_before_an_earlier_missing_value_term() -> None:
    attributes = [harmonized("strain", "missing", 1), Submitted("strain name", "X7", ordinal=2)]

    assert curate_text(TextField.STRAIN, attributes) == CuratedText(Verdict("X7", Sureness.SURE), 2)


def test_if_no_attribute_has_a_value_the_first_says_why() -> None:
    attributes = [
        harmonized("strain", "not applicable", 4),
        Submitted("strain name", "not collected", ordinal=2),
    ]

    assert curate_text(TextField.STRAIN, attributes) == CuratedText(
        Verdict(missing=MissingReason.NOT_APPLICABLE), 4
    )


def test_values_that_contradict_each_other_leave_a_remark() -> None:
    agreeing = [harmonized("host", "Human", 1), Submitted("nat-host", "Homo sapiens", ordinal=2)]
    differing = [*agreeing, Submitted("specific host", "goat", ordinal=3)]

    assert verdict(TextField.HOST, agreeing) == Verdict("Homo sapiens", Sureness.LIKELY)
    assert verdict(TextField.HOST, differing) == Verdict(
        "Homo sapiens", Sureness.LIKELY, remark=SEVERAL_VALUES
    )


def test_without_any_attribute_there_is_nothing_to_say() -> None:
    assert curate_text(TextField.HOST, []) is None


@given(st.sampled_from(TextField), st.text())
def test_any_text_has_one_outcome(field: TextField, text: str) -> None:
    read = verdict(field, [harmonized(field, text)])

    assert is_one_of_three(read)
    assert read.value != ""
