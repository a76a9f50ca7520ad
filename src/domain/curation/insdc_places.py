# ruff: noqa: E501
"""The INSDC's list of countries, oceans and seas, its historical names, and other spellings.

Source: the INSDC's controlled vocabulary for /geo_loc_name (the names); the codes are those of
ISO 3166-1. The spellings are what submitters write, each judged one by one: there is no guessing.
"""

from typing import Final

COUNTRIES: Final = """
AF Afghanistan|AL Albania|DZ Algeria|AS American Samoa|AD Andorra|AO Angola|AI Anguilla
AQ Antarctica|AG Antigua and Barbuda|AR Argentina|AM Armenia|AW Aruba|AU Australia|AT Austria
AZ Azerbaijan|BS Bahamas|BH Bahrain|BD Bangladesh|BB Barbados|BY Belarus|BE Belgium|BZ Belize
BJ Benin|BM Bermuda|BT Bhutan|BO Bolivia|BA Bosnia and Herzegovina|BW Botswana|BV Bouvet Island
BR Brazil|VG British Virgin Islands|BN Brunei|BG Bulgaria|BF Burkina Faso|BI Burundi|KH Cambodia
CM Cameroon|CA Canada|CV Cape Verde|KY Cayman Islands|CF Central African Republic|TD Chad|CL Chile
CN China|CX Christmas Island|CC Cocos Islands|CO Colombia|KM Comoros|CK Cook Islands|CR Costa Rica
CI Cote d'Ivoire|HR Croatia|CU Cuba|CW Curacao|CY Cyprus|CZ Czechia
CD Democratic Republic of the Congo|DK Denmark|DJ Djibouti|DM Dominica|DO Dominican Republic
EC Ecuador|EG Egypt|SV El Salvador|GQ Equatorial Guinea|ER Eritrea|EE Estonia|SZ Eswatini
ET Ethiopia|FK Falkland Islands (Islas Malvinas)|FO Faroe Islands|FJ Fiji|FI Finland|FR France
GF French Guiana|PF French Polynesia|TF French Southern and Antarctic Lands|GA Gabon|GM Gambia
GE Georgia|DE Germany|GH Ghana|GI Gibraltar|GR Greece|GL Greenland|GD Grenada|GP Guadeloupe|GU Guam
GT Guatemala|GG Guernsey|GN Guinea|GW Guinea-Bissau|GY Guyana|HT Haiti
HM Heard Island and McDonald Islands|HN Honduras|HK Hong Kong|HU Hungary|IS Iceland|IN India
ID Indonesia|IR Iran|IQ Iraq|IE Ireland|IM Isle of Man|IL Israel|IT Italy|JM Jamaica|JP Japan
JE Jersey|JO Jordan|KZ Kazakhstan|KE Kenya|KI Kiribati|KW Kuwait|KG Kyrgyzstan|LA Laos|LV Latvia
LB Lebanon|LS Lesotho|LR Liberia|LY Libya|LI Liechtenstein|LT Lithuania|LU Luxembourg|MO Macau
MG Madagascar|MW Malawi|MY Malaysia|MV Maldives|ML Mali|MT Malta|MH Marshall Islands|MQ Martinique
MR Mauritania|MU Mauritius|YT Mayotte|MX Mexico|FM Micronesia, Federated States of|MD Moldova
MC Monaco|MN Mongolia|ME Montenegro|MS Montserrat|MA Morocco|MZ Mozambique|MM Myanmar|NA Namibia
NR Nauru|NP Nepal|NL Netherlands|NC New Caledonia|NZ New Zealand|NI Nicaragua|NE Niger|NG Nigeria
NU Niue|NF Norfolk Island|KP North Korea|MK North Macedonia|MP Northern Mariana Islands|NO Norway
OM Oman|PK Pakistan|PW Palau|PA Panama|PG Papua New Guinea|PY Paraguay|PE Peru|PH Philippines
PN Pitcairn Islands|PL Poland|PT Portugal|PR Puerto Rico|QA Qatar|CG Republic of the Congo|RE Reunion
RO Romania|RU Russia|RW Rwanda|BL Saint Barthelemy|SH Saint Helena|KN Saint Kitts and Nevis
LC Saint Lucia|MF Saint Martin|PM Saint Pierre and Miquelon|VC Saint Vincent and the Grenadines
WS Samoa|SM San Marino|ST Sao Tome and Principe|SA Saudi Arabia|SN Senegal|RS Serbia|SC Seychelles
SL Sierra Leone|SG Singapore|SX Sint Maarten|SK Slovakia|SI Slovenia|SB Solomon Islands|SO Somalia
ZA South Africa|GS South Georgia and the South Sandwich Islands|KR South Korea|SS South Sudan|ES Spain
LK Sri Lanka|PS State of Palestine|SD Sudan|SR Suriname|SE Sweden|CH Switzerland|SY Syria|TW Taiwan
TJ Tajikistan|TZ Tanzania|TH Thailand|TL Timor-Leste|TG Togo|TK Tokelau|TO Tonga
TT Trinidad and Tobago|TN Tunisia|TR Turkey|TM Turkmenistan|TC Turks and Caicos Islands|TV Tuvalu
UG Uganda|UA Ukraine|AE United Arab Emirates|GB United Kingdom|UY Uruguay|US USA|UZ Uzbekistan
VU Vanuatu|VE Venezuela|VN Viet Nam|VI Virgin Islands|WF Wallis and Futuna|EH Western Sahara|YE Yemen
ZM Zambia|ZW Zimbabwe
"""
"""The INSDC's name of each country that has a code of ISO 3166-1."""

