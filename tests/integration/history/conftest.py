"""A mirror of sequencing and of samples, and what its history says."""

import pytest

from adapters.postgres.database import Database
from tests.integration.history.house import HistoryHouse


@pytest.fixture
def house(database: Database) -> HistoryHouse:
    return HistoryHouse(database)
