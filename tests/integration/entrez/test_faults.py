"""What passes is waited for; what stays is told in one sentence that names it."""

import logging
import socket
import time
from collections.abc import Iterator
from threading import Event
from typing import Any, NamedTuple

import pytest

from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.causes import Patience, Timing
from application.errors import ConfigurationError, PausedError, TryAgainError, UsageError
from domain.selection import Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.integration.entrez.conftest import KEY, Connect, NoLimit, Waits
from tests.integration.entrez.scripted import package, packages, scripted
from tests.synthetic import Archive

ALL = Selection(query="public[ACS]")
ENDPOINTS = ["einfo", "esearch", "efetch", "esummary"]


class Passing(NamedTuple):
    fault: Fault
    how: dict[str, Any]

    def __str__(self) -> str:
        return " ".join([self.fault.name, *map(str, self.how.values())])


PASSING = [
    Passing(Fault.RATE_LIMIT, {}),
    Passing(Fault.SEARCH_BACKEND, {}),
    Passing(Fault.HISTORY_LOST, {}),
    Passing(Fault.QUERY_LOST, {}),
    Passing(Fault.QUERY_LOST_HTML, {}),
    Passing(Fault.VIEWER_TIMEOUT, {}),
    Passing(Fault.VIEWER_TIMEOUT, {"status": 400}),
    Passing(Fault.SRA_DATABASE, {}),
    Passing(Fault.EMPTY_BODY, {}),
    Passing(Fault.TRUNCATED, {}),
    Passing(Fault.TRUNCATED, {"at": 1}),
    Passing(Fault.CHUNK_ABORT, {}),
    Passing(Fault.RESET, {}),
    Passing(Fault.HTTP_ERROR, {"status": 500}),
    Passing(Fault.HTTP_ERROR, {"status": 502}),
    Passing(Fault.HTTP_ERROR, {"status": 503}),
    Passing(Fault.HTTP_ERROR, {"status": 504}),
    Passing(Fault.URI_TOO_LONG, {}),
    Passing(Fault.LINK_CRASH, {}),
]


def everything(entrez: EntrezSequenceArchive) -> list[tuple[str, bytes]]:
    replies = [entrez.fetch(page) for page in entrez.find(ALL, 20)]
    assert not any(reply.absent or reply.not_public for reply in replies)
    return [(record.key, record.raw) for reply in replies for record in reply.records]


@pytest.fixture(scope="module")
def whole(tiny: Archive) -> int:
    """How many records there are to lose."""
    return sum(1 for _ in tiny.live())


@pytest.fixture(scope="module")
def tiny() -> Archive:
    return Archive(30)


@pytest.fixture
def emulator(tiny: Archive) -> Iterator[Emulator]:
    with Emulator(tiny, rate_limit=False) as emulator:
        yield emulator


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("passing", PASSING, ids=str)
def test_what_fails_once_is_asked_again_and_nothing_is_lost(
    entrez: EntrezSequenceArchive,
    emulator: Emulator,
    whole: int,
    endpoint: str,
    passing: Passing,
) -> None:
    rule = emulator.faults.add(passing.fault, endpoint, nth=1, **passing.how)
    assert len(everything(entrez)) == whole
    assert rule.struck == 1


def test_records_cut_off_between_two_of_them_are_asked_for_again(
    entrez: EntrezSequenceArchive, emulator: Emulator, whole: int
) -> None:
    emulator.faults.add(Fault.CUT_BETWEEN, "efetch", times=2, count=3)
    assert len(everything(entrez)) == whole


def test_a_bad_day_loses_nothing(
    entrez: EntrezSequenceArchive, emulator: Emulator, whole: int
) -> None:
    for fault, how in PASSING:
        if fault is not Fault.URI_TOO_LONG:
            emulator.faults.add(fault, probability=0.03, **how)
    for _ in range(3):
        assert len(everything(entrez)) == whole


