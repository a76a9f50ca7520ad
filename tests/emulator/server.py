"""HTTP/1.1 on 127.0.0.1: connections are kept alive, bodies chunked and without a length."""

import contextlib
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs, urlsplit

from tests.emulator.call import Ending, Reply

Params = Mapping[str, Sequence[str]]
Answer = Callable[["Incoming"], Reply]

_CHUNK = 1 << 16


class Incoming:
    """One request as it came over the wire."""

    def __init__(self, method: str, target: str, body: str, address: str, connection: int) -> None:
        parts = urlsplit(target)
        query = "&".join(filter(None, (parts.query, body)))
        self.method = method
        self.target = target
        self.path = parts.path
        self.params: Params = parse_qs(query, keep_blank_values=True)
        self.address = address
        self.connection = connection


class Server(ThreadingHTTPServer):
    """A thread a connection. close() ends the connections that clients keep open."""

    request_queue_size = 256
    daemon_threads = False

    def __init__(self, answer: Answer, port: int = 0) -> None:
        self.answer = answer
        self.numbers = count(1)
        self.crashes: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._reset: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                _hang_up(connection)
        self.server_close()

    def opened(self, connection: socket.socket) -> int:
        with self._lock:
            self._open.add(connection)
            return next(self.numbers)

    def reset(self, connection: socket.socket) -> None:
        """Closed without a farewell: the client sees a connection reset."""
        linger_not = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
        with self._lock:
            self._reset.add(connection)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        with self._lock:
            self._open.discard(request)
            was_reset = request in self._reset
            self._reset.discard(request)
        if was_reset:
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002
        """A client that goes away is its own affair; anything else is ours."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):
            self.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def setup(self) -> None:
        super().setup()
        self._connection = self.server.opened(self.connection)

    def do_GET(self) -> None:
        self._serve("")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve(self.rfile.read(length).decode())

    def _serve(self, body: str) -> None:
        address = str(self.client_address[0])
        incoming = Incoming(self.command, self.path, body, address, self._connection)
        try:
            reply = self.server.answer(incoming)
        except Exception as error:  # noqa: BLE001  told on leaving the emulator
            self.server.crashes.append(error)
            reply = Reply.text(traceback.format_exc(), 500, "text/plain")
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        if reply.ending is Ending.RESET:
            self.server.reset(self.connection)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if reply.ending is Ending.ABORTED:
            self._abort(reply.body)
            return
        for chunk in _chunks(reply.pieces):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\n\r\n")

    def _abort(self, body: bytes) -> None:
        self.wfile.write(b"%x\r\n%b" % (len(body) + 1, body[: len(body) // 2]))
        self.close_connection = True

    def version_string(self) -> str:
        return "Emulator"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the emulator records its requests itself."""


def _chunks(pieces: list[bytes]) -> Iterator[bytes]:
    waiting: list[bytes] = []
    size = 0
    for piece in filter(None, pieces):
        waiting.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the client may have been faster
        connection.shutdown(socket.SHUT_RDWR)
