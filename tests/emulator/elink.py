"""elink: from uid to uid; and epost, which puts uids into the history."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.call import Call, Reply
from tests.emulator.databases import DATABASES
from tests.emulator.envelopes import error_reply, id_list, json_reply, tag, xml_reply
from tests.emulator.faults import Fault
from tests.emulator.history import Place
from tests.emulator.service import Service, history_lost, id_groups


@dataclass(slots=True)
class _LinkSet:
    """The ids of one id= parameter, and what they link to by link name."""

    ids: list[int]
    links: dict[str, list[int]]
    places: dict[str, Place] = field(default_factory=dict)


def elink(service: Service, call: Call) -> Reply:
    """Several id= parameters give a LinkSet each, a comma list a single one with the union."""
    source = call.get("dbfrom").lower()
    if source not in DATABASES or call.db not in DATABASES:
        return error_reply("eLinkResult", f"Invalid db name specified: {source or call.db}")
    groups = _groups(service, call)
    if groups is None:
        return history_lost(call)
    sets = [_LinkSet(ids, _links(service, call, source, ids)) for ids in _kept(call, groups)]
    if call.get("cmd") != "neighbor_history":
        return _json(source, call.db, sets) if call.wants_json else _xml(source, call.db, sets)
    if any(len(one.ids) > service.limits.link_history for one in sets):
        return error_reply("eLinkResult", "Empty history ID list - nothing todo")
    for one in sets:
        one.places = {name: service.history.store(uids) for name, uids in one.links.items()}
    return _json(source, call.db, sets) if call.wants_json else _xml(source, call.db, sets)


def _groups(service: Service, call: Call) -> list[list[int]] | None:
    if "id" not in call.params:
        stored = service.history.find(call.get("WebEnv"), call.get("query_key"))
        return None if stored is None else [stored]
    groups = [group for group in id_groups(call) if group]
    if call.fault(Fault.LINKS_UNITED):
        return [[uid for group in groups for uid in group]]
    return groups


def _kept(call: Call, groups: list[list[int]]) -> list[list[int]]:
    dropped = call.fault(Fault.LINKSET_DROPPED)
    if dropped is None:
        return groups
    if dropped.ids:
        return [group for group in groups if dropped.ids.isdisjoint(group)]
    return groups[: max(0, len(groups) - dropped.count)]


def _links(service: Service, call: Call, source: str, ids: list[int]) -> dict[str, list[int]]:
    """Only what links at all has a name here. Without linkname, all names lead to the same."""
    wanted = call.get("linkname")
    names = [
        name
        for name, target in DATABASES[source].links
        if target == call.db and wanted in {"", name}
    ]
    uids = sorted({uid for one in ids for uid in _neighbours(service, source, call.db, one)})
    return dict.fromkeys(names, uids) if uids else {}


def _neighbours(service: Service, source: str, target: str, uid: int) -> Iterator[int]:
    """Live ones only, at both ends."""
    here, there = service.snapshot.indexes[source], service.snapshot.indexes[target]
    entry = here.entries.get(uid)
    if entry is None:
        return
    for linked in entry.links.get(target, ()) or there.links_back[source].get(uid, ()):
        if linked in there.entries:
            yield linked


def _xml(source: str, target: str, sets: list[_LinkSet]) -> Reply:
    content = "".join(
        f"\n<LinkSet>{tag('DbFrom', source)}{id_list(one.ids)}{_targets(target, one)}</LinkSet>"
        for one in sets
    )
    return xml_reply("eLinkResult", f"{content}\n")


def _targets(target: str, one: _LinkSet) -> str:
    if one.places:
        webenv = next(iter(one.places.values())).webenv
        return "".join(
            f"<LinkSetDbHistory>{tag('DbTo', target)}{tag('LinkName', name)}"
            f"{tag('QueryKey', place.query_key)}</LinkSetDbHistory>"
            for name, place in one.places.items()
        ) + tag("WebEnv", webenv)
    return "".join(
        f"<LinkSetDb>{tag('DbTo', target)}{tag('LinkName', name)}"
        + "".join(f"<Link>{tag('Id', uid)}</Link>" for uid in uids)
        + "</LinkSetDb>"
        for name, uids in one.links.items()
    )


def _json(source: str, target: str, sets: list[_LinkSet]) -> Reply:
    return json_reply("elink", {"linksets": [_json_set(source, target, one) for one in sets]})


def _json_set(source: str, target: str, one: _LinkSet) -> dict[str, Any]:
    answer: dict[str, Any] = {"dbfrom": source, "ids": [str(uid) for uid in one.ids]}
    if one.places:
        answer["linksetdbhistories"] = [
            {"dbto": target, "linkname": name, "querykey": str(place.query_key)}
            for name, place in one.places.items()
        ]
        answer["webenv"] = next(iter(one.places.values())).webenv
    elif one.links:
        answer["linksetdbs"] = [
            {"dbto": target, "linkname": name, "links": [str(uid) for uid in uids]}
            for name, uids in one.links.items()
        ]
    return answer


def epost(service: Service, call: Call) -> Reply:
    if call.db not in DATABASES:
        return error_reply("ePostResult", f"Invalid db name specified: {call.db}")
    if not call.uids:
        return error_reply(
            "ePostResult",
            "Empty ID list; Nothing to store",
            "Some IDs have invalid value and were omitted. Maximum ID value 18446744073709551615",
        )
    place = service.history.store(call.uids, call.get("WebEnv"))
    return xml_reply(
        "ePostResult", f"{tag('QueryKey', place.query_key)}{tag('WebEnv', place.webenv)}"
    )
