from datetime import timedelta

import pytest

from tests.emulator import Emulator, Limits
from tests.synthetic import Archive
from tests.synthetic.archive import TODAY
from tests.unit.emulator.client import Client


def test_a_page_is_newest_first_and_counts_everything(client: Client, uids: list[int]) -> None:
    found = client.get("esearch", db="sra", term="public[ACS]", retmax=4, retstart=2)
    assert found.ids == sorted(uids, reverse=True)[2:6]
    assert found.xml.findtext("Count") == "60"
    assert found.xml.findtext("RetMax") == "4"
    assert found.xml.findtext("RetStart") == "2"


def test_json_says_the_same_in_strings(client: Client, uids: list[int]) -> None:
    found = client.get("esearch", db="sra", term="public[ACS]", retmode="json", retmax=2).json
    assert found["header"] == {"type": "esearch", "version": "0.3"}
    result = found["esearchresult"]
    assert (result["count"], result["retmax"], result["retstart"]) == ("60", "2", "0")
    assert not {"errorlist", "warninglist", "webenv", "querykey"} & result.keys()
    assert result["idlist"] == [str(uid) for uid in sorted(uids, reverse=True)[:2]]


def test_twenty_ids_unless_asked_for_more(client: Client) -> None:
    assert len(client.get("esearch", db="sra", term="public[ACS]").ids) == 20


def test_the_server_gives_no_more_than_its_cap(archive: Archive) -> None:
    with Emulator(archive, limits=Limits(retmax=7)) as emulator, Client(emulator) as client:
        found = client.get("esearch", db="sra", term="public[ACS]", retmax=50)
    assert found.xml.findtext("RetMax") == "7"
    assert len(found.ids) == 7


def test_beyond_its_reach_the_search_fails_under_200(archive: Archive) -> None:
    limits = Limits(reach=10)
    with Emulator(archive, limits=limits, rate_limit=False) as emulator, Client(emulator) as client:
        last = client.get("esearch", db="sra", term="public[ACS]", retstart=8, retmax=50)
        beyond = client.get("esearch", db="sra", term="public[ACS]", retstart=10)
    assert len(last.ids) == 2
    assert beyond.status == 200
    assert "'retstart' cannot be larger than 9" in str(beyond.xml.findtext("ERROR"))


def test_no_hit_says_so_in_both_formats(client: Client) -> None:
    xml = client.get("esearch", db="sra", term="abcXYZ").xml
    assert xml.findtext("Count") == "0"
    assert xml.find("IdList") is not None
    assert xml.findtext("ErrorList/PhraseNotFound") == "abcXYZ"
    assert xml.findtext("WarningList/OutputMessage") == "No items found."
    json = client.get("esearch", db="sra", term="abcXYZ", retmode="json").json["esearchresult"]
    assert json["errorlist"]["phrasesnotfound"] == ["abcXYZ"]
    assert json["warninglist"]["outputmessages"] == ["No items found."]


def test_a_missing_phrase_is_named_beside_hits(client: Client) -> None:
    found = client.get("esearch", db="sra", term="public[ACS] OR SRX1[ACCN]")
    assert found.xml.findtext("ErrorList/PhraseNotFound") == "SRX1[ACCN]"
    assert found.xml.find("WarningList") is None
    assert found.ids
    json = client.get("esearch", db="sra", term="public[ACS] OR SRX1[ACCN]", retmode="json").json
    assert json["esearchresult"]["errorlist"]["phrasesnotfound"] == ["SRX1[ACCN]"]
    assert "warninglist" not in json["esearchresult"]


def test_the_count_alone(client: Client) -> None:
    xml = client.get("esearch", db="sra", term="public[ACS]", rettype="count").xml
    assert [child.tag for child in xml] == ["Count"]
    json = client.get("esearch", db="sra", term="public[ACS]", rettype="count", retmode="json").json
    assert json["esearchresult"] == {"count": "60"}


@pytest.mark.parametrize("retmode", ["xml", "json"])
@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"db": "nosuch", "term": "x"}, "Invalid db name specified: nosuch"),
        ({"db": "sra", "term": ""}, "Empty term and query_key - nothing todo"),
        ({"db": "sra", "term": "#1", "WebEnv": "MCID_0"}, "Unable to obtain query #1"),
    ],
)
def test_errors_come_under_200(
    client: Client, retmode: str, params: dict[str, str], message: str
) -> None:
    answer = client.get("esearch", retmode=retmode, **params)
    assert answer.status == 200
    if retmode == "json":
        assert answer.json["esearchresult"]["ERROR"] == message
    else:
        assert answer.xml.findtext("ERROR") == message


def test_post_and_get_are_equal(client: Client) -> None:
    asked = {"db": "sra", "term": "public[ACS]", "retmax": 5}
    assert client.get("esearch", **asked).body == client.post("esearch", **asked).body


@pytest.mark.parametrize("datetype", ["pdat", "mdat"])
def test_dates_limit_a_search(archive: Archive, client: Client, datetype: str) -> None:
    days = sorted(getattr(record, datetype) for record in archive.live())
    first, last = days[10], days[40]
    found = client.get(
        "esearch",
        db="sra",
        term="public[ACS]",
        retmax=100,
        datetype=datetype,
        mindate=f"{first:%Y/%m/%d}",
        maxdate=f"{last:%Y/%m/%d}",
    )
    wanted = {r.uid for r in archive.live() if first <= getattr(r, datetype) <= last}
    assert 30 < len(wanted) < 60
    assert set(found.ids) == wanted


