"""What the peers lose of submitted attributes, and links."""

import pytest

from domain.records import Attribute, Link, Publication, publications
from tests.unit.xml.packages import read_experiment, read_run, read_sample, read_study


def attribute(*parts: str, of: str = "SAMPLE") -> str:
    return f"<{of}_ATTRIBUTE>{''.join(parts)}</{of}_ATTRIBUTE>"


def sample_with(*attributes: str) -> tuple[Attribute, ...]:
    listed = f"<SAMPLE_ATTRIBUTES>{''.join(attributes)}</SAMPLE_ATTRIBUTES>"
    return read_sample(listed).attributes


def test_an_attribute_called_like_a_column_stays_an_attribute() -> None:
    odd = attribute("<TAG>platform</TAG><VALUE>CLOBBER</VALUE>", of="EXPERIMENT")
    experiment = read_experiment(
        f"<PLATFORM><BGISEQ/></PLATFORM><EXPERIMENT_ATTRIBUTES>{odd}</EXPERIMENT_ATTRIBUTES>"
    )
    assert experiment.platform == "BGISEQ"
    assert experiment.attributes == (Attribute("platform", "CLOBBER"),)


def test_a_repeated_tag_keeps_every_value_in_order() -> None:
    strains = (attribute(f"<TAG>strain</TAG><VALUE>{value}</VALUE>") for value in "BAB")
    assert sample_with(*strains) == tuple(Attribute("strain", value) for value in "BAB")


def test_a_single_attribute_is_kept() -> None:
    only = attribute("<TAG>GEO Accession</TAG><VALUE>GSM700001</VALUE>", of="EXPERIMENT")
    experiment = read_experiment(f"<EXPERIMENT_ATTRIBUTES>{only}</EXPERIMENT_ATTRIBUTES>")
    assert experiment.attributes == (Attribute("GEO Accession", "GSM700001"),)


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ("<TAG>age</TAG>", Attribute("age", None)),
        ("<TAG>age</TAG><VALUE/>", Attribute("age", "")),
        ("<TAG>age</TAG><VALUE></VALUE>", Attribute("age", "")),
        ("<TAG>age</TAG><VALUE> \n </VALUE>", Attribute("age", "")),
        ("<TAG>age</TAG><VALUE>3</VALUE><UNITS>d</UNITS>", Attribute("age", "3", "d")),
        ("<TAG>age</TAG><UNITS>d</UNITS>", Attribute("age", None, "d")),
        ("<UNITS>d</UNITS><VALUE>3</VALUE><TAG>age</TAG>", Attribute("age", "3", "d")),
        ("<TAG>age</TAG><VALUE>3</VALUE><UNITS/>", Attribute("age", "3")),
        ("<VALUE>3</VALUE>", Attribute("", "3")),
        ("<TAG/><VALUE>3</VALUE>", Attribute("", "3")),
        ("<TAG>a&amp;b</TAG><VALUE>&lt;3 µm&#13;</VALUE>", Attribute("a&b", "<3 µm")),
        ("<TAG>n</TAG><VALUE>one<!-- and -->two</VALUE>", Attribute("n", "onetwo")),
        ("<TAG>n</TAG><VALUE><![CDATA[<raw> & all]]></VALUE>", Attribute("n", "<raw> & all")),
    ],
)
def test_absent_empty_and_odd_parts_are_told_apart(parts: str, read: Attribute) -> None:
    sample = read_sample(f"<SAMPLE_ATTRIBUTES>{attribute(parts)}</SAMPLE_ATTRIBUTES>")
    assert sample.attributes == (read,)
    assert sample.other == {}


def test_attributes_in_two_lists_are_one_list() -> None:
    lists = (
        f"<RUN_ATTRIBUTES>{attribute(f'<TAG>{tag}</TAG>', of='RUN')}</RUN_ATTRIBUTES>"
        for tag in "ab"
    )
    assert read_run("".join(lists)).attributes == (Attribute("a"), Attribute("b"))


