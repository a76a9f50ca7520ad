"""Terraform itself on a copy of a module, with the stand-in in the provider's place."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.infrastructure.provider import ADDRESS, ROOT, VERSION

INSTALLED = shutil.which("terraform")
NOT_COPIED = shutil.ignore_patterns(".terraform*", "*.tfstate*", "backend.tf", "examples")
# The files in infrastructure/ are for the real provider; what stands in for it is told only here.
_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "CHECKPOINT_DISABLE": "1",
    "TF_IN_AUTOMATION": "1",
    "TF_CLI_CONFIG_FILE": os.devnull,
}
_REATTACH = "TF_REATTACH_PROVIDERS"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True)
class TestRun:
    """One `run` block: how it ended, what it said, and the state it left behind."""

    name: str
    file: str
    status: str
    said: str
    resources: dict[str, dict[str, Any]]
    """Values by address; only of runs that apply."""
    outputs: dict[str, Any]
    """By name; only of runs that apply."""

    __test__ = False


class Terraform:
    """A working copy of one module; the module itself stays as it is."""

    def __init__(self, module: Path, folder: Path, running: str | None = None) -> None:
        self.folder = folder / "module"
        shutil.copytree(module, self.folder, ignore=NOT_COPIED)
        self._plugins = folder / "plugins"
        self._running = running

    def copy(self, folder: Path) -> "Terraform":
        """The same once more, to be changed."""
        return Terraform(self.folder, folder, self._running)

    def run(self, *arguments: str, start_plugin: bool = False) -> subprocess.CompletedProcess[str]:
        """Ask Terraform; of a stand-in that is running already, unless it is to start its own."""
        assert INSTALLED is not None
        running = {} if start_plugin or not self._running else {_REATTACH: self._running}
        return subprocess.run(
            [INSTALLED, *arguments],
            cwd=self.folder,
            env={**_ENVIRONMENT, **running},
            capture_output=True,
            text=True,
            check=False,
        )

    def init(self) -> None:
        _install_stand_in(self._plugins)
        offline = ("-backend=false", "-input=false", f"-plugin-dir={self._plugins}")
        done = self.run("init", *offline, start_plugin=True)
        assert done.returncode == 0, done.stdout + done.stderr

    @cached_property
    def tested(self) -> dict[str, TestRun]:
        """Every run of `terraform test`, by name."""
        done = self.run("test", "-json", "-verbose")
        events = [json.loads(line) for line in done.stdout.splitlines()]
        runs = [event for event in events if event["type"] == "test_run" and _ended(event)]
        assert runs, done.stdout + done.stderr
        return {
            event["@testrun"]: TestRun(
                name=event["@testrun"],
                file=event["@testfile"],
                status=event["test_run"]["status"],
                said="\n".join(_diagnostics(events, event)),
                **_state(events, event),
            )
            for event in runs
        }


def _ended(event: dict[str, Any]) -> bool:
    return bool(event["test_run"].get("progress", "complete") == "complete")


def _of_the_same(events: list[dict[str, Any]], run: dict[str, Any], kind: str) -> list[Any]:
    return [
        event
        for event in events
        if event["type"] == kind
        and event.get("@testrun") == run["@testrun"]
        and event.get("@testfile") == run["@testfile"]
    ]


def _diagnostics(events: list[dict[str, Any]], run: dict[str, Any]) -> list[str]:
    found = [event["diagnostic"] for event in _of_the_same(events, run, "diagnostic")]
    return [f"{each['summary']}: {each.get('detail', '')}" for each in found]


def _state(events: list[dict[str, Any]], run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    for event in _of_the_same(events, run, "test_state"):
        state = event["test_state"]
        values = state.get("values", state)
        return {
            "resources": {
                each["address"]: each["values"] for each in values["root_module"]["resources"]
            },
            "outputs": {name: each["value"] for name, each in values.get("outputs", {}).items()},
        }
    return {"resources": {}, "outputs": {}}


@contextmanager
def stand_in_running(folder: Path) -> Iterator[str]:
    """One stand-in for all of a session: Terraform starts a plugin several times a run."""
    command = [sys.executable, "-u", "-m", "tests.infrastructure.provider", "--dev"]
    with subprocess.Popen(
        command,
        env={**_ENVIRONMENT, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            told = next(line for line in process.stdout if _REATTACH in line)
            yield told.split("'")[1]
        finally:
            process.terminate()


def _install_stand_in(plugins: Path) -> None:
    system = f"{platform.system().lower()}_{_ARCHITECTURES[platform.machine()]}"
    plugin = plugins / ADDRESS / VERSION / system / f"terraform-provider-aws_v{VERSION}"
    plugin.parent.mkdir(parents=True)
    plugin.write_text(
        # HOME: the library keeps the certificate of its socket there.
        f'#!/bin/sh\nHOME="{plugins}" PYTHONPATH="{ROOT}" '
        f'exec "{sys.executable}" -m tests.infrastructure.provider\n'
    )
    plugin.chmod(0o755)
