"""Each kind of record, read whole."""

from decimal import Decimal

from domain.accession import Accession
from domain.records import (
    Attribute,
    BaseCount,
    CloudFile,
    Experiment,
    FileLocation,
    Identifier,
    IdentifierKind,
    Link,
    Organization,
    PoolMember,
    ReadStatistics,
    Run,
    RunFile,
    Sample,
    SampleName,
    Study,
    Submission,
)
from tests.unit.xml.packages import a_run_set, a_sample, a_study, an_experiment, read, zoneless

PRIMARY, EXTERNAL, SUBMITTER = (
    IdentifierKind.PRIMARY,
    IdentifierKind.EXTERNAL,
    IdentifierKind.SUBMITTER,
)
SRS, SAMN = Accession.parse("SRS700001"), Accession.parse("SAMN70000001")


def test_an_experiment_with_its_design_its_pool_and_the_totals_of_its_runs() -> None:
    xml = """<EXPERIMENT accession="SRX700001" alias="lib-7" center_name="Hill Lab"
      broker_name="A Broker"><IDENTIFIERS><PRIMARY_ID>SRX700001</PRIMARY_ID><SUBMITTER_ID
      namespace="Hill Lab" label="library">lib-7</SUBMITTER_ID><UUID>0-1-2</UUID></IDENTIFIERS>
    <TITLE>Reads of a hill</TITLE><STUDY_REF accession="SRP700001"/>
    <DESIGN><DESIGN_DESCRIPTION>As it came</DESIGN_DESCRIPTION>
      <SAMPLE_DESCRIPTOR accession="SRS700001"><IDENTIFIERS><PRIMARY_ID>SRS700001</PRIMARY_ID>
        <EXTERNAL_ID namespace="BioSample">SAMN70000001</EXTERNAL_ID></IDENTIFIERS>
      </SAMPLE_DESCRIPTOR>
      <LIBRARY_DESCRIPTOR><LIBRARY_NAME>hill 7</LIBRARY_NAME>
        <LIBRARY_STRATEGY>WGS</LIBRARY_STRATEGY>
        <LIBRARY_SOURCE>GENOMIC</LIBRARY_SOURCE><LIBRARY_SELECTION>RANDOM</LIBRARY_SELECTION>
        <LIBRARY_LAYOUT><PAIRED NOMINAL_LENGTH="300" NOMINAL_SDEV="12.5"/></LIBRARY_LAYOUT>
        <LIBRARY_CONSTRUCTION_PROTOCOL>Shake.</LIBRARY_CONSTRUCTION_PROTOCOL></LIBRARY_DESCRIPTOR>
    </DESIGN>
    <PLATFORM><ILLUMINA><INSTRUMENT_MODEL>Illumina MiSeq</INSTRUMENT_MODEL></ILLUMINA></PLATFORM>
    <EXPERIMENT_LINKS><EXPERIMENT_LINK><XREF_LINK><DB>gds</DB><ID>7</ID><LABEL>G7</LABEL></XREF_LINK>
    </EXPERIMENT_LINK></EXPERIMENT_LINKS>
    <EXPERIMENT_ATTRIBUTES><EXPERIMENT_ATTRIBUTE><TAG>depth</TAG><VALUE>3</VALUE><UNITS>m</UNITS>
    </EXPERIMENT_ATTRIBUTE></EXPERIMENT_ATTRIBUTES></EXPERIMENT>"""
    package = read(
        '<Pool><Member member_name="a" accession="SRS700001" spots="5" bases="500"/></Pool>',
        '<RUN_SET runs="0" spots="10" bases="1000" bytes="77"/>',
        experiment=xml,
    )
    assert package.experiment == Experiment(
        accession=Accession.parse("SRX700001"),
        study=Accession.parse("SRP700001"),
        sample=SampleName(SRS, SAMN),
        alias="lib-7",
        title="Reads of a hill",
        center_name="Hill Lab",
        broker_name="A Broker",
        design_description="As it came",
        library_name="hill 7",
        library_strategy="WGS",
        library_source="GENOMIC",
        library_selection="RANDOM",
        library_layout="PAIRED",
        nominal_length=Decimal(300),
        nominal_sdev=Decimal("12.5"),
        library_construction_protocol="Shake.",
        platform="ILLUMINA",
        instrument_model="Illumina MiSeq",
        total_runs=0,
        total_spots=10,
        total_bases=1000,
        total_bytes=77,
        pool=(PoolMember(SampleName(SRS), member_name="a", spots=5, bases=500),),
        identifiers=(
            Identifier(PRIMARY, "SRX700001"),
            Identifier(SUBMITTER, "lib-7", "Hill Lab", "library"),
            Identifier(IdentifierKind.UUID, "0-1-2"),
        ),
        links=(Link("gds", "7", "G7"),),
        attributes=(Attribute("depth", "3", "m"),),
    )
    assert package.runs == ()
    assert package.other == {}


