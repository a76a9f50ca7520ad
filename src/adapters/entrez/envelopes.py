"""Reads what the E-utilities wrap their answers in: einfo, esearch, esummary, elink documents."""

import io
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import Bio
from Bio import Entrez

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.replies import errors_in, failure

INFO, SEARCH, SUMMARY = "eInfoResult", "eSearchResult", "eSummaryResult"
LINKS: Final = "eLinkResult"

# Each is read by the DTD that Biopython ships, under a prolog of our own instead of the reply's:
# no DTD is ever fetched, a reply without DOCTYPE is read all the same, one that brings
# declarations of its own loses them.
_DTD: Final = {
    INFO: "einfo.dtd",
    SEARCH: "esearch.dtd",
    SUMMARY: "esummary-v1.dtd",
    LINKS: "eLink_101123.dtd",
}
_DTD_FOLDER: Final = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/"

# Biopython makes a folder for downloaded DTDs in the user's home as soon as it parses, and fails
# where it cannot. It finds this one made: its own.
Entrez.local_cache = str(Path(Bio.__file__).parents[1])  # type: ignore[assignment]  # inferred from None

_UNREADABLE: Final = (ValueError, RuntimeError, LookupError, AssertionError, AttributeError)


@dataclass(frozen=True, slots=True)
class ArchiveInfo:
    """What einfo tells of a database. last_update: when its index was built, as NCBI writes it.

    fields: full name of each search field by its short name.
    """

    build: str
    last_update: str
    count: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search. count: of all its hits; webenv, query_key: where history keeps it."""

    count: int
    uids: tuple[int, ...]
    webenv: str
    query_key: str
    unmatched: tuple[str, ...] = ()
    unknown_fields: tuple[str, ...] = ()


def read_info(body: bytes) -> ArchiveInfo:
    """Raises FailedRequestError, as all readers of replies do, if the document is not right."""
    with _reading(INFO, body) as document:
        database = document["DbInfo"][0]
        return ArchiveInfo(
            build=str(database["DbBuild"]),
            last_update=str(database["LastUpdate"]),
            count=int(database["Count"]),
            fields={str(item["Name"]): str(item["FullName"]) for item in database["FieldList"]},
        )


def read_search(body: bytes) -> Found:
    with _reading(SEARCH, body) as document:
        errors, warnings = document.get("ErrorList", {}), document.get("WarningList", {})
        unmatched = [*errors.get("PhraseNotFound", ()), *warnings.get("QuotedPhraseNotFound", ())]
        return Found(
            count=int(document["Count"]),
            uids=tuple(map(int, document["IdList"])),
            webenv=str(document["WebEnv"]),
            query_key=str(document["QueryKey"]),
            unmatched=tuple(map(str, unmatched)),
            unknown_fields=tuple(map(str, errors.get("FieldNotFound", ()))),
        )


def read_count(body: bytes) -> int:
    with _reading(SEARCH, body) as document:
        return int(document["Count"])


def read_experiments(body: bytes) -> dict[str, str]:
    """Give the experiment of each uid, as far as NCBI has a summary of it."""
    with _reading(SUMMARY, body) as documents:
        summaries = (item for item in documents if isinstance(item, dict))  # the rest: errors
        told = ((str(item["Id"]), str(item.get("ExpXml", ""))) for item in summaries)
        return {uid: found[1] for uid, text in told if (found := _EXPERIMENT.search(text))}


def read_links(body: bytes, names: Collection[str]) -> dict[int, tuple[int, ...]]:
    """Give what each record is linked to by links of these names; of records asked for alone."""
    found: dict[int, tuple[int, ...]] = {}
    with _reading(LINKS, body) as sets:
        for one in sets:
            uids = list(map(int, one["IdList"]))
            if len(uids) == 1:  # of several nobody can tell which is linked to what
                found[uids[0]] = tuple(dict.fromkeys(_linked(one, names)))
    return found


def _linked(one: Any, names: Collection[str]) -> Iterator[int]:
    for links in one["LinkSetDb"]:
        if links["LinkName"] in names:
            yield from (int(link["Id"]) for link in links["Link"])


# Searched, not parsed: of some records the XML inside the summary is broken.
_EXPERIMENT: Final = re.compile(r"""<Experiment\s(?:[^<]*?\s)?acc\s*=\s*["']([^"']+)""")
_OF_ONE_SUMMARY: Final = re.compile("cannot get document summary|^UID=", re.IGNORECASE)


@contextmanager
def _reading(root: str, body: bytes) -> Iterator[Any]:
    said = " / ".join(text for text in errors_in(body) if not _OF_ONE_SUMMARY.search(text))
    if said:
        raise failure(said)
    try:
        yield _document(root, body)
    except _UNREADABLE as error:
        raise FailedRequestError(
            Cause.MALFORMED, f"sent an {root} that cannot be read ({error})"
        ) from error


def _document(root: str, body: bytes) -> Any:
    prolog = f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "{_DTD_FOLDER}{_DTD[root]}">'
    content = body[body.index(b"<" + root.encode()) :]
    stream = io.BytesIO(prolog.encode() + content)
    return Entrez.read(stream, validate=False, ignore_errors=True)  # type: ignore[no-untyped-call]
