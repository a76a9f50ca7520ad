"""Asks E-utilities until they answer, as long as there is a point in asking again."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event
from typing import Final, Self, TypeVar

from adapters.entrez.access import EntrezAccess
from adapters.entrez.causes import Cause, FailedRequestError, Patience, Timing
from adapters.entrez.replies import accept
from adapters.entrez.transport import Transport
from application.errors import (
    ConfigurationError,
    InsdcSyncError,
    StoppedError,
    TryAgainError,
    UsageError,
)
from application.ports.limiter import RateLimiter

_log: Final = logging.getLogger("insdc_sync.entrez")
_REPEATING: Final = "NCBI %s (%s): %s; attempt %d in %.1f s"

_NONE: Final[Mapping[str, str]] = {}

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Call:
    """One request. told: what of or for, in logs and errors; root: the element its reply must be.

    handled: the causes its caller meets itself; the others are repeated, then raised as errors.
    each: uids that go as an id= of their own each.
    """

    endpoint: str
    root: str
    told: str
    fields: Mapping[str, str]
    handled: frozenset[Cause] = field(default_factory=frozenset)
    each: tuple[str, ...] = ()

    @classmethod
    def by_uids(
        cls, endpoint: str, root: str, uids: Sequence[str], fields: Mapping[str, str] = _NONE
    ) -> Self:
        """Ask for records by their uids; that none of them exists is for the caller to handle."""
        several = f"of {len(uids)} ids, {uids[0]} to {uids[-1]}"
        handled = frozenset({Cause.NO_SUCH_IDS})
        told = several if len(uids) > 1 else f"of id {uids[0]}"
        return cls(endpoint, root, told, {**fields, "id": ",".join(uids)}, handled)

    def form(self) -> list[tuple[str, str]]:
        """Give what goes into the request; without a word about it, the SRA is meant."""
        fields = {"db": "sra", "retmode": "xml"} | dict(self.fields)
        return [*fields.items(), *(("id", uid) for uid in self.each)]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.told}"


class EntrezClient:
    """Shared by all threads: keeps to the rate, the requests in flight and its patience."""

    def __init__(
        self, access: EntrezAccess, limiter: RateLimiter, patience: Patience, timing: Timing
    ) -> None:
        self._access, self._limiter = access, limiter
        self._patience, self._timing = patience, timing
        self._transport = Transport(access)
        self._in_flight = BoundedSemaphore(access.requests_in_flight)
        self._stopping = Event()

    def stop(self) -> None:
        """Let all calls end with StoppedError, those under way as soon as they can."""
        self._stopping.set()
        self._limiter.stop()
        self._transport.hang_up()

    def close(self) -> None:
        self._transport.close()

    def ask(
        self, call: Call, read: Callable[[bytes], Read], patience: Patience | None = None
    ) -> Read:
        """Give what `read` makes of the reply to `call`.

        Raises FailedRequestError for a cause the caller handles; UsageError, ConfigurationError
        or TryAgainError for all others; StoppedError when it is told to stop; PausedError while
        NCBI wants to be left alone for longer than patience lasts.
        """
        patience = patience or self._patience
        spent, left, last = 0.0, patience.seconds, self._timing.clock()
        failures: Counter[Cause] = Counter()
        while isinstance(outcome := self._attempt(call, read, left), FailedRequestError):
            self._go_on(call)
            if outcome.cause in call.handled:
                raise outcome
            failures[outcome.cause] += 1
            wait = self._wait_after(outcome, failures.total(), patience)
            now = self._timing.clock()
            spent, last = spent + patience.lap(now - last), now
            if patience.ends(failures, outcome.cause, spent + wait):
                raise self._given_up(call, outcome, failures.total(), spent)
            meaning = outcome.cause.meaning
            _log.info(_REPEATING, outcome.words, call, meaning, failures.total() + 1, wait)
            left = patience.seconds - spent - wait
            self.wait(wait, call)
        return outcome

    def wait(self, seconds: float, purpose: object) -> None:
        """Wait before asking again; raises StoppedError when the program has to end."""
        self._timing.sleep(seconds, self._stopping)
        self._go_on(purpose)

    def _go_on(self, purpose: object) -> None:
        if self._stopping.is_set():
            raise StoppedError(f"Stopped during {purpose}.")

    def jittered(self, ceiling: float) -> float:
        return self._timing.jitter(ceiling)

    def _attempt(
        self, call: Call, read: Callable[[bytes], Read], longest_pause: float
    ) -> Read | FailedRequestError:
        # A failure is returned, and raised elsewhere if at all: its first words may hold the key,
        # and an exception raised here would drag them into its traceback.
        try:
            with self._in_flight:
                self._go_on(call)
                self._limiter.wait(longest_pause)
                self._go_on(call)
                answer = self._transport.post(call.endpoint, call.form())
            return read(accept(answer, call.root))
        except FailedRequestError as raw:
            words = shortened(_on_one_line(self._access.redact(raw.words)))
            return FailedRequestError(raw.cause, words, raw.retry_after)

    def _wait_after(self, failed: FailedRequestError, attempt: int, patience: Patience) -> float:
        first = failed.cause.first_wait
        if failed.cause is Cause.RATE_LIMIT:
            self._limiter.pause(failed.retry_after or first)
        return max(self.jittered(patience.ceiling(first, attempt)), failed.retry_after or 0.0)

    def _given_up(
        self, call: Call, failed: FailedRequestError, attempts: int, seconds: float
    ) -> InsdcSyncError:
        match failed.cause:
            case Cause.BAD_KEY:
                return ConfigurationError(
                    f"NCBI does not accept the API key: it {failed.words}. Correct "
                    f"{self._access.key_from}, or unset it to go on at 3 requests a second."
                )
            case Cause.WRONG_ADDRESS:
                return ConfigurationError(
                    f"NCBI {failed.words} ({call}). Is INSDC_SYNC_ENTREZ_URL right? It points to "
                    f"{self._access.host}."
                )
            case Cause.REFUSED if call.endpoint == "esearch":
                return UsageError(f"NCBI does not take this request ({call}): it {failed.words}.")
        return TryAgainError(f"NCBI {failed.words}{_so_often(failed, attempts, seconds)} ({call}).")


def _on_one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shortened(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def _so_often(failed: FailedRequestError, attempts: int, seconds: float) -> str:
    if attempts > 1:
        return f" at the last of {attempts} attempts over {_duration(seconds)}"
    wanted = failed.retry_after
    return f" and wants to be left alone for {_duration(wanted)}" if wanted else ""


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes > 1 else f"{seconds:.0f} s"
