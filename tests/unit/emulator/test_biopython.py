"""Bio.Entrez reads the envelopes with the DTDs it ships, and without the network."""

import io
from typing import Any

import pytest
from Bio import Entrez
from Bio.Entrez import Parser
from lxml import etree

from tests.emulator import Emulator, Fault
from tests.synthetic import Archive
from tests.unit.emulator.client import Answer, Client


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a DTD is not shipped with Biopython")

    monkeypatch.setattr(Parser, "urlopen", refuse)


def read(answer: Answer) -> Any:
    return Entrez.read(io.BytesIO(answer.body), validate=True)  # type: ignore[no-untyped-call]


def test_einfo(client: Client) -> None:
    assert read(client.get("einfo"))["DbList"] == ["sra", "biosample", "bioproject"]
    (info,) = read(client.get("einfo", db="sra"))["DbInfo"]
    assert info["Count"] == "60"
    assert "MDAT" in {field["Name"] for field in info["FieldList"]}


def test_esearch_with_hits_without_and_with_history(client: Client, uids: list[int]) -> None:
    hits = read(client.get("esearch", db="sra", term="public[ACS]", retmax=3))
    assert [int(uid) for uid in hits["IdList"]] == sorted(uids, reverse=True)[:3]
    assert read(client.get("esearch", db="sra", term="x", usehistory="y"))["WebEnv"]
    none = read(client.get("esearch", db="sra", term="abcXYZ"))
    assert none["ErrorList"]["PhraseNotFound"] == ["abcXYZ"]
    assert none["WarningList"]["OutputMessage"] == ["No items found."]


def test_esummary_holds_escaped_xml(client: Client, archive: Archive, uids: list[int]) -> None:
    for document in read(client.get("esummary", db="sra", id=",".join(map(str, uids)))):
        record = archive.sra[int(document["Id"])]
        inside = etree.fromstring(f"<x>{document['ExpXml']}{document['Runs']}</x>")
        experiment = inside.find("Experiment")
        assert experiment is not None
        assert experiment.get("acc") == record.accession
        assert [run.get("acc") for run in inside.iterfind("Run")] == list(record.runs)


@pytest.mark.parametrize("db", ["biosample", "bioproject"])
def test_esummary_of_the_other_databases(client: Client, archive: Archive, db: str) -> None:
    uid = next(iter(archive.records(db)))
    (document,) = read(client.get("esummary", db=db, id=uid))
    assert document["Id"] == str(uid)


@pytest.mark.parametrize("cmd", ["neighbor", "neighbor_history"])
def test_elink(client: Client, archive: Archive, uids: list[int], cmd: str) -> None:
    one = read(client.get("elink", dbfrom="sra", db="biosample", id=[uids[0], 7], cmd=cmd))
    assert one[0]["IdList"] == [str(uids[0])]
    if cmd == "neighbor":
        links = [link["Id"] for link in one[0]["LinkSetDb"][0]["Link"]]
        assert links == [str(archive.sra[uids[0]].samples[0].uid)]
        assert one[1]["LinkSetDb"] == []
    else:
        assert one[0]["LinkSetDbHistory"][0]["LinkName"] == "sra_biosample"


def test_epost(client: Client) -> None:
    posted = read(client.get("epost", db="sra", id="1,2"))
    assert posted["QueryKey"] == "1"
    assert posted["WebEnv"].startswith("MCID_")


def test_error_envelopes_are_read_as_errors(emulator: Emulator, client: Client) -> None:
    emulator.faults.add(Fault.SEARCH_BACKEND, "esearch")
    with pytest.raises(RuntimeError, match="Search Backend failed"):
        read(client.get("esearch", db="sra", term="x"))
    with pytest.raises(RuntimeError, match="Invalid db name"):
        read(client.get("epost", db="nothing", id="1"))