def test_a_study_with_its_bioproject_and_its_geo_series() -> None:
    xml = """<IDENTIFIERS><PRIMARY_ID>SRP700001</PRIMARY_ID>
      <EXTERNAL_ID namespace="BioProject" label="primary">PRJNA700001</EXTERNAL_ID>
      <EXTERNAL_ID namespace="GEO">GSE700001</EXTERNAL_ID></IDENTIFIERS>
    <DESCRIPTOR><STUDY_TITLE>Hills</STUDY_TITLE>
      <STUDY_TYPE existing_study_type="Metagenomics"/><STUDY_ABSTRACT>Why hills.</STUDY_ABSTRACT>
      <STUDY_DESCRIPTION>More of it.</STUDY_DESCRIPTION>
      <CENTER_PROJECT_NAME>HILL</CENTER_PROJECT_NAME></DESCRIPTOR>
    <STUDY_LINKS><STUDY_LINK><XREF_LINK><DB>pubmed</DB><ID>70001</ID></XREF_LINK></STUDY_LINK>
    </STUDY_LINKS>
    <STUDY_ATTRIBUTES><STUDY_ATTRIBUTE><TAG>parent_bioproject</TAG><VALUE>PRJNA7</VALUE>
    </STUDY_ATTRIBUTE></STUDY_ATTRIBUTES>"""
    attributes = 'accession="SRP700001" alias="hills" center_name="Hill Lab" broker_name="Br"'
    assert read(a_study(xml, attributes)).study == Study(
        accession=Accession.parse("SRP700001"),
        bioproject=Accession.parse("PRJNA700001"),
        geo_accession="GSE700001",
        alias="hills",
        title="Hills",
        study_type="Metagenomics",
        abstract="Why hills.",
        description="More of it.",
        center_name="Hill Lab",
        broker_name="Br",
        center_project_name="HILL",
        identifiers=(
            Identifier(PRIMARY, "SRP700001"),
            Identifier(EXTERNAL, "PRJNA700001", "BioProject", "primary"),
            Identifier(EXTERNAL, "GSE700001", "GEO"),
        ),
        links=(Link("pubmed", "70001"),),
        attributes=(Attribute("parent_bioproject", "PRJNA7"),),
    )


