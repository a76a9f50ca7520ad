import pytest

from adapters.postgres.database import Database
from tests.integration.samples.house import SampleHouse


@pytest.fixture
def house(database: Database) -> SampleHouse:
    return SampleHouse(database)
