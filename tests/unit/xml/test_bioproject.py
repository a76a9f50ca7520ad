"""A BioProject is read from efetch and from bulk files alike, with nothing left out."""

import pickle
from datetime import datetime

import pytest

from adapters.xml.bioproject import read_bioproject
from application.errors import UnreadableRecordError
from domain.accession import Accession
from domain.bioproject import (
    Grant,
    LocusTagPrefix,
    ProjectExternalLink,
    ProjectIdentifier,
    Relevance,
)
from domain.records import Organization
from tests.unit.xml.projects import (
    ARCHIVE_ID,
    PROJECT_ID,
    a_bulk_package,
    a_summary,
    described,
    read,
    submitted,
    typed,
)

DESCRIPTION = (
    "<ProjectDescr><Name>n</Name><Title>t</Title><Description>d&#13;</Description>"
    "<ProjectReleaseDate>2023-08-14T00:00:00Z</ProjectReleaseDate></ProjectDescr>"
)
TYPE = (
    "<ProjectType><ProjectTypeSubmission>"
    '<Target capture="eWhole" material="eGenome" sample_scope="eMonoisolate">'
    '<Organism species="10" taxID="11"><OrganismName>o</OrganismName><Label>l</Label>'
    "<Strain>s</Strain><IsolateName>i</IsolateName><Cultivar>c</Cultivar><Breed>b</Breed>"
    "<Supergroup>eBacteria</Supergroup></Organism><Description>bark</Description></Target>"
    '<Method method_type="eSequencing"/>'
    '<Objectives><Data data_type="eSequence"/><Data data_type="eAssembly"/></Objectives>'
    "<IntendedDataTypeSet><DataType>raw sequence reads</DataType></IntendedDataTypeSet>"
    "<ProjectDataTypeSet><DataType>Genome sequencing</DataType><DataType>assembly</DataType>"
    "</ProjectDataTypeSet></ProjectTypeSubmission></ProjectType>"
)
SUBMISSION = (
    '<Submission last_update="2023-08-05" submission_id="SUB1" submitted="2013-05-21">'
    '<Description><Organization role="owner" type="institute" url="http://k.example">'
    '<Name abbr="KSU">Kansas</Name></Organization><Organization role="participant"><Name>P</Name>'
    "</Organization><Access>public</Access></Description></Submission>"
)
RELEASED = "<ProjectReleaseDate>2001-01-01</ProjectReleaseDate>"
NOT_PUBLIC = (
    b'<DocumentSummary uid="7"><error>The following ID is not public in BioProject: 7'
    b"</error></DocumentSummary>"
)


def stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_what_a_project_is_about_is_read() -> None:
    project = read(DESCRIPTION, TYPE, beside=SUBMISSION)
    assert (project.accession, project.uid) == (Accession.parse("PRJNA7"), 7)
    assert (project.archive, project.name, project.title) == ("NCBI", "n", "t")
    assert project.description == "d"
    assert project.released == stamp("2023-08-14")
    assert (project.ncbi_taxon_id, project.species_taxon_id) == (11, 10)
    assert (project.scientific_name, project.organism_label) == ("o", "l")
    assert (project.strain, project.isolate) == ("s", "i")
    assert (project.cultivar, project.breed, project.supergroup) == ("c", "b", "eBacteria")
    assert (project.project_type, project.is_umbrella) == ("Submission", False)
    assert (project.target_material, project.target_capture) == ("eGenome", "eWhole")
    assert (project.target_sample_scope, project.target_description) == ("eMonoisolate", "bark")
    assert (project.method, project.objectives) == ("eSequencing", ("eSequence", "eAssembly"))
    assert project.data_types == ("Genome sequencing", "assembly")
    assert project.intended_data_types == ("raw sequence reads",)
    assert (project.submitted, project.updated) == (stamp("2013-05-21"), stamp("2023-08-05"))
    assert (project.submission_id, project.access) == ("SUB1", "public")
    assert project.organizations == (
        Organization("Kansas", "KSU", "institute", "owner", "http://k.example"),
        Organization("P", role="participant"),
    )
    assert project.other == {}


