from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.ncbi_files.folder import FolderSequenceArchive

Save = Callable[[str, bytes], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "saved"
    found.mkdir()
    return found


@pytest.fixture
def save(folder: Path) -> Save:
    """Writes a file of the folder, in a folder of its own where its name has one."""

    def write(name: str, content: bytes) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def archive(folder: Path) -> FolderSequenceArchive:
    return FolderSequenceArchive(folder)
