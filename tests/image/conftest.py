"""The image, really built: needs root, buildah, mmdebstrap and a minute; so only on request.

Tests ask no registry for python:3.11-slim-bookworm: Debian 12 with its own Python 3.11 stands in
for it, under that name. The Dockerfile is built as it is.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ASKED_FOR = "IMAGE_TEST" in os.environ
BASE = "docker.io/library/python:3.11-slim-bookworm"
CERTIFICATES = Path("/etc/ssl/certs")
WRITABLE = "/tmp"  # noqa: S108  in the container
_DEBIAN = (
    "mmdebstrap",
    "--variant=minbase",
    "--include=python3,python3-venv,python3-pip,ca-certificates",
    "--customize-hook=ln -s /usr/bin/python3 $1/usr/local/bin/python",
    "--skip=output/dev",
)


class Buildah:
    """buildah, without a daemon and without namespaces."""

    def __call__(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["buildah", *arguments], capture_output=True, text=True, check=check)

    def size(self, image: str) -> int:
        """Bytes of an image's layers, uncompressed."""
        (found,) = json.loads(self("images", "--json", image).stdout)
        number, unit = found["size"].split()
        return int(float(number) * {"KB": 1e3, "MB": 1e6, "GB": 1e9}[unit])


@dataclass(frozen=True)
class Image:
    """The image, and a container of it that runs what a test asks."""

    name: str
    container: str
    buildah: Buildah

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return self.buildah(
            "run", "--isolation", "chroot", self.container, "--", *command, check=False
        )

    def run_entrypoint(
        self, *command: str, environment: Sequence[str] = ()
    ) -> subprocess.CompletedProcess[str]:
        """As Batch does it: the entrypoint with a job's command, and what the job is given."""
        return self.run_read_only("env", *environment, *self.configuration["Entrypoint"], *command)

    def run_read_only(self, *command: str) -> subprocess.CompletedProcess[str]:
        """As Fargate does it: the root file system read-only, /tmp a volume."""
        root = self.buildah("mount", self.container).stdout.strip()
        script = (
            f"mount --bind {root} {root} && mount -o remount,ro,bind {root} &&"
            f" mount -t tmpfs -o mode=1777 tmpfs {root}{WRITABLE} &&"
            f' exec chroot --userspec=10001:10001 {root} env -i "$@"'
        )
        settings = [*self.configuration["Env"], f"HOME={WRITABLE}"]
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", script, "sh", *settings, *command],
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def configuration(self) -> dict[str, Any]:
        inspected = json.loads(self.buildah("inspect", "--type", "image", self.name).stdout)
        found: dict[str, Any] = inspected["OCIv1"]["config"]
        return found


@pytest.fixture(scope="session")
def buildah() -> Buildah:
    if not ASKED_FOR:
        pytest.skip("the image is built on request only: make image-test")
    if missing := [tool for tool in ("buildah", "mmdebstrap") if not shutil.which(tool)]:
        pytest.skip(f"{' and '.join(missing)} not installed: the image cannot be built")
    return Buildah()


@pytest.fixture(scope="session")
def _base(buildah: Buildah, tmp_path_factory: pytest.TempPathFactory) -> None:
    if json.loads(buildah("images", "--json", BASE, check=False).stdout or "null"):
        return
    archive = tmp_path_factory.mktemp("base") / "base.tar"
    subprocess.run([*_DEBIAN, "bookworm", str(archive)], check=True, capture_output=True)
    container = buildah("from", "scratch").stdout.strip()
    buildah("add", container, str(archive), "/")
    buildah("commit", "--rm", container, BASE)


@pytest.fixture(scope="session")
def image(
    buildah: Buildah, _base: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Image]:
    certificates = tmp_path_factory.mktemp("certificates")
    (certificates / "rds.pem").write_text("stands in for Amazon's\n", encoding="utf-8")
    digest = hashlib.sha256((certificates / "rds.pem").read_bytes()).hexdigest()
    name = "localhost/insdc-sync:tested"
    built = buildah(
        *("bud", "--isolation", "chroot", "--network", "host", "--pull-never", "--tag", name),
        *("--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro", "--volume", f"{certificates}:/given:ro"),
        *("--build-arg", "RDS_CERTIFICATES=file:///given/rds.pem"),
        *("--build-arg", f"RDS_CERTIFICATES_SHA256={digest}"),
        *("--build-arg", "VERSION=1.2.3", "--build-arg", "REVISION=abcdef"),
        str(ROOT),
        check=False,
    )
    assert built.returncode == 0, built.stdout[-4000:] + built.stderr[-4000:]
    container = buildah("from", "--pull-never", name).stdout.strip()
    yield Image(name, container, buildah)
    buildah("rm", container)
