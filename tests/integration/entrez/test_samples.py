"""Of every sample asked for it is told what became of it, however it was called."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from adapters.entrez.biosamples import EntrezSampleArchive
from adapters.entrez.terms import ACCESSIONS_A_TERM
from application.errors import TryAgainError, UnreadableRecordError, UsageError
from application.ports.archive import Reply
from domain.accession import Accession
from domain.selection import DateWindow, Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.service import Hidden
from tests.integration.entrez.conftest import Connections
from tests.integration.entrez.scripted import scripted
from tests.synthetic import Archive, Profile, SampleRecord, Status, render_biosample
from tests.synthetic.taxa import lineage


def of(small: Archive, *statuses: Status) -> list[SampleRecord]:
    return [record for record in small.biosamples.values() if record.status in statuses]


@pytest.fixture
def live(small: Archive) -> list[SampleRecord]:
    return of(small, Status.LIVE)


def uids(records: Iterable[SampleRecord]) -> list[str]:
    return [str(record.uid) for record in records]


def named(samples: EntrezSampleArchive, reply: Reply) -> dict[str, str]:
    return {r.key: str(samples.read(r.raw).accession) for r in reply.records}


def by_uid(records: Iterable[SampleRecord]) -> dict[str, str]:
    return {str(record.uid): record.accession for record in records}


def by_accession(records: Iterable[SampleRecord]) -> dict[str, str]:
    return {record.accession: record.accession for record in records}


def found(samples: EntrezSampleArchive, selection: Selection) -> list[str]:
    return [key for page in samples.find(selection, 500) for key in page]


def test_every_sample_comes_with_its_own_uid_in_one_request(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    asked = uids(reversed(live))
    reply = samples.fetch([*asked, asked[0]])
    assert named(samples, reply) == by_uid(live)
    assert [(r.key, r.uid) for r in reply.records] == [(key, int(key)) for key in asked]
    assert (reply.not_public, reply.absent) == ((), ())
    assert [(r.endpoint, r.db, r.method) for r in emulator.requests] == [
        ("efetch", "biosample", "POST")
    ]


def test_samples_come_as_the_archive_gave_them(
    samples: EntrezSampleArchive, live: list[SampleRecord]
) -> None:
    reply = samples.fetch(uids(live[:20]))
    assert [r.raw.strip() for r in reply.records] == [
        render_biosample(r).strip() for r in live[:20]
    ]


def test_samples_are_asked_for_by_accession_a_hundred_at_a_time(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    assert len(live) > ACCESSIONS_A_TERM
    asked = [record.accession for record in live]
    assert named(samples, samples.fetch(asked)) == by_accession(live)
    searches = emulator.requests.to("esearch", "biosample")
    assert len(searches) == -(-len(live) // ACCESSIONS_A_TERM)
    assert {request.method for request in searches} == {"POST"}
    assert len(emulator.requests.to("efetch")) == 1


def test_samples_are_asked_for_by_the_sras_accessions_too(
    samples: EntrezSampleArchive, live: list[SampleRecord]
) -> None:
    asked = {record.sra_accession: record.accession for record in live[:30]}
    assert named(samples, samples.fetch(list(asked))) == asked


def test_a_sample_called_in_three_ways_is_given_for_each(
    samples: EntrezSampleArchive, live: list[SampleRecord]
) -> None:
    one = live[0]
    keys = [one.accession, str(one.uid), one.sra_accession]
    reply = samples.fetch(keys)
    assert [(r.key, r.uid) for r in reply.records] == [(key, one.uid) for key in keys]
    assert len({r.raw for r in reply.records}) == 1


def test_samples_that_left_the_search_are_absent_and_not_asked_for_again(
    samples: EntrezSampleArchive, emulator: Emulator, small: Archive, live: list[SampleRecord]
) -> None:
    gone = of(small, Status.SUPPRESSED, Status.WITHDRAWN, Status.UNPUBLISHED)
    assert gone
    asked = [record.accession for record in [*gone, *live[:50]]]
    reply = samples.fetch([*asked, "SAMN999999999"])
    assert named(samples, reply) == by_accession(live[:50])
    assert sorted(reply.absent) == sorted([*(r.accession for r in gone), "SAMN999999999"])
    assert len(emulator.requests.to("esearch")) == -(-(len(asked) + 1) // ACCESSIONS_A_TERM)


def test_samples_that_are_gone_are_absent_by_uid(
    samples: EntrezSampleArchive, small: Archive, live: list[SampleRecord]
) -> None:
    gone = of(small, Status.SUPPRESSED, Status.WITHDRAWN, Status.UNPUBLISHED)
    reply = samples.fetch([*uids(gone), *uids(live[:3])])
    assert list(reply.absent) == uids(gone)
    assert named(samples, reply) == by_uid(live[:3])
    assert samples.fetch(["1", "2"]) == Reply(absent=("1", "2"))


def test_a_suppressed_sample_that_is_still_served_is_a_sample(
    connections: Connections, small: Archive
) -> None:
    suppressed = of(small, Status.SUPPRESSED)
    with Emulator(small, rate_limit=False) as emulator:
        emulator.service.hidden[Status.SUPPRESSED] = Hidden.SERVED
        samples = connections.make(EntrezSampleArchive, emulator.base_url)
        assert named(samples, samples.fetch(uids(suppressed))) == by_uid(suppressed)


@pytest.mark.parametrize("count", [1, 5, 6, 100])
def test_samples_that_got_lost_once_come_in_the_end(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord], count: int
) -> None:
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", nth=1, count=count)
    assert named(samples, samples.fetch(uids(live))) == by_uid(live)
    again = len(emulator.requests.to("efetch")) - 1
    assert again == (count if count <= 5 else 1)


def test_a_sample_that_stays_lost_is_absent_and_the_only_one(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    lost = live[10:12]
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", ids={record.uid for record in lost})
    reply = samples.fetch([record.accession for record in live])
    assert list(reply.absent) == [record.accession for record in lost]
    assert len(reply.records) == len(live) - 2


PASSING = [
    (Fault.RATE_LIMIT, {}),
    (Fault.SEARCH_BACKEND, {}),
    (Fault.VIEWER_TIMEOUT, {}),
    (Fault.VIEWER_TIMEOUT, {"status": 400}),
    (Fault.EMPTY_BODY, {}),
    (Fault.TRUNCATED, {}),
    (Fault.CHUNK_ABORT, {}),
    (Fault.RESET, {}),
    (Fault.HTTP_ERROR, {"status": 502}),
    (Fault.CUT_BETWEEN, {}),
]


@pytest.mark.parametrize(("fault", "how"), PASSING, ids=str)
def test_what_passes_is_waited_for(
    samples: EntrezSampleArchive,
    emulator: Emulator,
    live: list[SampleRecord],
    fault: Fault,
    how: dict[str, Any],
) -> None:
    emulator.faults.add(fault, db="biosample", times=1, **how)
    asked = [record.accession for record in live[:30]]
    assert named(samples, samples.fetch(asked)) == by_accession(live[:30])


@pytest.mark.parametrize(
    "fault", [Fault.CONTROL_CHARACTER, Fault.UNESCAPED, Fault.LATIN_1, Fault.NUL]
)
def test_a_spoilt_sample_harms_no_other(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord], fault: Fault
) -> None:
    spoilt = live[7]
    emulator.faults.add(fault, "efetch", ids={spoilt.uid})
    reply = samples.fetch(uids(live[:20]))
    assert [r.key for r in reply.records] == uids(live[:20])
    unreadable = []
    for record in reply.records:
        try:
            samples.read(record.raw)
        except UnreadableRecordError:
            unreadable.append(record.key)
    assert unreadable == [str(spoilt.uid)]


def test_a_search_that_finds_all_there_is_is_not_believed(
    samples: EntrezSampleArchive, emulator: Emulator, live: list[SampleRecord]
) -> None:
    emulator.faults.add(Fault.TAG_IGNORED, "esearch")
    with pytest.raises(TryAgainError, match="where there are 2 at most"):
        samples.fetch([live[0].accession])
    assert emulator.requests.to("efetch") == []


def test_a_record_that_was_not_asked_for_is_not_taken_for_the_one_that_was(
    connections: Connections,
) -> None:
    stranger = b"<BioSampleSet><BioSample id='5' accession='SAMN5'/></BioSampleSet>"
    listing = (
        b"<eSearchResult><Count>1</Count><RetMax>1</RetMax><RetStart>0</RetStart>"
        b"<QueryKey>1</QueryKey><WebEnv>w</WebEnv><IdList><Id>5</Id></IdList></eSearchResult>"
    )
    replies = {"esearch": listing, "efetch": stranger}
    with scripted(lambda endpoint, _: (200, replies[endpoint])) as url:
        samples = connections.make(EntrezSampleArchive, url)
        assert samples.fetch(["SAMN7", "8"]) == Reply(absent=("SAMN7", "8"))


def test_a_torn_sample_is_asked_for_again_alone(connections: Connections) -> None:
    torn, whole = "<BioSample id='7' accession='SAMN7'>", "<BioSample id='8' accession='SAMN8'/>"

    def answer(_endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        records = torn + whole if form["id"] == "7,8" else f"{torn}</BioSample>"
        return 200, f"<BioSampleSet>{records}</BioSampleSet>".encode()

    with scripted(answer) as url:
        samples = connections.make(EntrezSampleArchive, url)
        assert named(samples, samples.fetch(["7", "8"])) == {"7": "SAMN7", "8": "SAMN8"}


@pytest.mark.parametrize("key", ["", " 7", "7,8", "٣", "SAMN", "biosample"])
def test_what_is_no_key_never_reaches_entrez(
    samples: EntrezSampleArchive, emulator: Emulator, key: str
) -> None:
    with pytest.raises(ValueError, match="is neither an Entrez uid nor an accession"):
        samples.fetch(["7", key])
    assert len(emulator.requests) == 0


def test_an_accession_that_is_no_samples_is_refused(
    samples: EntrezSampleArchive, emulator: Emulator
) -> None:
    with pytest.raises(UsageError, match="searched for SRR1, which names a run"):
        samples.fetch(["SRR1"])
    with pytest.raises(UsageError, match="BioSample cannot be searched for SRR1"):
        samples.find(Selection(accessions=(Accession.parse("SRR1"),)), 500)
    assert len(emulator.requests) == 0


def test_nothing_is_asked_for_nothing(samples: EntrezSampleArchive, emulator: Emulator) -> None:
    assert samples.fetch([]) == Reply()
    assert len(emulator.requests) == 0


def test_an_organism_is_found_with_all_its_live_samples(
    samples: EntrezSampleArchive, live: list[SampleRecord]
) -> None:
    taxon = live[0].taxon
    same = sorted(record.uid for record in live if taxon in lineage(record.taxon.tax_id))
    assert list(map(int, found(samples, Selection(organism=taxon.name)))) == same
    assert samples.count(Selection(organism=taxon.name)) == len(same)


def test_a_window_holds_what_was_published_and_what_was_changed(
    connections: Connections,
) -> None:
    archive = Archive(40, profile=Profile.plain())
    first, second, third = list(archive.biosamples.values())[:3]
    archive.clock.advance(30)
    archive.edit(first)
    archive.embargo(second)
    archive.release(second)
    day = archive.clock.day
    with Emulator(archive, rate_limit=False) as emulator:
        samples = connections.make(EntrezSampleArchive, emulator.base_url)
        window = DateWindow(day - timedelta(days=1), day)
        selection = Selection(query="public[FILT]", window=window)
        uids_found = set(map(int, found(samples, selection)))
        assert {first.uid, second.uid} <= uids_found
        assert third.uid not in uids_found
        assert samples.count(selection) == len(uids_found)
        types = [r.get("datetype") for r in emulator.requests.to("esearch", "biosample")]
    assert types[:2] == ["mdat", "pdat"]


def test_days_are_not_asked_for_where_entrez_would_ignore_them(
    samples: EntrezSampleArchive, emulator: Emulator
) -> None:
    samples.info.fields.pop("MDAT")  # type: ignore[attr-defined]
    window = DateWindow(emulator.archive.clock.day, emulator.archive.clock.day)
    with pytest.raises(UsageError, match="BioSample has no search field MDAT"):
        samples.find(Selection(organism="1773", window=window), 500)
    assert emulator.requests.to("esearch") == []


def test_accessions_are_their_own_keys(samples: EntrezSampleArchive, emulator: Emulator) -> None:
    accessions = tuple(map(Accession.parse, ["SAMN3", "SRS1", "SAMN3", "SAMN2"]))
    pages = list(samples.find(Selection(accessions=accessions), 2))
    assert pages == [("SAMN3", "SRS1"), ("SAMN2",)]
    assert samples.count(Selection(accessions=accessions)) == 3
    assert len(emulator.requests) == 0


def test_accessions_within_a_window_are_searched_for(
    samples: EntrezSampleArchive, live: list[SampleRecord]
) -> None:
    asked = tuple(Accession.parse(record.accession) for record in live[:5])
    window = DateWindow(live[0].pdat, live[0].pdat)
    keys = found(samples, Selection(accessions=asked, window=window))
    assert str(live[0].uid) in keys
    assert set(keys) <= set(uids(live[:5]))


@pytest.mark.parametrize("tag", ["BioProject", "BSPL", "Strategy"])
def test_fields_of_other_databases_are_none_of_biosamples(
    samples: EntrezSampleArchive, tag: str
) -> None:
    with pytest.raises(UsageError, match=f"{tag}. is no search field of BioSample"):
        samples.find(Selection(query=f"x[{tag}]"), 500)


def test_samples_of_a_project_cannot_be_searched_for(samples: EntrezSampleArchive) -> None:
    with pytest.raises(UsageError, match="BioSample cannot be searched for PRJNA1"):
        samples.find(Selection(bioproject=Accession.parse("PRJNA1")), 500)
