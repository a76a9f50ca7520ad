"""Who the program is to NCBI."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NcbiCredentials:
    """An e-mail address that NCBI may write to, and a key for more requests a second."""

    email: str | None = None
    api_key: str | None = field(default=None, repr=False)


class Credentials(Protocol):
    """Where the credentials are kept."""

    def ncbi(self) -> NcbiCredentials:
        """Read them anew; raises ConfigurationError, which never shows a value."""
        ...
