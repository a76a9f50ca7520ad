"""How we behave towards NCBI: who we are, how fast we ask, and how we stop."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.causes import REAL_TIME
from adapters.entrez.limiter import SlidingWindowLimiter
from application.errors import StoppedError
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.integration.entrez.conftest import EMAIL, KEY, Connect, NoLimit
from tests.synthetic import Archive, SraRecord

ALL = Selection(query="public[ACS]")


def sync(entrez: EntrezSequenceArchive, selection: Selection = ALL, page_size: int = 50) -> int:
    pages = list(entrez.find(selection, page_size))
    with ThreadPoolExecutor(8) as threads:
        return sum(len(reply.records) for reply in threads.map(entrez.fetch, pages))


def test_every_request_is_a_post_that_says_who_asks(
    connect: Connect, emulator: Emulator, small: Archive
) -> None:
    assert sync(connect(emulator.base_url, api_key=KEY)) == sum(1 for _ in small.live())
    assert {request.method for request in emulator.requests} == {"POST"}
    assert {request.get("tool") for request in emulator.requests} == {"insdc-sync"}
    assert {request.get("email") for request in emulator.requests} == {EMAIL}
    assert {request.api_key for request in emulator.requests} == {KEY}
    assert {request.endpoint for request in emulator.requests} == {
        "einfo", "esearch", "efetch", "esummary",
    }  # fmt: skip


@pytest.mark.parametrize("key", [None, "", " "])
def test_without_a_key_none_is_sent(connect: Connect, emulator: Emulator, key: str | None) -> None:
    assert sync(connect(emulator.base_url, api_key=key)) > 0
    assert not any("api_key" in request.params for request in emulator.requests)


def test_records_are_asked_for_by_the_whole_page(
    entrez: EntrezSequenceArchive, emulator: Emulator, small: Archive
) -> None:
    live = sum(1 for _ in small.live())
    assert sync(entrez, page_size=500) == live
    for endpoint in ("efetch", "esummary"):
        (request,) = emulator.requests.to(endpoint)
        assert len(request.ids()) == live


def test_accessions_are_never_put_into_id(
    entrez: EntrezSequenceArchive, emulator: Emulator, small: Archive
) -> None:
    records: list[SraRecord] = list(small.live())[:30]
    window = DateWindow(min(r.pdat for r in records), max(r.mdat for r in records))
    names = [name for r in records for name in (r.accession, *r.runs, r.study.accession)]
    for dated in (None, window):
        sync(entrez, Selection(accessions=tuple(map(Accession.parse, names)), window=dated))
    ids = [uid for request in emulator.requests for uid in request.ids()]
    assert ids
    assert all(uid.isdigit() for uid in ids)


def test_connections_are_kept(entrez: EntrezSequenceArchive, emulator: Emulator) -> None:
    sync(entrez, page_size=4)
    assert len(emulator.requests) > 50
    assert len(emulator.requests.connections) <= 3


@pytest.mark.parametrize(
    ("settings", "most"), [({}, 3), ({"api_key": KEY}, 6), ({"in_flight": 2}, 2)]
)
def test_so_many_requests_are_under_way_at_once(
    connect: Connect, emulator: Emulator, settings: dict[str, str], most: int
) -> None:
    emulator.latency = 0.02
    sync(connect(emulator.base_url, **settings), page_size=10)
    assert emulator.requests.busiest == most


@pytest.mark.parametrize(("key", "allowed", "pages"), [(None, 3, 3), (KEY, 10, 12)])
def test_ncbi_never_sees_more_requests_in_a_second_than_it_allows(
    connect: Connect, small: Archive, key: str | None, allowed: int, pages: int
) -> None:
    uids = [str(record.uid) for record in small.live()]
    with Emulator(small, rate_limit=True) as emulator:
        entrez = connect(
            emulator.base_url,
            limiter=SlidingWindowLimiter(allowed),
            timing=REAL_TIME,
            api_key=key,
        )
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(entrez.fetch, [[uid] for uid in uids[:pages]]))
        assert emulator.requests.most_within(1.0) <= allowed
        assert {request.status for request in emulator.requests} == {200}
    assert len(emulator.requests) == 2 * pages


def test_stopping_ends_a_wait(connect: Connect, emulator: Emulator) -> None:
    emulator.faults.add(Fault.HTTP_ERROR, "efetch")
    entrez = connect(emulator.base_url, timing=REAL_TIME)
    assert seconds_to_stop(entrez) < 1


@pytest.mark.parametrize("endpoint", ["efetch", "esummary"])
def test_stopping_ends_a_request_that_is_under_way(
    connect: Connect, emulator: Emulator, endpoint: str, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.faults.add(Fault.STALL, endpoint, seconds=30)
    entrez = connect(emulator.base_url, timing=REAL_TIME)
    assert seconds_to_stop(entrez, endpoint) < 1
    assert caplog.text == ""


def seconds_to_stop(entrez: EntrezSequenceArchive, endpoint: str = "efetch") -> float:
    raised: list[BaseException] = []

    def fetch() -> None:
        try:
            entrez.fetch(["31000007"])
        except StoppedError as error:
            raised.append(error)

    threads = [Thread(target=fetch) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    began = time.monotonic()
    entrez.stop()
    for thread in threads:
        thread.join()
    assert {str(error) for error in raised} == {f"Stopped during {endpoint} of id 31000007."}
    return time.monotonic() - began


def test_once_stopped_it_asks_nothing_and_waits_for_nothing(
    connect: Connect, emulator: Emulator
) -> None:
    class NeverAsked(NoLimit):
        def before_each(self) -> None:
            raise AssertionError

    entrez = connect(emulator.base_url, limiter=NeverAsked())
    entrez.stop()
    with pytest.raises(StoppedError):
        entrez.fetch(["31000007"])
    with pytest.raises(StoppedError):
        list(entrez.find(Selection(organism="1773"), 500))
    assert len(emulator.requests) == 0
