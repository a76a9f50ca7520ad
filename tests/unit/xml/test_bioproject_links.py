"""Which projects belong together, and which of two is the umbrella."""

import pytest

from domain.accession import Accession
from domain.bioproject import ProjectLink, ProjectLinkKind
from tests.unit.xml.projects import linked

OWN, ABOVE, PEER = map(Accession.parse, ("PRJNA7", "PRJNA9", "PRJNA57"))
UP, ACROSS = ProjectLinkKind.HIERARCHICAL, ProjectLinkKind.PEER


def a_link(reference: object, *members: object, kind: str = "Hierarchical", more: str = "") -> str:
    named = "".join(f'<MemberID archive="NCBI" id="1" accession="{one}"/>' for one in members)
    return (
        f'<Link><ProjectIDRef archive="NCBI" id="2" accession="{reference}"/>'
        f"<{kind}{more}>{named}</{kind}></Link>"
    )


def test_a_component_names_the_umbrella_above_it() -> None:
    project = linked(
        a_link(OWN, ABOVE, more=' type="TopAdmin"'), a_link(OWN, PEER, more=' type="TopSingle"')
    )
    assert project.links == (
        ProjectLink(UP, ABOVE, OWN, "TopAdmin"),
        ProjectLink(UP, PEER, OWN, "TopSingle"),
    )
    assert project.other == {}


@pytest.mark.parametrize("kind", ["TopAdmin", "TopSingleOrganism"])
def test_an_umbrella_names_its_components(kind: str) -> None:
    project = linked(a_link(PEER, OWN), a_link(ABOVE, OWN), kind=kind)
    assert project.links == (ProjectLink(UP, OWN, PEER), ProjectLink(UP, OWN, ABOVE))


def test_an_umbrella_may_stand_below_another() -> None:
    assert linked(a_link(OWN, ABOVE), kind="TopAdmin").links == (ProjectLink(UP, ABOVE, OWN),)


def test_a_project_with_data_is_never_the_umbrella() -> None:
    assert linked(a_link(ABOVE, OWN)).links == (ProjectLink(UP, ABOVE, OWN),)


def test_peers_stand_side_by_side() -> None:
    shared = "<CommonInputData>eRefseqGenbank</CommonInputData>"
    link = a_link(PEER, OWN, kind="PeerProject").replace("<MemberID", f"{shared}<MemberID")
    project = linked(link)
    assert project.links == (ProjectLink(ACROSS, PEER, OWN, "eRefseqGenbank"),)
    assert project.other == {}


def test_a_link_to_several_projects_is_several_links() -> None:
    project = linked(a_link(OWN, ABOVE, PEER))
    assert [link.parent for link in project.links] == [ABOVE, PEER]
    assert project.other == {}


@pytest.mark.parametrize(
    ("link", "links"),
    [
        ("<Link/>", 0),
        ("<Link>see elsewhere</Link>", 0),
        ('<Link><ProjectIDRef accession="PRJNA7"/></Link>', 0),
        ('<Link><Hierarchical><MemberID accession="PRJNA9"/></Hierarchical></Link>', 0),
        (a_link(OWN, ""), 0),
        (a_link("7", ABOVE), 0),
        (a_link(OWN, "SRP1", PEER), 1),
        (a_link(OWN, ABOVE, more=' rank="1"'), 1),
        (a_link(OWN, ABOVE).replace("<Link>", '<Link n="1">'), 1),
        (a_link(OWN, ABOVE).replace('id="1"', 'version="1"'), 1),
        (a_link(OWN, ABOVE).replace("</Hierarchical>", "<Note/></Hierarchical>"), 1),
        (a_link(OWN, ABOVE).replace("</Link>", "<Note/></Link>"), 1),
        (a_link(OWN, ABOVE, kind="PeerProject", more=' n="1"'), 1),
        (a_link(OWN, ABOVE, kind="PeerProject").replace("</PeerP", "<Note/></PeerP"), 1),
        (
            a_link(OWN, ABOVE, kind="PeerProject").replace(
                "</PeerP", '<CommonInputData n="1">x</CommonInputData></PeerP'
            ),
            1,
        ),
        (a_link(OWN, ABOVE).replace('id="2"', 'rank="2"'), 1),
        (a_link(OWN, ABOVE, kind="Sibling"), 0),
    ],
)
def test_what_a_link_says_beyond_two_accessions_is_kept(link: str, links: int) -> None:
    project = linked(link)
    assert len(project.links) == links
    assert len(project.other["Link"]) == 1
