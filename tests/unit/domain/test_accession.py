import csv
import operator
import pickle
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.accession import (
    Accession,
    Archive,
    EntityKind,
    GeoAlias,
    GeoKind,
    InvalidAccessionError,
    find_accessions,
    identify,
    pattern,
)

READS = {
    EntityKind.STUDY: ("SRP", "ERP", "DRP"),
    EntityKind.SAMPLE: ("SRS", "ERS", "DRS"),
    EntityKind.EXPERIMENT: ("SRX", "ERX", "DRX"),
    EntityKind.RUN: ("SRR", "ERR", "DRR"),
    EntityKind.SUBMISSION: ("SRA", "ERA", "DRA"),
    EntityKind.ANALYSIS: ("SRZ", "ERZ", "DRZ"),
}
MEANING = {
    prefix: (kind, archive)
    for kind, prefixes in READS.items()
    for prefix, archive in zip(prefixes, Archive, strict=True)
} | {
    "PRJNA": (EntityKind.PROJECT, Archive.SRA),
    "PRJEB": (EntityKind.PROJECT, Archive.ENA),
    "PRJEA": (EntityKind.PROJECT, Archive.ENA),
    "PRJDB": (EntityKind.PROJECT, Archive.DDBJ),
    "PRJDA": (EntityKind.PROJECT, Archive.DDBJ),
    "SAMN": (EntityKind.BIOSAMPLE, Archive.SRA),
    "SAMEA": (EntityKind.BIOSAMPLE, Archive.ENA),
    "SAMEG": (EntityKind.BIOSAMPLE, Archive.ENA),
    "SAMD": (EntityKind.BIOSAMPLE, Archive.DDBJ),
}

prefixes = st.sampled_from(sorted(MEANING))
digits = st.text("0123456789", min_size=1, max_size=24)
accessions = st.builds(Accession, prefixes, digits)
geo_aliases = st.builds(GeoAlias, st.from_regex(r"GSE[0-9]+|GSM[0-9]+(_r[0-9]+)?", fullmatch=True))
white_space = st.text(" \t\r\n\u00a0")
cases = st.sampled_from([str.lower, str.upper, str.title])
near_misses = st.builds(
    "".join,
    st.lists(
        prefixes
        | digits
        | st.sampled_from(
            ["GSE", "GSM", "_r", "E-MTAB-", "GCA_", "phs", ".", ",", "\u017f", "\u0661"]
        )
        | st.text(max_size=3),
        max_size=5,
    ),
)


def refusal(text: str) -> str:
    with pytest.raises(InvalidAccessionError) as refused:
        Accession.parse(text)
    return str(refused.value)


# What an accession says


@given(prefixes, digits)
def test_kind_and_archive_follow_from_the_prefix_alone(prefix: str, number: str) -> None:
    accession = Accession.parse(prefix + number)

    assert (accession.kind, accession.archive) == MEANING[prefix]
    assert (accession.prefix, accession.digits) == (prefix, number)


@given(accessions, cases, white_space, white_space)
def test_an_accession_is_read_in_any_case_and_with_white_space_around(
    accession: Accession, case: type[str], before: str, after: str
) -> None:
    assert Accession.parse(before + case(str(accession)) + after) == accession


@given(st.text() | near_misses)
@example("\u017fRR1")  # upper() makes an S of the long s
@example("\u212aRR1")  # and lower() a k of the Kelvin sign
@example("SRR\u0661\u0662")  # isdigit() and int() take Arabic digits
@example("SRR\u00b9")
@example("SRR1\u200b")
@example("SRR1" * 10_000)
def test_whatever_is_not_an_accession_is_refused_in_one_short_printable_line(text: str) -> None:
    by_the_letter = text.strip()
    prefix = by_the_letter.rstrip("0123456789")
    is_accession = prefix.isascii() and prefix.upper() in MEANING and prefix != by_the_letter

    if is_accession:
        assert str(Accession.parse(text)) == by_the_letter.upper()
    else:
        message = refusal(text)
        assert message.isprintable()
        assert len(message) < 150


