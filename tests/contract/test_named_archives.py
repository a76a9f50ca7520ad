"""SampleArchive and ProjectArchive: whatever the source, every key is accounted for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from adapters.entrez.access import EntrezAccess
from adapters.entrez.bioprojects import EntrezProjectArchive
from adapters.entrez.biosamples import EntrezSampleArchive
from adapters.memory.limiter import NoLimit
from adapters.ncbi_files.projects import FolderProjectArchive
from adapters.ncbi_files.samples import FolderSampleArchive
from application.ports.archive import Key, Reply
from application.ports.project_archive import ProjectArchive, ProjectReply
from application.ports.sample_archive import SampleArchive
from domain.accession import Accession
from domain.selection import Selection
from tests.emulator.emulator import Emulator
from tests.synthetic import Archive, Profile, render_bioproject, render_biosample
from tests.synthetic.bioproject_xml import BIOPROJECT_HEAD, BIOPROJECT_TAIL
from tests.synthetic.biosample_xml import BIOSAMPLE_HEAD, BIOSAMPLE_TAIL

Either: TypeAlias = SampleArchive | ProjectArchive
Sources: TypeAlias = tuple[SampleArchive, ProjectArchive]


@contextmanager
def files(archive: Archive, path: Path) -> Iterator[Sources]:
    samples = b"".join(map(render_biosample, archive.biosamples.values()))
    projects = b"".join(map(render_bioproject, archive.bioprojects.values()))
    (path / "samples.xml").write_bytes(BIOSAMPLE_HEAD + samples + BIOSAMPLE_TAIL)
    (path / "projects.xml").write_bytes(BIOPROJECT_HEAD + projects + BIOPROJECT_TAIL)
    yield FolderSampleArchive(path), FolderProjectArchive(path)


@contextmanager
def entrez(archive: Archive, _path: Path) -> Iterator[Sources]:
    with Emulator(archive, rate_limit=False) as emulator:
        access = EntrezAccess(email="ada@example.org", base_url=emulator.base_url)
        with (
            EntrezSampleArchive(access, NoLimit()) as samples,
            EntrezProjectArchive(access, NoLimit()) as projects,
        ):
            yield samples, projects


@pytest.fixture(scope="module")
def made_from() -> Archive:
    return Archive(60, seed=3, profile=Profile.plain())


@pytest.fixture(params=[files, entrez], ids=lambda source: source.__name__)
def sources(
    request: pytest.FixtureRequest, made_from: Archive, tmp_path: Path
) -> Iterator[Sources]:
    source: Callable[[Archive, Path], AbstractContextManager[Sources]] = request.param
    with source(made_from, tmp_path) as archives:
        yield archives


def keys_of(archive: Either, selection: Selection) -> list[Key]:
    return [key for page in archive.find(selection, 7) for key in page]


def accessions_in(archive: Either, reply: Reply) -> list[str]:
    return [str(archive.read(record.raw).accession) for record in reply.records]


def chosen(*names: str) -> Selection:
    return Selection(accessions=tuple(map(Accession.parse, names)))


def test_an_organism_is_found_with_its_samples_and_projects(
    sources: Sources, made_from: Archive
) -> None:
    taxon = next(iter(made_from.biosamples.values())).taxon
    organism = Selection(organism=str(taxon.tax_id))
    samples = {r.accession for r in made_from.biosamples.values() if r.taxon == taxon}
    projects = {r.accession for r in made_from.bioprojects.values() if r.taxon == taxon}
    expected: list[tuple[Either, set[str]]] = list(zip(sources, (samples, projects), strict=True))
    for archive, own in expected:
        keys = keys_of(archive, organism)
        found = accessions_in(archive, archive.fetch(keys))
        assert own <= set(found)
        assert archive.count(organism) == len(keys) == len(set(found))


def test_every_accession_asked_for_ends_as_a_record_or_absent(
    sources: Sources, made_from: Archive
) -> None:
    samples = [*(record.accession for record in made_from.biosamples.values()), "SAMN999999999"]
    projects = [*(record.accession for record in made_from.bioprojects.values()), "PRJNA999999999"]
    wanted: list[tuple[Either, list[str]]] = list(zip(sources, (samples, projects), strict=True))
    for archive, asked in wanted:
        replies = [archive.fetch(page) for page in archive.find(chosen(*asked), 11)]
        found = [name for reply in replies for name in accessions_in(archive, reply)]
        assert sorted(found) == sorted(asked[:-1])
        assert [key for reply in replies for key in reply.absent] == asked[-1:]
        assert not any(reply.not_public for reply in replies)


def test_a_record_that_is_asked_for_by_name_keeps_that_name_as_its_key(
    sources: Sources, made_from: Archive
) -> None:
    samples, projects = sources
    sample = next(iter(made_from.biosamples.values()))
    (record,) = samples.fetch([sample.sra_accession]).records
    assert (record.key, samples.read(record.raw).uid) == (sample.sra_accession, sample.uid)
    project = next(iter(made_from.bioprojects.values()))
    (record,) = projects.fetch([str(project.uid)]).records
    assert (record.key, str(projects.read(record.raw).accession)) == (
        str(project.uid),
        project.accession,
    )


def test_nothing_is_fetched_for_no_keys(sources: Sources) -> None:
    samples, projects = sources
    assert samples.fetch([]) == Reply()
    assert projects.fetch([]) == ProjectReply()


def test_an_archive_is_known_by_name_identity_and_the_version_of_its_reader(
    sources: Sources,
) -> None:
    for archive in sources:
        assert archive.name
        assert archive.identity == archive.identity
        assert archive.reader_version
