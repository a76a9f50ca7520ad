"""The rows of the fault matrix: F1 to F18, each where it can happen."""

from collections.abc import Iterator

from tests.emulator.faults import Fault
from tests.model.life import Life
from tests.model.matrix import Case, history, links, never_comes, says, strikes, taxonomy
from tests.unit.taxonomy.dumps import Taxonomy

_SEARCH, _FETCH = "esearch", "efetch"
_ALL = ("einfo", _SEARCH, "esummary", _FETCH)
_SAID = {
    Fault.CARRIAGE_RETURN,
    Fault.RENAMED_FILES,
    Fault.BARE_RUN_SET,
    Fault.SECOND_SAMPLE,
    Fault.WITHOUT_STATISTICS,
    Fault.NEW_PLATFORM,
    Fault.UNKNOWN_CHILD,
}
"""Not wrong, but other words than before."""
NOT_ASKED = (Fault.RUNINFO_HEADER_ONLY, Fault.RUNINFO_WITHOUT_HEADER, Fault.RUNINFO_ERROR)
"""The program never asks for runinfo."""


def cases() -> Iterator[Case]:
    """Give all rows, in the order of their numbers; F13 and F18 are nothing the emulator does."""
    every = [*_of_replies(), *_of_lists(), *_of_content(), *_of_time()]
    yield from sorted(every, key=_number)


def _number(case: Case) -> int:
    return case.number


def words_of(fault: Fault, **how: object) -> str:
    """Say what a fault does, with the numbers that it is given."""
    words = fault.value.partition(": ")[2]
    given = {"count": 1, "at": "half of its", "status": "200", **how}
    for name in ("count", "at", "status"):
        words = words.replace(f"`{name}`", str(given[name]))
    return words


def _struck(fault: Fault, endpoint: str, told: str = "", **how: object) -> Case:
    number, words = fault.value.partition(": ")[0], words_of(fault, **how)
    often = f"{how['times']} times" if how.get("times", 1) != 1 else "once"
    where = f"{endpoint}{' of ' + str(how['db']) if how.get('db') else ''}"
    run = (says if fault in _SAID else strikes)(fault, endpoint, **how)
    return Case(int(number.partition(",")[0][1:]), told or words, f"{where}, {often}", run, fault)


def _of_replies() -> Iterator[Case]:
    for endpoint in _ALL:
        yield _struck(Fault.RATE_LIMIT, endpoint, times=2)
        yield _struck(Fault.EMPTY_BODY, endpoint, times=2)
        yield _struck(Fault.TRUNCATED, endpoint, times=2)
        yield _struck(Fault.CHUNK_ABORT, endpoint, times=2)
        yield _struck(Fault.RESET, endpoint, times=2)
        yield _struck(Fault.STALL, endpoint, "nothing for longer than the timeout",
                      times=1, seconds=0.9)  # fmt: skip
        for status in (500, 502, 503, 504):
            yield _struck(Fault.HTTP_ERROR, endpoint, f"{status} with an HTML page",
                          times=2, status=status)  # fmt: skip
    for endpoint in (_SEARCH, _FETCH):
        yield _struck(Fault.BAD_KEY, endpoint, times=1)
        yield _struck(Fault.URI_TOO_LONG, endpoint, times=1)
    yield _struck(Fault.HTTP_ERROR, _FETCH, "503 for longer than anybody waits", times=12)
    yield _struck(Fault.SEARCH_BACKEND, _SEARCH, times=2)
    yield _struck(Fault.SEARCH_BACKEND, _SEARCH, "the same for longer than anybody waits", times=20)
    for fault in (Fault.HISTORY_LOST, Fault.QUERY_LOST, Fault.QUERY_LOST_HTML):
        yield _struck(fault, _SEARCH, times=2)
    for db in ("sra", "biosample", "bioproject"):
        yield _struck(Fault.VIEWER_TIMEOUT, _FETCH, db=db, times=2)
        yield _struck(Fault.VIEWER_TIMEOUT, _FETCH, "the same under 400",
                      db=db, times=2, status=400)  # fmt: skip
        yield _struck(Fault.CUT_BETWEEN, _FETCH, db=db, times=2, count=3)
        yield _struck(Fault.SILENT_LOSS, _FETCH, "3 of the records are missing, well-formed",
                      db=db, times=1, count=3)  # fmt: skip
        yield _struck(Fault.SILENT_LOSS, _FETCH, "12 of the records are missing, again and again",
                      db=db, times=9, count=12)  # fmt: skip
    yield _struck(Fault.SUMMARY_CRASH, "esummary", times=2)
    yield _struck(Fault.SRA_DATABASE, _FETCH, db="sra", times=2)
    yield Case(14, "one project always times out", "efetch of bioproject, always", never_comes)