def test_both_envelopes_give_the_same_project() -> None:
    links = (
        '<ProjectLinks><Link><ProjectIDRef accession="PRJNA7"/><Hierarchical type="TopAdmin">'
        '<MemberID accession="PRJNA9"/></Hierarchical></Link></ProjectLinks>'
    )
    parts = (DESCRIPTION, TYPE)
    summary = read_bioproject(a_summary(*parts, beside=SUBMISSION + links))
    assert read_bioproject(a_bulk_package(*parts, beside=SUBMISSION + links)) == summary
    assert len(summary.links) == 1


def test_a_project_that_says_nothing_but_its_name_is_a_project() -> None:
    project = read()
    assert (project.title, project.submitted, project.project_type) == (None, None, None)
    assert (project.links, project.publications, project.organizations) == ((), (), ())
    assert not project.is_umbrella


def test_ddbjs_own_projects_have_no_uid_and_release_dates_with_a_zone() -> None:
    project = read_bioproject(
        b'<Package><Project><Project><ProjectID><ArchiveID accession="PRJDB503" archive="DDBJ"/>'
        b"</ProjectID><ProjectDescr><ProjectReleaseDate>2012-09-10T18:17:52.600+09:00"
        b"</ProjectReleaseDate></ProjectDescr></Project></Project></Package>"
    )
    assert (str(project.accession), project.archive, project.uid) == ("PRJDB503", "DDBJ", None)
    assert project.released == stamp("2012-09-10T09:17:52.600")
    assert project.other == {"ProjectReleaseDate": ["2012-09-10T18:17:52.600+09:00"]}


@pytest.mark.parametrize("kind", ["TopAdmin", "TopSingleOrganism"])
def test_umbrellas_are_told_by_their_type(kind: str) -> None:
    umbrella = typed('<Organism taxID="2"><OrganismName>Bacteria</OrganismName></Organism>', kind)
    assert (umbrella.project_type, umbrella.is_umbrella) == (kind, True)
    assert (umbrella.ncbi_taxon_id, umbrella.scientific_name) == (2, "Bacteria")


def test_what_kind_of_umbrella_it_is_is_read() -> None:
    project = read(
        '<ProjectType><ProjectTypeTopAdmin subtype="eOther"><DescriptionSubtypeOther>mine'
        "</DescriptionSubtypeOther></ProjectTypeTopAdmin></ProjectType>"
    )
    assert project.subtype == "eOther"
    assert project.other == {"DescriptionSubtypeOther": ["mine"]}


def test_the_biology_of_an_organism_stays_in_one_piece() -> None:
    project = typed(
        '<Target><Organism taxID="11" species="x"><Strain>a</Strain><Strain>b</Strain>'
        '<Organization>eUnicellular</Organization><GenomeSize units="Mb">4</GenomeSize>'
        "</Organism><Provider>P</Provider></Target>"
    )
    assert (project.strain, project.species_taxon_id) == ("a", None)
    assert project.other == {
        "Organism": [
            {
                "@species": "x",
                "Strain": ["b"],
                "Organization": ["eUnicellular"],
                "GenomeSize": [{"@units": "Mb", "#text": "4"}],
            }
        ],
        "Provider": ["P"],
    }


def test_identifiers_of_other_kinds_are_told_apart() -> None:
    project = read(
        identity=f"<ProjectID>{ARCHIVE_ID}"
        '<ArchiveID accession="PRJEB1" archive="EBI"/>'
        '<CenterID center="GEO">GSE7</CenterID><CenterID center="JGI" id="1006097"/>'
        '<LocalID submission_id="SUB1">bp0</LocalID><LocalID>bp0</LocalID></ProjectID>'
    )
    assert project.identifiers == (
        ProjectIdentifier("archive", "PRJEB1", "EBI"),
        ProjectIdentifier("center", "GSE7", "GEO"),
        ProjectIdentifier("center", "1006097", "JGI"),
        ProjectIdentifier("local", "bp0", "SUB1"),
        ProjectIdentifier("local", "bp0"),
    )
    assert project.other == {}


def test_another_number_than_its_uid_is_kept_beside_it() -> None:
    other = '<ProjectID><ArchiveID accession="PRJEB7" archive="EBI" id="12345"/></ProjectID>'
    project = read(identity=other)
    assert project.uid == 7
    assert project.other == {"ArchiveID": [{"@id": "12345"}]}