def test_reldate_counts_back_from_the_archives_own_day(
    emulator: Emulator, archive: Archive, client: Client
) -> None:
    archive.clock.advance(5)
    old = archive.publish()[0]
    archive.clock.advance(3)
    new = archive.publish()[0]
    emulator.reindex()
    asked = {"db": "sra", "term": "public[ACS]", "datetype": "mdat"}
    assert client.get("esearch", **asked, reldate=2).ids == [new.uid]
    assert client.get("esearch", **asked, reldate=3).ids == [new.uid, old.uid]


@pytest.mark.parametrize("dates", [{"mindate": "2020"}, {"datetype": "edat", "reldate": "0"}])
def test_half_a_range_and_a_strange_datetype_are_ignored(
    client: Client, dates: dict[str, str]
) -> None:
    found = client.get("esearch", db="sra", term="public[ACS]", **dates)
    assert found.xml.findtext("Count") == "60"


def test_bioproject_has_no_modification_date(client: Client, archive: Archive) -> None:
    found = client.get(
        "esearch", db="bioproject", term="all[filter]", datetype="mdat", mindate=1990, maxdate=1991
    )
    assert found.xml.findtext("Count") == str(len(archive.bioprojects))


def test_projects_are_found_by_their_own_tag(client: Client, archive: Archive) -> None:
    project = next(iter(archive.bioprojects.values()))
    by_tag = client.get("esearch", db="bioproject", term=f"{project.accession}[PRJA]")
    by_replicon = client.get("esearch", db="bioproject", term=f"{project.accession}[ACCN]")
    assert by_tag.ids == [project.uid]
    assert by_replicon.ids == []


def test_search_sees_the_snapshot_and_fetch_the_store(
    emulator: Emulator, archive: Archive, client: Client
) -> None:
    new = archive.publish()[0]
    gone = next(archive.live())
    archive.suppress(gone)
    found = client.get("esearch", db="sra", term="public[ACS]", retmax=100).ids
    assert new.uid not in found
    assert gone.uid in found
    assert client.get("efetch", db="sra", id=new.uid).experiments == [new.accession]
    emulator.reindex()
    found = client.get("esearch", db="sra", term="public[ACS]", retmax=100).ids
    assert new.uid in found
    assert gone.uid not in found


def test_a_late_release_is_in_the_window_of_its_publication_only(
    emulator: Emulator, archive: Archive, client: Client
) -> None:
    record = next(archive.live())
    archive.embargo(record)
    today = archive.clock.advance(30)
    archive.release(record)
    emulator.reindex()
    window = {"mindate": f"{today:%Y/%m/%d}", "maxdate": f"{today + timedelta(1):%Y/%m/%d}"}
    asked = {"db": "sra", "term": "public[ACS]", **window}
    assert client.get("esearch", **asked, datetype="mdat").ids == []
    assert client.get("esearch", **asked, datetype="pdat").ids == [record.uid]


def test_moving_the_organism_moves_the_record_out_of_a_search(
    emulator: Emulator, archive: Archive, client: Client
) -> None:
    record = archive.publish(tax_id=1773)[0]
    archive.move_organism(record, 562)
    emulator.reindex()
    term = f"{record.accession}[ACCN] AND "
    assert client.get("esearch", db="sra", term=f"{term}txid1773[ORGN]").ids == []
    assert client.get("esearch", db="sra", term=f"{term}txid561[ORGN]").ids == [record.uid]


def test_einfo_tells_the_build_of_the_snapshot(
    emulator: Emulator, archive: Archive, client: Client
) -> None:
    before = client.get("einfo", db="sra", retmode="json").json["einforesult"]["dbinfo"][0]
    assert before["lastupdate"] == f"{TODAY:%Y/%m/%d} 06:06"
    archive.clock.advance()
    archive.publish(3)
    assert client.get("einfo", db="sra").xml.findtext("DbInfo/DbBuild") == before["dbbuild"]
    emulator.reindex()
    after = client.get("einfo", db="sra").xml
    assert after.findtext("DbInfo/DbBuild") != before["dbbuild"]
    assert after.findtext("DbInfo/Count") == str(int(before["count"]) + 3)
    assert after.findtext("DbInfo/LastUpdate") == "2025/07/01 06:06"


def test_einfo_lists_fields_links_and_databases(client: Client) -> None:
    info = client.get("einfo", db="sra", retmode="json").json["einforesult"]["dbinfo"][0]
    dates = {field["name"] for field in info["fieldlist"] if field["isdate"] == "Y"}
    assert dates == {"PDAT", "MDAT"}
    assert "sra_biosample" in {link["name"] for link in info["linklist"]}
    project = client.get("einfo", db="bioproject", retmode="json").json["einforesult"]["dbinfo"][0]
    assert {f["name"] for f in project["fieldlist"] if f["isdate"] == "Y"} == {"DATE"}
    assert client.get("einfo", retmode="json").json["einforesult"]["dblist"] == [
        "sra",
        "biosample",
        "bioproject",
    ]
    assert "nosuch" in str(client.get("einfo", db="nosuch").xml.findtext("ERROR"))
