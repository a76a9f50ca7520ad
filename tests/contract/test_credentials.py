"""Credentials: who the program is to NCBI, wherever that is kept."""

import json
from collections.abc import Callable, Iterator
from typing import TypeAlias

import boto3
import pytest
from moto import mock_aws

from adapters.aws.secrets import SecretsManagerCredentials
from adapters.memory.credentials import GivenCredentials
from application.ports.credentials import Credentials, NcbiCredentials

KEY = "0123456789abcdef"
Keep: TypeAlias = Callable[[str | None, str | None], Credentials]


@pytest.fixture
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with mock_aws():
        yield


def given() -> Keep:
    return GivenCredentials


def secret_by_name() -> Keep:
    def keep(email: str | None, key: str | None) -> Credentials:
        _fill_in(email, key)
        return SecretsManagerCredentials("dev/ncbi-entrez")

    return keep


def secret_by_arn() -> Keep:
    def keep(email: str | None, key: str | None) -> Credentials:
        return SecretsManagerCredentials(_fill_in(email, key))

    return keep


def _fill_in(email: str | None, key: str | None) -> str:
    value = {name: word for name, word in (("email", email), ("api_key", key)) if word}
    made = boto3.client("secretsmanager", region_name="eu-west-1").create_secret(
        Name="dev/ncbi-entrez", SecretString=json.dumps(value)
    )
    return str(made["ARN"])


EVERY = pytest.mark.parametrize(
    "build", [given, secret_by_name, secret_by_arn], ids=lambda build: build.__name__
)


@EVERY
@pytest.mark.usefixtures("_aws")
def test_they_are_what_was_given(build: Callable[[], Keep]) -> None:
    assert build()("you@example.org", KEY).ncbi() == NcbiCredentials("you@example.org", KEY)


@EVERY
@pytest.mark.usefixtures("_aws")
def test_a_key_is_not_needed(build: Callable[[], Keep]) -> None:
    assert build()("you@example.org", None).ncbi() == NcbiCredentials("you@example.org", None)


@EVERY
@pytest.mark.usefixtures("_aws")
def test_the_key_is_shown_by_nothing_that_is_printed(build: Callable[[], Keep]) -> None:
    credentials = build()("you@example.org", KEY)

    assert KEY not in f"{credentials!r} {credentials} {credentials.ncbi()!r} {credentials.ncbi()}"


def test_without_settings_there_are_none() -> None:
    assert GivenCredentials().ncbi() == NcbiCredentials(None, None)
