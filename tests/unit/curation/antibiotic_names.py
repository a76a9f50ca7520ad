"""All distinct antibiotics of the real antibiograms, and the name each must get."""

INN_ALREADY = """
amikacin, amoxicillin, amoxicillin-clavulanic acid, ampicillin, ampicillin-sulbactam,
anidulafungin, apramycin, azithromycin, aztreonam, benzylpenicillin, capreomycin, carbenicillin,
caspofungin, cefalexin, cefazolin, cefepime, cefixime, cefotaxime, cefotaxime-clavulanic acid,
cefotetan, cefoxitin, cefpodoxime, ceftaroline, ceftazidime, ceftazidime-avibactam,
ceftazidime-clavulanic acid, ceftiofur, ceftolozane-tazobactam, ceftriaxone, cefuroxime,
chloramphenicol, chlortetracycline, ciprofloxacin, clarithromycin, clindamycin, colistin,
danofloxacin, daptomycin, doripenem, doxycycline, enrofloxacin, eravacycline, ertapenem,
erythromycin, ethambutol, ethionamide, florfenicol, fluconazole, flucytosine, fluoroquinolone,
fosfomycin, fusidic acid, gentamicin, imipenem, imipenem-relebactam, isavuconazole, isoniazid,
itraconazole, kanamycin, levofloxacin, linezolid, meropenem, meropenem-vaborbactam, metronidazole,
micafungin, minocycline, moxifloxacin, mupirocin, nalidixic acid, neomycin, netilmicin,
nitrofurantoin, norfloxacin, ofloxacin, oxacillin, oxytetracycline, pefloxacin, penicillin,
piperacillin, piperacillin-tazobactam, posaconazole, pyrazinamide, quinupristin-dalfopristin,
spectinomycin, streptomycin, sulfadimethoxine, sulfamethoxazole, teicoplanin, telithromycin,
tetracycline, tiamulin, ticarcillin, ticarcillin-clavulanic acid, tigecycline, tilmicosin,
tobramycin, trimethoprim, trimethoprim-sulfamethoxazole, tulathromycin, tylosin, vancomycin,
voriconazole, zoliflodacin
"""

REAL = {name: name for name in " ".join(INN_ALREADY.split()).split(", ")} | {
    "rifampin": "rifampicin",
    "sulfisoxazole": "sulfafurazole",
    "cephalothin": "cefalotin",
    "polymyxin B": "polymyxin b",
    "amphotericin B": "amphotericin b",
}

MADE_UP = {
    "Rifampicin": "rifampicin",
    " RIFAMPIN ": "rifampicin",
    "amoxicillin/clavulanate": "amoxicillin-clavulanic acid",
    "Amoxicillin / Clavulanic acid": "amoxicillin-clavulanic acid",
    "amoxicillin + clavulanate": "amoxicillin-clavulanic acid",
    "clavulanate/amoxicillin": "amoxicillin-clavulanic acid",
    "amoxicillin and clavulanic acid": "amoxicillin-clavulanic acid",
    "co-amoxiclav": "amoxicillin-clavulanic acid",
    "sulfamethoxazole/trimethoprim": "trimethoprim-sulfamethoxazole",
    "Trimethoprim_Sulfamethoxazole": "trimethoprim-sulfamethoxazole",
    "trimethoprim sulphamethoxazole": "trimethoprim-sulfamethoxazole",
    "cotrimoxazole": "trimethoprim-sulfamethoxazole",
    "Tazobactam-Piperacillin": "piperacillin-tazobactam",
    "Polymyxin-B": "polymyxin b",
    "polymyxin E": "colistin",
    "cephalexin": "cefalexin",
    "penicillin G": "benzylpenicillin",
    "gentamycin": "gentamicin",
    "p-aminosalicylic acid": "para-aminosalicylic acid",
    "para-aminosalicylic acid": "para-aminosalicylic acid",
    "4-aminosalicylic acid": "para-aminosalicylic acid",
    "5-fluorocytosine": "flucytosine",
    "D-cycloserine": "cycloserine",
    "protionamide": "prothionamide",
    "methicillin": "meticillin",
    "imipenem/cilastatin": "imipenem",
    "Fusidate": "fusidic acid",
}

# (submitted, in a table against mycobacteria, in any other)
ABBREVIATED = [
    ("RIF", "rifampicin", "rif"),
    ("INH", "isoniazid", "inh"),
    ("EMB", "ethambutol", "emb"),
    ("PZA", "pyrazinamide", "pza"),
    ("CFZ", "clofazimine", "cfz"),
    ("PAS", "para-aminosalicylic acid", "pas"),
    ("ETH", "eth", "eth"),
    ("H", "h", "h"),
    ("SXT", "trimethoprim-sulfamethoxazole", "trimethoprim-sulfamethoxazole"),
]

NOT_KNOWN = {
    "Gentamicin high-level": "gentamicin high-level",
    "tetracycline/tigecycline": "tetracycline/tigecycline",
    "erythromycin, clindamycin": "erythromycin, clindamycin",
    "clavulanic acid/tazobactam": "clavulanic acid/tazobactam",
    "Sandoricum  extract": "sandoricum extract",
    "rifampicinoid": "rifampicinoid",
    "リファンピシン": "リファンピシン",
    "/": None,
}
