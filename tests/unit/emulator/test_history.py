"""History, elink and epost."""

import pytest

from tests.emulator import Emulator
from tests.synthetic import Archive, Oddity, Profile
from tests.unit.emulator.client import Answer, Client


def stored(answer: Answer) -> dict[str, str]:
    return {
        "WebEnv": str(answer.xml.findtext(".//WebEnv")),
        "query_key": str(answer.xml.findtext(".//QueryKey")),
    }


def searched(client: Client, **params: object) -> dict[str, str]:
    asked = {"db": "sra", "term": "public[ACS]", "usehistory": "y", "retmax": 0}
    return stored(client.get("esearch", **{**asked, **params}))


def test_a_search_is_frozen_and_fetched_page_by_page(
    emulator: Emulator, client: Client, archive: Archive, uids: list[int]
) -> None:
    place = searched(client)
    archive.publish(5)
    emulator.reindex()
    pages = [
        client.get("efetch", db="sra", **place, retstart=start, retmax=25).experiments
        for start in (0, 25, 50)
    ]
    assert [len(page) for page in pages] == [25, 25, 10]
    accessions = {accession for page in pages for accession in page}
    assert accessions == {archive.sra[uid].accession for uid in uids}


def test_webenvs_look_like_ncbis_and_number_their_queries(client: Client) -> None:
    first = searched(client)
    second = searched(client, WebEnv=first["WebEnv"])
    assert first["WebEnv"].startswith("MCID_")
    assert len(first["WebEnv"]) == 29
    assert (first["query_key"], second["query_key"]) == ("1", "2")
    assert second["WebEnv"] == first["WebEnv"]
    assert searched(client)["WebEnv"] != first["WebEnv"]


def test_a_query_key_can_be_searched_within(client: Client, uids: list[int]) -> None:
    place = searched(client, term=f"{uids[0]}[UID] OR {uids[1]}[UID]")
    found = client.get("esearch", db="sra", term=f"#1 AND {uids[1]}[UID]", WebEnv=place["WebEnv"])
    assert found.ids == [uids[1]]


def test_uilist_gives_the_ids_of_a_query(client: Client, uids: list[int]) -> None:
    place = searched(client)
    asked = {"db": "sra", "rettype": "uilist", **place}
    lines = client.get("efetch", retmode="text", **asked).body.decode().split()
    assert [int(line) for line in lines] == sorted(uids, reverse=True)
    assert b"<Id>%d</Id>" % uids[0] in client.get("efetch", **asked).body


@pytest.mark.parametrize("end", ["expired", "unknown", "wrong key"])
def test_a_lost_history_is_an_error_under_200(emulator: Emulator, client: Client, end: str) -> None:
    place = searched(client)
    if end == "expired":
        emulator.history.ttl = -1
    else:
        place |= {"WebEnv": "MCID_0"} if end == "unknown" else {"query_key": "2"}
    answer = client.get("efetch", db="sra", **place)
    assert answer.status == 200
    first, second = (error.text or "" for error in answer.xml)
    assert first.startswith(f"Cannot retrieve history data. query_key: {place['query_key']}")
    assert "Can't fetch uids from history" in second


def test_past_the_end_of_a_query_there_is_nothing_to_do(client: Client) -> None:
    answer = client.get("efetch", db="sra", **searched(client), retstart=60)
    assert answer.status == 400
    assert b"Empty result - nothing todo" in answer.body


