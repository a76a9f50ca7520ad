"""A BioSample is read as it was submitted: order, repeats and empty values kept."""

import pickle
from datetime import datetime

import pytest

from adapters.xml.biosample import read_biosample
from adapters.xml.elements import LONGEST_ATTRIBUTE_NAME
from application.errors import UnreadableRecordError
from domain.accession import Accession
from domain.biosample import CommentTable, SampleAttribute, SampleLink
from domain.records import Organization
from tests.unit.xml.samples import OWN, a_biosample, described, read

TABLE = (
    '<Table class="Antibiogram.1.0"><Caption>Antibiogram</Caption>'
    "<Header><Cell>Antibiotic</Cell><Cell>MIC</Cell></Header>"
    "<Body><Row><Cell>rifampin</Cell><Cell/></Row><Row><Cell>isoniazid</Cell></Row><Row/></Body>"
    "</Table>"
)


def stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_frame_of_a_record_is_read() -> None:
    sample = read(
        "<Models><Model>MIGS.ba</Model><Model>Generic</Model></Models>"
        '<Package display_name="Generic package">Generic.1.0</Package>'
        '<Status status="suppressed" when="2019-07-03T19:07:34"/>',
        attributes=f'{OWN} id="7" access="controlled-access" submission_date="2008-04-04"'
        ' publication_date="2009-01-02T00:00:00.000" last_update="2019-06-20T16:11:22.351"',
    )
    assert (sample.accession, sample.uid) == (Accession.parse("SAMN7"), 7)
    assert sample.access == "controlled-access"
    assert sample.submitted == stamp("2008-04-04")
    assert sample.published == stamp("2009-01-02")
    assert sample.updated == stamp("2019-06-20T16:11:22.351")
    assert sample.models == ("MIGS.ba", "Generic")
    assert (sample.package, sample.package_display_name) == ("Generic.1.0", "Generic package")
    assert (sample.status, sample.status_date) == ("suppressed", stamp("2019-07-03T19:07:34"))
    assert sample.other == {}


def test_a_stamp_with_a_zone_is_told_in_utc_and_kept_as_it_was_written() -> None:
    sample = read(attributes=f'{OWN} publication_date="2014-04-07T00:00:00.000+09:00"')
    assert sample.published == stamp("2014-04-06T15:00:00")
    assert sample.other == {"@publication_date": "2014-04-07T00:00:00.000+09:00"}


def test_a_record_that_says_nothing_but_its_name_is_a_sample() -> None:
    sample = read()
    assert (sample.title, sample.uid, sample.published, sample.status) == (None,) * 4
    assert (sample.attributes, sample.links, sample.tables, sample.owners) == ((),) * 4


def test_attributes_keep_order_repeats_and_empty_values() -> None:
    sample = read(
        "<Attributes>"
        '<Attribute attribute_name="b" unit="m" harmonized_name="h" display_name="d">1</Attribute>'
        '<Attribute attribute_name="a"/><Attribute attribute_name="b">  two\n words </Attribute>'
        '<Attribute attribute_name="b" unit="m" harmonized_name="h" display_name="d">1</Attribute>'
        '<Attribute attribute_name="a"> </Attribute><Attribute>nameless</Attribute>'
        "</Attributes>"
    )
    one = SampleAttribute("b", "1", "m", "h", "d")
    assert sample.attributes == (
        one,
        SampleAttribute("a", ""),
        SampleAttribute("b", "two\n words"),
        one,
        SampleAttribute("a", ""),
        SampleAttribute("", "nameless"),
    )
    assert sample.other == {}


@pytest.mark.parametrize("name", ["attribute_name", "harmonized_name"])
def test_a_name_too_long_for_an_index_is_refused(name: str) -> None:
    allowed, more = (f'{name}="{"n" * (LONGEST_ATTRIBUTE_NAME + extra)}"' for extra in (0, 1))
    assert read(f"<Attributes><Attribute {allowed}>v</Attribute></Attributes>").attributes
    with pytest.raises(UnreadableRecordError, match="the name of an attribute has 501 characters"):
        read(f"<Attributes><Attribute {more}>v</Attribute></Attributes>")


def test_the_organism_has_the_name_of_its_taxon_and_the_one_submitted() -> None:
    sample = described(
        '<Organism taxonomy_id="1765" taxonomy_name="M. tuberculosis variant bovis">'
        "<OrganismName>Mycobacterium bovis</OrganismName></Organism>"
    )
    assert sample.ncbi_taxon_id == 1765
    assert sample.scientific_name == "M. tuberculosis variant bovis"
    assert sample.organism_name == "Mycobacterium bovis"
    assert sample.other == {}


def test_an_organism_without_the_name_of_its_taxon_has_the_submitted_one() -> None:
    sample = described('<Organism taxonomy_id="9"><OrganismName>b</OrganismName></Organism>')
    assert (sample.scientific_name, sample.organism_name) == ("b", "b")


