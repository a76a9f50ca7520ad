"""Faults of the reply as a whole, of a search and of links."""

import http.client
import time

import pytest

from tests.emulator import Emulator, Fault
from tests.synthetic import Archive
from tests.unit.emulator.client import Answer, Client

REPLACED = [
    (Fault.RATE_LIMIT, 429, b"API rate limit exceeded"),
    (Fault.BAD_KEY, 400, b"API key invalid"),
    (Fault.HISTORY_LOST, 200, b"<ERROR>Cannot retrieve history data"),
    (Fault.QUERY_LOST, 200, b"<ERROR>Unable to obtain query #1"),
    (Fault.QUERY_LOST_HTML, 200, b"<h2>Error occurred: Unable to obtain query #1</h2>"),
    (Fault.VIEWER_TIMEOUT, 200, b"Bytes read: 0 Status: Timeout"),
    (Fault.SRA_DATABASE, 200, b"<EXPERIMENT_PACKAGE_SET><Error>Internal Server Error (db)</Error>"),
    (Fault.EMPTY_BODY, 200, b""),
    (Fault.HTTP_ERROR, 503, b"<html>"),
    (Fault.URI_TOO_LONG, 414, b"Too Long"),
    (Fault.LINK_CRASH, 200, b"Read failed: EOF"),
    (Fault.LINK_HISTORY_EMPTY, 200, b"Empty history ID list - nothing todo"),
]


@pytest.mark.parametrize(("fault", "status", "text"), REPLACED, ids=str)
def test_some_faults_replace_the_reply(
    emulator: Emulator, client: Client, *, fault: Fault, status: int, text: bytes
) -> None:
    uids = list(emulator.archive.sra)
    emulator.faults.add(fault, "efetch", times=1)
    answer = client.get("efetch", db="sra", id=uids[0])
    assert (answer.status, text in answer.body) == (status, True)
    assert b"<RUN " not in answer.body
    assert b"<RUN " in client.get("efetch", db="sra", id=uids[0]).body


def test_an_empty_body_is_empty(emulator: Emulator, client: Client, uids: list[int]) -> None:
    emulator.faults.add(Fault.EMPTY_BODY)
    assert client.get("efetch", db="sra", id=uids[0]).body == b""


def test_a_spurious_429_says_when_to_come_back(emulator: Emulator, client: Client) -> None:
    emulator.faults.add(Fault.RATE_LIMIT)
    assert client.get("einfo").headers["Retry-After"] == "2"


@pytest.mark.parametrize("status", [500, 502, 504])
def test_the_status_of_an_error_is_chosen(
    emulator: Emulator, client: Client, status: int, uids: list[int]
) -> None:
    emulator.faults.add(Fault.HTTP_ERROR, "esearch", status=status)
    emulator.faults.add(Fault.VIEWER_TIMEOUT, "efetch", status=400)
    assert client.get("esearch", db="sra", term="x").status == status
    assert client.get("efetch", db="sra", id=uids[0]).status == 400


@pytest.mark.parametrize("retmode", ["xml", "json"])
def test_the_search_backend_fails_in_either_format(
    emulator: Emulator, client: Client, retmode: str
) -> None:
    emulator.faults.add(Fault.SEARCH_BACKEND, "esearch")
    answer = client.get("esearch", db="sra", term="x", retmode=retmode)
    assert answer.status == 200
    assert b"Search Backend failed" in answer.body
    assert answer.json if retmode == "json" else answer.xml is not None


@pytest.mark.parametrize("retmode", ["xml", "json"])
def test_summaries_crash_in_either_format(emulator: Emulator, client: Client, retmode: str) -> None:
    emulator.faults.add(Fault.SUMMARY_CRASH)
    answer = client.get("esummary", db="sra", id=1, retmode=retmode)
    if retmode == "json":
        assert "NCBI C++ Exception" in answer.json["esummaryresult"][0]
    else:
        assert "NCBI C++ Exception" in str(answer.xml.findtext("ERROR"))


def test_a_stall_is_the_true_reply_too_late(
    emulator: Emulator, client: Client, archive: Archive
) -> None:
    monster = next(iter(archive.bioprojects))
    emulator.faults.add(Fault.STALL, db="bioproject", ids=[monster], seconds=0.2)
    start = time.monotonic()
    assert len(client.get("efetch", db="bioproject", id=monster).xml) == 1
    assert time.monotonic() - start >= 0.2


def test_a_client_that_gives_up_on_a_stall_harms_nobody(archive: Archive) -> None:
    with Emulator(archive, rate_limit=False) as emulator:
        emulator.faults.add(Fault.STALL, times=1)
        impatient = Client(emulator)
        impatient._connection.timeout = 0.05
        with pytest.raises(TimeoutError):
            impatient.get("einfo")
        impatient.__exit__()
        with Client(emulator) as patient:
            assert patient.get("einfo").status == 200
        closing = time.monotonic()
    assert time.monotonic() - closing < 5