def test_a_submission_with_its_organizations_and_none_of_its_people() -> None:
    submission = """<SUBMISSION accession="SRA700001" alias="SUB7" center_name="Hill"
      lab_name="Upper Lab" broker_name="Br" submission_comment="late" contact_name="Ann Hill"
      submission_date="2021-03-04T05:06:07Z"><IDENTIFIERS><PRIMARY_ID>SRA700001</PRIMARY_ID>
      </IDENTIFIERS><TITLE>All of it</TITLE>
    <SUBMISSION_LINKS><SUBMISSION_LINK><URL_LINK><LABEL>home</LABEL><URL>http://h.example</URL>
    </URL_LINK></SUBMISSION_LINK></SUBMISSION_LINKS>
    <SUBMISSION_ATTRIBUTES><SUBMISSION_ATTRIBUTE><TAG>k</TAG></SUBMISSION_ATTRIBUTE>
    </SUBMISSION_ATTRIBUTES>
    <CONTACTS><CONTACT name="Ann Hill" inform_on_error="ann@hill.example"/></CONTACTS>
    </SUBMISSION>"""
    with_address = """<Organization type="institute" role="owner" url="http://h.example">
      <Name abbr="HU">Hill University</Name>
      <Address postal_code="H 1"><Department>Biology</Department><Institution>HU</Institution>
      <Street>1 Slope</Street><City>Hillton</City><Sub>HL</Sub><Country>Uphill</Country></Address>
      <Contact email="ann@hill.example"><Name><First>Ann</First><Last>Hill</Last></Name></Contact>
    </Organization>"""
    by_contact = """<Organization type="lab"><Name>Other Lab</Name>
      <Contact email="bo@hill.example" phone="+1 555 0100"><Address postal_code="99"><Street>2 Home
      Street</Street><City>Dale</City><Country>Downhill</Country></Address></Contact></Organization>"""
    assert read(submission, with_address, by_contact).submission == Submission(
        accession=Accession.parse("SRA700001"),
        alias="SUB7",
        title="All of it",
        center_name="Hill",
        lab_name="Upper Lab",
        broker_name="Br",
        comment="late",
        submitted=zoneless("2021-03-04T05:06:07"),
        organizations=(
            Organization(
                name="Hill University",
                abbreviation="HU",
                type="institute",
                role="owner",
                url="http://h.example",
                institution="HU",
                department="Biology",
                city="Hillton",
                subdivision="HL",
                country="Uphill",
                street="1 Slope",
                postal_code="H 1",
            ),
            Organization(name="Other Lab", type="lab", city="Dale", country="Downhill"),
        ),
        identifiers=(Identifier(PRIMARY, "SRA700001"),),
        links=(Link(label="home", url="http://h.example"),),
        attributes=(Attribute("k"),),
    )


def test_a_sample_with_its_organism_and_its_bioprojects() -> None:
    xml = """<IDENTIFIERS><PRIMARY_ID>SRS700001</PRIMARY_ID>
      <EXTERNAL_ID namespace="BioSample">SAMN70000001</EXTERNAL_ID>
      <SECONDARY_ID>SRS600001</SECONDARY_ID></IDENTIFIERS>
    <TITLE>Soil</TITLE><SAMPLE_NAME><TAXON_ID>410658</TAXON_ID>
      <SCIENTIFIC_NAME>soil metagenome</SCIENTIFIC_NAME><COMMON_NAME>soil</COMMON_NAME>
      <ANONYMIZED_NAME>donor 3</ANONYMIZED_NAME><INDIVIDUAL_NAME>pit 4</INDIVIDUAL_NAME>
      </SAMPLE_NAME>
    <DESCRIPTION>Dug up.</DESCRIPTION>
    <SAMPLE_LINKS><SAMPLE_LINK><XREF_LINK><DB>bioproject</DB><ID>700001</ID>
      <LABEL>PRJNA700001</LABEL></XREF_LINK></SAMPLE_LINK><SAMPLE_LINK><XREF_LINK><DB>bioproject</DB><ID>7</ID></XREF_LINK>
      </SAMPLE_LINK></SAMPLE_LINKS>
    <SAMPLE_ATTRIBUTES><SAMPLE_ATTRIBUTE><TAG>depth</TAG><VALUE>3</VALUE><UNITS>m</UNITS>
    </SAMPLE_ATTRIBUTE></SAMPLE_ATTRIBUTES>"""
    attributes = 'accession="SRS700001" alias="s-1" center_name="Hill" broker_name="Br"'
    assert read(a_sample(xml, attributes)).samples == (
        Sample(
            name=SampleName(SRS, SAMN),
            alias="s-1",
            title="Soil",
            ncbi_taxon_id=410658,
            scientific_name="soil metagenome",
            common_name="soil",
            anonymized_name="donor 3",
            individual_name="pit 4",
            description="Dug up.",
            center_name="Hill",
            broker_name="Br",
            projects=(Accession.parse("PRJNA700001"),),
            identifiers=(
                Identifier(PRIMARY, "SRS700001"),
                Identifier(EXTERNAL, "SAMN70000001", "BioSample"),
                Identifier(IdentifierKind.SECONDARY, "SRS600001"),
            ),
            links=(Link("bioproject", "700001", "PRJNA700001"), Link("bioproject", "7")),
            attributes=(Attribute("depth", "3", "m"),),
        ),
    )


