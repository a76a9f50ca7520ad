"""Records of five shapes, with values that a person read in the XML."""

from tests.integration.real_input.conftest import Mirrored

EXPERIMENT = """
    select e.*, s.sra_accession, s.biosample_accession from insdc.experiment e
    left join insdc.sample s using (sample_id) where e.accession = :accession"""
SAMPLE = "select * from insdc.sample where sra_accession = :accession"
FILES = """
    select role, filename, semantic_name, supertype, size, md5, dated::text, version, sratoolkit,
    url, jsonb_array_length(locations) from insdc.run_file where run_accession = :accession
    order by ordinal"""
POOL = """
    select s.sra_accession, s.biosample_accession, p.member_name, p.sample_name, p.sample_title,
    p.spots, p.bases, p.ncbi_taxon_id, p.organism from insdc.{table}_sample p
    join insdc.sample s using (sample_id) where p.{table}_accession = :accession"""
ATTRIBUTES = """
    select a.name, a.value, a.unit from insdc.sample_attribute a join insdc.sample s
    using (sample_id) where s.sra_accession = :accession order by a.ordinal"""


def of(mirrored: Mirrored, table: str, accession: str) -> dict[str, object]:
    return mirrored.row(
        f"select * from insdc.{table} where accession = :accession", accession=accession
    )


def has(row: dict[str, object], **expected: object) -> bool:
    assert {name: row[name] for name in expected} == expected
    return True


def test_an_ena_record_of_2020_in_a_single_line(mirrored: Mirrored) -> None:
    experiment = mirrored.row(EXPERIMENT, accession="ERX4190585")
    assert has(
        experiment,
        alias="SC_EXP_29694_1#382",
        title="HiSeq X Ten paired end sequencing",
        study_accession="ERP113893",
        submission_accession="ERA2689537",
        sra_accession="ERS3331676",
        biosample_accession="SAMEA5529601",
        library_name="DN539314J:H12",
        library_strategy="WGS",
        library_source="GENOMIC",
        library_selection="RANDOM",
        library_layout="PAIRED",
        nominal_length=452,
        nominal_sdev=121,
        library_construction_protocol="Standard",
        platform="ILLUMINA",
        instrument_model="HiSeq X Ten",
        total_runs=None,
        geo_accession=None,
        other={},
    )
    assert str(experiment["design_description"]).endswith("tagged with the sequence TACCATTC.")
    study = of(mirrored, "study", "ERP113893")
    assert has(
        study,
        project_accession="PRJEB31347",
        alias="Maximizing_the_knowledge_gained_from_California_Senate_Bill_27-sc-5708",
        study_type="Whole Genome Sequencing",
        center_name="Wellcome Sanger Institute",
        center_project_name=None,
        attributes=[
            {"name": "ENA-FIRST-PUBLIC", "value": "2020-06-02", "unit": None},
            {"name": "ENA-LAST-UPDATE", "value": "2019-02-19", "unit": None},
        ],
    )
    assert str(study["abstract"]).startswith("Overuse of antibiotics")
    assert str(study["description"]).endswith("http://www.sanger.ac.uk/datasharing/")
    assert has(
        of(mirrored, "submission", "ERA2689537"),
        alias="ERP113893-sc-20200609-1-2020-06-09T15:09:21Z",
        title="Submitted by Wellcome Sanger Institute on 09-JUN-2020",
        lab_name="European Nucleotide Archive",
        organization_name="Wellcome Sanger Institute",
        submitted=None,
    )
    assert has(
        mirrored.row(SAMPLE, accession="ERS3331676"),
        alias="96c1f848-4c9d-11e9-8292-68b599768938",
        title="SB277889442",
        ncbi_taxon_id=562,
        scientific_name="Escherichia coli",
        common_name="E. coli",
    )
    assert mirrored.rows(ATTRIBUTES, accession="ERS3331676") == [
        ("SUBJECT_ID", "SB277889442", None),
        ("ArrayExpress-SPECIES", "E. coli", None),
        ("ENA-FIRST-PUBLIC", "2020-06-09", None),
        ("ENA-LAST-UPDATE", "2019-03-22", None),
    ]
    run = of(mirrored, "run", "ERR4229796")
    assert has(
        run,
        title="HiSeq X Ten paired end sequencing",
        spots=1150278,
        bases=347383956,
        size=94976452,
        assembly="GCF_000005845.1",
        has_taxonomy_analysis=None,
        reads_per_spot="2",
        base_counts=[
            {"base": "A", "count": 85540613},
            {"base": "C", "count": 88241122},
            {"base": "G", "count": 88289114},
            {"base": "T", "count": 85212529},
            {"base": "N", "count": 100578},
        ],
    )
    assert isinstance(run["other"], dict)
    assert run["other"]["AlignInfo"] == [
        {
            "@path": "/netmnt/traces04/era18/ERR/ERR4229/ERR4229796",
            "@cnt": "1",
            "Alignment": [{"@name": "E-coli-K12.fa", "@seqid": "NC_000913.2", "@gi": "49175990"}],
        }
    ]
    files = mirrored.rows(FILES, accession="ERR4229796")
    assert [file[:4] for file in files] == [
        ("original", "29694_1_382.cram", "cram", "Original"),
        ("normalised", "ERR4229796", "run", "Primary ETL"),
        ("other", "ERR4229796.realign", "run.realign", "Secondary ETL"),
        ("other", "wgmlst_sig.tsv", "wgmlst_sig", "Secondary ETL"),
    ]
    assert files[0][4:7] == (100576829, "26e62fcae91b058b13be6b94214ae2e6", "2020-06-11 19:23:25")
    assert [file[10] for file in files] == [2, 3, 1, 1]


