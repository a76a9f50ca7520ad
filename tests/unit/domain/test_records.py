"""What the records say of themselves."""

import pytest

from domain.records import FileRole, Link, Publication, RunFile, SampleName, publications

FILES = {
    "as submitted": (
        RunFile("reads_R1.fastq.gz", "fastq", "Original"),
        FileRole.ORIGINAL,
    ),
    "as submitted, in SRA's own form": (
        RunFile("SRR1", "SRA Normalized", "Original"),
        FileRole.ORIGINAL,
    ),
    "normalised, as of today": (
        RunFile("SRR1", "SRA Normalized", "Primary ETL"),
        FileRole.NORMALISED,
    ),
    "normalised, as of 2020": (RunFile("SRR1", "run", "Primary ETL"), FileRole.NORMALISED),
    "lite, as of today": (RunFile("SRR1.lite", "SRA Lite", "Primary ETL"), FileRole.LITE),
    "lite, by its type alone": (RunFile(None, "SRA Lite", "Secondary ETL"), FileRole.LITE),
    "lite, as of 2020": (RunFile("SRR1.lite", "run.zq", "Primary ETL"), FileRole.LITE),
    "lite, as of 2020, by its type alone": (RunFile(None, "run.zq"), FileRole.LITE),
    "lite, by its name alone": (RunFile("SRR1.lite", "run", "Primary ETL"), FileRole.LITE),
    "made by NCBI of something": (RunFile("SRR1.vcf", "vcf", "Primary ETL"), FileRole.OTHER),
    "nameless": (RunFile(), FileRole.OTHER),
}


@pytest.mark.parametrize(("file", "role"), FILES.values(), ids=FILES)
def test_the_role_of_a_file_follows_from_its_type_in_the_names_of_2020_and_of_today(
    file: RunFile, role: FileRole
) -> None:
    assert file.role is role


def test_a_sample_needs_a_name() -> None:
    with pytest.raises(ValueError, match="SRA or a BioSample accession"):
        SampleName()


def test_papers_are_the_links_to_databases_of_papers() -> None:
    links = [
        Link("pubmed", "21653522"),
        Link("bioproject", "3", "PRJNA3"),
        Link("DOI", "10.1093/nar/gkq1019"),
        Link(url="https://example.org", label="paper"),
        Link("PMC", "PMC3013647"),
    ]

    assert list(publications(links)) == [
        Publication("pubmed", "21653522"),
        Publication("doi", "10.1093/nar/gkq1019"),
        Publication("pmc", "PMC3013647"),
    ]


def test_a_paper_linked_twice_is_one_paper() -> None:
    links = [Link("pubmed", "2"), Link("pubmed", "1"), Link("PubMed", "2", "again")]

    assert list(publications(links)) == [Publication("pubmed", "2"), Publication("pubmed", "1")]


@pytest.mark.parametrize("link", [Link("pubmed"), Link("pubmed", ""), Link(None, "1"), Link()])
def test_a_link_that_names_no_paper_is_none(link: Link) -> None:
    assert list(publications([link])) == []
