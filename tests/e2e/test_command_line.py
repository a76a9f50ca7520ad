"""What people and scripts meet: sentences, exit codes, JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.postgres.lock import PostgresJobLock
from tests.e2e.conftest import Program


def test_a_sync_counts_what_it_was_asked_for_and_what_came(program: Program, saved: Path) -> None:
    ended = program.run("sync", "sequencing", "--files", str(saved), "--json")

    assert ended.returncode == 0, ended.stderr
    (report,) = json.loads(ended.stdout)
    assert report["complete"]
    assert report["asked"] == sum(report["outcomes"]["experiment"].values())
    assert report["outcomes"]["run"]["new"] > report["asked"] * 0.9
    assert ended.stderr == ""


def test_the_same_sync_again_changes_nothing(
    program: Program, saved: Path, mirror: Database
) -> None:
    sync = ("sync", "sequencing", "--files", str(saved), "--json")
    program.run(*sync)
    before = _row_versions(mirror)

    (report,) = json.loads(program.run(*sync).stdout)

    assert report["outcomes"] == {"experiment": {"same": report["asked"]}}
    assert _row_versions(mirror) == before


def _row_versions(database: Database) -> list[tuple[str, str]]:
    tables = ("study", "sample", "sample_attribute", "experiment", "run", "run_file", "run_sample")
    with database.transaction() as connection:
        return [
            (
                table,
                str(connection.scalar(text(f"select max(xmin::text::bigint) from insdc.{table}"))),
            )
            for table in tables
        ]


def test_the_report_fits_a_terminal_and_reads_well(program: Program, saved: Path) -> None:
    said = program.run("sync", "sequencing", "--files", str(saved)).stdout

    assert "asked" in said
    assert "experiments" in said
    assert "done in" in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_a_selection_of_files_takes_only_what_belongs(
    program: Program, saved: Path, mirror: Database
) -> None:
    program.run("sync", "sequencing", "--files", str(saved), "--organism", "Mycobacterium avium")

    with mirror.transaction() as connection:
        names = connection.scalars(
            text(
                "select distinct s.scientific_name from insdc.sample s "
                "join insdc.experiment e using (sample_id)"
            )
        )
        assert set(names) == {"Mycobacterium avium"}


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("sync", "sequencing", "--organism", "a", "--query", "b"), 2, "choose one of"),
        (("sync", "sequencing", "--until", "2026-01-01", "--organism", "a"), 2, "--since"),
        (("sync", "sequencing", "--bioproject", "SRR1"), 2, "not a BioProject"),
        (("sync", "sequencing", "--accession", "CRR1"), 2, "GSA"),
        (("sync", "sequencing", "--accessions-file", "/nowhere"), 2, "/nowhere"),
        (("sync", "sequencing", "--files", "/nowhere"), 4, "no folder /nowhere"),
        (("sync", "sequencing", "--source", "files"), 2, "--files DIR"),
        (("sync", "sequencing", "--files", str(Path(__file__).parent)), 2, "no *.xml"),
        (("sync", "sequencing", "--source", "entrez", "--files", "."), 2, "--files needs"),
        (("sync", "sequencing", "--source", "entres"), 2, "entrez or files"),
        (("sync", "sequencing", "--organism", "a"), 4, "INSDC_SYNC_NCBI_EMAIL"),
        (("sync", "sequencing", "--since", "yesterday"), 2, "yesterday"),
        (("quarantine", "show", "17"), 2, "quarantine list"),
        (("database", "grant-read", "nobody-here"), 2, "create"),
    ],
)
def test_a_mistake_is_one_sentence_and_a_code(
    arguments: tuple[str, ...], code: int, sentence: str, program: Program
) -> None:
    ended = program.run(*arguments)

    assert ended.returncode == code, ended.stderr
    assert sentence in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DATABSE_URL", "x", "Did you mean INSDC_SYNC_DATABASE_URL?"),
        ("WORKERS", "none", "INSDC_SYNC_WORKERS is wrong"),
        ("ENTREZ_URL", "ncbi", "INSDC_SYNC_ENTREZ_URL is wrong"),
        ("DATABASE_URL", "mysql://a@b/c", "needs PostgreSQL"),
        ("DATABASE_URL", "postgresql://a@127.0.0.1:1/c", "No connection to the database"),
    ],
)
def test_a_wrong_setting_names_itself(setting: str, value: str, sentence: str) -> None:
    ended = Program({setting: value}).run("status")

    assert ended.returncode == 4
    assert sentence in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr


def test_a_database_without_our_schema_names_the_command(
    new_database: Callable[[], Database],
) -> None:
    url = new_database().engine.url.set(drivername="postgresql")
    program = Program({"DATABASE_URL": url.render_as_string(hide_password=False)})

    ended = program.run("status")

    assert ended.returncode == 3
    assert "insdc-sync migrate" in ended.stderr
    assert program.run("migrate").returncode == 0
    assert program.run("status").returncode == 0


def test_a_password_never_shows() -> None:
    ended = Program({"DATABASE_URL": "postgresql://a:secret-word@127.0.0.1:1/c"}).run("status")

    assert "secret-word" not in ended.stdout + ended.stderr


def test_a_folder_in_which_nothing_matches_says_so(program: Program, saved: Path) -> None:
    ended = program.run("sync", "sequencing", "--files", str(saved), "--organism", "Yersinia")

    assert ended.returncode == 2
    assert "Yersinia" in ended.stderr


def test_records_in_quarantine_are_listed_shown_and_replayed(
    program: Program, tmp_path: Path
) -> None:
    (tmp_path / "torn.xml").write_bytes(
        b"<EXPERIMENT_PACKAGE_SET><EXPERIMENT_PACKAGE><EXPERIMENT accession='SRX1'>"
        b"<Contact email='jane@example.org'><Name>Jane</Name></Contact>"
    )
    sync = ("sync", "sequencing", "--files", str(tmp_path))

    strict = program.run(*sync, "--strict")
    assert strict.returncode == 10
    assert program.run(*sync).returncode == 0
    (entry,) = json.loads(program.run("quarantine", "list", "--json").stdout)
    assert entry["accession"] == "SRX1"
    shown = program.run("quarantine", "show", "SRX1").stdout
    assert "EXPERIMENT accession='SRX1'" in shown
    assert "Jane" not in shown
    assert "jane@" not in shown
    assert "Still waits: SRX1" in program.run("quarantine", "replay").stdout


def test_every_name_is_answered_in_the_order_asked(program: Program, saved: Path) -> None:
    program.run("sync", "sequencing", "--files", str(saved))
    run = json.loads(program.run("accession", "--json", stdin="").stdout)
    assert run == []
    ended = program.run("accession", "--json", stdin="srr28000001\nSRR99 GSE1\nCRR1164885\n")

    answers = json.loads(ended.stdout)
    assert [answer["asked"] for answer in answers] == ["srr28000001", "SRR99", "GSE1", "CRR1164885"]
    assert [answer["answer"] for answer in answers][1:] == ["not found", "not found", "refused"]
    assert ended.returncode == 2


def test_the_status_is_printed_and_given_as_json(program: Program, saved: Path) -> None:
    program.run("sync", "sequencing", "--files", str(saved))

    status = json.loads(program.run("status", "--json").stdout)

    assert status["counts"]["experiment"] == status["jobs"][0]["found"]
    assert status["jobs"][0]["outcomes"]["experiment"]["new"] == status["counts"]["experiment"]
    said = program.run("status").stdout
    assert f"{status['counts']['experiment']:,} experiments" in said


def test_brackets_in_records_are_printed_as_they_stand(program: Program, tmp_path: Path) -> None:
    package = _package("SRX1", "reads of cells [/b] [single-cell RNA-seq]")
    (tmp_path / "one.xml").write_text(package + _package("[/bold]", "no accession"))

    ended = program.run("sync", "sequencing", "--files", str(tmp_path))

    assert ended.returncode == 0, ended.stderr
    assert "[/bold]" in ended.stdout
    assert "[/b] [single-cell RNA-seq]" in program.run("accession", "SRP1").stdout


def _package(experiment: str, title: str) -> str:
    return (
        f'<EXPERIMENT_PACKAGE><EXPERIMENT accession="{experiment}"><STUDY_REF accession="SRP1"/>'
        f'</EXPERIMENT><STUDY accession="SRP1"><DESCRIPTOR><STUDY_TITLE>{title}</STUDY_TITLE>'
        "</DESCRIPTOR></STUDY></EXPERIMENT_PACKAGE>"
    )


def test_a_broken_name_with_a_nul_waits_in_quarantine(program: Program, tmp_path: Path) -> None:
    (tmp_path / "nul.xml").write_bytes(
        b"<EXPERIMENT_PACKAGE><EXPERIMENT accession='SRX\x009'/></EXPERIMENT_PACKAGE>"
    )

    ended = program.run("sync", "sequencing", "--files", str(tmp_path), "--strict")

    assert ended.returncode == 10, ended.stderr


def test_a_selection_of_days_that_no_calendar_has_is_refused(program: Program, saved: Path) -> None:
    ended = program.run("sync", "sequencing", "--files", str(saved), "--days", "999999")

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_foreign_name_is_explained_without_a_database() -> None:
    ended = Program({"DATABASE_URL": "postgresql://a@127.0.0.1:1/c"}).run("accession", "CRR1")

    assert ended.returncode == 2
    assert "GSA" in ended.stderr


def test_help_and_version_need_no_database() -> None:
    assert "sync" in Program({"DATABASE_URL": "nonsense"}).run("--help").stdout
    assert Program().run("--version").stdout.startswith("insdc-sync ")


def test_a_second_job_of_the_kind_leaves_and_says_who_holds_the_lock(
    program: Program, mirror: Database, saved: Path
) -> None:
    with PostgresJobLock(mirror).hold("sequencing"):
        ended = program.run("sync", "sequencing", "--files", str(saved))

    assert ended.returncode == 0
    assert "Another sequencing job is under way since" in ended.stderr
