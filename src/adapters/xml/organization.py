"""Reads Organization, as SRA and BioProject have it; the people behind it are not kept."""

from adapters.xml.elements import Reading
from adapters.xml.fields import Element, fields_of
from adapters.xml.other import keep_own_words, text_of
from domain.records import Organization

_PLACE = {
    "Institution": "institution",
    "Department": "department",
    "City": "city",
    "Sub": "subdivision",
    "Country": "country",
}


def read_organization(element: Element) -> Organization:
    """Read an organization; where it has no address of its own, its contact tells the town."""
    reading = Reading(element)
    for child in element:
        match child.tag:
            case "Name" if "name" not in reading.known:
                _name(child, reading)
            case "Address" if "street" not in reading.known:
                _own_address(child, reading)
            case _:
                reading.keep(child)
    known, fields = reading.known, reading.fields
    if "street" not in known:
        known.update(_town_of_contact(element))
    organization = Organization(
        name=known.pop("name", None) or "",
        type=fields.text("type"),
        role=fields.text("role"),
        url=fields.text("url"),
        other=reading.other,
        **known,
    )
    fields.leave_to(reading.other)
    return organization


def _name(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["abbreviation"] = fields.text("abbr")
    reading.known["name"] = text_of(element)
    if fields or len(element):
        reading.keep(element)


def _own_address(element: Element, reading: Reading) -> None:
    fields = fields_of(element)
    reading.known["street"] = None
    reading.known["postal_code"] = fields.text("postal_code")
    keep_own_words(reading.other, element, fields)
    for child in element:
        if field := _PLACE.get(child.tag):
            reading.text(field, child)
        elif child.tag == "Street" and not reading.known["street"]:
            reading.known["street"] = text_of(child)
        else:
            reading.keep(child)


def _town_of_contact(element: Element) -> dict[str, str | None]:
    """Read where a contact works, down to the town; the street is a person's."""
    address = element.find("Contact/Address")
    parts = address if address is not None else ()
    return {_PLACE[part.tag]: text_of(part) for part in parts if part.tag in _PLACE}
