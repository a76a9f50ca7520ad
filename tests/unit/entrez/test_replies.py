"""Replies that NCBI has really sent (facts/entrez.md, sections 1 and 2), and what each means."""

import pytest

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.envelopes import SEARCH, read_search
from adapters.entrez.packages import PACKAGES, read_pieces
from adapters.entrez.replies import Answer, accept

XML = b'<?xml version="1.0" encoding="UTF-8" ?>\n'
RATE = b'{"error":"API rate limit exceeded","api-key":"192.0.2.1","count":"4","limit":"3"}'
KEY = b'{"error":"API key invalid","api-key":"XXX","type":"invalid","status":"unknown"}'
HISTORY = (
    b"<eFetchResult><ERROR>Cannot retrieve history data. query_key: 1, WebEnv: MCID_0a, retstart: "
    b"12000, retmax: 500</ERROR><ERROR>Can't fetch uids from history because of: NCBI C++ "
    b"Exception: Error</ERROR></eFetchResult>"
)
VIEWER = (
    b"<eFetchResult><ERROR> Error: External viewer error: Empty Response. Bytes read: 0 Status: "
    b"Timeout</ERROR></eFetchResult>"
)
NO_IDS = (
    b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR></eFetchResult>"
)
NOT_PUBLIC = (
    b'<ERROR procedure="SRA_Main..GET_ExperimentPackage_xml" line="68" severity="13" '
    b'number="50000" public="yes">SRA Experiment SRX835000 is not public</ERROR>'
)
PACKAGE = b'<EXPERIMENT_PACKAGE><EXPERIMENT accession="SRX1"/></EXPERIMENT_PACKAGE>'


def in_set(content: bytes) -> bytes:
    return XML + b"<EXPERIMENT_PACKAGE_SET>" + content + b"</EXPERIMENT_PACKAGE_SET>\n"


REPLIES = {
    "rate limit": (429, RATE, Cause.RATE_LIMIT),
    "rate limit under 200": (200, RATE, Cause.RATE_LIMIT),
    "rate limit without words": (429, b"", Cause.RATE_LIMIT),
    "bad key": (400, KEY, Cause.BAD_KEY),
    "bad key, other words": (400, KEY.replace(b"invalid", b"not wellformed"), Cause.BAD_KEY),
    "backend in JSON": (
        200,
        b'{"header":{},"esearchresult":{"ERROR":"Search Backend failed: x"}}',
        Cause.BACKEND,
    ),
    "crash in JSON": (
        200,
        b'{"esummaryresult":["NCBI C++ Exception: Error: /entrez/local/sra"]}',
        Cause.BACKEND,
    ),
    "viewer under 200": (200, XML + VIEWER, Cause.BACKEND),
    "viewer under 400": (400, XML + VIEWER, Cause.BACKEND),
    "database of the SRA": (
        200,
        in_set(b"<Error>Internal Server Error (db)</Error>"),
        Cause.BACKEND,
    ),
    "the same, without its end": (
        200,
        b"<EXPERIMENT_PACKAGE_SET><Error>Internal Server Error (db)</Error>",
        Cause.BACKEND,
    ),
    "another error among the packages": (
        200,
        in_set(PACKAGE + b"<ERROR>no such luck</ERROR>"),
        Cause.BACKEND,
    ),
    "crash": (
        200,
        b"<eFetchResult><ERROR>NCBI C++ Exception: TXCLIENT readAll --- Read failed: EOF</ERROR>",
        Cause.BACKEND,
    ),
    "history, two errors": (200, XML + HISTORY, Cause.HISTORY_GONE),
    "history, no query": (200, b"<ERROR>Unable to obtain query #1</ERROR>", Cause.HISTORY_GONE),
    "history, a page": (
        200,
        b"<html><body><br/><h2>Error occurred: Unable to obtain query #1</h2></body></html>",
        Cause.HISTORY_GONE,
    ),
    "history, PubMed": (
        400,
        b"Search backend cannot retrieve history data. Reason: Exception: 'retstart' ...",
        Cause.HISTORY_GONE,
    ),
    "no ids": (400, NO_IDS, Cause.NO_SUCH_IDS),
    "no ids, plain": (
        400,
        b"ID+list+is+empty!+Possibly+it+has+no+correct+IDs.",
        Cause.NO_SUCH_IDS,
    ),
    "neither ids nor query": (
        400,
        b'{"error":"Both list of IDs and query_key are empty"}',
        Cause.REFUSED,
    ),
    "a request that is too long": (414, b"<h1>Request-URI Too Long</h1>", Cause.REFUSED),
    "a 400 nobody has seen": (400, b"<html><title>Bad Request</title></html>", Cause.REFUSED),
    "gateway": (502, b"<html><title>502 Bad Gateway</title></html>", Cause.BACKEND),
    "unavailable, no words": (503, b"", Cause.BACKEND),
    "a page under 200": (200, b"<!DOCTYPE html><html><h1>Maintenance</h1></html>", Cause.BACKEND),
    "too slow": (408, b"", Cause.BACKEND),
    "nowhere": (404, b"<html><h1>Not Found</h1></html>", Cause.WRONG_ADDRESS),
    "elsewhere": (302, b"", Cause.WRONG_ADDRESS),
    "nothing": (200, b"", Cause.TORN),
    "white space": (200, b" \n", Cause.TORN),
    "cut inside a package": (200, in_set(PACKAGE)[:70], Cause.TORN),
    "cut between packages": (200, in_set(PACKAGE + PACKAGE)[:-26], Cause.TORN),
    "cut after a record that is not public": (200, in_set(NOT_PUBLIC)[:-26], Cause.TORN),
}


