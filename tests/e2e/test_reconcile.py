"""What leaves the archive without a word, and what comes back."""

import json
from pathlib import Path
from typing import Any

from adapters.postgres.database import Database
from tests.e2e.asking import another_build, of_tuberculosis, rows
from tests.e2e.conftest import Program
from tests.emulator.emulator import Emulator
from tests.synthetic.archive import Archive


def reconcile(program: Program, *more: str) -> dict[str, Any]:
    ended = program.run("reconcile", "--json", *more)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, Any] = {one["record"]: one for one in json.loads(ended.stdout)}
    return told


def status(database: Database, accession: str) -> Any:
    [(found,)] = rows(
        database, f"select status from insdc.experiment where accession = '{accession}'"
    )
    return found


def test_what_two_indexes_do_not_list_is_asked_after_and_kept_with_its_status(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    suppressed, withdrawn, moved = of_tuberculosis(archive)[:3]
    archive.suppress(suppressed)
    archive.withdraw(withdrawn)
    archive.move_organism(moved, 562)
    another_build(archive, ncbi)

    once = reconcile(following)["experiment"]
    after_one = [status(mirror, record.accession) for record in (suppressed, withdrawn, moved)]
    another_build(archive, ncbi)
    twice = reconcile(following)["experiment"]

    assert once["became"] == {}
    assert once["suspected"] == 3
    assert after_one == ["live"] * 3
    assert twice["suspected"] == 0
    assert sum(twice["became"].values()) == 3
    assert status(mirror, moved.accession) == "out_of_scope"
    assert {status(mirror, suppressed.accession), status(mirror, withdrawn.accession)} <= {
        "not_public",
        "withdrawn",
    }
    evidence = rows(
        mirror,
        "select accession, evidence from insdc.status_evidence where kind = 'experiment'",
    )
    assert len(evidence) == 3
    assert all("not listed in two indexes" in str(words) for _, words in evidence)
    runs = rows(
        mirror,
        "select distinct r.status = e.status from insdc.run r "
        "join insdc.experiment e on e.accession = r.experiment_accession",
    )
    assert runs == [(True,)]


def test_the_same_index_twice_marks_nothing_as_gone(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    record = of_tuberculosis(archive)[0]
    archive.suppress(record)
    another_build(archive, ncbi)

    reconcile(following)
    reconcile(following)

    assert status(mirror, record.accession) == "live"


def test_what_comes_back_is_live_again(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    record = of_tuberculosis(archive)[0]
    archive.suppress(record)
    for _ in range(2):
        another_build(archive, ncbi)
        reconcile(following)
    assert status(mirror, record.accession) != "live"

    archive.restore(record)
    another_build(archive, ncbi)
    told = reconcile(following)["experiment"]

    assert told["brought"] == 1
    assert status(mirror, record.accession) == "live"


def test_what_was_never_seen_is_brought(
    following: Program, mirror: Database, archive: Archive
) -> None:
    record = of_tuberculosis(archive)[0]
    own = f"experiment_accession = '{record.accession}'"
    with mirror.transaction() as connection:
        for table in ("run_file", "run_sample"):
            connection.exec_driver_sql(
                f"delete from insdc.{table} where run_accession in "
                f"(select accession from insdc.run where {own})"
            )
        for table in ("run", "experiment_sample"):
            connection.exec_driver_sql(f"delete from insdc.{table} where {own}")
        connection.exec_driver_sql(
            f"delete from insdc.experiment where accession = '{record.accession}'"
        )

    told = reconcile(following)["experiment"]

    assert told["brought"] == 1
    assert status(mirror, record.accession) == "live"


def test_a_new_uid_of_the_same_experiment_is_no_removal(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
) -> None:
    record = of_tuberculosis(archive)[0]
    archive.renumber(record)
    for _ in range(3):
        another_build(archive, ncbi)
        reconcile(following)

    assert status(mirror, record.accession) == "live"
    assert rows(mirror, "select count(*) from insdc.status_evidence") == [(0,)]


def test_a_list_of_all_accessions_tells_more(
    following: Program,
    mirror: Database,
    archive: Archive,
    ncbi: Emulator,
    tmp_path: Path,
) -> None:
    suppressed, replaced = of_tuberculosis(archive)[:2]
    archive.suppress(suppressed)
    heir = archive.replace(replaced)
    tab = tmp_path / "SRA_Accessions.tab"
    tab.write_text(
        "Accession\tSubmission\tStatus\tReplacedBy\n"
        "SRX1\tSRA1\tlive\t-\n"
        f"{suppressed.accession}\tSRA1\tsuppressed\t-\n"
        f"{replaced.accession}\tSRA1\tsuppressed\t{heir.accession}\n"
    )
    for _ in range(2):
        another_build(archive, ncbi)
        reconcile(following, "--accessions-tab", str(tab))

    assert status(mirror, suppressed.accession) == "suppressed"
    assert status(mirror, replaced.accession) == "replaced"
    heirs = rows(
        mirror,
        "select replaced_by from insdc.status_evidence "
        "where status = 'replaced' and kind = 'experiment'",
    )
    assert heirs == [(heir.accession,)]
    assert status(mirror, heir.accession) == "live"


def test_a_file_that_is_no_such_list_is_refused(following: Program, tmp_path: Path) -> None:
    (tmp_path / "x.tab").write_text("a\tb\n")

    wrong = following.run("reconcile", "--accessions-tab", str(tmp_path / "x.tab"))
    absent = following.run("reconcile", "--accessions-tab", str(tmp_path / "y.tab"))

    assert (wrong.returncode, absent.returncode) == (2, 2)
    assert "is no SRA_Accessions.tab: it has no column Accession" in wrong.stderr
    assert "cannot be read" in absent.stderr


def test_nothing_in_step_is_told_with_what_to_run_first(knowing: Program) -> None:
    ended = knowing.run("reconcile")

    assert ended.returncode == 3
    assert "insdc-sync sync insdc" in ended.stderr
