"""The sequence archive over NCBI's E-utilities."""

from collections.abc import Sequence
from typing import Final

from adapters.entrez.base import EntrezArchive
from adapters.entrez.database import SRA
from adapters.entrez.packages import fetch_packages
from adapters.xml.sra import READER_VERSION, read_package
from application.ports.archive import Key, Reader, Reply
from domain.records import ExperimentPackage


class EntrezSequenceArchive(EntrezArchive):
    """NCBI's SRA database, where a key is the Entrez uid of an experiment."""

    database = SRA
    reader_version: Final = READER_VERSION

    @property
    def read(self) -> Reader[ExperimentPackage]:
        return read_package

    def fetch(self, keys: Sequence[Key]) -> Reply:
        """See the port. Raises ValueError for a key that is not a uid."""
        for key in keys:
            # NCBI drops the letters of an accession and answers with the record of the rest.
            if not (key.isascii() and key.isdigit()):
                raise ValueError(f"{key!r} is not an Entrez uid")
        return fetch_packages(self._client, list(dict.fromkeys(keys))) if keys else Reply()
