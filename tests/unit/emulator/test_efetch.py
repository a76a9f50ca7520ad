import csv

import pytest

from tests.emulator import Emulator, Hidden
from tests.synthetic import Archive, Profile, Status, render_package
from tests.unit.emulator.client import Client


def test_records_come_whole_in_the_order_of_the_store(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    asked = [uids[5], uids[2], uids[9], uids[2]]
    fetched = client.post("efetch", db="sra", id=",".join(map(str, asked)))
    records = [archive.sra[uid] for uid in sorted(set(asked))]
    assert fetched.experiments == [record.accession for record in records]
    assert all(render_package(record) in fetched.body for record in records)
    assert fetched.body.endswith(b"</EXPERIMENT_PACKAGE></EXPERIMENT_PACKAGE_SET>\n")


def test_the_body_is_chunked_and_has_no_length(client: Client, uids: list[int]) -> None:
    headers = client.get("efetch", db="sra", id=uids[0]).headers
    assert headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in headers
    assert headers["Content-Type"] == "text/xml; charset=UTF-8"


def test_a_repeated_id_parameter_and_a_list_are_equal(client: Client, uids: list[int]) -> None:
    one = client.get("efetch", db="sra", id=uids[:3])
    other = client.get("efetch", db="sra", id=",".join(map(str, uids[:3])))
    assert one.body == other.body


def test_unknown_ids_are_left_out(client: Client, uids: list[int]) -> None:
    assert len(client.get("efetch", db="sra", id=f"{uids[0]},7").experiments) == 1
    assert client.get("efetch", db="sra", id="7").experiments == []
    assert client.get("efetch", db="biosample", id="7").xml.tag == "BioSampleSet"


def test_an_accession_is_taken_for_the_uid_of_its_digits(client: Client, archive: Archive) -> None:
    record = next(archive.live())
    fetched = client.get("efetch", db="sra", id=record.accession)
    assert fetched.experiments == [archive.sra[int(record.accession[3:])].accession]
    assert fetched.experiments != [record.accession]


def test_the_trap_does_not_catch_biosamples_of_ncbi(client: Client, archive: Archive) -> None:
    sample = next(iter(archive.biosamples.values()))
    fetched = client.get("efetch", db="biosample", id=sample.accession)
    assert fetched.xml.find("BioSample").get("accession") == sample.accession  # type: ignore[union-attr]


def test_the_trap_catches_biosamples_of_ena() -> None:
    archive = Archive(60, profile=Profile(oddities={}, ena=1.0, suppressed=0, unpublished=0))
    sample = next(iter(archive.biosamples.values()))
    with Emulator(archive) as emulator, Client(emulator) as client:
        fetched = client.get("efetch", db="biosample", id=sample.accession)
    assert fetched.xml.find("BioSample").get("accession") not in {None, sample.accession}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"db": "sra", "id": "abc,0,"}, "ID list is empty! Possibly it has no correct IDs."),
        ({"db": "sra", "id": ""}, "ID list is empty! Possibly it has no correct IDs."),
        ({"db": "sra"}, "Both list of IDs and query_key are empty"),
        ({"db": "nosuch", "id": "1"}, "Database: nosuch - is not supported"),
    ],
)
def test_malformed_requests_get_400(client: Client, params: dict[str, str], message: str) -> None:
    answer = client.get("efetch", **params)
    assert answer.status == 400
    assert answer.xml.tag == "eFetchResult"
    assert answer.xml.findtext("ERROR") == message


