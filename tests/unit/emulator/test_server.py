"""Connections, rate, keys, and what the emulator remembers of them."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.emulator import Emulator, EmulatorCrashedError, Fault
from tests.emulator.limiter import Limiter
from tests.synthetic import Archive
from tests.unit.emulator.client import Client


def test_the_limiter_slides_over_the_second() -> None:
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    verdicts = []
    for now[0] in (0.0, 0.5, 0.9, 0.95, 1.0, 1.4, 1.5):
        verdicts.append(limiter.admit("here", None).allowed)
    assert verdicts == [True, True, True, False, True, False, True]


def test_addresses_and_keys_are_limited_apart() -> None:
    limiter = Limiter(clock=lambda: 0.0)
    assert [limiter.admit("here", None).allowed for _ in range(4)] == [True] * 3 + [False]
    assert limiter.admit("there", None).allowed
    assert [limiter.admit("here", "key").allowed for _ in range(11)] == [True] * 10 + [False]


def test_too_many_requests_are_refused_with_json_and_when_to_come_back(archive: Archive) -> None:
    with Emulator(archive) as emulator, Client(emulator) as client:
        answers = [client.get("einfo") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert answers[0].headers["X-RateLimit-Limit"] == "3"
    assert answers[3].headers["Retry-After"] == "2"
    assert answers[3].json == {
        "error": "API rate limit exceeded",
        "api-key": "127.0.0.1",
        "count": "4",
        "limit": "3",
    }


def test_a_key_buys_ten_requests_a_second(archive: Archive) -> None:
    with Emulator(archive) as emulator, Client(emulator) as client:
        answers = [client.get("einfo", api_key="valid-key") for _ in range(11)]
    assert [answer.status for answer in answers] == [200] * 10 + [429]
    assert answers[10].json["api-key"] == "valid-key"


@pytest.mark.parametrize("key", ["wrong", ""])
def test_a_wrong_key_and_an_empty_one_are_refused(client: Client, key: str) -> None:
    answer = client.get("einfo", api_key=key)
    assert answer.status == 400
    assert answer.json == {
        "error": "API key invalid",
        "api-key": key,
        "type": "invalid",
        "status": "unknown",
    }


def test_a_key_can_be_given_and_taken_while_running(emulator: Emulator, client: Client) -> None:
    emulator.api_keys.add("new")
    assert client.get("einfo", api_key="new").status == 200
    emulator.api_keys.discard("new")
    assert client.get("einfo", api_key="new").status == 400


def test_it_remembers_requests_and_their_connections(emulator: Emulator, client: Client) -> None:
    before = time.monotonic()
    client.get("esearch", db="sra", term="x", api_key="valid-key")
    client.post("efetch", db="sra", id="1,2")
    with Client(emulator) as other:
        other.get("einfo", db="biosample")
    first, second, third = emulator.requests
    assert (first.endpoint, first.method, first.api_key) == ("esearch", "GET", "valid-key")
    assert (second.endpoint, second.method, second.ids()) == ("efetch", "POST", ["1", "2"])
    assert before < first.at < second.at < third.at < time.monotonic()
    assert first.connection == second.connection != third.connection
    assert len(emulator.requests.connections) == 2
    assert emulator.requests.busiest == 1
    assert emulator.requests.to("efetch") == [second]
    assert emulator.requests.to("einfo", db="biosample") == [third]
    assert [received.status for received in emulator.requests] == [200, 200, 200]
    assert emulator.requests.most_within(60) == 3
    assert emulator.requests.most_within(1e-9) == 1
    emulator.requests.clear()
    assert (len(emulator.requests), emulator.requests.busiest) == (0, 0)


def test_many_connections_are_served_at_once(emulator: Emulator) -> None:
    emulator.latency = {"einfo": 0.05}

    def ask(_: int) -> int:
        with Client(emulator) as client:
            return client.get("einfo").status

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(ask, range(20))) == [200] * 20
    assert emulator.requests.busiest > 5
    assert len(emulator.requests.connections) == 20


def test_latency_delays_the_endpoints_it_names(emulator: Emulator, client: Client) -> None:
    emulator.latency = {"esearch": 0.1}
    start = time.monotonic()
    client.get("einfo")
    assert time.monotonic() - start < 0.1
    client.get("esearch", db="sra", term="x")
    assert time.monotonic() - start >= 0.1


def test_closing_ends_kept_connections_and_their_threads(archive: Archive) -> None:
    before = threading.active_count()
    with Emulator(archive) as emulator:
        client = Client(emulator)
        client.get("einfo")
        assert threading.active_count() > before
    assert threading.active_count() == before
    client.__exit__()


def test_a_client_that_hangs_up_is_its_own_affair(archive: Archive) -> None:
    with Emulator(archive, rate_limit=False) as emulator:
        port = int(emulator.base_url.split(":")[2].split("/")[0])
        emulator.faults.add(Fault.HUGE_ABSTRACT, count=5)
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", port)) as impolite:
                target = f"/entrez/eutils/efetch.fcgi?db=sra&id={next(iter(archive.sra))}"
                impolite.sendall(f"GET {target} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
                impolite.recv(10)
        with Client(emulator) as polite:
            assert polite.get("einfo").status == 200


def test_it_listens_to_this_machine_alone(emulator: Emulator) -> None:
    assert emulator.base_url.startswith("http://127.0.0.1:")
    assert emulator.base_url.endswith("/entrez/eutils")


def test_a_fault_of_its_own_is_not_taken_for_ncbis(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.emulator.esearch.search", None)
    with pytest.raises(EmulatorCrashedError), Emulator(archive) as emulator:  # noqa: PT012, SIM117
        with Client(emulator) as client:
            answer = client.get("esearch", db="sra", term="x")
            assert answer.status == 500
            assert b"Traceback" in answer.body
