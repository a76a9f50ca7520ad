"""Carries requests to NCBI and replies back over kept connections; judges neither."""

from collections.abc import Iterable
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Lock
from typing import Any, Final
from weakref import WeakSet

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    ReadTimeoutError,
    SSLError,
)

from adapters.entrez.access import EntrezAccess
from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.replies import Answer

_UNTRUSTED: Final = "CERTIFICATE_VERIFY_FAILED"


class Transport:
    """POSTs forms, whatever their size: what goes in a body is in nobody's access log."""

    def __init__(self, access: EntrezAccess) -> None:
        self._access = access
        self._pool = urllib3.connection_from_url(
            access.base_url,
            maxsize=access.requests_in_flight,
            timeout=urllib3.Timeout(connect=access.connect_timeout, read=access.read_timeout),
            # Nothing is repeated here, the client alone can judge a reply; nor are redirections
            # followed: they would take the key elsewhere.
            retries=False,
            headers={"User-Agent": access.tool, "Accept-Encoding": "gzip"},
        )
        self._lock = Lock()
        self._connections: WeakSet[HTTPConnection] = WeakSet()
        connection_class = self._pool.ConnectionCls

        def connection(*args: Any, **kwargs: Any) -> HTTPConnection:
            made: HTTPConnection = connection_class(*args, **kwargs)  # type: ignore[assignment]
            with self._lock:
                self._connections.add(made)
            return made

        self._pool.ConnectionCls = connection  # type: ignore[assignment]

    def post(self, endpoint: str, fields: Iterable[tuple[str, str]]) -> Answer:
        """Send these fields, of which a name may occur several times.

        Raises FailedRequestError when no whole HTTP reply comes back.
        """
        form = [*self._access.credentials().items(), *fields]
        try:
            response = self._pool.request(
                "POST", self._access.path(endpoint), fields=form, encode_multipart=False
            )
        except HTTPError as error:
            raise self._failure(error) from error
        return Answer(response.status, response.data, _seconds(response.headers.get("Retry-After")))

    def hang_up(self) -> None:
        """End the requests under way; whoever waits for a reply is told that it broke off."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            if connection.sock is not None:
                with suppress(OSError):  # it may just have ended by itself
                    connection.sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self._pool.close()

    def _failure(self, error: HTTPError) -> FailedRequestError:
        match error:
            case ConnectTimeoutError():  # NewConnectionError is one of them
                words = f"could not be reached at {self._access.host}: {_reason(error)}"
                return FailedRequestError(Cause.UNREACHABLE, words)
            case ReadTimeoutError():
                words = f"said nothing for {self._access.read_timeout:g} s"
                return FailedRequestError(Cause.UNREACHABLE, words)
            case SSLError() if _UNTRUSTED in str(error):
                words = f"shows a certificate that this machine does not trust: {_reason(error)}"
                return FailedRequestError(Cause.WRONG_ADDRESS, words)
            case _:
                return FailedRequestError(Cause.TORN, f"broke off the exchange: {_reason(error)}")


def _reason(error: BaseException) -> str:
    """Give the operating system's own words where there are any, from under urllib3's."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, OSError):
        inner = inner.__cause__ or inner.__context__
    told = inner or error
    words = getattr(told, "verify_message", None) or getattr(told, "strerror", None)
    return words or str(told) or type(told).__name__


def _seconds(retry_after: str | None) -> float | None:
    """Read Retry-After where it is a number; NCBI gives no dates."""
    text = (retry_after or "").strip()
    return float(text) if text.isascii() and text.isdigit() else None
