"""Day after day: nothing creeps."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.emulator.emulator import Emulator
from tests.model.copies import Copy, copies_of_one_that_knows_the_taxonomy
from tests.soak.days import EDITED_A_DAY, NEW_A_DAY, Day, Soak, an_archive, grown
from tests.support.server import Server

WHOLE = os.environ.get("SOAK_DAYS")
FEW = 12


@pytest.fixture(scope="module")
def knowing(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Copy]]:
    folder = tmp_path_factory.mktemp("taxonomy")
    with copies_of_one_that_knows_the_taxonomy(server, folder) as make:
        yield make


def live_through(days: int, make: Callable[[], Copy]) -> list[Day]:
    with Emulator(an_archive(), rate_limit=False) as emulator, make() as database:
        soak = Soak.begin(emulator, database)
        return [soak.day() for _ in range(days)]


def test_every_day_costs_as_many_requests_and_rows_as_the_day_before(
    knowing: Callable[[], Copy],
) -> None:
    days = live_through(FEW, knowing)

    # From the day on which the overlap reaches back no further than the days lived through.
    settled = days[9:]
    assert len({day.requests for day in settled}) == 1
    assert set(grown(days, "experiment")) == {NEW_A_DAY}
    assert len(set(grown(settled, "page"))) == 1
    assert len(set(grown(settled, "sync_job"))) == 1
    assert days[-1].rows["quarantine"] == 0
    # An experiment that is edited changes its title; its study and runs say what they said.
    assert set(grown(days, "change")) == {EDITED_A_DAY}


@pytest.mark.skipif(not WHOLE, reason="some minutes: make soak (SOAK_DAYS=200)")
def test_time_memory_rows_and_requests_do_not_creep(
    knowing: Callable[[], Copy], tmp_path: Path
) -> None:
    days = live_through(int(WHOLE or 0), knowing)

    tenth = len(days) // 10
    early, late = days[tenth : 3 * tenth], days[-2 * tenth :]
    report: dict[str, list[Any]] = {
        "requests": [median(day.requests for day in part) for part in (early, late)],
        "seconds": [median(day.seconds for day in part) for part in (early, late)],
        "memory": [median(day.memory for day in part) / 2**20 for part in (early, late)],
        "rows": [early[0].rows, late[-1].rows],
    }
    (tmp_path / "soak.json").write_text(json.dumps(report))
    print(json.dumps(report))  # noqa: T201 - for docs/reliability.md
    assert report["requests"][0] == report["requests"][1]
    assert report["seconds"][1] < 1.5 * report["seconds"][0]
    assert report["memory"][1] < report["memory"][0] + 30
    assert set(grown(days, "experiment")) == {NEW_A_DAY}
