"""What every package of a study repeats: SUBMISSION, Organization and STUDY."""

from functools import lru_cache
from random import Random

from tests.synthetic.people import CENTERS, PHONE, Center
from tests.synthetic.profile import Oddity
from tests.synthetic.prose import abstract
from tests.synthetic.records import StudyRecord
from tests.synthetic.xmltext import element, quoted, text


@lru_cache(maxsize=256)
def study_parts(study: StudyRecord) -> str:
    """SUBMISSION, Organization and STUDY stand alike in every package of a study."""
    center = center_of(study)
    return f"{_submission(study, center)}{_organization(study, center)}{_study(study, center)}"


def _submission(study: StudyRecord, center: Center) -> str:
    lab = "European Nucleotide Archive" if study.prefix == "E" else ""
    alias = f"SUB{10_000_000 + study.number}"
    return (
        f'<SUBMISSION lab_name="{lab}" center_name="{quoted(center.name)}"'
        f' accession="{study.submission}" alias="{alias}">'
        f"<IDENTIFIERS><PRIMARY_ID>{study.submission}</PRIMARY_ID>"
        f'<SUBMITTER_ID namespace="{quoted(center.abbreviation)}">{alias}</SUBMITTER_ID>'
        "</IDENTIFIERS></SUBMISSION>"
    )


def _organization(study: StudyRecord, center: Center) -> str:
    contact = (
        f'<Contact email="{center.email}" phone="{PHONE}">'
        f"<Address>{element('Street', center.street)}{element('City', center.city)}"
        f"{element('Country', center.country)}</Address>"
        f"<Name>{element('First', center.first)}{element('Last', center.last)}</Name></Contact>"
    )
    return (
        f'<Organization type="institute"><Name abbr="{quoted(center.abbreviation)}">'
        f"{text(center.name)}</Name>{contact if study.prefix == 'S' else ''}</Organization>"
    )


def _study(study: StudyRecord, center: Center) -> str:
    rng = Random(study.seed)
    alias = study.geo or study.project.accession
    geo = f'<EXTERNAL_ID namespace="GEO">{study.geo}</EXTERNAL_ID>' if study.geo else ""
    return (
        f'<STUDY center_name="{quoted(center.name)}" alias="{alias}" accession="{study.accession}">'
        f"<IDENTIFIERS><PRIMARY_ID>{study.accession}</PRIMARY_ID>"
        f'<EXTERNAL_ID namespace="BioProject" label="primary">{study.project.accession}'
        f"</EXTERNAL_ID>{geo}</IDENTIFIERS>"
        f"<DESCRIPTOR>{element('STUDY_TITLE', study.project.title)}"
        f'<STUDY_TYPE existing_study_type="Whole Genome Sequencing"/>'
        f"{element('STUDY_ABSTRACT', abstract(rng, study.taxon))}"
        f"{element('CENTER_PROJECT_NAME', alias)}</DESCRIPTOR>"
        f"{_publications(study, rng)}{_study_attributes(study)}</STUDY>"
    )


def _publications(study: StudyRecord, rng: Random) -> str:
    if Oddity.PUBMED not in study.oddities:
        return ""
    links = "".join(
        f"<STUDY_LINK><XREF_LINK><DB>pubmed</DB><ID>{pubmed}</ID></XREF_LINK></STUDY_LINK>"
        for pubmed in rng.sample(range(20_000_000, 40_000_000), rng.choice((1, 1, 1, 2)))
    )
    return f"<STUDY_LINKS>{links}</STUDY_LINKS>"


def _study_attributes(study: StudyRecord) -> str:
    if study.second_project:
        listed = {"parent_bioproject": study.second_project.accession}
    elif study.prefix == "E":
        listed = {"ENA-FIRST-PUBLIC": str(study.day), "ENA-LAST-UPDATE": str(study.day)}
    else:
        return ""
    pairs = "".join(
        f"<STUDY_ATTRIBUTE><TAG>{tag}</TAG><VALUE>{value}</VALUE></STUDY_ATTRIBUTE>"
        for tag, value in listed.items()
    )
    return f"<STUDY_ATTRIBUTES>{pairs}</STUDY_ATTRIBUTES>"


def center_of(study: StudyRecord) -> Center:
    return CENTERS[study.number % len(CENTERS)]
