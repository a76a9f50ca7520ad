"""Clients of AWS' services, and what their errors mean to the person who must act."""

import os
import threading
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
from botocore.exceptions import (
    ConnectionError as ConnectingError,
)

from application.errors import ConfigurationError, TryAgainError

_PATIENT = Config(
    connect_timeout=10, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 5}
)
_DENIED = frozenset({"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"})
_LATER = frozenset(
    {
        "InternalFailure",
        "InternalServiceError",
        "RequestLimitExceeded",
        "RequestTimeout",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_SERVERS_FAULT = 500
_making = threading.Lock()


def client(service: str, region: str | None = None) -> Any:
    """Give a client of a service; raises ConfigurationError where no region is known."""
    # What AWS calls the region in a container, boto3 does not read.
    region = region or os.environ.get("AWS_REGION") or None
    try:
        with _making:  # boto3 makes one client at a time
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
            f"There are no AWS credentials for {what}: give the job a role, or sign in."
        ) from None
    except ClientError as error:
        raise _meaning(error, what) from None
    except (ConnectingError, HTTPClientError) as error:
        raise TryAgainError(
            f"AWS is out of reach for {what} ({str(error).rstrip('.')}). Run it again."
        ) from None
    except BotoCoreError as error:
        raise ConfigurationError(
            f"AWS cannot be asked for {what}: {str(error).rstrip('.')}."
        ) from None


def _meaning(error: ClientError, what: str) -> ConfigurationError | TryAgainError:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code == "ResourceNotFoundException":
        return ConfigurationError(
            f"There is no {what.removeprefix('the ')}: check its name, and the region."
        )
    if code in _DENIED:
        return ConfigurationError(
            f"This role may not read {what}: it needs secretsmanager:GetSecretValue on it, and "
            "kms:Decrypt where a key of your own encrypts it."
        )
    if code in _LATER or status >= _SERVERS_FAULT:
        return TryAgainError(f"AWS did not give {what} for now ({code}). Run it again.")
    return ConfigurationError(f"AWS refused to give {what} ({code}).")
