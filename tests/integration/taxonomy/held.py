"""Stops a sync in the middle of its writing, for a test to look around or to kill it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from tests.integration.taxonomy.house import TaxonomyHouse

_KEY = 0x7E57
_WAITS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'"""


@contextmanager
def held(house: TaxonomyHouse, after: str) -> Iterator[None]:
    """Let nobody go on who has written rows, until the test leaves.

    after: what was done by then, e.g. "insert on biosql.taxon"; not yet committed.
    """
    table = after.rpartition(" ")[2]
    house.execute(
        "create function public.hold() returns trigger language plpgsql as "
        f"$$ begin perform pg_advisory_xact_lock_shared({_KEY}); return null; end $$",
        f"create trigger hold after {after} for each statement execute function public.hold()",
    )
    try:
        with house.database.session() as connection:
            connection.execute(text(f"select pg_advisory_lock({_KEY})"))
            try:
                yield
            finally:
                connection.execute(text(f"select pg_advisory_unlock({_KEY})"))
    finally:
        house.execute(f"drop trigger hold on {table}", "drop function public.hold")


def wait_until_it_is_held(house: TaxonomyHouse) -> None:
    for _ in range(1200):
        if house.value(_WAITS) == 1:
            return
        time.sleep(0.05)
    raise AssertionError("nobody came so far")
