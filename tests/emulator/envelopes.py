"""The XML and JSON every E-utility wraps its answer in."""

import json
from typing import Any
from xml.sax.saxutils import escape

from tests.emulator.call import JSON, Reply

_DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_DOCTYPES = {
    "eInfoResult": ("einfo 20190110", "20190110/einfo.dtd"),
    "eSearchResult": ("esearch 20060628", "20060628/esearch.dtd"),
    "eSummaryResult": ("esummary v1 20041029", "20041029/esummary-v1.dtd"),
    "eLinkResult": ("elink 20101123", "20101123/elink.dtd"),
    "ePostResult": ("epost 20090526", "20090526/epost.dtd"),
    "eFetchResult": ("efetch 20131226", "20131226/efetch.dtd"),
}


def xml_reply(root: str, content: str, status: int = 200) -> Reply:
    public, system = _DOCTYPES[root]
    return Reply.text(
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        f'<!DOCTYPE {root} PUBLIC "-//NLM//DTD {public}//EN" "{_DTD}/{system}">\n'
        f"<{root}>{content}</{root}>\n",
        status,
    )


def json_reply(kind: str, content: dict[str, Any]) -> Reply:
    header = {"header": {"type": kind, "version": "0.3"}}
    return Reply.text(json.dumps(header | content), content_type=JSON)


def error_reply(root: str, *messages: str, status: int = 200) -> Reply:
    return xml_reply(root, "".join(tag("ERROR", message) for message in messages), status)


def tag(name: str, value: object) -> str:
    return f"<{name}>{escape(str(value))}</{name}>"


def id_list(uids: list[int]) -> str:
    return "<IdList>{}</IdList>".format("".join(f"\n<Id>{uid}</Id>" for uid in uids) + "\n")