def test_grants_keep_who_paid_and_not_who_was_paid() -> None:
    project = described(
        '<Grant GrantId="1"><Title>t</Title><Agency abbr="NSF">Science</Agency>'
        '<PI affil="Hill"><Last>Hillman</Last></PI><Note>n</Note></Grant><Grant GrantId=""/>'
    )
    assert project.grants == (
        Grant("1", "t", "Science", "NSF", {"Note": ["n"]}),
        Grant(),
    )
    assert "Hill" not in repr(project)


def test_submitters_and_their_contacts_are_not_kept() -> None:
    project = submitted(
        '<Description><Submitter user_name="ann"><Contact email="ann@hill.example"/></Submitter>'
        '<Organization><Name>Hill</Name><Contact email="ann@hill.example"><Name><Last>Hillman'
        "</Last></Name><Address><City>Hillton</City></Address></Contact></Organization>"
        "</Description>"
    )
    assert project.organizations == (Organization("Hill", city="Hillton"),)
    assert "ann" not in repr(project)
    assert "Hillman" not in repr(project)


def test_relevance_prefixes_and_external_links_keep_order_and_repeats() -> None:
    project = described(
        "<Relevance><Medical>yes</Medical><Other>Comparative</Other></Relevance>"
        '<LocusTagPrefix biosample_id="SAMN1" assembly_id="GCA_1">AB</LocusTagPrefix>'
        "<LocusTagPrefix>AB</LocusTagPrefix>"
        '<ExternalLink category="Other" label="GOLD"><URL>http://g.example</URL></ExternalLink>'
        '<ExternalLink><dbXREF db="SRA"><ID>DRP1</ID><ID>DRP2</ID></dbXREF></ExternalLink>'
        '<ExternalLink label="nowhere"/>'
    )
    assert project.relevance == (Relevance("Medical", "yes"), Relevance("Other", "Comparative"))
    assert project.locus_tag_prefixes == (
        LocusTagPrefix("AB", "SAMN1", "GCA_1"),
        LocusTagPrefix("AB"),
    )
    assert project.external_links == (
        ProjectExternalLink("GOLD", "Other", "http://g.example"),
        ProjectExternalLink(database="SRA", identifier="DRP1"),
        ProjectExternalLink(database="SRA", identifier="DRP2"),
        ProjectExternalLink("nowhere"),
    )
    assert project.other == {}


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<Keyword>k</Keyword>", {"Keyword": ["k"]}),
        ("<Name>a</Name><Name>b</Name>", {"Name": ["b"]}),
        ("<ProjectReleaseDate>soon</ProjectReleaseDate>", {"ProjectReleaseDate": ["soon"]}),
        (
            RELEASED + RELEASED,
            {"ProjectReleaseDate": ["2001-01-01"]},
        ),
        ('<Relevance><Other lang="en">x</Other></Relevance>',
         {"Other": [{"@lang": "en", "#text": "x"}]}),
        ('<LocusTagPrefix since="1">AB</LocusTagPrefix>',
         {"LocusTagPrefix": [{"@since": "1", "#text": "AB"}]}),
        ('<ExternalLink n="1"><URL>u</URL></ExternalLink>',
         {"ExternalLink": [{"@n": "1", "URL": ["u"]}]}),
        ("<ExternalLink><dbXREF/></ExternalLink>", {"ExternalLink": [{"dbXREF": [None]}]}),
        ("<ExternalLink><Page>p</Page></ExternalLink>", {"ExternalLink": [{"Page": ["p"]}]}),
        ('<ExternalLink><dbXREF db="a"><ID n="1">i</ID></dbXREF></ExternalLink>',
         {"ExternalLink": [{"dbXREF": [{"@db": "a", "ID": [{"@n": "1", "#text": "i"}]}]}]}),
        ("<ExternalLink>here</ExternalLink>", {"ExternalLink": ["here"]}),
        ('<RefSeq representation="eReference"/>', {"RefSeq": [{"@representation": "eReference"}]}),
    ],
)  # fmt: skip
def test_what_no_field_of_a_description_knows_is_kept(inside: str, kept: dict[str, object]) -> None:
    assert described(inside).other == kept


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ("<Target/><Target material='m'/>", {"Target": [{"@material": "m"}]}),
        ("<Target rank='1'/>", {"Target": [{"@rank": "1"}]}),
        ("<Method method_type='eOther'>by hand</Method>", {"Method": [{"#text": "by hand"}]}),
        ("<Method/><Method method_type='m'/>", {"Method": [{"@method_type": "m"}]}),
        ("<Method><Kit>k</Kit></Method>", {"Kit": ["k"]}),
        ("<Objectives><Data data_type='e'>more</Data></Objectives>",
         {"Data": [{"@data_type": "e", "#text": "more"}]}),
        ("<Objectives><Goal/></Objectives>", {"Goal": [None]}),
        ("<ProjectDataTypeSet><DataType n='1'>x</DataType></ProjectDataTypeSet>",
         {"DataType": [{"@n": "1", "#text": "x"}]}),
        ("<ProjectDataTypeSet><Type>x</Type></ProjectDataTypeSet>", {"Type": ["x"]}),
        ("<Organism taxID='1'/><Organism taxID='2'/>", {"Organism": [{"@taxID": "2"}]}),
        ("<Novelty/>", {"Novelty": [None]}),
    ],
)  # fmt: skip
def test_what_no_field_of_a_type_knows_is_kept(inside: str, kept: dict[str, object]) -> None:
    assert typed(inside).other == kept


