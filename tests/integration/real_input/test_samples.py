"""All real BioSamples and BioProjects, through the real jobs, counted beside plain XML."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import text

from adapters.console.progress import SilentProgress
from adapters.memory.workers import InlineWorkers
from adapters.ncbi_files.projects import FolderProjectArchive
from adapters.ncbi_files.samples import FolderSampleArchive
from adapters.postgres.backlog import PostgresBacklog
from adapters.postgres.curation import PostgresCurationDesk
from adapters.postgres.database import Database
from adapters.postgres.ledger import PostgresLedger
from adapters.postgres.lock import PostgresJobLock
from adapters.postgres.migrate import migrate
from adapters.postgres.mirror import BIOSAMPLES, PROJECTS, PostgresMirror
from adapters.postgres.schema_books import metadata
from adapters.postgres.specimens import PostgresSpecimens
from adapters.postgres.staged import PageRows
from adapters.xml.bioproject_glance import glance_bioproject
from adapters.xml.biosample_glance import glance_biosample
from adapters.xml.privacy import without_personal_data
from application.curate_samples import CurateSamples
from application.derive import Derive
from application.group_specimens import GroupSpecimens
from application.paged_job import Toolbox
from application.report import SyncReport
from application.request import SyncRequest
from application.sync_projects import SyncProjects
from application.sync_samples import SyncSamples
from domain.selection import Selection
from domain.tally import Outcome
from tests.integration.real_input.test_samples_read import (
    REFUSED,
    contradicts_itself,
    words,
)
from tests.integration.real_input.values import DATA, roots
from tests.support.server import Server

BOOKS = frozenset({"sync_job", "page", "quarantine"})


@dataclass(frozen=True)
class MirroredSamples:
    """A database that nothing but the real records came into, and how the first syncs went."""

    database: Database
    samples: SyncReport
    projects: SyncReport

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def counts(self, table: str, column: str) -> Counter[str]:
        """Count the rows of a table by BioSample accession and a column's value."""
        return Counter(
            dict(
                self.rows(
                    f"select b.accession || ' ' || coalesce({column}, ''), count(*) "
                    f"from insdc.{table} t join insdc.biosample b using (sample_id) group by 1"
                )
            )
        )


def sync(database: Database) -> tuple[SyncReport, SyncReport]:
    ledger, lock = PostgresLedger(database, "test"), PostgresJobLock(database)
    workers, progress = InlineWorkers(), SilentProgress()
    tools = Toolbox(ledger, workers, progress, without_personal_data)
    curate = CurateSamples(PostgresCurationDesk(database), ledger, lock, workers, progress)
    group = GroupSpecimens(PostgresSpecimens(database), progress)
    samples = SyncSamples[PageRows](
        FolderSampleArchive(DATA / "biosample"),
        PostgresMirror(database, BIOSAMPLES),
        PostgresBacklog(database),
        lock,
        tools,
        today=date.today,
        resolve=lambda selection: selection,
        check=lambda: None,
        afterwards=Derive(curate, group),
        glance=glance_biosample,
    )
    projects = SyncProjects[PageRows](
        FolderProjectArchive(DATA / "bioproject"),
        PostgresMirror(database, PROJECTS),
        PostgresBacklog(database),
        lock,
        tools,
        afterwards=group,
        glance=glance_bioproject,
    )
    request = SyncRequest(Selection())
    (of_samples,), (of_projects,) = samples(request), projects(request)
    return of_samples, of_projects


@pytest.fixture(scope="module")
def mirrored(server: Server) -> Iterator[MirroredSamples]:
    for folder in ("biosample", "bioproject"):
        roots(folder)  # skips where they are absent
    with server.new_database() as url:
        database = Database(url)
        migrate(database)
        yield MirroredSamples(database, *sync(database))
        database.dispose()


