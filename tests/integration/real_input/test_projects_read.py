"""Every real BioProject is read with all it says, in either envelope."""

from xml.etree.ElementTree import Element, tostring

import pytest

from adapters.ncbi_files.projects import FolderProjectArchive
from adapters.xml.bioproject import read_bioproject
from domain.bioproject import BioProject, ProjectLinkKind
from domain.selection import Selection
from tests.integration.real_input.values import DATA, as_kept, kept, roots, said

PERSONS = ("AuthorSet", "Contact")
Pairs = list[tuple[Element, BioProject]]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    elements = [
        element
        for root in roots("bioproject")
        for tag in ("DocumentSummary", "Package")
        for element in ([root] if root.tag == tag else root.findall(tag))
    ]
    assert len(elements) == 65
    # A carriage return that was written as a number is none of those that XML does away with.
    raws = (tostring(element).replace(b"\r", b"&#13;") for element in elements)
    return [(element, read_bioproject(raw)) for element, raw in zip(elements, raws, strict=True)]


def without_what_linked_projects_say_themselves(element: Element) -> Element:
    for named in [*element.iter("MemberID"), *element.iter("ProjectIDRef")]:
        named.attrib.pop("id")
        named.attrib.pop("archive")
    return element


def test_whatever_a_project_says_is_kept(pairs: Pairs) -> None:
    for element, project in pairs:
        values = set(kept(project))
        texts = said(without_what_linked_projects_say_themselves(element), PERSONS)
        assert {text for text in texts if not {text, as_kept(text)} & values} == set()


def test_no_link_between_projects_is_lost_and_none_stands_upside_down(pairs: Pairs) -> None:
    counted = 0
    for element, project in pairs:
        expected = []
        for link in element.findall(".//ProjectLinks/Link"):
            reference, member = link.find("ProjectIDRef"), link.find(".//MemberID")
            assert reference is not None
            assert member is not None
            ends = [reference.get("accession"), member.get("accession")]
            if hierarchy := link.find("Hierarchical") is not None:
                ends.reverse()
            expected.append((hierarchy, *ends))
        assert [
            (link.kind is ProjectLinkKind.HIERARCHICAL, str(link.parent), str(link.member))
            for link in project.links
        ] == expected
        assert not any(
            link.parent == project.accession and link.kind is ProjectLinkKind.HIERARCHICAL
            for link in project.links
        ), "none of these is an umbrella with components of its own"
        counted += len(expected)
    assert counted == 28


def test_no_paper_grant_prefix_or_organization_is_lost(pairs: Pairs) -> None:
    papers, prefixes = 0, 0
    for element, project in pairs:
        assert [p.identifier for p in project.publications] == [
            paper.get("id") for paper in element.iter("Publication")
        ]
        assert [g.number for g in project.grants] == [
            grant.get("GrantId") or None for grant in element.iter("Grant")
        ]
        assert [(t.prefix, t.biosample, t.assembly) for t in project.locus_tag_prefixes] == [
            (tag.text, tag.get("biosample_id"), tag.get("assembly_id"))
            for tag in element.iter("LocusTagPrefix")
        ]
        assert [(o.name, o.role) for o in project.organizations] == [
            (o.findtext("Name"), o.get("role"))
            for o in element.findall(".//Submission/Description/Organization")
        ]
        assert len(project.external_links) == len(element.findall(".//ExternalLink"))
        papers += sum(paper.publication is not None for paper in project.publications)
        prefixes += len(project.locus_tag_prefixes)
    assert papers == 44
    assert prefixes == 92


def test_no_person_is_kept(pairs: Pairs) -> None:
    assert any("withheld" in "".join(element.itertext()) for element, _ in pairs)
    assert not any("withheld" in repr(project) for _, project in pairs)


def test_each_real_project_is_found_once_in_the_folder(pairs: Pairs) -> None:
    archive = FolderProjectArchive(DATA / "bioproject")
    keys = [key for page in archive.find(Selection(), 7) for key in page]
    found = [archive.read(record.raw).accession for record in archive.fetch(keys).records]
    assert sorted(found) == sorted({project.accession for _, project in pairs})
    assert len(found) == 40


def test_ddbjs_projects_are_umbrellas_without_a_uid(pairs: Pairs) -> None:
    of_ddbj = [project for _, project in pairs if project.archive == "DDBJ"]
    assert len(of_ddbj) == 10
    assert all(project.is_umbrella and project.uid is None for project in of_ddbj)
    assert all(project.uid for _, project in pairs if project.archive == "NCBI")
