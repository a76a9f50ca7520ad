"""Samples and projects saved beside packages: each archive takes its own files and no others."""

import gzip
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.ncbi_files.folder import FolderSequenceArchive
from adapters.ncbi_files.projects import FolderProjectArchive
from adapters.ncbi_files.samples import FolderSampleArchive
from application.errors import UnreadableRecordError, UsageError
from application.ports.archive import RecordSource, Reply
from application.ports.project_archive import ProjectArchive, ProjectReply
from application.ports.sample_archive import SampleArchive
from domain.accession import Accession
from domain.biosample import BioSample
from domain.selection import DateWindow, Selection
from tests.unit.ncbi_files.conftest import Save
from tests.unit.ncbi_files.replies import EVERYTHING, a_package, a_set

EMPTY = b"<BioSampleSet></BioSampleSet>"
A_DAY, ONE_DAY = date(2024, 1, 2), timedelta(days=1)


def a_sample(number: int, title: str = "first", more: str = "", inside: str = "") -> bytes:
    return (
        f'<BioSample id="{number}" accession="SAMN{number}" {more}><Ids>'
        f'<Id db="BioSample" is_primary="1">SAMN{number}</Id><Id db="SRA">SRS{number}</Id></Ids>'
        f"<Description><Title>{title}</Title></Description>{inside}</BioSample>"
    ).encode()


def samples_of(*records: bytes) -> bytes:
    return b'<?xml version="1.0" ?>\n<BioSampleSet>%b</BioSampleSet>' % b"\n".join(records)


def a_project(number: int, taxon: int = 1) -> bytes:
    return (
        f'<DocumentSummary uid="{number}"><Project><ProjectID><ArchiveID archive="NCBI"'
        f' accession="PRJNA{number}" id="{number}"/></ProjectID><ProjectType>'
        f'<ProjectTypeSubmission><Target><Organism taxID="{taxon}"><OrganismName>M. x'
        "</OrganismName></Organism></Target></ProjectTypeSubmission></ProjectType></Project>"
        "</DocumentSummary>"
    ).encode()


def not_public(number: int) -> bytes:
    message = f"The following ID is not public in BioProject: {number}"
    return f'<DocumentSummary uid="{number}"><error>{message}</error></DocumentSummary>'.encode()


def projects_of(*records: bytes) -> bytes:
    return b'<?xml version="1.0" ?>\n<RecordSet>%b</RecordSet>' % b"\n".join(records)


def a_bulk_file(number: int) -> bytes:
    inner = a_project(number).split(b'">', 1)[1].removesuffix(b"</DocumentSummary>")
    return b"<PackageSet><Package><Project>%b</Project></Package></PackageSet>" % inner


@pytest.fixture
def samples(folder: Path) -> SampleArchive:
    return FolderSampleArchive(folder)


@pytest.fixture
def projects(folder: Path) -> ProjectArchive:
    return FolderProjectArchive(folder)


def keys(archive: SampleArchive | ProjectArchive, selection: Selection = EVERYTHING) -> list[str]:
    return [key for page in archive.find(selection, 2) for key in page]


def named(archive: RecordSource[BioSample], reply: Reply) -> list[str]:
    return [str(archive.read(record.raw).accession) for record in reply.records]


def found(archive: SampleArchive, selection: Selection = EVERYTHING) -> list[str]:
    return named(archive, archive.fetch(keys(archive, selection)))


def accessions(*texts: str) -> tuple[Accession, ...]:
    return tuple(map(Accession.parse, texts))


@pytest.mark.parametrize("packed", [False, True])
def test_each_archive_takes_its_own_files_of_a_mixed_folder(
    folder: Path, save: Save, samples: SampleArchive, projects: ProjectArchive, packed: bool
) -> None:
    contents = {
        "a": a_set(a_package(1)),
        "b": samples_of(a_sample(2)),
        "c": projects_of(a_project(3)),
        "d": a_bulk_file(4),
        "e": a_sample(5),
        "f": a_project(6),
        "g": b"<Unheard/>",
    }
    for name, content in contents.items():
        save(f"{name}.xml.gz" if packed else f"{name}.xml",
             gzip.compress(content) if packed else content)  # fmt: skip
    suffix = ".xml.gz" if packed else ".xml"
    sequences = FolderSequenceArchive(folder)
    pages = [key for page in sequences.find(EVERYTHING, 9) for key in page]
    assert [key.split(":")[0].removesuffix(suffix) for key in pages] == ["a", "g"]
    assert found(samples) == ["SAMN2", "SAMN5"]
    reply = projects.fetch(keys(projects))
    read = [str(projects.read(record.raw).accession) for record in reply.records]
    assert read == ["PRJNA3", "PRJNA4", "PRJNA6"]
    assert (sequences.count(EVERYTHING), samples.count(EVERYTHING)) == (1, 2)
    assert projects.count(EVERYTHING) == 3


def test_of_a_sample_that_stands_twice_the_last_copy_counts(
    save: Save, samples: SampleArchive
) -> None:
    save("2.xml", samples_of(a_sample(1, "last")))
    save("1.xml", samples_of(a_sample(1, "earlier"), a_sample(2)))
    reply = samples.fetch(keys(samples))
    assert [samples.read(record.raw).title for record in reply.records] == ["first", "last"]
    (record,) = samples.fetch(["SAMN1"]).records
    assert samples.read(record.raw).title == "last"


