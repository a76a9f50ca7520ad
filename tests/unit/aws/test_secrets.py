"""Secrets: each way in which one can be wrong is told in its own words, and none of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3
import botocore.client
import pytest
from botocore.exceptions import ClientError

from adapters.aws.secrets import DatabasePassword, SecretsManagerCredentials
from application.errors import ConfigurationError, InsdcSyncError, TryAgainError
from application.ports.credentials import NcbiCredentials
from tests.unit.aws.conftest import REGION

NAME = "dev/ncbi-entrez"
VALUE = "tHe-vAlUe-itself"
FILL_IN = f"aws secretsmanager put-secret-value --secret-id {NAME}"


@dataclass(frozen=True)
class Secret:
    arn: str

    def put(self, content: str) -> None:
        _manager().put_secret_value(SecretId=NAME, SecretString=content)


def _manager() -> Any:
    return boto3.client("secretsmanager", region_name=REGION)


@pytest.fixture
def secret(aws: None) -> Secret:  # noqa: ARG001
    """A secret as the main infrastructure leaves it: empty, with no version at all."""
    return Secret(_manager().create_secret(Name=NAME)["ARN"])


def read_ncbi() -> object:
    return SecretsManagerCredentials(NAME).ncbi()


def read_password() -> object:
    return DatabasePassword(NAME)()


EITHER = pytest.mark.parametrize("read", [read_ncbi, read_password], ids=["ncbi", "password"])


def _refused(read: Callable[[], object], kind: type[InsdcSyncError] = ConfigurationError) -> str:
    with pytest.raises(kind) as told:
        read()
    sentence = str(told.value)
    assert NAME in sentence
    assert VALUE not in sentence + repr(told.value) + repr(told.value.__cause__)
    assert told.value.__suppress_context__ or told.value.__context__ is None
    return sentence


@EITHER
@pytest.mark.usefixtures("aws")
def test_one_that_does_not_exist_is_a_wrong_name(read: Callable[[], object]) -> None:
    sentence = _refused(read)

    assert sentence == f"There is no secret {NAME}: check its name, and the region."


@EITHER
@pytest.mark.usefixtures("secret")
def test_one_that_nobody_has_filled_in_yet_says_how_to(read: Callable[[], object]) -> None:
    sentence = _refused(read)

    assert f"The secret {NAME} is empty. Fill it in:  {FILL_IN}" in sentence


@EITHER
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (" \n", "is empty"),
        (f'{{"email": "{VALUE}', "is not JSON"),
        (VALUE, "is not JSON"),
        (json.dumps([VALUE]), "is no JSON object"),
        (json.dumps(VALUE), "is no JSON object"),
        ("null", "is no JSON object"),
    ],
    ids=["blank", "torn", "a bare value", "a list", "a text", "null"],
)
def test_one_that_cannot_be_read_says_why_and_what_it_should_look_like(
    read: Callable[[], object], content: str, words: str, secret: Secret
) -> None:
    secret.put(content)

    sentence = _refused(read)

    assert f"The secret {NAME} {words}. Fill it in:  {FILL_IN} --secret-string '{{" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, f"The secret {NAME} has no email; NCBI asks for one."),
        ({"api_key": VALUE}, f"The secret {NAME} has no email; NCBI asks for one."),
        ({"email": " ", "api_key": VALUE}, f"The secret {NAME} has no email; NCBI asks for one."),
        ({"mail": "a@b", "key": VALUE}, f"The secret {NAME} has no email; NCBI asks for one."),
        ({"email": VALUE}, f"The email in the secret {NAME} is no e-mail address."),
        ({"email": [VALUE]}, f"The email in the secret {NAME} is no text."),
        ({"email": "a@b", "api_key": 7}, f"The api_key in the secret {NAME} is no text."),
        (
            {"email": "a@b", "apikey": VALUE},
            f"The secret {NAME} has other keys than email and api_key, and no api_key.",
        ),
    ],
)
def test_ncbis_says_which_of_its_keys_is_wrong(
    content: dict[str, Any], words: str, secret: Secret
) -> None:
    secret.put(json.dumps(content))

    sentence = _refused(read_ncbi)

    assert sentence.startswith(f"{words} Fill it in:  {FILL_IN}")
    assert '{"email": "you@example.org", "api_key": "..."}' in sentence


@pytest.mark.parametrize("content", [{}, {"Password": VALUE}, {"password": ""}, {"password": [1]}])
def test_the_databases_says_that_it_has_no_password(
    content: dict[str, Any], secret: Secret
) -> None:
    secret.put(json.dumps(content))

    sentence = _refused(read_password)

    assert sentence.startswith(f"The secret {NAME} has no password. Fill it in:  {FILL_IN}")
    assert '{"username": "...", "password": "..."}' in sentence


def test_white_space_around_a_key_is_no_part_of_it(secret: Secret) -> None:
    secret.put(json.dumps({"email": " you@example.org\n", "api_key": f"{VALUE}\n"}))

    assert SecretsManagerCredentials(NAME).ncbi() == NcbiCredentials("you@example.org", VALUE)


@pytest.mark.parametrize("key", ["", "  \n", None])
def test_a_blank_key_is_none(key: str | None, secret: Secret) -> None:
    secret.put(json.dumps({"email": "you@example.org", "api_key": key}))

    assert SecretsManagerCredentials(NAME).ncbi() == NcbiCredentials("you@example.org", None)


def test_a_password_is_taken_as_it_stands(secret: Secret) -> None:
    secret.put(json.dumps({"username": "sync", "password": f" {VALUE} ", "engine": "postgres"}))

    assert DatabasePassword(NAME)() == f" {VALUE} "


def test_what_was_rotated_is_used_from_the_next_reading_on(secret: Secret) -> None:
    ncbi, password = SecretsManagerCredentials(NAME), DatabasePassword(secret.arn)
    for now in ("first", "second"):
        secret.put(json.dumps({"email": "you@example.org", "api_key": now, "password": now}))

        assert ncbi.ncbi().api_key == now
        assert password() == now


def test_an_arn_says_the_region_itself(secret: Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    secret.put(json.dumps({"email": "you@example.org"}))
    monkeypatch.delenv("AWS_REGION")

    assert SecretsManagerCredentials(secret.arn).ncbi().email == "you@example.org"


@EITHER
@pytest.mark.usefixtures("aws")
def test_without_a_region_it_says_which_variable_to_set(
    read: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")

    with pytest.raises(ConfigurationError, match=r"Set AWS_REGION \(or INSDC_SYNC_AWS_REGION\)"):
        read()


@EITHER
def test_without_credentials_of_aws_it_says_so(
    read: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    assert _refused(read).startswith(f"There are no AWS credentials for the secret {NAME}")


@EITHER
@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("AccessDeniedException", ConfigurationError, "it needs secretsmanager:GetSecretValue"),
        ("DecryptionFailure", ConfigurationError, f"refused to give the secret {NAME} (Decryption"),
        ("ThrottlingException", TryAgainError, "for now (ThrottlingException). Run it again."),
        ("InternalServiceError", TryAgainError, "for now (InternalServiceError). Run it again."),
    ],
)
def test_what_aws_answers_is_told_by_who_must_act(
    read: Callable[[], object],
    code: str,
    kind: type[InsdcSyncError],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise ClientError({"Error": {"Code": code, "Message": VALUE}}, "GetSecretValue")

    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", refuse)

    assert words in _refused(read, kind)


@EITHER
def test_an_aws_that_is_out_of_reach_is_worth_another_attempt(
    read: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("time.sleep", lambda _: None)

    sentence = _refused(read, TryAgainError)

    assert sentence.startswith(f"AWS is out of reach for the secret {NAME}")
