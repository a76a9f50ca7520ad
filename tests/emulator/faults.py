"""What can go wrong, and when it is to."""

import enum
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random


class Fault(enum.Enum):
    """Each way in which the real service fails, by its number in the facts (section 7)."""

    RATE_LIMIT = "F1: 429 although the rate is kept"
    BAD_KEY = "F2: 400, API key invalid"
    SEARCH_BACKEND = "F3: 200, Search Backend failed"
    HISTORY_LOST = "F4: 200, Cannot retrieve history data"
    QUERY_LOST = "F4: 200, Unable to obtain query #1"
    QUERY_LOST_HTML = "F4: 200, the same as an HTML page"
    VIEWER_TIMEOUT = "F5: External viewer error, under 200 or `status`"
    SRA_DATABASE = "F6: 200, Internal Server Error (db) inside the package set"
    EMPTY_BODY = "F7: 200 and nothing"
    RUNINFO_HEADER_ONLY = "F7: the header line alone"
    RUNINFO_WITHOUT_HEADER = "F7: the lines without their header"
    RUNINFO_ERROR = "F7: an error message in place of the table"
    TRUNCATED = "F8: a whole HTTP reply, but the body ends after `at` bytes"
    CUT_BETWEEN = "F8: the last `count` records and the closing tag are missing"
    CHUNK_ABORT = "F8: the connection closes inside a chunk"
    RESET = "F8: the connection is reset before the headers"
    SILENT_LOSS = "F9: `count` of the records (or those of `ids`) are missing, well-formed"
    HTTP_ERROR = "F10: `status` (503) with an HTML page"
    URI_TOO_LONG = "F10: 414"
    STALL = "F10, F14: nothing for `seconds`, then the true reply"
    PAGE_DRIFT = "F11: the first `count` ids have gone: Count is less and pages shift"
    SHORT_PAGE = "F11: `count` ids fewer than asked for, though there are more"
    DUPLICATE_ID = "F11: the page begins with the last id of the page before, in its first's place"
    COUNT_TOO_HIGH = "F11: Count claims `count` more than can be reached"
    LINKSET_DROPPED = "F12: the LinkSets of the last `count` ids (or of `ids`) are missing"
    LINKS_UNITED = "F12: one LinkSet for all ids, though asked one by one"
    LINK_CRASH = "F12: TXCLIENT ... Read failed: EOF inside ERROR"
    LINK_HISTORY_EMPTY = "F12: Empty history ID list - nothing todo"
    SUMMARY_CRASH = "F5: esummary answers with a C++ exception"
    CONTROL_CHARACTER = "F15: a character XML forbids, in one record"
    UNESCAPED = "F15: a bare < and & in one record"
    BYTE_ORDER_MARK = "F15: before the prolog"
    LATIN_1 = "F15: bytes that are not UTF-8, in one record"
    HUGE_ABSTRACT = "F15: one text of `count` million characters (12), past lxml's limit of 10"
    NUL = "F15: a zero byte in one record"
    CARRIAGE_RETURN = "F15: &#13; in one record"
    RENAMED_FILES = "F16: semantic_name takes other words"
    BARE_RUN_SET = "F16: RUN_SET without its attributes"
    SECOND_SAMPLE = "F16: a second SAMPLE and Member"
    WITHOUT_STATISTICS = "F16: runs without Statistics and Bases"
    NEW_PLATFORM = "F16: a platform nobody has heard of"
    UNKNOWN_CHILD = "F16: elements nobody has heard of"
    TAG_IGNORED = "F17: the whole database answers, with its huge Count"


@dataclass(slots=True, eq=False)
class Rule:
    """One fault and when it strikes; `struck` counts how often it did."""

    fault: Fault
    endpoint: str | None
    db: str | None
    times: int | None
    nth: int | None
    probability: float | None
    ids: frozenset[int]
    count: int
    status: int | None
    seconds: float
    at: int | None
    seen: int = 0
    struck: int = 0

    def concerns(self, endpoint: str, db: str, uids: Collection[int]) -> bool:
        return (
            self.endpoint in {None, endpoint}
            and self.db in {None, db}
            and (not self.ids or not self.ids.isdisjoint(uids))
        )

    def strikes(self, rng: Random) -> bool:
        """Asked once for every call the rule concerns."""
        self.seen += 1
        if self.times is not None and self.struck >= self.times:
            return False
        if self.nth is not None and self.seen != self.nth:
            return False
        if self.probability is not None and rng.random() >= self.probability:
            return False
        self.struck += 1
        return True


@dataclass(slots=True)
class Faults:
    """The faults on order. Several can strike one call; an error reply wins over a spoiled one."""

    seed: int = 1
    rules: list[Rule] = field(default_factory=list)
    _rng: Random = field(init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)

    def add(
        self,
        fault: Fault,
        endpoint: str | None = None,
        *,
        db: str | None = None,
        times: int | None = None,
        nth: int | None = None,
        probability: float | None = None,
        ids: Collection[int] = (),
        count: int = 1,
        status: int | None = None,
        seconds: float = 60.0,
        at: int | None = None,
    ) -> Rule:
        """Orders a fault for the calls of this endpoint and db that concern one of the ids.

        times: only the first so many of these calls; nth: only that one, counted from 1;
        probability: each with this chance, drawn from the seed. Without any: every one.
        count, status, seconds, at: see the fault. Returns the rule; remove() ends it.
        """
        rule = Rule(
            fault, endpoint, db, times, nth, probability, frozenset(ids), count, status, seconds, at
        )
        with self._lock:
            self.rules.append(rule)
        return rule

    def remove(self, rule: Rule) -> None:
        with self._lock:
            self.rules.remove(rule)

    def clear(self) -> None:
        with self._lock:
            self.rules.clear()

    def for_call(self, endpoint: str, db: str, uids: Collection[int]) -> list[Rule]:
        """Those that strike a call; asking counts as the call."""
        with self._lock:
            concerned = [rule for rule in self.rules if rule.concerns(endpoint, db, uids)]
            return [rule for rule in concerned if rule.strikes(self._rng)]
