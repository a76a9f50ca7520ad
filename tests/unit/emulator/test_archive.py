"""The archive as a whole: its numbers, its statuses, its folder of files."""

import gzip
from pathlib import Path

from lxml import etree

from tests.synthetic import (
    Archive,
    Oddity,
    SraRecord,
    Status,
    render_bioproject,
    render_biosample,
    render_package,
    write_folder,
)
from tests.synthetic.taxa import is_bacterium, is_mycobacterium


def parsed(record: SraRecord) -> etree._Element:
    return etree.fromstring(render_package(record))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, again, other = (
        [render_package(record) for record in Archive(40, seed=seed).live()] for seed in (1, 1, 2)
    )
    assert first == again
    assert not set(first) & set(other)


def test_a_record_renders_the_same_whenever_it_is_asked_for(odd: Archive) -> None:
    forwards = [render_package(record) for record in odd.live()]
    backwards = [render_package(record) for record in reversed(list(odd.live()))]
    assert forwards == backwards[::-1]


def test_packages_have_the_size_of_real_ones() -> None:
    sizes = [len(render_package(record)) for record in Archive(2000).live()]
    assert 7_000 < sum(sizes) / len(sizes) < 10_000


def test_no_accession_or_uid_is_given_twice(odd: Archive) -> None:
    records = list(odd.sra.values())
    assert len({record.accession for record in records}) == len(records)
    runs = [run for record in records for run in record.runs]
    assert len(set(runs)) == len(runs)
    samples = {sample for record in records for sample in record.samples}
    assert len({sample.sra_accession for sample in samples}) == len(samples)


def test_every_archive_is_there(odd: Archive) -> None:
    assert {record.accession[:3] for record in odd.live()} == {"SRX", "ERX", "DRX"}


def test_the_digits_of_an_experiment_are_the_uid_of_another(odd: Archive) -> None:
    trapped = [r for r in odd.live() if int(r.accession[3:]) in odd.sra]
    assert len(trapped) > 300
    assert all(int(record.accession[3:]) != record.uid for record in odd.live())


def test_numbers_of_ddbj_are_short_and_padded(odd: Archive) -> None:
    numbers = [r.accession[3:] for r in odd.live() if r.accession.startswith("DRX")]
    assert {len(number) for number in numbers} == {6}
    assert any(number.startswith("000") for number in numbers)


def test_samples_and_projects_are_the_same_in_all_three_databases(odd: Archive) -> None:
    for record in odd.live():
        for sample in record.samples:
            if sample.biosample:
                biosample = etree.fromstring(render_biosample(odd.biosamples[sample.uid]))
                assert biosample.get("accession") == sample.biosample
                assert biosample.findtext("Ids/Id[@db='SRA']") == sample.sra_accession
                projects = {int(link.text or 0) for link in biosample.iterfind("Links/Link")}
                assert projects <= odd.bioprojects.keys()
        project = etree.fromstring(render_bioproject(odd.bioprojects[record.study.project.uid]))
        package = parsed(record)
        named = package.findtext("STUDY/IDENTIFIERS/EXTERNAL_ID[@namespace='BioProject']")
        assert named == project.find("Project/ProjectID/ArchiveID").get("accession")  # type: ignore[union-attr]


def test_some_samples_have_an_antibiogram_of_either_class(odd: Archive) -> None:
    tables = [
        (table.get("class"), is_mycobacterium(sample.taxon), is_bacterium(sample.taxon))
        for sample in odd.biosamples.values()
        for table in etree.fromstring(render_biosample(sample)).iter("Table")
    ]
    assert set(tables) == {
        ("Antibiogram.mycobacterial.1.0", True, True),
        ("Antibiogram.1.0", False, True),
    }
    assert len(tables) < len(odd.biosamples) / 3


def test_what_leaves_an_embargo_late_is_published_after_its_last_modification(odd: Archive) -> None:
    assert all(record.mdat < record.pdat for record in odd.having(Oddity.RELEASED_LATE))


def test_every_status_is_there(odd: Archive) -> None:
    assert {record.status for record in odd.sra.values()} == set(Status)


def test_a_folder_holds_the_live_packages_in_order(tmp_path: Path) -> None:
    archive = Archive(50)
    files = write_folder(archive, tmp_path / "new", packages_per_file=20)
    assert [file.name for file in files] == ["sra_00001.xml", "sra_00002.xml", "sra_00003.xml"]
    found = [
        experiment.get("accession")
        for file in files
        for experiment in etree.parse(file).iter("EXPERIMENT")
    ]
    assert found == [record.accession for record in archive.live()]


def test_a_compressed_folder_holds_the_same_and_does_not_depend_on_the_time(tmp_path: Path) -> None:
    archive = Archive(10)
    (plain,) = write_folder(archive, tmp_path / "plain")
    (packed,) = write_folder(archive, tmp_path / "packed", compress=True)
    (again,) = write_folder(archive, tmp_path / "again", compress=True)
    assert packed.name == "sra_00001.xml.gz"
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    assert packed.read_bytes() == again.read_bytes()
