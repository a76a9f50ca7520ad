"""One name for each antibiotic: the international nonproprietary name (INN), in lower case."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from domain.curation.missing import missing_reason
from domain.curation.verdict import Sureness, Verdict

UNKNOWN_ANTIBIOTIC: Final = "antibiotic is not known"

_SPELLINGS: Final = {
    "rifampicin": "rifampin, rifampicine",
    "rifabutin": "",
    "rifapentine": "",
    "isoniazid": "isonicotinylhydrazide, isonicotinic acid hydrazide",
    "ethambutol": "",
    "pyrazinamide": "",
    "streptomycin": "",
    "ethionamide": "",
    "prothionamide": "protionamide",
    "cycloserine": "d cycloserine",
    "terizidone": "",
    "para-aminosalicylic acid": "p aminosalicylic acid, 4 aminosalicylic acid, aminosalicylic acid,"
    "p aminosalicylate, para aminosalicylate",
    "capreomycin": "",
    "viomycin": "",
    "clofazimine": "",
    "bedaquiline": "",
    "delamanid": "",
    "pretomanid": "pa 824",
    "thioacetazone": "thiacetazone",
    "amikacin": "",
    "apramycin": "",
    "gentamicin": "gentamycin",
    "kanamycin": "kanamycin a",
    "neomycin": "",
    "netilmicin": "netilmycin",
    "plazomicin": "",
    "spectinomycin": "",
    "tobramycin": "tobramicin",
    "amoxicillin": "amoxycillin",
    "ampicillin": "",
    "benzylpenicillin": "penicillin g",
    "penicillin": "",
    "phenoxymethylpenicillin": "penicillin v",
    "carbenicillin": "",
    "cloxacillin": "",
    "dicloxacillin": "",
    "flucloxacillin": "floxacillin",
    "meticillin": "methicillin",
    "mecillinam": "amdinocillin",
    "mezlocillin": "",
    "oxacillin": "",
    "piperacillin": "",
    "temocillin": "",
    "ticarcillin": "",
    "clavulanic acid": "clavulanate",
    "avibactam": "",
    "enmetazobactam": "",
    "relebactam": "",
    "sulbactam": "",
    "durlobactam": "",
    "tazobactam": "",
    "vaborbactam": "",
    "taniborbactam": "",
    "zidebactam": "",
    "cefaclor": "",
    "cefadroxil": "",
    "cefalexin": "cephalexin",
    "cefalotin": "cephalothin, cefalothin",
    "cefapirin": "cephapirin",
    "cefradine": "cephradine",
    "cefazolin": "cephazolin, cefazoline",
    "cefepime": "",
    "cefiderocol": "",
    "cefixime": "",
    "cefoperazone": "",
    "cefotaxime": "",
    "cefotetan": "",
    "cefovecin": "",
    "cefoxitin": "",
    "cefpirome": "",
    "cefpodoxime": "",
    "cefquinome": "",
    "ceftaroline": "",
    "ceftazidime": "",
    "ceftibuten": "",
    "ceftiofur": "",
    "ceftobiprole": "",
    "ceftolozane": "",
    "ceftriaxone": "ceftriaxon",
    "cefuroxime": "",
    "aztreonam": "",
    "doripenem": "",
    "ertapenem": "",
    "faropenem": "",
    "imipenem": "imipenem cilastatin",
    "meropenem": "",
    "tebipenem": "",
    "ciprofloxacin": "",
    "danofloxacin": "",
    "delafloxacin": "",
    "enrofloxacin": "",
    "fluoroquinolone": "fluoroquinolones",
    "gatifloxacin": "",
    "gemifloxacin": "",
    "levofloxacin": "",
    "lomefloxacin": "",
    "marbofloxacin": "",
    "moxifloxacin": "",
    "nalidixic acid": "nalidixate",
    "norfloxacin": "",
    "ofloxacin": "",
    "orbifloxacin": "",
    "pefloxacin": "",
    "pradofloxacin": "",
    "sparfloxacin": "",
    "gepotidacin": "",
    "zoliflodacin": "",
    "chlortetracycline": "",
    "demeclocycline": "",
    "doxycycline": "doxycyclin",
    "eravacycline": "",
    "minocycline": "",
    "omadacycline": "",
    "oxytetracycline": "",
    "tetracycline": "",
    "tigecycline": "",
    "azithromycin": "",
    "clarithromycin": "",
    "clindamycin": "",
    "erythromycin": "",
    "gamithromycin": "",
    "lincomycin": "",
    "pirlimycin": "",
    "roxithromycin": "",
    "spiramycin": "",
    "telithromycin": "",
    "tildipirosin": "",
    "tilmicosin": "",
    "tulathromycin": "",
    "tylosin": "",
    "quinupristin": "",
    "dalfopristin": "",
    "pristinamycin": "",
    "virginiamycin": "",
    "tiamulin": "",
    "lefamulin": "",
    "retapamulin": "",
    "dalbavancin": "",
    "oritavancin": "",
    "teicoplanin": "",
    "telavancin": "",
    "vancomycin": "",
    "daptomycin": "",
    "bacitracin": "",
    "colistin": "polymyxin e, colistine",
    "polymyxin b": "",
    "linezolid": "",
    "tedizolid": "",
    "chloramphenicol": "chloroamphenicol",
    "florfenicol": "",
    "fosfomycin": "phosphomycin",
    "fusidic acid": "fusidate",
    "fidaxomicin": "",
    "metronidazole": "",
    "tinidazole": "",
    "mupirocin": "pseudomonic acid",
    "nitrofurantoin": "",
    "novobiocin": "",
    "sulfadiazine": "sulphadiazine",
    "sulfadimethoxine": "sulphadimethoxine",
    "sulfafurazole": "sulfisoxazole, sulphafurazole, sulfasoxazole",
    "sulfamethoxazole": "sulphamethoxazole",
    "sulfonamide": "sulfonamides, sulphonamide, sulphonamides",
    "trimethoprim": "",
    "amphotericin b": "",
    "anidulafungin": "",
    "caspofungin": "",
    "clotrimazole": "",
    "fluconazole": "",
    "flucytosine": "5 fluorocytosine, 5 flucytosine",
    "ibrexafungerp": "",
    "isavuconazole": "",
    "itraconazole": "",
    "ketoconazole": "",
    "micafungin": "",
    "nystatin": "",
    "posaconazole": "",
    "rezafungin": "",
    "terbinafine": "",
    "voriconazole": "",
    "trimethoprim-sulfamethoxazole": "cotrimoxazole, co trimoxazole",
    "amoxicillin-clavulanic acid": "co amoxiclav, coamoxiclav, augmentin",
    "quinupristin-dalfopristin": "synercid",
}
"""INN → other spellings, a comma between them. US names, older names, and what is seen."""

# Two letters may be anything, and ETH is ethionamide for some and ethambutol for others.
_OF_TUBERCULOSIS: Final = {
    "rif": "rifampicin",
    "rmp": "rifampicin",
    "inh": "isoniazid",
    "emb": "ethambutol",
    "pza": "pyrazinamide",
    "stm": "streptomycin",
    "str": "streptomycin",
    "amk": "amikacin",
    "kan": "kanamycin",
    "cap": "capreomycin",
    "cpm": "capreomycin",
    "eto": "ethionamide",
    "pto": "prothionamide",
    "ofx": "ofloxacin",
    "lfx": "levofloxacin",
    "lvx": "levofloxacin",
    "mfx": "moxifloxacin",
    "mxf": "moxifloxacin",
    "cfz": "clofazimine",
    "bdq": "bedaquiline",
    "dlm": "delamanid",
    "lzd": "linezolid",
    "pas": "para-aminosalicylic acid",
    "rfb": "rifabutin",
}
_ABBREVIATIONS: Final = {
    "amc": "amoxicillin-clavulanic acid",
    "sxt": "trimethoprim-sulfamethoxazole",
    "tmp smx": "trimethoprim-sulfamethoxazole",
    "tzp": "piperacillin-tazobactam",
    "cip": "ciprofloxacin",
    "cro": "ceftriaxone",
    "ctx": "cefotaxime",
    "etp": "ertapenem",
    "ipm": "imipenem",
    "lzd": "linezolid",
    "tgc": "tigecycline",
}

# What stands second in the name of a combination, whichever way round it was written.
_PARTNERS: Final = frozenset(
    [
        "clavulanic acid",
        "avibactam",
        "enmetazobactam",
        "relebactam",
        "sulbactam",
        "durlobactam",
        "tazobactam",
        "vaborbactam",
        "taniborbactam",
        "zidebactam",
        "sulfamethoxazole",
        "dalfopristin",
    ]
)
_SEPARATORS: Final = re.compile(r"[\s/+&_-]+|\b(?:and|with)\b")


@lru_cache(maxsize=4096)
def harmonize_antibiotic(submitted: str, *, is_mycobacterial: bool = False) -> Verdict[str]:
    """Give the name in use here; an unknown name stays as it is, in lower case, with a remark.

    is_mycobacterial: the name stands in a table of drugs against mycobacteria, where RIF and INH
    can only mean one thing.
    """
    name = " ".join(submitted.lower().split())
    if not name:
        return Verdict(problem="no antibiotic named")
    if missing := missing_reason(name):
        return Verdict(missing=missing)
    if known := _known(name) or _combination(name):
        return Verdict(known, Sureness.SURE)
    key = _key(name)
    if is_mycobacterial and key in _OF_TUBERCULOSIS:
        return Verdict(_OF_TUBERCULOSIS[key], Sureness.SURE)
    if key in _ABBREVIATIONS:
        return Verdict(_ABBREVIATIONS[key], Sureness.LIKELY)
    return Verdict(name, Sureness.LIKELY, remark=UNKNOWN_ANTIBIOTIC)


def _known(name: str) -> str | None:
    return _NAMES.get(_key(name))


def _combination(name: str) -> str | None:
    """Read "clavulanate/amoxicillin" and the like: a drug and its partner, either way round."""
    words = _key(name).split()
    for cut in range(1, len(words)):
        parts = [_NAMES.get(" ".join(half)) for half in (words[:cut], words[cut:])]
        partners = [part for part in parts if part in _PARTNERS]
        drugs = [part for part in parts if part and part not in _PARTNERS]
        if len(drugs) == len(partners) == 1:
            return f"{drugs[0]}-{partners[0]}"
    return None


def _key(name: str) -> str:
    return " ".join(_SEPARATORS.sub(" ", name).split())


def _all_names() -> Iterator[tuple[str, str]]:
    for name, spellings in _SPELLINGS.items():
        yield _key(name), name
        yield from ((_key(other), name) for other in spellings.split(",") if other)


_NAMES: Final = dict(_all_names())
