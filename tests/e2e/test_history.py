"""insdc-sync history, diff, new and purge, as people and scripts meet them."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.conftest import Program

PACKAGE = """<EXPERIMENT_PACKAGE_SET><EXPERIMENT_PACKAGE>
<EXPERIMENT accession="SRX000001" alias="e"><TITLE>{title}</TITLE>
<STUDY_REF accession="SRP000001"/>
<DESIGN><DESIGN_DESCRIPTION/><SAMPLE_DESCRIPTOR accession="SRS000001"/>
<LIBRARY_DESCRIPTOR><LIBRARY_STRATEGY>WGS</LIBRARY_STRATEGY><LIBRARY_LAYOUT><SINGLE/>
</LIBRARY_LAYOUT></LIBRARY_DESCRIPTOR></DESIGN></EXPERIMENT>
<SUBMISSION accession="SRA000001"/>
<STUDY accession="SRP000001"><DESCRIPTOR><STUDY_TITLE>s</STUDY_TITLE></DESCRIPTOR></STUDY>
<SAMPLE accession="SRS000001"><SAMPLE_NAME><TAXON_ID>1773</TAXON_ID></SAMPLE_NAME>
<SAMPLE_ATTRIBUTES><SAMPLE_ATTRIBUTE><TAG>host</TAG><VALUE>{host}</VALUE></SAMPLE_ATTRIBUTE>
</SAMPLE_ATTRIBUTES></SAMPLE>
<RUN_SET><RUN accession="SRR000001"><EXPERIMENT_REF accession="SRX000001"/></RUN>
<RUN accession="SRR000002"><EXPERIMENT_REF accession="SRX000001"/></RUN></RUN_SET>
</EXPERIMENT_PACKAGE></EXPERIMENT_PACKAGE_SET>"""
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
def house(program: Program, tmp_path: Path) -> Program:
    """A mirror in which one experiment changed."""
    sync(program, tmp_path, title="before", host="cow")
    sync(program, tmp_path, title="after " + 100 * "x", host="pig")
    return program


def sync(program: Program, folder: Path, **words: str) -> None:
    (folder / "saved.xml").write_text(PACKAGE.format(**words), encoding="utf-8")
    ended = program.run("sync", "sequencing", "--files", str(folder))
    assert ended.returncode == 0, ended.stderr


def test_the_history_of_a_record_is_told_field_by_field(house: Program) -> None:
    ended = house.run("history", "srx000001")

    assert ended.returncode == 0, ended.stderr
    assert re.search(r"SRX000001 +experiment +live, in the mirror since .* \(job 1\)", ended.stdout)
    assert "job 2  experiment title\n      before -> after xxx" in ended.stdout
    assert "…" in ended.stdout
    assert "--json gives them whole" in ended.stderr
    assert all(len(line) <= 80 for line in ended.stdout.splitlines())
    assert "sample attribute host\n      cow -> pig" in house.run("history", "SRS000001").stdout
    (change,) = json.loads(house.run("history", "SRX000001", "--json").stdout)["changes"]
    assert (change["field"], change["before"], change["job"]) == ("title", "before", 2)
    assert change["after"] == "after " + 100 * "x"


def test_an_unchanged_record_says_so_and_an_unknown_one_too(house: Program) -> None:
    assert "unchanged since" in house.run("history", "SRR000001").stdout
    unknown = house.run("history", "SRR999999")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "SRR999999 is not in this mirror" in unknown.stderr
    assert "GSA" in house.run("history", "CRR1").stderr


def test_a_diff_counts_first_and_then_names(house: Program) -> None:
    told = house.run("diff", "--since", TODAY).stdout

    assert told.index("runs") < told.index("SRR000001")
    assert re.search(r"experiments +1 +1 +0", told)
    assert re.search(r"runs +2 +0 +0", told)
    assert re.search(r"experiment +SRX000001 +changed: title", told)
    runs = json.loads(house.run("diff", "--since", TODAY, "--kind", "run", "--json").stdout)
    assert [run["accession"] for run in runs["new"]] == ["SRR000001", "SRR000002"]
    assert runs["changed"] == runs["statuses"] == []
    early = house.run("diff", "--since", "2020-01-01", "--until", "2020-02-01")
    assert early.stdout == "Nothing is new and nothing changed.\n"
    assert house.run("diff", "--since", "2020-01-02", "--until", "2020-01-01").returncode == 2
    assert house.run("diff", "--since", TODAY, "--kind", "file").returncode == 2


def test_a_pipeline_takes_what_is_new_once(house: Program) -> None:
    new = ("new", "--for", "assembly")
    first = house.run(*new, "--limit", "1")
    assert first.stdout == "SRR000001\n"
    assert "1 run, and 1 wait" in first.stderr
    assert house.run(*new).stdout == "SRR000001\nSRR000002\n"
    (one, two) = json.loads(house.run(*new, "--json").stdout)
    told = house.run(*new, "--acknowledge", str(one["number"]))
    assert (told.returncode, told.stdout) == (0, "")
    assert house.run(*new).stdout == f"{two['accession']}\n"
    assert house.run(*new, "--acknowledge").returncode == 0
    last = house.run(*new)
    assert (last.returncode, last.stdout) == (0, "")
    assert "No run is new for assembly" in last.stderr
    assert house.run("new", "--for", "b", "--kind", "study").stdout == "SRP000001\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--for", "a", "--kind", "file"), "no kind file"),
        (("--for", "a b"), "letters"),
        (("--for", "a", "3"), "--acknowledge"),
        (("--for", "a", "--acknowledge"), "never given"),
        (("--for", "a", "--limit", "0"), "--limit"),
    ],
)
def test_a_mistake_of_a_pipeline_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, program: Program
) -> None:
    ended = program.run("new", *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert sentence in ended.stderr


def test_a_purge_asks_first_and_is_for_good(house: Program, tmp_path: Path) -> None:
    purge = ("purge", "SRX000001", "--reason", "asked to")
    refused = house.run(*purge)
    assert refused.returncode == 3
    assert "--yes" in refused.stderr
    assert "SRR000002" in refused.stderr

    done = house.run(*purge, "--yes")

    assert done.returncode == 0, done.stderr
    assert "Purged: SRX000001 with SRR000001, SRR000002." in done.stdout
    assert "was purged on" in house.run(*purge, "--yes").stdout
    assert "was purged on" in house.run("history", "SRR000001").stderr
    sync(house, tmp_path, title="again", host="pig")
    said = house.run("sync", "sequencing", "--files", str(tmp_path), "--json")
    (report,) = json.loads(said.stdout)
    assert report["complete"]
    assert report["outcomes"]["experiment"] == {"purged": 1}
    assert "purged" in house.run("sync", "sequencing", "--files", str(tmp_path)).stdout
    assert (
        "not found" in json.loads(house.run("accession", "SRX000001", "--json").stdout)[0]["answer"]
    )


def test_a_purge_that_cannot_be_says_why(house: Program) -> None:
    for arguments, sentence in (
        (("SRP000001", "--reason", "x", "--yes"), "purge SRX000001 first"),
        (("SRX000001", "--reason", " ", "--yes"), "--reason"),
        (("SRZ000001", "--reason", "x", "--yes"), "no records of this kind"),
        (("GSM1", "--reason", "x", "--yes"), "GSM1"),
    ):
        ended = house.run("purge", *arguments)
        assert ended.returncode == 2
        assert sentence in ended.stderr
