"""Faults inside the records: broken ones (F15) and new shapes (F16)."""

import pytest
from lxml import etree

from tests.emulator import Emulator, Fault
from tests.synthetic import Archive
from tests.unit.emulator.client import Client

BROKEN = [Fault.CONTROL_CHARACTER, Fault.UNESCAPED, Fault.LATIN_1, Fault.NUL]


@pytest.mark.parametrize("db", ["sra", "biosample", "bioproject"])
@pytest.mark.parametrize("fault", BROKEN)
def test_one_record_is_broken_and_the_others_are_not(
    emulator: Emulator, client: Client, archive: Archive, fault: Fault, db: str
) -> None:
    uids = list(archive.records(db))[:3]
    asked = {"db": db, "id": ",".join(map(str, uids))}
    true = client.get("efetch", **asked).body
    emulator.faults.add(fault, ids=[uids[1]])
    broken = client.get("efetch", **asked).body
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(broken)
    assert 0 < len(broken) - len(true) < 30
    for uid in (uids[0], uids[2]):
        assert etree.fromstring(client.get("efetch", db=db, id=uid).body) is not None


def test_without_ids_the_first_record_is_the_broken_one(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.CARRIAGE_RETURN)
    answer = client.packages([uids[4], uids[3]])
    titles = [found.text or "" for found in answer.xml.iterfind("*/EXPERIMENT/TITLE")]
    assert ["\r" in title for title in titles] == [True, False]


def test_a_byte_order_mark_comes_first(emulator: Emulator, client: Client, uids: list[int]) -> None:
    emulator.faults.add(Fault.BYTE_ORDER_MARK)
    assert client.packages(uids[:1]).body.startswith(b"\xef\xbb\xbf<?xml")


def test_a_huge_text_is_more_than_lxml_takes_by_default(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    emulator.faults.add(Fault.HUGE_ABSTRACT, count=11)
    body = client.packages(uids[:1]).body
    assert len(body) > 10_900_000
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)


def drifted(emulator: Emulator, client: Client, uids: list[int], fault: Fault) -> etree._Element:
    emulator.faults.add(fault)
    return client.packages(uids[:3]).xml


def test_files_take_other_names(emulator: Emulator, client: Client, uids: list[int]) -> None:
    xml = drifted(emulator, client, uids, Fault.RENAMED_FILES)
    names = {file.get("semantic_name") for file in xml.iter("SRAFile")}
    assert names == {"new SRA Normalized", "new SRA Lite", "new fastq"}


def test_run_sets_lose_their_attributes(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    xml = drifted(emulator, client, uids, Fault.BARE_RUN_SET)
    assert [dict(run_set.attrib) for run_set in xml.iter("RUN_SET")] == [{}, {}, {}]


def test_a_second_sample_appears_with_its_members(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    xml = drifted(emulator, client, uids, Fault.SECOND_SAMPLE)
    for package in xml:
        samples = [sample.get("accession") for sample in package.iterfind("SAMPLE")]
        assert len(set(samples)) == 2
        for pool in package.iter("Pool"):
            assert [member.get("accession") for member in pool] == samples


def test_statistics_go_missing(emulator: Emulator, client: Client, uids: list[int]) -> None:
    xml = drifted(emulator, client, uids, Fault.WITHOUT_STATISTICS)
    assert not xml.findall(".//RUN/Statistics")
    assert not xml.findall(".//RUN/Bases")
    assert xml.findall(".//Databases/Database/Table/Statistics/Rows")


def test_a_new_platform_is_announced_by_nobody(
    emulator: Emulator, client: Client, uids: list[int]
) -> None:
    xml = drifted(emulator, client, uids, Fault.NEW_PLATFORM)
    assert {platform[0].tag for platform in xml.iter("PLATFORM")} == {"QUANTUM_PORE"}


@pytest.mark.parametrize("db", ["sra", "biosample", "bioproject"])
def test_unknown_children_appear(
    emulator: Emulator, client: Client, archive: Archive, db: str
) -> None:
    emulator.faults.add(Fault.UNKNOWN_CHILD)
    uid = next(iter(archive.records(db)))
    assert client.get("efetch", db=db, id=uid).xml.findall(".//PROVENANCE/STEP")
