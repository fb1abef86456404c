"""Questions for the board to ask, by indicator and by what the data settle; words only, no numbers."""

from __future__ import annotations

from collections.abc import Mapping

_UNSETTLED = "Är nivån den vi vill ha, och vad behöver vi följa under året för att veta vart den är på väg?"
_STEADY = "Är nivån den vi vill ha, och vad krävs för att höja den?"

_BETTER: Mapping[str, str] = {
    "meritvarde_17": "Vilka ämnen och skolor bär upp höjningen, och hur ser vi till att den håller i sig?",
    "alla_amnen_ak9": "Vilka ämnen är det som fortfarande fäller, och när sätts stödet in?",
    "behorighet_yrkes": "När upptäcker vi de elever som ändå inte blir behöriga, och vad erbjuds de?",
    "alla_amnen_ak6": "Vad har skolorna gjort annorlunda, och når det alla elever?",
    "np_ak3_svsva": "Vad har de tidiga läsinsatserna betytt, och når de alla elever?",
    "np_ak3_ma": "Vad har förändrats i matematikundervisningen, och hur sprids det?",
}

_WORSE: Mapping[str, str] = {
    "meritvarde_17": "I vilka ämnen och på vilka skolor har betygen sjunkit, och vad görs redan?",
    "alla_amnen_ak9": "Vilka ämnen är det som fäller, och sätts stödet in i tid?",
    "behorighet_yrkes": "Vilka elever blir inte behöriga, och när kunde vi ha sett det?",
    "alla_amnen_ak6": "Är nedgången bred eller samlad till vissa ämnen, och vad händer på mellanstadiet?",
    "np_ak3_svsva": "Vilka delar av läsning och skrivning är det som brister, och får eleverna stöd i tid?",
    "np_ak3_ma": "Vilka delar av matematiken är det som brister, och hur ser undervisningen ut?",
}

GAP_FELL = (
    "Varför har resultaten sjunkit i den grupp som låg högst, och vad händer med dess motivation och stöd?"
)
GAP_SWINGS = "Är skillnaden stadig eller svänger den mellan läsåren, och vad säger skolorna om varför?"
SVSVA = "Får eleverna i svenska som andraspråk den undervisning och det språkstöd de behöver i alla ämnen?"
GAP = "Vad gör skolorna i dag för den grupp som har lägre resultat, och vet vi vad som hjälper?"
SCHOOLS_DIFFER = "Vilka förutsättningar har de skolor som avviker, och vilket stöd får de?"
SCHOOLS_ALIKE = "Har skolorna lika förutsättningar, eller döljer de jämna värdena olika behov?"

_TESTS_APART = {
    9: (
        "Bedömer lärarna prov och sätter betyg tillsammans med kollegor, och hur ser de själva på de ämnen "
        "där betyg och prov skiljer sig åt?"
    ),
    6: "Hur tar högstadiet emot elever vars betyg och prov säger olika saker, och vad vet mottagande lärare?",
}
_TESTS_ALIKE = (
    "Hur ser vi till att prov bedöms och betyg sätts på samma sätt i alla klasser och på alla skolor?"
)
NP_GROUPS = (
    "Får elever med samma kunskaper samma möjlighet att visa dem, både på provet och i undervisningen?"
)
NP_SCHOOLS_APART = (
    "Hur går skolorna till väga när de bedömer prov och sätter betyg, och vad kan de lära av varandra?"
)
NP_SCHOOLS_ALIKE = "Möts lärare från olika skolor för att bedöma prov, och vad kommer de fram till?"
NP_AK3 = (
    "Vad bygger lärarna sin bedömning på när den säger något annat än provet, och vilket stöd får eleverna?"
)

FRANVARO = (
    "Vem på skolan reagerar när en elevs frånvaro växer, hur snabbt sker det, och vad erbjuds eleven sedan?"
)

FRANVARO_RESULTAT = (
    "Hur får elever som har varit borta mycket ta igen undervisning, och hur tidigt sätts det stödet in?"
)

FRANVARO_GRUPPER = (
    "Vad säger eleverna själva om varför de är borta, och är svaren desamma bland flickor och pojkar?"
)

FRANVARO_SKOLOR = "Registrerar alla skolor frånvaro på samma sätt, och vem följer upp att det görs?"
FRANVARO_SKOLOR_LAG = (
    "Vad behövs för att all undervisningstid ska bli registrerad, och när kan de skolor som saknar uppgifter "
    "jämföras?"
)
_FRANVARO_ANDRAD: Mapping[str, str] = {
    "ökat": "Sedan när har skolorna sett ökningen, och vad har de gjort annorlunda sedan dess?",
    "minskat": "Vad har skolorna gjort annorlunda där frånvaron har minskat, och kan andra göra likadant?",
    "": "Följer skolorna frånvaron så ofta att en ökning syns redan under terminen, och vem får veta det?",
}

ROSTER_ELEVER = "Får eleverna veta vad deras svar har lett till, och vem följer upp att något händer?"
ROSTER_HEM = "Vad vill vårdnadshavarna veta, när vill de veta det, och hur tar skolorna reda på det?"
ROSTER_PERSONAL = "Känner personalen igen elevernas bild, och vad gör skolorna där bilderna skiljer sig åt?"
ROSTER_INTERVJUER = "Vilka har vi inte hört, och hur kan de få göra sin röst hörd?"


def ask(code: str, favourable: int | None) -> str:
    """The question about an indicator.

    Parameters
    ----------
    code : str
        Code in the registry.
    favourable : int or None
        1 when it has moved the wished way, -1 the other way, 0 when it stands still, None when nothing is
        settled.
    """
    if favourable is None:
        return _UNSETTLED
    if favourable == 0:
        return _STEADY
    return (_BETTER if favourable > 0 else _WORSE).get(code, _STEADY)


def ask_about_tests(arskurs: int, *, apart: bool) -> str:
    """The question about national tests and grades in a year group.

    Parameters
    ----------
    apart : bool
        Whether any subject's grades surely lie more often on one side of the tests.
    """
    return _TESTS_APART[arskurs] if apart else _TESTS_ALIKE


def ask_about_absence(direction: str) -> str:
    """The question about how absence has changed.

    Parameters
    ----------
    direction : str
        "ökat" or "minskat" where absence in some band surely has, "" where nothing is settled or both are.
    """
    return _FRANVARO_ANDRAD[direction]
