"""Small BioProjects as XML: each says only what a test is about, and what none can lack."""

from adapters.xml.bioproject import read_bioproject
from domain.bioproject import BioProject

ARCHIVE_ID = '<ArchiveID accession="PRJNA7" archive="NCBI" id="7"/>'
PROJECT_ID = f"<ProjectID>{ARCHIVE_ID}</ProjectID>"


def a_summary(*parts: str, beside: str = "", identity: str = PROJECT_ID) -> bytes:
    """Give a project as efetch does; `beside`: what stands beside the inner Project."""
    inside = f"<Project>{identity}{''.join(parts)}</Project>{beside}"
    return f'<DocumentSummary uid="7">{inside}</DocumentSummary>'.encode()


def a_bulk_package(*parts: str, beside: str = "") -> bytes:
    """Give a project as the bulk files do: one envelope more, and no uid outside."""
    project = f"<Project>{PROJECT_ID}{''.join(parts)}</Project>"
    return f"<Package><Project>{project}{beside}</Project></Package>".encode()


def read(*parts: str, beside: str = "", identity: str = PROJECT_ID) -> BioProject:
    return read_bioproject(a_summary(*parts, beside=beside, identity=identity))


def described(inside: str) -> BioProject:
    return read(f"<ProjectDescr>{inside}</ProjectDescr>")


def typed(inside: str, kind: str = "Submission") -> BioProject:
    return read(
        f"<ProjectType><ProjectType{kind}>{inside}</ProjectType{kind}></ProjectType>",
    )


def submitted(inside: str, attributes: str = "") -> BioProject:
    return read(beside=f"<Submission {attributes}>{inside}</Submission>")


def linked(*links: str, kind: str = "Submission") -> BioProject:
    return read(
        f"<ProjectType><ProjectType{kind}/></ProjectType>",
        beside=f"<ProjectLinks>{''.join(links)}</ProjectLinks>",
    )
