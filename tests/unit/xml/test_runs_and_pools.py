"""Runs and pools of every size and age."""

import pytest

from domain.accession import Accession
from domain.records import FileRole, SampleName
from tests.unit.xml.packages import (
    a_package,
    a_run,
    a_run_set,
    a_sample,
    an_experiment,
    read,
    read_experiment,
    read_run,
)


def member(number: int, spots: int, bases: int) -> str:
    return (
        f'<Member member_name="barcode {number}" accession="SRS{700000 + number}"'
        f' spots="{spots}" bases="{bases}"/>'
    )


def test_every_member_of_a_large_pool_keeps_its_own_share() -> None:
    shares = {number: (number * 3, number * 300) for number in range(1, 401)}
    pool = f"<Pool>{''.join(member(n, *share) for n, share in shares.items())}</Pool>"
    samples = "".join(a_sample("", f'accession="SRS{700000 + number}"') for number in shares)
    package = read(samples, pool, a_run_set(a_run(pool)))
    expected = [
        (Accession("SRS", str(700000 + number)), f"barcode {number}", *share)
        for number, share in shares.items()
    ]
    for members in (package.experiment.pool, package.runs[0].pool):
        assert [(m.sample.sra, m.member_name, m.spots, m.bases) for m in members] == expected
    assert len(package.samples) == 400


def test_a_package_of_several_samples_and_several_runs_keeps_all_in_order() -> None:
    samples = [a_sample("", f'accession="SAMEA70000{n}"') for n in (2, 1, 3)]
    runs = [a_run("", f'accession="ERR70000{n}"') for n in (9, 10, 1)]
    package = read(*samples, a_run_set(*runs))
    assert [str(sample.name.biosample) for sample in package.samples] == [
        "SAMEA700002",
        "SAMEA700001",
        "SAMEA700003",
    ]
    assert [str(run.accession) for run in package.runs] == ["ERR700009", "ERR7000010", "ERR700001"]
    assert {run.experiment for run in package.runs} == {package.experiment.accession}


def test_runs_in_two_run_sets_are_all_read_and_both_totals_kept() -> None:
    first = '<RUN_SET runs="1"><RUN accession="SRR1"/></RUN_SET>'
    second = '<RUN_SET runs="2" spots="3"><RUN accession="SRR2"/></RUN_SET>'
    package = read(first, second)
    assert [str(run.accession) for run in package.runs] == ["SRR1", "SRR2"]
    assert package.experiment.total_runs == 1
    assert package.experiment.other == {"RUN_SET": [{"@runs": "2", "@spots": "3"}]}


@pytest.mark.parametrize("beside", [(), ("<RUN_SET/>",), ('<RUN_SET runs="0"></RUN_SET>',)])
def test_an_experiment_without_runs_is_read(beside: tuple[str, ...]) -> None:
    assert read(*beside).runs == ()


def test_a_run_without_files_statistics_and_bases_is_read() -> None:
    run = read_run()
    assert (run.files, run.reads, run.base_counts, run.pool) == ((), (), (), ())
    assert (run.spots, run.published, run.reads_per_spot, run.is_public) == (None,) * 4
    assert run.other == {}


def test_a_variable_number_of_reads_is_a_word() -> None:
    run = read_run('<Statistics nreads="variable"/>')
    assert (run.reads_per_spot, run.counted_spots, run.reads) == ("variable", None, ())


def test_members_of_pools_may_lack_everything_but_an_accession() -> None:
    run = read_run(
        '<Pool><Member accession="SRS1"/><Member accession="SAMN1" tax_id="x"/>'
        "<Member><IDENTIFIERS><PRIMARY_ID>SRS2</PRIMARY_ID></IDENTIFIERS></Member></Pool>"
    )
    assert [m.sample for m in run.pool] == [
        SampleName(Accession("SRS", "1")),
        SampleName(None, Accession("SAMN", "1")),
        SampleName(Accession("SRS", "2")),
    ]
    assert [m.other for m in run.pool] == [{}, {"@tax_id": "x"}, {}]


def test_a_member_keeps_what_its_sample_does_not_say() -> None:
    pool = (
        '<Pool total="1"><Member accession="SRS1" sample_name="s"><IDENTIFIERS>'
        '<PRIMARY_ID>SRS1</PRIMARY_ID><EXTERNAL_ID namespace="BioSample">SAMN1</EXTERNAL_ID>'
        '<EXTERNAL_ID namespace="Coriell">GM7</EXTERNAL_ID></IDENTIFIERS><READ_LABEL>b</READ_LABEL>'
        '<TITLE>t</TITLE></Member><Rest spots="4"/></Pool>'
    )
    sample = a_sample(
        '<IDENTIFIERS><EXTERNAL_ID namespace="BioSample">SAMN1</EXTERNAL_ID></IDENTIFIERS>',
        'accession="SRS1"',
    )
    experiment = read(sample, pool).experiment
    (only,) = experiment.pool
    assert only.other == {
        "IDENTIFIERS": [{"EXTERNAL_ID": [{"@namespace": "Coriell", "#text": "GM7"}]}],
        "READ_LABEL": ["b"],
        "TITLE": ["t"],
    }
    assert [identifier.value for identifier in only.identifiers] == ["SRS1", "SAMN1", "GM7"]
    assert experiment.other == {"Pool": [{"@total": "1"}], "Rest": [{"@spots": "4"}]}


