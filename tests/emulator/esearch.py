"""esearch: uids of the snapshot, newest first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.emulator.call import Call, RefusedError, Reply
from tests.emulator.envelopes import error_reply, id_list, json_reply, tag, xml_reply
from tests.emulator.faults import Fault
from tests.emulator.history import Place
from tests.emulator.index import Index
from tests.emulator.query import Found, Uids, first_day, last_day, search
from tests.emulator.service import Service


@dataclass(frozen=True, slots=True)
class _Answer:
    term: str
    count: int
    start: int
    page: list[int]
    place: Place | None
    missing: list[str]


def esearch(service: Service, call: Call) -> Reply:
    index = service.index(call.db)
    if index is None:
        return search_error(call, f"Invalid db name specified: {call.db}")
    term = call.get("term")
    if not term:
        return search_error(call, "Empty term and query_key - nothing todo")
    found = _found(service, call, index, term)
    uids = _drifted(sorted(found.uids, reverse=True), call)
    return _reply(call, _answer(service, call, uids, found.phrases_not_found))


def search_error(call: Call, message: str) -> Reply:
    if call.wants_json:
        return json_reply("esearch", {"esearchresult": {"ERROR": message}})
    return error_reply("eSearchResult", message)


def _found(service: Service, call: Call, index: Index, term: str) -> Found:
    def stored(query_key: str) -> Uids:
        uids = service.history.find(call.get("WebEnv"), query_key)
        if uids is None:
            raise RefusedError(search_error(call, f"Unable to obtain query #{query_key}"))
        return frozenset(uids)

    if call.fault(Fault.TAG_IGNORED):
        return Found(index.everything)
    found = search(term, index, stored)
    if (dated := _dated(service, call, index)) is not None:
        found.uids = found.uids & dated
    return found


def _dated(service: Service, call: Call, index: Index) -> Uids | None:
    """None without a date filter: a datetype the database lacks is ignored, as is half a range."""
    datetype = call.get("datetype", "pdat").lower()
    if datetype not in index.database.dates:
        return None
    if days := call.get("reldate"):
        today = service.archive.clock.day
        return index.between(datetype.upper(), today - timedelta(int(days)), today)
    first, last = first_day(call.get("mindate")), last_day(call.get("maxdate"))
    return index.between(datetype.upper(), first, last) if first and last else None


def _drifted(uids: list[int], call: Call) -> list[int]:
    drift = call.fault(Fault.PAGE_DRIFT)
    return uids[drift.count :] if drift else uids


def _answer(service: Service, call: Call, uids: list[int], missing: list[str]) -> _Answer:
    start = call.number("retstart", 0)
    place = None
    if call.get("usehistory") == "y":
        place = service.history.store(uids, call.get("WebEnv"))
    excess = call.fault(Fault.COUNT_TOO_HIGH)
    page = _page(service, call, uids, start)
    return _Answer(
        call.get("term"), len(uids) + (excess.count if excess else 0), start, page, place, missing
    )


def _page(service: Service, call: Call, uids: list[int], start: int) -> list[int]:
    limits = service.limits
    size = min(call.number("retmax", 20), limits.retmax)
    if limits.reach is not None:
        if start >= limits.reach:
            raise RefusedError(_out_of_reach(call, limits.reach))
        size = min(size, limits.reach - start)
    page = uids[start : start + size]
    if short := call.fault(Fault.SHORT_PAGE):
        page = page[: max(0, len(page) - short.count)]
    if call.fault(Fault.DUPLICATE_ID) and page:
        page = [uids[max(0, start - 1)], *page[1:]]
    return page


def _out_of_reach(call: Call, reach: int) -> Reply:
    return search_error(
        call,
        f"Search Backend failed: Exception: 'retstart' cannot be larger than {reach - 1}. "
        f"ESearch can only retrieve the first {reach:,} records matching the query.",
    )


def _reply(call: Call, answer: _Answer) -> Reply:
    if call.get("rettype") == "count":
        return _count(call, answer.count)
    return _json(answer) if call.wants_json else _xml(answer)


def _count(call: Call, count: int) -> Reply:
    if call.wants_json:
        return json_reply("esearch", {"esearchresult": {"count": str(count)}})
    return xml_reply("eSearchResult", tag("Count", count))


def _xml(answer: _Answer) -> Reply:
    place = answer.place
    history = f"{tag('QueryKey', place.query_key)}{tag('WebEnv', place.webenv)}" if place else ""
    return xml_reply(
        "eSearchResult",
        f"{tag('Count', answer.count)}{tag('RetMax', len(answer.page))}"
        f"{tag('RetStart', answer.start)}{history}{id_list(answer.page)}"
        f"<TranslationSet/>{tag('QueryTranslation', answer.term)}{_xml_complaints(answer)}",
    )


def _xml_complaints(answer: _Answer) -> str:
    missing = "".join(tag("PhraseNotFound", phrase) for phrase in answer.missing)
    errors = f"<ErrorList>{missing}</ErrorList>" if missing else ""
    if answer.count:
        return errors
    return f"{errors}<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>"


def _json(answer: _Answer) -> Reply:
    result: dict[str, Any] = {
        "count": str(answer.count),
        "retmax": str(len(answer.page)),
        "retstart": str(answer.start),
    }
    if answer.place:
        result |= {"querykey": str(answer.place.query_key), "webenv": answer.place.webenv}
    result |= {
        "idlist": [str(uid) for uid in answer.page],
        "translationset": [],
        "querytranslation": answer.term,
    }
    return json_reply("esearch", {"esearchresult": result | _json_complaints(answer)})


def _json_complaints(answer: _Answer) -> dict[str, Any]:
    complaints: dict[str, Any] = {}
    if answer.missing or not answer.count:
        complaints["errorlist"] = {"phrasesnotfound": answer.missing, "fieldsnotfound": []}
    if not answer.count:
        complaints["warninglist"] = {
            "phrasesignored": [],
            "quotedphrasesnotfound": [],
            "outputmessages": ["No items found."],
        }
    return complaints
