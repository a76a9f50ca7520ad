"""One request, and the reply to it."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from tests.emulator.faults import Fault, Rule

XML, JSON = "text/xml; charset=UTF-8", "application/json; charset=UTF-8"
HTML, CSV, PLAIN = "text/html; charset=UTF-8", "text/csv", "text/plain"


class Ending(enum.Enum):
    """How the connection treats the body."""

    WHOLE = enum.auto()
    ABORTED = enum.auto()  # half of it, then the connection closes inside a chunk
    RESET = enum.auto()  # reset before any header


@dataclass(slots=True)
class Reply:
    """Body in pieces: of an efetch, one a record between head and tail."""

    pieces: list[bytes]
    status: int = 200
    content_type: str = XML
    headers: dict[str, str] = field(default_factory=dict)
    ending: Ending = Ending.WHOLE

    @classmethod
    def text(cls, body: str, status: int = 200, content_type: str = XML) -> Self:
        return cls([body.encode()], status, content_type)

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


class RefusedError(Exception):
    """Raised anywhere below an endpoint: this reply is the answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(slots=True)
class Call:
    """Parameters by their name, case-sensitive; `uids` and `faults` are filled on the way."""

    endpoint: str
    params: Mapping[str, Sequence[str]]
    address: str = "127.0.0.1"
    uids: list[int] = field(default_factory=list)
    faults: list[Rule] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        values = self.params.get(name)
        return values[0] if values else default

    def number(self, name: str, default: int) -> int:
        text = self.get(name)
        return int(text) if text.isdigit() else default

    @property
    def db(self) -> str:
        return self.get("db", "pubmed").lower()

    @property
    def wants_json(self) -> bool:
        return self.get("retmode").lower() == "json"

    @property
    def api_key(self) -> str | None:
        return self.get("api_key") if "api_key" in self.params else None

    def fault(self, wanted: Fault) -> Rule | None:
        return next((rule for rule in self.faults if rule.fault is wanted), None)
