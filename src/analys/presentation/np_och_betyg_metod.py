"""How the numbers on national tests and grades are made, for those who want to check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analys.disclosure import ProtectedTable
from analys.estimates.deviation_model import DELTA_STEG, MINST_RELIABILITET, RELIABILITIES
from analys.indicators.np_relation import MINST_ELEVER
from analys.presentation.formats import format_number
from analys.presentation.text import Label, Sentence, Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def explain_relations(run: Underlag, tables: Tables) -> Text | None:
    """The methods of the tables that the chapter has; None where it has none."""
    if not tables:
        return None
    told = list(_official() if not run.has_pupils else _explain(tables))
    return Text([sentence for _, sentence in told], ledord=[lead for lead, _ in told])


def _official() -> Iterator[tuple[str, Sentence]]:
    yield (
        "Uppgifterna",
        compose(
            "Andelarna med lägre och högre slutbetyg är hämtade som de publicerats. Andelen lika och "
            "nettoavvikelsen, högre minus lägre, är egna beräkningar på dem. Nettoavvikelsen har ingen "
            "officiell definition. Skolverket redovisar bara enheter där minst {n} elever har både provbetyg "
            "och slutbetyg. Inga osäkerhetsintervall kan räknas fram.",
            n=Label(str(MINST_ELEVER)),
        ),
    )


def _explain(tables: Tables) -> Iterator[tuple[str, Sentence]]:
    if "np_relation" in tables:
        yield from _explain_relation()
    if "np_samstammighet" in tables:
        yield from _explain_agreement()
    if "np_tratt" in tables:
        yield _explain_funnel()
    if "np_skolmodell" in tables:
        yield from _explain_model()
    if "np_ak3" in tables:
        yield _explain_ak3()


def _explain_relation() -> Iterator[tuple[str, Sentence]]:
    yield (
        "Vilka som räknas",
        compose(
            "Elever som har både provbetyg och betyg, A–F, i samma ämne. Svenska som andraspråk jämförs med "
            "svenska som andraspråk. Ett värde visas bara när minst {n} elever har båda, samma gräns som "
            "Skolverket har.",
            n=Label(str(MINST_ELEVER)),
        ),
    )
    yield (
        "Nettoavvikelsen",
        compose(
            "Andelen med högre betyg än provbetyg minus andelen med lägre, i procentenheter. Noll betyder "
            "att lika många ligger över som under, inte att alla ligger lika. För alla provämnen tillsammans "
            "räknas först varje elevs egen nettoavvikelse, så att varje elev väger lika. Den räknas på "
            "oavrundade andelar och kan därför skilja en enhet i sista siffran från de andelar som visas."
        ),
    )
    yield (
        "Intervall",
        compose(
            "Andelarnas intervall är Wilsons. Nettoavvikelsens är Bonett och Prices, som räknar med att det "
            "är samma elever som ligger över eller under. Elever i samma klass har ofta samma lärare och "
            "bedöms lika. Därför räknas antalet elever ned efter hur mycket de liknar varandra. Skillnader "
            "mellan flickor och pojkar tar hänsyn till att de delar klass."
        ),
    )


def _explain_agreement() -> Iterator[tuple[str, Sentence]]:
    yield (
        "Kappa",
        compose(
            "Kappa jämför hur väl provbetyg och betyg följs åt med hur väl de skulle göra det av en slump: "
            "ett är full samstämmighet, noll är inte bättre än slumpen. Vikterna är kvadratiska, så två "
            "stegs skillnad räknas som fyra gånger ett steg. Medelfelet är Fleiss, Cohens och Everitts, "
            "uppräknat för att elever går i klasser."
        ),
    )
    yield (
        "Test",
        compose(
            "Det ena testet (Stuart och Maxwell) prövar om stegen är lika vanliga som provbetyg och som "
            "betyg. Det andra (Bowker) prövar om lika många går från ett betyg till ett annat som tillbaka. "
            "Värdet p är hur stor del av alla sätt att byta plats på de två, klass för klass, som ger minst "
            "så stora skillnader. Med för få klasser räknas inget p."
        ),
    )


def _explain_funnel() -> tuple[str, Sentence]:
    return (
        "Tratten",
        compose(
            "Trattens gränser visar hur långt från kommunens nettoavvikelse en skola brukar hamna av "
            "slumpen, när den har så många elever. Om skolorna varierar mer än slumpen förklarar vidgas "
            "gränserna. En skola utanför den yttre gränsen är värd att undersöka; varför den ligger där "
            "säger tratten inget om."
        ),
    )


def _explain_model() -> Iterator[tuple[str, Sentence]]:
    low, *_, high = RELIABILITIES
    yield (
        "Skolmodellen",
        compose(
            "Modellen jämför betygen för elever med samma provbetyg i samma ämne, läsår för läsår. Skolans "
            "avvikelse räknas i betygssteg från skolornas genomsnitt och dras mot noll, mer ju mindre "
            "skolans elever säger. Reliabiliteten anger hur stor del av variationen mellan skolor som är "
            "skolornas egen och inte slump. Är den under {g} sägs inget om skolan.",
            g=Label(format_number(MINST_RELIABILITET, 1)),
        ),
    )
    yield (
        "Provens säkerhet",
        compose(
            "Inget prov mäter exakt. Bland elever med samma provbetyg är de på en skola med starka elever "
            "därför ofta lite starkare än provet visar, och skolan ser ut att ge höga betyg. Modellen rättar "
            "för det. Den räknas om för olika säkra prov (reliabilitet {low} till {high}), och intervallet "
            "rymmer alla svaren. En avvikelse sägs vara säker bara när hela intervallet ligger på samma sida "
            "om noll och är större än försumbart. Minst {d} betygssteg räknas som en tydlig avvikelse.",
            low=Label(format_number(low, 2)),
            high=Label(format_number(high, 2)),
            d=Label(format_number(DELTA_STEG, 1)),
        ),
    )


def _explain_ak3() -> tuple[str, Sentence]:
    return (
        "Årskurs tre",
        compose(
            "Elever som deltagit i alla delprov i ämnet och som läraren har bedömt i samma ämne. Bedömningen "
            "är kommunens egen uppgift. Ett delprov sticker ut när hela dess intervall ligger över de andra "
            "delprovens medelvärde. En elev kan ha missat flera delprov."
        ),
    )