@pytest.mark.parametrize(
    ("prefix", "number"),
    [("srr", "1"), ("XRR", "1"), ("SRR", ""), ("SRR", "1\n"), ("SRR", "\u0661")],
)
def test_an_accession_cannot_be_made_of_other_parts(prefix: str, number: str) -> None:
    with pytest.raises(InvalidAccessionError, match="do not make an accession"):
        Accession(prefix, number)


def test_an_archive_has_a_name_for_people() -> None:
    assert [archive.full_name for archive in Archive] == ["SRA (NCBI)", "ENA (EMBL-EBI)", "DDBJ"]


def test_kinds_are_the_words_of_the_database() -> None:
    assert [str(kind) for kind in EntityKind] == [
        *("study", "sample", "experiment", "run", "submission", "analysis", "project", "biosample")
    ]


# As a value


@given(st.lists(accessions))
def test_accessions_order_by_prefix_then_number_then_padding(several: list[Accession]) -> None:
    assert sorted(several) == sorted(
        several, key=lambda each: (each.prefix, int(each.digits), len(each.digits))
    )


@given(prefixes, digits, digits)
def test_of_two_accessions_exactly_one_relation_holds(prefix: str, one: str, other: str) -> None:
    left, right = Accession(prefix, one), Accession(prefix, other)

    assert [left < right, left == right, left > right].count(True) == 1
    assert (left == right) == (str(left) == str(right))


@given(prefixes, digits, st.integers(1, 9))
def test_padding_with_zeros_makes_another_accession_beside_it(
    prefix: str, number: str, zeros: int
) -> None:
    plain, padded = Accession(prefix, number), Accession(prefix, "0" * zeros + number)
    next_number = Accession(prefix, str(int(number) + 1))

    assert plain < padded < next_number


def test_numbers_of_thousands_of_digits_are_read_and_ordered() -> None:
    nines = Accession.parse("SRR" + "9" * 6000)
    one_more = Accession.parse("SRR1" + "0" * 6000)

    assert Accession.parse("SRR9") < nines < one_more


def test_an_accession_does_not_compare_with_its_text() -> None:
    with pytest.raises(TypeError):
        operator.lt(Accession("SRR", "1"), "SRR2")


@given(accessions | geo_aliases)
def test_accessions_travel_between_processes_and_serve_as_keys(
    value: Accession | GeoAlias,
) -> None:
    copy = pickle.loads(pickle.dumps(value))  # noqa: S301  our own bytes

    assert copy == value
    assert {value: "found"}[copy] == "found"


def test_an_accession_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        Accession("SRR", "1").digits = "2"  # type: ignore[misc]


