"""Databases that know the taxonomy, for whoever needs many."""

from collections.abc import Callable, Iterator

import pytest

from tests.model.copies import Copy, copies_of_one_that_knows_the_taxonomy
from tests.support.server import Server


@pytest.fixture(scope="session")
def knowing(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Copy]]:
    folder = tmp_path_factory.mktemp("taxonomy")
    with copies_of_one_that_knows_the_taxonomy(server, folder) as make:
        yield make
