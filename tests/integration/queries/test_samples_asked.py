"""The page's questions about samples, on rows by hand."""

import pytest

from tests.integration.queries.house import House, Row, column, day, key

SPECIMENS = "Specimens by country and year"
RESISTANT = "Rifampicin-resistant with reads"
MICS = "MICs of a drug by medium"
BY_NAME = "My laboratory's isolates by strain name"
PUBLIC = "Who submitted, and when first public"
BY_ATTRIBUTE = "Samples where an attribute has a value"
AGAIN = "Re-deposits"
IN_2019: Row = {"collected_first": day("2019-02-01"), "collected_last": day("2019-02-28")}


def _three_deposits_of_two_specimens(house: House) -> None:
    for number in (1, 2, 3):
        house.sample(number, taxon=2019, country_code="AQ", country="Antarctica", **IN_2019)
    house.sample(4, taxon=2019, country_code="AQ", country="Antarctica", **IN_2019,
                 is_reference_strain=True)  # fmt: skip
    house.sample(5, taxon=2018, country_code="AQ", country="Antarctica",
                 collected_first=day("2019-12-31"), collected_last=day("2020-01-01"))  # fmt: skip
    house.add("specimen", specimen_id=9_000_001, accession="SAMN00000001")
    house.update("sample", [1, 2], specimen_id=9_000_001)
    house.sample(6, taxon=2019, country_code="AQ", country="Antarctica", **IN_2019)
    house.update("biosample", [6], status="suppressed")


def _in_antarctica(rows: list[Row]) -> list[tuple[int, int]]:
    return [
        (row["collection_year"], row["specimens"]) for row in rows if row["country_code"] == "AQ"
    ]


def test_specimens_are_counted_once_and_without_reference_strains(house: House) -> None:
    _three_deposits_of_two_specimens(house)

    found = house.ask(SPECIMENS, 1, {"(2010)": "(2019)"})

    assert _in_antarctica(found) == [(2019, 2)]
    assert [row["samples"] for row in found if row["country_code"] == "AQ"] == [3]


def test_specimens_of_a_country_are_counted_by_year_or_without(house: House) -> None:
    _three_deposits_of_two_specimens(house)

    found = house.ask(SPECIMENS, 2, {"'DE'": "'AQ'"})

    assert [tuple(row.values()) for row in found] == [(2019, 2, 3), (None, 1, 1)]


def test_specimens_of_the_whole_mirror(house: House) -> None:
    _three_deposits_of_two_specimens(house)

    assert _in_antarctica(house.ask(SPECIMENS, 3)) == [(2019, 2), (None, 1)]


def _tested(house: House, number: int, ordinal: int = 1, **values: object) -> None:
    house.add(
        "antibiogram",
        **{"sample_id": key(number), "ordinal": ordinal, "antibiotic": "nosuchmycin"} | values,
    )


def test_resistant_samples_are_those_with_live_runs(house: House) -> None:
    for number in (1, 2, 3, 4):
        house.sample(number)
    for number in (1, 2, 3):
        _tested(house, number, phenotype="R", medium="MGIT")
    _tested(house, 4, phenotype="S")
    house.run(1, [1], bases=5)
    house.run(2, [2], status="suppressed")
    house.run(4, [4])

    found = house.ask(RESISTANT, instead={"rifampicin": "nosuchmycin"})

    assert [(row["accession"], row["runs"], row["bases"], row["medium"]) for row in found] == [
        ("SAMN00000001", 1, 5, "MGIT")
    ]


def test_mics_are_counted_by_medium_without_zones(house: House) -> None:
    for number in (1, 2, 3):
        house.sample(number)
    _tested(house, 1, medium="MGIT", sign="<=", value=0.25, unit="mg/L")
    _tested(house, 2, medium="MGIT", sign="<=", value=0.25, unit="mg/L")
    _tested(house, 2, 2, medium="MGIT", sign="<=", value=0.25, unit="mg/L")
    _tested(house, 3, medium="7H10", sign="=", value=4, unit="mg/L")
    _tested(house, 3, 2, medium="MGIT", sign="=", value=22, unit="mm")

    found = house.ask(MICS, instead={"isoniazid": "nosuchmycin"})

    assert [tuple(row.values()) for row in found] == [
        ("7H10", "=", 4, 1), ("MGIT", "<=", 0.25, 2)
    ]  # fmt: skip


def _named(house: House, number: int, kind: str, value: str) -> None:
    house.add("sample_alias", sample_id=key(number), source="biosample", kind=kind, ordinal=1,
              value=value)  # fmt: skip


