"""Reads what a BioSample is called, and the projects it says that it belongs to."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from adapters.xml.fields import Element, fields_of
from adapters.xml.names import accession_of, possible_accession
from adapters.xml.other import keep, text_of
from application.errors import UnreadableRecordError
from domain.accession import Accession, EntityKind
from domain.biosample import SampleAttribute, SampleIdentifier, SampleLink
from domain.records import SampleName

_RECORD: Final = "the BioSample"
_PRIMARY: Final = f"{_RECORD}'s primary Id"
_OF_BIOSAMPLE: Final = frozenset({"", "biosample"})
_SAMPLE_NAME: Final = "sample name"
# DDBJ links its own samples by this attribute of theirs.
_PROJECT_ATTRIBUTE: Final = "bioproject_id"


def read_identifiers(element: Element, other: dict[str, Any]) -> Iterator[SampleIdentifier]:
    for child in element:
        if child.tag != "Id":
            keep(other, child)
            continue
        fields = fields_of(child)
        database, label = fields.texts("db", "db_label")
        yield SampleIdentifier(
            value=text_of(child) or "",
            namespace=database or fields.text("namespace"),  # DDBJ's word for it
            label=label,
            is_primary=fields.boolean("is_primary") or False,
            is_hidden=fields.boolean("is_hidden") or False,
        )
        if fields or len(child):
            keep(other, child)


def name_of(own: str | None, identifiers: Sequence[SampleIdentifier]) -> SampleName:
    """Gather both accessions of a sample.

    Its own attribute may be missing, as in DDBJ's dumps, or its primary Id; not both.
    """
    ours = [named for named in identifiers if (named.namespace or "").lower() in _OF_BIOSAMPLE]
    primary = [named.value for named in ours if named.is_primary]
    said = own or _only(primary, ours)
    accession = accession_of(said, _RECORD, EntityKind.BIOSAMPLE)
    for text in primary:
        if text != said and accession_of(text, _PRIMARY, EntityKind.BIOSAMPLE) != accession:
            raise UnreadableRecordError(
                f"{_RECORD} is called {accession}, but its primary Id says {text.strip()}"
            )
    return SampleName(next(_sra_accessions(identifiers), None), accession)


def _only(primary: Sequence[str], ours: Sequence[SampleIdentifier]) -> str | None:
    """Give the primary Id of a sample without an attribute, or the only one BioSample gave it."""
    if primary:
        return primary[0]
    given = {named.value for named in ours if named.namespace}
    return given.pop() if len(given) == 1 else None


def _sra_accessions(identifiers: Sequence[SampleIdentifier]) -> Iterator[Accession]:
    for named in identifiers:
        is_of_sra = (named.namespace or "").lower() == "sra"
        if is_of_sra and (found := possible_accession(named.value, EntityKind.SAMPLE)):
            yield found


def alias_of(identifiers: Sequence[SampleIdentifier]) -> str | None:
    """Find what the submitter calls the sample."""
    return next(
        (named.value for named in identifiers if (named.label or "").lower() == _SAMPLE_NAME), None
    )


def projects_of(
    links: Sequence[SampleLink], attributes: Sequence[SampleAttribute]
) -> tuple[Accession, ...]:
    """Find the BioProjects that links name by accession; without links, DDBJ's attribute may."""
    linked = [link for link in links if link.is_project]
    texts = (
        [text for link in linked for text in (link.label, link.value)]
        if linked
        else [found.value for found in attributes if found.name == _PROJECT_ATTRIBUTE]
    )
    found = (possible_accession(text, EntityKind.PROJECT) for text in texts)
    return tuple(dict.fromkeys(filter(None, found)))
