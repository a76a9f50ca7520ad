"""What a record is called: accessions in any case, GEO aliases, BioProjects, references."""

import pytest

from domain.accession import Accession
from domain.records import Identifier, IdentifierKind, SampleName
from tests.unit.xml.packages import (
    EXPERIMENT,
    RUN,
    SAMPLE,
    STUDY,
    a_run,
    a_run_set,
    a_sample,
    a_study,
    an_experiment,
    read,
    read_experiment,
    read_run,
    read_sample,
    read_study,
)

SRS, SAMN = Accession.parse(SAMPLE), Accession.parse("SAMN70000001")


def identifiers(*listed: str) -> str:
    return f"<IDENTIFIERS>{''.join(listed)}</IDENTIFIERS>"


def primary(text: str) -> str:
    return f"<PRIMARY_ID>{text}</PRIMARY_ID>"


def external(text: str, namespace: str, label: str = "") -> str:
    label = label and f' label="{label}"'
    return f'<EXTERNAL_ID namespace="{namespace}"{label}>{text}</EXTERNAL_ID>'


def test_accessions_are_read_in_lower_case_and_with_space_around_them() -> None:
    package = read(
        a_study("", 'accession=" srp700001 "'),
        a_sample("", 'accession="srs700001"'),
        a_run_set(a_run('<EXPERIMENT_REF accession="srx700001"/>', 'accession="srr700001"')),
        experiment='<EXPERIMENT accession="srx700001"><STUDY_REF accession="srp700001"/>'
        '<DESIGN><SAMPLE_DESCRIPTOR accession="srs700001"/></DESIGN></EXPERIMENT>',
    )
    assert package.study
    assert package.experiment.sample == SampleName(SRS)
    assert str(package.study.accession) == str(package.experiment.study) == STUDY
    assert str(package.experiment.accession) == EXPERIMENT
    assert [str(run.accession) for run in package.runs] == [RUN]
    assert [sample.name for sample in package.samples] == [SampleName(SRS)]


@pytest.mark.parametrize(
    ("inside", "attributes", "name"),
    [
        ("", 'accession="SRS700001"', SampleName(SRS)),
        ("", 'accession="SAMN70000001"', SampleName(None, SAMN)),
        (identifiers(primary("SRS700001")), "", SampleName(SRS)),
        (identifiers(primary("SRS700001")), 'accession=""', SampleName(SRS)),
        (
            identifiers(primary("SAMN70000001")),
            'accession="SRS700001"',
            SampleName(SRS, SAMN),
        ),
        (
            identifiers(external("samn70000001", "biosample")),
            'accession="SRS700001"',
            SampleName(SRS, SAMN),
        ),
        (
            identifiers(external("SAMN70000001", "BIOSAMPLE"), external("SAMN2", "BioSample")),
            'accession="SRS700001"',
            SampleName(SRS, SAMN),
        ),
        (
            identifiers(primary("SRS700002"), external("SAMN2", "Some Lab")),
            'accession="SRS700001"',
            SampleName(SRS),
        ),
        (
            identifiers("<SECONDARY_ID>SAMN2</SECONDARY_ID><SUBMITTER_ID>SAMN3</SUBMITTER_ID>"),
            'accession="SRS700001"',
            SampleName(SRS),
        ),
        (
            identifiers(external("pending", "BioSample")),
            'accession="SRS700001"',
            SampleName(SRS),
        ),
    ],
)
def test_a_sample_is_called_by_its_sra_and_biosample_accessions(
    inside: str, attributes: str, name: SampleName
) -> None:
    assert read_sample(inside, attributes).name == name


def test_identifiers_keep_kind_namespace_label_order_and_repeats() -> None:
    sample = read_sample(
        identifiers(
            primary(SAMPLE),
            external("GM7", "Coriell", "Sample name"),
            external("GM7", "Coriell", "Sample name"),
            '<SUBMITTER_ID namespace="">x</SUBMITTER_ID>',
            "<SUBMITTER_ID/>",
        )
    )
    coriell = Identifier(IdentifierKind.EXTERNAL, "GM7", "Coriell", "Sample name")
    assert sample.identifiers == (
        Identifier(IdentifierKind.PRIMARY, SAMPLE),
        coriell,
        coriell,
        Identifier(IdentifierKind.SUBMITTER, "x", ""),
        Identifier(IdentifierKind.SUBMITTER, ""),
    )


def test_an_identifier_of_an_unknown_kind_or_with_more_to_say_is_kept() -> None:
    other = read_study(identifiers("<ARK>ark:/7</ARK>", '<PRIMARY_ID id="7">SRP7</PRIMARY_ID>'))
    assert other.other == {"ARK": ["ark:/7"], "PRIMARY_ID": [{"@id": "7", "#text": "SRP7"}]}
    assert other.identifiers == (Identifier(IdentifierKind.PRIMARY, "SRP7"),)


@pytest.mark.parametrize(
    ("names", "bioproject"),
    [
        ((external("PRJNA7", "BioProject"),), "PRJNA7"),
        ((external("prjeb7", "bioproject"),), "PRJEB7"),
        ((external("PRJNA1", "BioProject"), external("PRJNA7", "BioProject", "primary")), "PRJNA7"),
        ((primary("PRJDB7"), external("7", "BioProject")), "PRJDB7"),
        ((primary("PRJDB1"), external("PRJDB7", "BioProject")), "PRJDB7"),
        ((primary("SRP700001"), external("GSE7", "GEO")), None),
        ((), None),
    ],
)
def test_a_study_belongs_to_the_bioproject_among_its_names(
    names: tuple[str, ...], bioproject: str | None
) -> None:
    assert read_study(identifiers(*names)).bioproject == (
        Accession.parse(bioproject) if bioproject else None
    )