ALSO_ISO: Final = """
AX Aland Islands|BQ Bonaire, Sint Eustatius and Saba|IO British Indian Ocean Territory
SJ Svalbard and Jan Mayen|UM United States Minor Outlying Islands|VA Vatican City
"""
"""Codes of ISO 3166-1 whose names are not in the INSDC's list."""

PARTS: Final = """
PS Gaza Strip|PS West Bank|SJ Svalbard|SJ Jan Mayen|TF Kerguelen Archipelago|TF Bassas da India
TF Europa Island|TF Glorioso Islands|TF Juan de Nova Island|TF Tromelin Island|FR-CP Clipperton Island
AU Ashmore and Cartier Islands|AU Coral Sea Islands|UM Baker Island|UM Howland Island
UM Jarvis Island|UM Johnston Atoll|UM Kingman Reef|UM Midway Islands|UM Navassa Island
UM Palmyra Atoll|UM Wake Island|GB-ENG England|GB-SCT Scotland|GB-WLS Wales
GB-NIR Northern Ireland|BQ Bonaire|SH Tristan da Cunha|SH Ascension Island
"""
"""Named as if they were countries: the code they belong to, and the name that becomes the region."""

NOT_COUNTRIES: Final = """
Arctic Ocean|Atlantic Ocean|Baltic Sea|Indian Ocean|Mediterranean Sea|North Sea|Pacific Ocean
Ross Sea|Southern Ocean|Tasman Sea|Borneo|Line Islands|Paracel Islands|Spratly Islands
"""
"""Oceans, seas and areas of several or of disputed countries: a region, and no country."""

HISTORICAL: Final = """
CD Belgian Congo|CD Zaire|GY British Guiana|SR Dutch Guiana|BZ British Honduras|MM Burma|CZ Czech Republic
MK Former Yugoslav Republic of Macedonia|MK Macedonia|TH Siam|SZ Swaziland|LK Ceylon|BF Upper Volta
BJ Dahomey|ZW Rhodesia|ZW Southern Rhodesia|ZM Northern Rhodesia|MW Nyasaland|LS Basutoland
BW Bechuanaland|KH Kampuchea|TL East Timor|VU New Hebrides|DE East Germany|DE West Germany
DE German Democratic Republic|BY Byelorussia|MD Moldavia
IR Persia|SO Italian Somaliland|NA South West Africa|CF Ubangi-Shari
- Czechoslovakia|- Korea|- Netherlands Antilles|- Serbia and Montenegro|- USSR|- Yugoslavia
- French Indochina|- French Equatorial Africa|- French West Africa
"""
"""Names of the past, with the code of the one country that follows, or - where there are several."""