def test_a_taxon_id_that_is_no_number_is_kept_beside() -> None:
    sample = described('<Organism taxonomy_id="none" taxonomy_name="x"/>')
    assert (sample.ncbi_taxon_id, sample.scientific_name) == (None, "x")
    assert sample.other == {"Organism": [{"@taxonomy_id": "none"}]}


def test_a_second_organism_is_kept_beside_the_first() -> None:
    sample = described('<Organism taxonomy_id="1"/><Organism taxonomy_id="2"/>')
    assert sample.ncbi_taxon_id == 1
    assert sample.other == {"Organism": [{"@taxonomy_id": "2"}]}


def test_paragraphs_and_tables_are_told_apart_whatever_their_order() -> None:
    sample = described(f"<Comment>{TABLE}<Paragraph>a</Paragraph></Comment><Comment>{TABLE}"
                       "<Paragraph/></Comment>")  # fmt: skip
    table = CommentTable(
        "Antibiogram.1.0",
        "Antibiogram",
        ("Antibiotic", "MIC"),
        (("rifampin", ""), ("isoniazid",), ()),
    )
    assert sample.tables == (table, table)
    assert sample.comments == ("a", "")
    assert sample.other == {}


@pytest.mark.parametrize(
    "table",
    [
        '<Table class="c" level="2"/>',
        "<Table><Caption>a</Caption><Caption>b</Caption></Table>",
        "<Table><Header/><Header/></Table>",
        "<Table><Footer>f</Footer></Table>",
        "<Table><Header><Column/></Header></Table>",
        "<Table><Header>h</Header></Table>",
        "<Table>t</Table>",
        '<Table><Body><Row n="1"><Cell>c</Cell></Row></Body></Table>',
        "<Table><Body><Row>r</Row></Body></Table>",
        "<Table><Body><Line/></Body></Table>",
        "<Table><Body>b</Body></Table>",
        "<Table><Body><Row><Head>h</Head></Row></Body></Table>",
        "<Table><Body><Row><Cell>a<sup>2</sup></Cell></Row></Body></Table>",
        '<Table><Body><Row><Cell span="2">a</Cell></Row></Body></Table>',
        "<Table><Caption>a<b/></Caption></Table>",
        "<Table><Header><Cell>a<b/></Cell></Header></Table>",
    ],
)
def test_a_table_that_is_more_than_one_is_kept_whole_beside_what_was_read(table: str) -> None:
    sample = described(f"<Comment>{table}</Comment>")
    assert len(sample.tables) == 1
    assert len(sample.other["Table"]) == 1


def test_a_plain_table_is_not_kept_twice() -> None:
    assert described(f"<Comment>{TABLE}</Comment>").other == {}


def test_cells_keep_all_their_text() -> None:
    table = "<Table><Body><Row><Cell> a<sup>2</sup> b</Cell></Row></Body></Table>"
    assert described(f"<Comment>{table}</Comment>").tables[0].rows == (("a2 b",),)


def test_owners_are_institutions_and_nobody_else() -> None:
    sample = read(
        '<Owner><Name abbreviation="HU" url="http://hill.example">Hill University</Name>'
        '<Name abbreviation="NCBI"/><Contacts><Contact email="ann@hill.example" lab="Ann\'s">'
        "<Name><First>Ann</First><Last>Hillman</Last></Name></Contact></Contacts></Owner>"
    )
    assert sample.owners == (
        Organization("Hill University", "HU", url="http://hill.example"),
        Organization("", "NCBI"),
    )
    assert "Ann" not in repr(sample)
    assert sample.other == {}


def test_links_keep_all_they_say() -> None:
    sample = read(
        '<Links><Link type="entrez" target="bioproject" label="PRJNA7">7</Link>'
        '<Link type="url" label="DNA Source">http://a.example</Link>'
        '<Link type="db_xref" label="pubmed">22752179</Link><Link/></Links>'
    )
    assert sample.links == (
        SampleLink("entrez", "bioproject", "PRJNA7", "7"),
        SampleLink("url", None, "DNA Source", "http://a.example"),
        SampleLink("db_xref", None, "pubmed", "22752179"),
        SampleLink(),
    )


def a_link(uid: object, label: str = "", target: str = "bioproject") -> str:
    label = label and f' label="{label}"'
    return f'<Link type="entrez" target="{target}"{label}>{uid}</Link>'


def test_the_projects_are_all_those_that_links_name() -> None:
    sample = read(
        "<Links>",
        a_link(7, "PRJNA7"),
        a_link(9),
        a_link(8, "PRJDB8"),
        a_link(7, "prjna7"),
        a_link("PRJEB5"),
        a_link(3, "my project"),
        a_link(6, "PRJNA6", "pubmed"),
        "</Links>",
    )
    assert list(map(str, sample.projects)) == ["PRJNA7", "PRJDB8", "PRJEB5"]
    assert sample.project_uids == (7, 9, 8, 3)


