"""From what an organism was taken: man and the common animals under their scientific names."""

import re
from typing import Final

from domain.curation.verdict import Sureness, Verdict

SEVERAL_HOSTS: Final = "several hosts"
NO_HOST: Final = "no host named"

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
# No species, but none of those below either: beside one of them they are a second host.
_UNSPECIFIC: Final = """
    rat|rats|rabbit|rabbits|hamster|hamsters|ferret|ferrets|mink|duck|ducks|goose|geese|poultry|bird
    birds|pigeon|pigeons|fish|deer|buffalo|bison|camel|camels|llama|alpaca|donkey|monkey|monkeys
    macaque|macaques|bat|bats|fox|badger|bear|seal|seals|elephant|elephants|mosquito|mosquitoes|tick
    ticks|fly|flies|snake|frog
"""
_NONE_OF_THE_UNSPECIFIC: Final = frozenset(
    (
        *("homo sapiens", "bos taurus", "sus scrofa", "ovis aries", "capra hircus"),
        *("equus caballus", "canis lupus", "felis catus", "mus musculus"),
    )
)
_NOT_HUMAN: Final = "animal|animals|livestock|rodent|rodents|ruminant|ruminants"
_OTHER_GENERA: Final = """
    acinonyx|aedes|ailuropoda|anopheles|anser|arabidopsis|bison|camelus|cervus|chlorocebus|columba
    coturnix|culex|cynomys|dermacentor|ixodes|lama|lepus|mesocricetus|microtus|mustela|myodes|neovison
    oncorhynchus|papio|peromyscus|phlebotomus|pteropus|rhinolophus|rhipicephalus|spermophilus|ursus
    vicugna
"""
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_BETWEEN: Final = re.compile(r"[;,/|&+]|\b(?:and|or)\b", re.IGNORECASE)
_DENIED: Final = re.compile(r"not .+|(?:no|non) ?human(?: host)?")
_WITH_COMMENT: Final = re.compile(r"(?P<name>[^()]+)\((?P<comment>[^()]+)\)")
_DETAILED: Final = re.compile(r"(homo sapiens|human)\s*[;,:]", re.IGNORECASE)


def _key(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def _listed(spellings: str) -> list[str]:
    return [
        _key(spelling) for line in spellings.strip().splitlines() for spelling in line.split("|")
    ]


_COMMON: Final = {
    spelling: name for name, spellings in _SPELLINGS.items() for spelling in _listed(spellings)
}
_SCIENTIFIC: Final = {_key(name): name for name in _SPELLINGS}
_ANIMALS: Final = frozenset(_listed(_UNSPECIFIC))
_BEASTS: Final = frozenset(_listed(_NOT_HUMAN))
_GENERA: Final = frozenset((*(name.split()[0] for name in _SCIENTIFIC), *_listed(_OTHER_GENERA)))


def harmonize_host(text: str) -> Verdict[str]:
    """Give the scientific name where it is certain, else the text as it is.

    A scientific name is sure, however it is capitalized; what stands for it is only likely. Of
    several hosts none is chosen.
    """
    key = _key(text)
    if _DENIED.fullmatch(key) or not any(map(str.isalpha, text)):
        return Verdict(problem=NO_HOST)
    sureness = Sureness.LIKELY if "?" in text else Sureness.SURE
    if name := _SCIENTIFIC.get(key):
        return Verdict(name, sureness)
    if name := _COMMON.get(key):
        return Verdict(name, Sureness.LIKELY)
    if _are_several(text):
        return Verdict(problem=SEVERAL_HOSTS)
    if name := _said_twice(text) or _with_details(text):
        return Verdict(name, Sureness.LIKELY)
    return Verdict(text, sureness)


def _are_several(text: str) -> bool:
    """Whether two of the parts are different hosts; "adult male" and "farm" are none."""
    with_comment = _WITH_COMMENT.fullmatch(text.strip())
    parts = with_comment.groups() if with_comment else _BETWEEN.split(text)
    words = {_key(part) for part in parts}
    species = {name for part in parts if (name := _species(part))}
    if "homo sapiens" in species and "Turkey" in map(str.strip, parts):
        species.discard("meleagris gallopavo")  # a patient in the country
    if len(species) > 1:
        return True
    is_no_animal = species & _NONE_OF_THE_UNSPECIFIC and words & _ANIMALS
    return bool(is_no_animal or ("homo sapiens" in species and words & _BEASTS))


def _species(part: str) -> str | None:
    """Genus and species: of "dog", of "Homo sapiens (human)", and of "Rattus rattus", too."""
    key = _key(part.partition("(")[0])
    genus, *others = (_any_name(key) or key).casefold().split() or [""]
    if genus not in _GENERA or not others or others[0] in ("sp", "spp"):
        return None
    return f"{genus} {others[0]}"


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
