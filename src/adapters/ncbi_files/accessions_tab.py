"""SRA_Accessions.tab, NCBI's list of all accessions with their status: streamed, never held.

Tab separated with a header; "-" stands for nothing; today 32 GB.
"""

import gzip
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from application.errors import UsageError
from application.ports.reconciling import Witnessed

_NEEDED: Final = ("Accession", "Status", "ReplacedBy")
_NOTHING: Final = "-"
# An accession may occur twice: what stands further left is nearer to the truth.
_RANKED: Final = ("live", "public", "suppressed", "withdrawn")


class AccessionsTab:
    """Implements application.ports.reconciling.Witness over a file, plain or gzipped."""

    name: Final = "SRA_Accessions.tab"

    def __init__(self, path: Path) -> None:
        self._path = path

    def check(self) -> None:
        """Raise UsageError where it cannot be read, before anything is begun."""
        with self._opened() as lines:
            self._columns(next(lines, b""))

    def of(self, accessions: Collection[str]) -> Mapping[str, Witnessed]:
        wanted = {accession.encode() for accession in accessions}
        found: dict[str, Witnessed] = {}
        with self._opened() as lines:
            accession, status, replaced = self._columns(next(lines, b""))
            for line in lines:
                # The accession comes first: most lines need not be taken apart.
                if line.partition(b"\t")[0] not in wanted and accession == 0:
                    continue
                cells = line.rstrip(b"\r\n").decode("utf-8", "replace").split("\t")
                if len(cells) > max(accession, status) and cells[accession].encode() in wanted:
                    heir = cells[replaced] if replaced < len(cells) else _NOTHING
                    said = Witnessed(cells[status], None if heir in {_NOTHING, ""} else heir)
                    before = found.get(cells[accession])
                    found[cells[accession]] = min(said, before, key=_rank) if before else said
        return found

    def _columns(self, header: bytes) -> tuple[int, int, int]:
        names = header.decode("utf-8", "replace").strip().split("\t")
        missing = [name for name in _NEEDED[:2] if name not in names]
        if missing:
            raise UsageError(
                f"{self._path} is no SRA_Accessions.tab: it has no column {missing[0]}."
            )
        replaced = names.index(_NEEDED[2]) if _NEEDED[2] in names else len(names)
        return names.index(_NEEDED[0]), names.index(_NEEDED[1]), replaced

    @contextmanager
    def _opened(self) -> Iterator[Iterator[bytes]]:
        try:
            with self._file() as file:
                yield iter(file)
        except (OSError, EOFError) as error:
            raise UsageError(f"{self._path} cannot be read: {error}.") from None

    def _file(self) -> IO[bytes]:
        if self._path.name.endswith(".gz"):
            return gzip.open(self._path, "rb")  # type: ignore[return-value]  # an IO in all but name
        return self._path.open("rb")


def _rank(said: Witnessed) -> tuple[int, bool]:
    rank = _RANKED.index(said.status) if said.status in _RANKED else len(_RANKED)
    return rank, said.replaced_by is None
