"""Samples point to the taxon that has their organism's id today."""

from pathlib import Path

import pytest

from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import biosample_xml
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.support.packages import a_package, a_sample
from tests.unit.taxonomy.dumps import Taxonomy

OLD, NEW, LATE = 100, 200, 300
SAMN = "SAMN00000001"
POINTED = (
    "select x.ncbi_taxon_id from insdc.sample s left join biosql.taxon x using (taxon_id) "
    "order by sample_id"
)


@pytest.fixture
def taxonomy(house: SampleHouse, tmp_path: Path) -> TaxonomyHouse:
    taxonomy = TaxonomyHouse(house.database, tmp_path)
    taxonomy.sync(today())
    return taxonomy


def today() -> Taxonomy:
    return Taxonomy().add(OLD, 1).add(NEW, 1)


def merged() -> Taxonomy:
    later = today()
    later.merge(OLD, NEW)
    return later


@pytest.mark.usefixtures("taxonomy")
def test_a_biosample_points_to_its_organism(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, taxon=OLD))

    assert house.rows(POINTED) == [(OLD,)]


def test_a_sample_under_an_id_that_was_merged_points_to_its_heir(
    house: SampleHouse, taxonomy: TaxonomyHouse
) -> None:
    taxonomy.sync(merged())

    house.sample_xml(biosample_xml(SAMN, taxon=OLD))

    assert house.rows(POINTED) == [(NEW,)]
    assert house.value("select ncbi_taxon_id from insdc.biosample") == OLD  # as submitted


def test_samples_follow_when_their_organism_is_merged(
    house: SampleHouse, taxonomy: TaxonomyHouse
) -> None:
    house.sample_xml(biosample_xml(SAMN, taxon=OLD))

    taxonomy.sync(merged())

    assert house.rows(POINTED) == [(NEW,)]


def test_a_taxon_nobody_knows_yet_leaves_the_sample_stored_until_it_is_known(
    house: SampleHouse, taxonomy: TaxonomyHouse
) -> None:
    house.sample_xml(biosample_xml(SAMN, taxon=LATE), biosample_xml("SAMN00000002", taxon=OLD))
    assert house.rows(POINTED) == [(None,), (OLD,)]

    taxonomy.sync(today().add(LATE, 1))

    assert house.rows(POINTED) == [(LATE,), (OLD,)]


@pytest.mark.usefixtures("taxonomy")
def test_what_biosample_says_of_the_organism_goes_before_what_sra_says(house: SampleHouse) -> None:
    package = a_package(samples=(a_sample(None, SAMN, ncbi_taxon_id=OLD),))
    house.packages(package)
    assert house.rows(POINTED) == [(OLD,)]

    house.sample_xml(biosample_xml(SAMN, taxon=NEW))
    assert house.rows(POINTED) == [(NEW,)]

    house.packages(a_package(samples=(a_sample(None, SAMN, ncbi_taxon_id=OLD, title="new"),)))
    assert house.rows(POINTED) == [(NEW,)]


@pytest.mark.usefixtures("taxonomy")
def test_a_sample_of_another_organism_points_there(house: SampleHouse) -> None:
    house.sample_xml(biosample_xml(SAMN, taxon=OLD))

    house.sample_xml(biosample_xml(SAMN, taxon=NEW))

    assert house.rows(POINTED) == [(NEW,)]
