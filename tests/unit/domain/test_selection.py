"""What to synchronize, and of which days."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accession import Accession
from domain.records import ExperimentPackage
from domain.selection import DateWindow, InvalidSelectionError, Selection
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    a_submission,
    accession,
    an_experiment,
    name,
)

JUNE = DateWindow(date(2025, 6, 1), date(2025, 6, 30))


@given(st.dates(), st.dates(), st.dates())
def test_a_window_holds_its_first_and_last_day_and_all_between(
    first: date, last: date, day: date
) -> None:
    first, last = sorted((first, last))
    window = DateWindow(first, last)

    assert first in window
    assert last in window
    assert (day in window) == (first <= day <= last)


def test_a_window_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidSelectionError, match=r"ends \(2025-06-01\) before it begins"):
        DateWindow(date(2025, 6, 2), date(2025, 6, 1))


@pytest.mark.parametrize(
    ("days", "first"), [(0, date(2025, 3, 1)), (1, date(2025, 2, 28)), (365, date(2024, 3, 1))]
)
def test_the_last_days_end_today(days: int, first: date) -> None:
    today = date(2025, 3, 1)

    assert DateWindow.of_days(days, today) == DateWindow(first, today)


@pytest.mark.parametrize("days", [-1, 800_000, 10**12])
def test_a_number_of_days_that_no_calendar_has_is_refused(days: int) -> None:
    with pytest.raises(InvalidSelectionError, match=str(days)):
        DateWindow.of_days(days, date(2025, 6, 30))


def test_a_window_reads_as_a_range() -> None:
    assert str(JUNE) == "2025-06-01 to 2025-06-30"


def test_a_selection_asks_in_one_way_only() -> None:
    with pytest.raises(InvalidSelectionError, match="one of organism"):
        Selection(organism="Zea mays", query="wgs")


def test_a_bioproject_is_nothing_else() -> None:
    with pytest.raises(InvalidSelectionError, match="SRP1 is a study, not a BioProject"):
        Selection(bioproject=accession("SRP1"))


def test_a_selection_by_white_space_is_refused() -> None:
    with pytest.raises(InvalidSelectionError):
        Selection(organism="  ")
    with pytest.raises(InvalidSelectionError):
        Selection(query="  ")


MANY = tuple(accession(f"SRX{number}") for number in range(1, 6))
WORDS = {
    "everything": Selection(),
    "Zea mays": Selection(organism="Zea mays"),
    "wgs[strategy]": Selection(query="wgs[strategy]"),
    "PRJNA3": Selection(bioproject=accession("PRJNA3")),
    "SRX1, SRX2, SRX3": Selection(accessions=MANY[:3]),
    "SRX1, SRX2, SRX3 and 2 more": Selection(accessions=MANY),
    "Zea mays, 2025-06-01 to 2025-06-30": Selection(organism="Zea mays", window=JUNE),
}


@pytest.mark.parametrize(("words", "selection"), WORDS.items(), ids=list(WORDS))
def test_a_selection_reads_as_what_it_asks_for(words: str, selection: Selection) -> None:
    assert str(selection) == words


def test_only_a_selection_without_a_way_is_everything() -> None:
    assert Selection().is_everything
    assert Selection(window=JUNE).is_everything
    assert not Selection(organism="Zea mays").is_everything


PACKAGE = a_package(
    experiment=an_experiment(
        "SRX000001",
        "ERP000002",
        sample=name("DRS000003", "SAMD00000003"),
        pool=(a_member("SRS000004", "SAMN00000004"),),
    ),
    submission=a_submission("SRA000005"),
    study=a_study("ERP000002", bioproject=accession("PRJEB6")),
    samples=(
        a_sample(
            "ERS000007",
            "SAMEA7",
            ncbi_taxon_id=4577,
            scientific_name="Zea mays",
            projects=(accession("PRJNA8"),),
        ),
        a_sample("ERS000009", ncbi_taxon_id=1773),
        a_sample("ERS000013"),
    ),
    runs=(
        a_run(
            "SRR000010",
            "SRX000001",
            published=datetime(2025, 6, 30, 23, 59),  # noqa: DTZ001 - zoneless, as archives say it
            pool=(a_member("SRS000011"),),
        ),
        a_run("SRR000012", "SRX000001"),
    ),
)
OF_PACKAGE = {
    "experiment": "SRX000001",
    "study": "ERP000002",
    "project of the study": "PRJEB6",
    "project of a sample": "PRJNA8",
    "submission": "SRA000005",
    "sample": "ERS000007",
    "BioSample": "SAMEA7",
    "another sample": "ERS000009",
    "sample of the experiment": "DRS000003",
    "BioSample of the experiment": "SAMD00000003",
    "member of the experiment's pool": "SRS000004",
    "BioSample of the experiment's pool": "SAMN00000004",
    "run": "SRR000010",
    "another run": "SRR000012",
    "member of a run's pool": "SRS000011",
}


@pytest.mark.parametrize("text", OF_PACKAGE.values(), ids=OF_PACKAGE)
def test_a_package_is_accepted_by_any_accession_of_it(text: str) -> None:
    assert Selection(accessions=(accession("SRX9"), accession(text))).accepts(PACKAGE)


def test_a_package_is_not_accepted_by_other_accessions() -> None:
    assert not Selection(accessions=(accession("SRX1"), accession("SRR11"))).accepts(PACKAGE)


@pytest.mark.parametrize("project", ["PRJEB6", "PRJNA8"])
def test_a_package_is_accepted_by_the_project_of_its_study_or_sample(project: str) -> None:
    assert Selection(bioproject=Accession.parse(project)).accepts(PACKAGE)


def test_a_package_is_not_accepted_by_another_project() -> None:
    assert not Selection(bioproject=accession("PRJEB7")).accepts(PACKAGE)


@pytest.mark.parametrize("organism", ["Zea mays", "zea MAYS ", "4577", " 1773"])
def test_a_package_is_accepted_by_the_organism_of_any_of_its_samples(organism: str) -> None:
    assert Selection(organism=organism).accepts(PACKAGE)


@pytest.mark.parametrize("organism", ["Zea", "457", "Homo sapiens", "None", "none"])
def test_a_package_is_not_accepted_by_another_organism(organism: str) -> None:
    assert not Selection(organism=organism).accepts(PACKAGE)


def test_a_package_of_pooled_samples_alone_is_accepted_by_their_organism() -> None:
    member = a_member("SRS000001", organism="Zea mays", ncbi_taxon_id=4577)
    package = a_package(experiment=an_experiment("SRX000001", pool=(member,)))

    assert Selection(organism="Zea mays").accepts(package)
    assert Selection(organism="4577").accepts(package)


WINDOWS = {
    "ends on the day": (DateWindow(date(2025, 6, 1), date(2025, 6, 30)), True),
    "begins on the day": (DateWindow(date(2025, 6, 30), date(2025, 7, 1)), True),
    "begins the day after": (DateWindow(date(2025, 7, 1), date(2025, 7, 2)), False),
    "ends the day before": (DateWindow(date(2025, 6, 1), date(2025, 6, 29)), False),
}


@pytest.mark.parametrize(("window", "is_accepted"), WINDOWS.values(), ids=WINDOWS)
def test_a_package_is_accepted_by_the_day_a_run_was_published(
    window: DateWindow, *, is_accepted: bool
) -> None:
    assert Selection(window=window).accepts(PACKAGE) is is_accepted


def test_a_package_without_published_runs_is_in_no_window() -> None:
    assert not Selection(window=JUNE).accepts(replace(PACKAGE, runs=PACKAGE.runs[1:]))


def test_a_package_must_fit_both_the_way_and_the_window() -> None:
    assert Selection(organism="Zea mays", window=JUNE).accepts(PACKAGE)
    assert not Selection(organism="Homo sapiens", window=JUNE).accepts(PACKAGE)


@pytest.mark.parametrize("package", [PACKAGE, a_package()])
def test_everything_accepts_every_package(package: ExperimentPackage) -> None:
    assert Selection().accepts(package)
