"""Saved replies: small packages that differ in what a selection asks for."""

from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.xml.sra import read_package
from application.ports.archive import Reply
from domain.selection import Selection

EVERYTHING = Selection()


def a_set(*records: bytes) -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"  ?>\n<EXPERIMENT_PACKAGE_SET>\n%b'
        b"</EXPERIMENT_PACKAGE_SET>\n" % b"".join(records)
    )


def a_package(number: int, title: str = "first", inside: str = "") -> bytes:
    return (
        f'<EXPERIMENT_PACKAGE><EXPERIMENT accession="SRX{number}"><TITLE>{title}</TITLE>'
        f'<STUDY_REF accession="SRP{number}"/></EXPERIMENT>{inside}</EXPERIMENT_PACKAGE>'
    ).encode()


def a_sample(organism: str, taxon: int, sra: str = "SRS1", biosample: str = "SAMN1") -> str:
    return (
        f'<SAMPLE accession="{sra}"><IDENTIFIERS><EXTERNAL_ID namespace="BioSample">{biosample}'
        f"</EXTERNAL_ID></IDENTIFIERS><SAMPLE_NAME><TAXON_ID>{taxon}</TAXON_ID><SCIENTIFIC_NAME>"
        f"{organism}</SCIENTIFIC_NAME></SAMPLE_NAME></SAMPLE>"
    )


def not_public(number: int) -> bytes:
    return b'<ERROR line="68">SRA Experiment SRX%d is not public</ERROR>' % number


def fetched(
    archive: FolderSequenceArchive, selection: Selection = EVERYTHING, page_size: int = 500
) -> Reply:
    """Give what becomes of all that a selection finds, page by page."""
    replies = [archive.fetch(page) for page in archive.find(selection, page_size)]
    return Reply(
        tuple(record for reply in replies for record in reply.records),
        tuple(key for reply in replies for key in reply.not_public),
        tuple(key for reply in replies for key in reply.absent),
    )


def titles(
    archive: FolderSequenceArchive, selection: Selection = EVERYTHING, page_size: int = 500
) -> dict[str, str | None]:
    """Give the experiments found, in order, with their titles."""
    records = fetched(archive, selection, page_size).records
    read = [read_package(record.raw).experiment for record in records]
    assert len({experiment.accession for experiment in read}) == len(read)
    return {str(experiment.accession): experiment.title for experiment in read}
