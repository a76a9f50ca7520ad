"""Folders of saved XML as a sequence archive."""

from pathlib import Path
from typing import Final

from adapters.ncbi_files.saved_records import SavedKind, SavedRecords
from adapters.xml.splitter import PACKAGES, Piece, glance
from adapters.xml.sra import READER_VERSION, read_package
from domain.records import ExperimentPackage
from domain.selection import Selection


def _hidden_by(raw: bytes) -> str | None:
    return Piece(raw, 0).not_public


def _accepts(selection: Selection, package: ExperimentPackage) -> bool:
    return selection.accepts(package)


_KIND: Final = SavedKind(PACKAGES, read_package, glance, _hidden_by, _accepts)


class FolderSequenceArchive(SavedRecords[ExperimentPackage]):
    """Implements application.ports.archive.SequenceArchive over *.xml and *.xml.gz files.

    What no reader knows goes to quarantine here, and not with the samples or projects beside it.
    """

    reader_version: Final = READER_VERSION

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _KIND)
