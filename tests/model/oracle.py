"""Whether a mirror equals the archive: record by record, field by field.

What is expected is read from the archive's own XML by the readers; what is there, by SQL that
shares nothing with the merge.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import text

from adapters.postgres.database import Database
from adapters.xml.bioproject import read_bioproject
from adapters.xml.biosample import read_biosample
from adapters.xml.sra import read_package
from domain.changes import what_matters
from domain.records import ExperimentPackage, PoolMember, SampleName
from tests.support.contents import Contents, in_full
from tests.support.postgres_contents import contents_of_postgres
from tests.synthetic import (
    Archive,
    SampleRecord,
    SraRecord,
    Status,
    render_bioproject,
    render_biosample,
    render_package,
)

InScope = Callable[[SraRecord | SampleRecord], bool]

# What becomes of a record, as far as Entrez can tell: of a sample it never says why it is away.
_EXPERIMENTS = {
    Status.SUPPRESSED: "not_public",
    Status.UNPUBLISHED: "not_public",
    Status.WITHDRAWN: "withdrawn",
}
_AWAY = {True: "out_of_scope", False: "withdrawn"}
_PLAIN = (
    "access", "published", "submitted", "updated", "alias", "title", "ncbi_taxon_id",
    "scientific_name", "organism_name", "package", "package_display_name",
)  # fmt: skip


def differences(
    archive: Archive, database: Database, is_followed: InScope, gone: set[str]
) -> list[str]:
    """Tell how the mirror differs from the archive. gone: accessions that have no record there."""
    contents = contents_of_postgres(database)
    experiments = [*_experiments(archive, database, contents, is_followed, gone)]
    return [*experiments, *_biosamples(archive, database, is_followed)]


def _experiments(
    archive: Archive, database: Database, contents: Contents, is_followed: InScope, gone: set[str]
) -> Iterator[str]:
    status = _statuses(database, "experiment")
    run_status = _statuses(database, "run")
    for record in archive.sra.values():
        name = record.accession
        if record.is_live and is_followed(record):
            if status.get(name) != "live":
                yield f"{name} is {status.get(name, 'not here')}, and live in the archive"
                continue
            yield from _of_package(read_package(render_package(record)), record, contents)
            for run in record.runs:
                if run_status.get(run) != "live":
                    yield f"{run} is {run_status.get(run)}, its experiment live"
        elif name in status:
            expected = _EXPERIMENTS.get(record.status, "out_of_scope")
            if status[name] != expected:
                yield f"{name} is {status[name]} and should be {expected}"
    for name in gone & status.keys():
        if status[name] != "withdrawn":
            yield f"{name} is {status[name]}, and is not in the archive any more"


def _of_package(said: ExperimentPackage, record: SraRecord, contents: Contents) -> Iterator[str]:
    name = str(said.accession)
    entry = contents.experiments[name]
    yield from _unlike(name, _named(said.experiment, contents), entry.experiment)
    yield from _unlike(f"{name} uid", record.uid, entry.uid)
    assert said.study
    assert said.submission
    study = str(said.study.accession)
    yield from _unlike(study, said.study, contents.studies.get(study))
    submission = str(said.submission.accession)
    yield from _unlike(submission, said.submission, contents.submissions.get(submission))
    for run in said.runs:
        key = str(run.accession)
        mirrored = contents.runs.get(key)
        yield from _unlike(
            key, what_matters(_named(run, contents)), mirrored and what_matters(mirrored)
        )
    for sample in said.samples:
        key = str(sample.name.sra or sample.name.biosample)
        entry_of_sample = contents.sample(key)
        expected = in_full(sample, entry_of_sample.name)
        if entry_of_sample.record is None:
            yield f"{key} is a mere reference"
            continue
        # Its attributes are BioSample's own, once that has been read; its projects both say.
        mirrored_sample = replace(
            entry_of_sample.record, attributes=expected.attributes, projects=expected.projects
        )
        yield from _unlike(key, expected, mirrored_sample)


def _named(record: Any, contents: Contents) -> Any:
    """Give it with its samples under all the names that they go by."""
    pool = tuple(_member(member, contents) for member in record.pool)
    if getattr(record, "sample", None) is None:
        return replace(record, pool=pool)
    return replace(record, pool=pool, sample=_in_full(record.sample, contents))


def _member(member: PoolMember, contents: Contents) -> PoolMember:
    return replace(member, sample=_in_full(member.sample, contents))


def _in_full(name: SampleName, contents: Contents) -> SampleName:
    return contents.sample(str(name.sra or name.biosample)).name


def _biosamples(archive: Archive, database: Database, is_followed: InScope) -> Iterator[str]:
    mirrored = _rows(database, "select * from insdc.biosample")
    attributes = _attributes(database)
    listed = _listed(database)
    referred = {
        sample.accession
        for record in archive.live()
        if is_followed(record)
        for sample in record.samples
    }
    for record in archive.biosamples.values():
        row = mirrored.get(record.accession)
        if record.is_live and is_followed(record):
            if row is None or row["status"] != "live":
                yield f"{record.accession} is {row and row['status']}, and live in the archive"
                continue
            said = read_biosample(render_biosample(record))
            for column in _PLAIN:
                yield from _unlike(
                    f"{record.accession} {column}", getattr(said, column), row[column]
                )
            yield from _unlike(f"{record.accession} uid", record.uid, row["entrez_uid"])
            expected = [
                tuple(getattr(one, part.name) for part in fields(one)) for one in said.attributes
            ]
            yield from _unlike(
                f"{record.accession} attributes", expected, attributes.get(row["sample_id"], [])
            )
        elif row is not None and record.uid in listed:
            needed = record.is_live and record.accession in referred
            expected_status = "live" if needed else _AWAY[record.is_live]
            if row["status"] != expected_status:
                yield f"{record.accession} is {row['status']} and should be {expected_status}"


def projects_that_differ(archive: Archive, database: Database) -> list[str]:
    """Tell which projects say something else in the mirror."""
    mirrored = _rows(database, "select * from insdc.project where content_hash is not null")
    return [
        told
        for record in archive.bioprojects.values()
        if record.is_live and (row := mirrored.get(record.accession))
        for said in (read_bioproject(render_bioproject(record)),)
        for column in ("title", "description", "updated")
        if hasattr(said, column) and column in row
        for told in _unlike(f"{record.accession} {column}", getattr(said, column), row[column])
    ]


def _attributes(database: Database) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    with database.transaction() as connection:
        for sample_id, *said in connection.execute(
            text(
                "select sample_id, name, value, unit, harmonized_name, display_name "
                "from insdc.sample_attribute order by sample_id, ordinal"
            )
        ):
            found.setdefault(sample_id, []).append(tuple(said))
    return found


def _listed(database: Database) -> set[int]:
    """Give the uids of the BioSamples that a selection was ever given, by its organism."""
    with database.transaction() as connection:
        query = "select entrez_uid from insdc.selection_member where record = 'biosample'"
        return set(connection.scalars(text(query)))


def _statuses(database: Database, kind: str) -> dict[str, str]:
    rows = _rows(database, f"select accession, status from insdc.{kind}")
    return {accession: row["status"] for accession, row in rows.items()}


def _rows(database: Database, query: str) -> dict[str, Any]:
    with database.transaction() as connection:
        return {row["accession"]: row for row in connection.execute(text(query)).mappings()}


def _unlike(what: str, expected: Any, found: Any) -> Iterator[str]:
    if expected == found:
        return
    if hasattr(expected, "__dataclass_fields__") and type(found) is type(expected):
        for part in fields(expected):
            one, other = getattr(expected, part.name), getattr(found, part.name)
            if one != other:
                yield f"{what} {part.name}: {one!r} in the archive, {other!r} here"
    else:
        yield f"{what}: {expected!r} in the archive, {found!r} here"
