"""Every real BioSample is read with all it says, or refused with a true reason."""

from xml.etree.ElementTree import Element, tostring

import pytest

from adapters.ncbi_files.samples import FolderSampleArchive
from adapters.xml.biosample import read_biosample
from application.errors import UnreadableRecordError
from domain.biosample import BioSample
from domain.selection import Selection
from tests.integration.real_input.values import DATA, as_kept, kept, roots, said

PERSONS = ("Contacts", "Contact")


def words(element: Element) -> str:
    return "".join(element.itertext()).strip()


@pytest.fixture(scope="module")
def elements() -> list[Element]:
    """Every BioSample of a well-formed file that names itself without contradiction."""
    found = [root if root.tag == "BioSample" else None for root in roots("biosample")]
    listed = [one for root in roots("biosample") for one in root.findall("BioSample")]
    return [one for one in [*filter(None, found), *listed] if not contradicts_itself(one)]


def contradicts_itself(element: Element) -> bool:
    primary = element.findtext("Ids/Id[@is_primary='1']")
    return element.get("accession", primary) != primary


@pytest.fixture(scope="module")
def pairs(elements: list[Element]) -> list[tuple[Element, BioSample]]:
    return [(element, read_biosample(tostring(element))) for element in elements]


def test_no_attribute_is_lost(pairs: list[tuple[Element, BioSample]]) -> None:
    counted = 0
    for element, sample in pairs:
        expected = [
            (
                attribute.get("attribute_name"),
                words(attribute),
                attribute.get("unit"),
                attribute.get("harmonized_name"),
                attribute.get("display_name"),
            )
            for attribute in element.iter("Attribute")
        ]
        assert [
            (a.name, a.value, a.unit, a.harmonized_name, a.display_name) for a in sample.attributes
        ] == expected
        counted += len(expected)
    assert counted > 15_000


def test_no_identifier_is_lost(pairs: list[tuple[Element, BioSample]]) -> None:
    counted = 0
    for element, sample in pairs:
        expected = [
            (
                words(named),
                named.get("db") or named.get("namespace"),
                named.get("db_label"),
                named.get("is_primary") == "1",
                named.get("is_hidden") == "1",
            )
            for named in element.iter("Id")
        ]
        assert [
            (i.value, i.namespace, i.label, i.is_primary, i.is_hidden) for i in sample.identifiers
        ] == expected
        counted += len(expected)
    assert counted > 6_000


def test_no_link_is_lost(pairs: list[tuple[Element, BioSample]]) -> None:
    counted = 0
    for element, sample in pairs:
        expected = [
            (link.get("type"), link.get("target"), link.get("label"), words(link))
            for link in element.iter("Link")
        ]
        assert [(k.type, k.target, k.label, k.value) for k in sample.links] == expected
        counted += len(expected)
    assert counted > 1_500


def test_no_cell_of_a_table_is_lost(pairs: list[tuple[Element, BioSample]]) -> None:
    cells = 0
    for element, sample in pairs:
        expected = [
            (
                table.get("class"),
                table.findtext("Caption"),
                tuple(map(words, table.findall("Header/Cell"))),
                tuple(tuple(map(words, row.findall("Cell"))) for row in table.iter("Row")),
            )
            for table in element.iter("Table")
        ]
        assert [(t.class_name, t.caption, t.header, t.rows) for t in sample.tables] == expected
        cells += sum(len(row) for table in expected for row in table[3])
        assert list(sample.comments) == list(map(words, element.iter("Paragraph")))
    assert cells > 100_000


def test_whatever_else_a_sample_says_is_kept(pairs: list[tuple[Element, BioSample]]) -> None:
    for element, sample in pairs:
        values = set(kept(sample))
        missing = {text for text in said(element, PERSONS) if not {text, as_kept(text)} & values}
        assert missing == set(), sample.accession


def test_projects_are_those_of_the_links_that_name_them(
    pairs: list[tuple[Element, BioSample]],
) -> None:
    named, unnamed = 0, 0
    for element, sample in pairs:
        links = [link for link in element.iter("Link") if link.get("target") == "bioproject"]
        labels = [
            link.get("label") for link in links if (link.get("label") or "").startswith("PRJ")
        ]
        if links:
            assert list(map(str, sample.projects)) == list(dict.fromkeys(labels))
        assert list(sample.project_uids) == list(dict.fromkeys(int(words(k)) for k in links))
        named, unnamed = named + len(labels), unnamed + len(links) - len(labels)
    assert named > 1_000


def test_no_person_is_kept(pairs: list[tuple[Element, BioSample]]) -> None:
    assert sum(element.find("Owner/Contacts") is not None for element, _ in pairs) > 1_000
    assert not any("withheld" in repr(sample) for _, sample in pairs)


CUT_OFF = "not well-formed: Specification mandates value for attribute submission"
REFUSED = {
    "inutano-insdc-rdf__biosample_set_10.xml": "it is empty, or cut off before it begins",
    "ngdc-gsa-insdcxmlparse__current_set.xml": f"{CUT_OFF}, line 1, column 22",
    "ngdc-gsa-insdcxmlparse__sample_set.xml": f"{CUT_OFF}, line 1, column 22",
    "ngdc-gsa-insdcxmlparse__current_set_repaired.xml": (
        "the BioSample is called SAMN00066666, but its primary Id says SAMN00000003"
    ),
}


def test_every_real_sample_is_read_once_or_refused_with_a_true_reason() -> None:
    roots("biosample")
    archive = FolderSampleArchive(DATA / "biosample")
    (keys,) = archive.find(Selection(), 10_000)
    reply = archive.fetch(keys)
    accessions: list[str] = []
    refused: dict[str, str] = {}
    for record in reply.records:
        try:
            accessions.append(str(archive.read(record.raw).accession))
        except UnreadableRecordError as error:
            refused[record.key.partition(":")[0].removeprefix("biosample__")] = str(error)
    assert len(accessions) == len(set(accessions)) == 1582
    assert refused == REFUSED
    assert len(reply.records) == len(keys) == len(accessions) + len(refused)