def _of_lists() -> Iterator[Case]:
    yield _struck(Fault.PAGE_DRIFT, _SEARCH, nth=2, count=3)
    yield _struck(Fault.SHORT_PAGE, _SEARCH, times=2, count=5)
    yield _struck(Fault.DUPLICATE_ID, _SEARCH, times=2)
    yield _struck(Fault.COUNT_TOO_HIGH, _SEARCH, nth=2, count=7)
    yield _struck(Fault.TAG_IGNORED, _SEARCH, times=1)
    for fault, how in (
        (Fault.LINKSET_DROPPED, {"times": 1, "count": 5}),
        (Fault.LINKS_UNITED, {"times": 1}),
        (Fault.LINK_CRASH, {"times": 2}),
        (Fault.LINK_HISTORY_EMPTY, {"times": 1}),
    ):
        words = words_of(fault, **how)
        often = "once" if how["times"] == 1 else f"{how['times']} times"
        yield Case(12, words, f"elink, {often}", links(fault, **how), fault)


def _of_content() -> Iterator[Case]:
    for fault in (
        Fault.CONTROL_CHARACTER,
        Fault.UNESCAPED,
        Fault.BYTE_ORDER_MARK,
        Fault.LATIN_1,
        Fault.NUL,
        Fault.CARRIAGE_RETURN,
    ):
        for db in ("sra", "biosample", "bioproject"):
            yield _struck(fault, _FETCH, db=db, times=1)
    yield _struck(Fault.HUGE_ABSTRACT, _FETCH, "one text of 12 million characters",
                  db="sra", times=1, count=12)  # fmt: skip
    for fault in (
        Fault.RENAMED_FILES,
        Fault.BARE_RUN_SET,
        Fault.SECOND_SAMPLE,
        Fault.WITHOUT_STATISTICS,
        Fault.NEW_PLATFORM,
        Fault.UNKNOWN_CHILD,
    ):
        yield _struck(fault, _FETCH, db="sra", times=1)


def _release(life: Life) -> None:
    hidden = next(one for one in life.archive.sra.values() if not one.is_live)
    life.archive.release(hidden)


def _rename(life: Life) -> None:
    life.renumber(3)


def _of_time() -> Iterator[Case]:
    for words, what, late in (
        ("a record under embargo is released, its modification date old", _release, False),
        ("a record is suppressed", lambda life: life.suppress(3), False),
        ("a record is withdrawn", lambda life: life.withdraw(3), False),
        ("a record gets another uid", _rename, False),
        ("a record moves out of the organism", lambda life: life.reassign(3, 4), False),
        ("a record is edited, and the index is 6 days late", lambda life: life.edit(3), True),
    ):
        yield Case(13, words, "archive and index", history(what, late=late))
    for words, change, faults, torn in _DUMPS:
        yield Case(18, words, "taxdump", taxonomy(change, faults, torn=torn))


def _as_it_is(_: Taxonomy) -> None:
    """Nothing but what happens on the way."""


def _merged_then_deleted(taxa: Taxonomy) -> None:
    taxa.merge(1764, 1763)
    taxa.delete(1765)
    taxa.merged[1765] = 83332


def _reused(taxa: Taxonomy) -> None:
    taxa.deleted.add(999)
    taxa.add(999, 1763, "Mycobacterium novum")


_DUMPS = (
    ("the transfer breaks off", lambda taxa: taxa.add(5, 2), (-300, -300), 0),
    ("503 instead of the archive", lambda taxa: taxa.add(5, 2), (503, 503), 0),
    ("torn archive, md5 mismatch", lambda taxa: taxa.add(5, 2), (), 40),
    ("merged into an id that is deleted later", _merged_then_deleted, (), 0),
    ("reused id", _reused, (), 0),
    ("new rank", lambda taxa: taxa.add(6, 2, rank="acellular stem"), (), 0),
    (
        "two names that differ in nothing but unique_name",
        lambda taxa: taxa.name(2, "Monera", unique="M <1>").name(1763, "Monera", unique="M <2>"),
        (),
        0,
    ),
    ("a name of 300 characters", lambda taxa: taxa.name(2, "x" * 300), (), 0),
    ("a parent that is missing", lambda taxa: taxa.add(7, 4242), (), 0),
)
