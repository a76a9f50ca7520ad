"""The E-utilities' envelopes, as Biopython reads them for us."""

import os
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from adapters.entrez.causes import Cause, FailedRequestError
from adapters.entrez.envelopes import read_experiments, read_info, read_search

DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch '
    '20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
)
FOUND = (
    "<eSearchResult><Count>3</Count><RetMax>2</RetMax><RetStart>0</RetStart><QueryKey>1</QueryKey>"
    "<WebEnv>MCID_01</WebEnv><IdList>\n<Id>102</Id>\n<Id>101</Id>\n</IdList><TranslationSet/>"
    "<QueryTranslation>q</QueryTranslation>{}</eSearchResult>"
)


def summary(uid: int, expxml: str) -> str:
    return (
        f'<DocSum><Id>{uid}</Id><Item Name="ExpXml" Type="String">{escape(expxml)}</Item>'
        '<Item Name="Runs" Type="String">&lt;Run acc="SRR1"/&gt;</Item></DocSum>'
    )


def summaries(*documents: str) -> bytes:
    return f"<eSummaryResult>{''.join(documents)}</eSummaryResult>".encode()


@pytest.mark.parametrize(
    "prolog",
    [
        DOCTYPE,
        "",
        DOCTYPE.replace("20060628/esearch.dtd", "20310101/esearch-v9.dtd"),
        DOCTYPE.replace("https://eutils.ncbi.nlm.nih.gov", "http://192.0.2.1"),
        '<!DOCTYPE eSearchResult [<!ENTITY a "aaaa">]>',
    ],
    ids=["as NCBI sends it", "no DOCTYPE", "a newer DTD", "a DTD from elsewhere", "declarations"],
)
def test_a_search_is_read_without_fetching_its_dtd(prolog: str) -> None:
    found = read_search((prolog + FOUND.format("")).encode())
    assert (found.count, found.uids) == (3, (102, 101))
    assert (found.webenv, found.query_key) == ("MCID_01", "1")


def test_what_entrez_did_not_find_is_told() -> None:
    errors = (
        "<ErrorList><PhraseNotFound>abcXYZ</PhraseNotFound><FieldNotFound>badfield</FieldNotFound>"
        "</ErrorList><WarningList><QuotedPhraseNotFound>a b</QuotedPhraseNotFound></WarningList>"
    )
    found = read_search(FOUND.format(errors).encode())
    assert found.unmatched == ("abcXYZ", "a b")
    assert found.unknown_fields == ("badfield",)


def test_elements_that_nobody_knows_yet_do_no_harm() -> None:
    assert read_search(FOUND.format("<Novelty><Inner>1</Inner></Novelty>").encode()).count == 3


def test_einfo_tells_build_count_and_fields() -> None:
    body = (
        b"<eInfoResult><DbInfo><DbName>sra</DbName><MenuName>SRA</MenuName><Description>d"
        b"</Description><DbBuild>Build260421-0620.1</DbBuild><Count>43600000</Count><LastUpdate>"
        b"2026/04/21 07:06</LastUpdate><FieldList><Field><Name>ORGN</Name><FullName>Organism"
        b"</FullName></Field></FieldList><LinkList></LinkList></DbInfo></eInfoResult>"
    )
    info = read_info(body)
    assert (info.build, info.count) == ("Build260421-0620.1", 43_600_000)
    assert (info.last_update, info.fields) == ("2026/04/21 07:06", {"ORGN": "Organism"})


def test_each_uid_is_told_its_experiment() -> None:
    body = summaries(
        summary(4, '<Summary><Title>x</Title></Summary><Experiment acc="SRX3" ver="10"/>'),
        summary(5, "<Experiment\n name='a > b'\n acc='ERX4'/><Study acc='ERP1'/>"),
        "<ERROR>UID=6: cannot get document summary</ERROR>",
    )
    assert read_experiments(body) == {"4": "SRX3", "5": "ERX4"}


def test_broken_xml_inside_a_summary_still_tells_the_experiment() -> None:
    body = summaries(summary(19146545, '<Summary><Title>a & b <</Title><Experiment acc="SRX9"/>'))
    assert read_experiments(body) == {"19146545": "SRX9"}


@pytest.mark.parametrize("expxml", ["", "<Experiment/><Study acc='SRP1'/>", "<Experiment acc=''/>"])
def test_a_summary_that_does_not_tell_leaves_its_uid_out(expxml: str) -> None:
    assert read_experiments(
        summaries(summary(1, expxml), summary(2, '<Experiment acc="SRX2"/>'))
    ) == {"2": "SRX2"}


def test_real_summaries_are_read() -> None:
    folder = Path(__file__).parents[4] / "shared/data/esummary"
    if not folder.is_dir():
        pytest.skip(f"{folder} does not exist")
    found: dict[str, str] = {}
    for file in folder.glob("*.xml"):
        found |= read_experiments(file.read_bytes())
    assert found == {"4": "SRX000003", "13481774": "SRX10339760", "13481786": "SRX10339772"}


@pytest.mark.parametrize(
    "body",
    [
        b"<eSearchResult><Count>3</Count></eSearchResult>",
        FOUND.replace("<Count>3", "<Count>three").encode(),
        FOUND.replace("<Id>102", "<Id>1&02").encode(),
        FOUND.replace("</IdList>", "").encode(),
        FOUND.replace("<Id>102", "<Id>SRX102").encode(),
    ],
)
def test_a_whole_reply_that_makes_no_sense_is_malformed(body: bytes) -> None:
    with pytest.raises(FailedRequestError) as failed:
        read_search(body)
    assert failed.value.cause is Cause.MALFORMED
    assert failed.value.words.startswith("sent an eSearchResult that cannot be read")


def test_reading_leaves_nothing_in_the_users_home(tmp_path: Path) -> None:
    script = "from adapters.entrez.envelopes import read_search; read_search(%r)"
    subprocess.run(
        [sys.executable, "-c", script % FOUND.format("").encode()],
        check=True,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert list(tmp_path.iterdir()) == []
