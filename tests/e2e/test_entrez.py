"""The whole program against the E-utilities: a real HTTP server, as it behaves and misbehaves."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.limiter import PostgresLimiter
from application.pacing import Pace
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.emulator.faults import Fault
from tests.synthetic.archive import Archive
from tests.synthetic.records import SraRecord
from tests.synthetic.taxa import lineage

TUBERCULOSIS = ("sync", "sequencing", "--organism", "Mycobacterium tuberculosis", "--json")
KEY = "valid-key"


@pytest.fixture
def archive() -> Archive:
    return Archive(700, seed=3)


@pytest.fixture
def ncbi(archive: Archive) -> Iterator[Emulator]:
    with Emulator(archive, rate_limit=True, api_keys=(KEY,)) as emulator:
        yield emulator


@pytest.fixture
def connected(program: Program, ncbi: Emulator) -> Program:
    return Program(
        program.settings
        | {"ENTREZ_URL": ncbi.base_url, "NCBI_EMAIL": "ada@example.org", "NCBI_API_KEY": KEY}
    )


def _mirrored(database: Database) -> set[str]:
    with database.transaction() as connection:
        return set(connection.scalars(text("select accession from insdc.experiment")))


def _of_tuberculosis(archive: Archive) -> set[str]:
    return {record.accession for record in _records(archive)}


def _records(archive: Archive) -> list[SraRecord]:
    """Live experiments of M. tuberculosis and the taxa below it."""
    return [
        record
        for record in archive.live()
        if any(taxon.tax_id == 1773 for taxon in lineage(record.taxon.tax_id))
    ]


def test_every_experiment_of_an_organism_is_mirrored_with_its_uid(
    connected: Program, mirror: Database, archive: Archive
) -> None:
    ended = connected.run(*TUBERCULOSIS)

    assert ended.returncode == 0, ended.stderr
    (report,) = json.loads(ended.stdout)
    assert report["complete"]
    assert _mirrored(mirror) == _of_tuberculosis(archive)
    with mirror.transaction() as connection:
        uids = connection.execute(text("select accession, entrez_uid from insdc.experiment"))
        assert all(archive.sra[row.entrez_uid].accession == row.accession for row in uids)


def test_a_window_finds_what_was_edited_and_what_was_released_with_an_old_date(
    connected: Program, mirror: Database, archive: Archive, ncbi: Emulator
) -> None:
    edited, released = _records(archive)[:2]
    archive.embargo(released)
    ncbi.reindex()
    connected.run(*TUBERCULOSIS)
    archive.clock.advance(3)
    archive.edit(edited)
    archive.release(released)
    ncbi.reindex()
    day = archive.clock.day

    since = ("--since", str(day - timedelta(days=1)), "--until", str(day))
    (report,) = json.loads(connected.run(*TUBERCULOSIS, *since).stdout)

    outcomes = report["outcomes"]["experiment"]
    assert outcomes["changed"] >= 1
    assert released.accession in _mirrored(mirror)


def test_what_went_missing_in_a_reply_is_asked_for_again(
    connected: Program, mirror: Database, archive: Archive, ncbi: Emulator
) -> None:
    ncbi.faults.add(Fault.SILENT_LOSS, endpoint="efetch", count=5, times=1)
    ncbi.faults.add(Fault.SEARCH_BACKEND, endpoint="esearch", times=1)
    ncbi.faults.add(Fault.CUT_BETWEEN, endpoint="efetch", count=2, nth=2)

    ended = connected.run(*TUBERCULOSIS)

    assert ended.returncode == 0, ended.stderr
    assert _mirrored(mirror) == _of_tuberculosis(archive)


def test_records_that_vanish_between_search_and_fetch_are_counted(
    connected: Program, archive: Archive
) -> None:
    gone = _records(archive)[0]
    archive.suppress(gone)  # search still has the index of before

    (report,) = json.loads(connected.run(*TUBERCULOSIS).stdout)

    outcomes = report["outcomes"]["experiment"]
    assert outcomes.get("absent", 0) + outcomes.get("not_public", 0) == 1
    assert report["complete"]


def test_accessions_are_found_by_search_and_the_missing_ones_named(
    connected: Program, mirror: Database, archive: Archive, ncbi: Emulator
) -> None:
    record = next(archive.live())

    ended = connected.run(
        "sync", "sequencing", "--accession", record.accession, "--accession", "SRR999999999",
        "--json",
    )  # fmt: skip

    (report,) = json.loads(ended.stdout)
    assert report["not_found"] == ["SRR999999999"]
    assert _mirrored(mirror) == {record.accession}
    assert not any("SR" in identifier for request in ncbi.requests for identifier in request.ids())


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--organism", "Mycobactrium"), 2, "Mycobactrium"),
        (("--query", "tuberculosis[Organnism]"), 2, "Organnism"),
        ((), 2, "organism"),
    ],
)
def test_what_entrez_would_answer_wrongly_is_refused(
    arguments: tuple[str, ...], code: int, sentence: str, connected: Program
) -> None:
    ended = connected.run("sync", "sequencing", *arguments)

    assert ended.returncode == code, ended.stderr
    assert sentence in ended.stderr


def test_a_wrong_key_is_named_and_not_shown(connected: Program) -> None:
    wrong = Program(connected.settings | {"NCBI_API_KEY": "not-the-right-key"})

    ended = wrong.run(*TUBERCULOSIS)

    assert ended.returncode == 4
    assert "INSDC_SYNC_NCBI_API_KEY" in ended.stderr
    assert "not-the-right-key" not in ended.stderr + ended.stdout


def test_ncbi_never_sees_more_requests_than_it_allows(connected: Program, ncbi: Emulator) -> None:
    connected.run(*TUBERCULOSIS)

    assert not any(request.status == 429 for request in ncbi.requests)
    assert all(request.method == "POST" for request in ncbi.requests)
    assert len({request.connection for request in ncbi.requests}) <= 6


def test_a_pause_that_ncbi_asked_an_earlier_run_for_is_told_at_once(
    connected: Program, mirror: Database, ncbi: Emulator
) -> None:
    PostgresLimiter(mirror, Pace(10), KEY).pause(86_400)

    ended = connected.run(*TUBERCULOSIS)

    assert ended.returncode == 75
    assert "NCBI asked for a pause until" in ended.stderr
    assert len(ncbi.requests) == 0
