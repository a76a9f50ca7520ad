"""An Entrez archive over the emulator: real HTTP, but nobody really waits."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, TypeAlias

import pytest

from adapters.entrez.access import EntrezAccess
from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.causes import Patience, Timing
from application.ports.limiter import RateLimiter
from tests.emulator.emulator import Emulator
from tests.synthetic import Archive, Profile

KEY = "valid-key"
EMAIL = "ada@example.org"


@dataclass
class Waits:
    """The time, which passes only when somebody waits; and how long that was, each time."""

    seconds: list[float] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def sleep(self, seconds: float, _stopping: Event) -> None:
        with self._lock:
            self.seconds.append(seconds)

    def clock(self) -> float:
        return sum(self.seconds)

    @property
    def timing(self) -> Timing:
        return Timing(self.clock, self.sleep, jitter=lambda ceiling: ceiling / 2)


@dataclass
class NoLimit:
    """A limiter that lets everything pass and notes what it was asked to hold back."""

    pauses: list[float] = field(default_factory=list)

    def wait(self) -> None:
        """At once."""

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def stop(self) -> None:
        """Nobody waits."""


Connect: TypeAlias = Callable[..., EntrezSequenceArchive]


@pytest.fixture(scope="session")
def small() -> Archive:
    """A hundred and sixty experiments, every oddity among them; for tests that only read."""
    return Archive(160, profile=Profile.odd())


@pytest.fixture
def emulator(small: Archive) -> Iterator[Emulator]:
    with Emulator(small, rate_limit=False) as emulator:
        yield emulator


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def limiter() -> NoLimit:
    return NoLimit()


@pytest.fixture
def connect(waits: Waits, limiter: NoLimit) -> Iterator[Connect]:
    """Make archives at a URL; they are closed in the end."""
    with ExitStack() as stack:

        def connected(
            base_url: str,
            limiter: RateLimiter = limiter,
            timing: Timing = waits.timing,
            patience: Patience | None = None,
            **settings: Any,
        ) -> EntrezSequenceArchive:
            access = EntrezAccess(base_url=base_url, **{"email": EMAIL, **settings})
            archive = EntrezSequenceArchive(access, limiter, patience or Patience(), timing)
            return stack.enter_context(archive)

        yield connected


@pytest.fixture
def entrez(emulator: Emulator, connect: Connect) -> EntrezSequenceArchive:
    return connect(emulator.base_url)
