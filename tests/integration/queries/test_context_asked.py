"""The page's questions about papers, projects, quarantine and curation, on rows by hand."""

from tests.integration.queries.house import House, column, key

PAPERS = "Papers and samples"
PROJECTS = "Samples of a project and its umbrella"
QUARANTINE = "What is in quarantine, and why"
COVERAGE = "Coverage of curation by field"


def _a_paper_named_by_everything(house: House) -> None:
    """Sample 1 itself, 2's run, 3's experiment, 4's study, 5's project, 6's study's project."""
    for number in range(1, 7):
        house.sample(number)
    studies = {n: house.study(n, house.project(6) if n == 6 else None) for n in range(1, 7)}
    for number in range(2, 7):
        house.run(number, [number], study=studies[number])
    house.add("sample_project", sample_id=key(5), project_accession=house.project(5))
    for named in (
        {"sample_id": key(1)},
        {"run_accession": "SRR00000002"},
        {"experiment_accession": "SRX00000003"},
        {"study_accession": studies[4]},
        {"project_accession": "PRJNA00000005"},
        {"project_accession": "PRJNA00000006"},
    ):
        house.add("publication", database="pubmed", identifier="1", **named)
    house.sample(7)
    house.add("publication", database="doi", identifier="1", sample_id=key(7))


def test_the_samples_of_a_paper_whoever_names_it(house: House) -> None:
    _a_paper_named_by_everything(house)

    found = house.ask(PAPERS, 1, {"20000003": "1"})

    assert [
        (row["accession"][-1], row["named_by"], row["named_by_accession"]) for row in found
    ] == [
        ("1", "sample", None),
        ("2", "run", "SRR00000002"),
        ("3", "experiment", "SRX00000003"),
        ("4", "study", "SRP00000004"),
        ("5", "project", "PRJNA00000005"),
        ("6", "project", "PRJNA00000006"),
    ]


def test_the_papers_of_a_sample(house: House) -> None:
    _a_paper_named_by_everything(house)
    house.add("publication", database="doi", identifier="10.1/2", sample_id=key(4))

    found = house.ask(PAPERS, 2, {"SAMN10000003": "SAMN00000004"})

    assert [(row["identifier"], row["named_by"]) for row in found] == [
        ("10.1/2", "sample"), ("1", "study")
    ]  # fmt: skip


def _an_umbrella(house: House) -> None:
    """Project 1 above 2 above 3; peers 4 and 5; samples of 3 by record, by study, and by both."""
    for number in (1, 2, 3, 4, 5):
        house.project(number, title=f"Project {number}", is_umbrella=number in {1, 2, 5})
    for parent, member, kind in (
        (1, 2, "hierarchical"), (2, 3, "hierarchical"), (3, 4, "peer"), (5, 3, "peer")
    ):  # fmt: skip
        # Told from both sides, as happens.
        for teller in (parent, member):
            house.add(
                "project_link", told_by=f"PRJNA{teller:08}", ordinal=10 * parent + member,
                kind=kind,
                parent_accession=f"PRJNA{parent:08}", member_accession=f"PRJNA{member:08}",
            )  # fmt: skip
    for number in (1, 2, 3, 4):
        house.sample(number)
    for number, project in ((1, 3), (3, 3), (4, 4)):
        house.add("sample_project", sample_id=key(number), project_accession=f"PRJNA{project:08}")
    study = house.study(1, "PRJNA00000003")
    house.run(1, [2, 3], study=study)


def test_an_umbrella_has_the_samples_of_all_below_it(house: House) -> None:
    _an_umbrella(house)

    found = house.ask(PROJECTS, 1, {"PRJNA100006": "PRJNA00000001"})

    assert [
        (row["accession"][-1], row["project_accession"][-1], row["said_by_sample"],
         row["said_by_study"]) for row in found
    ] == [("1", "3", True, False), ("2", "3", False, True), ("3", "3", True, True)]  # fmt: skip


def test_the_umbrellas_over_a_project(house: House) -> None:
    _an_umbrella(house)

    found = house.ask(PROJECTS, 2, {"PRJNA100006": "PRJNA00000003"})

    assert [(row["title"], row["components"]) for row in found] == [
        ("Project 1", 1), ("Project 2", 1)
    ]  # fmt: skip


def _quarantined(house: House, number: int, **values: object) -> None:
    house.add(
        "quarantine",
        **{"number": 9_000_000 + number, "source": "entrez", "record_key": f"uid {number}",
           "record_kind": "biosample", "digest": str(number).encode(), "reason": "odd",
           "raw": b"<BioSample accession='\xc3\xa9'/>"} | values,
    )  # fmt: skip


def test_quarantine_is_counted_by_reason_without_what_was_read_later(house: House) -> None:
    _quarantined(house, 1)
    _quarantined(house, 2, accession="SAMN00000002")
    _quarantined(house, 3, resolved_at="2030-01-01T00:00:00Z")

    counted = house.ask(QUARANTINE, 1)
    listed = house.ask(QUARANTINE, 2)

    assert [row["records"] for row in counted if row["reason"] == "odd"] == [2]
    assert [(row["record"], row["raw"]) for row in listed if row["reason"] == "odd"] == [
        ("uid 1", "<BioSample accession='é'/>"), ("SAMN00000002", "<BioSample accession='é'/>")
    ]  # fmt: skip


def _curated(house: House) -> None:
    for number, verdict in enumerate(
        [{"sureness": "sure"}, {"sureness": "likely"}, {"missing": "not collected"},
         {"problem": "puzzling"}, {"problem": "puzzling"}, {}], start=1
    ):  # fmt: skip
        house.sample(number, taxon=2019)
        if verdict:
            house.add("curated_value", sample_id=key(number), field="host_disease",
                      submitted="as it was", **verdict)  # fmt: skip


def test_coverage_of_a_taxon(house: House) -> None:
    _curated(house)
    house.sample(7, taxon=2018)
    house.add("curated_value", sample_id=key(7), field="host_disease", sureness="sure")

    found = house.ask(COVERAGE, 1, {"(2010)": "(2019)"})

    assert [tuple(row.values()) for row in found if row["field"] == "host_disease"] == [
        ("host_disease", 2, 1, 1, 2)
    ]


def test_coverage_of_the_whole_mirror_adds_up(house: House) -> None:
    before = {row["field"]: row for row in house.ask(COVERAGE, 2)}
    _curated(house)

    after = {row["field"]: row for row in house.ask(COVERAGE, 2)}

    gained = {
        name: number - before["host_disease"][name]
        for name, number in after["host_disease"].items() if name != "field"
    }  # fmt: skip
    assert gained == {
        "samples": 6, "with_value": 2, "of_these_likely": 1, "not_applicable": 0,
        "not_collected": 1, "not_provided": 0, "restricted_access": 0, "missing": 0,
        "not_understood": 2, "not_submitted": 1,
    }  # fmt: skip
    assert len(after) == len(before) > 0


def test_what_the_rules_do_not_understand_most_frequent_first(house: House) -> None:
    _curated(house)
    house.sample(7)
    house.add("curated_value", sample_id=key(7), field="host_disease", problem="puzzling",
              submitted="another")  # fmt: skip

    found = house.ask(COVERAGE, 3, {"collection_date": "host_disease"})

    assert [tuple(row.values()) for row in found] == [
        ("puzzling", "as it was", 2),
        ("puzzling", "another", 1),
    ]
    assert column(house.ask(COVERAGE, 3), "problem") == ["day and month may be either"] * len(
        house.ask(COVERAGE, 3)
    )
