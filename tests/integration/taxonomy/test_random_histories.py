"""Any history of dumps, checked after each against what the dump says and nothing else."""

from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.postgres.database import Database
from tests.integration.taxonomy.house import TaxonomyHouse
from tests.support.server import empty
from tests.unit.taxonomy.dumps import Taxonomy

RANKS = ("species", "genus", "no rank", "strain", "clade")


def grow(taxa: Taxonomy, random: Random) -> None:
    """Add a taxon: a new id, or one that was retired."""
    retired = sorted((set(taxa.merged) | taxa.deleted) - set(taxa.nodes))
    is_reused = retired and random.random() < 0.4
    tax_id = random.choice(retired) if is_reused else random.randrange(2, 5000)
    if tax_id not in taxa.nodes:
        parent = random.choice(sorted(taxa.nodes))
        taxa.add(tax_id, parent, rank=random.choice(RANKS), division=random.choice((0, 9)))
        taxa.merged.pop(tax_id, None)
        taxa.deleted.discard(tax_id)


def change(taxa: Taxonomy, random: Random) -> None:
    """Let something become of a taxon other than the root."""
    tax_id = random.choice(sorted(taxa.nodes))
    if tax_id == 1:
        return
    elsewhere = sorted(set(taxa.nodes) - taxa.below(tax_id))
    match random.randrange(8):
        case 0 | 1:
            taxa.nodes[tax_id].parent = random.choice(elsewhere)
        case 2:
            taxa.merge(tax_id, random.choice(elsewhere))
        case 3:
            taxa.delete(tax_id)
        case 4:
            taxa.remove(tax_id)
        case 5:
            taxa.rename(tax_id, f"name {random.randrange(50)}")
        case 6:
            taxa.name(
                tax_id, f"name {random.randrange(50)}", random.choice(("synonym", "authority"))
            )
        case 7:
            taxa.nodes[tax_id].rank = random.choice(RANKS)
            taxa.nodes[tax_id].genetic_code = random.randrange(20)
            taxa.nodes[tax_id].division = random.choice((0, 9))


def forget(taxa: Taxonomy, random: Random) -> None:
    """Let NCBI forget what it listed."""
    if taxa.merged and random.random() < 0.3:
        del taxa.merged[random.choice(sorted(taxa.merged))]
    taxa.deleted -= {tax_id for tax_id in sorted(taxa.deleted) if random.random() < 0.1}


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_after_any_dump_of_any_history_the_tree_is_the_dumps(
    seed: int, database: Database, tmp_path: Path
) -> None:
    random = Random(seed)
    empty(database)
    house = TaxonomyHouse(database, tmp_path)
    taxa = Taxonomy()
    keys: dict[int, int] = {}
    for _ in range(5):
        for _ in range(random.choice((1, 5, 40))):
            random.choice((grow, grow, change))(taxa, random)
        forget(taxa, random)

        house.sync(taxa, compare_all=random.random() < 0.2, allow_loss=True)

        house.assert_is(taxa)
        kept, keys = keys, house.keys()
        assert kept.items() <= keys.items()
        for old, new in taxa.merged.items():
            assert house.value(f"select taxonomy.current_id({old})") == live_heir(taxa, old, new)


def live_heir(taxa: Taxonomy, old: int, new: int) -> int | None:
    seen = {old}
    while new not in taxa.nodes:
        if new in seen or new not in taxa.merged:
            return None
        seen.add(new)
        new = taxa.merged[new]
    return new
