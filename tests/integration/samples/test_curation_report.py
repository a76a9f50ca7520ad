"""The curation report: how much was understood, and what was not, by how many samples."""

import pytest

from adapters.postgres.curation_report import PostgresCurationReport
from application.errors import UsageError
from application.ports.curation_report import Coverage, Puzzle
from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import biosample_xml

HEADER = (
    *("Antibiotic", "Resistance phenotype", "Measurement sign", "Measurement"),
    *("Measurement units", "Critical concentration"),
)
ODD = (
    ("xyz-drug", "weird", "about", "1", "mg/L", "5 mm"),
    ("rifampin", "R", "=", "16", "foo", ""),
    ("isoniazid", "R", "=", "low", "mg/L", ""),
    ("ofloxacin", "R", ">", "<1", "mg/L", "", "too much"),
)
WHY = {
    "xyz-drug": "antibiotic is not known",
    "weird": "phenotype is none of S, I, R, SDD, ND",
    "about": "measurement sign is not known",
    "foo": "measurement unit is not known",
    "= low mg/L": "measurement is not a number",
    "> <1 mg/L": "sign and measurement disagree",
    "5 mm": "critical concentration: not in mg/L",
    None: "row is longer than the header",
}


def with_antibiogram(accession: str, *rows: tuple[str, ...]) -> bytes:
    def cells(of: tuple[str, ...]) -> str:
        return "".join(f"<Cell>{cell.replace('<', '&lt;')}</Cell>" for cell in of)

    body = "".join(f"<Row>{cells(row)}</Row>" for row in rows)
    table = (
        '<Comment><Table class="Antibiogram.1.0"><Caption>Antibiogram</Caption>'
        f"<Header>{cells(HEADER)}</Header><Body>{body}</Body></Table></Comment>"
    )
    return biosample_xml(accession, attributes={"collection_date": "once"}, rest=table)


@pytest.fixture
def report(house: SampleHouse) -> PostgresCurationReport:
    fine = ("rifampin", "R", "=", "1", "mg/L", "1.0")
    house.sample_xml(
        with_antibiogram("SAMN00000001", *ODD),
        with_antibiogram("SAMN00000002", fine, *ODD[:1], *ODD[:1]),
        with_antibiogram("SAMN00000003", fine),
    )
    house.curate()
    return PostgresCurationReport(house.database)


def test_what_was_not_understood_of_antibiograms_is_counted_by_its_cell(
    report: PostgresCurationReport,
) -> None:
    found = report("antibiogram", 100).values

    assert {puzzle.submitted: puzzle.why for puzzle in found} == WHY
    assert {puzzle.field for puzzle in found} == {"antibiogram"}
    assert [puzzle.samples for puzzle in found] == [2, 2, 2, 2, 1, 1, 1, 1]


def test_antibiograms_stand_beside_the_other_fields(report: PostgresCurationReport) -> None:
    found = report(None, 1)

    assert found.values == [Puzzle("collection_date", "once", "not understood as a date", 3)]
    assert found.coverage[-1] == Coverage("antibiogram", 1, 0, 2, 0)
    assert found.coverage[0] == Coverage("collection_date", 0, 0, 3, 0)


def test_one_field_is_reported_alone(report: PostgresCurationReport) -> None:
    assert {puzzle.field for puzzle in report("collection_date", 100).values} == {"collection_date"}


def test_a_field_that_is_none_is_told_what_there_is(report: PostgresCurationReport) -> None:
    with pytest.raises(UsageError, match=r"There is no field colour. Choose one of .*antibiogram"):
        report("colour", 1)
