"""Curation: what the rules give ends in tables; better rules go over what is stored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from application.errors import JobUnderWayError
from domain.biosample import CommentTable
from domain.curation.antibiograms import Phenotype
from domain.curation.sample import CuratedSample, SampleToCurate, curate_sample
from domain.curation.verdict import Submitted, Sureness
from domain.records import Attribute
from tests.integration.samples.house import KilledError, SampleHouse
from tests.integration.samples.scripted import biosample_xml
from tests.support.packages import a_package, a_sample

SAMN = "SAMN00000001"
TUBERCULOSIS = "Mycobacterium tuberculosis"
ATTRIBUTES = {
    "collection_date": "2019-03",
    "geo_loc_name": "Ghana: Ashanti, Kumasi",
    "lat_lon": "6.69 N 1.62 W",
    "host": "Homo sapiens",
    "host_disease": "tuberculosis",
    "isolation_source": "sputum",
    "collected_by": "not collected",
    "strain": "H37Rv",
    "isolate": "x\t'\"\\ 7",
}
KEPT = 'kept {"a"}'
HEADER = (
    "Antibiotic",
    "Resistance phenotype",
    "Measurement sign",
    "Measurement",
    "Measurement units",
    "Laboratory typing method",
    "Testing standard",
    "Surprise",
)
ROWS = (
    ("rifampin", "resistant", ">", "16/8", "mg/L", "MIC", "CLSI", KEPT),
    ("no such drug", "perhaps", "", "", "", "", "", ""),
)


def table(header: Sequence[str] = HEADER, rows: Sequence[Sequence[str]] = ROWS) -> str:
    def cells(of: Sequence[str]) -> str:
        return "".join(f"<Cell>{cell}</Cell>" for cell in of)

    body = "".join(f"<Row>{cells(row)}</Row>" for row in rows)
    return (
        '<Comment><Table class="Antibiogram.1.0"><Caption>Antibiogram</Caption>'
        f"<Header>{cells(header)}</Header><Body>{body}</Body></Table></Comment>"
    )


def expected_of(house: SampleHouse) -> CuratedSample:
    """Curate by hand what was submitted."""
    (sample_id,) = house.rows("select sample_id from insdc.sample")[0]
    return curate_sample(
        SampleToCurate(
            sample_id,
            tuple(
                Submitted(name, value, name, ordinal)
                for ordinal, (name, value) in enumerate(ATTRIBUTES.items(), 1)
            ),
            TUBERCULOSIS,
            "sample",
            date(2024, 5, 1),
            (CommentTable("Antibiogram.1.0", "Antibiogram", HEADER, ROWS),),
        )
    )


def one(house: SampleHouse, table: str) -> list[dict[str, Any]]:
    columns = [
        name
        for (name,) in house.rows(
            "select column_name from information_schema.columns "
            "where table_schema = 'insdc' and table_name = :name order by ordinal_position",
            name=table,
        )
    ]
    rows = house.rows(f"select {', '.join(columns)} from insdc.{table} order by 1, 2")
    return [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.fixture
def curated(house: SampleHouse) -> CuratedSample:
    raw = biosample_xml(SAMN, attributes=ATTRIBUTES, rest=table())
    house.sample_xml(raw.replace(b"taxon 1773", TUBERCULOSIS.encode()))
    house.curate()
    return expected_of(house)


def test_every_curated_column_is_there(house: SampleHouse, curated: CuratedSample) -> None:
    (row,) = one(house, "sample_curation")

    for name in curated.columns.__dataclass_fields__:
        assert row[name] == getattr(curated.columns, name), name
    assert row["collected_first"] == date(2019, 3, 1)
    assert row["latitude"] == Decimal("6.69")
    assert (row["country_code"], row["is_reference_strain"]) == ("GH", True)


def test_each_value_says_how_sure_it_is_and_where_it_came_from(
    house: SampleHouse, curated: CuratedSample
) -> None:
    rows = {row["field"]: row for row in one(house, "curated_value")}

    assert len(rows) == len(curated.values) == 10
    for value in curated.values:
        verdict, row = value.verdict, rows[value.field]
        assert row["attribute_ordinal"] == value.ordinal
        assert row["submitted"] == value.submitted
        for part in ("sureness", "missing", "problem", "remark"):
            assert row[part] == getattr(verdict, part), (value.field, part)
    assert rows["collected_by"]["missing"] == "not collected"


def test_each_row_of_an_antibiogram_is_a_row(house: SampleHouse, curated: CuratedSample) -> None:
    rows = one(house, "antibiogram")

    assert len(rows) == len(curated.antibiogram) == 2
    for row, tested in zip(rows, curated.antibiogram, strict=True):
        for name in tested.__dataclass_fields__:
            said = getattr(tested, name)
            assert row[name] == (list(said) if name == "problems" else said), name
    assert (rows[0]["antibiotic"], rows[0]["phenotype"]) == ("rifampicin", "R")
    assert (rows[0]["value"], rows[0]["partner_value"]) == (Decimal(16), Decimal(8))
    assert rows[0]["other"] == {"Surprise": KEPT}
    assert (rows[1]["phenotype"], rows[1]["phenotype_submitted"]) == (None, "perhaps")


@pytest.mark.usefixtures("curated")
def test_what_was_curated_is_not_curated_again(house: SampleHouse) -> None:
    before = house.versions()

    assert house.curate().samples == 0

    assert house.versions() == before


def test_a_sample_that_only_sra_describes_is_curated_too(house: SampleHouse) -> None:
    attributes = (Attribute("collection date", "2020"), Attribute("host", None))
    house.packages(
        a_package(samples=(a_sample("SRS000001", attributes=attributes), a_sample("SRS000002")))
    )

    assert house.curate().samples == 1

    assert house.rows("select collected_first from insdc.sample_curation") == [(date(2020, 1, 1),)]


Curating = Callable[[SampleToCurate], CuratedSample]


def better_rules(monkeypatch: pytest.MonkeyPatch, curating: Curating) -> None:
    monkeypatch.setattr("application.curate_samples.RULES_VERSION", "better")
    monkeypatch.setattr("adapters.postgres.curation.curate_sample", curating)


def knowing_hosts(sample: SampleToCurate) -> CuratedSample:
    done = curate_sample(sample)
    values = tuple(value for value in done.values if value.field != "strain")
    columns = replace(done.columns, host="a person", strain=None, latitude=Decimal("6.7"))
    return replace(done, columns=columns, values=values, antibiogram=done.antibiogram[:1])


@pytest.mark.usefixtures("curated")
def test_better_rules_go_over_what_is_stored_and_into_the_history(
    house: SampleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.sample_xml(biosample_xml("SAMN00000002", attributes={"isolate": "1"}))
    house.curate()
    better_rules(monkeypatch, knowing_hosts)

    report = house.curate()

    assert (report.samples, report.changed) == (2, 2)
    changes = (
        "select kind, accession, field, before, after from insdc.change "
        "where field not like 'antibiogram.%' order by 2, 3"
    )
    assert house.rows(changes) == [
        ("sample", SAMN, "host", "Homo sapiens", "a person"),
        ("sample", SAMN, "latitude", "6.69", "6.7"),
        ("sample", SAMN, "strain", "H37Rv", None),
        ("sample", SAMN, "strain.sureness", "sure", None),
        ("sample", "SAMN00000002", "host", None, "a person"),
        ("sample", "SAMN00000002", "latitude", None, "6.7"),
    ]
    job = "select kind, asked ->> 'rules', state from insdc.sync_job where number = "
    assert house.rows(f"{job} (select max(job) from insdc.change)") == [
        ("curation", "better", "done")
    ]
    assert house.rows("select distinct rules, is_stale from insdc.sample_curation") == [
        ("better", False)
    ]
    assert house.value("select count(*) from insdc.curated_value where field = 'strain'") == 0
    assert house.value("select count(*) from insdc.antibiogram") == 1
    assert house.curate().samples == 0


def reading_more(sample: SampleToCurate) -> CuratedSample:
    """Curate as rules do that believe less, see something odd, and know what "perhaps" is."""
    done = curate_sample(sample)
    values = tuple(
        replace(value, verdict=replace(value.verdict, sureness=Sureness.LIKELY, remark="odd"))
        if value.field == "host"
        else value
        for value in done.values
    )
    known, unknown = done.antibiogram
    again = replace(known, ordinal=3)
    return replace(
        done,
        values=values,
        antibiogram=(known, replace(unknown, phenotype=Phenotype.INTERMEDIATE), again),
    )


@pytest.mark.usefixtures("curated")
def test_what_better_rules_make_of_sureness_and_antibiograms_is_history_too(
    house: SampleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    better_rules(monkeypatch, reading_more)

    assert house.curate().changed == 1

    changes = "select field, before, after from insdc.change where field {} order by 1"
    assert house.rows(changes.format("not like 'antibiogram.3.%'")) == [
        ("antibiogram.2.phenotype", None, "I"),
        ("host.remark", None, "odd"),
        ("host.sureness", "sure", "likely"),
    ]
    added = {
        name: (before, after)
        for name, before, after in house.rows(changes.format("like 'antibiogram.3.%'"))
    }
    assert added["antibiogram.3.antibiotic"] == (None, "rifampicin")
    assert added["antibiogram.3.value"] == (None, "16")
    assert "antibiogram.3.medium" not in added


@pytest.mark.usefixtures("curated")
def test_a_first_curation_is_no_change(house: SampleHouse) -> None:
    assert house.rows("select field from insdc.change where field <> 'attributes'") == []


def test_a_curation_that_was_interrupted_goes_on_where_it_was(
    house: SampleHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    accessions = [f"SAMN0000000{number}" for number in range(1, 7)]
    house.sample_xml(*(biosample_xml(one, attributes=ATTRIBUTES) for one in accessions))
    monkeypatch.setattr("application.curate_samples.BATCH", 2)
    seen: list[int] = []

    def killed_at_the_fifth(sample: SampleToCurate) -> CuratedSample:
        seen.append(sample.sample_id)
        if len(seen) == 5:
            raise KilledError
        return curate_sample(sample)

    with monkeypatch.context() as broken:
        broken.setattr("adapters.postgres.curation.curate_sample", killed_at_the_fifth)
        house.killed(house.curate)
    kept = {row for (row,) in house.rows("select sample_id from insdc.sample_curation")}
    assert kept
    assert kept < set(seen)

    report = house.curate()

    assert report.samples == 6 - len(kept)
    assert house.value("select count(*) from insdc.sample_curation") == 6
    assert house.value("select count(*) from insdc.antibiogram") == 0
    states = "select state from insdc.sync_job where kind = 'curation' order by number"
    assert house.rows(states) == [("failed",), ("done",)]


@pytest.mark.parametrize("stamp", ["submission_date", "publication_date", "last_update"])
def test_no_sample_was_collected_after_the_first_stamp_that_its_record_has(
    house: SampleHouse, stamp: str
) -> None:
    for number, day in ((1, "2024-05-02"), (2, "2024-05-03")):
        raw = biosample_xml(f"SAMN0000000{number}", attributes={"collection_date": day})
        house.sample_xml(raw.replace(b"submission_date", stamp.encode()))
    house.curate()

    found = "select collected_first from insdc.sample_curation order by sample_id"
    assert house.rows(found) == [(date(2024, 5, 2),), (None,)]


def test_one_curates_at_a_time(house: SampleHouse) -> None:
    with house.lock.hold("curation"), pytest.raises(JobUnderWayError):
        house.curate()


def test_what_sra_takes_back_is_curated_no_longer(house: SampleHouse) -> None:
    said = (Attribute("collection date", "2020"),)
    house.packages(a_package(samples=(a_sample("SRS000001", attributes=said),)))
    house.curate()

    house.packages(a_package(samples=(a_sample("SRS000001"),)))
    house.curate()

    assert house.rows("select collected_first, is_stale from insdc.sample_curation") == [
        (None, False)
    ]
    assert house.rows("select * from insdc.curated_value") == []


def test_joined_samples_are_curated_anew(house: SampleHouse) -> None:
    said = (Attribute("collection date", "2020"),)
    house.packages(a_package(samples=(a_sample("SRS000001", attributes=said),)))
    house.sample_xml(biosample_xml(SAMN, attributes={"collection_date": "2021"}))
    house.curate()

    house.packages(a_package("SRX000002", samples=(a_sample("SRS000001", SAMN, attributes=said),)))
    house.curate()

    assert house.rows("select collected_first from insdc.sample_curation") == [(date(2021, 1, 1),)]