@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        ("<TAG>a</TAG><VALUE>1</VALUE><BY>me</BY>", {"TAG": ["a"], "VALUE": ["1"], "BY": ["me"]}),
        ("<TAG>a</TAG><VALUE>1</VALUE><VALUE>2</VALUE>", {"TAG": ["a"], "VALUE": ["1", "2"]}),
        ('<TAG lang="en">a</TAG>', {"TAG": [{"@lang": "en", "#text": "a"}]}),
        ("<TAG>a</TAG><VALUE>10<sup>3</sup></VALUE>",
         {"TAG": ["a"], "VALUE": [{"#text": "10", "sup": ["3"]}]}),
    ],
)  # fmt: skip
def test_an_attribute_that_says_more_is_kept_whole_as_well(odd: str, kept: object) -> None:
    sample = read_sample(f"<SAMPLE_ATTRIBUTES>{attribute(odd)}</SAMPLE_ATTRIBUTES>")
    assert [attribute.name for attribute in sample.attributes] == ["a"]
    assert sample.other == {"SAMPLE_ATTRIBUTE": [kept]}


def test_what_is_no_attribute_is_none_but_is_kept() -> None:
    sample = read_sample("<SAMPLE_ATTRIBUTES><NOTE>see below</NOTE><X/></SAMPLE_ATTRIBUTES>")
    assert sample.attributes == ()
    assert sample.other == {"NOTE": ["see below"], "X": [None]}


def link(body: str) -> str:
    return f"<STUDY_LINKS><STUDY_LINK>{body}</STUDY_LINK></STUDY_LINKS>"


def test_links_of_every_kind_keep_their_order() -> None:
    xml = (
        link("<XREF_LINK><DB>pubmed</DB><ID>1</ID><LABEL>one</LABEL></XREF_LINK>")
        + link("<URL_LINK><LABEL>home</LABEL><URL>http://h.example</URL></URL_LINK>")
        + link("<ENTREZ_LINK><DB>gds</DB><ID>2</ID></ENTREZ_LINK>")
    )
    study = read_study(xml)
    assert study.links == (
        Link("pubmed", "1", "one"),
        Link(label="home", url="http://h.example"),
        Link("gds", "2"),
    )
    assert study.other == {}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<ENTREZ_LINK><DB>gds</DB><QUERY>GSE7[ACCN]</QUERY></ENTREZ_LINK>",
         {"ENTREZ_LINK": [{"DB": ["gds"], "QUERY": ["GSE7[ACCN]"]}]}),
        ("<XREF_LINK><DB>a</DB><ID>1</ID><ID>2</ID></XREF_LINK>",
         {"XREF_LINK": [{"DB": ["a"], "ID": ["1", "2"]}]}),
        ('<XREF_LINK kind="x"><DB>a</DB></XREF_LINK>',
         {"XREF_LINK": [{"@kind": "x", "DB": ["a"]}]}),
        ("see there", "see there"),
    ],
)  # fmt: skip
def test_a_link_that_says_more_is_kept_whole_as_well(body: str, kept: object) -> None:
    assert read_study(link(body)).other == {"STUDY_LINK": [kept]}


def test_papers_are_publications_each_once_and_a_doi_may_be_an_address() -> None:
    xml = "".join(
        [
            link("<XREF_LINK><DB>pubmed</DB><ID>1</ID></XREF_LINK>"),
            link("<XREF_LINK><DB>PUBMED</DB><ID>1</ID></XREF_LINK>"),
            link("<XREF_LINK><DB>PMC</DB><ID>PMC2</ID></XREF_LINK>"),
            link("<XREF_LINK><DB>bioproject</DB><ID>3</ID></XREF_LINK>"),
            link("<XREF_LINK><DB>pubmed</DB></XREF_LINK>"),
            link("<URL_LINK><URL>http://dx.doi.org/10.7000/Hill.1</URL></URL_LINK>"),
            link("<URL_LINK><URL>https://doi.org/10.7000/hill.2</URL></URL_LINK>"),
            link("<URL_LINK><URL>http://h.example/doi.org/10.1/x</URL></URL_LINK>"),
        ]
    )
    assert list(publications(read_study(xml).links)) == [
        Publication("pubmed", "1"),
        Publication("pmc", "PMC2"),
        Publication("doi", "10.7000/Hill.1"),
        Publication("doi", "10.7000/hill.2"),
    ]
