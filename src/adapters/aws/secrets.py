"""Secrets of AWS Secrets Manager, read in this process and never shown."""

import json
import re
from typing import Any

from botocore.exceptions import ClientError

from adapters.aws.service import client, explained
from application.errors import ConfigurationError
from application.ports.credentials import NcbiCredentials

_NCBI = '{"email": "you@example.org", "api_key": "..."}'
_DATABASE = '{"username": "...", "password": "..."}'
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_REGION = re.compile(r"arn:[\w-]+:secretsmanager:([\w-]+):")


class SecretsManagerCredentials:
    """Implements application.ports.credentials.Credentials. secret: its name or ARN.

    It is read when a job begins, so that a key that was replaced is used from the next job on.
    """

    def __init__(self, secret: str, region: str | None = None) -> None:
        self._secret = secret
        self._region = region

    def ncbi(self) -> NcbiCredentials:
        said = _read(self._secret, self._region, _NCBI)
        email = _text(said, "email", self._secret, _NCBI)
        if email is None:
            raise ConfigurationError(
                f"The secret {self._secret} has no email; NCBI asks for one. {_fill(self._secret)}"
            )
        if not _ADDRESS.fullmatch(email):
            raise ConfigurationError(
                f"The email in the secret {self._secret} is no e-mail address. "
                f"{_fill(self._secret)}"
            )
        if "api_key" not in said and len(said) > 1:
            raise ConfigurationError(
                f"The secret {self._secret} has other keys than email and api_key, and no api_key. "
                f"{_fill(self._secret)}"
            )
        return NcbiCredentials(email, _text(said, "api_key", self._secret, _NCBI))


class DatabasePassword:
    """Reads the password that RDS keeps in a secret, anew for every connection."""

    def __init__(self, secret: str, region: str | None = None) -> None:
        self._secret = secret
        self._region = region

    def __call__(self) -> str:
        said = _read(self._secret, self._region, _DATABASE)
        password = said.get("password")
        if not isinstance(password, str) or not password:
            raise ConfigurationError(
                f"The secret {self._secret} has no password. {_fill(self._secret, _DATABASE)}"
            )
        return password


def _read(secret: str, region: str | None, like: str) -> dict[str, Any]:
    """Read a JSON object. like: what it should look like, for who has to fill it in.

    Raises ConfigurationError where it is missing, empty, not JSON, or may not be read.
    """
    content = _content(secret, region)
    if not content.strip():
        raise ConfigurationError(f"The secret {secret} is empty. {_fill(secret, like)}")
    try:
        said = json.loads(content)
    except ValueError:
        raise ConfigurationError(
            f"The secret {secret} is not JSON. {_fill(secret, like)}"
        ) from None
    if not isinstance(said, dict):
        raise ConfigurationError(f"The secret {secret} is no JSON object. {_fill(secret, like)}")
    return said


def _content(secret: str, region: str | None) -> str:
    """Give the text of a secret; none where nobody has filled it in yet."""
    at = _REGION.match(secret)
    with explained(f"the secret {secret}"):
        asked = client("secretsmanager", at[1] if at else region)
        try:
            return str(asked.get_secret_value(SecretId=secret).get("SecretString") or "")
        except ClientError as error:
            # A secret without a value is reported as if it were missing, but for the words.
            if "staging label" in str(error.response.get("Error", {}).get("Message")):
                return ""
            raise


def _text(said: dict[str, Any], name: str, secret: str, like: str) -> str | None:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise ConfigurationError(
            f"The {name} in the secret {secret} is no text. {_fill(secret, like)}"
        )
    return (value or "").strip() or None


def _fill(secret: str, like: str = _NCBI) -> str:
    return (
        f"Fill it in:  aws secretsmanager put-secret-value --secret-id {secret} "
        f"--secret-string '{like}'"
    )