@pytest.mark.parametrize("name", REPLIES)
def test_the_body_tells_the_cause(name: str) -> None:
    status, body, cause = REPLIES[name]
    with pytest.raises(FailedRequestError) as failed:
        read_pieces(accept(Answer(status, body), PACKAGES))
    assert failed.value.cause is cause


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, HISTORY, 'answered "Cannot retrieve history data. query_key: 1, WebEnv: MCID_0a'),
        (400, VIEWER, 'answered HTTP 400, "Error: External viewer error: Empty Response.'),
        (429, RATE, 'answered HTTP 429, "API rate limit exceeded"'),
        (502, b"<title>502 Bad Gateway</title>", 'answered HTTP 502, "502 Bad Gateway"'),
        (503, b"", "answered HTTP 503"),
        (200, b"", "sent an empty reply"),
        (200, in_set(PACKAGE)[:70], "broke off its reply after 70 bytes"),
    ],
)
def test_it_is_told_in_the_words_of_ncbi(status: int, body: bytes, words: str) -> None:
    with pytest.raises(FailedRequestError) as failed:
        accept(Answer(status, body), PACKAGES)
    assert failed.value.words.startswith(words)


def test_how_long_ncbi_wants_to_be_left_alone_is_kept() -> None:
    with pytest.raises(FailedRequestError) as failed:
        accept(Answer(429, RATE, retry_after=2.0), PACKAGES)
    assert failed.value.retry_after == 2.0


@pytest.mark.parametrize(
    "content", [b"", PACKAGE, NOT_PUBLIC, PACKAGE + NOT_PUBLIC + PACKAGE, b"<EXPERIMENT_PACKAGE/>"]
)
def test_whole_sets_are_accepted(content: bytes) -> None:
    pieces = read_pieces(accept(Answer(200, in_set(content)), PACKAGES))
    assert len(pieces) == content.count(b"<ERROR") + content.count(b"<EXPERIMENT_PACKAGE")


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbf" + in_set(PACKAGE),
        in_set(PACKAGE).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        b"<EXPERIMENT_PACKAGE_SET/>",
        b"<!DOCTYPE EXPERIMENT_PACKAGE_SET><EXPERIMENT_PACKAGE_SET></EXPERIMENT_PACKAGE_SET >",
    ],
)
def test_so_are_other_ways_to_write_them(body: bytes) -> None:
    assert read_pieces(accept(Answer(200, body), PACKAGES)) is not None


def test_words_inside_records_are_not_taken_for_complaints() -> None:
    package = PACKAGE.replace(b"/>", b"><TITLE>API key invalid; Search Backend failed</TITLE>", 1)
    body = in_set(package.replace(b"</EXPERIMENT_P", b"</EXPERIMENT></EXPERIMENT_P"))
    assert len(read_pieces(accept(Answer(200, body), PACKAGES))) == 1


def test_an_error_of_a_search_under_200_is_a_failure() -> None:
    body = XML + b"<eSearchResult><ERROR>Search Backend failed: x</ERROR></eSearchResult>"
    with pytest.raises(FailedRequestError, match="Search Backend failed: x") as failed:
        read_search(accept(Answer(200, body), SEARCH))
    assert failed.value.cause is Cause.BACKEND
