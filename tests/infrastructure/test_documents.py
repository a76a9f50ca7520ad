"""What stands beside the Terraform files is true of them."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.infrastructure.provider import ROOT
from tools.write_infrastructure_tables import README, with_tables

LOCKED = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
GITHUB = ROOT / ".github"
CONFIGURE = GITHUB / "actions/configure-terraform-backend/configure.sh"
BACKEND = {"BUCKET": "tf-backend-tb-dev", "REGION": "eu-west-1", "KEY": "insdc-sync/dev/state"}
_USES = re.compile(r"uses: (\S+)(.*)")


def test_the_tables_of_inputs_and_outputs_are_current() -> None:
    written = README.read_text(encoding="utf-8")

    assert with_tables(written) == written, "run tools/write_infrastructure_tables.py"


def test_the_image_locks_what_was_tested_and_nothing_to_test_with() -> None:
    image, tested = (
        set(LOCKED.findall((ROOT / name).read_text(encoding="utf-8")))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert image <= tested, "make lock"
    assert not {pin for pin in image if pin.startswith(("pytest", "moto", "pixeltable", "pip"))}


@pytest.mark.parametrize("workflow", sorted(GITHUB.glob("workflows/*.yml")), ids=lambda it: it.stem)
def test_actions_are_pinned_by_commit_and_say_their_version(workflow: Path) -> None:
    for action, comment in _USES.findall(workflow.read_text(encoding="utf-8")):
        if action.startswith("./"):
            assert (ROOT / action).exists()
        else:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", action), action
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


@pytest.mark.parametrize("workflow", sorted(GITHUB.glob("workflows/*.yml")), ids=lambda it: it.stem)
def test_a_workflow_may_read_and_asks_for_more_where_it_needs_it(workflow: Path) -> None:
    assert "\npermissions:\n  contents: read\n\n" in workflow.read_text(encoding="utf-8")


def configured(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    example = ROOT / "infrastructure/backend.tf.example"
    (folder / example.name).write_bytes(example.read_bytes())
    return subprocess.run(
        [CONFIGURE],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("table", "lock"),
    [({}, "use_lockfile = true"), ({"DYNAMODB_TABLE": "locks"}, 'dynamodb_table = "locks"')],
)
def test_the_backend_is_configured(tmp_path: Path, table: dict[str, str], lock: str) -> None:
    assert configured(tmp_path, **BACKEND, **table).returncode == 0

    assert 'backend "s3"' in (tmp_path / "backend.tf").read_text()
    assert (tmp_path / "backend.hcl").read_text().splitlines() == [
        'bucket = "tf-backend-tb-dev"',
        'region = "eu-west-1"',
        'key    = "insdc-sync/dev/state"',
        lock,
    ]


@pytest.mark.parametrize("missing", sorted(BACKEND))
def test_a_backend_without_its_settings_is_refused_by_name(tmp_path: Path, missing: str) -> None:
    done = configured(tmp_path, **{**BACKEND, missing: ""})

    assert done.returncode == 1
    assert f"needs a {missing.lower()}" in done.stderr
    assert not (tmp_path / "backend.tf").exists()
