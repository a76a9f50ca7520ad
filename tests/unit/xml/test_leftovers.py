"""What no version of the schema that is known here has a place for, and who must not stay."""

import orjson
import pytest

from adapters.xml.other import MOST_LEVELS
from application.errors import UnreadableRecordError
from tests.unit.xml.packages import (
    a_run_set,
    a_sample,
    a_study,
    an_experiment,
    read,
    read_experiment,
    read_sample,
    read_study,
    read_submission,
)

SPOTS = (
    "<SPOT_DESCRIPTOR><SPOT_DECODE_SPEC><SPOT_LENGTH>36</SPOT_LENGTH><READ_SPEC><READ_INDEX>0"
    "</READ_INDEX></READ_SPEC><READ_SPEC><READ_INDEX>1</READ_INDEX></READ_SPEC></SPOT_DECODE_SPEC>"
    "</SPOT_DESCRIPTOR>"
)


def test_descriptions_of_spots_and_processing_are_kept_as_they_nest() -> None:
    experiment = read_experiment(f"<DESIGN>{SPOTS}</DESIGN><PROCESSING><PIPELINE/></PROCESSING>")
    assert experiment.other == {
        "SPOT_DESCRIPTOR": [
            {
                "SPOT_DECODE_SPEC": [
                    {
                        "SPOT_LENGTH": ["36"],
                        "READ_SPEC": [{"READ_INDEX": ["0"]}, {"READ_INDEX": ["1"]}],
                    }
                ]
            }
        ],
        "PROCESSING": [{"PIPELINE": [None]}],
    }


def test_targeted_loci_and_repeated_texts_of_a_library_are_kept() -> None:
    experiment = read_experiment(
        "<DESIGN><LIBRARY_DESCRIPTOR><LIBRARY_NAME>a</LIBRARY_NAME><LIBRARY_NAME>b</LIBRARY_NAME>"
        '<TARGETED_LOCI><LOCUS locus_name="16S"/></TARGETED_LOCI></LIBRARY_DESCRIPTOR></DESIGN>'
    )
    assert experiment.library_name == "a"
    assert experiment.other == {
        "LIBRARY_NAME": ["b"],
        "TARGETED_LOCI": [{"LOCUS": [{"@locus_name": "16S"}]}],
    }


def test_related_studies_are_kept() -> None:
    study = read_study(
        "<DESCRIPTOR><RELATED_STUDIES><RELATED_STUDY><RELATED_LINK><DB>bioproject</DB><ID>7</ID>"
        "</RELATED_LINK></RELATED_STUDY></RELATED_STUDIES></DESCRIPTOR>"
    )
    links = {"RELATED_STUDY": [{"RELATED_LINK": [{"DB": ["bioproject"], "ID": ["7"]}]}]}
    assert study.other == {"RELATED_STUDIES": [links]}


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ('<DESIGN since="2001"/>', {"DESIGN": [{"@since": "2001"}]}),
        ('<IDENTIFIERS by="x"/>', {"IDENTIFIERS": [{"@by": "x"}]}),
        ('<EXPERIMENT_LINKS n="0"/>', {"EXPERIMENT_LINKS": [{"@n": "0"}]}),
        ('<TITLE lang="en">t</TITLE>', {"TITLE": [{"@lang": "en", "#text": "t"}]}),
        ("<TITLE>t<i>u</i> v</TITLE>", {"TITLE": [{"#text": "t v", "i": ["u"]}]}),
        ("<DESIGN>see the paper</DESIGN>", {"DESIGN": [{"#text": "see the paper"}]}),
        ("<PLATFORM>Hill One</PLATFORM>", {"PLATFORM": [{"#text": "Hill One"}]}),
        ("<NEW/><NEW>1</NEW>", {"NEW": [None, "1"]}),
        ('<x:NEW xmlns:x="urn:x" x:a="1"/>', {"{urn:x}NEW": [{"@{urn:x}a": "1"}]}),
    ],
)
def test_what_an_element_says_beside_its_known_parts_is_kept(
    inside: str, kept: dict[str, object]
) -> None:
    assert read_experiment(inside).other == kept


