"""Databases that know the taxonomy from the beginning: copies of one that has read it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from dependency_injector import providers
from sqlalchemy import make_url

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from insdc_sync.container import Container
from insdc_sync.settings import load
from tests.support.server import Server
from tests.unit.taxonomy.dumps import write_folder
from tools.make_demo_archive import demo_taxonomy

_numbers = count(1)


@contextmanager
def copies_of_one_that_knows_the_taxonomy(
    server: Server, folder: Path
) -> Iterator[Callable[[], "Copy"]]:
    """Give what makes such databases; folder: to write a dump of the taxonomy into."""
    dump = write_folder(folder, demo_taxonomy())
    with server.new_database() as url:
        database = Database(url)
        migrate(database)
        container = Container(settings=providers.Object(load(taxdump_path=dump)))
        container.database.override(providers.Object(database))
        container.sync_taxonomy()()
        database.dispose()
        yield lambda: Copy(server, url)


class Copy:
    """A database that begins as a copy of another one, and is dropped in the end."""

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, make_url(template)
        self._name = f"{self._template.database}_{next(_numbers)}"

    def __enter__(self) -> Database:
        self._server.execute(f"create database {self._name} template {self._template.database}")
        url = self._template.set(database=self._name)
        self._database = Database(url.render_as_string(hide_password=False))
        return self._database

    def __exit__(self, *_: object) -> None:
        self._database.dispose()
        self._server.execute(f"drop database {self._name} with (force)")
