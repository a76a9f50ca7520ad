"""Archives of samples and of projects that do as a test tells them, and the XML they give."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic
from xml.sax.saxutils import escape, quoteattr

from adapters.xml.bioproject import read_bioproject
from adapters.xml.biosample import read_biosample
from application.ports.archive import Key, RawRecord, Reader, Record_co
from application.ports.project_archive import ProjectReply
from domain.bioproject import BioProject
from domain.biosample import BioSample
from domain.selection import Selection


@dataclass
class Scripted(Generic[Record_co]):
    """Holds the bytes of records by what they may be asked for, accession or uid.

    Those that are None are not public; other keys are absent. unanswered: those that never come.
    failing: what fetching a page with this key raises. links: projects of samples, by uid.
    """

    read: Reader[Record_co]
    records: dict[Key, bytes | None] = field(default_factory=dict)
    unanswered: set[Key] = field(default_factory=set)
    failing: dict[Key, BaseException] = field(default_factory=dict)
    links: dict[int, tuple[int, ...]] = field(default_factory=dict)
    listed: list[Key] = field(default_factory=list)
    name: str = "scripted"
    identity: str = "the script"
    reader_version: str = "1"
    asked: list[Selection] = field(default_factory=list)
    fetched: list[tuple[Key, ...]] = field(default_factory=list)
    asked_for_links: list[tuple[int, ...]] = field(default_factory=list)

    def count(self, selection: Selection) -> int:  # noqa: ARG002 - of the port
        return len(self.listed)

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        self.asked.append(selection)
        keys = iter(self.listed)
        while page := tuple(islice(keys, page_size)):
            yield page

    def projects_of(self, samples: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        self.asked_for_links.append(tuple(samples))
        return {uid: self.links[uid] for uid in samples if uid in self.links}

    def fetch(self, keys: Sequence[Key]) -> ProjectReply:
        self.fetched.append(tuple(keys))
        for key in keys:
            if key in self.failing:
                raise self.failing[key]
        here = [key for key in keys if key not in self.unanswered]
        return ProjectReply(
            records=tuple(
                RawRecord(key, raw) for key in here if (raw := self.records.get(key)) is not None
            ),
            not_public=tuple(key for key in here if self.records.get(key, b"") is None),
            absent=tuple(key for key in here if key not in self.records),
            unanswered=tuple(key for key in keys if key in self.unanswered),
        )

    def stop(self) -> None:
        """Nothing waits here."""

    @property
    def keys(self) -> list[Key]:
        """All that was asked for, in order."""
        return [key for page in self.fetched for key in page]


def scripted_samples(*records: bytes, **more: Any) -> Scripted[BioSample]:
    """Give an archive that finds these samples, by their accessions."""
    by_accession = {str(read_biosample(raw).accession): raw for raw in records}
    return Scripted(read_biosample, {**by_accession}, listed=list(by_accession), **more)


def scripted_projects(*records: bytes, **more: Any) -> Scripted[BioProject]:
    """Give an archive that knows these projects by accession and by uid, and finds none."""
    known: dict[Key, bytes | None] = {}
    for raw in records:
        project = read_bioproject(raw)
        known |= {str(project.accession): raw, str(project.uid): raw}
    return Scripted(read_bioproject, known, **more)


def biosample_xml(
    accession: str,
    sra: str | None = None,
    *,
    uid: int | None = None,
    title: str = "sample",
    taxon: int = 1773,
    attributes: Mapping[str, str] | None = None,
    projects: Mapping[int, str | None] | None = None,
    rest: str = "",
) -> bytes:
    """Give a BioSample. projects: by uid, with the label of the link, if it has one."""
    also = f'<Id db="SRA">{sra}</Id>' if sra else ""
    listed = "".join(
        f"<Attribute attribute_name={quoteattr(name)} harmonized_name={quoteattr(name)}>"
        f"{escape(value)}</Attribute>"
        for name, value in (attributes or {}).items()
    )
    links = "".join(
        f'<Link type="entrez" target="bioproject"{label}>{linked}</Link>'
        for linked, name in (projects or {}).items()
        for label in (f' label="{name}"' if name else "",)
    )
    number = f' id="{uid}"' if uid else ""
    return (
        f'<BioSample access="public" accession="{accession}"{number} '
        f'submission_date="2024-05-01T00:00:00.000">'
        f'<Ids><Id db="BioSample" is_primary="1">{accession}</Id>{also}</Ids>'
        f"<Description><Title>{escape(title)}</Title>"
        f'<Organism taxonomy_id="{taxon}" taxonomy_name="taxon {taxon}"/>{rest}</Description>'
        f"<Owner><Name>A centre</Name></Owner><Attributes>{listed}</Attributes>"
        f'<Links>{links}</Links><Status status="live" when="2024-05-02T00:00:00.000"/></BioSample>'
    ).encode()


def bioproject_xml(
    accession: str, uid: int, *, title: str = "project", umbrella: str | None = None
) -> bytes:
    """Give a BioProject, which may say that it is a component of an umbrella."""
    above = (
        f'<ProjectLinks><Link><ProjectIDRef archive="NCBI" id="9" accession="{umbrella}"/>'
        f'<Hierarchical type="TopAdmin"><MemberID archive="NCBI" id="{uid}" '
        f'accession="{accession}"/></Hierarchical></Link></ProjectLinks>'
        if umbrella
        else ""
    )
    return (
        f'<DocumentSummary uid="{uid}"><Project><ProjectID><ArchiveID accession="{accession}" '
        f'archive="NCBI" id="{uid}"/></ProjectID><ProjectDescr><Name>{escape(title)}</Name>'
        f"<Title>{escape(title)}</Title></ProjectDescr><ProjectType><ProjectTypeSubmission/>"
        f"</ProjectType>{above}</Project></DocumentSummary>"
    ).encode()
