"""Folders of saved BioSamples (BioSampleSet, of Entrez, NCBI's bulk file or DDBJ)."""

from pathlib import Path
from typing import Final

from adapters.ncbi_files.named_records import NamedRecords
from adapters.ncbi_files.saved_records import SavedKind
from adapters.xml.biosample import READER_VERSION, read_biosample
from adapters.xml.biosample_glance import BIOSAMPLES, biosample_names, glance_biosample
from domain.biosample import BioSample
from domain.selection import Selection


class FolderSampleArchive(NamedRecords[BioSample]):
    """Implements application.ports.sample_archive.SampleArchive over *.xml and *.xml.gz files."""

    reader_version: Final = READER_VERSION

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _KIND, biosample_names)


def _accepts(selection: Selection, sample: BioSample) -> bool:
    """Whether a selection means a sample; files do not know the tree of taxa."""
    accessions = {sample.name.biosample, sample.name.sra, *sample.projects}
    return (
        (not selection.organism or _is_of_organism(selection, sample))
        and (not selection.bioproject or selection.bioproject in sample.projects)
        and (not selection.accessions or not accessions.isdisjoint(selection.accessions))
        and (selection.window is None or _is_of_days(selection, sample))
    )


def _is_of_organism(selection: Selection, sample: BioSample) -> bool:
    wanted = {(selection.organism or "").strip().lower(), str(selection.ncbi_taxon_id or "")}
    names = (sample.scientific_name, sample.organism_name, str(sample.ncbi_taxon_id or ""))
    return any(name and name.lower() in wanted for name in names)


def _is_of_days(selection: Selection, sample: BioSample) -> bool:
    window, stamps = selection.window, (sample.published, sample.updated)
    return window is not None and any(stamp and stamp.date() in window for stamp in stamps)


def _none_is_hidden(_raw: bytes) -> None:
    """Of a sample that is not public Entrez says nothing."""


_KIND: Final[SavedKind[BioSample]] = SavedKind(
    BIOSAMPLES, read_biosample, glance_biosample, _none_is_hidden, _accepts
)
