"""The page's questions about runs, on rows by hand."""

from datetime import UTC, datetime

import pytest

from tests.integration.queries.house import House, column, day

NEW = "New runs since a job"
TO_SAMPLE = "Runs to sample, country and date"
GENOMES = "Live paired Illumina genomes below a taxon"
EFFORT = "Sequencing effort by month and platform"


def test_new_runs_are_those_that_came_after_the_job_had_ended(house: House) -> None:
    ended = datetime(2030, 1, 2, tzinfo=UTC)
    house.add("sync_job", number=900, kind="sequencing", asked={}, program_version="1",
              ended_at=ended, state="done")  # fmt: skip
    house.sample(1, country="France")
    # Job 40 had been interrupted, and was taken up again after 900.
    house.run(1, [1], mirrored_at=datetime(2030, 1, 3, tzinfo=UTC), mirrored_by=40)
    house.run(2, [1], mirrored_at=datetime(2030, 1, 1, tzinfo=UTC), mirrored_by=900)

    found = house.ask(NEW, instead={"number = 41": "number = 900"})

    assert [(row["accession"], row["country"]) for row in found] == [("SRR00000001", "France")]


def test_runs_answer_in_the_order_asked_and_unknown_ones_with_nulls(house: House) -> None:
    house.sample(1, country="France", collected_first=day("2019-01-01"),
                 collected_last=day("2019-12-31"), collected_precision="year")  # fmt: skip
    house.run(7, [1])
    house.run(3, [1], status="suppressed")

    found = house.ask(
        TO_SAMPLE,
        instead={
            "'SRR1000016', 'SRR1000012', 'SRR9999999'": "'SRR00000007', 'SRR77', 'SRR00000003'"
        },
    )

    assert [tuple(row.values()) for row in found] == [
        ("SRR00000007", "live", ["SAMN00000001"], "as BioSample says", "France", None,
         day("2019-01-01"), day("2019-12-31"), "year"),
        ("SRR77", *[None] * 8),
        ("SRR00000003", "suppressed", ["SAMN00000001"], "as BioSample says", "France", None,
         day("2019-01-01"), day("2019-12-31"), "year"),
    ]  # fmt: skip


def test_a_pooled_run_has_a_row_for_each_of_its_samples_with_their_shares(house: House) -> None:
    house.sample(1, country="France")
    house.sample(2, country="Peru", biosample=False)
    house.run(1, [1, 2], bases=9999)

    found = house.ask(TO_SAMPLE, 2, {"'SRR1000200', 'SRR1000012'": "'SRR00000001'"})

    assert [tuple(row.values())[1:2] + tuple(row.values())[3:4] for row in found] == [
        ("SAMN00000001", "France"), ("SRS00000002", "Peru")
    ]  # fmt: skip
    assert column(found, "bases") == [1000, 2000]
    assert column(found, "is_pooled") == [True, True]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "suppressed"},
        {"experiment": {"platform": "OXFORD_NANOPORE"}},
        {"experiment": {"library_strategy": "AMPLICON"}},
        {"experiment": {"library_layout": "SINGLE"}},
    ],
    ids=str,
)
def test_genomes_below_a_taxon_are_live_paired_illumina_wgs(
    house: House, other: dict[str, dict[str, str]]
) -> None:
    house.sample(1, taxon=2019)
    house.sample(2, taxon=2018)
    house.run(1, [1])
    house.run(2, [1], **other)  # type: ignore[arg-type]
    house.run(3, [2])

    found = column(house.ask(GENOMES, instead={"(2000)": "(2019)"}), "accession")

    assert "SRR00000001" in found
    assert not {"SRR00000002", "SRR00000003"} & set(found)


def test_effort_counts_live_runs_in_the_month_they_were_published(house: House) -> None:
    house.sample(1)
    for number, (published, status) in enumerate(
        [("2031-03-01", "live"), ("2031-03-31", "live"), ("2031-04-01", "live"),
         ("2031-03-02", "withdrawn"), ("2032-01-01", "live")], start=1
    ):  # fmt: skip
        house.run(number, [1], published=published, status=status, bases=2_000_000_000)

    found = house.ask(EFFORT, instead={"2024-01-01": "2031-01-01", "2025-01-01": "2032-01-01"})

    assert [tuple(row.values()) for row in found] == [
        (day("2031-03-01"), "ILLUMINA", 2, 4), (day("2031-04-01"), "ILLUMINA", 1, 2)
    ]  # fmt: skip


def test_effort_of_a_taxon_leaves_out_the_others(house: House) -> None:
    for number, taxon in enumerate([2017, 2018, 2018, 2019], start=1):
        house.sample(number, taxon=taxon)
        house.run(number, [number], published="2031-03-01", bases=10**9)

    found = house.ask(EFFORT, 2, {"(2010)": "(2018)"})

    assert [row["runs"] for row in found if row["month"] == day("2031-03-01")] == [2]
