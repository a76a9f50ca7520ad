"""Of every uid that is asked for it is told what became of it, and no record is anyone else's."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.entrez.archive import EntrezSequenceArchive
from application.errors import UnreadableRecordError
from application.ports.archive import Reply, SequenceArchive
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.service import Hidden
from tests.integration.entrez import scripted as script
from tests.integration.entrez.conftest import Connect, Waits
from tests.integration.entrez.scripted import scripted
from tests.synthetic import Archive, SraRecord, Status, render_package


def keys(records: Iterable[SraRecord]) -> list[str]:
    return [str(record.uid) for record in records]


def settled(reply: Reply) -> list[str]:
    return sorted([*(r.key for r in reply.records), *reply.not_public, *reply.absent], key=int)


def experiments(entrez: SequenceArchive, reply: Reply) -> dict[str, str]:
    return {r.key: str(entrez.read(r.raw).experiment.accession) for r in reply.records}


def accessions(records: Iterable[SraRecord]) -> dict[str, str]:
    return {str(record.uid): record.accession for record in records}


@pytest.fixture
def live(small: Archive) -> list[SraRecord]:
    return list(small.live())


def test_every_record_comes_with_its_own_uid(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord]
) -> None:
    reply = entrez.fetch(keys(live))
    assert experiments(entrez, reply) == accessions(live)
    assert [record.uid for record in reply.records] == [int(key) for key in keys(live)]
    assert (reply.not_public, reply.absent) == ((), ())
    assert [r.endpoint for r in emulator.requests] == ["efetch", "esummary"]


def test_records_come_as_the_archive_gave_them(
    entrez: EntrezSequenceArchive, live: list[SraRecord]
) -> None:
    reply = entrez.fetch(keys(live[:20]))
    assert [r.raw.strip() for r in reply.records] == [render_package(r).strip() for r in live[:20]]


def test_records_stand_in_the_order_asked(
    entrez: EntrezSequenceArchive, live: list[SraRecord]
) -> None:
    asked = keys(reversed(live[:20]))
    assert [record.key for record in entrez.fetch(asked).records] == asked


def test_asking_twice_for_one_record_gives_it_once(
    entrez: EntrezSequenceArchive, live: list[SraRecord]
) -> None:
    key = str(live[0].uid)
    assert [record.key for record in entrez.fetch([key, key]).records] == [key]


def test_nothing_is_asked_for_nothing(entrez: EntrezSequenceArchive, emulator: Emulator) -> None:
    assert entrez.fetch([]) == Reply()
    assert len(emulator.requests) == 0


@pytest.mark.parametrize("key", ["SRX31000007", "", " 7", "7,8", "٣"])
def test_what_is_no_uid_never_reaches_entrez(
    entrez: EntrezSequenceArchive, emulator: Emulator, key: str
) -> None:
    with pytest.raises(ValueError, match="is not an Entrez uid"):
        entrez.fetch(["7", key])
    assert len(emulator.requests) == 0


def test_records_that_are_not_public_or_gone_are_named(
    entrez: EntrezSequenceArchive, small: Archive
) -> None:
    reply = entrez.fetch([*keys(small.sra.values()), "99999999"])
    by_status = {
        status: keys(record for record in small.sra.values() if record.status is status)
        for status in Status
    }
    assert [record.key for record in reply.records] == by_status[Status.LIVE]
    hidden = by_status[Status.SUPPRESSED] + by_status[Status.UNPUBLISHED]
    assert sorted(reply.not_public) == sorted(hidden) != []
    assert reply.absent == (*by_status[Status.WITHDRAWN], "99999999")


def test_a_page_of_which_nothing_exists_any_more_is_absent(entrez: EntrezSequenceArchive) -> None:
    assert entrez.fetch(["1", "2", "3"]) == Reply(absent=("1", "2", "3"))


def test_a_suppressed_record_that_is_still_served_is_a_record(
    connect: Connect, small: Archive
) -> None:
    suppressed = [r for r in small.sra.values() if r.status is Status.SUPPRESSED]
    with Emulator(small, rate_limit=False) as emulator:
        emulator.service.hidden[Status.SUPPRESSED] = Hidden.SERVED
        entrez = connect(emulator.base_url)
        assert experiments(entrez, entrez.fetch(keys(suppressed))) == accessions(suppressed)


@pytest.mark.parametrize("count", [1, 5, 6, 100])
def test_records_that_got_lost_once_come_in_the_end(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord], count: int
) -> None:
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", nth=1, count=count)
    assert experiments(entrez, entrez.fetch(keys(live))) == accessions(live)
    again = len(emulator.requests.to("efetch")) - 1
    assert again == (count if count <= 5 else 1)


def test_a_record_that_stays_lost_is_absent_and_the_only_one(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord]
) -> None:
    lost = live[10:13]
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", ids={record.uid for record in lost})
    reply = entrez.fetch(keys(live))
    assert list(reply.absent) == keys(lost)
    assert settled(reply) == keys(live)
    assert emulator.requests.to("efetch")[-1].ids() == keys(lost)[-1:]


def test_uids_without_a_summary_have_their_records_all_the_same(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord]
) -> None:
    some = {record.uid for record in live[::20]}
    emulator.faults.add(Fault.SILENT_LOSS, "esummary", ids=some)
    assert experiments(entrez, entrez.fetch(keys(live))) == accessions(live)


def test_one_summary_that_breaks_all_others_is_found_and_left_out(
    entrez: EntrezSequenceArchive,
    emulator: Emulator,
    live: list[SraRecord],
    caplog: pytest.LogCaptureFixture,
) -> None:
    emulator.faults.add(Fault.SUMMARY_CRASH, "esummary", ids={live[60].uid})
    assert experiments(entrez, entrez.fetch(keys(live))) == accessions(live)
    assert len(emulator.requests.to("efetch")) == 2
    assert "Asking for summaries in smaller parts" in caplog.text


def test_without_any_summary_records_are_fetched_one_by_one(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord]
) -> None:
    emulator.faults.add(Fault.TRUNCATED, "esummary")
    assert experiments(entrez, entrez.fetch(keys(live))) == accessions(live)
    assert len(emulator.requests.to("efetch")) == 2 + len(live)
    assert len(emulator.requests.to("esummary")) < 100


@pytest.mark.parametrize(
    "fault",
    [Fault.CONTROL_CHARACTER, Fault.UNESCAPED, Fault.LATIN_1, Fault.HUGE_ABSTRACT, Fault.NUL],
    ids=lambda fault: fault.name,
)
def test_a_record_that_cannot_be_read_is_handed_on_and_harms_no_other(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord], fault: Fault
) -> None:
    emulator.faults.add(fault, "efetch", ids={live[3].uid}, count=12)
    reply = entrez.fetch(keys(live[:10]))
    assert [record.key for record in reply.records] == keys(live[:10])
    with pytest.raises(UnreadableRecordError):
        entrez.read(reply.records[3].raw)
    others = [*reply.records[:3], *reply.records[4:]]
    assert experiments(entrez, Reply(tuple(others))) == accessions([*live[:3], *live[4:10]])


@pytest.mark.parametrize(
    "fault",
    [
        Fault.BYTE_ORDER_MARK,
        Fault.CARRIAGE_RETURN,
        Fault.RENAMED_FILES,
        Fault.BARE_RUN_SET,
        Fault.SECOND_SAMPLE,
        Fault.WITHOUT_STATISTICS,
        Fault.NEW_PLATFORM,
        Fault.UNKNOWN_CHILD,
    ],
    ids=lambda fault: fault.name,
)
def test_records_of_another_shape_are_records(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord], fault: Fault
) -> None:
    emulator.faults.add(fault, "efetch")
    assert experiments(entrez, entrez.fetch(keys(live[:50]))) == accessions(live[:50])


def test_several_threads_fetch_at_once(
    entrez: EntrezSequenceArchive, emulator: Emulator, live: list[SraRecord]
) -> None:
    pages = [keys(live[start : start + 10]) for start in range(0, len(live), 10)]
    emulator.latency = 0.01
    emulator.faults.add(Fault.SILENT_LOSS, "efetch", probability=0.2)
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(entrez.fetch, pages))
    assert [settled(reply) for reply in replies] == pages
    assert emulator.requests.busiest == 3


def test_the_archive_is_the_one_that_the_application_asks_for(connect: Connect) -> None:
    archive: SequenceArchive = connect("http://127.0.0.1:9/")
    assert archive.name == "entrez"
    assert archive.reader_version


def test_a_record_nobody_asked_for_is_nobodys(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """The digits trap: asked for a uid, the archive answers with another record."""

    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1", u2="SRX2")
        return script.packages(*(script.package(f"SRX{uid}9") for uid in form["id"].split(",")))

    with scripted(answer) as url:
        assert connect(url).fetch(["1", "2"]) == Reply(absent=("1", "2"))
    assert "records that were not asked for: SRX19, SRX29" in caplog.text


def test_nor_is_one_of_another_uid_of_the_page(connect: Connect) -> None:
    def answer(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1")
        return script.packages(script.package("SRX1"))  # whatever was asked

    with scripted(answer) as url:
        reply = connect(url).fetch(["1", "2"])
    assert [record.key for record in reply.records] == ["1"]
    assert reply.absent == ("2",)


def test_one_answer_among_two_strangers_is_not_guessed(connect: Connect) -> None:
    def answer(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries()
        return script.packages(script.package("SRX1"), script.package("SRX2"))

    with scripted(answer) as url:
        assert connect(url).fetch(["5"]) == Reply(absent=("5",))


def test_two_uids_of_one_experiment_each_get_what_is_theirs(connect: Connect) -> None:
    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1", u2="SRX1")
        backwards = reversed(form["id"].split(","))
        return script.packages(*(script.package("SRX1", uid) for uid in backwards))

    with scripted(answer) as url:
        reply = connect(url).fetch(["1", "2"])
    assert [(r.key, r.raw.decode()) for r in reply.records] == [
        ("1", script.package("SRX1", "1")),
        ("2", script.package("SRX1", "2")),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        '<EXPERIMENT_PACKAGE><EXPERIMENT accession="SRX2"><TITLE>',
        "<EXPERIMENT_PACKAGE><EXPERIMENT></EXPERIMENT></EXPERIMENT_PACKAGE>",
        '<EXPERIMENT_PACKAGE><EXPERIMENT accession="SR&2"></EXPERIMENT_PACKAGE>',
        "<EXPERIMENT_PACKAGE></EXPERIMENT_PACKAGE>",
    ],
    ids=["torn", "without accession", "a spoilt accession", "empty"],
)
def test_a_broken_record_is_told_by_asking_for_it_alone(connect: Connect, broken: str) -> None:
    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1", u2="SRX2", u3="SRX3")
        records = {"1": script.package("SRX1"), "2": broken, "3": script.package("SRX3")}
        return script.packages(*(records[uid] for uid in form["id"].split(",")))

    with scripted(answer) as url:
        reply = connect(url).fetch(["1", "2", "3"])
    assert [record.key for record in reply.records] == ["1", "2", "3"]
    assert reply.records[0].raw.decode() == script.package("SRX1")
    assert reply.records[1].raw.decode().startswith(broken)
    assert reply.records[2].raw.decode() == script.package("SRX3")


def test_of_a_record_sent_twice_the_last_copy_counts(connect: Connect) -> None:
    def answer(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1")
        return script.packages(script.package("SRX1", "old"), script.package("SRX1", "new"))

    with scripted(answer) as url:
        (record,) = connect(url).fetch(["1"]).records
    assert record.raw.decode() == script.package("SRX1", "new")


def test_of_a_reply_to_one_uid_the_record_of_its_experiment_counts(connect: Connect) -> None:
    replies = [(), (PACKAGE_1, "<EXPERIMENT_PACKAGE><EXPERIMENT")]

    def answer(endpoint: str, _form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1")
        return script.packages(*replies.pop(0))

    with scripted(answer) as url:
        (record,) = connect(url).fetch(["1"]).records
    assert (record.key, record.raw.decode()) == ("1", PACKAGE_1)


PACKAGE_1 = script.package("SRX1")


def test_a_record_that_came_torn_is_whole_if_it_can_be_had_whole(connect: Connect) -> None:
    asked: list[str] = []

    def answer(endpoint: str, form: dict[str, str]) -> tuple[int, bytes]:
        if endpoint == "esummary":
            return script.summaries(u1="SRX1")
        asked.append(form["id"])
        return script.packages(PACKAGE_1 if len(asked) > 1 else PACKAGE_1[:50])

    with scripted(answer) as url:
        (record,) = connect(url).fetch(["1"]).records
    assert record.raw.decode() == PACKAGE_1


@pytest.mark.parametrize("status", [200, 400])
def test_that_none_of_the_ids_exists_is_an_answer(
    connect: Connect, waits: Waits, status: int
) -> None:
    body = b"<eFetchResult><ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>"
    with scripted(lambda _endpoint, _form: (status, body + b"</eFetchResult>")) as url:
        assert connect(url).fetch(["1", "2"]) == Reply(absent=("1", "2"))
    assert waits.seconds == []