def test_an_sra_record_of_2012_whose_sample_has_seventeen_experiments(mirrored: Mirrored) -> None:
    experiment = mirrored.row(EXPERIMENT, accession="SRX160517")
    assert has(
        experiment,
        alias="L1 ribosome footprints replicate 4",
        center_name="Stanford University",
        study_accession="SRP014427",
        sra_accession="SRS350385",
        biosample_accession="SAMN01090422",
        library_name="MS-63",
        library_selection="unspecified",
        library_layout="SINGLE",
        nominal_length=None,
        design_description=None,
        instrument_model="Illumina HiSeq 2000",
    )
    spots = {
        "SPOT_LENGTH": ["58"],
        "READ_SPEC": [
            {
                "READ_INDEX": ["0"],
                "READ_CLASS": ["Application Read"],
                "READ_TYPE": ["Forward"],
                "BASE_COORD": ["1"],
            }
        ],
    }
    assert experiment["other"] == {
        "SPOT_DESCRIPTOR": [{"SPOT_DECODE_SPEC": [spots]}],
        "PROCESSING": [None],
    }
    submission = of(mirrored, "submission", "SRA055804")
    assert has(submission, alias="Stadler_Fire_2012", comment="NA", lab_name="Andrew Fire")
    assert has(submission, organization_name="STANFORD UNIVERSITY")
    assert str(submission["submitted"]) == "2012-07-10 15:00:00"
    assert mirrored.rows(
        "select count(*) from insdc.experiment join insdc.sample s using (sample_id) "
        "where s.biosample_accession = 'SAMN01090422'"
    ) == [(17,)]
    assert mirrored.rows(ATTRIBUTES, accession="SRS350385") == []
    assert mirrored.rows(FILES, accession="SRR522897") == [
        (
            "normalised",
            "SRR522897",
            "run",
            "Primary ETL",
            7089952215,
            "7e87ba9273ef0bdc84f2cad8410b36f1",
            "2015-12-07 05:01:00",
            None,
            True,
            "https://sra-downloadb.st-va.ncbi.nlm.nih.gov/sos2/sra-pub-run-6/SRR522897/SRR522897.2",
            4,
        )
    ]


