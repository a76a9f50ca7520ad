"""Everything the container promises can be built, from settings alone."""

from pathlib import Path

import pytest
from dependency_injector import providers

from adapters.entrez.archive import EntrezSequenceArchive
from adapters.ncbi_files.folder import FolderSequenceArchive
from application.errors import ConfigurationError, UsageError
from insdc_sync.container import Container, assembled
from insdc_sync.settings import load


def test_every_provider_can_be_resolved(postgres_url: str, tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text("<EXPERIMENT_PACKAGE_SET/>")
    settings = load(database_url=postgres_url, files_dir=tmp_path, ncbi_email="a@example.org")
    with assembled(settings) as container:
        for name, provider in container.providers.items():
            if not isinstance(provider, providers.Dependency):
                assert provider() is not None, name


@pytest.mark.parametrize(
    ("source", "archive"), [("entrez", EntrezSequenceArchive), ("files", FolderSequenceArchive)]
)
def test_the_source_chooses_the_archive(
    source: str, archive: type, tmp_path: Path, postgres_url: str
) -> None:
    (tmp_path / "one.xml").write_text("<EXPERIMENT_PACKAGE_SET/>")
    settings = load(
        source=source, files_dir=tmp_path, ncbi_email="a@example.org", database_url=postgres_url
    )
    with assembled(settings) as container:
        assert isinstance(container.archive(), archive)


def test_a_source_that_lacks_a_setting_says_which() -> None:
    with assembled(load(source="entrez")) as container, pytest.raises(ConfigurationError) as told:
        container.archive()
    assert "INSDC_SYNC_NCBI_EMAIL" in str(told.value)
    with assembled(load(source="files")) as container, pytest.raises(UsageError, match="--files"):
        container.archive()


def test_what_is_shared_in_a_job_is_made_once(postgres_url: str) -> None:
    with assembled(load(database_url=postgres_url)) as container:
        assert container.mirror() is container.mirror()
        assert container.limiter() is container.limiter()
        assert container.sync_sequencing is not None


def test_two_programs_share_nothing(postgres_url: str) -> None:
    settings = load(database_url=postgres_url)
    with assembled(settings) as one, assembled(settings) as other:
        assert one.mirror() is not other.mirror()
        assert isinstance(one, type(Container(settings=providers.Object(settings))))
