"""Clients of AWS' services, and what their errors mean to the person who must act."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
)

from application.errors import ConfigurationError, TryAgainError

_PATIENT = Config(
    connect_timeout=10, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 5}
)
_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
_LATER = frozenset({"ThrottlingException", "InternalServiceError", "RequestTimeout"})


def client(service: str, region: str | None = None) -> Any:
    """Give a client of a service; raises ConfigurationError where no region is known."""
    try:
        return boto3.client(service, region_name=region, config=_PATIENT)
    except NoRegionError:
        raise ConfigurationError(
            "Which region of AWS? Set AWS_REGION (or INSDC_SYNC_AWS_REGION)."
        ) from None


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn AWS' errors into ours, by who must act. what: is asked for, e.g. "the secret x"."""
    try:
        yield
    except NoCredentialsError:
        raise ConfigurationError(
            f"There are no AWS credentials to read {what} with: give the job a role, or sign in."
        ) from None
    except ClientError as error:
        raise _meaning(error, what) from None
    except HTTPClientError as error:
        raise TryAgainError(f"AWS is out of reach for {what} ({error}). Run it again.") from None
    except BotoCoreError as error:
        raise ConfigurationError(f"AWS cannot be asked for {what}: {error}.") from None


def _meaning(error: ClientError, what: str) -> ConfigurationError | TryAgainError:
    code = error.response.get("Error", {}).get("Code", "")
    if code == "ResourceNotFoundException":
        return ConfigurationError(f"There is no {what.removeprefix('the ')}: check its name.")
    if code in _DENIED:
        return ConfigurationError(
            f"This role may not read {what}: it needs secretsmanager:GetSecretValue on it."
        )
    if code in _LATER:
        return TryAgainError(f"AWS did not give {what} for now ({code}). Run it again.")
    return ConfigurationError(f"AWS refused to give {what} ({code}).")
