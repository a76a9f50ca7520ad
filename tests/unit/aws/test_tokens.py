"""Logging in to RDS: a token a connection, and nobody but the database itself gets it."""

import logging
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import boto3
import pytest
from sqlalchemy import event, text

from adapters.aws.tokens import RdsToken
from adapters.postgres.database import Database
from application.errors import ConfigurationError
from insdc_sync.container import assembled
from insdc_sync.settings import Settings, load
from tests.unit.aws import tls
from tests.unit.aws.conftest import REGION

USER = "rdsiamuser"
TLS_PROGRAMS = tls.programs()


@pytest.fixture(scope="module")
def authority() -> tls.Authority:
    return tls.Authority("authority of the tests")


@pytest.fixture(scope="module")
def tls_server(authority: tls.Authority) -> Iterator[tls.TlsServer]:
    if TLS_PROGRAMS is None:
        pytest.skip("no PostgreSQL with TLS is installed (the embedded one is built without it)")
    with tls.running(TLS_PROGRAMS, *authority.of_server("localhost")) as running:
        yield running


@pytest.fixture
def settings(tls_server: tls.TlsServer, authority: tls.Authority, tmp_path: Path) -> Settings:
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(authority.certificate)
    return load(
        database_host="localhost",
        database_port=tls_server.port,
        database_name="postgres",
        database_user=USER,
        database_iam_token=True,
        database_ca_file=trusted,
    )


def _passwords_of(database: Database) -> list[str]:
    """What each connection logs in with, from now on."""
    given: list[str] = []

    @event.listens_for(database.engine, "do_connect")
    def _note(_d: Any, _r: Any, _a: Any, parameters: dict[str, Any]) -> None:
        given.append(parameters["password"])

    return given


def test_a_token_is_a_signed_login_of_this_user_to_this_host_for_a_quarter_of_an_hour() -> None:
    address, _, query = RdsToken("db.example", 5433, USER)().partition("/?")

    signed = {name: values[0] for name, values in parse_qs(query).items()}
    assert address == "db.example:5433"
    assert (signed["Action"], signed["DBUser"]) == ("connect", USER)
    assert signed["X-Amz-Expires"] == "900"
    assert f"/{REGION}/rds-db/aws4_request" in signed["X-Amz-Credential"]


def test_without_a_role_to_sign_with_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    with pytest.raises(ConfigurationError, match="no AWS credentials for a login of rdsiamuser"):
        RdsToken("db.example", 5432, USER)()


def test_a_token_needs_a_host_and_a_user() -> None:
    lacking = load(database_host="db.example", database_iam_token=True)

    with assembled(lacking) as container, pytest.raises(ConfigurationError, match="DATABASE_USER"):
        container.database()


def test_an_address_of_its_own_needs_no_token(postgres_url: str) -> None:
    both = load(database_url=postgres_url, database_host="db.example", database_iam_token=True)

    with assembled(both) as container, container.database().transaction() as connection:
        assert connection.scalar(text("select 1")) == 1


def test_every_connection_is_made_with_a_token_of_its_own(settings: Settings) -> None:
    with assembled(settings) as container:
        database = container.database()
        given = _passwords_of(database)
        with database.session():
            time.sleep(1.1)  # tokens tell seconds
            with database.session():
                pass
        with database.session():  # one of the two that were made
            pass

    assert len(given) == len(set(given)) == 2
    assert all(password.startswith(f"localhost:{settings.database_port}/?") for password in given)


def test_the_connection_is_encrypted(settings: Settings) -> None:
    with assembled(settings) as container, container.database().session() as connection:
        encrypted = text("select ssl from pg_stat_ssl where pid = pg_backend_pid()")

        assert connection.scalar(encrypted) is True
        assert connection.scalar(text("select current_user")) == USER


def test_a_token_is_shown_to_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    closed = settings.model_copy(update={"database_port": tls._free_port()})
    with assembled(closed) as container:
        database = container.database()
        given = _passwords_of(database)
        with pytest.raises(ConfigurationError) as told, database.session():
            pytest.fail("it connected")
        token = RdsToken("localhost", closed.database_port, USER)
        shown = [str(told.value), *traceback.format_exception(told.value), caplog.text]
        shown += [str(database.engine.url), repr(database.engine), database.address]
        shown += [repr(closed), repr(container.url()), repr(token), *capfd.readouterr()]

    (signature,) = {parse_qs(each)["X-Amz-Signature"][0] for each in given}
    assert not any("X-Amz-" in each or signature in each for each in shown)


def test_another_authority_is_refused_and_the_setting_named(
    settings: Settings, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(tls.Authority("a stranger").certificate)

    sentence = _refused(settings.model_copy(update={"database_ca_file": stranger}))

    assert "certificate verify failed" in sentence
    assert "Check that INSDC_SYNC_DATABASE_CA_FILE" in sentence


def test_without_an_authority_nobody_is_trusted(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "none.pem"))

    sentence = _refused(settings.model_copy(update={"database_ca_file": None}))

    assert "Check that INSDC_SYNC_DATABASE_CA_FILE (or PGSSLROOTCERT)" in sentence


def test_a_certificate_for_another_host_is_refused(settings: Settings) -> None:
    sentence = _refused(settings.model_copy(update={"database_host": "127.0.0.1"}))

    assert 'does not match host name "127.0.0.1"' in sentence
    assert "that the host is its name" in sentence


def _refused(settings: Settings) -> str:
    with (
        assembled(settings) as container,
        pytest.raises(ConfigurationError) as told,
        container.database().session(),
    ):
        pytest.fail("it connected")
    return str(told.value)


@pytest.mark.usefixtures("aws")
def test_a_password_kept_in_a_secret_logs_in_over_verified_tls(settings: Settings) -> None:
    secret = boto3.client("secretsmanager", region_name=REGION).create_secret(
        Name="dev/database", SecretString=f'{{"password": "{tls.PASSWORD}"}}'
    )["ARN"]
    by_secret = settings.model_copy(
        update={
            "database_iam_token": False, "database_secret": secret, "database_user": "owner",
        }
    )  # fmt: skip
    with assembled(by_secret) as container, container.database().session() as connection:
        assert connection.scalar(text("select current_user")) == "owner"
