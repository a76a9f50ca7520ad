"""PostgresLimiter: one limit for all programs with one key, wherever they run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, perf_counter, sleep

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from application.errors import TryAgainError
from application.pacing import Pace
from tests.emulator.emulator import Emulator
from tests.support.server import Server
from tests.synthetic.archive import Archive

KEY = "valid-key"
SOAK = float(os.environ.get("SOAK_SECONDS", "0"))
"""How long the long tests last; else they are short."""

ASKING = """
import sys
from adapters.entrez.access import EntrezAccess
from adapters.entrez.transport import Transport
from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from application.pacing import Pace
url, address, key, rate = sys.argv[1:]
transport = Transport(EntrezAccess(email=f"{key}@example.org", api_key=key, base_url=address))
limiter = PostgresLimiter(Database(url), Pace(float(rate)), key)
print("ready", flush=True)
sys.stdin.readline()
while True:
    limiter.wait()
    print(transport.post("einfo", [("db", "sra")]).status, flush=True)
"""


@contextmanager
def asking(database: Database, emulator: Emulator, count: int) -> Iterator[list["Asking"]]:
    """Start programs that ask as fast as they may, all at the same moment."""
    programs = [Asking(database, emulator) for _ in range(count)]
    try:
        for program in programs:
            program.wait_until_ready()
        for program in programs:
            program.go()
        yield programs
    finally:
        for program in programs:
            program.kill()


class Asking:
    """A program of its own that asks for ever; `times` has when it was answered, and `codes`."""

    def __init__(self, database: Database, emulator: Emulator) -> None:
        url = database.engine.url.render_as_string(hide_password=False)
        self._process = subprocess.Popen(
            [sys.executable, "-c", ASKING, url, emulator.base_url, KEY, "10"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._reader = Thread(target=self._read)
        self.times: list[float] = []
        self.codes: set[int] = set()

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        self._reader.start()

    def kill(self) -> None:
        self._process.kill()
        if self._reader.ident:
            self._reader.join()
        self._process.communicate()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.times.append(monotonic())
            self.codes.add(int(line))


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(Archive(5), rate_limit=True, api_keys=(KEY,)) as emulator:
        yield emulator


def test_ten_programs_on_one_key_never_exceed_its_rate_in_any_second(
    database: Database, emulator: Emulator
) -> None:
    emulator.requests.clear()
    lasting = max(5.0, SOAK)
    with asking(database, emulator, 10) as programs:
        sleep(lasting)

    assert emulator.requests.most_within(1.0) <= 10
    assert {code for program in programs for code in program.codes} == {200}
    possible = Pace(10).slots * lasting / Pace(10).window
    assert len(emulator.requests) >= 0.9 * possible
    # Whoever is late leaves its turn to whoever is not, so shares differ; but all get theirs.
    assert all(len(program.times) > 1 for program in programs)


def test_a_program_that_is_killed_gives_its_share_back_within_a_second(
    database: Database, emulator: Emulator
) -> None:
    emulator.requests.clear()
    with asking(database, emulator, 2) as (killed, other):
        sleep(2.5)
        killed.kill()
        at = monotonic()
        sleep(3.5)

    assert killed.times
    after = [time for time in other.times if time > at]
    assert sum(at + 1.0 < time <= at + 1.0 + Pace(10).window for time in after) >= 9
    assert emulator.requests.most_within(1.0) <= 10


def test_a_program_with_a_lower_rate_leaves_the_rest_to_the_others(database: Database) -> None:
    modest, whole = PostgresLimiter(database, Pace(2), KEY), PostgresLimiter(database, Pace(5), KEY)

    assert took(modest, 2) < 0.2
    assert took(whole, 3) < 0.2
    assert took(whole, 1) > 0.7


def test_each_key_has_a_limit_of_its_own_and_is_not_kept(database: Database) -> None:
    assert took(PostgresLimiter(database, Pace(1), KEY), 1) < 0.2
    assert took(PostgresLimiter(database, Pace(1), "another"), 1) < 0.2
    assert took(PostgresLimiter(database, Pace(1)), 1) < 0.2

    with database.transaction() as connection:
        kept = connection.scalar(text("select string_agg(whose, ' ') from insdc.request_slot"))
    assert KEY not in kept


def test_nothing_is_held_while_a_request_waits(database: Database) -> None:
    limiter = PostgresLimiter(database, Pace(0.5))
    limiter.wait()
    waiting = Thread(target=limiter.wait)
    waiting.start()
    sleep(0.3)
    with database.transaction() as connection:
        held = connection.scalar(
            text(
                "select count(*) from pg_stat_activity where datname = current_database() "
                "and pid <> pg_backend_pid() and state <> 'idle' "
                "and backend_type = 'client backend'"
            )
        )
    limiter.stop()
    waiting.join()
    assert held == 0


def test_a_machine_that_slept_past_its_turn_takes_another(database: Database) -> None:
    limiter, other = PostgresLimiter(database, Pace(1)), PostgresLimiter(database, Pace(1))
    other.wait()

    class Asleep(Event):
        """The first wait lasts three seconds longer than it was asked to."""

        naps = 0

        def wait(self, timeout: float | None = None) -> bool:
            self.naps += 1
            return super().wait((timeout or 0) + (3 if self.naps == 1 else 0))

    limiter._stopping = Asleep()
    limiter.wait()
    began = monotonic()
    other.wait()

    assert monotonic() - began > 1.0


def test_a_clock_that_was_set_back_stops_nobody(database: Database) -> None:
    limiter = PostgresLimiter(database, Pace(1))
    limiter.wait()
    with database.transaction() as connection:
        ahead = "update insdc.request_slot set taken_at = now() + interval '1 hour' where slot = 1"
        connection.execute(text(ahead))

    assert took(limiter, 1) < 0.2


def test_a_database_that_goes_away_asks_to_try_again(server: Server, database: Database) -> None:
    limiter = PostgresLimiter(database, Pace(100))
    limiter.wait()
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity "
        f"where datname = '{database.engine.url.database}'"
    )

    with pytest.raises(TryAgainError, match="run the same command again"):
        took(limiter, 10)


def test_a_request_costs_about_a_millisecond(database: Database) -> None:
    limiter = PostgresLimiter(database, Pace(100))
    took(limiter, 2)
    best = min(took(limiter, 1) for _ in range(50))

    assert best < 0.005


def took(limiter: PostgresLimiter, requests: int) -> float:
    began = perf_counter()
    for _ in range(requests):
        limiter.wait()
    return perf_counter() - began
