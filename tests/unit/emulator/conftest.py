from collections.abc import Iterator

import pytest

from tests.emulator import Emulator
from tests.synthetic import Archive, Profile
from tests.unit.emulator.client import Client


@pytest.fixture
def archive() -> Archive:
    return Archive(60, profile=Profile.plain())


@pytest.fixture
def emulator(archive: Archive) -> Iterator[Emulator]:
    with Emulator(archive, rate_limit=False) as running:
        yield running


@pytest.fixture
def client(emulator: Emulator) -> Iterator[Client]:
    with Client(emulator) as connected:
        yield connected


@pytest.fixture
def uids(archive: Archive) -> list[int]:
    return list(archive.sra)


@pytest.fixture(scope="session")
def odd() -> Archive:
    """To be looked at only: all tests share it."""
    return Archive(500, profile=Profile.odd())
