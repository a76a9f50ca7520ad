"""einfo: the databases, their fields, links, build and size."""

from typing import Any

from tests.emulator.call import Call, Reply
from tests.emulator.databases import DATABASES, Field
from tests.emulator.envelopes import error_reply, json_reply, tag, xml_reply
from tests.emulator.index import Index, Snapshot
from tests.emulator.service import Service


def einfo(service: Service, call: Call) -> Reply:
    snapshot = service.snapshot
    if not call.get("db"):
        return _names(call)
    index = snapshot.indexes.get(call.db)
    if index is None:
        message = f"Can not retrieve DbInfo for db={call.db}"
        if call.wants_json:
            return json_reply("einfo", {"einforesult": {"ERROR": message}})
        return error_reply("eInfoResult", message)
    return _json(snapshot, index) if call.wants_json else _xml(snapshot, index)


def _names(call: Call) -> Reply:
    if call.wants_json:
        return json_reply("einfo", {"einforesult": {"dblist": list(DATABASES)}})
    names = "".join(tag("DbName", name) for name in DATABASES)
    return xml_reply("eInfoResult", f"<DbList>{names}</DbList>")


def _xml(snapshot: Snapshot, index: Index) -> Reply:
    database = index.database
    fields = "".join(
        "<Field>"
        + "".join(tag(name, value) for name, value in _field(index, f).items())
        + "</Field>"
        for f in database.fields
    )
    links = "".join(
        "<Link>" + "".join(tag(name, value) for name, value in _link(*link).items()) + "</Link>"
        for link in database.links
    )
    return xml_reply(
        "eInfoResult",
        f"<DbInfo>{tag('DbName', database.name)}{tag('MenuName', database.menu)}"
        f"{tag('Description', f'{database.menu} database')}{tag('DbBuild', snapshot.build)}"
        f"{tag('Count', len(index.entries))}{tag('LastUpdate', snapshot.updated(database.name))}"
        f"<FieldList>{fields}</FieldList><LinkList>{links}</LinkList></DbInfo>",
    )


def _json(snapshot: Snapshot, index: Index) -> Reply:
    database = index.database
    info = {
        "dbname": database.name,
        "menuname": database.menu,
        "description": f"{database.menu} database",
        "dbbuild": snapshot.build,
        "count": str(len(index.entries)),
        "lastupdate": snapshot.updated(database.name),
        "fieldlist": [_lower(_field(index, field)) for field in database.fields],
        "linklist": [_lower(_link(*link)) for link in database.links],
    }
    return json_reply("einfo", {"einforesult": {"dbinfo": [info]}})


def _field(index: Index, field: Field) -> dict[str, Any]:
    return {
        "Name": field.code,
        "FullName": field.name,
        "Description": f"{field.name} of the record",
        "TermCount": len(index.entries),
        "IsDate": "Y" if field.is_date else "N",
        "IsNumerical": "N",
        "SingleToken": "Y" if field.code in {"UID", "ACCN"} else "N",
        "Hierarchy": "Y" if field.code == "ORGN" else "N",
        "IsHidden": "N",
    }


def _link(name: str, target: str) -> dict[str, str]:
    return {"Name": name, "Menu": f"{target} links", "Description": f"To {target}", "DbTo": target}


def _lower(values: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): str(value) for name, value in values.items()}
