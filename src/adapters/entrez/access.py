"""Where the E-utilities are, and as whom they are asked."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote_plus, urlsplit

from application.errors import ConfigurationError

NCBI: Final = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
REDACTED: Final = "[redacted]"

# NCBI's complaints echo the key, or the caller's address, under this name.
_ECHO: Final = re.compile(r"""(["']api-key["']\s*:\s*["'])[^"']*""")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrezAccess:
    """How to reach the E-utilities. Timeouts in seconds, of one connection and one wait for data.

    in_flight: requests at once; None: 3, or 6 with an API key. key_from: where the key is kept.
    """

    email: str
    api_key: str | None = field(default=None, repr=False)
    base_url: str = NCBI
    tool: str = "insdc-sync"
    connect_timeout: float = 10.0
    read_timeout: float = 90.0
    in_flight: int | None = None
    key_from: str = "INSDC_SYNC_NCBI_API_KEY"

    def __post_init__(self) -> None:
        if not self.email.strip():
            raise ConfigurationError(
                "NCBI wants to know whom to write to before it blocks a program: "
                "set INSDC_SYNC_NCBI_EMAIL to your e-mail address."
            )
        if not _is_web_address(self.base_url):
            raise ConfigurationError(
                f"INSDC_SYNC_ENTREZ_URL is {self.base_url!r}, which is no web address; "
                f"NCBI's is {NCBI}"
            )
        object.__setattr__(self, "base_url", self.base_url.strip().rstrip("/") + "/")
        # An empty key is answered like a wrong one; a secret often ends in a line break.
        object.__setattr__(self, "api_key", (self.api_key or "").strip() or None)

    @property
    def requests_in_flight(self) -> int:
        return self.in_flight or (6 if self.api_key else 3)

    @property
    def requests_per_second(self) -> int:
        """How many requests NCBI allows to start in any second."""
        return 10 if self.api_key else 3

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def address(self) -> str:
        """Where it is, and nothing else that a URL may hold."""
        return f"{self.host}{urlsplit(self.base_url).path}"

    def path(self, endpoint: str) -> str:
        return f"{urlsplit(self.base_url).path}{endpoint}.fcgi"

    def credentials(self) -> dict[str, str]:
        """What goes with every request. An API key is sent only where there is one."""
        who = {"tool": self.tool, "email": self.email}
        return who | ({"api_key": self.api_key} if self.api_key else {})

    def redact(self, text: str) -> str:
        """Take the API key out of a text that will be logged or shown."""
        if self.api_key:
            text = text.replace(self.api_key, REDACTED)
            text = text.replace(quote_plus(self.api_key), REDACTED)
        return _ECHO.sub(rf"\g<1>{REDACTED}", text)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, an unclosed IPv6 address
        return False