@pytest.fixture(scope="module")
def elements() -> dict[str, Element]:
    """Every readable BioSample of a well-formed file; of one that stands twice, the last."""
    found: dict[str, Element] = {}
    for root in roots("biosample"):
        for one in [root] if root.tag == "BioSample" else root.findall("BioSample"):
            if not contradicts_itself(one):
                found[accession_of(one)] = one
    return found


def accession_of(element: Element) -> str:
    named = element.get("accession") or element.findtext("Ids/Id[@is_primary='1']")
    return named or next(
        words(one) for one in element.iter("Id") if one.get("namespace") == "BioSample"
    )


def of_elements(elements: dict[str, Element], tag: str, attribute: str | None) -> Counter[str]:
    return Counter(
        f"{accession} {(below.get(attribute) or '') if attribute else ''}"
        for accession, element in elements.items()
        for below in element.iter(tag)
    )


def test_every_readable_sample_is_mirrored_and_every_other_quarantined(
    mirrored: MirroredSamples, elements: dict[str, Element]
) -> None:
    report = mirrored.samples
    assert report.is_complete
    assert report.tally.of("biosample", Outcome.NEW) == len(elements) == 1582
    assert report.tally.of("biosample", Outcome.QUARANTINED) == len(REFUSED) == 4
    found = {accession for (accession,) in mirrored.rows("select accession from insdc.biosample")}
    assert found == set(elements)


def test_what_is_quarantined_says_truly_why(mirrored: MirroredSamples) -> None:
    """Two of the four files are the same bytes, which are kept once."""
    waiting = mirrored.rows(
        "select record_key, reason from insdc.quarantine "
        "where record_kind = 'biosample' and resolved_at is null"
    )
    reasons = {key.partition(":")[0].removeprefix("biosample__"): reason for key, reason in waiting}
    assert reasons.items() <= REFUSED.items()
    assert set(reasons.values()) == set(REFUSED.values())
    assert len(waiting) == 3


def test_every_attribute_is_a_row(mirrored: MirroredSamples, elements: dict[str, Element]) -> None:
    expected = of_elements(elements, "Attribute", "attribute_name")
    assert mirrored.counts("sample_attribute", "t.name") == expected
    assert expected.total() > 13_000
    values = {
        (accession, ordinal, words(one))
        for accession, element in elements.items()
        for ordinal, one in enumerate(element.iter("Attribute"), 1)
    }
    assert values == set(
        mirrored.rows(
            "select b.accession, a.ordinal, a.value from insdc.sample_attribute a "
            "join insdc.biosample b using (sample_id)"
        )
    )


def test_every_identifier_is_kept_and_a_name_of_the_sample(
    mirrored: MirroredSamples, elements: dict[str, Element]
) -> None:
    expected = {
        (accession, words(one))
        for accession, element in elements.items()
        for one in element.iter("Id")
        if words(one)
    }
    aliases = mirrored.rows(
        "select b.accession, a.value from insdc.sample_alias a "
        "join insdc.biosample b using (sample_id)"
    )
    assert expected <= set(aliases)
    ((kept,),) = mirrored.rows("select sum(jsonb_array_length(identifiers)) from insdc.biosample")
    assert kept == of_elements(elements, "Id", None).total() > 4_500


def test_every_link_is_a_row(mirrored: MirroredSamples, elements: dict[str, Element]) -> None:
    expected = Counter(
        (accession, link.get("target"), link.get("label"), words(link))
        for accession, element in elements.items()
        for link in element.iter("Link")
    )
    assert expected.total() > 1_300
    assert expected == Counter(
        mirrored.rows("select accession, target, label, value from insdc.biosample_link")
    )


def test_every_row_of_a_table_is_kept(
    mirrored: MirroredSamples, elements: dict[str, Element]
) -> None:
    expected = sum(
        len(row.findall("Cell")) for element in elements.values() for row in element.iter("Row")
    )
    assert mirrored.rows("select count(*) from insdc.biosample_table_cell") == [(expected,)]
    assert expected > 100_000


