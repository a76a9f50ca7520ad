"""Single histories that a mirror once did not survive, each in few words."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.model.copies import Copy
from tests.model.history import Historian
from tests.model.house import House
from tests.model.kill import Fuse
from tests.model.life import Life
from tests.model.oracle import differences
from tests.synthetic import Archive, Profile


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
