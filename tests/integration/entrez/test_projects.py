"""Of every project asked for it is told what became of it, and none of them stops the others."""

from collections.abc import Iterable

import pytest

from adapters.entrez.bioprojects import EntrezProjectArchive
from application.errors import StoppedError, TryAgainError, UnreadableRecordError, UsageError
from application.ports.project_archive import ProjectReply
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.integration.entrez.conftest import Connections
from tests.integration.entrez.scripted import scripted
from tests.synthetic import Archive, Profile, ProjectRecord, Status
from tests.synthetic.taxa import lineage


@pytest.fixture(scope="module")
def small() -> Archive:
    """A good hundred projects, among them those of all archives, hidden ones and gone ones."""
    archive = Archive(2600, profile=Profile.odd())
    hidden, gone = list(archive.bioprojects.values())[:2]
    archive.suppress(hidden)
    archive.withdraw(gone)
    return archive


def of(small: Archive, *statuses: Status) -> list[ProjectRecord]:
    return [record for record in small.bioprojects.values() if record.status in statuses]


@pytest.fixture
def live(small: Archive) -> list[ProjectRecord]:
    return of(small, Status.LIVE)


def uids(records: Iterable[ProjectRecord]) -> list[str]:
    return [str(record.uid) for record in records]


def named(projects: EntrezProjectArchive, reply: ProjectReply) -> dict[str, str]:
    return {r.key: str(projects.read(r.raw).accession) for r in reply.records}


def by_uid(records: Iterable[ProjectRecord]) -> dict[str, str]:
    return {str(record.uid): record.accession for record in records}


def by_accession(records: Iterable[ProjectRecord]) -> dict[str, str]:
    return {record.accession: record.accession for record in records}


def ends(reply: ProjectReply) -> list[str]:
    keys = [record.key for record in reply.records]
    return sorted([*keys, *reply.not_public, *reply.absent, *reply.unanswered])


