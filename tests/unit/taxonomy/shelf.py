"""A web server with files on it, which goes wrong as it is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Shelf:
    """Serves files by path, with ranges, as NCBI's server does.

    faults: what happens to the next requests for a path; each is a status to answer with, or, as
    a negative number, how many bytes to send before the connection breaks.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    before_reply: Callable[[str], None] = lambda _: None
    has_ranges: bool = True
    url: str = ""

    def put(self, path: str, content: bytes) -> None:
        """Publish a file and its md5."""
        self.files[path] = content
        self.files[f"{path}.md5"] = f"{_md5(content)}  {path.lstrip('/')}\n".encode()

    def tag(self, path: str) -> str:
        return f'"{_md5(self.files[path])[:8]}"'


STATUSES = range(100, 600)


def _md5(content: bytes) -> str:
    return md5(content, usedforsecurity=False).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shelf: Shelf

    def do_GET(self) -> None:
        self.shelf.asked.append((self.path, self.headers.get("Range")))
        self.shelf.before_reply(self.path)
        faults = self.shelf.faults.get(self.path)
        fault = faults.pop(0) if faults else 0
        if fault in STATUSES:
            self._status(fault)
        elif self.path not in self.shelf.files:
            self._status(404)
        else:
            self._send(self.shelf.files[self.path], break_after=-fault)

    def _status(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, content: bytes, break_after: int) -> None:
        start = self._start()
        if start > len(content):
            self._status(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("ETag", self.shelf.tag(self.path))
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start : start + break_after] if break_after else content[start:])
        self.close_connection = bool(break_after)

    def _start(self) -> int:
        wanted = self.headers.get("Range")
        if not wanted or not self.shelf.has_ranges:
            return 0
        if self.headers.get("If-Range") != self.shelf.tag(self.path):
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    handler = type("Handler", (_Handler,), {"shelf": shelf})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield shelf
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
