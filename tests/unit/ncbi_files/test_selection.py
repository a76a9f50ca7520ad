"""What a selection means to a folder, which knows no taxonomy and no dates but the runs' own."""

from datetime import date

import pytest

from adapters.ncbi_files.folder import FolderSequenceArchive
from application.errors import UsageError
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.unit.ncbi_files.conftest import Save
from tests.unit.ncbi_files.replies import (
    EVERYTHING,
    a_package,
    a_sample,
    a_set,
    fetched,
    not_public,
    titles,
)

STUDY = (
    '<STUDY accession="SRP1"><IDENTIFIERS><EXTERNAL_ID namespace="BioProject">PRJNA1</EXTERNAL_ID>'
    "</IDENTIFIERS></STUDY>"
)
LINKED = (
    "<SAMPLE_LINKS><SAMPLE_LINK><XREF_LINK><DB>bioproject</DB><ID>2</ID><LABEL>PRJNA2</LABEL>"
    "</XREF_LINK></SAMPLE_LINK></SAMPLE_LINKS></SAMPLE>"
)


def run(accession: str, published: str) -> str:
    return (
        f'<RUN_SET><RUN accession="{accession}" published="{published}"><Pool>'
        '<Member accession="SRS9" tax_id="9" organism="Pool dweller"/></Pool></RUN></RUN_SET>'
    )


@pytest.fixture
def archive(archive: FolderSequenceArchive, save: Save) -> FolderSequenceArchive:
    maize, rice = a_sample("Zea mays", 4577), a_sample("Oryza sativa", 4530, "ERS2", "SAMEA2")
    save(
        "1.xml",
        a_set(
            a_package(
                1,
                "maize",
                f'<SUBMISSION accession="SRA1"/>{STUDY}{maize}{run("SRR1", "2024-05-01")}',
            ),
            a_package(2, "rice", rice.replace("</SAMPLE>", LINKED) + run("SRR2", "2024-06-30")),
            a_package(3, "both", maize + rice.replace("ERS2", "ERS3").replace("SAMEA2", "SAMEA3")),
            a_package(4, "bare"),
        ),
    )
    return archive


def by_accession(*accessions: str) -> Selection:
    return Selection(accessions=tuple(map(Accession.parse, accessions)))


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (EVERYTHING, ["maize", "rice", "both", "bare"]),
        (Selection(organism="Zea mays"), ["maize", "both"]),
        (Selection(organism=" zea MAYS "), ["maize", "both"]),
        (Selection(organism="4530"), ["rice", "both"]),
        (Selection(organism="453"), []),
        (Selection(organism="Zea"), []),
        (Selection(organism="Pool dweller"), ["maize", "rice"]),
        (Selection(bioproject=Accession.parse("PRJNA1")), ["maize"]),
        (Selection(bioproject=Accession.parse("PRJNA2")), ["rice"]),
        (Selection(bioproject=Accession.parse("PRJEB1")), []),
        (by_accession("SRX2"), ["rice"]),
        (by_accession("SRX4", "SRX1"), ["maize", "bare"]),
        (by_accession("SRP4"), ["bare"]),
        (by_accession("SRR2"), ["rice"]),
        (by_accession("SRA1"), ["maize"]),
        (by_accession("ERS3"), ["both"]),
        (by_accession("SAMN1"), ["maize", "both"]),
        (by_accession("PRJNA2"), ["rice"]),
        (by_accession("SRS9"), ["maize", "rice"]),
        (by_accession("SRX99"), []),
        (Selection(window=DateWindow(date(2024, 5, 1), date(2024, 5, 31))), ["maize"]),
        (Selection(window=DateWindow(date(2024, 5, 2), date(2024, 6, 30))), ["rice"]),
        (
            Selection(organism="Zea mays", window=DateWindow(date(2024, 6, 1), date(2024, 6, 30))),
            [],
        ),
    ],
    ids=str,
)
def test_a_selection_finds_what_it_names(
    archive: FolderSequenceArchive, selection: Selection, found: list[str]
) -> None:
    assert list(titles(archive, selection).values()) == found
    assert archive.count(selection) == len(found)


@pytest.mark.parametrize("ask", ["find", "count"])
def test_a_query_is_refused_with_what_to_ask_instead(
    archive: FolderSequenceArchive, ask: str
) -> None:
    query = Selection(query="maize[ORGN]")
    with pytest.raises(UsageError, match="Select by organism, BioProject or accession"):
        list(archive.find(query, 500)) if ask == "find" else archive.count(query)


def test_what_cannot_be_read_belongs_to_every_selection_but_is_no_match(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("2.xml", a_set(a_package(7)[:90], not_public(8)))
    save("3.xml", b"no XML")
    rice = Selection(organism="Oryza sativa")
    reply = fetched(archive, rice)
    assert len(reply.records) == 4
    assert len(reply.not_public) == 1
    assert archive.count(rice) == 2


def test_the_last_copy_decides_whether_a_record_belongs(
    archive: FolderSequenceArchive, save: Save
) -> None:
    save("2.xml", a_set(a_package(1, "now rice", a_sample("Oryza sativa", 4530))))
    assert list(titles(archive, Selection(organism="Zea mays"))) == ["SRX3"]
    assert titles(archive, Selection(organism="4530"))["SRX1"] == "now rice"
