"""Replaying the quarantine of a mirror in PostgreSQL."""

from sqlalchemy import text

from adapters.memory.lock import MemoryJobLock
from adapters.postgres.catalogue import PostgresCatalogue
from adapters.postgres.database import Database
from adapters.postgres.staged import PageRows
from application.errors import UnreadableRecordError
from application.ports.mirror import Unreadable
from application.replay_quarantine import ReplayQuarantine, ReplayReport
from domain.records import ExperimentPackage
from tests.support.house import House
from tests.support.packages import a_package, an_experiment


def unreadable(raw: bytes, accession: str = "SRX000001") -> Unreadable:
    return Unreadable("files", "a.xml:0+4", raw, b"digest of " + raw, "it is torn", accession)


def read_titles(raw: bytes) -> ExperimentPackage:
    """Read what is torn no more: its bytes are the experiment's title."""
    if raw.startswith(b"torn"):
        raise UnreadableRecordError("it is still torn")
    return a_package(experiment=an_experiment("SRX000001", title=raw.decode()))


def replay(database: Database) -> ReplayReport:
    house = House.in_postgres(database)
    return ReplayQuarantine[PageRows](
        PostgresCatalogue(database),
        {"experiment": (read_titles, house.mirror)},
        house.ledger,
        MemoryJobLock(),
    )()


def test_what_can_be_read_now_is_mirrored_and_leaves_quarantine(database: Database) -> None:
    house = House.in_postgres(database)
    house.quarantine(unreadable(b"torn", "SRX000002"), unreadable(b"title"))

    report = replay(database)

    contents = house.contents()
    assert [entry.raw for entry in report.mirrored] == [b"title"]
    assert contents.experiment("SRX000001").title == "title"
    assert {key: entry.resolved for key, entry in contents.quarantine.items()} == {
        b"digest of title": True,
        b"digest of torn": False,
    }


def test_an_entry_whose_bytes_are_not_kept_waits_on(database: Database) -> None:
    House.in_postgres(database).quarantine(unreadable(b"title"))
    with database.transaction() as connection:
        connection.execute(text("update insdc.quarantine set raw = null"))

    report = replay(database)

    assert [why for _, why in report.waiting] == [
        "its bytes name what was purged and are not kept: reconcile asks for it again"
    ]


def test_what_is_still_unreadable_waits_on(database: Database) -> None:
    house = House.in_postgres(database)
    house.quarantine(unreadable(b"torn"))

    report = replay(database)

    assert [(entry.raw, why) for entry, why in report.waiting] == [(b"torn", "it is still torn")]
    assert not house.contents().quarantine[b"digest of torn"].resolved


def test_of_two_versions_of_a_record_in_quarantine_the_later_one_stands(
    database: Database,
) -> None:
    house = House.in_postgres(database)
    house.quarantine(unreadable(b"older"))
    house.quarantine(unreadable(b"newer"))

    replay(database)

    contents = house.contents()
    assert contents.experiment("SRX000001").title == "newer"
    assert all(entry.resolved for entry in contents.quarantine.values())
