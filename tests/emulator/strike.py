"""Faults that put another reply in the place of the true one."""

import json
from collections.abc import Callable

from tests.emulator.call import HTML, JSON, Call, Ending, Reply
from tests.emulator.envelopes import error_reply
from tests.emulator.esearch import search_error
from tests.emulator.faults import Fault, Rule
from tests.emulator.service import history_lost

_ROOTS = {
    "einfo": "eInfoResult",
    "esearch": "eSearchResult",
    "esummary": "eSummaryResult",
    "efetch": "eFetchResult",
    "elink": "eLinkResult",
    "epost": "ePostResult",
}


def struck(call: Call) -> Reply | None:
    """The reply of the first fault that replaces the whole; None without one."""
    for rule in call.faults:
        if rule.fault in _REPLIES:
            return _REPLIES[rule.fault](call, rule)
    return None


def wounded(call: Call, reply: Reply) -> Reply:
    """The true reply, harmed on its way."""
    for rule in call.faults:
        if rule.fault in {Fault.CHUNK_ABORT, Fault.RESET}:
            reply.ending = Ending.ABORTED if rule.fault is Fault.CHUNK_ABORT else Ending.RESET
        elif rule.fault is Fault.TRUNCATED:
            body = reply.body
            reply.pieces = [body[: len(body) // 2 if rule.at is None else rule.at]]
        elif rule.fault is Fault.BYTE_ORDER_MARK:
            reply.pieces = [b"\xef\xbb\xbf", *reply.pieces]
    return reply


def too_many_requests(who: str, count: int, limit: int) -> Reply:
    body = {
        "error": "API rate limit exceeded",
        "api-key": who,
        "count": str(count),
        "limit": str(limit),
    }
    return Reply([json.dumps(body).encode()], 429, JSON, {"Retry-After": "2"})


def key_invalid(key: str) -> Reply:
    body = {"error": "API key invalid", "api-key": key, "type": "invalid", "status": "unknown"}
    return Reply([json.dumps(body).encode()], 400, JSON)


def uri_too_long() -> Reply:
    return _page(414, "Request-URI Too Long")


def _page(status: int, title: str) -> Reply:
    html = f"<html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>"
    return Reply.text(f"{html}\n", status, HTML)


def _root(call: Call) -> str:
    return _ROOTS[call.endpoint]


def _rate_limit(call: Call, _rule: Rule) -> Reply:
    limit = 10 if call.api_key else 3
    return too_many_requests(call.api_key or call.address, limit + 1, limit)


def _http_error(_call: Call, rule: Rule) -> Reply:
    return _page(rule.status or 503, "The server is temporarily unable to service your request")


def _viewer_timeout(call: Call, rule: Rule) -> Reply:
    message = " Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout"
    return error_reply(_root(call), message, status=rule.status or 200)


def _query_lost_html(_call: Call, _rule: Rule) -> Reply:
    message = "Error occurred: Unable to obtain query #1"
    return Reply.text(f"<html><body><br/><h2>{message}</h2></body></html>\n", 200, HTML)


def _sra_database(_call: Call, _rule: Rule) -> Reply:
    error = "<Error>Internal Server Error (db)</Error>"
    return Reply.text(
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        f"<EXPERIMENT_PACKAGE_SET>{error}</EXPERIMENT_PACKAGE_SET>\n"
    )


def _link_crash(call: Call, _rule: Rule) -> Reply:
    return error_reply(
        _root(call),
        "NCBI C++ Exception: Error: TXCLIENT(CException::eUnknown) "
        "CTxRawClientImpl::readAll --- Read failed: EOF (the other side has unexpectedly closed)",
    )


_REPLIES: dict[Fault, Callable[[Call, Rule], Reply]] = {
    Fault.RATE_LIMIT: _rate_limit,
    Fault.BAD_KEY: lambda call, _: key_invalid(call.api_key or ""),
    Fault.SEARCH_BACKEND: lambda call, _: search_error(
        call, "Search Backend failed: Exception: Backend is not available"
    ),
    Fault.HISTORY_LOST: lambda call, _: history_lost(call),
    Fault.QUERY_LOST: lambda call, _: error_reply(_root(call), "Unable to obtain query #1"),
    Fault.QUERY_LOST_HTML: _query_lost_html,
    Fault.VIEWER_TIMEOUT: _viewer_timeout,
    Fault.SRA_DATABASE: _sra_database,
    Fault.EMPTY_BODY: lambda _call, _rule: Reply([]),
    Fault.HTTP_ERROR: _http_error,
    Fault.URI_TOO_LONG: lambda _call, _rule: uri_too_long(),
    Fault.LINK_CRASH: _link_crash,
    Fault.LINK_HISTORY_EMPTY: lambda call, _: error_reply(
        _root(call), "Empty history ID list - nothing todo"
    ),
}
