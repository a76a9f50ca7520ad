"""By which rules a susceptibility test was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.curation.standards import TestingStandard as Standard
from domain.curation.standards import read_standard

READ = [
    ("CLSI", "", Standard("CLSI")),
    ("clsi", "", Standard("CLSI")),
    ("EUCAST", "2019", Standard("EUCAST", "2019", 2019)),
    ("CLSI 2018", "", Standard("CLSI", "2018", 2018)),
    ("CLSI (2018)", "", Standard("CLSI", "2018", 2018)),
    ("EUCAST v9.0", "", Standard("EUCAST", "v9.0")),
    ("EUCAST_2017", "", Standard("EUCAST", "2017", 2017)),
    ("CLSI M100-S29", "", Standard("CLSI", "M100-S29")),
    ("CLSI, M100 2021", "M100 31st", Standard("CLSI", "M100 31st", 2021)),
    ("CA-SFM 2013", "", Standard("CA-SFM", "2013", 2013)),
    ("SFM", "", Standard("SFM")),
    ("NARMS", "missing", Standard("NARMS")),
    ("FDAapproved", "", Standard("FDAapproved")),
    ("our own rules 1999", "", Standard("our own rules 1999", None, 1999)),
    ("CLSI 12015", "", Standard("CLSI", "12015")),
    ("missing", "", Standard()),
    ("", "2019", Standard(None, "2019", 2019)),
    ("", "", Standard()),
]


@pytest.mark.parametrize(("text", "edition", "standard"), READ)
def test_body_version_and_year_are_told_apart(text: str, edition: str, standard: Standard) -> None:
    assert read_standard(text, edition) == standard


@given(st.text(), st.text())
def test_no_text_is_too_strange_to_be_read(text: str, edition: str) -> None:
    read_standard(text, edition)
