"""Small packages as XML: each says only what a test is about, and what a package cannot lack."""

from datetime import UTC, datetime

from adapters.xml.sra import read_package
from domain.records import Experiment, ExperimentPackage, Run, Sample, Study, Submission

EXPERIMENT, STUDY, SAMPLE, RUN = "SRX700001", "SRP700001", "SRS700001", "SRR700001"
STUDY_REF = f'<STUDY_REF accession="{STUDY}"/>'


def an_experiment(inside: str = "", attributes: str = f'accession="{EXPERIMENT}"') -> str:
    return f"<EXPERIMENT {attributes}>{STUDY_REF}{inside}</EXPERIMENT>"


def a_study(inside: str = "", attributes: str = f'accession="{STUDY}"') -> str:
    return f"<STUDY {attributes}>{inside}</STUDY>"


def a_sample(inside: str = "", attributes: str = f'accession="{SAMPLE}"') -> str:
    return f"<SAMPLE {attributes}>{inside}</SAMPLE>"


def a_run(inside: str = "", attributes: str = f'accession="{RUN}"') -> str:
    return f"<RUN {attributes}>{inside}</RUN>"


def a_run_set(*runs: str) -> str:
    return f"<RUN_SET>{''.join(runs)}</RUN_SET>"


def a_package(*parts: str, experiment: str | None = None) -> bytes:
    inside = "".join((an_experiment() if experiment is None else experiment, *parts))
    return f"<EXPERIMENT_PACKAGE>{inside}</EXPERIMENT_PACKAGE>".encode()


def read(*parts: str, experiment: str | None = None) -> ExperimentPackage:
    return read_package(a_package(*parts, experiment=experiment))


def read_experiment(inside: str = "", *beside: str, attributes: str = "") -> Experiment:
    attributes = f'accession="{EXPERIMENT}" {attributes}'
    return read(*beside, experiment=an_experiment(inside, attributes)).experiment


def read_study(inside: str = "", attributes: str = "") -> Study:
    study = read(a_study(inside, f'accession="{STUDY}" {attributes}')).study
    assert study is not None
    return study


def read_submission(*parts: str) -> Submission:
    submission = read(*parts).submission
    assert submission is not None
    return submission


def read_sample(inside: str = "", attributes: str = f'accession="{SAMPLE}"') -> Sample:
    (sample,) = read(a_sample(inside, attributes)).samples
    return sample


def read_run(inside: str = "", attributes: str = "") -> Run:
    (run,) = read(a_run_set(a_run(inside, f'accession="{RUN}" {attributes}'))).runs
    return run


def zoneless(text: str) -> datetime:
    """Give a stamp as the archives do, written as ISO 8601 has it: 2022-01-02T03:04:05."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC).replace(tzinfo=None)


RICH = a_package(
    '<SUBMISSION accession="SRA7" alias="a" lab_name="l" submission_date="2021-03-04T05:06:07Z"/>'
    '<Organization type="lab"><Name abbr="H">Hill</Name><Address postal_code="1"/></Organization>',
    a_study(
        '<IDENTIFIERS><EXTERNAL_ID namespace="BioProject" label="primary">PRJNA7</EXTERNAL_ID>'
        '</IDENTIFIERS><DESCRIPTOR><STUDY_TYPE existing_study_type="Other" new_study_type="N"/>'
        "</DESCRIPTOR>",
    ),
    a_sample(
        '<IDENTIFIERS><EXTERNAL_ID namespace="BioSample">SAMN7</EXTERNAL_ID></IDENTIFIERS>'
        "<SAMPLE_NAME><TAXON_ID>1</TAXON_ID></SAMPLE_NAME><SAMPLE_ATTRIBUTES><SAMPLE_ATTRIBUTE>"
        "<TAG>t</TAG><VALUE>v</VALUE></SAMPLE_ATTRIBUTE></SAMPLE_ATTRIBUTES>",
        'accession="SRS700001" alias="GSM7"',
    ),
    '<Pool><Member accession="SRS700001" member_name="m" spots="1" bases="2" tax_id="3"/></Pool>',
    '<RUN_SET runs="1" spots="2" bases="3" bytes="4">'
    + a_run(
        '<EXPERIMENT_REF accession="SRX700001" refname="lib"/><SRAFiles><SRAFile filename="f"'
        ' size="1" md5="0f" date="2022-01-01 00:00:01" sratoolkit="0" supertype="Original">'
        '<Alternatives url="u" org="AWS"/></SRAFile></SRAFiles><CloudFiles><CloudFile'
        ' filetype="run"/></CloudFiles><Statistics nreads="1" nspots="2"><Read index="0" count="1"'
        ' average="1.5" stdev="0"/></Statistics><Bases cs_native="false" count="1"><Base value="A"'
        ' count="1"/></Bases><AlignInfo cnt="1"><Alignment name="n"/></AlignInfo>',
        'accession="SRR700001" total_spots="1" published="2022-01-02 03:04:05" is_public="true"',
    )
    + "</RUN_SET>",
    experiment=an_experiment(
        '<DESIGN><SAMPLE_DESCRIPTOR accession="SRS700001" refname="GSM7"/><LIBRARY_DESCRIPTOR>'
        '<LIBRARY_LAYOUT><PAIRED NOMINAL_LENGTH="300" NOMINAL_SDEV="1.5"/></LIBRARY_LAYOUT>'
        "</LIBRARY_DESCRIPTOR></DESIGN><PLATFORM><BGISEQ/></PLATFORM>"
    ),
)
"""Says a little of everything."""
