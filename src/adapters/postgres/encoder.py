"""Turns the domain's records into rows; runs in worker processes."""

from collections.abc import Sequence
from typing import Any

from adapters.postgres.staged import (
    Entity,
    Page,
    PageRows,
    SampleMovedError,
    bytea,
    json,
    json_object,
)
from application.ports.mirror import ReadPackage
from domain.accession import Accession
from domain.records import (
    ExperimentPackage,
    Link,
    PoolMember,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
    publications,
)


def encode(packages: Sequence[ReadPackage]) -> PageRows:
    """Turn a page of packages into rows; of a record that stands twice, the last one counts."""
    try:
        return _encode(packages, Page())
    except SampleMovedError:
        return _encode(packages, Page(full_names=True))


def _encode(packages: Sequence[ReadPackage], page: Page) -> PageRows:
    for read in packages:
        package = read.record
        if package.submission:
            _put_submission(page, package.submission)
        _put_study(page, package.study, package.experiment.study)
        for sample in package.samples:
            _put_sample(page, sample)
        _put_experiment(page, read)
        for run in package.runs:
            _put_run(page, run)
    return page.rows()


def _put_submission(page: Page, submission: Submission) -> None:
    first = submission.organizations[0] if submission.organizations else None
    entity = Entity(
        [
            submission.accession,
            submission.alias,
            submission.title,
            submission.center_name,
            submission.lab_name,
            submission.broker_name,
            submission.comment,
            submission.submitted,
            first.name if first else None,
            first.country if first else None,
            json(submission.organizations),
            json(submission.identifiers),
            json(submission.links),
            json(submission.attributes),
            json_object(submission.other),
        ]
    )
    page.put("submission", str(submission.accession), entity)


def _put_study(page: Page, study: Study | None, named: Accession) -> None:
    if study is not None:
        if study.bioproject:
            put_project(page, study.bioproject)
        page.put("study", str(study.accession), _study(study))
    page.refer_to("study", str(named), lambda: _study(Study(named), is_stub=True))


def put_project(page: Page, project: Accession) -> None:
    page.put_project(str(project), project.archive)


def _study(study: Study, *, is_stub: bool = False) -> Entity:
    entity = Entity(
        [
            study.accession,
            study.bioproject,
            study.geo_accession,
            study.alias,
            study.title,
            study.study_type,
            study.abstract,
            study.description,
            study.center_name,
            study.broker_name,
            study.center_project_name,
            json(study.identifiers),
            json(study.links),
            json(study.attributes),
            json_object(study.other),
        ],
        is_stub=is_stub,
    )
    _add_publications(entity, "study", str(study.accession), study.links)
    return entity


Names = tuple[str | None, str | None]


def names_of(name: SampleName) -> Names:
    return (str(name.sra) if name.sra else None, str(name.biosample) if name.biosample else None)


def _put_sample(page: Page, sample: Sample) -> None:
    names = names_of(sample.name)
    key = page.name_sample(*names)
    entity = _sample(key, names, sample)
    for project in sample.projects:
        put_project(page, project)
        entity.add("sample_project", (project,), key)
    for ordinal, attribute in enumerate(sample.attributes, 1):
        entity.add(
            "sample_attribute", (ordinal, attribute.name, attribute.value, attribute.unit), key
        )
    _add_publications(entity, "sample", key, sample.links)
    page.put("sample", key, entity)


def _sample(key: str, names: Names, sample: Sample, *, is_stub: bool = False) -> Entity:
    entity = Entity(
        [
            sample.alias,
            sample.title,
            sample.geo_accession,
            sample.ncbi_taxon_id,
            sample.scientific_name,
            sample.common_name,
            sample.anonymized_name,
            sample.individual_name,
            sample.description,
            sample.center_name,
            sample.broker_name,
            json(sample.identifiers),
            json(sample.links),
            json(sample.attributes),
            json_object(sample.other),
        ],
        bookkeeping=(key,),
        names=names,
        is_stub=is_stub,
    )
    _add_aliases(entity, key, names, sample)
    return entity


def _add_aliases(entity: Entity, key: str, accessions: Names, sample: Sample) -> None:
    """Give every name of a sample but its accessions, which the merge settles."""
    names: list[tuple[str, str | None, str | None, str]] = []
    if sample.alias:
        names.append(("alias", None, None, sample.alias))
    names += [
        (identifier.kind.value, identifier.namespace, identifier.label, identifier.value)
        for identifier in sample.identifiers
    ]
    for ordinal, (kind, namespace, label, value) in enumerate(names, 1):
        if value and value not in accessions:
            entity.add("sample_alias", (ordinal, kind, namespace, label, value), key)


