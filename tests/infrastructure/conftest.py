"""Terraform's own word on infrastructure/, asked once for all tests."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.infrastructure.provider import ROOT
from tests.infrastructure.terraform import INSTALLED, Terraform, stand_in_running

INFRASTRUCTURE = ROOT / "infrastructure"
EXAMPLE = INFRASTRUCTURE / "examples/main-infrastructure"


@pytest.fixture(scope="session")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], Terraform]]:
    """Copies a module, initialised."""
    if INSTALLED is None:
        pytest.skip("terraform is not installed: nothing about infrastructure/ can be asked of it")
    with stand_in_running(tmp_path_factory.mktemp("running")) as running:

        def copied(original: Path) -> Terraform:
            copy = Terraform(original, tmp_path_factory.mktemp(original.name), running)
            copy.init()
            return copy

        yield copied


@pytest.fixture(scope="session")
def terraform(module: Callable[[Path], Terraform]) -> Terraform:
    """A copy of infrastructure/, initialised."""
    return module(INFRASTRUCTURE)


@pytest.fixture(scope="session")
def applied(terraform: Terraform) -> Mapping[str, Mapping[str, Any]]:
    """What one apply leaves behind: the values of every resource, by address."""
    return terraform.tested["deployed"].resources


@pytest.fixture(scope="session")
def example(module: Callable[[Path], Terraform]) -> Terraform:
    """A copy of the example main infrastructure, initialised."""
    return module(EXAMPLE)
