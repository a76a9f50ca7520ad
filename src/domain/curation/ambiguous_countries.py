"""Countries that share their name with another place: what tells which one is meant."""

import re
from typing import Final

from domain.curation.spelling import key

# Beside the regions of ISO 3166-2: other names of them, and cities and towns of the republic.
_OF_GEORGIA: Final = """
adjara|ajara|achara|kakheti|samegrelo|mingrelia|svaneti|upper svaneti|zemo svaneti|racha|lechkhumi
racha lechkhumi|racha lechkhumi and kvemo svaneti|samegrelo and zemo svaneti|samegrelo upper svaneti
mtskheta|samtskhe javakheti|javakheti|south ossetia|tskhinvali region|kartli|lower kartli
inner kartli|black sea|caucasus|greater caucasus|lesser caucasus|transcaucasia|tiflis|batumi|batum
kutaisi|rustavi|gori|zugdidi|poti|telavi|senaki|samtredia|khashuri|zestaponi|zestafoni|kobuleti
ozurgeti|akhaltsikhe|akhalkalaki|borjomi|marneuli|kaspi|bolnisi|tkibuli|tskaltubo|sukhumi|sokhumi
tskhinvali|chiatura|gardabani|sagarejo|gurjaani|kvareli|lagodekhi|signagi|sighnaghi|dedoplistskaro
dedoplistsqaro|mestia|ambrolauri|stepantsminda|kazbegi|dusheti|tetritskaro|tsalka|dmanisi
ninotsminda|lanchkhuti
chokhatauri|abasha|martvili|khobi|baghdati|khoni|sachkhere|kharagauli|terjola|shuakhevi|khulo
adigeni|aspindza|akhmeta|tianeti|tsageri|lentekhi|chkhorotsku|tsalenjikha|gali|gagra|gudauta
"""
_OF_NORTHERN_IRELAND: Final = frozenset(
    (
        *("belfast", "antrim", "armagh", "down", "fermanagh"),
        *("tyrone", "londonderry", "derry", "lisburn", "newry"),
    )
)
_KNOWN_OF_GEORGIA: Final = frozenset(_OF_GEORGIA.strip().replace("\n", "|").split("|"))
_KIND: Final = re.compile(r"^(?:county|co|city) | (?:county|city|region|municipality|district)$")


def is_of_the_republic_of_georgia(part: str) -> bool:
    return _bare(part) in _KNOWN_OF_GEORGIA


def is_of_northern_ireland(part: str) -> bool:
    return _bare(part) in _OF_NORTHERN_IRELAND


def _bare(part: str) -> str:
    return _KIND.sub("", key(part))
