"""What waits in quarantine names institutions and no persons."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.xml.privacy import without_personal_data
from adapters.xml.sra import read_package
from tests.unit.xml.packages import a_package

PERSONS = ("Jane", "Doe", "jane.doe", "hill.example", "555", "0100", "Home Street")
CONTACT = (
    '<Contact email="jane.doe@hill.example" phone="+1 555 0100"><Address><Street>1 Home Street'
    "</Street><City>Hillton</City></Address><Name><First>Jane</First><Last>Doe</Last></Name></Contact>"
)
ORGANIZATION = f'<Organization type="institute"><Name abbr="HU">Hill University</Name>{CONTACT}'
SUBMISSION = '<SUBMISSION accession="SRA700001" center_name="Hill Lab"/>'
PACKAGE = a_package(SUBMISSION, ORGANIZATION + "</Organization>", "<SAMPLE accession='SRS1'/>")


def assert_nobody_is_named(raw: bytes) -> None:
    kept = without_personal_data(raw).decode(errors="replace")
    assert [person for person in PERSONS if person in kept] == []


def test_contacts_are_taken_out_and_organizations_stay() -> None:
    kept = without_personal_data(PACKAGE)
    assert_nobody_is_named(PACKAGE)
    for stays in (
        b"Hill University",
        b"HU",
        b"Hill Lab",
        b"SRX700001",
        b"SRS1",
        b"</Organization>",
    ):
        assert stays in kept
    assert read_package(kept).submission


@pytest.mark.parametrize("cut", range(0, len(PACKAGE), 7))
def test_a_record_torn_anywhere_names_nobody(cut: int) -> None:
    torn = PACKAGE[:cut]
    kept = without_personal_data(torn)
    whole = ["Jane", "Doe", "jane.doe@", "555 01", "Home S"]
    assert [person for person in whole if person.encode() in kept] == []
    assert kept.startswith(torn[: torn.find(b"<Contact") if b"<Contact" in torn else cut])


@pytest.mark.parametrize(
    "contact",
    [
        "<Contact email='jane.doe@hill.example'/>",
        '<Contact email="jane.doe@hill.example" />',
        '<Contact email="jane.doe@hill.example"></Contact >',
        '<Contact email="a>b jane.doe@hill.example"/>Jane Doe</Contact>',
        "<Contact>Jane Doe",
        "<Contact\n>Jane <b>Doe</b> 555 0100</Contact\n>",
        "<Contacts><Contact>Jane</Contact><Contact>Doe</Contact></Contacts>",
        "<CONTACTS><CONTACT name='Jane Doe' inform_on_status='jane.doe@hill.example'/></CONTACTS>",
        "<contact>Jane Doe</contact>",
        "<Cont&act><Name><First>Jane</First><Last>Doe</Last></Name></Contact>",
        "<Cont&act><Name><First>Jane</Name><Middle>X</Middle><Last>Doe",
        "<Owner><Email>jane.doe@hill.example</Email><Phone>+1 555 0100</Phone></Owner>",
        "<Owner email='jane.doe@hill.example' sec_email=\"jane.doe@hill.example\" Phone = '555'/>",
        "<Owner fax='555 0100' telephone='555'  e-mail='jane.doe' contact_name='Jane Doe'/>",
        '<Owner phone="555 0100',
        "<Owner contact_name='Jane Doe",
    ],
)  # fmt: skip
def test_contacts_in_every_shape_are_taken_out(contact: str) -> None:
    assert_nobody_is_named(f"<Organization>{contact}".encode())


@pytest.mark.parametrize(
    "text",
    [
        "write to jane.doe@hill.example.",
        "mailto:jane.doe@hill.example",
        "Jane.DOE@HILL.Example".lower(),
        "<jane.doe@hill.example>",
        "jane.doe&#64;hill.example",
        "jane.doe&#x40;hill.example",
        "jane.doe+tag@hill.example, jane.doe_1%x@lab.hill.example",
        f"{'j' * 100}.jane.doe@hill.example",
        "call tel. +1 (555) 0100-7, Phone: 1 555 0100; fax no. 15550100",
    ],
)
def test_addresses_and_numbers_in_free_text_are_withheld(text: str) -> None:
    raw = f"<TITLE>{text} and so on</TITLE>".encode()
    assert_nobody_is_named(raw)
    assert b"withheld" in without_personal_data(raw)
    assert without_personal_data(raw).endswith(b" and so on</TITLE>")


def test_an_address_of_any_letters_goes_whole() -> None:
    raw = "an jané.döe@höhe.example schreiben".encode()
    assert without_personal_data(raw) == b"an withheld schreiben"


@pytest.mark.parametrize(
    "text",
    [
        "<TITLE>Contact tracing, 5 @ 25 °C</TITLE>",
        '<EXPERIMENT accession="SRX700001" alias="a@b"/>',
        '<ContactMap email_count="7"/>',
        "<RUN total_bases='5550100' phones='3'/>",
        "<VALUE>telomere 1234567890, fax 2</VALUE>",
        "<Name abbr='HU'>Hill University</Name><Address><City>Hillton</City></Address>",
    ],
)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert without_personal_data(text.encode()) == text.encode()


UNITS = [
    *(b"a", b"<", b"@", b".", b" ", b"1", b"\xff", b"a@", b"a.", b"a@b", b"a@b.", b"a@b.c", b"."),
    *(b"<Contact", b"<Contact ", b"<Contact>", b"<Contact/>", b"<Contact></Contact", b"<contact x"),
    *(b"<First", b"<First>", b"<First>a", b"<First>a</First", b"</Contact", b"<Last></Last  "),
    *(b" email", b" email=", b' email="', b" email='x", b"tel", b"tel ", b"tel 1", b"phone: +"),
    *(b" email" + b" " * 1000, b"<Contact></Contact" + b" " * 1000, b"a@" + b"a." * 1000),
]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: repr(unit[:20]))
def test_four_million_hostile_bytes_take_no_time_to_speak_of(unit: bytes) -> None:
    began = process_time()
    without_personal_data(unit * (4_000_000 // len(unit)))
    assert process_time() - began < 2


@given(
    st.lists(
        st.sampled_from([*UNITS[:-3], b">", b'"', b"'", b"</First>", b"</Contact>", b"=", b"x"])
    )
)
def test_nothing_is_added_and_cleaning_twice_changes_nothing_more(parts: list[bytes]) -> None:
    raw = b"".join(parts)
    once = without_personal_data(raw)
    assert without_personal_data(once).count(b"@") <= once.count(b"@") <= raw.count(b"@")


addresses = st.from_regex(
    rb"[a-z][a-z0-9._%+-]{0,70}@[a-z0-9-]{1,9}(\.[a-z]{2,9}){1,3}", fullmatch=True
)
around = st.sampled_from([b" ", b">", b"<", b'"', b"'", b",", b"(", b";", b"\n", b""])


@given(addresses, around, around)
def test_no_address_survives(address: bytes, before: bytes, after: bytes) -> None:
    assert address not in without_personal_data(before + address + after)
