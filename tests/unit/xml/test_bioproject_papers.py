"""The papers of a project, by the number their database gives them."""

from datetime import datetime

import pytest

from domain.bioproject import ProjectPublication
from domain.records import Publication
from tests.unit.xml.projects import described

CITATION = (
    "<StructuredCitation><Title>Oats</Title><Journal><JournalTitle>BMC</JournalTitle>"
    "<Year>2013</Year><Volume>14</Volume></Journal><AuthorSet><Author><Name><First>Ann</First>"
    "<Last>Hillman</Last></Name><Consortium>Hill, ann@hill.example</Consortium></Author>"
    "</AuthorSet></StructuredCitation>"
)
TWO_YEARS = (
    "<StructuredCitation><Journal><Year>1</Year><Year>2</Year></Journal><Journal/>"
    "</StructuredCitation>"
)


def paper(inside: str, attributes: str = "") -> ProjectPublication:
    (publication,) = described(f"<Publication {attributes}>{inside}</Publication>").publications
    return publication


def test_a_paper_is_read_with_its_citation_and_without_its_authors() -> None:
    publication = paper(
        f"<Reference>Hill et al.</Reference>{CITATION}<DbType>ePubmed</DbType>",
        'id="23845136" date="2013-07-11T00:00:00Z" status="ePublished"',
    )
    assert publication == ProjectPublication(
        Publication("pubmed", "23845136"),
        "23845136",
        "ePubmed",
        "ePublished",
        datetime(2013, 7, 11),  # noqa: DTZ001 - as the archive has it
        "Hill et al.",
        "Oats",
        "BMC",
        "2013",
        {"StructuredCitation": [{"Volume": ["14"]}]},
    )
    assert "Ann" not in repr(publication)
    assert "hill.example" not in repr(publication)


@pytest.mark.parametrize(
    ("database", "identifier", "known"),
    [
        ("ePubmed", "1", Publication("pubmed", "1")),
        ("ePMC", "PMC7", Publication("pmc", "PMC7")),
        ("ePMC", "7", Publication("pmc", "7")),
        ("eDOI", "10.1/x", Publication("doi", "10.1/x")),
        ("eDOI", "https://doi.org/10.1/x", Publication("doi", "10.1/x")),
        ("eDOI", ".doi.org/10.1/x", Publication("doi", "10.1/x")),
        ("eDOI", "doi:10.1/x", Publication("doi", "10.1/x")),
        ("EDOI", " 10.1/x ", Publication("doi", "10.1/x")),
        ("ePubmed", "10.1/x", None),
        ("ePubmed", "unknown", None),
        ("eDOI", "in press", None),
        ("eNotAvailable", "1", None),
        ("", "1", None),
        ("ePubmed", "", None),
    ],
)
def test_a_paper_is_known_by_a_number_of_its_database(
    database: str, identifier: str, known: Publication | None
) -> None:
    publication = paper(f"<DbType>{database}</DbType>", f'id="{identifier}"')
    assert publication.publication == known
    assert publication.identifier == (identifier.strip() or None)
    assert publication.database == (database or None)


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<Reference>a</Reference><Reference>b</Reference>", {"Reference": ["b"]}),
        ("<Note>n</Note>", {"Note": ["n"]}),
        ("<StructuredCitation><Title>a</Title><Title>b</Title></StructuredCitation>",
         {"StructuredCitation": [{"Title": ["b"]}]}),
        ("<StructuredCitation/><StructuredCitation><Title>b</Title></StructuredCitation>",
         {"StructuredCitation": [{"Title": ["b"]}]}),
        (TWO_YEARS, {"StructuredCitation": [{"Year": ["2"], "Journal": [None]}]}),
        ('<StructuredCitation><Title lang="en">a</Title></StructuredCitation>',
         {"StructuredCitation": [{"Title": [{"@lang": "en", "#text": "a"}]}]}),
    ],
)  # fmt: skip
def test_what_no_field_of_a_paper_knows_is_kept(inside: str, kept: dict[str, object]) -> None:
    assert paper(inside).other == kept


def test_attributes_of_a_paper_that_nobody_knows_are_kept() -> None:
    assert paper("", 'date="soon" rank="1"').other == {"@date": "soon", "@rank": "1"}
