"""A place names its country for certain or not at all; the rest of it is kept as written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.curation import countries
from domain.curation.places import Place, curate_place
from domain.curation.subdivisions import subdivision_code
from domain.curation.verdict import MissingReason, Sureness, Verdict
from tests.unit.curation.promises import is_one_of_three
from tests.unit.curation.tables import Row, expected, table

NAMES = st.sampled_from([*("USA", "Georgia", "Mexico", "Congo", "Borneo", "USSR", "Pacific Ocean")])
PIECES = st.one_of(
    NAMES, st.sampled_from([":", ", ", "; ", "/", " and ", "CA", "(", ")"]), st.text()
)


def country(text: str) -> str | None:
    value = curate_place(text).value
    return value.country_code if value else None


def codes(text: str) -> tuple[str | None, str | None]:
    value = curate_place(text).value
    assert value is not None, text
    return value.country_code, value.subdivision_code


@pytest.mark.parametrize("row", table("places"), ids=lambda row: row["value"])
def test_every_real_value_has_the_place_worked_out_by_hand(row: Row) -> None:
    verdict = curate_place(row["value"])
    name = countries.by_code(row["country"]).name if row["country"] else None
    place = Place(
        country_code=row["country"] or None,
        country_name=name,
        subdivision_code=row["subdivision"] or None,
        region=row["region"] or None,
        locality=row["locality"] or None,
        historical_name=row["historical_name"] or None,
    )
    assert verdict == expected(row, place)


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("US", "USA|usa|U.S.A.|U.S.|US|United States|United States of America|The United States"),
        (
            "US",
            "Untied States|GAZ:United States of America|United States of America [GAZ:00002459]",
        ),
        ("GB", "UK|U.K.|GB|GBR|United Kingdom|Great Britain|England|Scotland: Edinburgh|Wales"),
        ("CZ", "Czechia|Czech Republic|czech republic|Czech Rep.|\u010cesk\u00e1 republika"),
        (
            "CI",
            "Cote d'Ivoire|C\u00f4te d'Ivoire|C\u00f4te d\u2019Ivoire|Ivory Coast|CIV",
        ),
        (
            "CD",
            "Democratic Republic of the Congo|DR Congo|DRC|Congo, The Democratic Republic of the",
        ),
        ("CD", "Zaire|Belgian Congo|Congo-Kinshasa|COD"),
        ("CG", "Republic of the Congo|Republic of Congo|Congo-Brazzaville|Congo, Republic of"),
        ("KR", "South Korea|Republic of Korea|Korea, Republic of|Korea, South|S. Korea|KOR"),
        ("KP", "North Korea|Democratic People's Republic of Korea|DPRK"),
        ("VN", "Viet Nam|Vietnam|VIETNAM: Hanoi|VNM"),
        ("LA", "Laos|Lao PDR|Lao People's Democratic Republic"),
        ("RU", "Russia|Russian Federation|RUSSIA: Siberia"),
        ("MK", "Macedonia|North Macedonia|FYROM|The former Yugoslav Republic of Macedonia"),
        ("SZ", "Swaziland|Eswatini|eSwatini"),
        ("MM", "Burma|Myanmar|Myanmar (Burma)"),
        ("CV", "Cape Verde|Cabo Verde"),
        ("TR", "Turkey|T\u00fcrkiye|Turkiye"),
        ("GM", "Gambia|The Gambia|Gambia, The"),
        ("PS", "Gaza Strip|West Bank|State of Palestine|Palestine|Gaza Strip: Gaza"),
        ("HK", "Hong Kong|China: Hong Kong|Hong Kong, China|HongKong|HKG"),
        ("TW", "Taiwan|Taiwan, Province of China|China: Taiwan|Taiwan, China"),
        ("CN", "China|People's Republic of China|PR China|P.R. China|CHN|Mainland China"),
        ("PR", "Puerto Rico|USA: Puerto Rico|Puerto Rico, USA|USA: San Juan, Puerto Rico"),
        ("RE", "Reunion|R\u00e9union|La R\u00e9union|France: La Reunion"),
        ("GE", "Georgia: Tbilisi|Georgia|GEO"),
        ("NA", "Namibia|NAM"),
        ("NE", "Niger"),
        ("NG", "Nigeria|Nigeria: Niger"),
        ("UM", "Wake Island|Midway Islands"),
        ("FK", "Falkland Islands|Falkland Islands (Islas Malvinas)"),
        ("DE", "Germany|Deutschland|East Germany|Germany: Berlin, Germany|Munich, Germany, Europe"),
        ("IN", "Asia: India: Mumbai|India - Mumbai|India/Mumbai|India|Chennai, TN, India"),
        ("MX", "Mexico|M\u00e9xico|Mexico: Mexico|Mexico: New Mexico"),
        ("JM", "Jamaica"),
        ("SS", "South Sudan|Sudan, South"),
        ("AS", "American Samoa|Samoa, American|USA: American Samoa"),
        ("GF", "French Guiana|Guyane fran\u00e7aise|France: French Guiana"),
        ("GB", "Northern Ireland|Ireland, Northern|London, England, UK|Northern Ireland, UK"),
        ("SG", "Singapore, Singapore"),
        ("LC", "St. Lucia|Saint Lucia|St Lucia"),
        ("BA", "Bosnia and Herzegovina|Bosnia & Herzegovina|Bosnia-Herzegovina"),
        ("FR", "France|FRA|Lyon (France)|France (Lyon)"),
    ],
)
def test_a_country_is_known_under_all_its_names(code: str, spellings: str) -> None:
    found = {text: country(text) for text in spellings.split("|")}
    assert found == dict.fromkeys(found, code)


@pytest.mark.parametrize("name", ["USSR", "Yugoslavia", "Czechoslovakia", "Korea"])
def test_a_past_country_with_several_heirs_has_a_name_and_no_code(name: str) -> None:
    place = Place(historical_name=name, region="Somewhere")
    assert curate_place(f"{name}: Somewhere") == Verdict(value=place, sureness=Sureness.SURE)


def test_a_past_country_with_one_heir_has_both() -> None:
    place = curate_place("Zaire: Kinshasa").value
    assert place == Place(
        country_code="CD",
        country_name="Democratic Republic of the Congo",
        subdivision_code="CD-KN",
        region="Kinshasa",
        historical_name="Zaire",
    )


@pytest.mark.parametrize("name", ["Pacific Ocean", "Baltic Sea", "Borneo", "Spratly Islands"])
def test_seas_and_shared_islands_are_regions_without_a_country(name: str) -> None:
    place = Place(region=name, locality="station 4")
    assert curate_place(f"{name}: station 4") == Verdict(value=place, sureness=Sureness.SURE)


def test_kosovo_has_a_name_but_no_code_of_iso() -> None:
    assert curate_place("Kosovo: Pristina").value == Place(country_name="Kosovo", region="Pristina")


@pytest.mark.parametrize(
    ("text", "subdivision"),
    [
        *(("USA: California", "US-CA"), ("USA: CA", "US-CA"), ("California, USA", "US-CA")),
        *(("San Diego, California, USA", "US-CA"), ("USA: San Diego/CA", "US-CA")),
        *(("USA: Washington, DC", "US-DC"), ("USA: Washington D.C.", "US-DC")),
        *(("USA: Washington State", "US-WA"), ("USA: Seattle, WA", "US-WA")),
        *(("USA: Georgia", "US-GA"), ("Georgia, USA", "US-GA"), ("Georgia: USA", "US-GA")),
        *(("Germany: Bavaria", "DE-BY"), ("Germany: Th\u00fcringen", "DE-TH")),
        *(("Italy: Lombardy", "IT-25"), ("Spain: Madrid", "ES-MD"), ("UK: England", "GB-ENG")),
        *(("China: Guangdong", "CN-GD"), ("China: Guangdong Province", "CN-GD")),
        *(("China: Inner Mongolia", "CN-NM"), ("Japan: Osaka Prefecture", "JP-27")),
        *(("Canada: Qu\u00e9bec", "CA-QC"), ("Turkey: \u0130stanbul", "TR-34")),
        *(("India: Tamil Nadu", "IN-TN"), ("India: Maharashtra, Mumbai", "IN-MH")),
        *(("Argentina: Buenos Aires Province", "AR-B"), ("Russia: Moscow region", "RU-MOS")),
        *(("Indonesia: Bali", "ID-BA"), ("Nigeria: Niger", "NG-NI"), ("Peru: Cusco", "PE-CUS")),
    ],
)
def test_a_subdivision_is_found_by_its_names(text: str, subdivision: str) -> None:
    assert codes(text) == (subdivision[:2], subdivision)


@pytest.mark.parametrize(
    "text",
    [
        *("USA: Washington", "USA: LA", "USA: Baltimore", "USA: JAMAICA", "India: Mumbai"),
        *("USA: Indiana, PA", "USA: CA/NV", "USA: near California", "USA: ca", "USA: western"),
        *("Argentina: Buenos Aires", "Peru: Lima", "Mozambique: Maputo", "Bulgaria: Sofia"),
        *("Dominican Republic: Santo Domingo", "Kazakhstan: Almaty", "Laos: Vientiane"),
        *("Ghana: Northern", "Mexico: Mexico", "Uzbekistan: Toshkent", "Germany: CA"),
        *("Ukraine: Kyiv Province", "Luxembourg: Luxembourg", "Korea: Seoul"),
    ],
)
def test_no_subdivision_is_better_than_a_doubtful_one(text: str) -> None:
    assert codes(text)[1] is None


def test_region_and_locality_are_kept_as_written() -> None:
    place = curate_place("Japan:Kagawa, Aji  city,Seto Inland Sea ").value
    assert place is not None
    assert (place.region, place.locality) == ("Kagawa", "Aji city, Seto Inland Sea")
    place = curate_place("USA: N.Y.").value
    assert place is not None
    assert (place.region, place.subdivision_code) == ("N.Y.", "US-NY")
    place = curate_place("Schwabing, Munich, Germany").value
    assert place is not None
    assert (place.region, place.locality) == ("Munich", "Schwabing")
    place = curate_place("San Diego, California, USA").value
    assert place is not None
    assert (place.region, place.locality) == ("California", "San Diego")


@pytest.mark.parametrize(
    ("problem", "values"),
    [
        (
            "no country named",
            "Boston|Niger Delta|Europe|12345|GAZ:00002459|Republic of China|Mumbay",
        ),
        ("no country named", "New Jersey|fr|Zz|Unknown: Berlin|Lab 3, Brazil, freezer 4"),
        ("several countries", "USA, Mexico|USA/Mexico|USA and Canada|USA; Mexico|Peru & Chile"),
        (
            "several countries",
            "USA: Texas; Mexico: Sonora|Belgium, Luxembourg|Chile - Peru|USA (Italy)",
        ),
        (
            "country is ambiguous",
            "Congo|Congo: Kinshasa|Atlanta, Georgia|Georgia, Atlanta|Peru, Indiana|Mexico, MO",
        ),
        ("country is ambiguous", "CA|DE|IN|NO|CH"),
        ("country is ambiguous", "Georgia: Atlanta|Georgia:Fulton County|Georgia: Rome, CDC"),
        ("country is ambiguous", "Ireland: Northern Ireland|Ireland: Belfast|Belfast, Ireland"),
        ("country is ambiguous", "Ireland: Co. Down|Ireland: Northern Ireland, UK"),
    ],
)
def test_what_names_no_one_country_says_so(problem: str, values: str) -> None:
    found = {text: curate_place(text) for text in values.split("|")}
    assert found == dict.fromkeys(found, Verdict(problem=problem))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("USA: missing", Place("US", "USA")),
        ("USA: NA", Place("US", "USA")),
        ("USA: n/a", Place("US", "USA")),
        ("USA: missing: lab stock", Place("US", "USA")),
        ("Germany: not applicable", Place("DE", "Germany")),
        ("Germany: Berlin, unknown", Place("DE", "Germany", "DE-BE", "Berlin")),
        ("USA: not collected, CA", Place("US", "USA", "US-CA", "CA")),
        ("missing: Germany", Place("DE", "Germany")),
        ("missing, Germany, Berlin", Place("DE", "Germany", "DE-BE", "Berlin")),
        ("USA (unknown)", Place("US", "USA")),
        ("NA, USA", Place("US", "USA")),
        ("Pacific Ocean: missing", Place(region="Pacific Ocean")),
        ("Thailand: nan", Place("TH", "Thailand")),
        ("Italy: NA", Place("IT", "Italy")),
        # These are places all the same.
        ("USA: ND", Place("US", "USA", "US-ND", "ND")),
        ("USA: Fargo, ND", Place("US", "USA", "US-ND", "ND", "Fargo")),
        ("Fargo, ND, USA", Place("US", "USA", "US-ND", "ND", "Fargo")),
        ("Canada: N.S.", Place("CA", "Canada", region="N.S.")),
        ("Thailand: Nan", Place("TH", "Thailand", "TH-55", "Nan")),
    ],
)
def test_a_part_that_is_missing_is_no_part(text: str, place: Place) -> None:
    assert curate_place(text) == Verdict(value=place, sureness=Sureness.SURE)


@pytest.mark.parametrize(
    "text", ["Georgia: Batumi", "Georgia: Adjara, Batumi", "Georgia: Kazbegi district"]
)
def test_a_town_of_the_republic_of_georgia_is_likely_there(text: str) -> None:
    verdict = curate_place(text)
    assert (country(text), verdict.sureness) == ("GE", Sureness.LIKELY)
    assert curate_place("Georgia: Tbilisi, Lab 3").sureness is Sureness.SURE
    assert curate_place("GEO: Atlanta").sureness is Sureness.LIKELY


def test_the_republic_of_ireland_keeps_its_own_places() -> None:
    for region in ("Dublin", "County Cork", "Downpatrick Head"):
        assert curate_place(f"Ireland: {region}").sureness is Sureness.SURE


@pytest.mark.parametrize(
    "text", ["Georgia", "Georgia: missing", "FR", "CN: Beijing", "Norwegian fjord"]
)
def test_what_leaves_a_doubt_is_only_likely(text: str) -> None:
    assert curate_place(text).sureness is Sureness.LIKELY


def test_a_very_long_text_is_no_place() -> None:
    assert curate_place("USA: " + "very far away " * 50) == Verdict(problem="no country named")


def test_na_is_missing_and_never_namibia() -> None:
    assert curate_place("NA") == Verdict(missing=MissingReason.MISSING)


def test_every_iso_country_has_one_name_which_is_read_back() -> None:
    rows = [(row[0], row[1]) for row in countries._iso_rows()]
    assert len(rows) == 249
    for alpha_2, alpha_3 in rows:
        assert country(countries.by_code(alpha_2).name or "") == alpha_2
        assert country(f"{alpha_3}: Somewhere") == alpha_2


def test_a_subdivision_belongs_to_its_country() -> None:
    assert subdivision_code("US", "California") == "US-CA"
    assert subdivision_code("MX", "California") is None
    assert subdivision_code("XX", "California") is None


def test_a_subdivision_that_is_called_like_its_country_is_in_doubt() -> None:
    assert subdivision_code("MX", "Mexico") is None
    assert subdivision_code("MX", "M\u00e9xico") is None


@given(st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join)))
@example("Asia:" * 90)
@example("USA:" + "," * 400)
@example("\u0130")
def test_no_text_raises_and_each_has_one_outcome(text: str) -> None:
    verdict = curate_place(text)
    assert is_one_of_three(verdict)
    assert verdict.value != Place()


@pytest.mark.parametrize(
    ("submitted", "code"),
    [
        ("USA: PR", "PR"),
        ("USA: Puerto Rico", "PR"),
        ("USA: PR, San Juan", "PR"),
        ("USA: San Juan, PR", "PR"),
        ("USA: GU", "GU"),
        ("USA: VI", "VI"),
        ("USA: CA", "US"),
        ("USA: MD", "US"),
        ("USA: Virginia", "US"),
    ],
)
def test_a_territory_with_a_code_of_its_own_is_one_country_however_it_is_written(
    submitted: str, code: str
) -> None:
    place = curate_place(submitted).value

    assert place is not None
    assert place.country_code == code