def test_samples_are_asked_for_by_either_accession_and_what_is_unknown_is_absent(
    save: Save, samples: SampleArchive
) -> None:
    save("1.xml", samples_of(a_sample(1), a_sample(2), a_sample(3)))
    asked = keys(samples, Selection(accessions=accessions("SRS2", "SAMN9", "SAMN3", "SAMN3")))
    assert asked == ["SRS2", "SAMN9", "SAMN3"]
    reply = samples.fetch(asked)
    assert [record.key for record in reply.records] == ["SRS2", "SAMN3"]
    assert named(samples, reply) == ["SAMN2", "SAMN3"]
    assert (reply.absent, reply.not_public) == (("SAMN9",), ())
    assert samples.count(Selection(accessions=accessions("SRS2", "SAMN9"))) == 1


def test_a_samples_own_name_goes_before_one_that_another_mentions(
    save: Save, samples: SampleArchive
) -> None:
    mentions = a_sample(2).replace(b"</Ids>", b'<Id db="BioSample">SAMN1</Id></Ids>')
    save("1.xml", samples_of(a_sample(1), mentions))
    assert named(samples, samples.fetch(["SAMN1"])) == ["SAMN1"]


PROJECT_LINK = '<Links><Link target="bioproject" label="PRJNA7">7</Link></Links>'
ORGANISM = (
    '<Description><Organism taxonomy_id="1773" taxonomy_name="M. tuberculosis">'
    "<OrganismName>Tubercle</OrganismName></Organism></Description>"
)
STAMPS = 'publication_date="2024-01-02T00:00:00" last_update="2024-03-04T05:06:07"'


@pytest.mark.parametrize(
    "selection",
    [
        Selection(organism="m. TUBERCULOSIS "),
        Selection(organism="tubercle"),
        Selection(organism="1773"),
        Selection(organism="the bug", ncbi_taxon_id=1773),
        Selection(bioproject=Accession.parse("PRJNA7")),
        Selection(window=DateWindow(A_DAY - ONE_DAY, A_DAY)),
        Selection(window=DateWindow(date(2024, 3, 4), date(2024, 3, 4))),
    ],
)
def test_a_selection_means_the_samples_it_describes(
    save: Save, samples: SampleArchive, selection: Selection
) -> None:
    save("1.xml", samples_of(a_sample(1), a_sample(2, "x", STAMPS, ORGANISM + PROJECT_LINK)))
    assert found(samples, selection) == ["SAMN2"]
    assert samples.count(selection) == 1


def test_an_entrez_query_cannot_be_asked_of_files(save: Save, samples: SampleArchive) -> None:
    save("1.xml", samples_of(a_sample(1)))
    with pytest.raises(UsageError, match="Files cannot answer an Entrez query"):
        keys(samples, Selection(query="x"))


@pytest.mark.parametrize(
    "content",
    [EMPTY, b"<BioSampleSet>", b"<BioSampleSet/>",
     samples_of(a_sample(1)[:-20]), samples_of(a_sample(1) + b"&")[:-30]],
)  # fmt: skip
def test_a_file_of_samples_without_whole_ones_shows_that_something_is_wrong(
    save: Save, samples: SampleArchive, content: bytes
) -> None:
    save("1.xml", content)
    (record,) = samples.fetch(keys(samples)).records
    with pytest.raises(UnreadableRecordError):
        samples.read(record.raw)


def test_a_file_cut_off_between_two_samples_shows_that_something_is_missing(
    save: Save, samples: SampleArchive
) -> None:
    save("1.xml", samples_of(a_sample(1)).removesuffix(b"</BioSampleSet>"))
    assert len(samples.fetch(keys(samples)).records) == 2
    assert samples.count(EVERYTHING) == 1


def test_a_sample_whose_names_disagree_is_a_record_that_cannot_be_read(
    save: Save, samples: SampleArchive
) -> None:
    save("1.xml", samples_of(a_sample(1).replace(b'accession="SAMN1"', b'accession="SAMN66"')))
    (record,) = samples.fetch(keys(samples)).records
    with pytest.raises(UnreadableRecordError, match="its primary Id says SAMN1"):
        samples.read(record.raw)


def test_projects_are_asked_for_by_accession_and_by_uid(
    save: Save, projects: ProjectArchive
) -> None:
    save("1.xml", projects_of(a_project(3), not_public(8)))
    save("2.xml", a_bulk_file(4))
    reply = projects.fetch(["PRJNA4", "3", "8", "PRJNA8", "4"])
    assert [record.key for record in reply.records] == ["PRJNA4", "3", "4"]
    assert (reply.not_public, reply.absent, reply.unanswered) == (("8",), ("PRJNA8",), ())
    assert isinstance(reply, ProjectReply)


def test_a_project_that_is_not_public_is_found_and_said_to_be_so(
    save: Save, projects: ProjectArchive
) -> None:
    save("1.xml", projects_of(a_project(3), not_public(8)))
    found = keys(projects)
    reply = projects.fetch(found)
    assert reply.not_public == (found[1],)
    assert projects.count(EVERYTHING) == 1


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(organism="M. X"), 2),
        (Selection(organism="1773"), 1),
        (Selection(organism="the bug", ncbi_taxon_id=1773), 1),
        (Selection(bioproject=Accession.parse("PRJNA4")), 1),
        (Selection(organism="other"), 0),
    ],
)
def test_a_selection_means_the_projects_it_describes(
    save: Save, projects: ProjectArchive, selection: Selection, expected: int
) -> None:
    save("1.xml", projects_of(a_project(3, 1773), a_project(4)))
    assert projects.count(selection) == len(keys(projects, selection)) == expected


def test_files_do_not_select_projects_by_days(save: Save, projects: ProjectArchive) -> None:
    save("1.xml", projects_of(a_project(3)))
    with pytest.raises(UsageError, match="without a window"):
        keys(projects, Selection(window=DateWindow.of_days(1, A_DAY)))


def test_files_know_no_links_beyond_what_samples_say(projects: ProjectArchive) -> None:
    assert projects.projects_of([1, 2]) == {}
