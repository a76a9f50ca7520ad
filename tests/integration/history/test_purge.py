"""What is purged is gone without trace but a tombstone, and does not come back."""

from dataclasses import replace
from datetime import date

import pytest

from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.database import Database
from adapters.postgres.following import PostgresFollowing
from adapters.postgres.membership import PostgresMembership
from adapters.postgres.purge import PostgresPurge
from adapters.postgres.schema_books import metadata
from application.errors import UsageError
from application.ports.mirror import Unreadable
from domain.biosample import SampleAttribute
from domain.changes import digest
from domain.following import ArchiveIndex
from domain.records import Attribute, ExperimentPackage, Link, RunFile
from domain.selection import Selection
from domain.tally import Outcome
from tests.integration.history.house import HistoryHouse
from tests.integration.samples.test_merging import a_biosample, a_project
from tests.support.house import House
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    a_study,
    a_submission,
    accession,
    an_experiment,
    name,
    read,
)

TOLD = "a secret word"
PAPER = (Link("pubmed", "1"),)


def package(title: str = TOLD) -> ExperimentPackage:
    """Give a package that says the word everywhere."""
    told = (Attribute("note", title),)
    member = a_member("SRS000001", member_name=title, sample_title=title, spots=3)
    return a_package(
        experiment=an_experiment(
            "SRX000001", title=title, sample=name("SRS000001"), pool=(member,), attributes=told,
            links=PAPER,
        ),
        submission=a_submission(title=title),
        study=a_study(title=title, bioproject=accession("PRJNA7"), links=PAPER),
        samples=(
            a_sample(
                "SRS000001", "SAMN00000001", title=title, attributes=told, links=PAPER,
                alias=title,
            ),
        ),
        runs=(
            a_run(
                "SRR000001", "SRX000001", title=title, pool=(member,), links=PAPER,
                files=(RunFile(title),),
            ),
        ),
    )  # fmt: skip


@pytest.fixture
def desk(database: Database) -> PostgresPurge:
    return PostgresPurge(database)


def rows_that_say(house: HistoryHouse, word: str) -> dict[str, int]:
    found = {
        table.name: house.value(
            f"select count(*) from {table.fullname} t where strpos(t::text, :word) > 0", word=word
        )
        for table in metadata.sorted_tables
        if table.name not in {"sync_job", "page", "tombstone"}
    }
    return {table: count for table, count in found.items() if count}


def purge(desk: PostgresPurge, called: str, reason: str = "asked to") -> None:
    desk.purge(accession(called), reason)


def fill(house: HistoryHouse) -> None:
    """Mirror the package with a history."""
    house.packages(package())
    house.packages(package(f"{TOLD} again"))
    house.samples(replace(a_biosample(), title=TOLD))
    house.samples(replace(a_biosample(), title=f"{TOLD} again"))
    house.curate()


def test_an_experiment_goes_with_its_runs_and_all_they_said(
    house: HistoryHouse, desk: PostgresPurge
) -> None:
    fill(house)

    purge(desk, "SRX000001")

    for called in ("SRX000001", "SRR000001"):
        assert rows_that_say(house, called) == {}
    assert set(rows_that_say(house, TOLD)) == {
        "submission", "study", "sample", "sample_alias", "biosample", "change",
    }  # fmt: skip
    assert house.rows("select accession, kind, reason from insdc.tombstone order by 1") == [
        ("SRR000001", "run", "asked to"),
        ("SRX000001", "experiment", "asked to"),
    ]


def test_a_purged_experiment_stays_away_and_is_counted(
    house: HistoryHouse, desk: PostgresPurge
) -> None:
    house.packages(package())
    purge(desk, "SRX000001")

    tally = house.packages(package(), a_package("SRX000002"))

    assert tally.as_json()["experiment"] == {"new": 1, "purged": 1}
    assert tally.as_json()["run"] == {"purged": 1}
    assert rows_that_say(house, "SRX000001") == rows_that_say(house, "SRR000001") == {}


