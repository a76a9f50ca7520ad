"""SRA_Accessions.tab as a witness of what became of a record."""

from pathlib import Path

import pytest

from adapters.ncbi_files.accessions_tab import AccessionsTab
from application.ports.reconciling import Witnessed


def tab(folder: Path, *lines: str) -> AccessionsTab:
    file = folder / "SRA_Accessions.tab"
    file.write_text("\n".join(("Accession\tStatus\tReplacedBy", *lines, "")))
    return AccessionsTab(file)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("SRX1\tsuppressed\tSRX9", "SRX1\twithdrawn\t-"), Witnessed("suppressed", "SRX9")),
        (("SRX1\twithdrawn\t-", "SRX1\tsuppressed\tSRX9"), Witnessed("suppressed", "SRX9")),
        (("SRX1\tsuppressed\t-", "SRX1\tlive\t-"), Witnessed("live")),
        (("SRX1\tpublic\t-", "SRX1\tunpublished\t-"), Witnessed("public")),
        (("SRX1\tsuppressed\t-", "SRX1\tsuppressed\tSRX9"), Witnessed("suppressed", "SRX9")),
    ],
)
def test_of_rows_that_disagree_the_one_nearer_to_life_is_believed(
    tmp_path: Path, lines: tuple[str, ...], said: Witnessed
) -> None:
    assert tab(tmp_path, *lines).of(["SRX1"]) == {"SRX1": said}


def test_a_row_that_breaks_off_is_passed_over(tmp_path: Path) -> None:
    assert tab(tmp_path, "SRX1", "SRX2\tlive").of(["SRX1", "SRX2"]) == {"SRX2": Witnessed("live")}
