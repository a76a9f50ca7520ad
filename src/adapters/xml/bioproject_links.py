"""Reads which projects belong together."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from adapters.xml.fields import Element
from adapters.xml.names import possible_accession
from adapters.xml.other import keep, text_of
from domain.accession import Accession, EntityKind
from domain.bioproject import ProjectLink, ProjectLinkKind

_KINDS: Final = {
    "Hierarchical": ProjectLinkKind.HIERARCHICAL,
    "PeerProject": ProjectLinkKind.PEER,
}
_OF_A_REFERENCE: Final = frozenset({"accession", "archive", "id"})


def read_links(
    elements: Iterable[Element], own: Accession, is_umbrella: bool, other: dict[str, Any]
) -> Iterator[ProjectLink]:
    """Read the links a project tells; one that cannot be told by accessions stays in `other`."""
    for element in elements:
        links = list(_links(element))
        yield from (_upright(link, own, is_umbrella) for link in links)
        if not links or _says_more(element):
            keep(other, element)


def _links(element: Element) -> Iterator[ProjectLink]:
    """Of real records, ProjectIDRef names the component and MemberID the umbrella above it."""
    body = next((child for child in element if child.tag in _KINDS), None)
    reference = element.find("ProjectIDRef")
    if body is None or reference is None:
        return
    kind = _KINDS[str(body.tag)]
    for named in body.iterchildren("MemberID"):
        first, second = _project(reference), _project(named)
        if first is None or second is None:
            continue
        if kind is ProjectLinkKind.PEER:
            yield ProjectLink(kind, first, second, _text(body.find("CommonInputData")))
        else:
            yield ProjectLink(kind, second, first, (body.get("type") or "").strip() or None)


def _upright(link: ProjectLink, own: Accession, is_umbrella: bool) -> ProjectLink:
    """Turn a link that would place a project under one that holds data and is no umbrella."""
    if link.kind is ProjectLinkKind.HIERARCHICAL and link.parent == own and not is_umbrella:
        return ProjectLink(link.kind, link.member, own, link.subtype)
    return link


def _says_more(element: Element) -> bool:
    bodies = [child for child in element if child.tag != "ProjectIDRef"]
    references = [*element.iterchildren("ProjectIDRef")]
    references += [part for body in bodies for part in body.iterchildren("MemberID")]
    return (
        len(element) != 2  # noqa: PLR2004 - a reference and a body
        or len(bodies) != 1
        or bool(element.keys())
        or any(_project(part) is None or len(part) for part in references)
        or any(not _OF_A_REFERENCE.issuperset(part.keys()) for part in references)
        or not _is_plain(bodies[0])
    )


def _is_plain(body: Element) -> bool:
    """Whether a body says no more than its type or what is shared, and its members."""
    shared = [part for part in body if part.tag != "MemberID"]
    if body.tag == "Hierarchical":
        return not shared and body.keys() in ([], ["type"])
    return (
        not body.keys()
        and len(shared) <= 1
        and all(p.tag == "CommonInputData" and not (len(p) or p.keys()) for p in shared)
    )


def _project(element: Element) -> Accession | None:
    return possible_accession(element.get("accession"), EntityKind.PROJECT)


def _text(element: Element | None) -> str | None:
    return text_of(element) if element is not None else None
