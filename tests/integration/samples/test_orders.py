"""One sample, one row, with all that both archives say of it, in whatever order it was met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.xml.biosample import read_biosample
from domain.biosample import BioSample
from domain.records import Attribute, ExperimentPackage, Identifier, IdentifierKind, Link
from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import biosample_xml
from tests.support.packages import (
    a_member,
    a_package,
    a_run,
    a_sample,
    accession,
    an_experiment,
    name,
)
from tests.support.server import empty

SRS, SAMN = "SRS000001", "SAMN00000001"
ONLY_SRS, EXTRA_SRS = "SRS000002", "SRS000003"
POOLED = [("SRS000004", "SAMN00000004"), ("SRS000005", "SAMN00000005")]


@dataclass(frozen=True)
class Pages:
    """What arrives, a page each; which of them come first is for a test to say."""

    packages: tuple[tuple[ExperimentPackage, ...], ...]
    samples: tuple[tuple[BioSample, ...], ...]

    def merges(self, house: SampleHouse) -> list[Callable[[], object]]:
        return [
            *(lambda page=page: house.packages(*page) for page in self.packages),
            *(lambda page=page: house.samples(*page) for page in self.samples),
        ]


def sra_record(sra: str, biosample: str | None, **more: Any) -> Any:
    return a_sample(
        sra,
        biosample,
        title=f"of {sra}",
        alias=f"alias of {sra}",
        ncbi_taxon_id=1763,
        attributes=(Attribute("host", "cow"), Attribute("from sra", sra), Attribute("host", None)),
        projects=(accession("PRJEB1"), accession("PRJNA1")),
        links=(Link("pubmed", sra[-1]),),
        identifiers=(Identifier(IdentifierKind.EXTERNAL, f"GSM{sra[-1]}", "GEO"),),
        **more,
    )


def pool(*names: tuple[str | None, str | None]) -> Any:
    return tuple(a_member(*pair, member_name=f"{pair}") for pair in names)


def biosample(accession: str, sra: str | None, *projects: int) -> BioSample:
    return read_biosample(
        biosample_xml(
            accession,
            sra,
            uid=int(accession[-1]),
            attributes={"collection_date": "2020", "strain": f"strain of {accession}"},
            projects={uid: f"PRJNA{uid}" for uid in projects},
        )
    )


def experiment(called: str, sample: Any, pooled: Any, **more: Any) -> ExperimentPackage:
    run = called.replace("SRX", "SRR")
    return a_package(
        experiment=an_experiment(called, sample=sample, pool=pooled),
        runs=(a_run(run, called, pool=pooled),),
        **more,
    )


ALL = Pages(
    packages=(
        # A record and a pool that know the SRS alone.
        (
            experiment(
                "SRX000001",
                name(SRS),
                pool((SRS, None)),
                samples=(sra_record(SRS, None),),
            ),
        ),
        # Both accessions, and nothing more said of it.
        (experiment("SRX000002", name(SRS, SAMN), pool((SRS, SAMN))),),
        # A pool: of some members the SRS, of others both; and one that has no BioSample.
        (
            experiment(
                "SRX000003",
                name(POOLED[0][0]),
                pool((POOLED[0][0], None), POOLED[1], (ONLY_SRS, None), (SRS, None)),
                samples=(sra_record(*POOLED[1]), sra_record(ONLY_SRS, None)),
            ),
        ),
        # The BioSample alone.
        (experiment("SRX000004", name(None, SAMN), pool((None, SAMN))),),
    ),
    samples=(
        (biosample(SAMN, None, 1, 2),),
        (biosample(POOLED[0][1], POOLED[0][0], 3), biosample(POOLED[1][1], None)),
    ),
)


def state(house: SampleHouse) -> dict[str, Any]:
    """Give all that is known of samples, by their names and not by our keys."""
    called = (
        "(select array_agg(n.value order by n.value) from insdc.sample_alias n "
        "where n.sample_id = t.sample_id and n.kind = 'accession')"
    )
    queries = {
        "identity": "biosample_accession, (select array_agg(value order by value) from "
        "insdc.sample_alias a where a.sample_id = t.sample_id and kind = 'accession') "
        "from insdc.sample t",
        "words of SRA": f"{called}, title, alias, ncbi_taxon_id, identifiers::text, "
        "links::text from insdc.sample t",
        "attributes of SRA": f"{called}, ordinal, name, value from insdc.sra_sample_attribute t",
        "words of BioSample": f"{called}, accession, title from insdc.biosample t",
        "attributes": f"{called}, ordinal, name, value, harmonized_name "
        "from insdc.sample_attribute t",
        "aliases": f"{called}, source, kind, value from insdc.sample_alias t",
        "projects": f"{called}, project_accession, said_by_sra, said_by_biosample, said_by_link "
        "from insdc.sample_project t",
        "papers": f"{called}, database, identifier from insdc.publication t",
        "experiments": f"{called}, accession from insdc.experiment t",
        "pools of experiments": f"{called}, experiment_accession, ordinal "
        "from insdc.experiment_sample t",
        "pools of runs": f"{called}, run_accession, ordinal from insdc.run_sample t",
        "taxa": f"{called}, (select ncbi_taxon_id from biosql.taxon x "
        "where x.taxon_id = t.taxon_id) from insdc.sample t",
    }
    return {
        what: sorted(house.rows(f"select {query}"), key=repr) for what, query in queries.items()
    }


def add_taxa(house: SampleHouse, *taxa: int) -> None:
    for taxon in taxa:
        house.execute(
            "insert into biosql.taxon (taxon_id, ncbi_taxon_id, parent_taxon_id, left_value, "
            f"right_value) values ({taxon}, {taxon}, null, {taxon * 2}, {taxon * 2 + 1})"
        )


def in_order(house: SampleHouse, pages: Pages, order: Sequence[int]) -> dict[str, Any]:
    empty(house.database)
    add_taxa(house, 1763, 1773)
    merges = pages.merges(house)
    for place in order:
        merges[place]()
    return state(house)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """What any order has to end in, filled by the first one."""
    return {}


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(6)))
def test_the_end_is_the_same_whatever_came_first(
    house: SampleHouse, expected: dict[str, Any], order: list[int]
) -> None:
    found = in_order(house, ALL, order)

    if not expected:
        expected.update(found)
    for what, rows in expected.items():
        assert found[what] == rows, what


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(6)), again=st.lists(st.integers(0, 5), max_size=4))
def test_pages_that_come_again_change_nothing(
    house: SampleHouse, order: list[int], again: list[int]
) -> None:
    once = in_order(house, ALL, order)

    assert in_order(house, ALL, [*order, *again]) == once


def test_nothing_of_either_source_is_lost_when_two_rows_turn_out_to_be_one(
    house: SampleHouse,
) -> None:
    found = in_order(house, ALL, [0, 4, 1])

    assert found["identity"] == [(SAMN, [SAMN, SRS])]
    both = [SAMN, SRS]
    assert found["attributes of SRA"] == [
        (both, 1, "host", "cow"),
        (both, 2, "from sra", SRS),
        (both, 3, "host", None),
    ]
    assert found["attributes"] == [
        (both, 1, "collection_date", "2020", "collection_date"),
        (both, 2, "strain", f"strain of {SAMN}", "strain"),
    ]
    assert found["aliases"] == [
        (both, "biosample", "strain", f"strain of {SAMN}"),
        (both, "sra", "accession", SAMN),
        (both, "sra", "accession", SRS),
        (both, "sra", "alias", f"alias of {SRS}"),
        (both, "sra", "external", "GSM1"),
    ]
    assert found["projects"] == [
        (both, "PRJEB1", True, False, False),
        (both, "PRJNA1", True, True, False),
        (both, "PRJNA2", False, True, False),
    ]
    assert found["papers"] == [(both, "pubmed", "1")]
    assert [pair[1] for pair in found["experiments"]] == ["SRX000001", "SRX000002"]
    assert found["taxa"] == [(both, 1773)]


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_a_biosample_that_names_another_srs_goes_by_both(
    house: SampleHouse, order: list[int]
) -> None:
    pages = Pages(
        packages=((experiment("SRX000001", name(SRS, SAMN), pool((SRS, SAMN))),),),
        samples=((biosample(SAMN, EXTRA_SRS),),),
    )

    found = in_order(house, pages, order)

    assert found["identity"] == [(SAMN, [SAMN, SRS, EXTRA_SRS])]
    assert [pair[1] for pair in found["experiments"]] == ["SRX000001"]


def test_the_older_row_stays_and_the_history_says_what_it_was_joined_with(
    house: SampleHouse,
) -> None:
    house.packages(ALL.packages[0][0])
    older = house.value("select sample_id from insdc.sample")
    house.samples(ALL.samples[0][0])

    house.packages(ALL.packages[1][0])

    assert house.rows("select sample_id from insdc.sample") == [(older,)]
    noted = "select kind, accession, field, before, after from insdc.change where field = "
    assert house.rows(f"{noted} 'sample_id'") == [
        ("sample", SAMN, "sample_id", str(older + 1), str(older))
    ]


@pytest.mark.parametrize("with_record", ["BioSample", "SRA", "both"])
def test_a_joined_sample_points_to_its_taxon(house: SampleHouse, with_record: str) -> None:
    """The row that stays was a mere reference, and nothing that comes says more of it."""
    add_taxa(house, 1763, 1773)
    mention = experiment("SRX000009", name(SRS), pool((SRS, None)))
    record = a_package(
        "SRX000008", samples=(replace(sra_record(SRS, SAMN), name=name(None, SAMN)),)
    )
    house.packages(mention)
    if with_record != "SRA":
        house.samples(biosample(SAMN, None))
    if with_record != "BioSample":
        house.packages(record)

    house.packages(experiment("SRX000007", name(SRS, SAMN), ()))

    assert house.rows(
        "select x.ncbi_taxon_id from insdc.sample s left join biosql.taxon x using (taxon_id)"
    ) == [(1763 if with_record == "SRA" else 1773,)]