def test_a_new_run_of_a_purged_experiment_stays_away(
    house: HistoryHouse, desk: PostgresPurge
) -> None:
    purge(desk, "SRX000001")

    house.packages(replace(package(), runs=(a_run("SRR000009", "SRX000001", links=PAPER),)))

    assert rows_that_say(house, "SRR000009") == {}


def test_a_run_alone_is_purged(house: HistoryHouse, desk: PostgresPurge) -> None:
    house.packages(package())
    purge(desk, "SRR000001")

    tally = house.packages(package("edited"))

    assert tally.of("run", Outcome.PURGED) == 1
    assert tally.of("experiment", Outcome.CHANGED) == 1
    assert rows_that_say(house, "SRR000001") == {}


@pytest.mark.parametrize("called", ["SRS000001", "SAMN00000001"])
def test_a_sample_is_purged_under_all_its_names_and_stays_a_bare_reference(
    house: HistoryHouse, desk: PostgresPurge, called: str
) -> None:
    fill(house)
    purge(desk, called)

    tally = house.packages(package())
    tally += house.samples(replace(a_biosample(), title=TOLD))

    assert tally.of("sample", Outcome.PURGED) == tally.of("biosample", Outcome.PURGED) == 1
    said = ("sample", "sample_alias", "sample_attribute", "biosample", "experiment_sample",
            "run_sample", "curated_value")  # fmt: skip
    assert set(rows_that_say(house, TOLD)) & set(said) == set()
    assert house.rows("select content_hash, title from insdc.sample") == [(None, None)]
    assert house.rows("select member_name, spots from insdc.run_sample") == [(None, 3)]
    # Its accession stays with the experiment that was made from it.
    of_experiment = "select s.biosample_accession from insdc.experiment e join insdc.sample s"
    assert house.value(f"{of_experiment} on s.sample_id = e.sample_id") == "SAMN00000001"
    history = house.rows("select kind, accession from insdc.change where kind ~ 'sample'")
    assert history == []


def test_a_sample_that_nothing_refers_to_is_gone(house: HistoryHouse, desk: PostgresPurge) -> None:
    house.samples(a_biosample(attributes=(SampleAttribute("note", TOLD),)))

    purge(desk, "SAMN00000001")

    assert house.rows("select * from insdc.sample") == []
    assert house.rows("select * from insdc.sample_alias") == []


def test_what_was_purged_is_not_asked_for_again(
    house: HistoryHouse, desk: PostgresPurge, database: Database
) -> None:
    house.packages(package())
    backlog = PostgresBacklog(database)
    assert (list(backlog.samples()), list(backlog.projects()[0])) == (["SAMN00000001"], ["PRJNA7"])

    purge(desk, "SAMN00000001")
    purge(desk, "PRJNA7")

    assert (list(backlog.samples()), list(backlog.projects()[0])) == ([], [])


def test_a_project_is_purged_and_stays_a_bare_reference(
    house: HistoryHouse, desk: PostgresPurge
) -> None:
    house.packages(package())
    house.projects(a_project(title=TOLD))
    purge(desk, "PRJNA7")

    tally = house.projects(a_project(title=TOLD))

    assert tally.as_json() == {"project": {"purged": 1}}
    found = house.record("project", "PRJNA7")
    assert (found["title"], found["content_hash"]) == (None, None)
    assert house.rows("select * from insdc.project_link") == []


def test_a_project_that_nothing_refers_to_is_gone(house: HistoryHouse, desk: PostgresPurge) -> None:
    house.projects(a_project())

    purge(desk, "PRJNA7")

    assert house.rows("select * from insdc.project") == []


def test_a_study_and_a_submission_stay_while_something_refers_to_them(
    house: HistoryHouse, desk: PostgresPurge
) -> None:
    house.packages(package())
    for called in ("SRP000001", "SRA000001"):
        with pytest.raises(UsageError, match="purge SRX000001 first"):
            purge(desk, called)
    purge(desk, "SRX000001")

    purge(desk, "SRP000001")
    purge(desk, "SRA000001")

    assert house.rows("select * from insdc.study") == house.rows("select * from insdc.submission")
    # An experiment that comes later has something to refer to, which says nothing.
    house.packages(replace(package(), experiment=an_experiment("SRX000009"), runs=()))
    assert house.rows("select accession, title, content_hash from insdc.study") == [
        ("SRP000001", None, None)
    ]


