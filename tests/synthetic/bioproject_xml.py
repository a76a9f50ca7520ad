"""BioProject, as efetch gives it: one DocumentSummary a project."""

from random import Random

from tests.synthetic.people import CENTERS
from tests.synthetic.prose import abstract
from tests.synthetic.records import ProjectRecord
from tests.synthetic.xmltext import element, text

BIOPROJECT_HEAD = b'<?xml version="1.0" ?>\n<RecordSet>'
BIOPROJECT_TAIL = b"</RecordSet>\n"

_ARCHIVES = {"PRJNA": "NCBI", "PRJEB": "EBI", "PRJDB": "DDBJ"}


def render_bioproject(project: ProjectRecord) -> bytes:
    """The same record gives the same bytes, whenever it is asked for."""
    return (
        f'<DocumentSummary uid="{project.uid}"><Project>{_identity(project)}{_description(project)}'
        f"{_type(project)}</Project>{_submission(project)}</DocumentSummary>\n"
    ).encode()


def project_title_of(project: ProjectRecord) -> str:
    revised = f" (revision {project.revision})" if project.revision else ""
    return f"{project.title}{revised}"


def _identity(project: ProjectRecord) -> str:
    archive = _ARCHIVES[project.accession[:5]]
    return (
        f'<ProjectID><ArchiveID accession="{project.accession}" archive="{archive}"'
        f' id="{project.uid}"/></ProjectID>'
    )


def _description(project: ProjectRecord) -> str:
    rng = Random(project.seed)
    return (
        f"<ProjectDescr>{element('Name', project.taxon.name)}"
        f"{element('Title', project_title_of(project))}"
        f"{element('Description', abstract(rng, project.taxon))}"
        f"<ProjectReleaseDate>{project.pdat}T00:00:00Z</ProjectReleaseDate>"
        "<Relevance><Medical>yes</Medical></Relevance></ProjectDescr>"
    )


def _type(project: ProjectRecord) -> str:
    tax_id = project.taxon.tax_id
    return (
        "<ProjectType><ProjectTypeSubmission>"
        '<Target capture="eWhole" material="eGenome" sample_scope="eMultiisolate">'
        f'<Organism species="{tax_id}" taxID="{tax_id}">'
        f"{element('OrganismName', project.taxon.name)}</Organism></Target>"
        '<Method method_type="eSequencing"/>'
        '<Objectives><Data data_type="eSequence"/></Objectives>'
        "<ProjectDataTypeSet><DataType>Genome sequencing</DataType></ProjectDataTypeSet>"
        "</ProjectTypeSubmission></ProjectType>"
    )


def _submission(project: ProjectRecord) -> str:
    center = CENTERS[project.seed % len(CENTERS)]
    return (
        f'<Submission submitted="{project.pdat}" last_update="{project.mdat}"'
        f' submission_id="SUB{project.uid}"><Description>'
        f'<Organization role="owner" type="institute"><Name>{text(center.name)}</Name>'
        f'<Contact email="{center.email}"><Name><First>{center.first}</First>'
        f"<Last>{center.last}</Last></Name></Contact></Organization>"
        "<Access>public</Access></Description></Submission>"
    )
