"""Selections, as Entrez is asked for them."""

from dataclasses import replace
from datetime import date

import pytest

from adapters.entrez.terms import ACCESSIONS_A_TERM, Term, counting_terms_of, terms_of
from application.errors import UsageError
from domain.accession import Accession
from domain.selection import DateWindow, Selection


def texts(selection: Selection) -> list[str]:
    return [term.text for term in terms_of(selection)]


def accessions(*names: str) -> Selection:
    return Selection(accessions=tuple(map(Accession.parse, names)))


@pytest.mark.parametrize(
    ("organism", "text"),
    [
        ("Mycobacterium tuberculosis", '"Mycobacterium tuberculosis"[ORGN]'),
        ("1773", "txid1773[ORGN]"),
        (" txid1773 ", "txid1773[ORGN]"),
        ('  "Candidatus  Liberibacter" ', '"Candidatus Liberibacter"[ORGN]'),
        ("[Clostridium] innocuum", '"[Clostridium] innocuum"[ORGN]'),
    ],
)
def test_an_organism_is_named_with_all_below_it(organism: str, text: str) -> None:
    assert texts(Selection(organism=organism)) == [text]


def test_a_query_goes_as_it_is_in_parentheses() -> None:
    assert texts(Selection(query="a[ORGN] OR b")) == ["(a[ORGN] OR b)"]


def test_a_project_is_asked_for_by_its_field() -> None:
    assert texts(Selection(bioproject=Accession.parse("PRJEB7"))) == ["PRJEB7[BIOPROJECT]"]


def test_accessions_are_terms_and_each_kind_has_its_field() -> None:
    selection = accessions("SRR1", "ERX2", "DRS3", "SRP4", "SRA5", "PRJNA6", "SAMN7")
    text = "SRR1[ACCN] OR ERX2[ACCN] OR DRS3[ACCN] OR SRP4[ACCN] OR SRA5[ACCN]"
    assert texts(selection) == [f"{text} OR PRJNA6[BIOPROJECT] OR SAMN7[BSPL]"]


def test_many_accessions_are_many_terms() -> None:
    terms = texts(accessions(*(f"SRR{number}" for number in range(2 * ACCESSIONS_A_TERM + 1))))
    assert [text.count("[ACCN]") for text in terms] == [ACCESSIONS_A_TERM, ACCESSIONS_A_TERM, 1]


def test_a_window_is_asked_for_by_modification_and_by_publication() -> None:
    window = DateWindow(date(2025, 6, 1), date(2025, 6, 30))
    fields = [term.fields() for term in terms_of(Selection(organism="1773", window=window))]
    days = {"term": "txid1773[ORGN]", "mindate": "2025/06/01", "maxdate": "2025/06/30"}
    assert fields == [{**days, "datetype": "mdat"}, {**days, "datetype": "pdat"}]


def test_a_count_is_of_what_is_in_either_window() -> None:
    window = DateWindow(date(2025, 6, 1), date(2025, 6, 30))
    selection = replace(accessions("SRX1", "SRX2"), window=window)
    assert [term.fields() for term in counting_terms_of(selection)] == [
        {
            "term": '(SRX1[ACCN] OR SRX2[ACCN]) AND ("2025/06/01"[MDAT]:"2025/06/30"[MDAT] OR '
            '"2025/06/01"[PDAT]:"2025/06/30"[PDAT])'
        }
    ]


def test_without_a_window_no_date_is_sent() -> None:
    assert Term("x").fields() == {"term": "x"}


@pytest.mark.parametrize(
    "selection",
    [Selection(), Selection(organism='""')],
)
def test_everything_is_too_much(selection: Selection) -> None:
    with pytest.raises(UsageError, match="say which"):
        list(terms_of(selection))
