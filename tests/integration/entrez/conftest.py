"""An Entrez archive over the emulator: real HTTP, but nobody really waits."""

import math
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock
from typing import Any, TypeAlias, TypeVar

import pytest

from adapters.entrez.access import EntrezAccess
from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.base import EntrezArchive
from adapters.entrez.bioprojects import EntrezProjectArchive
from adapters.entrez.biosamples import EntrezSampleArchive
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
    patience: list[float] = field(default_factory=list)

    def wait(self, longest_pause: float = math.inf) -> None:
        self.patience.append(longest_pause)
        self.before_each()

    def before_each(self) -> None:
        """Go on at once."""

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def stop(self) -> None:
        """Nobody waits."""


Connect: TypeAlias = Callable[..., EntrezSequenceArchive]
Archives = TypeVar("Archives", bound=EntrezArchive)


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


class Connections(ExitStack):
    """Makes archives at a URL; they are closed in the end."""

    def __init__(self, waits: Waits, limiter: NoLimit) -> None:
        super().__init__()
        self._waits, self._limiter = waits, limiter

    def make(
        self,
        archive: type[Archives],
        base_url: str,
        limiter: RateLimiter | None = None,
        timing: Timing | None = None,
        patience: Patience | None = None,
        **settings: Any,
    ) -> Archives:
        access = EntrezAccess(base_url=base_url, **{"email": EMAIL, **settings})
        timing = timing or self._waits.timing
        made = archive(access, limiter or self._limiter, patience or Patience(), timing)
        self.callback(made.close)
        return made


@pytest.fixture
def connections(waits: Waits, limiter: NoLimit) -> Iterator[Connections]:
    with Connections(waits, limiter) as connections:
        yield connections


@pytest.fixture
def connect(connections: Connections) -> Connect:
    return partial(connections.make, EntrezSequenceArchive)


@pytest.fixture
def entrez(emulator: Emulator, connect: Connect) -> EntrezSequenceArchive:
    return connect(emulator.base_url)


@pytest.fixture
def samples(emulator: Emulator, connections: Connections) -> EntrezSampleArchive:
    return connections.make(EntrezSampleArchive, emulator.base_url)


@pytest.fixture
def projects(emulator: Emulator, connections: Connections) -> EntrezProjectArchive:
    return connections.make(EntrezProjectArchive, emulator.base_url)