def test_samples_are_found_by_any_of_their_names(house: House) -> None:
    for number in (1, 2, 3):
        house.sample(number)
    _named(house, 1, "strain", "Ours 1")
    _named(house, 2, "id", "Ours_2")
    _named(house, 3, "strain", "ours 1")

    found = house.ask(BY_NAME, 1, {"L1-3": "Ours 1", "L1-4_S1": "Ours_2"})

    assert [(row["accession"], row["kind"], row["name"]) for row in found] == [
        ("SAMN00000001", "strain", "Ours 1"), ("SAMN00000002", "id", "Ours_2")
    ]  # fmt: skip


def test_live_samples_are_found_once_by_how_their_names_begin(house: House) -> None:
    for number in (1, 2, 3):
        house.sample(number)
    _named(house, 1, "strain", "Ours 1")
    _named(house, 1, "id", "Ours 1, again")
    _named(house, 2, "strain", "Ours 2")
    _named(house, 3, "strain", "Not Ours")
    house.update("biosample", [2], status="withdrawn")

    found = house.ask(BY_NAME, 2, {"L1-%": "Ours%"})

    assert [(row["accession"], row["names"]) for row in found] == [
        ("SAMN00000001", ["Ours 1", "Ours 1, again"])
    ]


def test_a_sample_is_public_with_its_first_run_or_its_record(house: House) -> None:
    house.add("submission", accession="SRA00000001", organization_name="Institute")
    house.sample(1)
    house.sample(2)
    house.run(1, [1], submission="SRA00000001", published="2019-05-06")
    house.run(2, [1], submission="SRA00000001", published="2019-07-08")

    found = house.ask(
        PUBLIC, instead={"'SAMN10000003', 'SAMN10000004'": "'SAMN00000002', 'SAMN00000001'"}
    )

    assert [
        (row["owner"], str(row["first_public"]), str(row["reads_public"]), row["submitters"])
        for row in found
    ] == [
        ("Owner 1", "2019-05-06 00:00:00", "2019-05-06 00:00:00", ["Institute"]),
        ("Owner 2", "2020-02-03 00:00:00", "None", None),
    ]


def _described(house: House, number: int, name: str, value: str) -> None:
    house.add("sample_attribute", sample_id=key(number), ordinal=1, name="Their name",
              harmonized_name=name, value=value)  # fmt: skip


def test_samples_are_found_by_the_value_of_an_attribute(house: House) -> None:
    for number, (name, value) in enumerate(
        [("isolation_source", "moss"), ("isolation_source", "Moss"), ("host", "moss")], start=1
    ):
        house.sample(number)
        _described(house, number, name, value)

    found = house.ask(BY_ATTRIBUTE, 1, {"sputum": "moss"})

    assert [(row["accession"], row["submitted_as"]) for row in found] == [
        ("SAMN00000001", "Their name")
    ]


def test_the_values_of_an_attribute_are_counted(house: House) -> None:
    for number, value in enumerate(["~b", "~a", "~b"], start=1):
        house.sample(number)
        _described(house, number, "strain", value)

    found = house.ask(BY_ATTRIBUTE, 2, {"'L1-1'": "'~a'", "'L1-2'": "'~z'"})

    assert [tuple(row.values()) for row in found] == [("~b", 2), ("~a", 1)]


def test_re_deposits_stand_with_their_evidence(house: House) -> None:
    _three_deposits_of_two_specimens(house)
    for value, conflict in (("abc", None), ("def", "a run that pools")):
        house.add("specimen_evidence", kind="md5", value=value, conflict=conflict,
                  sample_id=key(1), other_sample_id=key(2))  # fmt: skip

    found = house.ask(AGAIN, 1, {"specimen_id > 0": "specimen_id > 9000000"})

    assert [tuple(row.values()) for row in found] == [
        ("SAMN00000001", ["SAMN00000001", "SAMN00000002"], ["Owner 1", "Owner 2"], "md5 abc")
    ]


@pytest.mark.parametrize(("conflict", "times"), [("different organisms", 1), (None, 0)])
def test_conflicts_are_evidence_that_was_not_followed(
    house: House, conflict: str | None, times: int
) -> None:
    house.sample(1, country="France")
    house.sample(2, country="Peru")
    house.add("specimen_evidence", evidence_id=9_000_001, kind="md5", value="abc",
              sample_id=key(1), other_sample_id=key(2), conflict=conflict)  # fmt: skip

    found = house.ask(AGAIN, 2, {"evidence_id > 0": "evidence_id > 9000000"})

    assert [(row["accession"], row["other_country"]) for row in found] == [
        ("SAMN00000001", "Peru")
    ] * times
    assert column(found, "conflict") == ["different organisms"] * times