SPELLINGS: Final = """
USA = us|u s|u s a|u s of a|united states|united states america|estados unidos|etats unis|u sa
USA = united sates|unites states|untied states|united state|united states of amercia|usa united states
United Kingdom = uk|u k|great britain|britain|gb|united kindom|untied kingdom|united kingdon
United Kingdom = united kingdom great britain|england and wales
Russia = russian federation|russian|rossiya|rossija
China = pr china|p r china|prc|p r c|peoples republic china|people s republic china|mainland china
China = china mainland|china pr|chine
Taiwan = taiwan china|taiwan province china|taiwan roc|taiwan r o c|chinese taipei|republic of china taiwan
Hong Kong = hongkong|hong kong china|china hong kong|hong kong sar|hong kong sar china
Macau = macao|macau china|macao china|macao sar|macau sar
South Korea = republic korea|korea republic|korea south|s korea|south of korea|rok|korea rok|southkorea
North Korea = dprk|democratic peoples republic korea|korea north|n korea
Viet Nam = vietnam|viet nam socialist republic|vietman|vietnam socialist republic
Laos = lao pdr|lao peoples democratic republic|lao|lao people s democratic republic
Czechia = czech|ceska republika|cesko
Cote d'Ivoire = cote d ivoire|ivory coast|cote divoire ivory coast|ivory coast cote d ivoire|cote divore|cote d lvoire
Cape Verde = cabo verde
Democratic Republic of the Congo = drc|d r c|dr congo|d r congo|congo kinshasa|congo democratic republic
Democratic Republic of the Congo = democratic republic congo|dem rep congo|congo drc|congo dr|congo the democratic republic
Republic of the Congo = congo brazzaville|congo republic|republic congo
Gambia = gambia republic
Eswatini = kingdom eswatini
North Macedonia = republic north macedonia
Turkey = turkiye|turkiye republic|republic turkey|turkey turkiye
South Sudan = sudan south
American Samoa = samoa american
Papua New Guinea = guinea papua new
Northern Ireland = ireland northern
French Guiana = guyane|guyane francaise|french guyana|guyana french|guiana french
Iran = iran islamic republic|islamic republic iran
Syria = syrian arab republic
Tanzania = united republic tanzania|tanzania united republic
Moldova = republic moldova|moldova republic
Bolivia = plurinational state bolivia
Venezuela = bolivarian republic venezuela|venezuala
Brunei = brunei darussalam
Micronesia, Federated States of = micronesia|federated states micronesia
State of Palestine = palestine|palestinian territory|palestinian territories|occupied palestinian territory
State of Palestine = palestine state|palestinian authority
United Arab Emirates = uae|u a e|united arab emirate
Saudi Arabia = ksa|kingdom saudi arabia|saudi|saudia arabia|saudi arabian
Netherlands = holland|nederland|netherland|nederlands|kingdom netherlands
Germany = deutschland|allemagne|alemania|gemany|germnay|germamy
Switzerland = schweiz|suisse|svizzera|switerland|swizerland|switzerlad
Austria = osterreich
Spain = espana|espagne
Italy = italia|italie
France = francia|french republic
Belgium = belgique|belgie|belgien
Denmark = danmark
Sweden = sverige|swedan
Norway = norge
Finland = suomi
Poland = polska
Hungary = magyarorszag
Portugal = portugual
Romania = rumania|roumania
Greece = hellas
Ireland = eire|republic ireland|ireland republic
Brazil = brasil|brazi|bresil|brasilia brazil
Mexico = mejico|mexique
Colombia = columbia republic
Argentina = argentine|argentia|argentine republic
Philippines = philippine|phillipines|philipines|phillippines|pilipinas
Thailand = thailnad|tailand|thailan
Malaysia = malasia|malayasia
Indonesia = indonesian|indonesai
Kazakhstan = kazakstan|kazahstan
Kyrgyzstan = kyrgyz republic|kirghizstan|kirgizstan|kyrgystan|kyrgizstan
Tajikistan = tadjikistan|tadzhikistan
Uzbekistan = uzbekstan
Azerbaijan = azerbaidjan|azerbijan
Belarus = belorussia
Bosnia and Herzegovina = bosnia|bosnia herzegovina|bosnia hercegovina|bih
Trinidad and Tobago = trinidad tobago|trinidad|tobago
Antigua and Barbuda = antigua|barbuda
Saint Kitts and Nevis = saint kitts
Saint Vincent and the Grenadines = saint vincent
Sao Tome and Principe = sao tome
Papua New Guinea = png|papua new guniea
New Zealand = nz|aotearoa|newzealand|new zeland
Australia = austrailia|austalia|australian|austraila
South Africa = south african|s africa|republic south africa|rsa south africa|southafrica
Falkland Islands (Islas Malvinas) = falkland islands|falklands|islas malvinas|falkland islands malvinas
Faroe Islands = faeroe islands|faroes
Reunion = la reunion|reunion island|ile de la reunion
Virgin Islands = us virgin islands|u s virgin islands|usvi|virgin islands us|virgin islands u s
British Virgin Islands = bvi|virgin islands british
Cocos Islands = cocos keeling islands
Pitcairn Islands = pitcairn
Turks and Caicos Islands = turks and caicos
French Southern and Antarctic Lands = french southern territories
Myanmar = myanmar burma|burma myanmar|union myanmar|republic union myanmar
Cambodia = cambodge|cambodja
Nigeria = nigera
Ethiopia = ethopia|ethiopian
Mozambique = mocambique
Burkina Faso = burkina|burkinafaso|bukina faso
Guinea-Bissau = guinee bissau|guinea bissau republic
Equatorial Guinea = guinea equatorial
Madagascar = madagaskar
Cameroon = cameroun|cameron republic
Morocco = maroc
Tunisia = tunisie
Algeria = algerie
Israel = isreal|israel state
Lebanon = liban
Egypt = arab republic egypt
Japan = nippon|japon|japan japan
Singapore = singapour|singapore republic
Kosovo = kosova|republic kosovo|kosovo republic
USSR = soviet union|union soviet socialist republics|u s s r|former ussr|former soviet union|cccp
Yugoslavia = former yugoslavia|yugoslavia former
German Democratic Republic = gdr|ddr
Atlantic Ocean = atlantic|north atlantic ocean|south atlantic ocean|north atlantic|south atlantic
Pacific Ocean = pacific|north pacific ocean|south pacific ocean|north pacific|south pacific
Southern Ocean = antarctic ocean
Macedonia = republic macedonia|fyrom|macedonia fyrom|macedonia former yugoslav republic
Former Yugoslav Republic of Macedonia = former yugoslav republic macedonia|yugoslav republic macedonia
Czech Republic = czech rep|czechrepublic|republic czech
Swaziland = kingdom swaziland
"""
"""What else is written for a name of the lists above, as `spelling.key` makes it."""

LIKELY: Final = """
Norway = norwegian fjord|norwegian fjords
Germany = german glacier
Switzerland = swiss alps|swiss glacier
France = french alps
"""
"""Likewise, but the country is only meant, not named."""
