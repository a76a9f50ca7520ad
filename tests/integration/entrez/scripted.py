"""A server that says what a test wants it to say; for replies the emulator has no fault for."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias
from urllib.parse import parse_qs

Answer: TypeAlias = Callable[[str, dict[str, str]], tuple[int, bytes]]
"""Takes endpoint and form, gives status and body."""


@contextmanager
def scripted(answer: Answer, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve the answers at the URL this gives."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            endpoint = self.path.rpartition("/")[2].removesuffix(".fcgi")
            status, content = answer(endpoint, form)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def package(accession: str, content: str = "") -> str:
    experiment = f'<EXPERIMENT accession="{accession}">{content}</EXPERIMENT>'
    return f"<EXPERIMENT_PACKAGE>{experiment}</EXPERIMENT_PACKAGE>"


def packages(*content: str) -> tuple[int, bytes]:
    return 200, f"<EXPERIMENT_PACKAGE_SET>{''.join(content)}</EXPERIMENT_PACKAGE_SET>".encode()


def summaries(**experiments: str) -> tuple[int, bytes]:
    """Give documents; uid 7 is written u7."""
    documents = (
        f'<DocSum><Id>{uid[1:]}</Id><Item Name="ExpXml" Type="String">'
        f'&lt;Experiment acc="{accession}"/&gt;</Item></DocSum>'
        for uid, accession in experiments.items()
    )
    return 200, f"<eSummaryResult>{''.join(documents)}</eSummaryResult>".encode()
