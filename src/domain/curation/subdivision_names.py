"""Names of subdivisions in English and in use, where ISO 3166-2 has another.

Each was judged by hand: a capital stands here only where it lies in the subdivision for certain.
"""

from typing import Final

OTHER_NAMES: Final = """
US-DC|Washington, DC|Washington D.C.|DC|D.C.
US-NY|New York City|NYC|New York State|N.Y.
US-WA|Washington State|State of Washington
US-PA|Pennsylvannia|Pensylvania
US-MA|Massachussetts|Massachusets
US-CA|Califonia|Calfornia
US-MS|Missisippi
US-CT|Conneticut
US-TN|Tennesee
US-HI|Hawai'i|Hawaiian Islands
CA-NL|Newfoundland|Labrador
CA-QC|Québec
CA-PE|PEI
CA-YT|Yukon Territory
AU-ACT|Canberra
BR-SP|Sao Paulo
BR-DF|Brasilia
BR-RJ|Rio de Janiero
MX-CMX|Mexico City|Distrito Federal|Ciudad de Mexico|CDMX|Mexico DF|Mexico D.F.
MX-MEX|Estado de Mexico|State of Mexico|Edo. de Mexico|Edo Mexico|Mexico State
MX-MIC|Michoacan
MX-VER|Veracruz|Veracurz
MX-COA|Coahuila
MX-QUE|Queretaro de Arteaga
DE-BY|Bavaria
DE-HE|Hesse
DE-NI|Lower Saxony
DE-NW|North Rhine-Westphalia|NRW|Northrhine-Westphalia
DE-RP|Rhineland-Palatinate
DE-SN|Saxony|SN
DE-ST|Saxony-Anhalt
DE-TH|Thuringia|TH
DE-BW|Baden-Wuerttemberg|BW
DE-MV|Mecklenburg-Western Pomerania
AT-9|Vienna
AT-7|Tyrol
AT-2|Carinthia
AT-6|Styria
AT-3|Lower Austria
AT-4|Upper Austria
CH-GE|Geneva
CH-ZH|Zurich
CH-BE|Bern
CH-LU|Lucerne
CH-TI|Tessin
CH-GR|Grisons
CH-SG|St. Gallen
IT-21|Piedmont
IT-23|Aosta Valley
IT-25|Lombardy
IT-52|Tuscany
IT-62|Latium
IT-75|Apulia
IT-82|Sicily
IT-88|Sardinia
IT-32|Trentino-South Tyrol
IT-36|Friuli-Venezia Giulia
FR-20R|Corsica
FR-BRE|Brittany
FR-NOR|Normandy
FR-IDF|Ile de France
ES-AN|Andalusia
ES-CT|Catalonia|Cataluna
ES-CN|Canary Islands
ES-IB|Balearic Islands|Islas Baleares
ES-PV|Basque Country
ES-NC|Navarre
ES-CL|Castile and Leon
ES-VC|Valencian Community
PT-11|Lisbon
PT-20|Azores
PT-30|Madeira
BE-BRU|Brussels|Brussels-Capital Region|Bruxelles
BE-VLG|Flanders|Flemish Region
BE-WAL|Wallonia|Walloon Region
NL-FR|Friesland
NL-NB|North Brabant
NL-NH|North Holland
NL-ZH|South Holland
NL-ZE|Zeeland
CZ-10|Prague|Praha
SE-AB|Stockholm|Stockholm County
SE-M|Skane
SE-C|Uppsala
DK-84|Capital Region of Denmark
DK-85|Zealand
DK-81|North Denmark Region
DK-83|Region of Southern Denmark
DK-82|Central Denmark Region
FI-18|Helsinki
FI-10|Lapland
GR-M|Crete
GR-I|Attica|Attiki
RU-MOW|Moscow|Moskva
RU-SPE|Saint Petersburg|Sankt-Peterburg|St Petersburg
RU-MOS|Moscow region|Moscow oblast
RU-SA|Yakutia|Sakha Republic
RU-TA|Tatarstan Republic|Republic of Tatarstan
RU-KGD|Kaliningrad oblast|Kaliningrad region
RU-SAK|Sakhalin
UA-43|Crimea
PL-14|Mazovia
TR-34|Istambul
IL-TA|Tel Aviv|Tel-Aviv
IL-JM|Jerusalem
IL-HA|Haifa
EG-C|Cairo
EG-ALX|Alexandria
EG-GZ|Giza
EG-ASN|Aswan
EG-LX|Luxor
KE-30|Nairobi
ET-TI|Tigray
ET-AM|Amhara
ZA-KZN|KwaZulu Natal|Kwazulu-Natal|KZN
ZA-NW|North West Province
ZA-GP|Johannesburg|Pretoria
ZA-WC|Cape Town
NG-FC|Abuja|FCT
IR-23|Tehran
IR-07|Fars
IR-10|Isfahan|Esfahan
PK-KP|Khyber Pakhtunkhawa|KPK|North-West Frontier Province|NWFP
PK-SD|Sind|Karachi
PK-PB|Lahore
PK-BA|Baluchistan
PK-JK|Azad Kashmir
IN-DL|New Delhi
IN-OD|Orissa
IN-PY|Pondicherry
IN-UK|Uttaranchal
IN-TN|Tamilnadu
IN-TS|Telengana
BD-B|Chittagong
BD-A|Barisal
NP-P3|Bagmati
MM-06|Rangoon
TH-10|Bangkok
TH-20|Chonburi
TH-14|Ayutthaya
MY-14|Kuala Lumpur
MY-07|Penang
MY-04|Malacca
VN-SG|Ho Chi Minh City|Saigon
VN-HN|Hanoi
VN-DN|Da Nang
VN-HP|Haiphong
ID-JK|Jakarta
ID-YO|Yogyakarta
ID-JB|West Java
ID-JT|Central Java
ID-JI|East Java
ID-BA|Bali
PH-00|Metro Manila|NCR
CN-NM|Inner Mongolia|Nei Mongol
CN-GX|Guangxi
CN-NX|Ningxia
CN-XJ|Xinjiang
CN-XZ|Tibet|Xizang
CN-BJ|Peking
CN-SN|Shaanxi Province
KR-42|Gangwon|Gangwon-do
KR-49|Jeju|Jeju-do|Jeju Island
KR-26|Pusan
KR-41|Gyeonggi
JP-13|Tokyo Metropolis
JP-01|Hokkaido Prefecture
TW-TPE|Taipei City
TW-KHH|Kaohsiung City
CO-DC|Bogota|Bogota D.C.|Bogota, D.C.|Distrito Capital
PE-CAL|Callao
PE-CUS|Cuzco
CL-RM|Santiago|Region Metropolitana
AR-C|CABA|Ciudad de Buenos Aires|Buenos Aires City|Capital Federal
AR-B|Buenos Aires Province|Provincia de Buenos Aires
EC-W|Galapagos Islands
"""
"""A row a subdivision: code, names."""
