"""Single histories that a mirror once did not survive, each in few words."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import text

from adapters.entrez.archive import EntrezSequenceArchive
from adapters.entrez.terms import Term
from application.errors import NotReadyError, TryAgainError
from application.request import SyncRequest
from domain.accession import Accession
from domain.selection import Selection
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.emulator.index import Index
from tests.model.copies import Copy
from tests.model.history import Historian
from tests.model.house import House
from tests.model.kill import Fuse
from tests.model.life import Life
from tests.model.oracle import differences
from tests.synthetic import Archive, Profile, SraRecord


class Story:
    """An archive and a mirror that is in step with it."""

    def __init__(self, house: House, *selections: str) -> None:
        self.house = house
        self.archive = house.emulator.archive
        self.life = Life(self.archive, house.emulator)
        self.historian = Historian(house.database)
        for name in selections:
            house.follow(name, self.life.selections[name])
        if "study" not in selections:
            self.life.project = ""

    def goes_on(self, days: int = 1) -> None:
        self.house.another_build(days)
        assert self.house.sync() is not None
        assert self.house.reconcile() is not None
        self.historian.look()

    @property
    def followed(self) -> list[SraRecord]:
        return [record for record in self.life.live if self.life.is_followed(record)]

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.house.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def value(self, query: str) -> Any:
        [(value,)] = self.rows(query)
        return value

    def status(self, table: str, accession: str) -> str:
        query = f"select status from insdc.{table} where accession = :name"
        [(status,)] = self.rows(query, name=accession)
        return str(status)

    def differences(self) -> list[str]:
        life = self.life
        return differences(life.archive, self.house.database, life.is_followed, life.gone)


@pytest.fixture
def house(knowing: Callable[[], Copy]) -> Iterator[House]:
    archive = Archive(8, seed=2, profile=Profile.plain())
    archive.publish(12, tax_id=1773)
    with Emulator(archive, rate_limit=False) as emulator, knowing() as database:
        yield House(database, emulator)


@pytest.fixture
def story(house: House) -> Story:
    told = Story(house, "tb")
    assert house.sync() is not None
    told.historian.look()
    return told


def test_a_uid_that_another_record_gets_leaves_nobody_live_who_is_gone(story: Story) -> None:
    story.life.reuse_uid(15)
    for _ in range(3):
        story.goes_on()

    assert story.differences() == []


def test_two_records_that_change_their_uids_stay_who_they_are(story: Story) -> None:
    one, other = story.life.live[-2:]
    one.uid, other.uid = other.uid, one.uid
    for record in (one, other):
        story.archive.sra[record.uid] = record
        story.archive.edit(record)
    for _ in range(3):
        story.goes_on()

    assert story.differences() == []


def test_an_edit_that_came_spoilt_is_read_again_however_late(story: Story) -> None:
    story.house.advance(10)
    story.life.edit(15)
    story.house.advance(20)
    story.life.index()
    story.house.emulator.faults.add(Fault.CONTROL_CHARACTER, "efetch", db="sra", times=1)
    assert story.house.sync() is not None
    story.goes_on(days=30)

    assert story.differences() == []


def test_an_edit_that_the_archive_would_not_give_is_asked_for_again(story: Story) -> None:
    story.house.advance(10)
    record = story.life.live[-1]
    story.archive.edit(record)
    story.house.advance(20)
    story.life.index()
    lost = story.house.emulator.faults.add(
        Fault.SILENT_LOSS, "efetch", db="sra", ids=[record.uid], times=9
    )
    assert story.house.sync() is not None
    assert lost.struck > 1
    story.house.emulator.faults.clear()
    story.goes_on(days=30)

    assert story.differences() == []


def test_what_one_selection_loses_and_another_has_stays_live(house: House) -> None:
    story = Story(house, "tb", "study")
    life = story.life
    life.project = life.live[-1].study.project.accession
    house.follow("that-study", life.selections["study"])
    story.goes_on()
    life.reassign(len(life.live) - 1, 4)
    for days in (1, 1, 40, 40):
        story.goes_on(days)

    assert story.differences() == []
    assert [told for told in story.historian.told() if "out_of_scope" in told] == []


def test_a_first_sync_that_was_killed_asks_for_no_word_when_it_goes_on(
    knowing: Callable[[], Copy],
) -> None:
    archive = Archive(1, seed=2, profile=Profile.plain())
    archive.publish(120, tax_id=1773)
    with Emulator(archive, rate_limit=False) as emulator, knowing() as database:
        story = Story(House(database, emulator, page_size=40), "tb")
        story.house.sync(Fuse(12))
        story.house.another_build()

        assert story.house.run(lambda container: container.sync_followed()()) is not None
        with database.transaction() as connection:
            query = "select experiments from insdc.selection where name = 'tb'"
            assert connection.scalar(text(query)) == 121


def test_runs_leave_and_return_with_their_experiment_and_the_history_says_so(
    story: Story,
) -> None:
    record = story.life.live[-1]
    story.archive.suppress(record)
    for _ in range(2):
        story.goes_on()
    story.archive.restore(record)
    story.goes_on()

    told = [one for one in story.historian.told() if one.startswith(f"run {record.runs[0]} ")]
    assert [one.partition(": ")[2] for one in told] == ["live -> not_public", "not_public -> live"]


def test_a_selection_that_lost_all_its_records_holds_up_nobody_else(house: House) -> None:
    story = Story(house, "tb", "study")
    story.goes_on()
    for record in story.life.live:
        if story.life.project in {one.accession for one in record.samples[0].projects}:
            story.archive.withdraw(record)
    story.life.publish(2, 0)
    for days in (30, 1, 1):
        story.goes_on(days)

    assert story.differences() == []


def test_projects_that_an_outage_kept_away_come_with_the_next_sync(house: House) -> None:
    story = Story(house, "tb")
    house.emulator.faults.add(Fault.SEARCH_BACKEND, "esearch", db="bioproject", times=500)
    assert house.sync() is None
    house.emulator.faults.clear()
    house.emulator.requests.clear()

    assert house.sync() is not None
    assert story.value("select count(*) from insdc.project where content_hash is null") == 0
    assert not house.emulator.requests.to("efetch", db="sra")
    house.emulator.requests.clear()
    assert house.sync() is not None
    assert len(house.emulator.requests) == 1


def test_an_outage_among_the_samples_costs_no_second_sequencing(house: House) -> None:
    story = Story(house, "tb")
    house.emulator.faults.add(Fault.HTTP_ERROR, "efetch", db="biosample", times=50)
    assert house.sync() is None
    house.emulator.faults.clear()
    house.emulator.requests.clear()

    assert house.sync() is not None
    assert not house.emulator.requests.to("efetch", db="sra")
    assert story.differences() == []


def test_what_a_job_by_hand_began_long_ago_is_not_taken_for_what_is_followed(house: House) -> None:
    archive, life = house.emulator.archive, Life(house.emulator.archive, house.emulator)
    by_hand = SyncRequest(life.selections["tb"])
    house.run(lambda container: container.sync_sequencing()(by_hand), Fuse(19))
    story = Story(house)
    assert 0 < story.value("select count(*) from insdc.experiment") < len(story.followed)
    house.another_build(20)
    for record in story.followed:
        archive.edit(record)
    archive.publish(1, tax_id=1773)
    house.another_build(30)
    house.follow("tb", life.selections["tb"])
    story.goes_on(days=40)

    assert story.differences() == []


def test_a_search_that_was_misunderstood_brings_nothing_that_nobody_follows(house: House) -> None:
    house.emulator.archive.publish(200, tax_id=562)
    house.emulator.reindex()
    story = Story(house, "tb")
    house.emulator.faults.add(Fault.TAG_IGNORED, "esearch", db="sra", times=1)

    assert house.sync() is not None
    assert story.value("select count(*) from insdc.experiment") == len(story.followed)
    assert story.value("select experiments from insdc.selection") == len(story.followed)


def test_a_count_that_was_misunderstood_once_stops_nobody(story: Story) -> None:
    story.archive.publish(110, tax_id=1773)
    story.archive.publish(1500, tax_id=562)
    story.goes_on()
    story.archive.publish(1, tax_id=1773)
    story.house.another_build()
    story.house.emulator.faults.add(Fault.TAG_IGNORED, "esearch", db="sra", times=1)

    assert story.house.run(lambda container: container.sync_followed()()) is not None
    assert story.differences() == []


@pytest.mark.parametrize("listed", ["nothing", "everything"])
def test_a_list_that_is_suddenly_far_shorter_or_longer_changes_nothing_until_confirmed(
    story: Story, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    story.archive.publish(120, tax_id=1773)
    story.archive.publish(1500, tax_id=562)
    story.goes_on()
    before = story.value("select count(*) from insdc.experiment where status = 'live'")
    everything = listed == "everything"
    monkeypatch.setattr(
        Index, "_organism", lambda index, _text: index.everything if everything else frozenset()
    )
    for _ in range(2):
        story.house.another_build()
        refused = story.house.run(lambda container: container.reconcile()())
        assert refused is None
        assert isinstance(story.house.failed, NotReadyError)
        assert "--accept-counts" in str(story.house.failed)
    after = story.value("select count(*) from insdc.experiment where status = 'live'")
    assert before == after > 100

    confirmed = story.house.run(lambda container: container.reconcile()(accept_counts=True))
    assert confirmed is not None


def test_an_index_that_is_exchanged_under_a_list_counts_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = story.life.live[-1]
    story.house.another_build()
    listed = EntrezSequenceArchive.listed
    exchanged: list[bool] = []

    def exchange(self: EntrezSequenceArchive, selection: Selection) -> Any:
        if not exchanged:
            story.archive.suppress(record)
            story.house.another_build()
            exchanged.append(True)
        return listed(self, selection)

    monkeypatch.setattr(EntrezSequenceArchive, "listed", exchange)
    for _ in range(2):
        assert story.house.reconcile() is not None

    assert story.status("experiment", record.accession) == "live"


def test_one_selection_that_cannot_be_listed_holds_up_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(house, "study", "tb")
    assert house.sync() is not None
    house.another_build()
    uids = EntrezSequenceArchive._uids

    def list_or_not(self: EntrezSequenceArchive, terms: Sequence[Term]) -> Any:
        if any("PRJ" in term.text for term in terms):
            raise TryAgainError("NCBI counts 12 records and lists 11, 4 searches in a row.")
        return uids(self, terms)

    monkeypatch.setattr(EntrezSequenceArchive, "_uids", list_or_not)
    build = house.emulator.service.snapshot.build
    for command in (house.sync, house.reconcile):
        assert command() is None
        assert "counts 12 records" in str(house.failed)
    reached = "select build, reconciled_build from insdc.selection where name = 'tb'"
    assert story.rows(reached) == [(build, build)]


def test_a_biosample_that_only_a_project_brought_is_missed_when_it_is_gone(house: House) -> None:
    life = Life(house.emulator.archive, house.emulator)
    record = life.live[-1]
    life.project = record.study.project.accession
    house.follow("that-study", life.selections["study"])
    story = Story(house)
    story.goes_on()
    (sample, *_) = record.samples
    assert story.status("biosample", sample.accession) == "live"
    story.archive.suppress(sample)
    for _ in range(2):
        story.goes_on()

    assert story.status("biosample", sample.accession) == "withdrawn"


def test_a_record_whose_uid_is_that_of_another_organisms_is_withdrawn(story: Story) -> None:
    old = story.life.live[-1]
    (new,) = story.archive.publish(1, tax_id=562)
    del story.archive.sra[new.uid]
    new.uid = old.uid
    story.archive.sra[new.uid] = new
    for _ in range(2):
        story.goes_on()

    assert story.status("experiment", old.accession) == "withdrawn"
    [(evidence,)] = story.rows("select evidence from insdc.status_evidence where kind='experiment'")
    assert f"its id is that of {new.accession} now" in evidence


def test_each_status_has_its_evidence_whoever_found_it(story: Story) -> None:
    record = story.life.live[-1]
    story.archive.edit(record)
    story.house.another_build()
    story.archive.suppress(record)
    assert story.house.sync() is not None
    assert story.status("experiment", record.accession) == "not_public"
    story.archive.restore(record)
    for _ in range(2):
        story.goes_on()

    told = "select status from insdc.status_evidence where accession = :name order by evidence_id"
    for name in (record.accession, *record.runs):
        assert story.rows(told, name=name) == [("not_public",), ("live",)]


def test_a_reconcile_that_was_killed_while_it_brought_records_leaves_no_job_open(
    story: Story,
) -> None:
    left = 0
    for fuse in range(6, 24, 2):
        story.archive.publish(4, tax_id=1773)
        story.house.another_build()
        story.house.reconcile(Fuse(fuse))
        left += jobs_left(story)
    assert left > 0

    for _ in range(2):
        story.goes_on()

    assert jobs_left(story) == 0
    assert story.differences() == []


def jobs_left(story: Story) -> int:
    with story.house.database.transaction() as connection:
        left = "select count(*) from insdc.sync_job where state <> 'done' and frozen"
        return connection.scalar(text(left)) or 0


def test_the_record_that_has_the_uid_of_a_purged_one_is_brought(story: Story) -> None:
    purged = story.life.live[-1]
    named = Accession.parse(purged.accession)
    story.house.run(lambda container: container.purge_desk().purge(named, "asked to"))
    story.life.reuse_uid(len(story.life.live) - 1)
    follower = story.archive.sra[purged.uid]
    assert follower.accession != purged.accession
    with story.house.database.transaction() as connection:
        connection.execute(text("update insdc.selection set watermark = watermark + 30"))
    story.house.another_build(60)
    assert story.house.sync() is not None
    assert not is_here(story, follower.accession)

    assert story.house.reconcile() is not None

    assert is_here(story, follower.accession)
    assert not is_here(story, purged.accession)


def is_here(story: Story, accession: str) -> bool:
    with story.house.database.transaction() as connection:
        here = "select exists (select from insdc.experiment where accession = :accession)"
        return bool(connection.scalar(text(here), {"accession": accession}))


def test_a_sample_is_not_missed_though_its_index_is_later_than_that_of_experiments(
    story: Story,
) -> None:
    sample = next(
        one
        for one in story.archive.biosamples.values()
        if one.is_live and story.life.is_followed(one)
    )
    story.goes_on(days=40)
    story.archive.edit(sample)
    service = story.house.emulator.service
    old = service.snapshot
    for _ in range(12):
        story.house.another_build()
        service.snapshot = service.snapshot.with_late("biosample", old)
        assert story.house.sync() is not None
    story.house.another_build()
    assert story.house.sync() is not None

    assert story.differences() == []


@pytest.mark.parametrize("fault", [Fault.SEARCH_BACKEND, Fault.EMPTY_BODY])
def test_an_archive_that_answers_no_search_for_two_days_costs_nothing_but_the_days(
    story: Story, fault: Fault
) -> None:
    story.archive.suppress(story.life.live[-1])
    story.archive.publish(3, tax_id=1773)
    story.house.emulator.faults.add(fault, "esearch", times=10_000)
    for _ in range(2):
        story.house.another_build()
        for command in (story.house.sync, story.house.reconcile):
            assert command() is None
            assert isinstance(story.house.failed, TryAgainError)
    gone = "select count(*) from insdc.experiment where status <> 'live'"
    missed = "select count(*) from insdc.selection_member where missing_build is not null"
    assert (story.value(gone), story.value(missed)) == (0, 0)
    story.house.emulator.faults.clear()
    for _ in range(2):
        story.goes_on()

    assert story.differences() == []


def test_what_a_sync_of_all_that_is_followed_takes_is_foretold_nearly(house: House) -> None:
    story, emulator = Story(house, "tb", "study"), house.emulator
    house.page_size = 500
    story.archive.publish(200, tax_id=1773)
    emulator.reindex()
    for _ in range(3):
        plan = house.run(lambda container: container.plan_followed()())
        assert plan is not None
        emulator.requests.clear()
        assert house.sync() is not None
        assert plan.requests == pytest.approx(len(emulator.requests), abs=4)
        house.another_build()
        for record in [*story.archive.publish(6, tax_id=1773), *story.life.live[:5]]:
            story.archive.edit(record)
        house.another_build()