@pytest.mark.parametrize(
    ("attributes", "role"),
    [
        ('supertype="Original" semantic_name="fastq"', FileRole.ORIGINAL),
        ('supertype="Original" semantic_name="run"', FileRole.ORIGINAL),
        ('supertype="Primary ETL" semantic_name="run"', FileRole.NORMALISED),
        ('supertype="Primary ETL" semantic_name="SRA Normalized"', FileRole.NORMALISED),
        ('supertype="Primary ETL" semantic_name="SRA Lite" filename="SRR7.lite"', FileRole.LITE),
        ('supertype="Primary ETL" semantic_name="run.zq"', FileRole.LITE),
        ('supertype="Primary ETL" semantic_name="run" filename="SRR7.lite"', FileRole.LITE),
        ('supertype="Secondary ETL" semantic_name="vdbcache"', FileRole.OTHER),
        ("", FileRole.OTHER),
    ],
)
def test_files_have_the_same_roles_in_the_names_of_2020_and_of_2025(
    attributes: str, role: FileRole
) -> None:
    (file,) = read_run(f"<SRAFiles><SRAFile {attributes}/></SRAFiles>").files
    assert file.role is role


@pytest.mark.parametrize(
    ("told", "kept"), [("0F" * 16, "0f" * 16), (f" {'0F' * 16}", "0f" * 16), ("N/A", "N/A")]
)
def test_a_checksum_is_kept_in_small_letters_and_what_is_none_as_it_is(
    told: str, kept: str
) -> None:
    (file,) = read_run(f'<SRAFiles><SRAFile md5="{told}"/></SRAFiles>').files
    assert (file.md5, file.other) == (kept, {})


def test_files_and_their_places_keep_what_is_not_known() -> None:
    run = read_run(
        '<SRAFiles total="2"><SRAFile md5="ok" tier="cold"><Alternatives url="u" zone="7"/>'
        f'<Checksum>c</Checksum></SRAFile><SRAFile md5="{"f" * 65}"/><Folder>x</Folder></SRAFiles>'
        '<CloudFiles><CloudFile filetype="run" price="0"/><CloudDisk/></CloudFiles>'
    )
    first, second = run.files
    assert first.other == {
        "Alternatives": [{"@url": "u", "@zone": "7"}],
        "Checksum": ["c"],
        "@tier": "cold",
    }
    assert (second.md5, second.other) == (None, {"@md5": "f" * 65})
    assert run.other == {
        "SRAFiles": [{"@total": "2"}],
        "Folder": ["x"],
        "CloudFile": [{"@filetype": "run", "@price": "0"}],
        "CloudDisk": [None],
    }


def test_statistics_keep_what_is_not_known_under_their_own_names() -> None:
    run = read_run(
        '<Statistics nreads="1" nspots="many"><Read index="0" count="few" average="nan"/><Mode/>'
        '</Statistics><Bases cs_native="maybe" count="many"><Base value="A" count="-1"/></Bases>'
    )
    assert run.other == {
        "Statistics": [{"@nspots": "many"}],
        "Read": [{"@index": "0", "@count": "few", "@average": "nan"}],
        "Mode": [None],
        "Bases": [{"@cs_native": "maybe", "@count": "many"}],
        "Base": [{"@value": "A", "@count": "-1"}],
    }
    assert [read.index for read in run.reads] == [0]
    assert [base.base for base in run.base_counts] == ["A"]


def test_a_second_statistics_or_bases_is_kept_beside_the_first() -> None:
    twice = '<Statistics nreads="1"/><Statistics nreads="2"/><Bases count="1"/><Bases count="2"/>'
    run = read_run(twice)
    assert (run.reads_per_spot, run.counted_bases) == ("1", 1)
    assert run.other == {"Statistics": [{"@nreads": "2"}], "Bases": [{"@count": "2"}]}


def test_unknown_parts_of_a_run_are_kept_as_they_nest() -> None:
    run = read_run(
        '<AlignInfo cnt="2"><Alignment name="chr1"/><Alignment name="chr2">x</Alignment>'
        "</AlignInfo><tax_analysis><taxon/></tax_analysis>",
        'quality="high" empty=""',
    )
    assert run.other == {
        "AlignInfo": [
            {
                "@cnt": "2",
                "Alignment": [{"@name": "chr1"}, {"@name": "chr2", "#text": "x"}],
            }
        ],
        "tax_analysis": [{"taxon": [None]}],
        "@quality": "high",
    }


def test_an_unknown_platform_is_a_platform_and_a_second_one_is_kept() -> None:
    experiment = read_experiment(
        '<PLATFORM note="n"><HILL_SEQ gen="2"><INSTRUMENT_MODEL>H1</INSTRUMENT_MODEL>'
        "<FLOW_COUNT>4</FLOW_COUNT></HILL_SEQ><BGISEQ/></PLATFORM>"
    )
    assert (experiment.platform, experiment.instrument_model) == ("HILL_SEQ", "H1")
    assert experiment.other == {
        "PLATFORM": [{"@note": "n"}],
        "HILL_SEQ": [{"@gen": "2"}],
        "FLOW_COUNT": ["4"],
        "BGISEQ": [None],
    }


def test_large_pools_are_read_in_no_time_to_speak_of() -> None:
    pool = f"<Pool>{''.join(member(n, n, n) for n in range(5000))}</Pool>"
    assert len(a_package(pool, experiment=an_experiment())) > 400_000
    assert len(read(pool).experiment.pool) == 5000
