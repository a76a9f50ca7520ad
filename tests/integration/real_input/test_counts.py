"""Every real record is mirrored or quarantined with a true reason, and the counts agree.

The expected counts come from a few lines of plain xml.etree, which share nothing with our readers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from sqlalchemy import text

from adapters.console.progress import SilentProgress
from adapters.memory.workers import InlineWorkers
from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.mirror import PostgresMirror
from adapters.postgres.staged import PageRows
from adapters.xml.privacy import without_personal_data
from adapters.xml.splitter import glance
from application.sync_sequencing import SequencingRequest, SyncReport, SyncSequencing
from domain.selection import Selection
from domain.tally import Outcome

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "sra"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there are no real records ({FOLDER})")

_REAL_RUN = re.compile(r"[SED]RR[0-9]+")


@dataclass
class Counted:
    """What the XML holds: of an experiment, study or sample that stands twice, the last copy."""

    packages: dict[str, Element] = field(default_factory=dict)
    not_public: int = 0
    foreign: int = 0

    def readable(self) -> Iterator[Element]:
        for package in self.packages.values():
            if all(_REAL_RUN.fullmatch(run.get("accession", "")) for run in package.iter("RUN")):
                yield package

    def last(self, tag: str) -> dict[str, Element]:
        return {
            element.get("accession", ""): element
            for package in self.readable()
            for element in package.iter(tag)
        }


def _counted() -> Counted:
    counted = Counted()
    for path in sorted(FOLDER.rglob("*.xml")):
        root = fromstring(path.read_bytes())  # noqa: S314 - records of ours to test with
        packages = root.findall("EXPERIMENT_PACKAGE")
        errors = [error.text or "" for error in root.iter("ERROR")]
        counted.not_public += sum("is not public" in error for error in errors)
        counted.foreign += not packages and not any("is not public" in error for error in errors)
        for package in packages:
            experiment = package.find("EXPERIMENT")
            assert experiment is not None
            accession = experiment.get("accession", "")
            counted.packages.pop(accession, None)
            counted.packages[accession] = package
    return counted


@pytest.fixture(scope="module")
def counted() -> Counted:
    return _counted()


def _sync(database: Database) -> SyncReport:
    sync = SyncSequencing[PageRows](
        FolderSequenceArchive(FOLDER),
        PostgresMirror(database),
        PostgresLedger(database, "test"),
        PostgresJobLock(database),
        InlineWorkers(),
        SilentProgress(),
        date.today,
        without_personal_data,
        glance,
        page_size=100,
    )
    (report,) = sync(SequencingRequest(Selection()))
    return report


def _rows(database: Database, query: str) -> int:
    with database.transaction() as connection:
        return int(connection.scalar(text(f"select count(*) from {query}")) or 0)


def test_every_real_record_is_mirrored_or_waits_with_a_true_reason(
    database: Database, counted: Counted
) -> None:
    readable = list(counted.readable())
    report = _sync(database)

    assert report.is_complete
    assert report.tally.of("experiment", Outcome.NEW) == len(readable) > 700
    assert report.tally.of("experiment", Outcome.NOT_PUBLIC) == counted.not_public == 1
    spoilt = len(counted.packages) - len(readable)
    assert report.tally.of("experiment", Outcome.QUARANTINED) == spoilt + counted.foreign == 4
    with database.transaction() as connection:
        reasons = list(connection.scalars(text("select reason from insdc.quarantine")))
    assert sum("FAKEID" in reason for reason in reasons) == spoilt == 2
    assert sum("MINiML" in reason for reason in reasons) == 1

    files = [file for package in readable for file in package.iter("SRAFile")]
    pooled = [pool for package in readable for pool in package.findall("Pool/Member")]
    run_pooled = [
        pool for package in readable for pool in package.findall("RUN_SET/RUN/Pool/Member")
    ]
    attributes = [
        attribute
        for sample in counted.last("SAMPLE").values()
        for attribute in sample.iter("SAMPLE_ATTRIBUTE")
    ]
    assert {
        "insdc.experiment": _rows(database, "insdc.experiment"),
        "insdc.run": _rows(database, "insdc.run"),
        "insdc.run_file": _rows(database, "insdc.run_file"),
        "insdc.study": _rows(database, "insdc.study"),
        "insdc.submission": _rows(database, "insdc.submission"),
        "insdc.sample": _rows(database, "insdc.sample where content_hash is not null"),
        "insdc.sample_attribute": _rows(database, "insdc.sample_attribute"),
        "insdc.experiment_sample": _rows(database, "insdc.experiment_sample"),
        "insdc.run_sample": _rows(database, "insdc.run_sample"),
    } == {
        "insdc.experiment": len(readable),
        "insdc.run": len(counted.last("RUN")),
        "insdc.run_file": len(files),
        "insdc.study": len(counted.last("STUDY")),
        "insdc.submission": len(counted.last("SUBMISSION")),
        "insdc.sample": len(counted.last("SAMPLE")),
        "insdc.sample_attribute": len(attributes),
        "insdc.experiment_sample": len(pooled),
        "insdc.run_sample": len(run_pooled),
    }


def test_the_values_of_sample_attributes_are_those_of_the_xml(
    database: Database, counted: Counted
) -> None:
    _sync(database)

    expected = sorted(
        (
            accession,
            (attribute.findtext("TAG") or "").strip(),
            (attribute.findtext("VALUE") or "").strip(),
            (attribute.findtext("UNITS") or "").strip(),
        )
        for accession, sample in counted.last("SAMPLE").items()
        for attribute in sample.iter("SAMPLE_ATTRIBUTE")
    )
    with database.transaction() as connection:
        rows = connection.execute(
            text(
                "select s.sra_accession, a.name, coalesce(a.value, ''), coalesce(a.unit, '') "
                "from insdc.sample_attribute a join insdc.sample s using (sample_id)"
            )
        ).all()
    assert sorted(map(tuple, rows)) == expected


def test_the_same_folder_again_writes_nothing(database: Database) -> None:
    _sync(database)
    before = _versions(database)

    again = _sync(database)

    assert again.tally.of("experiment", Outcome.NEW, Outcome.CHANGED) == 0
    assert _versions(database) == before


def _versions(database: Database) -> list[str]:
    tables = ("study", "submission", "sample", "sample_attribute", "experiment", "run", "run_file")
    with database.transaction() as connection:
        return [
            str(
                connection.scalar(
                    text(
                        f"select md5(string_agg(xmin::text, ',' order by ctid)) from insdc.{table}"
                    )
                )
            )
            for table in tables
        ]
