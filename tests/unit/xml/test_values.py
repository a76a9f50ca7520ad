"""Typed values: what fits is typed, what does not is kept as it stands."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.unit.xml.packages import (
    read_experiment,
    read_run,
    read_sample,
    read_study,
    read_submission,
    zoneless,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("452", "452"),
        ("0.0E0", "0"),
        ("1576.15721", "1576.15721"),
        ("150.0", "150"),
        (" 300 ", "300"),
        ("-1", "-1"),
        ("1e3", "1000"),
    ],
)
def test_nominal_lengths_are_read_in_every_form_they_have(text: str, value: str) -> None:
    experiment = read_experiment(layout(f'<PAIRED NOMINAL_LENGTH="{text}" NOMINAL_SDEV="{text}"/>'))
    assert experiment.nominal_length == experiment.nominal_sdev == Decimal(value)
    assert experiment.other == {}


@pytest.mark.parametrize(
    "text", ["long", "NaN", "Infinity", "1_000", "٣", "1e999999", "0e99", "1." + "0" * 60]
)
def test_nominal_lengths_that_are_none_are_kept(text: str) -> None:
    experiment = read_experiment(layout(f'<PAIRED NOMINAL_LENGTH="{text}"/>'))
    assert experiment.nominal_length is None
    assert experiment.other == {"PAIRED": [{"@NOMINAL_LENGTH": text}]}


def layout(inside: str) -> str:
    library = f"<LIBRARY_LAYOUT>{inside}</LIBRARY_LAYOUT>"
    return f"<DESIGN><LIBRARY_DESCRIPTOR>{library}</LIBRARY_DESCRIPTOR></DESIGN>"


def test_a_layout_keeps_what_is_not_known_of_it() -> None:
    experiment = read_experiment(layout('<SINGLE ORIENTATION="5-3"><X/></SINGLE><PAIRED/>'))
    assert experiment.library_layout == "SINGLE"
    assert experiment.other == {
        "SINGLE": [{"@ORIENTATION": "5-3"}],
        "X": [None],
        "PAIRED": [None],
    }


@pytest.mark.parametrize(
    "number", ["many", "-1", "1.0", "1e3", "9223372036854775808", "٣", "1" * 30, "0x10", "1,000"]
)
def test_counts_that_are_none_or_too_large_are_kept(number: str) -> None:
    run = read_run("", f'total_spots="{number}" total_bases="7"')
    assert (run.spots, run.bases) == (None, 7)
    assert run.other == {"@total_spots": number}


def test_the_largest_count_that_a_database_holds_is_a_count() -> None:
    run = read_run("", 'total_spots="9223372036854775807" total_bases=" 007 " size=""')
    assert (run.spots, run.bases, run.size) == (2**63 - 1, 7, None)
    assert run.other == {}


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2022-01-02 03:04:05", zoneless("2022-01-02T03:04:05")),
        ("2022-01-02T03:04:05.678", zoneless("2022-01-02T03:04:05").replace(microsecond=678000)),
        ("2022-01-02", zoneless("2022-01-02T00:00:00")),
        ("2022-01-02T03:04:05Z", zoneless("2022-01-02T03:04:05")),
        ("2022-01-02T03:04:05+00:00", zoneless("2022-01-02T03:04:05")),
    ],
)  # fmt: skip
def test_stamps_are_taken_as_they_stand(text: str, stamp: datetime) -> None:
    run = read_run("", f'published="{text}"')
    assert run.published == stamp
    assert run.other == {}


def test_a_stamp_of_another_zone_is_told_in_utc_and_its_text_is_kept() -> None:
    submission = read_submission(
        '<SUBMISSION accession="DRA700001" submission_date="2010-07-26T00:00:00+09:00"/>'
    )
    assert submission.submitted == zoneless("2010-07-25T15:00:00")
    assert submission.other == {"@submission_date": "2010-07-26T00:00:00+09:00"}


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2022-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00", "0"],
)
def test_stamps_that_are_none_are_kept(text: str) -> None:
    run = read_run("", f'published="{text}"')
    assert run.published is None
    assert run.other == {"@published": text}


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("1", True), ("false", False), ("0", False)]
)
def test_truth_is_told_in_words_or_digits(text: str, value: bool) -> None:
    assert read_run("", f'is_public="{text}"').is_public is value


@pytest.mark.parametrize("text", ["yes", "2", "TRUE"])
def test_truth_told_otherwise_is_kept(text: str) -> None:
    run = read_run("", f'is_public="{text}"')
    assert run.is_public is None
    assert run.other == {"@is_public": text}


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "1_0", "many"])
def test_averages_that_are_no_numbers_are_kept(text: str) -> None:
    run = read_run(f'<Statistics><Read index="0" average="{text}"/></Statistics>')
    assert run.reads[0].average is None
    assert run.other == {"Read": [{"@index": "0", "@average": text}]}


@pytest.mark.parametrize("text", ["none", "2147483648", "-1", ""])
def test_a_taxon_id_that_is_none_is_kept(text: str) -> None:
    sample = read_sample(f"<SAMPLE_NAME><TAXON_ID>{text}</TAXON_ID></SAMPLE_NAME>")
    assert sample.ncbi_taxon_id is None
    assert sample.other == {"TAXON_ID": [text or None]}


def test_a_second_taxon_or_title_is_kept_beside_the_first() -> None:
    sample = read_sample(
        "<TITLE>a</TITLE><TITLE>b</TITLE><SAMPLE_NAME><TAXON_ID>1</TAXON_ID><TAXON_ID>2</TAXON_ID>"
        "</SAMPLE_NAME>"
    )
    assert (sample.title, sample.ncbi_taxon_id) == ("a", 1)
    assert sample.other == {"TITLE": ["b"], "TAXON_ID": ["2"]}


@pytest.mark.parametrize(
    ("attributes", "read", "kept"),
    [
        ('existing_study_type="Other"', "Other", {}),
        ('existing_study_type="Other" new_study_type="Hills"', "Hills", {}),
        ('new_study_type="Hills"', "Hills", {}),
        ('existing_study_type="Metagenomics" new_study_type=""', "Metagenomics", {}),
        ('existing_study_type="Metagenomics" new_study_type="Hills"', "Metagenomics",
         {"STUDY_TYPE": [{"@new_study_type": "Hills"}]}),
        ('existing_study_type="Other" since="2001"', "Other", {"STUDY_TYPE": [{"@since": "2001"}]}),
    ],
)  # fmt: skip
def test_a_study_has_a_type_of_the_list_or_one_of_its_own(
    attributes: str, read: str, kept: dict[str, object]
) -> None:
    study = read_study(f"<DESCRIPTOR><STUDY_TYPE {attributes}/></DESCRIPTOR>")
    assert study.study_type == read
    assert study.other == kept
