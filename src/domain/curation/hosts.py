"""From what an organism was taken: man and the common animals under their scientific names."""

import re
from typing import Final

from domain.curation.verdict import Sureness, Verdict

# Animals of which a common name says no species (rat, duck, fish, deer) are left as they are.
_SPELLINGS: Final = {
    "Homo sapiens": """
        human|humans|human being|homo sapiens sapiens|homo sapien|homosapiens|homo sapins
        homo sapines|homo sapeins|homo sapies|homo spiens|homo spaiens|homo sapians|homo sapens
        homo sapiense|homo sapience|homo sapients|homo spapiens|hom sapiens|homo sapiens human
        h sapiens|hsapiens|human patient|patient|patients|human host|human clinical|human adult
        human child|human infant|homo sapiens patient|man|woman|human male|human female|person
        tb patient|tuberculosis patient|pulmonary tuberculosis patient|hospital patient
        hospitalized patient|outpatient|inpatient|humano|humain|ser humano|paciente|mensch
    """,
    "Bos taurus": """
        bovine|cattle|cow|cows|dairy cow|dairy cattle|beef cattle|domestic cattle|calf|calves|heifer
        steer|bull|bos taurus taurus|bovine cattle|domestic cow|holstein cow|b taurus|dairy cows
    """,
    "Sus scrofa": "pig|pigs|swine|porcine|sow|piglet|piglets|hog|wild boar|domestic pig|boar",
    "Ovis aries": "sheep|ovine|lamb|domestic sheep|ewe",
    "Capra hircus": "goat|goats|caprine|domestic goat|capra aegagrus hircus",
    "Equus caballus": "horse|horses|equine|foal|domestic horse|equus ferus caballus|mare",
    "Gallus gallus": "chicken|chickens|broiler|broilers|broiler chicken|hen|laying hen|layer hen"
    "|domestic chicken|chick|chicks|rooster",
    "Meleagris gallopavo": "turkey|turkeys|domestic turkey|wild turkey",
    "Canis lupus familiaris": "dog|dogs|canine|domestic dog|canis familiaris|puppy",
    "Felis catus": "cat|cats|feline|domestic cat|kitten|felis domesticus|felis silvestris catus",
    "Oryctolagus cuniculus": "domestic rabbit|european rabbit",
    "Mus musculus": "mouse|mice|house mouse|laboratory mouse|lab mouse",
    "Rattus norvegicus": "brown rat|norway rat|laboratory rat|lab rat",
    "Cavia porcellus": "guinea pig|guinea pigs",
    "Bubalus bubalis": "water buffalo|domestic water buffalo",
    "Meles meles": "badger (uk)|european badger|eurasian badger",
    "Odocoileus virginianus": "white tailed deer|whitetail deer",
    "Cervus elaphus": "red deer",
    "Vulpes vulpes": "red fox",
    "Macaca mulatta": "rhesus macaque|rhesus monkey",
    "Macaca fascicularis": "cynomolgus macaque|crab eating macaque",
    "Pan troglodytes": "chimpanzee",
    "Elephas maximus": "asian elephant",
    "Loxodonta africana": "african elephant|african bush elephant",
    "Anas platyrhynchos": "mallard|mallard duck",
    "Danio rerio": "zebrafish",
    "Salmo salar": "atlantic salmon",
    "Apis mellifera": "honey bee|honeybee|western honey bee",
    "Drosophila melanogaster": "fruit fly",
}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_WITH_COMMENT: Final = re.compile(r"(?P<name>[^()]+)\((?P<comment>[^()]+)\)")
_DETAILED: Final = re.compile(r"(homo sapiens|human)\s*[;,:]", re.IGNORECASE)


def _key(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


_COMMON: Final = {
    _key(spelling): name
    for name, spellings in _SPELLINGS.items()
    for line in spellings.strip().splitlines()
    for spelling in line.split("|")
}
_SCIENTIFIC: Final = {_key(name): name for name in _SPELLINGS}


def harmonize_host(text: str) -> Verdict[str]:
    """Give the scientific name where it is certain, else the text as it is.

    A scientific name is sure, however it is capitalized; what stands for it is only likely.
    """
    key = _key(text)
    if name := _SCIENTIFIC.get(key):
        return Verdict(name, Sureness.SURE)
    if name := _COMMON.get(key) or _said_twice(text) or _with_details(text):
        return Verdict(name, Sureness.LIKELY)
    return Verdict(text, Sureness.SURE)


def _said_twice(text: str) -> str | None:
    """Read "Ovis aries (Sheep)"; of "cow (human contact)" the two halves are not the same."""
    halves = _WITH_COMMENT.fullmatch(text) or re.fullmatch(
        r"(?P<name>[^,;/]+)[,;/](?P<comment>[^,;/]+)", text
    )
    if halves is None:
        return None
    names = {_any_name(halves["name"]), _any_name(halves["comment"])}
    return names.pop() if len(names) == 1 else None


def _with_details(text: str) -> str | None:
    """Read "Homo sapiens; male; 45 years old"."""
    return "Homo sapiens" if _DETAILED.match(text) else None


def _any_name(text: str) -> str | None:
    key = _key(text)
    return _SCIENTIFIC.get(key) or _COMMON.get(key)
