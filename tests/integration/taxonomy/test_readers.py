"""Who reads during a load sees the old tree or the new one, and waits for nobody."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, text

from adapters.ncbi_files.taxdump.local import LocalTaxdump
from application.errors import TryAgainError
from application.ports.taxonomy_dump import DumpFile, Part, Prints
from tests.integration.taxonomy.held import held, wait_until_it_is_held
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.unit.taxonomy.dumps import Taxonomy, mycobacteria
from tests.unit.taxonomy.nested_sets import parents_by_numbers

SOON = "set local lock_timeout = '1s'; set local statement_timeout = '5s'"


class Paused(LocalTaxdump):
    """A dump whose last part comes only when the test lets it; `reached` tells that it is near."""

    reached: Event
    go_on: Event

    def read(self, known: Mapping[DumpFile, Prints]) -> Iterator[Part]:
        yield from super().read(known)
        self.reached.set()
        assert self.go_on.wait(20)


@pytest.fixture
def grown() -> Taxonomy:
    taxa = mycobacteria()
    taxa.add(9606, 131567, "Homo sapiens")
    taxa.rename(1773, "Bacillus tuberculosis")
    taxa.merge(1765, 1773)
    return taxa


def read_tree(connection: Connection) -> dict[str, Any]:
    rows = connection.execute(
        text("select taxon_id, parent_taxon_id, left_value, right_value from biosql.taxon")
    ).all()
    names = connection.scalars(text("select name from biosql.taxon_name order by name")).all()
    retired = connection.scalars(text("select ncbi_taxon_id from taxonomy.merged")).all()
    found = parents_by_numbers({key: (left, right) for key, _, left, right in rows})
    assert found == {key: None if key == parent else parent for key, parent, *_ in rows}
    return {"taxa": len(rows), "names": names, "retired": retired}


def test_the_old_tree_is_there_while_the_new_one_is_made(
    house: TaxonomyHouse, grown: Taxonomy
) -> None:
    house.sync(mycobacteria())
    with house.database.transaction() as connection:
        before = read_tree(connection)

    with ThreadPoolExecutor(1) as beside:
        with held(house, "update on taxonomy.sync"):  # the last thing written
            sync = beside.submit(house.sync, grown)
            wait_until_it_is_held(house)
            with house.database.transaction() as connection:
                connection.execute(text(SOON))
                during = read_tree(connection)
        sync.result()
    with house.database.transaction() as connection:
        after = read_tree(connection)

    assert during == before
    assert after["taxa"] == before["taxa"] + 1
    assert after["retired"] == [1765]


def test_a_reader_in_the_middle_of_a_report_stops_no_sync_and_sees_none(
    house: TaxonomyHouse, grown: Taxonomy
) -> None:
    house.sync(mycobacteria())
    with house.database.transaction() as reader:
        reader.execute(text("set transaction isolation level repeatable read"))
        before = read_tree(reader)

        house.sync(grown)  # it would wait for the reader if it took any lock that a reader minds

        assert read_tree(reader) == before
    house.assert_is(grown)


def test_a_program_that_files_something_under_a_taxon_need_not_wait_for_the_dump_to_be_read(
    house: TaxonomyHouse, grown: Taxonomy
) -> None:
    house.sync(mycobacteria())
    house.execute("create table public.isolate (taxon integer references biosql.taxon (taxon_id))")
    dump = Paused(grown.folder(house.folder / "grown"), house.watched)
    dump.reached, dump.go_on = Event(), Event()
    try:
        with ThreadPoolExecutor(1) as beside:
            sync = beside.submit(house.sync, dump)
            assert dump.reached.wait(20)
            house.execute(SOON, "insert into public.isolate select taxon_id from biosql.taxon")
            dump.go_on.set()
            sync.result()
    finally:
        dump.go_on.set()
        house.execute("drop table public.isolate")
    house.assert_is(grown)


def test_a_taxon_that_another_program_adds_while_the_dump_is_read_is_no_part_of_the_tree(
    house: TaxonomyHouse, grown: Taxonomy
) -> None:
    house.sync(mycobacteria().add(5450, 1763))
    dump = Paused(grown.add(5450, 1763).folder(house.folder / "grown"), house.watched)
    dump.reached, dump.go_on = Event(), Event()

    with ThreadPoolExecutor(1) as beside:
        sync = beside.submit(house.sync, dump)
        assert dump.reached.wait(20)
        house.execute(  # beside taxon 5450, in a block of which the dump says what it said
            "insert into biosql.taxon (ncbi_taxon_id, parent_taxon_id) "
            "select 5451, taxon_id from biosql.taxon where ncbi_taxon_id = 1763",
            "insert into biosql.taxon_name select taxon_id, 'its own', 'scientific name' "
            "from biosql.taxon where ncbi_taxon_id = 5451",
        )
        dump.go_on.set()
        changes = sync.result().changes

    assert changes is not None
    assert changes.taxa == len(grown.nodes)
    house.assert_is(grown)
    assert house.rows("select ncbi_taxon_id, reason from taxonomy.retired") == [(5451, "vanished")]
    [said] = house.watched.said
    assert said.endswith("while the dump was read. It is read again, and every row compared.")


def test_a_program_that_writes_to_the_taxa_for_long_is_named(
    house: TaxonomyHouse, grown: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.postgres.taxonomy.locking._SECONDS_OF_SILENCE", 1)
    monkeypatch.setattr("adapters.postgres.taxonomy.locking.PATIENCE_SECONDS", 1)
    house.sync(mycobacteria())
    with house.database.transaction() as writer:
        writer.execute(text("set local application_name = 'a loader'"))
        writer.execute(text("update biosql.taxon set node_rank = 'x' where ncbi_taxon_id = 2"))
        pid = writer.scalar(text("select pg_backend_pid()"))
        who = rf"process {pid} \(\w+, a loader\), which has biosql.taxon in use since 20"

        with pytest.raises(TryAgainError, match=rf"for 1 s the sync has waited for {who}.*again"):
            house.sync(grown)
        writer.rollback()

    assert re.match(f"Waiting for {who}", house.watched.said[0])
    house.assert_is(mycobacteria())
    house.sync(grown)
    house.assert_is(grown)


def test_readers_without_pause_see_whole_trees_only(house: TaxonomyHouse) -> None:
    random = Random(3)
    taxa = mycobacteria()
    for tax_id in range(20_000, 20_400):
        taxa.add(tax_id, random.choice(sorted(taxa.nodes)))
    house.sync(taxa)
    done = Event()

    def read_on() -> int:
        count = 0
        while not done.is_set():
            with house.database.transaction() as connection:
                connection.execute(text("set transaction isolation level repeatable read"))
                connection.execute(text(SOON))
                read_tree(connection)
            count += 1
        return count

    with ThreadPoolExecutor(2) as beside:
        readers = [beside.submit(read_on) for _ in range(2)]
        try:
            for _ in range(5):
                for _ in range(40):
                    tax_id = random.choice([at for at in taxa.nodes if at >= 20_000])
                    elsewhere = sorted(set(taxa.nodes) - taxa.below(tax_id))
                    taxa.nodes[tax_id].parent = random.choice(elsewhere)
                house.sync(taxa)
                house.assert_is(taxa)
        finally:
            done.set()
        assert all(reader.result() for reader in readers)


def test_a_reader_of_empty_tables_makes_the_first_load_slower_and_stops_it_not(
    house: TaxonomyHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.postgres.taxonomy.filling._SECONDS_FOR_LOCK", 1)
    with house.database.transaction() as reader:
        assert read_tree(reader)["taxa"] == 0

        house.sync(mycobacteria())

    house.assert_is(mycobacteria())
    assert house.history() == []