# What was meant instead


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The text is empty; an accession looks like SRR000001, SAMN00000002 or PRJNA3."),
        (" \n", "The text is empty; an accession looks like SRR000001, SAMN00000002 or PRJNA3."),
        ("srr", "srr is only the prefix of run accessions; the digits are missing."),
        ("PRJNA", "PRJNA is only the prefix of project accessions; the digits are missing."),
        ("SRRnope", "only the digits 0-9 may follow SRR, the prefix of run accessions."),
        ("erx12a", "only the digits 0-9 may follow ERX, the prefix of experiment accessions."),
        ("SRR\u0661", "only the digits 0-9 may follow SRR"),
        ("SRR 1", "'SRR 1' is not an accession: only the digits 0-9 may follow SRR"),
        ("SRR1,SRR2", "'SRR1,SRR2' holds several accessions; give them one by one."),
        ("SRS024956-SRS025194", "holds several accessions"),
        ("gse1 srr2", "holds several accessions"),
        ("SRR000001.1", "ends in a version, which accessions here do not have; write SRR000001."),
        ("1234", "1234 is a number alone, an Entrez UID perhaps; an accession looks like"),
        ("XYZ1", "XYZ1 has a prefix that no archive of the INSDC uses; an accession looks like"),
        ("Escherichia", "Escherichia is not an accession; an accession looks like"),
        ("GSE109774", "GSE109774 is a GEO series alias (of a study), not an accession."),
        ("gsm1", "gsm1 is a GEO sample alias (of an experiment or a sample), not an accession."),
        ("GSM1_r2", "GSM1_r2 is a GEO run alias (of a run), not an accession."),
        ("\x1b[31mSRR1", r"'\x1b[31mSRR1' is not an accession"),
        ("SRR" + "1" * 50 + "x", "'SRR11111111111111...11111111111111111x' is not"),
    ],
)
def test_a_near_miss_is_told_what_it_lacks(text: str, message: str) -> None:
    assert message in refusal(text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("CRR1164885", "is a run of the GSA (China), which the INSDC does not mirror."),
        ("crx1", "is an experiment of the GSA (China)"),
        ("CRA000001", "is a submission of the GSA (China)"),
        ("CRS000001", "is a sample of the GSA (China)"),
        ("SAMC000001", "is a sample of the GSA (China)"),
        ("PRJCA000001", "is a project of the GSA (China)"),
        ("HRA000001", "is a submission of the GSA (China)"),
        ("phs000001", "is a study of dbGaP"),
        ("PHS000001.v1.p1", "is a study of dbGaP"),
        ("EGAS00001000001", "is a study of the EGA"),
        ("EGAD00001000001", "is a dataset of the EGA"),
        ("EGAN00001000001", "is a sample of the EGA"),
        ("EGAR00001000001", "is a run of the EGA"),
        ("EGAX00001000001", "is an experiment of the EGA"),
        ("EGAF00001000001", "is a file of the EGA"),
        ("EGAC00001000001", "is a record of the EGA"),
        ("JGAS000001", "is a record of the JGA"),
        ("E-MTAB-1", "is an experiment of ArrayExpress"),
        ("SUB1234567", "is a ticket of the NCBI Submission Portal"),
        ("GPL570", "is a platform of GEO"),
        ("GDS507", "is a dataset of GEO"),
        ("ENCSR000CDE", "is a record of ENCODE"),
        ("GCA_000001405.29", "is a genome assembly"),
        ("GCF_000195955", "is a genome assembly"),
        ("NC_000962.3", "is a RefSeq sequence"),
        ("NZ_CP009072", "is a RefSeq sequence"),
        ("WP_000000001.1", "is a RefSeq sequence"),
        ("AAAA01000001", "looks like a WGS contig"),
        ("JAAAAA010000001.1", "looks like a WGS contig"),
        ("U00096", "looks like a nucleotide sequence"),
        ("AL123456.3", "looks like a nucleotide sequence"),
        ("AAB12345.1", "looks like a protein sequence"),
    ],
)
def test_identifiers_of_other_collections_are_refused_by_name(text: str, meaning: str) -> None:
    assert refusal(text).startswith(f"{text} {meaning}")


# GEO


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("GSE109774", "GSE109774", GeoKind.SERIES),
        (" gsm465244\n", "GSM465244", GeoKind.SAMPLE),
        ("GSM465244_r1", "GSM465244_r1", GeoKind.RUN),
        ("GSM465244_R16", "GSM465244_r16", GeoKind.RUN),
        ("gsm465244_r1", "GSM465244_r1", GeoKind.RUN),
    ],
)
def test_geo_aliases_are_read_in_any_case(text: str, canonical: str, kind: GeoKind) -> None:
    alias = GeoAlias.parse(text)

    assert str(alias) == canonical
    assert alias.kind is kind


@pytest.mark.parametrize(
    "text", ["", "GSE", "GPL570", "GSE1_r1", "GSM1_1", "GSM1_r", "g\u017fm1", "GSE\u0661", "SRR1"]
)
def test_what_is_not_a_geo_alias_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidAccessionError, match=r"is not a GEO alias.* GSM465244_r1"):
        GeoAlias.parse(text)


@given(accessions | geo_aliases, cases, white_space)
def test_identify_reads_accessions_and_geo_aliases(
    value: Accession | GeoAlias, case: type[str], around: str
) -> None:
    assert identify(around + case(str(value)) + around) == value


@given(st.text() | near_misses)
def test_identify_refuses_everything_else(text: str) -> None:
    try:
        assert str(identify(text)).upper() == text.strip().upper()
    except InvalidAccessionError as refused:
        assert str(refused).isprintable()  # noqa: PT017  most texts are refused, some are not


