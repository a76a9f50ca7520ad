"""Every real record is mirrored or quarantined with a true reason, and the counts agree."""

import pytest

from adapters.postgres.schema_books import metadata
from domain.tally import Outcome
from tests.integration.real_input.conftest import Mirrored
from tests.integration.real_input.counted import Counted

MINIML = "{http://www.ncbi.nlm.nih.gov/geo/info/MINiML}MINiML"
BOOKS = frozenset({"sync_job", "page", "quarantine"})


def count(mirrored: Mirrored, source: str) -> object:
    ((number,),) = mirrored.rows(f"select count(*) from insdc.{source}")
    return number


def test_every_real_record_is_mirrored_or_waits(mirrored: Mirrored, counted: Counted) -> None:
    report = mirrored.first
    readable = len(list(counted.readable()))
    spoilt = len(counted.packages) - readable

    assert counted.copies == 757
    assert report.is_complete
    assert report.job.found == len(counted.packages) + counted.not_public + counted.foreign
    assert report.tally.of("experiment", Outcome.NEW) == readable > 700
    assert report.tally.of("experiment", Outcome.NOT_PUBLIC) == counted.not_public == 1
    assert report.tally.of("experiment", Outcome.QUARANTINED) == spoilt + counted.foreign == 4


def test_what_waits_has_a_true_reason(mirrored: Mirrored) -> None:
    waiting = (
        "select accession, record_key, reason from insdc.quarantine order by accession, reason"
    )
    spoilt = (
        "a RUN of {}: {} has a prefix that no archive of the INSDC uses; "
        "an accession looks like SRR000001, SAMN00000002 or PRJNA3."
    )
    found = [
        (accession, str(key).split(":")[0].split("__")[-1], reason)
        for accession, key, reason in mirrored.rows(waiting)
    ]
    assert found == [
        (
            "ERX3980916",
            "metadata_response_single_multisample.xml",
            spoilt.format("ERX3980916", "FAKEID1"),
        ),
        ("ERX3980917", "metadata_response_multi.xml", spoilt.format("ERX3980917", "FAKEID2")),
        (
            None,
            "metadata_response_error.xml",
            "the archive answered with an error: without a word",
        ),
        (
            None,
            "GSM69846.xml",
            f"this is <{MINIML}>, not an EXPERIMENT_PACKAGE",
        ),
    ]


@pytest.mark.parametrize(
    ("table", "path"),
    [
        ("run_file", "RUN_SET/RUN/SRAFiles/SRAFile"),
        ("experiment_sample", "Pool/Member"),
        ("run_sample", "RUN_SET/RUN/Pool/Member"),
    ],
)
def test_what_hangs_on_experiments_and_runs_is_all_there(
    mirrored: Mirrored, counted: Counted, table: str, path: str
) -> None:
    assert count(mirrored, table) == len(counted.every(path)) > 700


def test_the_papers_are_those_that_studies_link_to(mirrored: Mirrored, counted: Counted) -> None:
    expected = {
        (accession, "pubmed", link.findtext("ID"))
        for accession, study in counted.last("STUDY").items()
        for link in study.iter("XREF_LINK")
        if link.findtext("DB") == "pubmed"
    }
    papers = mirrored.rows("select study_accession, database, identifier from insdc.publication")
    assert len(papers) == len(set(papers)) > 40
    assert set(papers) == expected


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("experiment", "EXPERIMENT"),
        ("run", "RUN"),
        ("study where content_hash is not null", "STUDY"),
        ("submission", "SUBMISSION"),
        ("sample where content_hash is not null", "SAMPLE"),
    ],
)
def test_every_distinct_record_has_a_row(
    mirrored: Mirrored, counted: Counted, source: str, tag: str
) -> None:
    assert count(mirrored, source) == len(counted.last(tag)) > 20


def test_no_record_is_there_that_the_xml_does_not_name(
    mirrored: Mirrored, counted: Counted
) -> None:
    biosamples = {
        identifier.text
        for sample in counted.last("SAMPLE").values()
        for identifier in sample.iter("EXTERNAL_ID")
        if identifier.get("namespace") == "BioSample"
    }
    assert count(mirrored, "sample") == len(counted.last("SAMPLE")) == len(biosamples)
    assert count(mirrored, "study") == len(counted.last("STUDY"))


def test_the_attributes_of_samples_are_those_of_the_xml(
    mirrored: Mirrored, counted: Counted
) -> None:
    expected = [
        (
            accession,
            ordinal,
            (attribute.findtext("TAG") or "").strip(),
            (attribute.findtext("VALUE") or "").strip(),
            (attribute.findtext("UNITS") or "").strip(),
        )
        for accession, sample in counted.last("SAMPLE").items()
        for ordinal, attribute in enumerate(sample.iter("SAMPLE_ATTRIBUTE"), 1)
    ]
    rows = mirrored.rows(
        "select s.sra_accession, a.ordinal, a.name, coalesce(a.value, ''), coalesce(a.unit, '') "
        "from insdc.sample_attribute a join insdc.sample s using (sample_id)"
    )
    assert sorted(rows, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize(
    ("table", "below"),
    [
        ("run", "RUN_ATTRIBUTE"),
        ("experiment", "EXPERIMENT_ATTRIBUTE"),
        ("study", "STUDY_ATTRIBUTE"),
    ],
)
def test_the_attributes_of_other_records_are_all_there(
    mirrored: Mirrored, counted: Counted, table: str, below: str
) -> None:
    ((number,),) = mirrored.rows(f"select sum(jsonb_array_length(attributes)) from insdc.{table}")
    records = counted.last(table.upper()).values()
    assert number == sum(len(list(record.iter(below))) for record in records)


def test_the_sums_over_all_runs_are_those_of_the_xml(mirrored: Mirrored, counted: Counted) -> None:
    runs = counted.last("RUN").values()
    names = ("total_spots", "total_bases", "size")
    expected = tuple(sum(int(run.get(name, "0")) for run in runs) for name in names)
    assert mirrored.rows("select sum(spots), sum(bases), sum(size) from insdc.run") == [expected]
    files = counted.every("RUN_SET/RUN/SRAFiles/SRAFile")
    assert mirrored.rows("select sum(size), count(distinct md5) from insdc.run_file") == [
        (
            sum(int(file.get("size", "0")) for file in files),
            len({file.get("md5") for file in files}),
        )
    ]


def test_no_contact_is_in_the_database(mirrored: Mirrored) -> None:
    """The copies of the real records say "withheld" where a contact was named."""
    for table in metadata.sorted_tables:
        named = mirrored.rows(
            f"select t::text from insdc.{table.name} t "
            "where t::text ~* '<contact|withheld' limit 1"
        ) if table.schema == "insdc" else []  # fmt: skip
        assert named == []


def test_the_same_folder_again_writes_nothing_but_the_books(mirrored: Mirrored) -> None:
    before = versions(mirrored)

    again = mirrored.again()

    assert again.is_complete
    assert again.tally.of("experiment", Outcome.NEW, Outcome.CHANGED) == 0
    assert again.tally.of("experiment", Outcome.SAME) == mirrored.first.tally.of(
        "experiment", Outcome.NEW
    )
    assert versions(mirrored) == before


def versions(mirrored: Mirrored) -> dict[str, object]:
    """Give, for each table, which transactions wrote its rows: any write would show."""
    return {
        table.name: mirrored.rows(
            f"select md5(string_agg(xmin::text, ',' order by ctid)) from {table.fullname}"
        )
        for table in metadata.sorted_tables
        if table.name not in BOOKS
    }
