"""Secrets of AWS Secrets Manager, read in this process and never shown."""

import json
from typing import Any

from adapters.aws.service import client, explained
from application.errors import ConfigurationError
from application.ports.credentials import NcbiCredentials

_NCBI = '{"email": "you@example.org", "api_key": "..."}'


class SecretsManagerCredentials:
    """Implements application.ports.credentials.Credentials. secret: its name or ARN.

    It is read when a job begins, so that a key that was replaced is used from the next job on.
    """

    def __init__(self, secret: str, region: str | None = None) -> None:
        self._secret = secret
        self._region = region

    def ncbi(self) -> NcbiCredentials:
        said = read_secret(self._secret, self._region, _NCBI)
        email, key = (_text(said, name) for name in ("email", "api_key"))
        if not email:
            raise ConfigurationError(
                f"The secret {self._secret} has no email; NCBI asks for one. {_fill(self._secret)}"
            )
        return NcbiCredentials(email, key)


class DatabasePassword:
    """Reads the password that RDS keeps in a secret, anew for every connection."""

    def __init__(self, secret: str, region: str | None = None) -> None:
        self._secret = secret
        self._region = region

    def __call__(self) -> str:
        said = read_secret(self._secret, self._region, '{"username": "...", "password": "..."}')
        password = _text(said, "password")
        if not password:
            raise ConfigurationError(f"The secret {self._secret} has no password.")
        return password


def read_secret(secret: str, region: str | None, like: str) -> dict[str, Any]:
    """Read a JSON object. like: what it should look like, for who has to fill it in.

    Raises ConfigurationError where it is missing, empty, not JSON, or may not be read.
    """
    with explained(f"the secret {secret}"):
        found = client("secretsmanager", region).get_secret_value(SecretId=secret)
    content = found.get("SecretString") or ""
    if not content.strip():
        raise ConfigurationError(f"The secret {secret} is empty. {_fill(secret, like)}")
    said = _object(content)
    if said is None:
        raise ConfigurationError(f"The secret {secret} is no JSON object. {_fill(secret, like)}")
    return said


def _object(content: str) -> dict[str, Any] | None:
    try:
        said = json.loads(content)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def _fill(secret: str, like: str = _NCBI) -> str:
    return (
        f"Fill it in:  aws secretsmanager put-secret-value --secret-id {secret} "
        f"--secret-string '{like}'"
    )