# In free text


def of_at_least_six_digits(value: Accession | GeoAlias) -> bool:
    return not (isinstance(value, Accession) and value.kind in READS and len(value.digits) < 6)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [" ", "-", ", ", "; see ", " (era5, srr000001) ", "/", "=", "\u3068", " GEO: "]
            ),
            (accessions | geo_aliases).filter(of_at_least_six_digits),
        )
    )
)
def test_all_that_a_text_mentions_is_found_in_order(
    planted: list[tuple[str, Accession | GeoAlias]],
) -> None:
    text = "".join(f"{between}{value}" for between, value in planted) + "."

    assert list(find_accessions(text)) == [value for _, value in planted]


@given(st.text() | near_misses)
def test_nothing_is_found_that_the_text_does_not_say(text: str) -> None:
    assert all(str(found) in text for found in find_accessions(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("runs SRR000001, SRR000002.", ["SRR000001", "SRR000002"]),
        ("SRS024956-SRS025194", ["SRS024956", "SRS025194"]),
        ("changed from PRJDB2467 to PRJDB2466.", ["PRJDB2467", "PRJDB2466"]),
        ("acc.cgi?acc=GSM278573", ["GSM278573"]),
        ("PRJNA173773.Plasmodium falciparum", ["PRJNA173773"]),
        ("alias GSM465244_r1 of GSM465244", ["GSM465244_r1", "GSM465244"]),
        ("spot SRR000001.1 of SRR000001", ["SRR000001", "SRR000001"]),
    ],
)
def test_sentences_of_real_records(text: str, found: list[str]) -> None:
    assert [str(each) for each in find_accessions(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "XSRR000123 SRR000012abc SRR000123_1.fastq.gz SRR_000123 CRR1164885 SAMC000001",
        "2SRR000001 SRR000001\u0661 \u0661SRR000001",
        "srr000001 Prjna3 gse109774 GSM465244_R1",
        "DRP1 and SRP54 knock-outs",
        "Kineococcus radiotolerans SRS30216 and Sphingomonas sp. SRS2",
        "weather from ERA5",
    ],
)
def test_words_that_only_resemble_accessions_are_left_alone(text: str) -> None:
    assert list(find_accessions(text)) == []


# For the database


@given(accessions, st.sampled_from(EntityKind))
def test_the_pattern_of_a_kind_fits_its_accessions_and_no_others(
    accession: Accession, kind: EntityKind
) -> None:
    assert bool(re.fullmatch(pattern(kind), str(accession))) == (accession.kind is kind)


@pytest.mark.parametrize("kind", EntityKind)
def test_patterns_say_nothing_that_posix_does_not_know(kind: EntityKind) -> None:
    assert re.fullmatch(r"\^\([A-Z|]+\)\[0-9\]\+\$", pattern(kind))


# The real ones

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "accessions.tsv"
REAL_KINDS = {
    **{str(kind): kind for kind in EntityKind},
    "bioproject": EntityKind.PROJECT,
    "geo-series": GeoKind.SERIES,
    "geo-sample": GeoKind.SAMPLE,
    "geo-run-alias": GeoKind.RUN,
}
REAL_ARCHIVES = {"NCBI": Archive.SRA, "EBI": Archive.ENA, "DDBJ": Archive.DDBJ}


def real_accessions() -> Iterator[dict[str, str]]:
    if not REAL.exists():
        pytest.skip(f"{REAL} is absent: the real records are not part of the project")
    with REAL.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")


def test_real_accessions_are_read_as_the_record_that_bore_them_says() -> None:
    for row in real_accessions():
        if row["type"] == "dbgap":
            assert "is a study of dbGaP" in refusal(row["accession"])
            continue
        value = identify(row["accession"])
        assert str(value) == row["accession"]
        assert value.kind is REAL_KINDS[row["type"]], row
        if isinstance(value, Accession):
            assert value.archive is REAL_ARCHIVES[row["archive"]], row
        else:
            assert row["archive"] == "GEO"
        assert list(find_accessions(row["accession"])) == [value]
