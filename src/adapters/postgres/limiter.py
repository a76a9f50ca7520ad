"""Keeps all programs that ask with one API key, wherever they run, within what NCBI allows."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from statistics import median
from threading import Event
from typing import Final

from sqlalchemy import text

from adapters.postgres.database import Database
from application.pacing import LONGEST_PAUSE, MARGIN, Line, Pace, sit_out

_LATE: Final = MARGIN / 2
_LOCKS: Final = 0x1D5E
_TRIPS: Final = 3
_ASLEEP_TOO: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

# One round trip, one transaction: whoever holds the lock sees what those before it have taken. The
# slots of a second are not worth a wait for the disk. A slot or a pause that lies far ahead was
# written before somebody set the server's clock back. While a pause lasts no slot is taken: a wait
# as long as that is no wait by two clocks that tell the same time.
_TAKE: Final = """
    select pg_advisory_xact_lock(:locks, hashtext(:whose)),
        set_config('synchronous_commit', 'off', true);
    with asked as (select clock_timestamp() as now),
    pause as (
        select p.taken_at - asked.now as lasting from insdc.request_slot p, asked
        where p.whose = :whose and p.slot = 0
            and p.taken_at > asked.now
            and p.taken_at < asked.now + cast(:longest_pause as interval)),
    free as (
        select o.slot from insdc.request_slot o
        where o.whose = :whose and o.slot between 1 and :slots and not exists (select from pause)
        order by o.taken_at, o.slot limit 1),
    taken as (
        update insdc.request_slot s
        set taken_at = cast(:spread as interval) + greatest(
            asked.now,
            case when s.taken_at < asked.now + cast(:far as interval)
                then s.taken_at + cast(:window as interval) end)
        from free, asked where s.whose = :whose and s.slot = free.slot
        returning s.taken_at - cast(:spread as interval) - asked.now as delay)
    select extract(epoch from (select lasting from pause)),
        extract(epoch from (select delay from taken))"""
_IS_PAUSED: Final = """
    select exists (
        select from insdc.request_slot p
        where p.whose = :whose and p.slot = 0
            and p.taken_at > clock_timestamp()
            and p.taken_at < clock_timestamp() + cast(:longest_pause as interval))"""
_LAY_OUT: Final = """
    insert into insdc.request_slot (whose, slot)
    select :whose, slot from generate_series(0, :slots) slot on conflict do nothing"""
_PAUSE: Final = """
    insert into insdc.request_slot as s (whose, slot, taken_at)
    values (:whose, 0, clock_timestamp() + cast(:seconds as interval))
    on conflict (whose, slot) do update set taken_at = greatest(
        excluded.taken_at,
        case when s.taken_at < clock_timestamp() + cast(:longest_pause as interval)
            then s.taken_at end)"""


def _elapsed() -> float:
    """Give seconds, counting those in which the machine slept: time.monotonic() may not."""
    return time.clock_gettime(_ASLEEP_TOO)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A request may start then, and until then; both by the own clock."""

    at: float
    until: float


class PostgresLimiter:
    """Implements application.ports.limiter.RateLimiter for all who share a database and a key.

    A request takes the slot that is free first, at a time that only the server's clock tells, and
    waits for it with no transaction open. Each process takes no more than one slot ahead, so that
    those who share take turns and one that dies loses a single slot. Without a key NCBI counts by
    address: here, all who have none count as one.

    The server told the time some moment between question and answer. So a request starts no
    earlier than its time, if the server read its clock last thing, and may be late by the round
    trip, if first thing; a slot is kept for so much longer as round trips have taken of late. A
    request that would be later still, after a slow answer or a sleep, takes another slot.
    """

    def __init__(
        self,
        database: Database,
        pace: Pace,
        api_key: str | None = None,
        clock: Callable[[], float] = _elapsed,
    ) -> None:
        self._database = database
        self._asking = {
            "whose": sha256(api_key.encode()).hexdigest() if api_key else "no key",
            "longest_pause": f"{LONGEST_PAUSE} seconds",
        }
        self._taking = self._asking | {
            "locks": _LOCKS,
            "slots": pace.slots,
            "window": f"{pace.window} seconds",
            "far": f"{600 + 100 * pace.window} seconds",
        }
        self._clock = clock
        self._stopping = Event()
        self._line = Line()
        self._trips: deque[float] = deque(maxlen=_TRIPS)

    def wait(self, longest_pause: float = math.inf) -> None:
        """Return when the next request may start.

        Raises TryAgainError when the database goes away, PausedError while too long a pause stands.
        """
        with self._line.turn():
            if not self._trips:
                self._lay_out()
            while not self._stopping.is_set():
                pause, slot = self._take()
                if slot is None:
                    sit_out(pause, longest_pause)
                    self._stopping.wait(pause)
                elif self._starts_in_time(slot):
                    return

    def pause(self, seconds: float) -> None:
        """Let nobody who shares the key start for so long, not even those who wait already."""
        lasting = f"{min(seconds, LONGEST_PAUSE)} seconds"
        with self._database.session() as connection:
            connection.execute(text(_PAUSE), self._asking | {"seconds": lasting})

    def stop(self) -> None:
        """Let those who wait return at once: the program has to end."""
        self._stopping.set()

    def _starts_in_time(self, slot: _Slot) -> bool:
        """Wait for a slot's time, and look for a pause just before, where there is time to."""
        ahead = self._until(slot.at) - 2 * self._trip
        if ahead > 0 and (self._stopping.wait(ahead) or self._is_paused()):
            return False
        return not self._stopping.wait(self._until(slot.at)) and self._clock() < slot.until

    def _until(self, time: float) -> float:
        return max(0.0, time - self._clock())

    @property
    def _trip(self) -> float:
        """Give seconds that a round trip takes of late; one that took longer does not count."""
        return median(self._trips)

    def _lay_out(self) -> None:
        with self._database.session() as connection:
            asked = self._clock()
            connection.execute(text(_LAY_OUT), self._taking)
            self._trips.append(self._clock() - asked)

    def _take(self) -> tuple[float, _Slot | None]:
        """Take a slot, or give the seconds of the pause that stands."""
        spread = self._trip
        taking = self._taking | {"spread": f"{spread} seconds"}
        with self._database.session() as connection:
            asked = self._clock()
            pause, delay = connection.execute(text(_TAKE), taking).one()
            answered = self._clock()
        self._trips.append(answered - asked)
        if delay is None:
            return float(pause), None
        delay = float(delay)
        return 0.0, _Slot(answered + delay, asked + delay + spread + _LATE)

    def _is_paused(self) -> bool:
        with self._database.session() as connection:
            return bool(connection.scalar(text(_IS_PAUSED), self._asking))
