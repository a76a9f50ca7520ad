"""Who asks, where, and with which key."""

import pytest

from adapters.entrez.access import EntrezAccess
from application.errors import ConfigurationError

KEY = "0123456789abcdef0123456789abcdef0123"


def test_the_key_is_not_in_its_repr() -> None:
    assert KEY not in repr(EntrezAccess(email="a@example.org", api_key=KEY))


@pytest.mark.parametrize("key", [None, "", "  ", "\n"])
def test_an_empty_key_is_no_key(key: str | None) -> None:
    access = EntrezAccess(email="a@example.org", api_key=key)
    assert access.credentials() == {"tool": "insdc-sync", "email": "a@example.org"}
    assert (access.requests_per_second, access.requests_in_flight) == (3, 3)


def test_a_key_is_sent_without_the_line_break_of_its_secret() -> None:
    access = EntrezAccess(email="a@example.org", api_key=f"{KEY}\n")
    assert access.credentials()["api_key"] == KEY
    assert (access.requests_per_second, access.requests_in_flight) == (10, 6)


@pytest.mark.parametrize(
    "text", [f"key {KEY}.", f"({KEY})", '"api-key":"192.0.2.1","count"', "{'api-key': '192.0.2.1'"]
)
def test_keys_and_addresses_are_taken_out_of_texts(text: str) -> None:
    redacted = EntrezAccess(email="a@example.org", api_key=KEY).redact(text)
    assert "[redacted]" in redacted
    assert KEY not in redacted
    assert "192.0.2.1" not in redacted


def test_a_key_that_a_form_spells_otherwise_is_taken_out_too() -> None:
    access = EntrezAccess(email="a@example.org", api_key="a+b/c d")
    assert access.redact("api_key=a%2Bb%2Fc+d") == "api_key=[redacted]"


@pytest.mark.parametrize("email", ["", " "])
def test_a_missing_email_names_its_setting(email: str) -> None:
    with pytest.raises(ConfigurationError, match="INSDC_SYNC_NCBI_EMAIL"):
        EntrezAccess(email=email)


@pytest.mark.parametrize(
    "url", ["", "eutils.ncbi.nlm.nih.gov", "ftp://x/", "http://", "http://x:y"]
)
def test_a_wrong_address_names_its_setting(url: str) -> None:
    with pytest.raises(ConfigurationError, match="INSDC_SYNC_ENTREZ_URL"):
        EntrezAccess(email="a@example.org", base_url=url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/entrez/eutils", "http://127.0.0.1:8080/entrez/eutils/"]
)
def test_the_address_may_end_in_a_slash_or_not(url: str) -> None:
    access = EntrezAccess(email="a@example.org", base_url=url)
    assert access.path("esearch") == "/entrez/eutils/esearch.fcgi"
    assert access.host == "127.0.0.1:8080"
    assert access.address == "127.0.0.1:8080/entrez/eutils/"


def test_what_tells_archives_apart_holds_no_password() -> None:
    access = EntrezAccess(email="a@example.org", base_url="https://me:secret@example.org/eutils")
    assert access.address == "example.org/eutils/"