@pytest.mark.parametrize(
    ("links", "projects"),
    [
        (["<DB>bioproject</DB><ID>7</ID><LABEL>PRJNA7</LABEL>"], ["PRJNA7"]),
        (["<DB>BioProject</DB><ID>PRJEB7</ID>"], ["PRJEB7"]),
        (["<DB>bioproject</DB><ID>7</ID>"], []),
        (["<DB>pubmed</DB><ID>7</ID><LABEL>PRJNA7</LABEL>"], []),
        (["<DB>bioproject</DB><LABEL>PRJNA7</LABEL>"] * 2, ["PRJNA7"]),
        (
            [
                "<DB>bioproject</DB><LABEL>PRJNA8</LABEL>",
                "<DB>bioproject</DB><LABEL>PRJNA7</LABEL>",
            ],
            ["PRJNA8", "PRJNA7"],
        ),
    ],
)
def test_a_sample_belongs_to_the_bioprojects_it_links_to(
    links: list[str], projects: list[str]
) -> None:
    listed = "".join(
        f"<SAMPLE_LINK><XREF_LINK>{parts}</XREF_LINK></SAMPLE_LINK>" for parts in links
    )
    sample = read_sample(f"<SAMPLE_LINKS>{listed}</SAMPLE_LINKS>")
    assert list(map(str, sample.projects)) == projects


@pytest.mark.parametrize(
    ("alias", "names", "geo"),
    [
        ("GSM7", "", "GSM7"),
        ("gsm7_R1", "", "GSM7_r1"),
        ("x", external("GSM7", "GEO"), "GSM7"),
        ("GSM1", external("GSM7", "GEO"), "GSM7"),
        ("GSM1", external("pending", "GEO"), "GSM1"),
        ("x", '<SUBMITTER_ID namespace="GEO">GSM7_r1</SUBMITTER_ID>', "GSM7_r1"),
        ("GEO: GSE7", "", None),
        ("GSM7.fastq.gz", external("GSM7", "Some Lab"), None),
        ("GSM" + "7" * 50, "", None),
    ],
)
def test_geo_aliases_are_found_among_the_names_or_as_the_alias(
    alias: str, names: str, geo: str | None
) -> None:
    experiment = read_experiment(identifiers(names), attributes=f'alias="{alias}"')
    run = read_run(identifiers(names), f'alias="{alias}"')
    assert experiment.geo_accession == run.geo_accession == geo
    assert experiment.alias == run.alias == alias


def test_references_that_repeat_what_the_records_say_leave_nothing_behind() -> None:
    names = identifiers(primary(STUDY), external("PRJNA7", "BioProject"))
    of_sample = identifiers(primary(SAMPLE), external("SAMN70000001", "BioSample"))
    package = read(
        a_study(names, f'accession="{STUDY}" alias="GSE7" center_name="Hill"'),
        a_sample(of_sample, f'accession="{SAMPLE}" alias="GSM7"'),
        a_run_set(a_run(f'<EXPERIMENT_REF accession="{EXPERIMENT}" refname="lib-7"/>')),
        experiment=f'<EXPERIMENT accession="{EXPERIMENT}" alias="lib-7">'
        f'<STUDY_REF accession="{STUDY}" refname="GSE7" refcenter="Hill">{names}</STUDY_REF>'
        f'<DESIGN><SAMPLE_DESCRIPTOR accession="{SAMPLE}" refname="GSM7">{of_sample}'
        "</SAMPLE_DESCRIPTOR></DESIGN></EXPERIMENT>",
    )
    assert package.experiment.other == package.runs[0].other == {}


def test_what_only_a_reference_says_is_kept() -> None:
    package = read(
        a_run_set(a_run('<EXPERIMENT_REF refname="lib-7" refcenter="Hill"/>')),
        experiment='<EXPERIMENT accession="SRX700001"><STUDY_REF accession="SRP700001">'
        f"{identifiers(primary(STUDY), external('PRJNA7', 'BioProject'))}<NOTE>n</NOTE></STUDY_REF>"
        '<DESIGN><SAMPLE_DESCRIPTOR accession="SRS700001" refname="s-1">'
        '<POOL><MEMBER accession="SRS700002"/></POOL></SAMPLE_DESCRIPTOR></DESIGN></EXPERIMENT>',
    )
    assert package.experiment.other == {
        "STUDY_REF": [
            {
                "IDENTIFIERS": [{"EXTERNAL_ID": [{"@namespace": "BioProject", "#text": "PRJNA7"}]}],
                "NOTE": ["n"],
            }
        ],
        "SAMPLE_DESCRIPTOR": [
            {"@refname": "s-1", "POOL": [{"MEMBER": [{"@accession": "SRS700002"}]}]}
        ],
    }
    assert package.runs[0].other == {
        "EXPERIMENT_REF": [{"@refname": "lib-7", "@refcenter": "Hill"}]
    }


def test_a_descriptor_that_names_no_sample_leaves_the_experiment_without_one() -> None:
    descriptor = '<DESIGN><SAMPLE_DESCRIPTOR accession="SRX9" refname="s-1"/></DESIGN>'
    experiment = read(experiment=an_experiment(descriptor)).experiment
    assert experiment.sample is None
    assert experiment.other == {"SAMPLE_DESCRIPTOR": [{"@accession": "SRX9", "@refname": "s-1"}]}
