"""What is said of taxa fits eighty columns, and can be copied."""

from datetime import UTC, date, datetime

import pytest

from application.ports.ledger import Job, JobRequest
from application.ports.taxon_catalogue import TaxonAnswer
from application.ports.taxonomy import TaxonomyChanges, TaxonomyStanding
from application.sync_taxonomy import TaxonomyReport
from domain.taxonomy import Change, Retirement, Status, Taxon, TaxonName, TaxonRef
from insdc_sync.cli.taxonomy import _print_answer, _print_report

LONG = "Mycobacterium tuberculosis variant bovis BCG strain of somebody's collection, number"


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    text = "".join(capsys.readouterr())
    assert max(map(len, text.splitlines())) <= 80
    return text


def taxon(name: str, rank: str | None = "species", *names: TaxonName) -> Taxon:
    return Taxon(5, name, rank, (TaxonName(name, "scientific name"), *names), (), 0)


def test_suggestions_are_never_broken_in_two(capsys: pytest.CaptureFixture[str]) -> None:
    nearest = tuple(TaxonRef(tax_id, f"Mycobacterium avium {tax_id}") for tax_id in range(5))

    _print_answer(TaxonAnswer("Mycobacterium avum", nearest=nearest))

    text = printed(capsys)
    assert all(str(ref) in text for ref in nearest)


def test_a_long_name_and_a_long_class_go_on_in_the_next_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = (TaxonName("a", "class of name that is much longer than usual"), TaxonName(LONG, "x"))

    _print_answer(TaxonAnswer("5", taxon(LONG, "r" * 70, *names)))

    text = printed(capsys)
    assert "\n  class of name that is much longer than usual\n" in text
    assert f"\n{'':22}a\n" in text


def test_a_taxon_without_rank_is_told_without(capsys: pytest.CaptureFixture[str]) -> None:
    _print_answer(TaxonAnswer("5", taxon("Nemo", None)))
    _print_answer(TaxonAnswer("x", ambiguous=(TaxonRef(5, "Nemo"), TaxonRef(6, LONG, "genus"))))

    text = printed(capsys)
    assert "Nemo (5)   0 taxa below it\n" in text
    assert "5  Nemo\n" in text
    assert "None" not in text


@pytest.mark.parametrize("asked", ["12345", "txid12345", "NCBI:txid12345", "taxid:12345"])
def test_an_id_nobody_has_is_told_as_an_id(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    _print_answer(TaxonAnswer(asked))

    assert printed(capsys) == "No taxon has the id 12345.\n"


def test_a_note_on_a_retired_id_fits(capsys: pytest.CaptureFixture[str]) -> None:
    _print_answer(
        TaxonAnswer("1234567", None, Retirement(1234567, Status.MERGED, date(2024, 9, 7)))
    )

    assert "merged into a taxon that was deleted later" in printed(capsys)


@pytest.mark.parametrize("is_same", [True, False])
def test_a_report_with_all_kinds_of_changes_fits(
    is_same: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    job = Job(123, JobRequest("taxonomy", {}), datetime(2026, 1, 1, tzinfo=UTC))
    changes = TaxonomyChanges(2_600_000, 2_000_000, dict.fromkeys(Change, 123_456))

    _print_report(
        TaxonomyReport(
            job,
            None if is_same else changes,
            TaxonomyStanding(2_609_295, "", "", date(2024, 9, 7)),
            12_345,
        )
    )

    text = printed(capsys)
    if not is_same:
        assert all(f"{kind.value} 123,456" in text for kind in Change)