def test_purging_twice_is_purging_once(house: HistoryHouse, desk: PostgresPurge) -> None:
    house.packages(package())
    purge(desk, "SRX000001", "first")

    again = desk.purge(accession("SRX000001"), "second")

    assert again.tombstone is not None
    assert again.tombstone.reason == "first"
    assert not again.is_mirrored
    assert house.value("select count(*) from insdc.tombstone where reason = 'first'") == 2


def test_what_was_never_mirrored_is_kept_away_too(house: HistoryHouse, desk: PostgresPurge) -> None:
    assert not desk.purge(accession("SRX000001"), "asked to").is_mirrored

    assert house.packages(package()).of("experiment", Outcome.PURGED) == 1


def unreadable(called: str | None, uid: int, raw: bytes = b"") -> Unreadable:
    raw = raw or str(uid).encode()
    return Unreadable("entrez", str(uid), raw, digest(raw), "it is torn", called, uid)


def test_quarantine_gives_it_up_and_does_not_take_it_again(
    house: HistoryHouse, desk: PostgresPurge, database: Database
) -> None:
    sequencing = House.in_postgres(database)
    sequencing.merge_read(read(package(), 8))
    waiting = [unreadable("SRX000001", 7), unreadable(None, 8), unreadable("SRX000002", 9)]
    sequencing.quarantine(*waiting)

    purge(desk, "SRX000001")
    sequencing.quarantine(*waiting)

    left = house.rows("select accession, entrez_uid from insdc.quarantine")
    assert left == [("SRX000002", 9)]


def test_reconcile_asks_for_the_uid_of_a_purged_record_which_may_be_anothers_by_now(
    desk: PostgresPurge, database: Database
) -> None:
    House.in_postgres(database).merge_read(read(package(), 7))
    following, index = PostgresFollowing(database), ArchiveIndex("build", date(2026, 10, 1))
    following.add("tb", Selection(organism="1773"))
    membership = PostgresMembership(database)
    assert membership.compare("tb", "experiment", [7], index).missing_here == []

    purge(desk, "SRX000001")

    assert membership.compare("tb", "experiment", [7], index).missing_here == [7]


def test_quarantine_keeps_no_bytes_that_name_what_was_purged(
    house: HistoryHouse, desk: PostgresPurge, database: Database
) -> None:
    sequencing = House.in_postgres(database)
    waiting = [
        unreadable("SRX000001", 1, b"<run SRR000001 \xff\x00/>"),
        unreadable("SRX000002", 2, b"<of SRR000001>"),
        unreadable("SRX000003", 3, b"<of SRR0000012>"),
    ]
    sequencing.quarantine(*waiting)
    sequencing.merge(a_package("SRX000002"))
    purge(desk, "SRR000001")
    kept = [("SRX000001", False), ("SRX000002", False), ("SRX000003", True)]

    kept_raw = "select accession, raw is not null from insdc.quarantine order by accession"
    assert house.rows(kept_raw) == kept
    sequencing.quarantine(*waiting)
    assert house.rows(kept_raw) == kept


def test_quarantine_takes_what_has_the_uid_of_a_purged_record_and_another_name(
    house: HistoryHouse, desk: PostgresPurge, database: Database
) -> None:
    sequencing = House.in_postgres(database)
    sequencing.merge_read(read(a_package("SRX000001"), uid=7))
    sequencing.quarantine(unreadable("SRX000002", 7, b"<two"))
    purge(desk, "SRX000001")
    sequencing.quarantine(unreadable("SRX000003", 7, b"<three"))
    sequencing.quarantine(unreadable(None, 7, b"<nameless"))

    left = house.rows("select accession from insdc.quarantine order by accession")
    assert left == [("SRX000002",), ("SRX000003",)]
