"""Downloads files, and goes on where an earlier attempt or an earlier run broke off."""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import urllib3
from urllib3.exceptions import HTTPError

from application.errors import ConfigurationError, TryAgainError
from application.ports.progress import Progress

_LOG: Final = logging.getLogger("insdc_sync.taxdump")
_CHUNK: Final = 2**18
_OK: Final = 200
_PARTIAL: Final = 206
_WRONG_RANGE: Final = 416
_FOR_GOOD: Final = frozenset(range(400, 500)) - {408, 425, 429}

Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before each attempt but the first, in seconds; and how."""

    waits: tuple[float, ...] = (1, 5, 20, 60)
    sleep: Callable[[float], None] = time.sleep


class NothingThereError(ConfigurationError):
    """The server has no such file, or gives it to nobody who asks so."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(
            f"There is nothing to download at {url} (status {status}). "
            "Check INSDC_SYNC_TAXDUMP_URL."
        )
        self.status = status


class _BrokenOffError(Exception):
    """An attempt failed as the next may not. The words go on after the address."""


class Web:
    """Gets files over HTTP(S), and repeats what fails for a while.

    Raises NothingThereError where there is no such file, TryAgainError where it cannot be had.
    """

    def __init__(self, agent: str, patience: Patience) -> None:
        self._patience = patience
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=30, read=60),
            retries=urllib3.Retry(total=None, connect=0, read=0, status=0, other=0, redirect=5),
        )
        self._headers = {"User-Agent": agent, "Accept-Encoding": "identity"}

    def text(self, url: str) -> str:
        """Get a small file whole."""
        return self._repeated(url, lambda: self._small(url))

    def file(self, url: str, target: Path, progress: Progress) -> None:
        """Get a large file; what has come of it is kept beside the target."""
        part = _Part(target)
        with _told_of_disk(target.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._repeated(url, lambda: self._rest(url, part, progress))
            part.finish()

    def close(self) -> None:
        self._pool.clear()

    def _small(self, url: str) -> str:
        with self._asked(url, {}) as response:
            return response.read(_CHUNK).decode("ascii", "replace")

    def _rest(self, url: str, part: "_Part", progress: Progress) -> None:
        with self._asked(url, part.where_to_go_on()) as response:
            if response.status == _WRONG_RANGE:
                part.begin("")
                raise _BrokenOffError("has no more of the file than was there: it begins anew")
            if response.status == _OK:
                headers = response.headers
                part.begin(headers.get("ETag") or headers.get("Last-Modified") or "")
            length = response.headers.get("Content-Length")
            total = part.size() + int(length) if length else None
            with progress.stage("download", "bytes", total) as bar, part.path.open("ab") as file:
                bar.advance(part.size())
                for chunk in response.stream(_CHUNK, decode_content=False):
                    file.write(chunk)
                    bar.advance(len(chunk))

    @contextmanager
    def _asked(self, url: str, more: dict[str, str]) -> Iterator[urllib3.BaseHTTPResponse]:
        response = self._pool.request(
            "GET", url, headers=self._headers | more, preload_content=False
        )
        try:
            if response.status in _FOR_GOOD - {_WRONG_RANGE}:
                raise NothingThereError(url, response.status)
            if response.status not in {_OK, _PARTIAL, _WRONG_RANGE}:
                raise _BrokenOffError(f"answers with status {response.status}")
            yield response
        finally:
            response.close()

    def _repeated(self, url: str, attempt: Callable[[], Got]) -> Got:
        for wait in (*self._patience.waits, None):
            try:
                return attempt()
            except (HTTPError, _BrokenOffError) as error:
                if wait is None:
                    raise TryAgainError(
                        f"{url} cannot be had for now: {_words(error)}. What came of it is kept: "
                        "run the same command again."
                    ) from error
                _LOG.info("%s: %s; trying again in %g s", url, _words(error), wait)
                self._patience.sleep(wait)
        raise AssertionError  # the last attempt returns or raises


@dataclass(frozen=True, slots=True)
class _Part:
    """What has come of a file. What it is a part of, as the server calls it, stands beside it."""

    target: Path

    @property
    def path(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def _whose(self) -> Path:
        return self.target.with_name(f"{self.target.name}.part-of")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def where_to_go_on(self) -> dict[str, str]:
        """Give the headers that ask for the rest, or for all if it is another file by now."""
        whose = self._whose.read_text() if self._whose.exists() else ""
        if not whose or not self.size():
            return {}
        return {"Range": f"bytes={self.size()}-", "If-Range": whose}

    def begin(self, whose: str) -> None:
        self.path.write_bytes(b"")
        self._whose.write_text(whose)

    def finish(self) -> None:
        self.path.replace(self.target)
        self._whose.unlink(missing_ok=True)


@contextmanager
def _told_of_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ConfigurationError(
                f"The disk of {folder} is full. Free some space and run the same command again: "
                "the download goes on where it stopped."
            ) from error
        raise ConfigurationError(
            f"The download cannot be kept in {folder} ({error.strerror or error}). "
            "INSDC_SYNC_DATA_DIR chooses another folder."
        ) from error


def _words(error: Exception) -> str:
    """Give the operating system's words where there are any, from under urllib3's."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, OSError):
        inner = inner.__cause__ or inner.__context__
    return getattr(inner, "strerror", None) or str(error)
