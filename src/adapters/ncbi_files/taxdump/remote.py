"""NCBI's own dump: downloaded into a folder, verified, and read from there."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from adapters.ncbi_files.taxdump.download import NothingThereError, Patience, Web
from adapters.ncbi_files.taxdump.local import LocalTaxdump, md5_of
from application.errors import ConfigurationError, InsdcSyncError, TryAgainError
from application.ports.progress import Progress
from application.ports.taxonomy_dump import DumpFile, Part, Prints

_MD5 = re.compile(r"\s*([0-9a-fA-F]{32})\b")
_ATTEMPTS: Final = 2


class RemoteTaxdump:
    """Implements application.ports.taxonomy_dump.TaxonomyDump over an address.

    url: of an archive whose md5 is to be had at the same address with .md5 behind it.
    folder: where the archive is kept; one that is there and right is not downloaded again.
    """

    def __init__(
        self,
        folder: Path,
        progress: Progress,
        url: str,
        agent: str = "insdc-sync",
        patience: Patience | None = None,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not PurePosixPath(parts.path).name:
            raise ConfigurationError(
                f"INSDC_SYNC_TAXDUMP_URL is {url!r}: it must be the http(s) address of an archive."
            )
        self._url = url
        self._archive = folder / PurePosixPath(parts.path).name
        self._progress = progress
        self._web = Web(agent, patience or Patience())

    @property
    def name(self) -> str:
        return self._url

    def digest(self) -> str:
        return f"md5:{self._published_md5()}"

    def read(self, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        self._download()
        yield from LocalTaxdump(self._archive, self._progress).read(known)

    def refusal(self, why: str) -> InsdcSyncError:
        return ConfigurationError(
            f"The taxonomy at {self._url} is no use, though it came as it was published: {why}. "
            "The taxonomy stays as it was. Sync again once another is published there, or let "
            "INSDC_SYNC_TAXDUMP_URL name another."
        )

    def _download(self) -> None:
        """Get the archive, unless it is there. It may be replaced on the server meanwhile."""
        if self._archive.exists() and md5_of(self._archive) == self._published_md5():
            return
        for _ in range(_ATTEMPTS):
            self._web.file(self._url, self._archive, self._progress)
            found, published = md5_of(self._archive), self._published_md5()
            if found == published:
                return
            self._archive.unlink()
        raise TryAgainError(
            f"What came from {self._url} is not what was published there: its md5 is {found}, "
            f"not {published}. The taxonomy stays as it was; run the same command again."
        )

    def _published_md5(self) -> str:
        try:
            said = self._web.text(f"{self._url}.md5")
        except NothingThereError as error:
            raise ConfigurationError(
                f"{self._url} publishes no md5: there is nothing at {self._url}.md5 (status "
                f"{error.status}), and without it what is downloaded cannot be verified. Check "
                "INSDC_SYNC_TAXDUMP_URL, or download the archive and give it with --from."
            ) from error
        match = _MD5.match(said)
        if match is None:
            raise ConfigurationError(
                f"{self._url}.md5 does not give an md5 but {said[:40]!r}. "
                "Check INSDC_SYNC_TAXDUMP_URL."
            )
        return match.group(1).lower()
