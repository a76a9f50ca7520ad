"""A dump on this machine: an archive (tar.gz or zip) or a folder."""

from collections.abc import Collection, Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import Final

from adapters.ncbi_files.taxdump.members import Member, members, size, torn_told
from adapters.ncbi_files.taxdump.rows import IN_BLOCKS, OutOfOrderError, read_all, read_changed
from application.errors import ConfigurationError, InsdcSyncError, UsageError
from application.ports.progress import Progress
from application.ports.taxonomy_dump import Again, DumpFile, Part, Prints

_CHUNK: Final = 2**20


class LocalTaxdump:
    """Implements application.ports.taxonomy_dump.TaxonomyDump over a path."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._path = path
        self._progress = progress

    @property
    def name(self) -> str:
        return str(self._path.resolve())

    def digest(self) -> str:
        if not self._path.exists():
            raise UsageError(f"There is no {self._path} to read the taxonomy from.")
        try:
            if self._path.is_dir():
                return _digest_of_folder(self._path)
            return f"md5:{md5_of(self._path)}"
        except OSError as error:
            raise ConfigurationError(f"{self._path} cannot be read: {error.strerror}.") from error

    def read(self, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        with torn_told(self._path):
            disordered = []
            with self._progress.stage("taxdump", "bytes", size(self._path)) as bar:
                for member in members(self._path, frozenset(DumpFile), bar.advance):
                    try:
                        yield from self._parts(member, known)
                    except OutOfOrderError:
                        disordered.append(member.file)
            if disordered:
                yield from self._read_again(disordered)

    def refusal(self, why: str) -> InsdcSyncError:
        return UsageError(
            f"{self._path} cannot be used as a taxonomy: {why}. The taxonomy stays as it was."
        )

    def _parts(self, member: Member, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        if member.file in IN_BLOCKS:
            return read_changed(member, known.get(member.file, {}))
        return read_all(member)

    def _read_again(self, disordered: Collection[DumpFile]) -> Iterator[Part]:
        """Read files whose rows are in no order whole: what was left out may go on anywhere."""
        with self._progress.stage("taxdump", "bytes", size(self._path)) as bar:
            for member in members(self._path, disordered, bar.advance):
                yield Again(member.file)
                yield from read_all(member)


def md5_of(path: Path) -> str:
    running = md5(usedforsecurity=False)
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            running.update(chunk)
    return running.hexdigest()


def _digest_of_folder(folder: Path) -> str:
    running = md5(usedforsecurity=False)
    for file in DumpFile:
        path = folder / file.value
        if path.is_file():
            running.update(f"{file.value} {md5_of(path)}\n".encode())
    return f"folder:{running.hexdigest()}"