def test_what_is_not_public_says_so_under_200_or_is_absent(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    suppressed, withdrawn, unpublished, live = (archive.sra[uid] for uid in uids[:4])
    archive.suppress(suppressed)
    archive.withdraw(withdrawn)
    archive.embargo(unpublished)
    answer = client.get("efetch", db="sra", id=",".join(map(str, uids[:4])))
    assert answer.status == 200
    assert answer.experiments == [live.accession]
    assert [error.text for error in answer.xml.iterfind("ERROR")] == [
        f"SRA Experiment {suppressed.accession} is not public",
        f"SRA Experiment {unpublished.accession} is not public",
    ]


def test_suppressed_records_can_be_served_by_their_id(
    emulator: Emulator, client: Client, archive: Archive
) -> None:
    record = next(archive.live())
    archive.suppress(record)
    emulator.hidden[Status.SUPPRESSED] = Hidden.SERVED
    assert client.get("efetch", db="sra", id=record.uid).experiments == [record.accession]


def test_biosamples_and_projects_are_fetched(client: Client, archive: Archive) -> None:
    sample = next(iter(archive.biosamples.values()))
    project = sample.projects[0]
    samples = client.get("efetch", db="biosample", id=sample.uid).xml
    assert samples.findtext("BioSample/Ids/Id[@db='SRA']") == sample.sra_accession
    assert samples.findtext("BioSample/Links/Link") == str(project.uid)
    projects = client.get("efetch", db="bioproject", id=project.uid).xml
    named = projects.find("DocumentSummary/Project/ProjectID/ArchiveID")
    assert named is not None
    assert named.get("accession") == project.accession


def test_a_project_that_is_not_public_or_unknown_is_an_error_of_its_own(
    client: Client, archive: Archive
) -> None:
    first, second = list(archive.bioprojects.values())[:2]
    archive.suppress(first)
    answer = client.get("efetch", db="bioproject", id=f"{first.uid},{second.uid},7").xml
    errors = {found.get("uid"): found.findtext("error") for found in answer}
    message = f"The following ID is not public in BioProject: {first.uid}"
    assert errors == {str(first.uid): message, str(second.uid): None, "7": "cannot get document"}


def test_biosamples_that_are_not_public_are_absent(client: Client, archive: Archive) -> None:
    sample = next(iter(archive.biosamples.values()))
    archive.suppress(sample)
    assert len(client.get("efetch", db="biosample", id=sample.uid).xml) == 0


def test_runinfo_has_47_columns_and_a_line_for_each_run(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    answer = client.get("efetch", db="sra", id=",".join(map(str, uids)), rettype="runinfo")
    assert answer.headers["Content-Type"] == "text/csv"
    rows = list(csv.DictReader(answer.body.decode().splitlines()))
    assert len(rows[0]) == 47
    assert [row["Run"] for row in rows] == [run for r in archive.live() for run in r.runs]
    first = client.get("efetch", db="sra", id=uids[0]).xml
    run = first.find("EXPERIMENT_PACKAGE/RUN_SET/RUN")
    assert run is not None
    assert rows[0]["spots"] == run.get("total_spots")


def test_a_long_get_is_refused_and_the_same_post_is_not(client: Client, uids: list[int]) -> None:
    many = ",".join(map(str, uids * 20))
    assert client.get("efetch", db="sra", id=many).status == 414
    assert len(client.post("efetch", db="sra", id=many).experiments) == 60


def test_an_unknown_address_is_404(client: Client) -> None:
    assert client.get("efetch2", db="sra").status == 404


def test_esummary_maps_uids_to_experiments(
    client: Client, archive: Archive, uids: list[int]
) -> None:
    answer = client.get("esummary", db="sra", id=f"{uids[0]},{uids[1]},7").xml
    first = answer.find("DocSum")
    assert first is not None
    assert first.findtext("Id") == str(uids[0])
    record = archive.sra[uids[0]]
    items = {item.get("Name"): item.text or "" for item in first.iterfind("Item")}
    assert f'<Experiment acc="{record.accession}"' in items["ExpXml"]
    assert all(f'<Run acc="{run}"' in items["Runs"] for run in record.runs)
    assert items["CreateDate"] == f"{record.pdat:%Y/%m/%d}"
    assert items["UpdateDate"] == f"{record.mdat:%Y/%m/%d}"
    assert answer.findtext("ERROR") == "UID=7: cannot get document summary"


def test_esummary_in_json_refuses_more_than_500(
    emulator: Emulator, client: Client, archive: Archive, uids: list[int]
) -> None:
    some = ",".join(map(str, [*uids[:3], 7]))
    result = client.get("esummary", db="sra", id=some, retmode="json").json["result"]
    assert result["uids"] == some.split(",")
    assert archive.sra[uids[0]].accession in result[str(uids[0])]["expxml"]
    assert result["7"]["error"] == "cannot get document summary"
    emulator.limits.json_summaries = 3
    refused = client.get("esummary", db="sra", id=some, retmode="json")
    assert refused.status == 200
    assert "Maximum number of UIDs is 3 for JSON" in refused.json["error"]


@pytest.mark.parametrize("db", ["biosample", "bioproject"])
def test_esummary_knows_the_other_databases(client: Client, archive: Archive, db: str) -> None:
    record = next(iter(archive.records(db).values()))
    answer = client.get("esummary", db=db, id=record.uid).body.decode()
    assert record.accession in answer