def test_every_project_comes_with_its_own_uid_in_one_request(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    reply = projects.fetch(uids(live))
    assert len(live) > 100
    assert named(projects, reply) == by_uid(live)
    assert [(r.endpoint, r.db) for r in emulator.requests] == [("efetch", "bioproject")]


def test_the_uid_of_an_accession_is_searched_for_and_not_guessed(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    foreign = [r for r in live if not r.accession.startswith("PRJNA")]
    assert foreign
    assert all(str(r.uid) not in r.accession for r in foreign)
    asked = [record.accession for record in live]
    assert named(projects, projects.fetch(asked)) == by_accession(live)
    terms = [r.get("term") for r in emulator.requests.to("esearch", "bioproject")]
    assert terms
    assert all("[PRJA]" in term and "[ACCN]" not in term for term in terms)


def test_projects_that_are_not_public_and_that_are_gone_are_told_apart_by_uid(
    projects: EntrezProjectArchive, small: Archive, live: list[ProjectRecord]
) -> None:
    hidden = of(small, Status.SUPPRESSED, Status.UNPUBLISHED)
    gone = of(small, Status.WITHDRAWN)
    assert hidden
    assert gone
    asked = [*uids(gone), *uids(live[:5]), "99999999", *uids(hidden)]
    reply = projects.fetch(asked)
    assert named(projects, reply) == by_uid(live[:5])
    assert list(reply.not_public) == uids(hidden)
    assert list(reply.absent) == [*uids(gone), "99999999"]
    assert ends(reply) == sorted(asked)


def test_a_project_that_the_search_still_finds_but_is_not_public_any_more_is_said_to_be_so(
    connections: Connections,
) -> None:
    archive = Archive(60, profile=Profile.plain())
    hidden, other = list(archive.bioprojects.values())[:2]
    with Emulator(archive, rate_limit=False) as emulator:
        archive.suppress(hidden)  # the index follows later
        projects = connections.make(EntrezProjectArchive, emulator.base_url)
        reply = projects.fetch([hidden.accession, other.accession, "PRJNA999999999"])
    assert [record.key for record in reply.records] == [other.accession]
    assert reply.not_public == (hidden.accession,)
    assert reply.absent == ("PRJNA999999999",)


@pytest.mark.parametrize("count", [1, 100])
def test_projects_that_got_lost_once_come_in_the_end(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord], count: int
) -> None:
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", nth=1, count=count)
    assert named(projects, projects.fetch(uids(live))) == by_uid(live)


@pytest.mark.parametrize("fault", [Fault.VIEWER_TIMEOUT, Fault.EMPTY_BODY, Fault.HTTP_ERROR])
@pytest.mark.parametrize("place", [0, 57, 99])
def test_a_project_that_never_comes_is_named_and_all_others_come(
    projects: EntrezProjectArchive,
    emulator: Emulator,
    live: list[ProjectRecord],
    fault: Fault,
    place: int,
) -> None:
    asked, monster = live[:100], live[place]
    emulator.faults.add(fault, "efetch", ids={monster.uid})
    reply = projects.fetch(uids(asked))
    assert reply.unanswered == (str(monster.uid),)
    assert named(projects, reply) == by_uid(r for r in asked if r is not monster)
    assert ends(reply) == sorted(uids(asked))
    tried = [r for r in emulator.requests.to("efetch") if str(monster.uid) in r.ids()]
    assert len(tried) <= 2 * 7 + 3


def test_several_that_never_come_do_not_hide_each_other(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    asked, monsters = live[:100], [live[3], live[4], live[90]]
    emulator.faults.add(Fault.VIEWER_TIMEOUT, "efetch", ids={r.uid for r in monsters})
    reply = projects.fetch([r.accession for r in asked])
    assert list(reply.unanswered) == [r.accession for r in monsters]
    assert named(projects, reply) == by_accession(r for r in asked if r not in monsters)


def test_a_page_of_nothing_but_a_project_that_never_comes_is_settled_too(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    emulator.faults.add(Fault.VIEWER_TIMEOUT, "efetch", ids={live[0].uid})
    assert projects.fetch([str(live[0].uid)]) == ProjectReply(unanswered=(str(live[0].uid),))


def test_an_archive_that_fails_altogether_is_not_taken_for_projects_that_do(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    emulator.faults.add(Fault.HTTP_ERROR)
    with pytest.raises(TryAgainError, match="einfo of BioProject"):
        projects.fetch(uids(live[:3]))


def test_an_archive_that_gives_no_project_is_left_alone_after_a_while(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    emulator.faults.add(Fault.VIEWER_TIMEOUT, "efetch")
    with pytest.raises(TryAgainError, match="External viewer error"):
        projects.fetch(uids(live[:100]))
    assert len(emulator.requests.to("efetch")) < 130


def test_a_timeout_that_passes_is_waited_for(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord]
) -> None:
    emulator.faults.add(Fault.VIEWER_TIMEOUT, "efetch", times=3)
    assert named(projects, projects.fetch(uids(live[:20]))) == by_uid(live[:20])


def test_a_failure_told_about_one_project_is_no_word_on_whether_it_exists(
    connections: Connections,
) -> None:
    calls: list[str] = []

    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        calls.append(endpoint)
        said = "External viewer error: Timeout" if len(calls) < 3 else "cannot get document"
        return 200, (
            f'<RecordSet><DocumentSummary uid="{form["id"]}"><error>{said}</error>'
            "</DocumentSummary></RecordSet>"
        ).encode()

    with scripted(answer) as url:
        reply = connections.make(EntrezProjectArchive, url).fetch(["7"])
    assert reply == ProjectReply(absent=("7",))
    assert len(calls) == 4


@pytest.mark.parametrize("fault", [Fault.CONTROL_CHARACTER, Fault.UNESCAPED, Fault.NUL])
def test_a_spoilt_project_harms_no_other(
    projects: EntrezProjectArchive, emulator: Emulator, live: list[ProjectRecord], fault: Fault
) -> None:
    emulator.faults.add(fault, "efetch", ids={live[7].uid})
    reply = projects.fetch(uids(live[:20]))
    assert [record.key for record in reply.records] == uids(live[:20])
    with pytest.raises(UnreadableRecordError):
        projects.read(reply.records[7].raw)
    assert projects.read(reply.records[8].raw).uid == live[8].uid


def test_fetching_ends_when_it_is_told_to(
    projects: EntrezProjectArchive, live: list[ProjectRecord]
) -> None:
    projects.stop()
    with pytest.raises(StoppedError):
        projects.fetch(uids(live[:3]))


def test_a_project_that_was_not_waited_for_is_not_said_to_never_come(
    connections: Connections,
) -> None:
    info = (
        b"<eInfoResult><DbInfo><DbName>bioproject</DbName><DbBuild>1</DbBuild><Count>1</Count>"
        b"<LastUpdate>2025</LastUpdate><FieldList/></DbInfo></eInfoResult>"
    )
    asked: list[str] = []

    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "einfo":
            return 200, info
        asked.append(form["id"])
        if len(asked) > 2:
            projects.stop()
        return 200, b"<eFetchResult><ERROR>External viewer error: Timeout</ERROR></eFetchResult>"

    with scripted(answer) as url:
        projects = connections.make(EntrezProjectArchive, url)
        with pytest.raises(StoppedError):
            projects.fetch(["7", "8"])
    assert asked[:2] == ["7,8", "7,8"]


def test_accessions_and_a_project_are_their_own_keys(
    projects: EntrezProjectArchive, emulator: Emulator
) -> None:
    accessions = tuple(map(Accession.parse, ["PRJNA3", "PRJEB1", "PRJNA3"]))
    assert list(projects.find(Selection(accessions=accessions), 9)) == [("PRJNA3", "PRJEB1")]
    assert list(projects.find(Selection(bioproject=accessions[1]), 9)) == [("PRJEB1",)]
    assert projects.count(Selection(accessions=accessions)) == 2
    assert len(emulator.requests) == 0


def test_an_organism_is_found_with_all_its_live_projects(
    projects: EntrezProjectArchive, live: list[ProjectRecord]
) -> None:
    selection = Selection(organism=live[0].taxon.name)
    same = {record.uid for record in live if live[0].taxon in lineage(record.taxon.tax_id)}
    found = [int(key) for page in projects.find(selection, 500) for key in page]
    assert (set(found), len(found)) == (same, len(same))
    assert projects.count(selection) == len(same)


def test_projects_are_not_asked_for_by_days(projects: EntrezProjectArchive) -> None:
    window = DateWindow.of_days(1, Archive(1).clock.day)
    for selection in (
        Selection(organism="1773", window=window),
        Selection(accessions=(Accession.parse("PRJNA3"),), window=window),
    ):
        with pytest.raises(UsageError, match="without a window"):
            projects.find(selection, 500)


@pytest.mark.parametrize("accession", ["SRP1", "SAMN1"])
def test_an_accession_that_is_no_projects_is_refused(
    projects: EntrezProjectArchive, accession: str
) -> None:
    with pytest.raises(UsageError, match=f"BioProject cannot be searched for {accession}"):
        projects.fetch([accession])


@pytest.mark.parametrize("tag", ["Accession", "Publication Date", "BSPL"])
def test_fields_that_mean_something_else_in_bioproject_are_refused(
    projects: EntrezProjectArchive, tag: str
) -> None:
    with pytest.raises(UsageError, match=f"{tag}. is no search field of BioProject"):
        projects.find(Selection(query=f"x[{tag}]"), 500)
