"""Why a request can fail, and how patiently each failure is met."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from threading import Event
from typing import Final

_AS_PATIENCE_ALLOWS: Final = 1000


class Cause(Enum):
    """What went wrong: how often it is tried at most, and the first wait in seconds."""

    RATE_LIMIT = ("asked too often", _AS_PATIENCE_ALLOWS, 2.0)
    BACKEND = ("a failure behind the scenes", _AS_PATIENCE_ALLOWS, 5.0)
    UNREACHABLE = ("no connection", _AS_PATIENCE_ALLOWS, 5.0)
    TORN = ("a reply that breaks off", _AS_PATIENCE_ALLOWS, 1.0)
    MALFORMED = ("a whole reply that cannot be read", 3, 1.0)
    REFUSED = ("a request NCBI does not take", 2, 1.0)
    WRONG_ADDRESS = ("no E-utilities at this address", 2, 1.0)
    BAD_KEY = ("the API key is not accepted", 1, 0.0)
    HISTORY_GONE = ("the result of a search was forgotten", _AS_PATIENCE_ALLOWS, 5.0)
    BEYOND_REACH = ("more hits than can be paged through", 1, 0.0)
    NO_SUCH_IDS = ("none of the ids exists", _AS_PATIENCE_ALLOWS, 5.0)

    def __init__(self, meaning: str, attempts: int, first_wait: float) -> None:
        self.meaning, self.attempts, self.first_wait = meaning, attempts, first_wait


class FailedRequestError(Exception):
    """One attempt failed. `words` goes on after "NCBI": answered "...", broke off its reply ..."""

    def __init__(self, cause: Cause, words: str, retry_after: float | None = None) -> None:
        super().__init__(words)
        self.cause, self.words, self.retry_after = cause, words, retry_after


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request is repeated: by default nine times, over six minutes or so.

    seconds: from the first attempt to the start of the last.
    longest_wait: seconds; the wait doubles from failure to failure until it is this long.
    longest_lap: seconds that one attempt, with the wait before it, counts at most: if more have
    passed, the machine slept, and nobody was asked meanwhile.
    """

    attempts: int = 9
    seconds: float = 600.0
    longest_wait: float = 180.0
    longest_lap: float = 300.0

    def ends(self, failures: Mapping[Cause, int], latest: Cause, seconds: float) -> bool:
        """Whether to give up; seconds: from the first attempt to the start of the next."""
        return (
            sum(failures.values()) >= self.attempts
            or failures[latest] >= latest.attempts
            or seconds > self.seconds
        )

    def lap(self, seconds: float) -> float:
        return min(seconds, self.longest_lap)

    def ceiling(self, first_wait: float, attempt: int) -> float:
        return min(self.longest_wait, first_wait * 2.0 ** (attempt - 1))


SIX_MINUTES: Final = Patience()


def full_jitter(ceiling: float) -> float:
    """Draw a wait up to the ceiling, so that those who failed together do not return together."""
    return random.SystemRandom().uniform(0, ceiling)


def rest(seconds: float, stopping: Event) -> None:
    """Wait, unless the program has to end before."""
    stopping.wait(seconds)


@dataclass(frozen=True, slots=True)
class Timing:
    """The time as the adapter sees it; a test brings its own."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float, Event], None] = rest
    jitter: Callable[[float], float] = full_jitter


REAL_TIME: Final = Timing()
