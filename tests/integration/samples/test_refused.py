"""A record that can be read and that PostgreSQL does not take holds up none of the others."""

from random import Random
from string import ascii_letters

import pytest

from domain.tally import Outcome
from tests.integration.samples.house import SampleHouse
from tests.integration.samples.scripted import biosample_xml, scripted_samples

SAMPLES = [f"SAMN0000000{number}" for number in range(1, 6)]


def noise(length: int) -> str:
    """Give text that no compression makes short enough for an index."""
    return "".join(Random(7).choices(ascii_letters, k=length))


@pytest.mark.parametrize("refused", [SAMPLES[0], SAMPLES[3], SAMPLES[4]])
def test_it_waits_in_quarantine_with_the_servers_reason(house: SampleHouse, refused: str) -> None:
    owners = {one: noise(9000) if one == refused else "A laboratory" for one in SAMPLES}
    archive = scripted_samples(
        *(biosample_xml(one).replace(b"A centre", owners[one].encode()) for one in SAMPLES)
    )

    report, *_ = house.sync_samples(archive)

    others = [one for one in SAMPLES if one != refused]
    assert report.is_complete
    assert report.tally.of("biosample", Outcome.NEW) == 4
    assert report.tally.of("biosample", Outcome.QUARANTINED) == 1
    assert house.rows("select accession from insdc.biosample order by 1") == [
        (one,) for one in others
    ]
    [(reason, key)] = house.rows("select reason, record_key from insdc.quarantine")
    assert key == refused
    assert reason.startswith("PostgreSQL does not take it: index row")