def test_epost_stores_ids_and_falls_into_the_digits_trap(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    record = archive.sra[uids[0]]
    place = stored(client.post("epost", db="sra", id=f"{uids[3]},{record.accession}"))
    fetched = client.get("efetch", db="sra", **place).experiments
    trapped = archive.sra[int(record.accession[3:])]
    assert fetched == [archive.sra[uids[3]].accession, trapped.accession]


def test_epost_refuses_empty_lists_and_strange_databases(client: Client) -> None:
    empty = client.post("epost", db="sra", id="x").xml
    assert empty.findtext("ERROR") == "Empty ID list; Nothing to store"
    strange = client.post("epost", db="nothing", id="1").xml
    assert strange.findtext("ERROR") == "Invalid db name specified: nothing"


def links(answer: Answer) -> list[tuple[list[int], dict[str, list[int]]]]:
    return [
        (
            [int(uid.text or 0) for uid in one.iterfind("IdList/Id")],
            {
                str(db.findtext("LinkName")): [int(x.text or 0) for x in db.iterfind("Link/Id")]
                for db in one.iterfind("LinkSetDb")
            },
        )
        for one in answer.xml.iterfind("LinkSet")
    ]


def test_one_id_parameter_one_linkset(client: Client, archive: Archive, uids: list[int]) -> None:
    answer = client.get("elink", dbfrom="sra", db="biosample", id=[uids[0], uids[1]])
    assert links(answer) == [
        ([uid], {"sra_biosample": [archive.sra[uid].samples[0].uid]}) for uid in uids[:2]
    ]


def test_a_list_gives_one_linkset_with_the_union(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    answer = client.get("elink", dbfrom="sra", db="biosample", id=f"{uids[0]},{uids[1]}")
    samples = [archive.sra[uid].samples[0].uid for uid in uids[:2]]
    assert links(answer) == [(uids[:2], {"sra_biosample": samples})]


def test_without_links_there_is_no_linksetdb(client: Client) -> None:
    assert links(client.get("elink", dbfrom="biosample", db="bioproject", id=7)) == [([7], {})]


def test_two_names_lead_to_the_same_unless_one_is_asked_for(
    client: Client, archive: Archive
) -> None:
    project = next(archive.live()).study.project
    wanted = [record.uid for record in archive.live() if record.study.project is project]
    asked = {"dbfrom": "bioproject", "db": "sra", "id": project.uid}
    assert links(client.get("elink", **asked)) == [
        ([project.uid], {"bioproject_sra": wanted, "bioproject_sra_all": wanted})
    ]
    one = client.get("elink", **asked, linkname="bioproject_sra_all")
    assert links(one) == [([project.uid], {"bioproject_sra_all": wanted})]


def test_a_sample_of_two_projects_links_to_both() -> None:
    archive = Archive(60, profile=Profile.plain().with_oddities({Oddity.TWO_PROJECTS: 1.0}))
    sample = next(archive.live()).samples[0]
    with Emulator(archive) as emulator, Client(emulator) as client:
        answer = client.get("elink", dbfrom="biosample", db="bioproject", id=sample.uid)
    projects = [project.uid for project in sample.projects]
    assert len(projects) == 2
    assert links(answer)[0][1]["biosample_bioproject"] == projects


def test_suppressed_records_are_linked_no_more(
    emulator: Emulator, client: Client, archive: Archive
) -> None:
    record = next(archive.live())
    archive.suppress(record)
    emulator.reindex()
    asked = {"dbfrom": "biosample", "db": "sra", "id": record.samples[0].uid}
    assert links(client.get("elink", **asked)) == [([record.samples[0].uid], {})]


def test_links_go_into_the_history_up_to_a_limit(
    emulator: Emulator, client: Client, archive: Archive
) -> None:
    project = next(archive.live()).study.project
    asked = {"dbfrom": "bioproject", "db": "sra", "cmd": "neighbor_history"}
    answer = client.get("elink", **asked, id=project.uid, linkname="bioproject_sra")
    place = stored(answer)
    wanted = [r.accession for r in archive.live() if r.study.project is project]
    assert client.get("efetch", db="sra", **place).experiments == wanted
    json = client.get("elink", **asked, id=project.uid, retmode="json").json["linksets"][0]
    assert json["linksetdbhistories"][0]["linkname"] == "bioproject_sra"
    assert json["webenv"].startswith("MCID_")
    emulator.limits.link_history = 1
    assert b"<WebEnv>" in client.get("elink", **asked, id=project.uid).body
    two = client.get("elink", **asked, id="1,2")
    assert two.xml.findtext("ERROR") == "Empty history ID list - nothing todo"


def test_links_start_from_the_history(client: Client, uids: list[int]) -> None:
    place = stored(client.post("epost", db="sra", id=f"{uids[0]},{uids[1]}"))
    answer = client.get("elink", dbfrom="sra", db="biosample", **place)
    assert links(answer)[0][0] == uids[:2]
    lost = client.get("elink", dbfrom="sra", db="biosample", WebEnv="MCID_0", query_key=1)
    assert b"Cannot retrieve history data" in lost.body


def test_links_in_json(client: Client, archive: Archive, uids: list[int]) -> None:
    answer = client.get("elink", dbfrom="sra", db="biosample", id=uids[0], retmode="json").json
    (one,) = answer["linksets"]
    sample = archive.sra[uids[0]].samples[0].uid
    assert one["ids"] == [str(uids[0])]
    assert one["linksetdbs"][0]["links"] == [str(sample)]


def test_links_between_strange_databases_are_refused(client: Client) -> None:
    answer = client.get("elink", dbfrom="nothing", db="sra", id=1)
    assert "Invalid db name specified: nothing" in str(answer.xml.findtext("ERROR"))