def test_without_links_the_project_of_a_ddbj_sample_is_its_attribute() -> None:
    attribute = '<Attributes><Attribute attribute_name="bioproject_id">PRJDB4</Attribute>'
    missing = '<Attribute attribute_name="bioproject_id">missing</Attribute></Attributes>'
    assert list(map(str, read(attribute, missing).projects)) == ["PRJDB4"]
    linked = read(attribute, missing, f"<Links>{a_link(9)}</Links>")
    assert (linked.projects, linked.project_uids) == ((), (9,))


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        ("<Curation><By>n</By></Curation>", {"Curation": [{"By": ["n"]}]}),
        ('<Ids since="1"/>', {"Ids": [{"@since": "1"}]}),
        ("<Ids><Name>n</Name></Ids>", {"Name": ["n"]}),
        ('<Ids><Id rank="1">x</Id></Ids>', {"Id": [{"@rank": "1", "#text": "x"}]}),
        ('<Ids><Id is_primary="so">x</Id></Ids>', {"Id": [{"@is_primary": "so", "#text": "x"}]}),
        (
            '<Ids><Id db="a" namespace="b">x</Id></Ids>',
            {"Id": [{"@db": "a", "@namespace": "b", "#text": "x"}]},
        ),
        ("<Description><Synonym/></Description>", {"Synonym": [None]}),
        ("<Description><Title>a</Title><Title>b</Title></Description>", {"Title": ["b"]}),
        ("<Description><Organism><Lineage>l</Lineage></Organism></Description>",
         {"Lineage": ["l"]}),
        ("<Description><Comment><Note>n</Note></Comment></Description>", {"Note": ["n"]}),
        ('<Description><Comment><Paragraph lang="en">p</Paragraph></Comment></Description>',
         {"Paragraph": [{"@lang": "en", "#text": "p"}]}),
        ("<Owner><Country>X</Country></Owner>", {"Country": ["X"]}),
        ('<Owner><Name id="1">n</Name></Owner>', {"Name": [{"@id": "1", "#text": "n"}]}),
        ('<Models><Model version="1">m</Model></Models>',
         {"Model": [{"@version": "1", "#text": "m"}]}),
        ("<Models><Scheme>s</Scheme></Models>", {"Scheme": ["s"]}),
        ("<Package>a</Package><Package>b</Package>", {"Package": ["b"]}),
        ('<Package version="1">a</Package>', {"Package": [{"@version": "1", "#text": "a"}]}),
        ("<Attributes><Group/></Attributes>", {"Group": [None]}),
        ('<Attributes><Attribute attribute_name="n" source="s">v</Attribute></Attributes>',
         {"Attribute": [{"@attribute_name": "n", "@source": "s", "#text": "v"}]}),
        ('<Attributes><Attribute attribute_name="n">v<i>w</i></Attribute></Attributes>',
         {"Attribute": [{"@attribute_name": "n", "#text": "v", "i": ["w"]}], "#text": ["v"]}),
        ('<Links><Link id="1">v</Link></Links>', {"Link": [{"@id": "1", "#text": "v"}]}),
        ("<Links><See/></Links>", {"See": [None]}),
        ('<Status status="live"/><Status status="dead"/>', {"Status": [{"@status": "dead"}]}),
        ('<Status when="soon" by="x"/>', {"Status": [{"@when": "soon", "@by": "x"}]}),
        ("<Status>so<b>c</b></Status>", {"Status": [{"#text": "so"}], "b": ["c"], "#text": ["so"]}),
        ("<Description>d<Title>t</Title>e</Description>",
         {"Description": [{"#text": "d"}], "#text": ["d", "e"]}),
    ],
)  # fmt: skip
def test_what_no_field_knows_is_kept(parts: str, kept: dict[str, object]) -> None:
    assert read(parts).other == kept


def test_attributes_of_the_record_that_nobody_knows_are_kept() -> None:
    sample = read(attributes=f'{OWN} id="x7" rank="1" email="ann@hill.example"')
    assert sample.uid is None
    assert sample.other == {"@id": "x7", "@rank": "1"}


def test_a_sample_travels_between_processes() -> None:
    sample = described(f"<Comment>{TABLE}</Comment>")
    assert pickle.loads(pickle.dumps(sample)) == sample  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "it is empty"),
        (b"<BioSampleSet/>", "this is <BioSampleSet>, not a BioSample"),
        (b"<ERROR>no</ERROR>", "the archive answered with an error: no"),
        (a_biosample("<Ids>"), "not well-formed"),
        (a_biosample("<Title>a & b</Title>"), "not well-formed"),
        (b"<!DOCTYPE x []><BioSample/>", "it begins with a document type"),
    ],
)
def test_what_is_no_sample_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(UnreadableRecordError) as refused:
        read_biosample(raw)
    assert str(refused.value).startswith(says)
