"""Folders of saved BioProjects (RecordSet of Entrez, PackageSet of a bulk file or DDBJ)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from adapters.ncbi_files.named_records import NamedRecords
from adapters.ncbi_files.saved_records import SavedKind
from adapters.xml.bioproject import READER_VERSION, read_bioproject
from adapters.xml.bioproject_glance import (
    BIOPROJECTS,
    bioproject_error,
    bioproject_uid,
    glance_bioproject,
)
from application.errors import UsageError
from application.ports.archive import Key
from application.ports.project_archive import ProjectReply
from domain.bioproject import BioProject
from domain.selection import Selection

_NOT_PUBLIC: Final = "is not public"


class FolderProjectArchive(NamedRecords[BioProject]):
    """Implements application.ports.project_archive.ProjectArchive over *.xml and *.xml.gz files.

    Projects may be asked for by their Entrez uids, too.
    """

    reader_version: Final = READER_VERSION

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, _KIND, _names_of)

    def projects_of(self, samples: Sequence[int]) -> Mapping[int, tuple[int, ...]]:  # noqa: ARG002
        """See the port: files know no more of this than the samples themselves say."""
        return {}

    def fetch(self, keys: Sequence[Key]) -> ProjectReply:
        reply = super().fetch(keys)
        return ProjectReply(reply.records, reply.not_public, reply.absent)


def _names_of(raw: bytes) -> frozenset[str]:
    return frozenset(filter(None, [glance_bioproject(raw), bioproject_uid(raw)]))


def _hidden_by(raw: bytes) -> str | None:
    return bioproject_uid(raw) if _NOT_PUBLIC in (bioproject_error(raw) or "") else None


def _accepts(selection: Selection, project: BioProject) -> bool:
    """Whether a selection means a project; files do not know the tree of taxa."""
    if selection.window:
        raise UsageError(
            "Projects are not selected by days: synchronize projects without a window."
        )
    wanted = {(selection.organism or "").strip().lower(), str(selection.ncbi_taxon_id or "")}
    names = (project.scientific_name, str(project.ncbi_taxon_id or ""))
    return (not selection.organism or any(name and name.lower() in wanted for name in names)) and (
        not selection.bioproject or selection.bioproject == project.accession
    )


_KIND: Final[SavedKind[BioProject]] = SavedKind(
    BIOPROJECTS, read_bioproject, glance_bioproject, _hidden_by, _accepts
)
