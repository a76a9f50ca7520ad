"""What the overviews say of samples and runs that are unlike most, and what stands in JSON."""

from decimal import Decimal
from typing import Any

import pytest

from tests.integration.queries.house import House, Row, day, key


def test_a_sample_that_only_sra_told_us_of(house: House) -> None:
    house.sample(1, biosample=False)

    found = house.look("sample_overview", accession="SRS00000001")

    assert found["biosample_accession"] is None
    assert (found["organism"], found["owner"]) == ("as SRA says", "CENTRE")
    assert (found["specimen"], found["status"]) == ("SRS00000001", "live")
    assert (found["runs"], found["bases"], found["projects"]) == (0, None, [])
    assert (found["antibiogram"], found["published"]) == (None, None)


def test_a_sample_goes_by_what_biosample_says_first(house: House) -> None:
    house.sample(1)
    house.update("biosample", [1], status="suppressed", ncbi_taxon_id=7, title="Title")

    found = house.look("sample_overview", sample_id=key(1))

    assert (found["accession"], found["organism"]) == ("SAMN00000001", "as BioSample says")
    assert (found["status"], found["ncbi_taxon_id"]) == ("suppressed", 7)
    assert (found["owner"], found["title"]) == ("Owner 1", "Title")


def test_the_lineage_begins_below_the_root(house: House) -> None:
    house.sample(1)

    assert house.look("sample_overview", sample_id=key(1))["taxon_lineage"] == (
        "cellular organisms; Bacteria; Phylum2; Class2; Order2; Family2; Genus19; "
        "Genus19 species999"
    )


@pytest.mark.parametrize(
    ("first", "last", "year"),
    [("2019-01-01", "2019-12-31", 2019), ("2019-12-31", "2020-01-01", None), (None, None, None)],
)
def test_the_year_of_collection_is_one_or_none(
    house: House, first: str | None, last: str | None, year: int | None
) -> None:
    house.sample(1, collected_first=first and day(first), collected_last=last and day(last))
    house.run(1, [1])

    assert house.look("sample_overview", sample_id=key(1))["collection_year"] == year
    assert house.look("run_overview", accession="SRR00000001")["collection_year"] == year


def test_the_specimen_is_what_all_its_deposits_are_called_by(house: House) -> None:
    house.sample(1)
    house.sample(2)
    house.add("specimen", specimen_id=9_000_001, accession="SAMN00000001")
    house.update("sample", [1, 2], specimen_id=9_000_001)
    house.run(1, [2])

    assert house.look("sample_overview", sample_id=key(2))["specimen"] == "SAMN00000001"
    assert house.look("run_overview", accession="SRR00000001")["specimens"] == ["SAMN00000001"]


def test_projects_are_those_of_the_sample_and_of_its_studies(house: House) -> None:
    house.sample(1)
    house.add("sample_project", sample_id=key(1), project_accession=house.project(2))
    house.run(1, [1], study=house.study(1, house.project(1)))
    both = ["PRJNA00000001", "PRJNA00000002"]

    assert house.look("sample_overview", sample_id=key(1))["projects"] == both
    run = house.look("run_overview", accession="SRR00000001")
    assert (run["projects"], run["project_accession"]) == (both, "PRJNA00000001")


def test_the_antibiogram_is_as_submitted(house: House) -> None:
    house.sample(1)
    rows: list[Row] = [
        {"antibiotic": "rifampicin", "phenotype": "S", "testing_standard_year": 2019},
        {"antibiotic": "isoniazid", "phenotype": "R", "testing_standard_year": 2019},
        {"antibiotic": "isoniazid", "phenotype": "R", "testing_standard": "CLSI"},
        {"antibiotic_submitted": "X", "phenotype_submitted": "weak",
         "testing_standard_submitted": "ours"},
    ]  # fmt: skip
    for ordinal, row in enumerate(rows, start=1):
        house.add("antibiogram", sample_id=key(1), ordinal=ordinal, **row)

    found = house.look("sample_overview", sample_id=key(1))

    assert found["antibiogram"] == "X weak, isoniazid R, rifampicin S"
    assert (found["antibiogram_standard"], found["antibiogram_year"]) == ("CLSI, ours", 2019)

    house.add("antibiogram", sample_id=key(1), ordinal=5, testing_standard_year=2020)
    assert house.look("sample_overview", sample_id=key(1))["antibiogram_year"] is None


def test_a_sample_has_its_share_of_live_runs(house: House) -> None:
    house.sample(1)
    house.sample(2)
    house.run(1, [1], bases=7)
    house.run(2, [2, 1], bases=10**6)
    house.run(3, [1], bases=9, status="withdrawn")

    found = house.look("sample_overview", sample_id=key(1))

    # The pool gives the second sample 2000 of its bases.
    assert (found["runs"], found["bases"]) == (2, 2007)


def test_a_sample_that_stands_twice_in_a_pool_is_one(house: House) -> None:
    house.sample(1)
    house.run(1, [1, 1], bases=10**6)

    found = house.look("sample_run", sample_id=key(1))

    assert (found["bases"], found["is_pooled"]) == (3000, False)
    assert house.look("run_overview", accession="SRR00000001")["sample_id"] == key(1)


def test_a_run_of_several_samples_has_no_country_of_its_own(house: House) -> None:
    house.sample(1, country="France")
    house.sample(2, country="Peru")
    house.run(1, [1, 2])

    found = house.look("run_overview", accession="SRR00000001")

    assert (found["sample_id"], found["country"], found["organism"]) == (None, None, None)
    assert found["samples"] == found["specimens"] == ["SAMN00000001", "SAMN00000002"]


