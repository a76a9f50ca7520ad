"""A mirror with an empty taxonomy."""

from pathlib import Path

import pytest

from adapters.postgres.database import Database
from tests.integration.taxonomy.house import TaxonomyHouse


@pytest.fixture
def house(database: Database, tmp_path: Path) -> TaxonomyHouse:
    return TaxonomyHouse(database, tmp_path)
