from collections.abc import Callable
from datetime import date

import pytest

from tests.emulator.databases import BIOSAMPLE, SRA
from tests.emulator.index import Index
from tests.emulator.query import Found, first_day, last_day, search
from tests.synthetic import Archive, Oddity, Profile, SraRecord


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(600, profile=Profile.plain().with_oddities({Oddity.RELEASED_LATE: 0.2}))


@pytest.fixture(scope="module")
def index(archive: Archive) -> Index:
    return Index(archive, SRA)


def ask(term: str, index: Index, stored: frozenset[int] = frozenset()) -> Found:
    return search(term, index, lambda _key: stored)


def expected(archive: Archive, wanted: Callable[[SraRecord], bool]) -> set[int]:
    return {record.uid for record in archive.live() if wanted(record)}


TUBERCULOSIS = {1773, 1765, 33892, 33894, 83332}
IN_2020 = date(2020, 1, 1), date(2020, 12, 31)


def is_tb(record: SraRecord) -> bool:
    return record.taxon.tax_id in TUBERCULOSIS


def published_2020(record: SraRecord) -> bool:
    return IN_2020[0] <= record.pdat <= IN_2020[1]


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("Mycobacterium tuberculosis[ORGN]", is_tb),
        ('"mycobacterium TUBERCULOSIS"[Organism]', is_tb),
        ("txid1773[Organism:exp]", is_tb),
        ("txid1773[ORGN:noexp]", lambda r: r.taxon.tax_id == 1773),
        ("2020[PDAT]", published_2020),
        ("2020/01/01:2020/12/31[PDAT]", published_2020),
        ('"2020/01/01"[PDAT] : "2020/12/31"[PDAT]', published_2020),
        ('"2020/01":"2020/12"[Publication Date]', published_2020),
        ('("2020/07/01"[MDAT]:"3000"[MDAT])', lambda r: r.mdat >= date(2020, 7, 1)),
        ("txid1773[ORGN] AND 2020[PDAT]", lambda r: is_tb(r) and published_2020(r)),
        ("txid1773[ORGN] 2020[PDAT]", lambda r: is_tb(r) and published_2020(r)),
        ("txid1773[ORGN] or 2020[PDAT]", lambda r: is_tb(r) or published_2020(r)),
        ("txid1773[ORGN] NOT 2020[PDAT]", lambda r: is_tb(r) and not published_2020(r)),
        ("txid1773[ORGN] AND NOT 2020[PDAT]", lambda r: is_tb(r) and not published_2020(r)),
        (
            "2020[PDAT] NOT (txid1773[ORGN] OR AMPLICON[Strategy])",
            lambda r: published_2020(r) and not is_tb(r) and r.library.strategy != "AMPLICON",
        ),
        (
            "txid9606[ORGN] OR txid1773[ORGN] AND 2020[PDAT]",
            lambda r: published_2020(r) and (is_tb(r) or r.taxon.tax_id == 9606),
        ),
        ("oxford nanopore[PLAT]", lambda r: r.library.platform == "OXFORD_NANOPORE"),
        (
            "paired[Layout] AND GENOMIC[SRC]",
            lambda r: r.library.paired and r.library.source == "GENOMIC",
        ),
        ("public[ACS]", lambda _: True),
        ("all[filter]", lambda _: True),
    ],
)
def test_terms(
    archive: Archive, index: Index, term: str, wanted: Callable[[SraRecord], bool]
) -> None:
    uids = expected(archive, wanted)
    assert uids, "the example proves nothing"
    assert ask(term, index).uids == uids


@pytest.mark.parametrize("tag", ["[ACCN]", "[Accession]", "[All Fields]", ""])
def test_an_accession_of_any_kind_finds_its_experiments(
    archive: Archive, index: Index, tag: str
) -> None:
    record = next(archive.live())
    for accession in (record.accession, record.runs[0], record.samples[0].sra_accession):
        assert ask(f"{accession.lower()}{tag}", index).uids == {record.uid}
    in_study = expected(archive, lambda r: r.study is record.study)
    assert ask(f"{record.study.accession}{tag}", index).uids == in_study


@pytest.mark.parametrize("tag", ["[BIOPROJECT]", "[GPRJ]", "[BioProject]"])
def test_a_project_finds_its_experiments(archive: Archive, index: Index, tag: str) -> None:
    record = next(archive.live())
    in_project = expected(archive, lambda r: r.study.project is record.study.project)
    assert ask(f"{record.study.project.accession}{tag}", index).uids == in_project


def test_a_biosample_finds_its_experiment(archive: Archive, index: Index) -> None:
    record = next(archive.live())
    assert ask(f"{record.samples[0].accession}[BSPL]", index).uids == {record.uid}


def test_a_project_is_not_indexed_in_biosample(archive: Archive) -> None:
    project = next(archive.live()).study.project.accession
    assert not ask(f"{project}[All Fields]", Index(archive, BIOSAMPLE)).uids


def test_an_unknown_tag_searches_all_fields_silently(index: Index) -> None:
    found = ask("escherichia coli[badfield]", index)
    assert found.uids == ask("escherichia coli", index).uids != set()
    assert not found.phrases_not_found


def test_what_no_record_has_is_named_even_beside_hits(index: Index) -> None:
    found = ask("txid1773[ORGN] OR SRX1[ACCN]", index)
    assert found.uids
    assert found.phrases_not_found == ["SRX1[ACCN]"]


@pytest.mark.parametrize("term", ["2020:soon[PDAT]", "soon:2020[PDAT]", "soon[PDAT]"])
def test_a_range_needs_two_dates(index: Index, term: str) -> None:
    found = ask(term, index)
    assert not found.uids
    assert len(found.phrases_not_found) == 1


def test_words_without_a_tag_must_all_be_there(archive: Archive, index: Index) -> None:
    title = next(archive.live()).title.split()
    found = ask(f"{title[0]} {title[-1]}", index)
    assert found.uids == ask(title[0], index).uids & ask(title[-1], index).uids != set()


def test_a_query_key_stands_for_its_uids(archive: Archive, index: Index) -> None:
    stored = frozenset(list(archive.sra)[:50])
    tuberculosis = ask("txid1773[ORGN]", index).uids
    assert ask("#1 AND txid1773[ORGN]", index, stored).uids == stored & tuberculosis != set()


@pytest.mark.parametrize(
    "term", ["(", ")", "AND", "txid1773[ORGN] AND", '"', "[ORGN]", "a:b", "((", "1:"]
)
def test_nonsense_finds_something_or_nothing_but_ends(index: Index, term: str) -> None:
    ask(term, index)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024/02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024/2/3", date(2024, 2, 3), date(2024, 2, 3)),
        ("3000", date(3000, 1, 1), date(3000, 12, 31)),
        ("2024/13", None, None),
        ("soon", None, None),
        ("", None, None),
    ],
)
def test_days_of_a_date(text: str, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)