def test_a_run_with_its_files_its_pool_and_its_statistics() -> None:
    xml = """<RUN accession="SRR700001" alias="r1.fq" total_spots="10" total_bases="1000" size="77"
      load_done="true" published="2022-01-02 03:04:05" is_public="true" cluster_name="public"
      has_taxanalysis="1" static_data_available="0" center_name="Hill" broker_name="Br"
      run_center="Core" run_date="2021-12-31T00:00:00" assembly="GCF_1">
    <IDENTIFIERS><PRIMARY_ID>SRR700001</PRIMARY_ID></IDENTIFIERS><TITLE>Monday</TITLE>
    <EXPERIMENT_REF accession="SRX700001"/>
    <RUN_LINKS><RUN_LINK><ENTREZ_LINK><DB>gds</DB><ID>9</ID></ENTREZ_LINK></RUN_LINK></RUN_LINKS>
    <RUN_ATTRIBUTES><RUN_ATTRIBUTE><TAG>loader</TAG><VALUE/></RUN_ATTRIBUTE></RUN_ATTRIBUTES>
    <Pool><Member member_name="" accession="SRS700001" sample_name="s-1" sample_title="Soil"
      spots="10" bases="1000" tax_id="410658" organism="soil metagenome"><IDENTIFIERS>
      <PRIMARY_ID>SRS700001</PRIMARY_ID></IDENTIFIERS></Member></Pool>
    <SRAFiles><SRAFile cluster="public" filename="r1.fq" url="https://f.example/1" size="99"
      date="2022-01-01 00:00:01" md5="00ff" version="2" semantic_name="fastq" supertype="Original"
      sratoolkit="0"><Alternatives url="s3://b/r1" free_egress="-" access_type="aws" org="AWS"/>
    </SRAFile></SRAFiles>
    <CloudFiles><CloudFile filetype="fastq" provider="s3" location="s3.us-east-1"/></CloudFiles>
    <Statistics nreads="2" nspots="10"><Read index="0" count="10" average="50" stdev="0"/>
      <Read index="1" count="9" average="49.75" stdev="1.5"/></Statistics>
    <Bases cs_native="false" count="990"><Base value="A" count="490"/><Base value="N" count="500"/>
    </Bases></RUN>"""
    assert read(a_run_set(xml)).runs == (
        Run(
            accession=Accession.parse("SRR700001"),
            experiment=Accession.parse("SRX700001"),
            alias="r1.fq",
            title="Monday",
            center_name="Hill",
            broker_name="Br",
            run_center="Core",
            run_date=zoneless("2021-12-31T00:00:00"),
            published=zoneless("2022-01-02T03:04:05"),
            spots=10,
            bases=1000,
            size=77,
            is_public=True,
            load_done=True,
            cluster_name="public",
            static_data_available=False,
            has_taxonomy_analysis=True,
            assembly="GCF_1",
            reads_per_spot="2",
            counted_spots=10,
            color_space=False,
            counted_bases=990,
            pool=(
                PoolMember(
                    SampleName(SRS),
                    sample_name="s-1",
                    sample_title="Soil",
                    spots=10,
                    bases=1000,
                    ncbi_taxon_id=410658,
                    organism="soil metagenome",
                    identifiers=(Identifier(PRIMARY, "SRS700001"),),
                ),
            ),
            files=(
                RunFile(
                    filename="r1.fq",
                    semantic_name="fastq",
                    supertype="Original",
                    size=99,
                    md5="00ff",
                    dated=zoneless("2022-01-01T00:00:01"),
                    version="2",
                    cluster="public",
                    sratoolkit=False,
                    url="https://f.example/1",
                    locations=(FileLocation("s3://b/r1", "AWS", "aws", "-"),),
                ),
            ),
            cloud_files=(CloudFile("fastq", "s3", "s3.us-east-1"),),
            reads=(ReadStatistics(0, 10, 50.0, 0.0), ReadStatistics(1, 9, 49.75, 1.5)),
            base_counts=(BaseCount("A", 490), BaseCount("N", 500)),
            identifiers=(Identifier(PRIMARY, "SRR700001"),),
            links=(Link("gds", "9"),),
            attributes=(Attribute("loader", ""),),
        ),
    )


def test_an_experiment_alone_is_a_package() -> None:
    package = read(experiment=an_experiment())
    assert (package.study, package.submission, package.samples, package.runs) == (
        None,
        None,
        (),
        (),
    )
    assert package.experiment == Experiment(
        Accession.parse("SRX700001"), Accession.parse("SRP700001")
    )
