"""NCBI's E-utilities over a synthetic archive."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Self

from tests.emulator.call import Call, RefusedError, Reply
from tests.emulator.efetch import efetch
from tests.emulator.einfo import einfo
from tests.emulator.elink import elink, epost
from tests.emulator.esearch import esearch
from tests.emulator.esummary import esummary
from tests.emulator.faults import Fault, Faults
from tests.emulator.history import History
from tests.emulator.limiter import Limiter
from tests.emulator.recorder import Received, Requests
from tests.emulator.server import Incoming, Server
from tests.emulator.service import Hidden, Limits, Service
from tests.emulator.strike import key_invalid, struck, too_many_requests, uri_too_long, wounded
from tests.synthetic import Archive, Status

_BASE = "/entrez/eutils"
_ENDPOINTS: dict[str, Callable[[Service, Call], Reply]] = {
    "einfo": einfo,
    "esearch": esearch,
    "esummary": esummary,
    "efetch": efetch,
    "elink": elink,
    "epost": epost,
}


class EmulatorCrashedError(Exception):
    """The emulator itself is at fault; the client got a 500 with the traceback."""


class Emulator:
    """Serves while it is entered: `with Emulator(archive) as emulator: emulator.base_url`.

    rate_limit: enforce 3 requests a second, 10 with a key (emulator.limiter holds the numbers).
    api_keys: the keys it accepts; any other is refused, an empty one too.
    latency: seconds before every answer but a refusal, or by endpoint.
    history_ttl: seconds a WebEnv lives unused.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        rate_limit: bool = True,
        api_keys: Collection[str] = ("valid-key",),
        limits: Limits | None = None,
        latency: float | Mapping[str, float] = 0.0,
        history_ttl: float = 8 * 3600,
        seed: int = 1,
        port: int = 0,
    ) -> None:
        self.archive = archive
        self.api_keys = set(api_keys)
        self.latency = latency
        self.limiter = Limiter(enabled=rate_limit)
        self.faults = Faults(seed)
        self.requests = Requests()
        self.service = Service(archive, limits or Limits(), History(history_ttl))
        self._port = port
        self._closing = threading.Event()
        self._server: Server | None = None

    @property
    def base_url(self) -> str:
        assert self._server, "enter the emulator first"
        return f"http://127.0.0.1:{self._server.port}{_BASE}"

    @property
    def limits(self) -> Limits:
        return self.service.limits

    @property
    def history(self) -> History:
        return self.service.history

    @property
    def hidden(self) -> dict[Status, Hidden]:
        """What efetch shows of records that are not live; to be changed at will."""
        return self.service.hidden

    def reindex(self) -> None:
        """Search sees the archive as it is now, under a new DbBuild."""
        self.service.reindex()

    def __enter__(self) -> Self:
        self._closing.clear()
        self._server = Server(self._answer, self._port)
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server
        self._closing.set()
        self._server.close()
        if self._server.crashes and error is None:
            raise EmulatorCrashedError from self._server.crashes[0]

    def _answer(self, incoming: Incoming) -> Reply:
        endpoint = incoming.path.removeprefix(f"{_BASE}/").removesuffix(".fcgi")
        received = Received(
            time.monotonic(), endpoint, incoming.method, incoming.params, incoming.connection
        )
        self.requests.begin(received)
        reply = Reply([], 500)
        try:
            reply = self._reply(incoming, Call(endpoint, incoming.params, incoming.address))
        finally:
            self.requests.end(received, reply.status)
        return reply

    def _reply(self, incoming: Incoming, call: Call) -> Reply:
        if call.endpoint not in _ENDPOINTS:
            return Reply.text("<html><body><h1>Not Found</h1></body></html>", 404, "text/html")
        if len(incoming.target) > self.limits.uri:
            return uri_too_long()
        if call.api_key is not None and call.api_key not in self.api_keys:
            return key_invalid(call.api_key)
        verdict = self.limiter.admit(call.address, call.api_key)
        if not verdict.allowed:
            reply = too_many_requests(call.api_key or call.address, verdict.count, verdict.limit)
        else:
            reply = self._admitted(call)
        reply.headers |= verdict.headers
        return reply

    def _admitted(self, call: Call) -> Reply:
        self._wait(self._latency_of(call.endpoint))
        try:
            call.uids = self._uids_of(call)
            call.faults = self.faults.for_call(call.endpoint, call.db, call.uids)
            if stall := call.fault(Fault.STALL):
                self._wait(stall.seconds)
            return struck(call) or wounded(call, _ENDPOINTS[call.endpoint](self.service, call))
        except RefusedError as refused:
            return refused.reply

    def _uids_of(self, call: Call) -> list[int]:
        if call.endpoint in {"efetch", "esummary"}:
            return self.service.uids_asked_for(call)
        return self.service.uids_listed(call) if call.endpoint in {"elink", "epost"} else []

    def _latency_of(self, endpoint: str) -> float:
        latency = self.latency
        return latency if isinstance(latency, (int, float)) else latency.get(endpoint, 0.0)

    def _wait(self, seconds: float) -> None:
        """Cut short when the emulator closes."""
        if seconds:
            self._closing.wait(seconds)
