"""Credentials that were given with the settings, or none at all."""

from application.ports.credentials import NcbiCredentials


class GivenCredentials:
    """Implements application.ports.credentials.Credentials. Without a key: 3 requests a second."""

    def __init__(self, email: str | None = None, api_key: str | None = None) -> None:
        self._given = NcbiCredentials(email, api_key)

    def ncbi(self) -> NcbiCredentials:
        return self._given