def test_a_truncated_reply_is_whole_to_http(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    whole = client.packages(uids[:4]).body
    emulator.faults.add(Fault.TRUNCATED, nth=1)
    emulator.faults.add(Fault.TRUNCATED, nth=2, at=1000)
    assert client.packages(uids[:4]).body == whole[: len(whole) // 2]
    assert client.packages(uids[:4]).body == whole[:1000]
    assert client.packages(uids[:4]).body == whole


def test_a_cut_between_packages_takes_the_closing_tag_too(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    whole = client.packages(uids[:2]).body
    emulator.faults.add(Fault.CUT_BETWEEN, count=2)
    cut = client.packages(uids[:4]).body
    assert cut + b"</EXPERIMENT_PACKAGE_SET>\n" == whole


def test_an_abort_ends_inside_a_chunk(emulator: Emulator, client: Client, uids: list[int]) -> None:
    emulator.faults.add(Fault.CHUNK_ABORT, times=1)
    with pytest.raises(http.client.IncompleteRead):
        client.packages(uids[:4])


def test_a_reset_comes_before_the_headers(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.RESET, times=1)
    with pytest.raises(ConnectionResetError) as reset:
        client.packages(uids[:4])
    assert reset.type is ConnectionResetError  # not the mere end of a connection


def test_silent_loss_is_well_formed_and_can_stick_to_an_id(
    emulator: Emulator, client: Client, archive: Archive, uids: list[int]
) -> None:
    accessions = [archive.sra[uid].accession for uid in uids[:5]]
    transient = emulator.faults.add(Fault.SILENT_LOSS, times=1, count=2)
    assert client.packages(uids[:5]).experiments == accessions[2:]
    assert client.packages(uids[:5]).experiments == accessions
    emulator.faults.remove(transient)
    emulator.faults.add(Fault.SILENT_LOSS, ids=[uids[1]])
    for _ in range(2):
        assert client.packages(uids[:5]).experiments == [accessions[0], *accessions[2:]]
    assert client.packages([uids[1]]).experiments == []


def test_summaries_get_lost_too(emulator: Emulator, client: Client, uids: list[int]) -> None:
    emulator.faults.add(Fault.SILENT_LOSS, "esummary", ids=[uids[1]])
    answer = client.get("esummary", db="sra", id=f"{uids[0]},{uids[1]}").xml
    assert [found.text for found in answer.iterfind("DocSum/Id")] == [str(uids[0])]


def searched(client: Client, start: int, **params: object) -> Answer:
    return client.get("esearch", db="sra", term="public[ACS]", retstart=start, retmax=10, **params)


def test_pages_drift_when_records_go(emulator: Emulator, client: Client, uids: list[int]) -> None:
    newest = sorted(uids, reverse=True)
    assert searched(client, 0).ids == newest[:10]
    emulator.faults.add(Fault.PAGE_DRIFT, count=3)
    drifted = searched(client, 10)
    assert drifted.xml.findtext("Count") == "57"
    assert drifted.ids == newest[13:23]


def test_a_short_page_still_counts_everything(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.SHORT_PAGE, count=4)
    page = searched(client, 0)
    assert page.ids == sorted(uids, reverse=True)[:6]
    assert (page.xml.findtext("Count"), page.xml.findtext("RetMax")) == ("60", "6")


def test_an_id_stands_on_two_pages(emulator: Emulator, client: Client) -> None:
    first = searched(client, 0).ids
    true = searched(client, 10).ids
    emulator.faults.add(Fault.DUPLICATE_ID)
    assert searched(client, 10).ids == [first[-1], *true[1:]]


def test_the_count_can_be_too_high(emulator: Emulator, client: Client) -> None:
    emulator.faults.add(Fault.COUNT_TOO_HIGH, count=2)
    assert searched(client, 0).xml.findtext("Count") == "62"
    assert searched(client, 60).ids == []


def test_an_ignored_tag_answers_with_the_whole_database(emulator: Emulator, client: Client) -> None:
    emulator.faults.add(Fault.TAG_IGNORED)
    assert client.get("esearch", db="sra", term="1[badfield]").xml.findtext("Count") == "60"


def linked(client: Client, uids: list[int]) -> list[list[int]]:
    answer = client.get("elink", dbfrom="sra", db="biosample", id=uids)
    return [[int(x.text or 0) for x in s.iterfind("IdList/Id")] for s in answer.xml]


def test_linksets_are_dropped_or_united(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.LINKSET_DROPPED, nth=1)
    assert linked(client, uids[:3]) == [[uids[0]], [uids[1]]]
    emulator.faults.clear()
    emulator.faults.add(Fault.LINKSET_DROPPED, nth=1, ids=[uids[0]])
    assert linked(client, uids[:3]) == [[uids[1]], [uids[2]]]
    emulator.faults.add(Fault.LINKS_UNITED, times=1)
    assert linked(client, uids[:3]) == [uids[:3]]


@pytest.mark.parametrize(
    ("fault", "start"),
    [
        (Fault.RUNINFO_HEADER_ONLY, b"Run,ReleaseDate"),
        (Fault.RUNINFO_WITHOUT_HEADER, b"SRR"),
        (Fault.RUNINFO_ERROR, b"Error: The server encountered an error"),
    ],
)
def test_runinfo_fails_in_its_own_ways(
    emulator: Emulator, client: Client, uids: list[int], fault: Fault, start: bytes
) -> None:
    emulator.faults.add(fault)
    table = client.packages(uids[:2], rettype="runinfo").body
    assert table.startswith(start)
    assert (b"SRR" in table) == (fault is Fault.RUNINFO_WITHOUT_HEADER)
