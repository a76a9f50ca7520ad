"""Following: what a person says once, and the mirror is in step from then on."""

import json

from adapters.postgres.database import Database
from tests.e2e.asking import mirrored, of_tuberculosis, rows, sync
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive


def test_the_first_sync_brings_all_of_it_and_notes_the_archives_own_day(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    assert {record.accession for record in of_tuberculosis(archive)} <= mirrored(mirror)
    (told,) = json.loads(following.run("follow", "list", "--json").stdout)
    assert told["reached"]["build"] == ncbi.service.snapshot.build
    assert told["experiments"] == len(of_tuberculosis(archive))
    members = rows(mirror, "select record, count(*) from insdc.selection_member group by 1")
    assert ("experiment", len(of_tuberculosis(archive))) in members


def test_an_index_that_did_not_change_costs_one_request(
    following: Program,
    ncbi: Emulator,
) -> None:
    ncbi.requests.clear()

    told = sync(following)

    assert told["jobs"] == []
    assert [request.endpoint for request in ncbi.requests] == ["einfo"]


def test_what_was_published_edited_and_released_late_comes_with_the_next_sync(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    hidden = next(record for record in archive.sra.values() if not record.is_live)
    archive.clock.advance(40)
    (new,) = archive.publish(1, tax_id=1773)
    edited = of_tuberculosis(archive)[0]
    archive.edit(edited)
    archive.move_organism(hidden, 1773)
    archive.release(hidden)
    ncbi.reindex()

    told = sync(following)

    assert {new.accession, hidden.accession} <= mirrored(mirror)
    assert rows(mirror, f"select title from insdc.experiment where accession = '{edited.accession}'"
                ) == [(edited.title,)]  # fmt: skip
    sequencing = next(job for job in told["jobs"] if job["kind"] == "sequencing")
    assert sequencing["asked"] < len(of_tuberculosis(archive))


def test_a_selection_that_suddenly_matches_ten_times_as_much_waits_for_a_word(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    with mirror.transaction() as connection:
        connection.exec_driver_sql("update insdc.selection set experiments = 10")
    archive.clock.advance(1)
    ncbi.reindex()

    stopped = following.run("sync", "insdc")
    confirmed = following.run("sync", "insdc", "--accept-counts")

    assert stopped.returncode == 3
    assert "--accept-counts" in stopped.stderr
    assert confirmed.returncode == 0, confirmed.stderr


def test_an_index_older_than_the_watermark_is_told_and_nothing_moves(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    with mirror.transaction() as connection:
        connection.exec_driver_sql("update insdc.selection set watermark = '2999-01-01'")
    archive.clock.advance(1)
    ncbi.reindex()

    ended = following.run("sync", "insdc")

    assert ended.returncode == 2
    assert "insdc-sync follow rewind tb --to" in ended.stderr
    assert rows(mirror, "select watermark::text from insdc.selection") == [("2999-01-01",)]


def test_what_is_paused_rests_and_what_is_removed_is_forgotten_but_its_records_stay(
    following: Program, mirror: Database
) -> None:
    before = mirrored(mirror)

    assert following.run("follow", "pause", "tb").returncode == 0
    assert "resting" in following.run("follow", "list").stdout
    assert following.run("sync", "insdc").returncode == 3
    assert following.run("follow", "pause", "tb", "--resume").returncode == 0
    assert following.run("follow", "remove", "tb").returncode == 0

    assert json.loads(following.run("follow", "list", "--json").stdout) == []
    assert mirrored(mirror) == before


def test_a_name_that_is_taken_or_unknown_is_told(following: Program) -> None:
    taken = following.run("follow", "add", "tb", "--organism", "Mycobacterium avium")
    unknown = following.run("follow", "pause", "tv")
    spaced = following.run("follow", "add", "my tb", "--organism", "Mycobacterium avium")
    misspelt = following.run("follow", "add", "x", "--organism", "Mycobactrium")

    assert (taken.returncode, unknown.returncode, misspelt.returncode) == (2, 2, 2)
    assert "follows Mycobacterium tuberculosis already" in taken.stderr
    assert "Followed are: tb." in unknown.stderr
    assert "Did you mean Mycobacterium" in misspelt.stderr
    assert spaced.returncode == 2
    assert '"my tb" is no name for a selection' in spaced.stderr


def test_following_nothing_is_told_with_what_to_do(knowing: Program) -> None:
    ended = knowing.run("sync", "insdc")

    assert ended.returncode == 3
    assert "insdc-sync follow add tb" in ended.stderr


def test_only_what_is_in_step_can_be_rewound_and_only_backwards(
    following: Program, mirror: Database
) -> None:
    before = rows(mirror, "select name, watermark, build from insdc.selection")
    following.run("follow", "add", "avium", "--organism", "Mycobacterium avium")

    never = following.run("follow", "rewind", "avium", "--to", "2020-01-01")
    ahead = following.run("follow", "rewind", "tb", "--to", "2999-01-01")

    assert (never.returncode, ahead.returncode) == (2, 2)
    assert "avium was never synchronized: its first sync begins with the first day." in never.stderr
    assert "tb is in step with" in ahead.stderr
    assert "it cannot be rewound to a later day, 2999-01-01" in ahead.stderr
    in_step = "select name, watermark, build from insdc.selection where watermark is not null"
    assert rows(mirror, in_step) == before
    assert following.run("follow", "rewind", "tb", "--to", "2020-01-01").returncode == 0