def test_unknown_attributes_of_every_record_are_kept_under_their_names() -> None:
    package = read(
        "<SUBMISSION accession='SRA700001' a='1'/>",
        a_study("", "accession='SRP700001' b='2'"),
        a_sample("", "accession='SRS700001' c='3'"),
        "<RUN_SET d='4'><RUN accession='SRR700001' e='5'/></RUN_SET>",
        experiment="<EXPERIMENT accession='SRX700001' f='6'>"
        "<STUDY_REF accession='SRP700001'/></EXPERIMENT>",
    )
    assert package.submission
    assert package.study
    assert package.submission.other == {"@a": "1"}
    assert package.study.other == {"@b": "2"}
    assert package.samples[0].other == {"@c": "3"}
    assert package.experiment.other == {"RUN_SET": [{"@d": "4"}], "@f": "6"}
    assert package.runs[0].other == {"@e": "5"}


def test_what_stands_beside_the_records_is_kept_with_the_package() -> None:
    package = read(
        a_study(),
        a_study("", "accession='SRP700002'"),
        "<Organization type='lab'><Name>Hill</Name><Contact email='a@h.example'/></Organization>",
        a_run_set("<NOTE>n</NOTE>"),
        "<FUTURE level='2'><PART>p</PART></FUTURE>",
    )
    assert package.other == {
        "STUDY": [{"@accession": "SRP700002"}],
        "Organization": [{"@type": "lab", "Name": ["Hill"]}],
        "FUTURE": [{"@level": "2", "PART": ["p"]}],
    }
    assert package.experiment.other == {"NOTE": ["n"]}


def test_text_among_elements_is_kept_with_the_package() -> None:
    package = read(
        "before",
        a_sample("<TITLE>t</TITLE>within<TITLE/>"),
        "<Organization><Contact>Ann <b>Hill</b> Rise</Contact></Organization>after",
        "<SUBMISSION accession='SRA700001'/>",
    )
    assert package.other["#text"] == ["before", "within", "after"]
    assert "Ann" not in repr(package)
    assert "Rise" not in repr(package)


def test_what_is_kept_of_organizations_has_no_persons_in_it() -> None:
    submission = read_submission(
        "<SUBMISSION accession='SRA700001' EMAIL='a@h.example'><NOTE phone='1'>"
        "<Contact>Ann</Contact><by fax='2' role='x'/></NOTE></SUBMISSION>",
        "<Organization group='g'><Name abbr='H' kind='k'>Hill</Name><Name>Dale</Name>"
        "<Address country_code='UP'><Street>1 A</Street><Street>2 B</Street><Zip>9</Zip></Address>"
        "<Contact><Name><Last>Hill</Last></Name><Address><Street>3 C</Street></Address></Contact>"
        "</Organization>",
    )
    assert submission.other == {"NOTE": [{"by": [{"@role": "x"}]}]}
    (organization,) = submission.organizations
    assert (organization.name, organization.abbreviation, organization.street) == (
        "Hill",
        "H",
        "1 A",
    )
    assert organization.other == {
        "Name": [{"@abbr": "H", "@kind": "k", "#text": "Hill"}, "Dale"],
        "Address": [{"@country_code": "UP"}],
        "Street": ["2 B"],
        "Zip": ["9"],
        "@group": "g",
    }


def test_what_is_kept_is_json_even_where_it_nests_deep() -> None:
    deep = f"{'<d>' * (MOST_LEVELS - 1)}x{'</d>' * (MOST_LEVELS - 1)}"
    sample = read_sample(f"<TITLE/>{deep}")
    assert orjson.loads(orjson.dumps(sample.other)) == sample.other


def test_what_nests_deeper_than_any_record_is_refused() -> None:
    deep = f"{'<d>' * (MOST_LEVELS + 1)}{'</d>' * (MOST_LEVELS + 1)}"
    with pytest.raises(UnreadableRecordError, match="nested more than 100 deep"):
        read(experiment=an_experiment(deep))