def test_a_geo_record_of_2025_as_edirect_indents_it(mirrored: Mirrored) -> None:
    experiment = mirrored.row(EXPERIMENT, accession="SRX29604802")
    assert has(
        experiment,
        alias="GSM9097158_r1",
        geo_accession="GSM9097158_r1",
        title="GSM9097158: Sample 32 Control, Ventral, 22 month; Mus musculus; RNA-Seq",
        study_accession="SRP599615",
        submission_accession="SRA2167374",
        sra_accession="SRS25726202",
        biosample_accession="SAMN49879642",
        library_name="GSM9097158",
        library_source="TRANSCRIPTOMIC SINGLE CELL",
        total_runs=1,
        total_spots=157569312,
        total_bases=18593178816,
        total_bytes=6384945630,
    )
    assert "at +4℃ overnight" in str(experiment["library_construction_protocol"])
    assert "RNA Profiling protocol (CG000505" in str(experiment["library_construction_protocol"])
    assert has(
        of(mirrored, "study", "SRP599615"),
        project_accession="PRJNA1289087",
        geo_accession="GSE302153",
        alias="GSE302153",
    )
    submission = of(mirrored, "submission", "SRA2167374")
    assert has(submission, organization_country="Russia", lab_name=None)
    assert "Pogodinskaya" not in str(submission)
    assert "'city': 'Moscow'" in str(submission["organizations"])
    assert [name for name, _, _ in mirrored.rows(ATTRIBUTES, accession="SRS25726202")] == [
        *("source_name", "tissue", "cell type", "age", "Sex", "genotype"),
        *("geo_loc_name", "collection_date"),
    ]
    member = (
        *("SRS25726202", "SAMN49879642", None, "GSM9097158"),
        *("Sample 32 Control, Ventral, 22 month", 157569312, 18593178816, 10090, "Mus musculus"),
    )
    for table, accession in (("experiment", "SRX29604802"), ("run", "SRR34444196")):
        assert mirrored.rows(POOL.format(table=table), accession=accession) == [member]
    run = of(mirrored, "run", "SRR34444196")
    assert has(run, geo_accession="GSM9097158_r1", has_taxonomy_analysis=True, is_public=True)
    assert str(run["published"]) == "2025-07-09 17:20:34"
    assert [file[0] for file in mirrored.rows(FILES, accession="SRR34444196")] == [
        *("original", "original", "normalised", "lite"),
    ]
    assert mirrored.rows(
        "select project_accession from insdc.sample_project join insdc.sample using (sample_id) "
        "where sra_accession = 'SRS25726202'"
    ) == [("PRJNA1289087",)]


def test_a_record_that_stands_twice_is_there_as_in_the_last_file(mirrored: Mirrored) -> None:
    """…altlinks_old.xml comes after …altlinks_new.xml: its file has three other places."""
    assert has(
        mirrored.row(EXPERIMENT, accession="SRX3791763"),
        geo_accession="GSM3040890",
        links=[{"database": "gds", "identifier": "303040890", "label": "GSM3040890", "url": None}],
        attributes=[{"name": "GEO Accession", "value": "GSM3040890", "unit": None}],
    )
    run = of(mirrored, "run", "SRR6835844")
    assert "sos2/sra-pub-run-13/SRR6835844/SRR6835844.1" in str(run["other"])
    assert len(run["other"]["AlignInfo"][0]["Alignment"]) == 42  # type: ignore[index]
    assert has(
        run,
        assembly="mm10",
        reads=[{"index": 0, "count": 271485896, "average": 90.0, "stdev": 0.0}],
        attributes=[
            {"name": "dangling_references", "value": "treat_as_unmapped", "unit": None},
        ],
    )
    bam, normalised = mirrored.rows(FILES, accession="SRR6835844")
    assert bam[:5] == ("original", "10X_P4_0.bam", "TenX", "Original", 17093057664)
    assert normalised[9:] == (
        "https://sra-downloadb.st-va.ncbi.nlm.nih.gov/sos1/sra-pub-run-14/SRR6835844/SRR6835844.1",
        3,
    )
    assert mirrored.rows(
        "select database, identifier from insdc.publication where study_accession = 'SRP131661'"
    ) == [("pubmed", "30283141")]


def test_an_experiment_of_twenty_five_runs(mirrored: Mirrored) -> None:
    assert has(
        mirrored.row(EXPERIMENT, accession="SRX22734313"),
        total_runs=25,
        total_spots=1196501197,
        total_bases=149562649625,
        total_bytes=48634492935,
        biosample_accession="SAMN38639765",
    )
    runs = mirrored.rows(
        "select accession, spots from insdc.run where experiment_accession = 'SRX22734313' "
        "order by accession"
    )
    assert len(runs) == 25
    assert runs[0] == ("SRR27044640", 50000000)
    assert sum(int(str(spots)) for _, spots in runs) == 1196501197
    assert has(
        of(mirrored, "run", "SRR27044664"),
        alias="GSM7932624_r9",
        reads_per_spot="3",
        counted_bases=4550000000,
        color_space=False,
        cloud_files=[
            {"filetype": "fastq", "provider": "s3", "location": "s3.us-east-1"},
            {"filetype": "run", "provider": "s3", "location": "s3.us-east-1"},
            {"filetype": "run.zq", "provider": "gs", "location": "gs.us-east1"},
            {"filetype": "run.zq", "provider": "s3", "location": "s3.us-east-1"},
        ],
    )
