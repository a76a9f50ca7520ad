"""Settings come from the environment, and a wrong one says which it is."""

import os
from pathlib import Path

import pytest

from application.errors import ConfigurationError
from insdc_sync.settings import Settings, load


@pytest.mark.parametrize(
    ("key", "rate", "asked", "expected"),
    [(None, None, 3, 3), ("k", None, 10, 6), ("k", "2.5", 2.5, 6), (None, "1", 1, 3)],
)
def test_a_key_allows_more_requests_unless_told_otherwise(
    key: str | None, rate: str | None, asked: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"NCBI_API_KEY": key, "REQUESTS_PER_SECOND": rate}.items():
        if value:
            monkeypatch.setenv(f"INSDC_SYNC_{name}", value)

    settings, has_key = load(), key is not None

    assert settings.rate(has_key=has_key) == asked
    assert settings.in_flight(has_key=has_key) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "0"),
        ("WORKERS", "two"),
        ("NCBI_EMAIL", "nobody"),
        ("ENTREZ_URL", "ftp://x"),
        ("REQUESTS_PER_SECOND", "0"),
        ("SOURCE", "ena"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"INSDC_SYNC_{name}", value)

    with pytest.raises(ConfigurationError, match=f"INSDC_SYNC_{name} is wrong"):
        load()


def test_a_misspelt_setting_is_refused_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INSDC_SYNC_NCBI_MAIL", "a@example.org")

    with pytest.raises(ConfigurationError, match="Did you mean INSDC_SYNC_NCBI_EMAIL"):
        load()


def test_an_empty_setting_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSDC_SYNC_NCBI_API_KEY", "")

    assert load().ncbi_api_key is None


def test_a_file_of_settings_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("INSDC_SYNC_WORKERS=7\nOTHER=1\n")
    monkeypatch.chdir(tmp_path)

    assert load().workers == 7


def test_secrets_do_not_show() -> None:
    settings = load(ncbi_api_key="key-of-mine", database_url="postgresql://u:word@h/d")

    assert "key-of-mine" not in repr(settings)
    assert "word" not in repr(settings)


def test_every_setting_is_explained() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert "INSDC_SYNC_TEST_DATABASE_URL" not in os.environ
