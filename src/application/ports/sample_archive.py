"""Where BioSamples are found and read: NCBI Entrez, or a folder of files."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from application.ports.archive import Key, RecordSource
from domain.biosample import BioSample
from domain.selection import Selection


class SampleArchive(RecordSource[BioSample], Protocol):
    """Where samples are found and read.

    A key may also be an accession, of BioSample or of the SRA (SAM..., SRS, ERS, DRS): `fetch`
    gives the sample that goes by it, or tells that it is absent.
    """

    def count(self, selection: Selection) -> int:
        """Tell how many samples the archive holds of the selection, by its own count."""
        ...

    def find(self, selection: Selection, page_size: int) -> Iterator[Sequence[Key]]:
        """Give the keys of all samples of the selection, each once, in pages.

        Of a list of accessions there is a key for every one, also for those that `fetch` will
        find absent.
        Raises UsageError where the selection cannot be asked of this archive.
        """
        ...
