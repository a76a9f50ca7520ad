"""Entrez ignores a tag it does not know, and finds far more than was meant."""

import pytest

from adapters.entrez.fields import check_tags, tags_of
from application.errors import UsageError

FIELDS = {
    "ALL": "All Fields",
    "ORGN": "Organism",
    "ACCN": "Accession",
    "GPRJ": "BioProject",
    "STRA": "Strategy",
    "SRC": "Source",
    "PDAT": "Publication Date",
    "MDAT": "Modification Date",
}


@pytest.mark.parametrize(
    "query",
    [
        "tuberculosis",
        "txid1773[ORGN]",
        "txid1773[Organism:exp]",
        '"Mycobacterium tuberculosis"[organism] AND wgs[Strategy]',
        '"2024/01/01"[PDAT]:"3000"[PDAT] NOT amplicon[All Fields] AND "METAGENOMIC"[Source]',
        '"200"[Modification Date]:"3000"[ modification  date ]',
        "PRJNA1[BIOPROJECT] OR PRJNA1[GPRJ] OR SRX1[ACCN] OR SRX1[Accession]",
        "sra biosample[Filter] AND public[sb]",
        '"[Clostridium] innocuum"[ORGN]',
    ],
)
def test_known_tags_pass(query: str) -> None:
    check_tags(query, FIELDS)


@pytest.mark.parametrize(
    ("query", "unknown", "meant"),
    [
        ("tuberculosis[Organsim]", "[Organsim]", "[Organism]"),
        ("a[ORGM] AND b[ACCN]", "[ORGM]", "[ORGN]"),
        ("PRJNA1[bioprojects]", "[bioprojects]", "[BioProject]"),
        ("2024[Publication  Dat]", "[Publication Dat]", "[Publication Date]"),
        ("x[MeSH Terms:noexp]", "[MeSH Terms]", "ORGN, ACCN"),
        ("x[]", "[]", "ORGN, ACCN"),
    ],
)
def test_an_unknown_tag_is_named_beside_the_nearest(query: str, unknown: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        check_tags(query, FIELDS)
    assert str(refused.value).startswith(f"{unknown} is no search field of the SRA")
    assert meant in str(refused.value)


def test_brackets_inside_quotes_are_no_tags() -> None:
    assert list(tags_of('"[Clostridium] innocuum"[Organism:exp] OR "x"[ GPRJ ]')) == [
        "Organism",
        "GPRJ",
    ]
