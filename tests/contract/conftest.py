"""Every adapter of a port, for the one suite that holds them all to it."""

import pytest

from tests.support.house import House


@pytest.fixture(params=["memory", "postgres"])
def house(request: pytest.FixtureRequest) -> House:
    """A mirror with its books, empty."""
    if request.param == "memory":
        return House.in_memory()
    return House.in_postgres(request.getfixturevalue("database"))
