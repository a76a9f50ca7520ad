"""What the packages look like, and every oddity in them."""

from datetime import datetime

import pytest
from lxml import etree

from tests.synthetic import (
    Archive,
    Oddity,
    SraRecord,
    render_package,
)
from tests.synthetic.people import PHONE
from tests.synthetic.profile import OF_THE_STUDY
from tests.synthetic.study_xml import center_of


def parsed(record: SraRecord) -> etree._Element:
    return etree.fromstring(render_package(record))


def test_packages_are_single_lines_with_the_real_order_of_children(odd: Archive) -> None:
    for record in odd.live():
        assert b"\n" not in render_package(record)
        tags = [child.tag for child in parsed(record)]
        samples = ["SAMPLE"] * len(record.samples)
        assert tags == [
            "EXPERIMENT",
            "SUBMISSION",
            "Organization",
            "STUDY",
            *samples,
            "Pool",
            "RUN_SET",
        ]


VISIBLE = {
    Oddity.GEO: "SAMPLE/IDENTIFIERS/EXTERNAL_ID[@namespace='GEO']",
    Oddity.OLD_SHAPE: "RUN_SET[not(@runs)]",
    Oddity.PUBMED: "STUDY/STUDY_LINKS/STUDY_LINK/XREF_LINK[DB='pubmed']/ID",
    Oddity.POOLED: "Pool/Member[2]",
    Oddity.HUGE_POOL: "Pool/Member[120]",
    Oddity.NO_RUNS: "RUN_SET[not(RUN)]",
    Oddity.UNITS: "SAMPLE/SAMPLE_ATTRIBUTES/SAMPLE_ATTRIBUTE[UNITS]",
    Oddity.EMPTY_VALUE: "SAMPLE/SAMPLE_ATTRIBUTES/SAMPLE_ATTRIBUTE[VALUE[not(text())]]",
    Oddity.NO_VALUE: "SAMPLE/SAMPLE_ATTRIBUTES/SAMPLE_ATTRIBUTE[not(VALUE)]",
    Oddity.REPEATED_ATTRIBUTE: "SAMPLE/SAMPLE_ATTRIBUTES[count(*[TAG='drug susceptibility'])=2]",
    Oddity.TWO_PROJECTS: "SAMPLE/SAMPLE_LINKS/SAMPLE_LINK[2]",
}
HIDDEN = {
    Oddity.NO_BIOSAMPLE: "SAMPLE[1]/IDENTIFIERS/EXTERNAL_ID[@namespace='BioSample']",
    Oddity.NO_FILES: "RUN_SET/RUN/SRAFiles",
    Oddity.NO_STATISTICS: "RUN_SET/RUN/Statistics|RUN_SET/RUN/Bases",
    Oddity.VARIABLE_READS: "RUN_SET/RUN/Statistics/Read",
}


@pytest.mark.parametrize("oddity", VISIBLE, ids=lambda oddity: oddity.name)
def test_an_oddity_shows_in_its_packages_and_in_no_other(odd: Archive, oddity: Oddity) -> None:
    for record in odd.live():
        if Oddity.SHARED_SAMPLE in record.oddities:
            continue  # its sample was made with the oddities of an experiment before it
        shown = bool(parsed(record).xpath(VISIBLE[oddity]))
        assert shown == (oddity in record.oddities | record.samples[0].oddities), record
    assert any(odd.having(oddity))


@pytest.mark.parametrize("oddity", HIDDEN, ids=lambda oddity: oddity.name)
def test_what_an_oddity_leaves_out_is_in_ordinary_packages_only(
    odd: Archive, oddity: Oddity
) -> None:
    ordinary = next(record for record in odd.live() if not record.oddities & ~OF_THE_STUDY)
    assert parsed(ordinary).xpath(HIDDEN[oddity])
    for record in odd.having(oddity):
        if Oddity.SHARED_SAMPLE not in record.oddities:
            assert not parsed(record).xpath(HIDDEN[oddity])


def test_a_shared_sample_stands_in_two_packages(odd: Archive) -> None:
    shared = next(odd.having(Oddity.SHARED_SAMPLE)).samples[0]
    assert sum(shared in record.samples for record in odd.sra.values()) > 1


