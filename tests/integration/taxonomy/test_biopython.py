"""Biopython's BioSQL reads our tables as its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from Bio.Seq import Seq
from Bio.SeqRecord import SeqRecord
from BioSQL import BioSeq, BioSeqDatabase

from adapters.postgres.database import Database
from adapters.postgres.migrate import migrate
from adapters.postgres.taxonomy.mirror import PostgresTaxonomy
from tests.integration.taxonomy.biosql import RULES, SCHEMA
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import mycobacteria


def open_biosql(database: Database) -> Any:
    url = database.engine.url
    return BioSeqDatabase.open_database(  # type: ignore[no-untyped-call]
        driver="psycopg2",
        user=url.username,
        password=url.password,
        host=url.host or url.query.get("host"),
        port=url.port,
        db=url.database,
        options="-c search_path=biosql",
    )


@pytest.fixture
def house(new_database: Callable[[], Database], tmp_path: Path) -> TaxonomyHouse:
    """A database with the whole of BioSQL, and a taxonomy in it."""
    house = TaxonomyHouse(new_database(), tmp_path)
    with house.database.transaction() as connection:
        connection.exec_driver_sql(SCHEMA + RULES)
    migrate(house.database)
    house.sync(mycobacteria())
    return house


@pytest.fixture
def biosql(house: TaxonomyHouse) -> Iterator[Any]:
    server = open_biosql(house.database)
    yield server
    server.close()


def test_it_reads_a_lineage(house: TaxonomyHouse, biosql: Any) -> None:
    key = house.keys()[1765]
    found = BioSeq._retrieve_taxon(biosql.adaptor, None, key)  # type: ignore[no-untyped-call]

    assert found["taxonomy"] == [
        "cellular organisms",
        "Bacteria",
        "Mycobacterium",
        "Mycobacterium tuberculosis",
        "Mycobacterium tuberculosis variant bovis",
    ]
    assert found["ncbi_taxid"] == 1765
    assert found["organism"] == "Mycobacterium tuberculosis variant bovis"


def test_it_files_a_record_under_a_taxon_of_ours_which_survives_its_retirement(
    house: TaxonomyHouse, biosql: Any
) -> None:
    record = SeqRecord(Seq("ACGT"), id="NC_000962.3", name="NC_000962", description="H37Rv")
    record.annotations |= {"molecule_type": "DNA", "ncbi_taxid": "83332"}
    biosql.new_database("mirror").load([record])
    biosql.commit()
    taxa = mycobacteria()
    taxa.merge(83332, 1773)
    house.sync(taxa)

    [found] = open_biosql(house.database)["mirror"].values()

    assert found.annotations["ncbi_taxid"] == 83332
    assert found.annotations["taxonomy"][-2:] == [
        "Mycobacterium tuberculosis",
        "Mycobacterium tuberculosis H37Rv",
    ]
    assert (
        house.value("select count(*) from biosql.bioentry join biosql.taxon using (taxon_id)") == 1
    )


def test_a_taxon_that_it_adds_itself_is_taken_over_by_the_next_dump(
    house: TaxonomyHouse, biosql: Any
) -> None:
    record = SeqRecord(Seq("ACGT"), id="X1.1", name="X1", description="not there yet")
    record.annotations |= {
        "molecule_type": "DNA", "ncbi_taxid": "78331", "organism": "M. canettii",
    }  # fmt: skip
    biosql.new_database("mirror").load([record])
    biosql.commit()
    key = house.keys()[78331]
    taxa = mycobacteria().add(78331, 1763, "Mycobacterium canettii")

    house.sync(taxa)

    house.assert_is(taxa)
    assert house.keys()[78331] == key


def test_it_finds_all_below_a_taxon_by_the_nested_set(biosql: Any) -> None:
    below = biosql.adaptor.execute_and_fetch_col0(
        "select distinct below.ncbi_taxon_id from taxon "
        "inner join taxon as below on below.left_value between taxon.left_value "
        "and taxon.right_value where taxon.taxon_id in "
        "(select taxon_id from taxon_name where name like %s) order by 1",
        ("%tuberculosis",),
    )

    assert below == [1765, 1773, 83332]


def test_a_taxon_that_it_adds_and_no_dump_has_is_retired_by_the_next(
    house: TaxonomyHouse, biosql: Any
) -> None:
    add_taxon(biosql, 4711)
    taxa = mycobacteria()
    taxa.rename(1773, "M. tuberculosis")

    house.sync(taxa)

    house.assert_is(taxa)
    assert house.rows("select ncbi_taxon_id, reason from taxonomy.retired") == [(4711, "vanished")]
    assert house.value("select count(*) from biosql.taxon_name where name = 'Nemo'") == 1


@pytest.mark.parametrize("compare_all", [False, True])
@pytest.mark.parametrize("listed", ["delnodes.dmp", "merged.dmp"])
def test_a_taxon_that_it_adds_by_an_id_that_was_gone_already_stays_retired_with_its_name(
    house: TaxonomyHouse, biosql: Any, listed: str, compare_all: bool
) -> None:
    taxa = mycobacteria()
    if listed == "merged.dmp":
        taxa.merged = {4711: 1763}
    else:
        taxa.deleted = {4711}
    house.sync(taxa)
    add_taxon(biosql, 4711)

    for new in (36809, 36810):
        house.sync(taxa.add(new, 1763), compare_all=compare_all)

        house.assert_is(taxa)
        assert house.value("select count(*) from biosql.taxon_name where name = 'Nemo'") == 1
        assert house.value("select taxonomy.descendants(1)") == len(taxa.nodes) - 1
    assert house.history() == [(new, "new", None, f"taxon {new}") for new in (36809, 36810)]
    table = "merged" if taxa.merged else "retired"
    assert house.rows(f"select ncbi_taxon_id, kept from taxonomy.{table}") == [(4711, True)]
    mirror = PostgresTaxonomy(house.database, house.watched)
    with mirror.update(0, "", "", compare_all=False) as update:
        assert update.known, "the next sync would compare everything"


def add_taxon(biosql: Any, tax_id: int) -> None:
    record = SeqRecord(Seq("ACGT"), id="X2.1", name="X2", description="of nobody's taxon")
    record.annotations |= {"molecule_type": "DNA", "ncbi_taxid": f"{tax_id}", "organism": "Nemo"}
    biosql.new_database("mirror").load([record])
    biosql.commit()