def test_every_row_of_an_antibiogram_is_a_row(
    mirrored: MirroredSamples, elements: dict[str, Element]
) -> None:
    """With the drug and the phenotype as they were submitted, in order."""
    expected = [
        (accession, ordinal, drug)
        for accession, element in elements.items()
        for ordinal, drug in enumerate(_drugs(element), 1)
    ]
    assert sorted(expected) == mirrored.rows(
        "select b.accession, a.ordinal, coalesce(a.antibiotic_submitted, '') "
        "from insdc.antibiogram a join insdc.biosample b using (sample_id) order by 1, 2"
    )
    assert len({accession for accession, *_ in expected}) == 1120
    assert len(expected) > 10_000


def _drugs(element: Element) -> Iterator[str]:
    for table in element.iter("Table"):
        if (table.get("class") or "").startswith("Antibiogram"):
            header = [words(cell).lower() for cell in table.findall("Header/Cell")]
            for row in table.iter("Row"):
                cells = [words(cell) for cell in row.findall("Cell")]
                yield dict(zip(header, cells, strict=False)).get("antibiotic", "")


def test_projects_of_samples_are_those_of_their_links(
    mirrored: MirroredSamples, elements: dict[str, Element]
) -> None:
    named = {
        (accession, link.get("label"))
        for accession, element in elements.items()
        for link in element.iter("Link")
        if link.get("target") == "bioproject" and (link.get("label") or "").startswith("PRJ")
    }
    found = mirrored.rows(
        "select b.accession, p.project_accession from insdc.sample_project p "
        "join insdc.biosample b using (sample_id) where p.said_by_biosample"
    )
    assert named <= set(found)
    assert len(named) > 1_000


def test_every_project_is_mirrored(mirrored: MirroredSamples) -> None:
    accessions = {
        element.get("accession", "")
        for root in roots("bioproject")
        for element in root.iter("ArchiveID")
    }
    mirrored_projects = mirrored.rows(
        "select accession from insdc.project where content_hash is not null"
    )
    assert {accession for (accession,) in mirrored_projects} == accessions
    assert len(accessions) == mirrored.projects.tally.of("project", Outcome.NEW) == 40
    assert mirrored.projects.is_complete


def test_every_sample_was_curated(mirrored: MirroredSamples) -> None:
    assert mirrored.rows("select count(*), count(distinct rules) from insdc.sample_curation") == [
        (1582, 1)
    ]


def test_values_that_are_no_missing_ones_are_curated(mirrored: MirroredSamples) -> None:
    """Of the real records; what is right of them is told by the tables of distinct values."""
    shares = mirrored.rows(
        "select field, count(*) filter (where sureness is not null)::float / count(*) "
        "from insdc.curated_value where missing is null group by field"
    )
    assert {field: share for field, share in shares if share < 0.98} == {}
    assert len(shares) == 10


def test_no_contact_is_in_the_database(mirrored: MirroredSamples) -> None:
    """The copies of the real records say "withheld" where a contact was named."""
    for table in metadata.sorted_tables:
        if table.schema == "insdc":
            query = f"select t::text from insdc.{table.name} t where t::text ~* '<contact|withheld'"
            assert mirrored.rows(f"{query} limit 1") == []


def test_a_second_run_writes_no_row(mirrored: MirroredSamples) -> None:
    before = versions(mirrored)

    samples, projects = sync(mirrored.database)

    assert samples.tally.of("biosample", Outcome.SAME) == 1582
    assert projects.tally.as_json() == {"project": {"same": 40}}
    assert versions(mirrored) == before


def versions(mirrored: MirroredSamples) -> dict[str, object]:
    """Give, for each table, which transactions wrote its rows: any write would show."""
    return {
        table.name: mirrored.rows(
            f"select md5(string_agg(xmin::text, ',' order by ctid)) from {table.fullname}"
        )
        for table in metadata.sorted_tables
        if table.schema == "insdc" and table.name not in BOOKS
    }
