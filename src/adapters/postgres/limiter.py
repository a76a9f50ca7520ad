"""Keeps all programs that ask with one API key, wherever they run, within what NCBI allows."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Event
from typing import Final

from sqlalchemy import text

from adapters.postgres.database import Database
from application.pacing import MARGIN, Line, Pace

_LATE: Final = MARGIN / 2
_LONGEST_PAUSE: Final = 86_400.0
_LOCKS: Final = 0x1D5E

# One round trip, one transaction: whoever holds the lock sees what those before it have taken. The
# slots of a second are not worth a wait for the disk. A slot taken far ahead of now was taken
# before somebody set the server's clock back.
_TAKE: Final = """
    select pg_advisory_xact_lock(:locks, hashtext(:whose)),
        set_config('synchronous_commit', 'off', true);
    update insdc.request_slot s
    set taken_at = greatest(
        clock_timestamp(),
        case when s.taken_at < clock_timestamp() + interval '10 minutes'
            then s.taken_at + cast(:window as interval) end,
        (select p.taken_at from insdc.request_slot p where p.whose = s.whose and p.slot = 0))
    where s.whose = :whose and s.slot = (
        select o.slot from insdc.request_slot o
        where o.whose = :whose and o.slot between 1 and :slots order by o.taken_at, o.slot limit 1)
    returning s.taken_at, extract(epoch from s.taken_at - clock_timestamp())"""
_IS_TIME: Final = """
    select p.taken_at <= clock_timestamp()
        and clock_timestamp() < cast(:taken_at as timestamptz) + cast(:late as interval)
    from insdc.request_slot p where p.whose = :whose and p.slot = 0"""
_LAY_OUT: Final = """
    insert into insdc.request_slot (whose, slot)
    select :whose, slot from generate_series(0, :slots) slot on conflict do nothing"""
_PAUSE: Final = """
    insert into insdc.request_slot as s (whose, slot, taken_at)
    values (:whose, 0, clock_timestamp() + cast(:seconds as interval))
    on conflict (whose, slot) do update set taken_at = greatest(s.taken_at, excluded.taken_at)"""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A slot and when it is ours; delay: seconds from now, by the server's clock."""

    at: datetime
    delay: float


class PostgresLimiter:
    """Implements application.ports.limiter.RateLimiter for all who share a database and a key.

    A request takes the slot that is free first, at a time that only the server's clock tells, and
    waits for it with no transaction open. Each process takes no more than one slot ahead, so that
    those who share take turns and one that dies loses a single slot. Without a key NCBI counts by
    address: here, all who have none count as one.
    """

    def __init__(
        self,
        database: Database,
        pace: Pace,
        api_key: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._whose = {"whose": sha256(api_key.encode()).hexdigest() if api_key else "no key"}
        self._taking = self._whose | {
            "locks": _LOCKS,
            "slots": pace.slots,
            "window": f"{pace.window} seconds",
        }
        self._clock = clock
        self._stopping = Event()
        self._line = Line()
        self._is_laid_out = False
        self._quickest = math.inf

    def wait(self) -> None:
        """Return when the next request may start.

        Raises TryAgainError when the database goes away.
        """
        with self._line.turn():
            while not self._stopping.is_set():
                if self._starts_in_time():
                    return

    def pause(self, seconds: float) -> None:
        """Let nobody who shares the key start for so long, not even those who wait already."""
        lasting = f"{min(seconds, _LONGEST_PAUSE)} seconds"
        with self._database.session() as connection:
            connection.execute(text(_PAUSE), self._whose | {"seconds": lasting})

    def stop(self) -> None:
        """Let those who wait return at once: the program has to end."""
        self._stopping.set()

    def _starts_in_time(self) -> bool:
        """Take a slot and wait for its time; a machine that slept meanwhile has missed it."""
        asked = self._clock()
        taken = self._take()
        if taken.delay > 0:
            if self._stopping.wait(taken.delay):
                return False
            asked = self._clock()
            if not self._is_time(taken):
                return False
        trip = self._clock() - asked
        self._quickest = min(self._quickest, trip)
        return trip - self._quickest < _LATE

    def _take(self) -> _Taken:
        with self._database.session() as connection:
            row = self._is_laid_out and connection.execute(text(_TAKE), self._taking).first()
            while not row:
                # The slots of this rate: another program may have had a lower one.
                connection.execute(text(_LAY_OUT), self._taking)
                self._is_laid_out = True
                row = connection.execute(text(_TAKE), self._taking).first()
        return _Taken(row[0], float(row[1]))

    def _is_time(self, taken: _Taken) -> bool:
        late = {"taken_at": taken.at, "late": f"{_LATE} seconds"}
        with self._database.session() as connection:
            return bool(connection.scalar(text(_IS_TIME), self._whose | late))