def test_a_run_without_a_pool_has_the_samples_of_its_experiment(house: House) -> None:
    house.sample(1)
    house.sample(2)
    house.run(1, [1], pool=False, bases=5)
    house.run(2, [1], pool=False, bases=5)
    for ordinal, number in enumerate([1, 2, 2], start=1):
        house.add("experiment_sample", experiment_accession="SRX00000002", ordinal=ordinal,
                  sample_id=key(number))  # fmt: skip

    assert house.look("run_overview", accession="SRR00000001")["samples"] == ["SAMN00000001"]
    assert len(house.look("run_overview", accession="SRR00000002")["samples"]) == 2
    assert house.look("sample_run", sample_id=key(2)) == {
        "sample_id": key(2), "run_accession": "SRR00000002", "status": "live", "spots": None,
        "bases": None, "is_pooled": True,
    }  # fmt: skip
    sample = house.look("sample_overview", sample_id=key(1))
    assert (sample["runs"], sample["bases"]) == (2, 5)


def test_a_run_tells_its_files_and_the_md5_of_the_original_ones(house: House) -> None:
    house.sample(1)
    house.run(1, [1])
    for ordinal, (role, md5) in enumerate(
        [("normalised", "a"), ("original", "c"), ("original", "b"), ("original", None)], start=1
    ):
        house.add(
            "run_file", run_accession="SRR00000001", ordinal=ordinal, role=role, md5=md5
        )  # fmt: skip

    found = house.look("run_overview", accession="SRR00000001")

    assert (found["files"], found["original_md5s"]) == (4, ["c", "b"])


ORGANIZATION = {"name": "Institute", "role": "owner", "city": "Lima"}
NAME = {"kind": "local", "value": "x", "namespace": "NCBI"}


@pytest.mark.parametrize(
    ("table", "column", "value", "view", "expected"),
    [
        ("sample", "attributes", [{"name": "a", "value": ""}], "sra_sample_attribute",
         {"ordinal": 1, "name": "a", "value": "", "unit": None}),
        ("biosample", "links", [{"type": "url", "value": "u"}], "biosample_link",
         {"accession": "SAMN00000001", "type": "url", "value": "u", "label": None}),
        ("biosample", "comments", ["said"], "biosample_comment", {"ordinal": 1, "comment": "said"}),
        ("biosample", "owners", [ORGANIZATION], "biosample_owner", ORGANIZATION),
        ("project", "organizations", [ORGANIZATION], "project_organization", ORGANIZATION),
        ("submission", "organizations", [ORGANIZATION], "submission_organization", ORGANIZATION),
        ("project", "identifiers", [NAME], "project_identifier", NAME),
        ("project", "publications",
         [{"publication": {"database": "pubmed", "identifier": "1"}, "identifier": "PMID 1",
           "published": "2020-01-02T00:00:00", "title": "T"}], "project_publication",
         {"paper_database": "pubmed", "paper_identifier": "1", "identifier": "PMID 1",
          "title": "T"}),
        ("project", "grants", [{"number": "5", "agency": "Trust"}], "project_grant",
         {"number": "5", "agency": "Trust", "title": None}),
        ("project", "relevance", [{"area": "Medical", "text": "yes"}], "project_relevance",
         {"area": "Medical", "text": "yes"}),
        ("project", "locus_tag_prefixes", [{"prefix": "AB", "biosample": "SAMN1"}],
         "project_locus_tag_prefix", {"prefix": "AB", "biosample": "SAMN1", "assembly": None}),
        ("project", "external_links", [{"label": "l", "url": "u"}], "project_external_link",
         {"label": "l", "url": "u", "database": None}),
        ("run_sample", "identifiers", [NAME], "run_sample_identifier",
         {"record_kind": "run", "accession": "SRR00000001", "member_ordinal": 1} | NAME),
        ("experiment_sample", "identifiers", [NAME], "run_sample_identifier",
         {"record_kind": "experiment", "accession": "SRX00000001"} | NAME),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_stands_in_json_has_a_row_of_its_own(
    house: House, table: str, column: str, value: Any, view: str, expected: Row
) -> None:
    house.sample(1)
    house.run(1, [1])
    owners: dict[str, Row] = {
        "sample": {"sample_id": key(1)},
        "biosample": {"sample_id": key(1)},
        "run_sample": {"sample_id": key(1), "record_kind": "run"},
        "experiment_sample": {"sample_id": key(1), "record_kind": "experiment"},
        "project": {"project_accession": "PRJNA00000001"},
        "submission": {"submission_accession": "SRA00000001"},
    }
    if table == "project":
        house.project(1, **{column: value})
    elif table == "submission":
        house.add("submission", accession="SRA00000001", **{column: value})
    else:
        house.update(table, [1], **{column: value})

    assert expected.items() <= house.look(view, **owners[table]).items()


def test_every_cell_of_a_table_knows_its_column(house: House) -> None:
    house.sample(1)
    table = {"class_name": "C.1", "caption": "c", "header": ["h"], "rows": [["a", "beyond"]]}
    house.update("biosample", [1], tables=[table])

    cell = house.look("biosample_table_cell", sample_id=key(1), column_ordinal=1)
    beyond = house.look("biosample_table_cell", sample_id=key(1), column_ordinal=2)

    assert (cell["class_name"], cell["column_name"], cell["value"]) == ("C.1", "h", "a")
    assert (beyond["column_name"], beyond["value"], beyond["row_ordinal"]) == (None, "beyond", 1)


def test_coordinates_keep_their_decimals(house: House) -> None:
    house.sample(1, latitude=Decimal("-12.0464"), longitude=Decimal(0))

    found = house.look("sample_overview", sample_id=key(1))

    assert (found["latitude"], found["longitude"]) == (Decimal("-12.0464"), 0)
