"""What a sample and a project are called, and where they belong."""

import pytest

from domain.accession import Accession
from domain.bioproject import BioProject
from domain.biosample import BioSample, SampleLink
from domain.records import SampleName

SAMN, SRS = Accession.parse("SAMN1"), Accession.parse("SRS1")


def test_a_sample_is_called_by_its_biosample_accession() -> None:
    assert BioSample(SampleName(SRS, SAMN)).accession == SAMN


def test_a_sample_of_the_sra_alone_is_no_biosample() -> None:
    with pytest.raises(ValueError, match="SRS1 is no BioSample"):
        _ = BioSample(SampleName(SRS)).accession


def test_the_uids_of_projects_are_those_of_links_to_them_each_once() -> None:
    links = [("bioproject", "7"), ("BioProject", " 8 "), ("bioproject", "7"), ("bioproject", "x")]
    links += [("pubmed", "9"), ("bioproject", "٣"), ("bioproject", "")]
    told = tuple(SampleLink("entrez", target, None, uid) for target, uid in links)
    sample = BioSample(SampleName(None, SAMN), links=told)
    assert sample.project_uids == (7, 8)


@pytest.mark.parametrize(
    ("kind", "umbrella"), [("TopAdmin", True), ("TopSingleOrganism", True), ("Submission", False)]
)
def test_umbrellas_are_told_by_their_type(kind: str, umbrella: bool) -> None:
    project = BioProject(Accession.parse("PRJNA1"), project_type=kind)
    assert project.is_umbrella is umbrella
    assert not BioProject(Accession.parse("PRJNA1")).is_umbrella
