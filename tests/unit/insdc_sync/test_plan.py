"""How a plan looks."""

import pytest

from application.pacing import Pace
from domain.forecast import Bulk, Expected, Plan
from insdc_sync.cli.plan import _print, _wish
from tests.unit.domain.test_quiet_hours import eastern

MYCOBACTERIUM = Plan(
    (
        Expected("sequencing", Bulk.EXPERIMENT, 412_300, 1_692),
        Expected("samples", Bulk.BIOSAMPLE, 391_000, 822),
        Expected("projects", Bulk.PROJECT, 6_100, 74, is_exact=False),
    )
)


def test_a_plan_fits_on_four_lines(capsys: pytest.CaptureFixture[str]) -> None:
    _print(MYCOBACTERIUM, Pace(10), 80_000_000_000, has_key=True)

    *lines, wish = capsys.readouterr().out.splitlines()
    assert lines == [
        "records     experiments 412,300 · BioSamples 391,000 · projects about 6,100",
        "requests    2,588       at 10/s with your key: 5 min; without one: 16 min",
        "transfer    at most 7.3 GB · database about 6.9 GB (free on this disk: 80.0 GB)",
    ]
    assert wish.startswith("NCBI asks for jobs this large at night (9 pm to 5 am) and at weekends")


def test_a_disk_without_room_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _print(MYCOBACTERIUM, Pace(3), 1_000_000, has_key=False)

    told = capsys.readouterr().out
    assert "That is more than there is room for on this disk." in told
    assert "with your key" not in told


def test_the_wish_of_ncbi_says_when_and_how() -> None:
    assert _wish(eastern("2026-11-23T12:00")) == (
        "at night (9 pm to 5 am) and at weekends, US Eastern: the next such hour begins "
        "2026-11-23 21:00 EST; --polite waits for it."
    )
    assert _wish(eastern("2026-11-28T12:00")).endswith("US Eastern: as it is now.")