def _put_experiment(page: Page, read: ReadPackage) -> None:
    package, experiment = read.record, read.record.experiment
    names = names_of(experiment.sample) if experiment.sample else (None, None)
    sample_key = page.name_sample(*names) if experiment.sample else None
    entity = Entity(
        [
            experiment.accession,
            experiment.study,
            package.submission.accession if package.submission else None,
            experiment.geo_accession,
            experiment.alias,
            experiment.title,
            experiment.center_name,
            experiment.broker_name,
            experiment.design_description,
            experiment.library_name,
            experiment.library_strategy,
            experiment.library_source,
            experiment.library_selection,
            experiment.library_layout,
            experiment.nominal_length,
            experiment.nominal_sdev,
            experiment.library_construction_protocol,
            experiment.platform,
            experiment.instrument_model,
            experiment.total_runs,
            experiment.total_spots,
            experiment.total_bases,
            experiment.total_bytes,
            json(experiment.identifiers),
            json(experiment.links),
            json(experiment.attributes),
            json_object(_other(package)),
        ],
        bookkeeping=(sample_key, read.uid, bytea(read.digest)),
        names=names,
    )
    key = str(experiment.accession)
    if experiment.sample:
        refer_to_sample(page, Sample(experiment.sample), names)
    _add_pool(page, entity, "experiment_sample", key, experiment.pool)
    _add_publications(entity, "experiment", key, experiment.links)
    page.put("experiment", key, entity)


def _other(package: ExperimentPackage) -> dict[str, Any]:
    other = dict(package.experiment.other)
    if package.other:
        other["EXPERIMENT_PACKAGE"] = package.other
    return other


def _put_run(page: Page, run: Run) -> None:
    entity = Entity(
        [
            run.accession,
            run.experiment,
            run.geo_accession,
            run.alias,
            run.title,
            run.center_name,
            run.broker_name,
            run.run_center,
            run.run_date,
            run.published,
            run.spots,
            run.bases,
            run.size,
            run.is_public,
            run.load_done,
            run.cluster_name,
            run.static_data_available,
            run.has_taxonomy_analysis,
            run.assembly,
            run.reads_per_spot,
            run.counted_spots,
            run.color_space,
            run.counted_bases,
            json(run.reads),
            json(run.base_counts),
            json(run.cloud_files),
            json(run.identifiers),
            json(run.links),
            json(run.attributes),
            json_object(run.other),
        ]
    )
    key = str(run.accession)
    _add_pool(page, entity, "run_sample", key, run.pool)
    for ordinal, file in enumerate(run.files, 1):
        entity.add("run_file", _file(ordinal, file), key)
    _add_publications(entity, "run", key, run.links)
    page.put("run", key, entity)


def _file(ordinal: int, file: RunFile) -> tuple[object, ...]:
    return (
        ordinal,
        file.role.value,
        file.filename,
        file.semantic_name,
        file.supertype,
        file.size,
        file.md5,
        file.dated,
        file.version,
        file.cluster,
        file.sratoolkit,
        file.url,
        json(file.locations),
        json_object(file.other),
    )


def _add_pool(
    page: Page, entity: Entity, table: str, owner: str, pool: tuple[PoolMember, ...]
) -> None:
    for ordinal, member in enumerate(pool, 1):
        names = names_of(member.sample)
        key = refer_to_sample(page, _as_sample(member), names)
        entity.add(
            table,
            (
                owner,
                ordinal,
                member.member_name,
                member.sample_name,
                member.sample_title,
                member.spots,
                member.bases,
                member.ncbi_taxon_id,
                member.organism,
                json(member.identifiers),
                json_object(member.other),
            ),
            key,
            names,
        )


def _as_sample(member: PoolMember) -> Sample:
    """Give what a pool says of a sample, for when its own record is not there."""
    return Sample(
        name=member.sample,
        alias=member.sample_name,
        title=member.sample_title,
        ncbi_taxon_id=member.ncbi_taxon_id,
        scientific_name=member.organism,
        identifiers=member.identifiers,
    )


def refer_to_sample(page: Page, sample: Sample, names: Names) -> str:
    key = page.name_sample(*names)
    page.refer_to("sample", key, lambda: _sample(key, names, sample, is_stub=True))
    return key


def _add_publications(entity: Entity, kind: str, key: str, links: tuple[Link, ...]) -> None:
    for paper in publications(links):
        if len(paper.identifier) <= LONGEST_PAPER_IDENTIFIER:
            entity.add("publication", (kind, paper.database, paper.identifier), key)


LONGEST_PAPER_IDENTIFIER = 200
"""What is longer is no identifier, and would not fit into the index; it stays among the links."""