def test_text_is_not_ascii_only_and_platforms_differ(odd: Archive) -> None:
    texts = b"".join(render_package(record) for record in odd.live())
    assert "µg".encode() in texts
    assert "Éprouvette".encode() in texts
    for platform in (b"<OXFORD_NANOPORE>", b"<PACBIO_SMRT>", b"<ILLUMINA>"):
        assert platform in texts


def test_contacts_are_there_to_be_dropped(odd: Archive) -> None:
    for record in odd.live():
        if record.accession.startswith("SRX"):
            center = center_of(record.study)
            for personal in (center.email, PHONE, center.first, center.last):
                assert personal.encode() in render_package(record)


def test_totals_of_a_run_set_are_those_of_its_runs(odd: Archive) -> None:
    for record in odd.live():
        run_set = parsed(record).find("RUN_SET")
        assert run_set is not None
        if run_set.get("bases"):
            total = sum(int(run.get("total_bases", 0)) for run in run_set)
            assert int(run_set.get("bases", -1)) == total


def test_bases_add_up(odd: Archive) -> None:
    for record in odd.live():
        for bases in parsed(record).iter("Bases"):
            assert int(bases.get("count", -1)) == sum(int(base.get("count", 0)) for base in bases)


def test_a_run_is_published_on_the_day_of_its_record_after_it_was_loaded(odd: Archive) -> None:
    for record in odd.live():
        for run in parsed(record).iterfind("RUN_SET/RUN"):
            published = datetime.fromisoformat(run.get("published", ""))
            files = [file.get("date", "") for file in run.iter("SRAFile")]
            assert published.date() == record.pdat
            assert all(datetime.fromisoformat(stamp) < published for stamp in files)


def test_geo_runs_have_the_aliases_of_geo(odd: Archive) -> None:
    for record in odd.having(Oddity.GEO):
        sample = parsed(record).find("SAMPLE")
        aliases = [run.get("alias") for run in parsed(record).iterfind("RUN_SET/RUN")]
        assert sample is not None
        assert sample.get("alias", "").startswith("GSM")
        assert aliases == [f"{sample.get('alias')}_r{n + 1}" for n in range(len(record.runs))]


def test_geo_is_named_in_study_and_experiment_of_its_own_records_only(odd: Archive) -> None:
    for record in odd.live():
        package = parsed(record)
        study = package.find("STUDY")
        assert study is not None
        named = study.findtext("IDENTIFIERS/EXTERNAL_ID[@namespace='GEO']")
        tags = [tag.text for tag in package.iter("TAG")]
        assert ("GEO Accession" in tags) == (Oddity.GEO in record.oddities)
        assert named == (study.get("alias") if Oddity.GEO in record.oddities else None)


def test_ena_has_its_own_ways(odd: Archive) -> None:
    for record in odd.live():
        package = parsed(record)
        in_descriptor = package.find("EXPERIMENT/DESIGN/SAMPLE_DESCRIPTOR")
        submission = package.find("SUBMISSION")
        assert in_descriptor is not None
        assert submission is not None
        is_ena = record.accession.startswith("ERX")
        assert (submission.get("lab_name") == "European Nucleotide Archive") == is_ena
        tags = {tag.text for tag in package.iterfind("SAMPLE/SAMPLE_ATTRIBUTES/*/TAG")}
        assert ("ENA-FIRST-PUBLIC" in tags) == is_ena
        biosample = in_descriptor.findtext("IDENTIFIERS/EXTERNAL_ID[@namespace='BioSample']")
        elsewhere = not record.accession.startswith("SRX")
        assert biosample == (record.samples[0].biosample if elsewhere else None)


def test_files_have_the_names_of_their_time(odd: Archive) -> None:
    for record in odd.live():
        for files in parsed(record).iter("SRAFiles"):
            originals = [file for file in files if file.get("supertype") == "Original"]
            loaded = [file.get("semantic_name") for file in files if file.get("url")]
            assert len(originals) == record.library.reads
            if Oddity.OLD_SHAPE in record.oddities:
                assert loaded == ["run"]
                assert not any(file.get("filename") for file in originals)
            else:
                assert loaded == ["SRA Lite", "SRA Normalized"]
                assert all(file.get("filename") for file in originals)
