"""The smallest client that can see what the emulator really sends."""

import http.client
import json
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from lxml import etree

from tests.emulator import Emulator


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def xml(self) -> etree._Element:
        return etree.fromstring(self.body, etree.XMLParser(load_dtd=False, huge_tree=False))

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def ids(self) -> list[int]:
        return [int(uid.text or 0) for uid in self.xml.iterfind("IdList/Id")]

    @property
    def experiments(self) -> list[str]:
        return [str(found.get("accession")) for found in self.xml.iter("EXPERIMENT")]


class Client:
    """One connection, kept alive."""

    def __init__(self, emulator: Emulator) -> None:
        parts = urlsplit(emulator.base_url)
        self._base = parts.path
        self._connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, endpoint: str, **params: object) -> Answer:
        return self._ask("GET", f"{self._path(endpoint)}?{_encoded(params)}")

    def post(self, endpoint: str, **params: object) -> Answer:
        return self._ask("POST", self._path(endpoint), _encoded(params))

    def packages(self, uids: list[int], **params: object) -> Answer:
        return self.post("efetch", db="sra", id=",".join(map(str, uids)), **params)

    def _path(self, endpoint: str) -> str:
        return f"{self._base}/{endpoint}.fcgi"

    def _ask(self, method: str, target: str, body: str | None = None) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._connection.request(method, target, body, headers)
        reply = self._connection.getresponse()
        return Answer(reply.status, dict(reply.getheaders()), reply.read())


def _encoded(params: dict[str, object]) -> str:
    """Lists become repeated parameters."""
    return urlencode(params, doseq=True)