@pytest.mark.parametrize(
    ("beside", "kept"),
    [
        ("<ProjectAssembly>a</ProjectAssembly>", {"ProjectAssembly": ["a"]}),
        ('<Submission><Action action_id="1"/></Submission>', {"Action": [{"@action_id": "1"}]}),
        ('<Submission submitted="soon"/>', {"Submission": [{"@submitted": "soon"}]}),
        ('<Submission/><Submission submitted="2001"/>', {"Submission": [{"@submitted": "2001"}]}),
        ("<Submission><Description><Comment>c</Comment></Description></Submission>",
         {"Comment": ["c"]}),
        ("<Submission><Description/>late</Submission>", {"#text": ["late"]}),
    ],
)  # fmt: skip
def test_what_no_field_of_an_envelope_knows_is_kept(beside: str, kept: dict[str, object]) -> None:
    assert read(beside=beside).other == kept


def test_other_identifiers_and_types_that_nobody_knows_are_kept() -> None:
    identity = f'<ProjectID>{ARCHIVE_ID}<Doi/><CenterID center="c" id="1">x</CenterID></ProjectID>'
    two_types = "<ProjectType><ProjectTypeTopAdmin/><ProjectTypeSubmission/><Kind/></ProjectType>"
    project = read(two_types, identity=identity)
    assert project.project_type == "TopAdmin"
    assert project.other == {
        "Doi": [None],
        "CenterID": [{"@center": "c", "@id": "1", "#text": "x"}],
        "ProjectTypeSubmission": [None],
        "Kind": [None],
    }


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "it is empty"),
        (b"<RecordSet/>", "this is <RecordSet>, not a DocumentSummary"),
        (b'<DocumentSummary uid="7"/>', "the project has no accession"),
        (a_summary(identity="<ProjectID/>"), "the project has no accession"),
        (
            a_summary(identity='<ProjectID><ArchiveID accession="SRP7"/></ProjectID>'),
            "the project is called SRP7, which is a study",
        ),
        (
            NOT_PUBLIC,
            "the archive answered with an error: The following ID is not public",
        ),
        (a_summary("<ProjectDescr>"), "not well-formed"),
    ],
)
def test_what_is_no_project_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(UnreadableRecordError) as refused:
        read_bioproject(raw)
    assert str(refused.value).startswith(says)


def test_a_project_travels_between_processes() -> None:
    project = read(DESCRIPTION, TYPE, beside=SUBMISSION)
    assert pickle.loads(pickle.dumps(project)) == project  # noqa: S301 - our own


def test_a_name_twice_is_read_once_and_kept_beside() -> None:
    project = read(identity=PROJECT_ID + PROJECT_ID)
    assert str(project.accession) == "PRJNA7"
    assert project.identifiers == (ProjectIdentifier("archive", "PRJNA7", "NCBI"),)
    assert project.other == {
        "ArchiveID": [{"@accession": "PRJNA7", "@archive": "NCBI", "@id": "7"}]
    }