def test_silence_is_not_waited_for_for_ever(
    connect: Connect, emulator: Emulator, whole: int
) -> None:
    emulator.faults.add(Fault.STALL, "efetch", times=2, seconds=30)
    entrez = connect(emulator.base_url, read_timeout=0.15)
    began = time.monotonic()
    assert len(everything(entrez)) == whole
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("fault", "how", "words"),
    [
        (Fault.VIEWER_TIMEOUT, {"status": 400}, 'answered HTTP 400, "Error: External viewer error'),
        (Fault.SRA_DATABASE, {}, 'answered "Internal Server Error (db)" at the last of 9 attempts'),
        (Fault.EMPTY_BODY, {}, "sent an empty reply at the last of 9 attempts over"),
        (Fault.TRUNCATED, {"at": 100}, "broke off its reply after 100 bytes at the last of 9"),
        (Fault.HTTP_ERROR, {"status": 502}, 'answered HTTP 502, "The server is temporarily'),
        (Fault.RESET, {}, "broke off the exchange: Connection reset by peer at the last of 9"),
        (Fault.CHUNK_ABORT, {}, "broke off the exchange: "),
        (Fault.HISTORY_LOST, {}, 'answered "Cannot retrieve history data.'),
        (Fault.RATE_LIMIT, {}, 'answered HTTP 429, "API rate limit exceeded" at the last of 9'),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
def test_what_stays_is_told_with_what_was_asked_how_often_and_why(
    entrez: EntrezSequenceArchive, emulator: Emulator, fault: Fault, how: dict[str, Any], words: str
) -> None:
    rule = emulator.faults.add(fault, "efetch", **how)
    with pytest.raises(TryAgainError) as error:
        entrez.fetch(["31000007", "31000009", "31000010"])
    assert rule.struck == 9
    sentence = str(error.value)
    assert sentence.startswith(f"NCBI {words}")
    assert sentence.endswith("(efetch of 3 ids, 31000007 to 31000010).")
    assert "\n" not in sentence


def test_the_whole_sentence(
    entrez: EntrezSequenceArchive, emulator: Emulator, waits: Waits
) -> None:
    emulator.faults.add(Fault.SEARCH_BACKEND, "esearch")
    with pytest.raises(TryAgainError) as error:
        list(entrez.find(Selection(organism="1773"), 500))
    assert str(error.value) == (
        'NCBI answered "Search Backend failed: Exception: Backend is not available" at the last '
        "of 9 attempts over 6 minutes (esearch for txid1773[ORGN])."
    )
    assert waits.seconds == [2.5, 5, 10, 20, 40, 80, 90, 90]


def test_patience_can_be_shorter(connect: Connect, emulator: Emulator, waits: Waits) -> None:
    emulator.faults.add(Fault.SEARCH_BACKEND, "esearch")
    entrez = connect(emulator.base_url, patience=Patience(attempts=100, seconds=30, longest_wait=8))
    with pytest.raises(TryAgainError, match=r"at the last of 8 attempts over 26 s"):
        list(entrez.find(ALL, 500))
    assert waits.seconds == [2.5, 4, 4, 4, 4, 4, 4]


def test_a_wish_to_be_left_alone_is_respected_by_all(
    entrez: EntrezSequenceArchive, emulator: Emulator, waits: Waits, limiter: NoLimit
) -> None:
    emulator.faults.add(Fault.RATE_LIMIT, "efetch", nth=1)
    entrez.fetch(["31000007"])
    assert limiter.pauses == [2.0]
    assert waits.seconds == [2.0]


def test_who_wants_to_be_left_alone_for_longer_than_we_wait_is_left_alone(
    connect: Connect, waits: Waits
) -> None:
    busy = (503, b"<html><h1>Maintenance</h1></html>")
    with (
        scripted(lambda _endpoint, _form: busy, headers={"Retry-After": "3600"}) as url,
        pytest.raises(TryAgainError) as error,
    ):
        connect(url).fetch(["1"])
    assert str(error.value) == (
        'NCBI answered HTTP 503, "Maintenance" and wants to be left alone for 60 minutes '
        "(efetch of id 1)."
    )
    assert waits.seconds == []


def test_a_pause_that_stands_is_waited_for_no_longer_than_patience_lasts(
    connect: Connect, emulator: Emulator, waits: Waits
) -> None:
    class Paused(NoLimit):
        def before_each(self) -> None:
            if len(self.patience) == 3:
                raise PausedError("NCBI asked for a pause")

    limiter = Paused()
    emulator.faults.add(Fault.HTTP_ERROR, "esummary", times=9)
    entrez = connect(emulator.base_url, limiter=limiter, patience=Patience(seconds=100))

    with pytest.raises(PausedError):
        entrez.fetch(["31000007", "31000008"])
    assert limiter.patience == [100, 100, 100 - sum(waits.seconds)]


def test_a_key_that_is_not_valid_names_its_setting_at_once(
    connect: Connect, emulator: Emulator, waits: Waits
) -> None:
    with pytest.raises(ConfigurationError) as error:
        list(connect(emulator.base_url, api_key="some-secret-key").find(ALL, 500))
    assert str(error.value) == (
        'NCBI does not accept the API key: it answered HTTP 400, "API key invalid". Correct '
        "INSDC_SYNC_NCBI_API_KEY, or unset it to go on at 3 requests a second."
    )
    assert len(emulator.requests) == 1
    assert waits.seconds == []


def test_an_address_without_e_utilities_names_its_setting(
    connect: Connect, emulator: Emulator
) -> None:
    with pytest.raises(ConfigurationError) as error:
        connect(f"{emulator.base_url}/typo").fetch(["1"])
    host = emulator.base_url.split("/")[2]
    assert str(error.value) == (
        'NCBI answered HTTP 404, "Not Found" (efetch of id 1). Is INSDC_SYNC_ENTREZ_URL right? It '
        f"points to {host}."
    )


BAD_REQUEST = (400, b"<html><title>Bad Request</title></html>")


def test_a_search_ncbi_does_not_take_is_for_the_caller_to_mend(connect: Connect) -> None:
    with scripted(lambda _endpoint, _form: BAD_REQUEST) as url, pytest.raises(UsageError) as error:
        list(connect(url).find(Selection(query="((("), 500))
    assert str(error.value) == (
        'NCBI does not take this request (esearch for (((()): it answered HTTP 400, "Bad Request".'
    )


def test_records_it_does_not_want_to_give_can_be_had_another_day(connect: Connect) -> None:
    with (
        scripted(lambda _endpoint, _form: BAD_REQUEST) as url,
        pytest.raises(TryAgainError, match=r"\"Bad Request\" at the last of 2 attempts over"),
    ):
        connect(url).fetch(["1"])


def test_what_could_harm_a_terminal_is_not_repeated(connect: Connect) -> None:
    with (
        scripted(lambda _endpoint, _form: (503, b"\x1b[31mred\x07\nalert")) as url,
        pytest.raises(TryAgainError, match=r'answered HTTP 503, " ?\[31mred alert" at the last'),
    ):
        connect(url).fetch(["1"])


def test_a_redirection_is_not_followed(connect: Connect) -> None:
    followed: list[str] = []

    def elsewhere(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        followed.append(endpoint)
        return packages()

    with (
        scripted(elsewhere) as other,
        scripted(lambda _endpoint, _form: (302, b""), headers={"Location": other}) as url,
        pytest.raises(ConfigurationError, match=r"HTTP 302 .*INSDC_SYNC_ENTREZ_URL"),
    ):
        connect(url).fetch(["1"])
    assert followed == []


def test_a_host_that_does_not_answer_is_named(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(TryAgainError) as error:
        connect(f"http://127.0.0.1:{port}/").fetch(["1"])
    assert str(error.value).startswith(
        f"NCBI could not be reached at 127.0.0.1:{port}: Connection refused at the last of 9 "
    )


def test_a_reply_that_makes_no_sense_is_not_waited_for_long(connect: Connect) -> None:
    def answer(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        return 200, f"<{endpoint}Result><Count>x</Count></{endpoint}Result>".replace(
            "esearch", "eSearch"
        ).encode()

    with scripted(answer) as url, pytest.raises(TryAgainError) as error:
        list(connect(url).find(Selection(organism="1773"), 500))
    assert "sent an eSearchResult that cannot be read" in str(error.value)
    assert "at the last of 3 attempts" in str(error.value)


def test_an_unheard_of_error_among_records_spoils_the_page(connect: Connect) -> None:
    reply = packages(package("SRX1"), "<ERROR>a new kind of trouble</ERROR>")
    with (
        scripted(lambda _endpoint, _form: reply) as url,
        pytest.raises(TryAgainError, match='answered "a new kind of trouble"'),
    ):
        connect(url).fetch(["1", "2"])


def test_the_api_key_is_in_no_log_and_no_error(
    connect: Connect, small: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    def echo(_endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        return 500, f"no: {form}".encode()

    caplog.set_level(logging.DEBUG)
    told: list[BaseException] = []
    with Emulator(small, rate_limit=False) as emulator, scripted(echo) as echoing:
        entrez = connect(emulator.base_url, api_key=KEY)
        for fault, how in PASSING:
            emulator.faults.add(fault, "esearch", times=1, **how)
        list(entrez.find(ALL, 500))
        emulator.faults.clear()
        for fault in (Fault.RATE_LIMIT, Fault.BAD_KEY):
            emulator.faults.add(fault, "efetch")
            with pytest.raises((TryAgainError, ConfigurationError)) as error:
                entrez.fetch(["31000007"])
            told.append(error.value)
            emulator.faults.clear()
        with pytest.raises(TryAgainError, match=r"\[redacted\]") as error:
            connect(echoing, api_key=KEY).fetch(["1"])
        told.append(error.value)
    assert len(caplog.records) > 20
    assert KEY not in caplog.text
    for raised in told:
        assert KEY not in str(raised)
        assert raised.__cause__ is None
        assert raised.__context__ is None


def test_a_laptop_that_sleeps_for_an_hour_goes_on_where_it_was(
    connect: Connect, emulator: Emulator, whole: int
) -> None:
    now = [0.0]

    def sleep(seconds: float, _stopping: Event) -> None:
        now[0] += seconds + (3600 if now[0] == 0 else 0)

    emulator.faults.add(Fault.RESET, "efetch", times=3)
    timing = Timing(lambda: now[0], sleep, jitter=lambda ceiling: ceiling)
    entrez = connect(emulator.base_url, timing=timing)

    assert len(everything(entrez)) == whole
    assert now[0] > 3600


def test_time_that_was_slept_through_is_not_told_as_trying(
    connect: Connect, emulator: Emulator
) -> None:
    now = [0.0]

    def sleep(seconds: float, _stopping: Event) -> None:
        now[0] += seconds + 3600

    emulator.faults.add(Fault.RESET, "efetch")
    timing = Timing(lambda: now[0], sleep, jitter=lambda ceiling: ceiling)
    with pytest.raises(TryAgainError, match="at the last of 3 attempts over 10 minutes"):
        connect(emulator.base_url, timing=timing).fetch(["31000007"])
