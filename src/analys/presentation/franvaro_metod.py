"""How the numbers on absence are made, for those who want to check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analys.disclosure import ProtectedTable
from analys.indicators.franvaro_utfall import MINST_SKOLOR_MELLAN
from analys.presentation.formats import format_number
from analys.presentation.franvaro_andringar import RELATIV
from analys.presentation.franvaro_lasning import find_delta, name_points
from analys.presentation.text import Label, Sentence, Text, compose
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def explain_absence(run: Underlag, tables: Tables) -> Text | None:
    """The methods of the tables that the chapter has; None where it has none."""
    if not tables:
        return None
    told = list(_explain(run, tables))
    return Text([sentence for _, sentence in told], ledord=[lead for lead, _ in told])


def _explain(run: Underlag, tables: Tables) -> Iterator[tuple[str, Sentence]]:
    yield (
        "Frånvaron",
        compose(
            "Varje elevs giltiga och ogiltiga frånvaro delas med den undervisningstid som eleven har "
            "erbjudits under terminen. Medelvärdena är medel av elevernas egna andelar, så att varje elev "
            "väger lika. Elever utan uppgift räknas inte som närvarande utan lämnas utanför."
        ),
    )
    yield (
        "Förändringar",
        compose(
            "En förändring räknas när den är minst {d}, eller i små band minst {q} procent "
            "av andelen terminen före. Till stor del är det samma elever i de två terminerna, och det tar "
            "intervallen hänsyn till. Det som sägs om flera årskurser och band bygger på bredare intervall, "
            "som gäller för alla påståenden tillsammans (Benjamini och Yekutieli).",
            d=Label(name_points(find_delta(run))),
            q=Label(format_number(100 * RELATIV)),
        ),
    )
    if "franvaro_arskullar" in tables:
        yield (
            "Årskullar",
            compose(
                "En årskulls frånvaro jämförs med de andra årskullarnas i samma årskurs, läsår för läsår. "
                "Intervallen gäller för alla årskullar på en gång (Bonferroni). Frånvaro som ändras i alla "
                "årskurser samtidigt kan inte skiljas ut."
            ),
        )
    if "franvaro_skolor" in tables:
        yield (
            "Skolor",
            compose(
                "Skolorna jämförs med kommunens genomsnitt i samma stadium, och med sig själva terminen "
                "före. Skolor som har registrerat mindre än {p} procent av undervisningstiden jämförs inte. "
                "Benjamini och Hochbergs regel används, så att skolor sällan sticker ut bara av en slump.",
                p=Label(format_number(run.parameters.minst_registrerat)),
            ),
        )
    if "resultat_samband" in tables:
        yield from _explain_models()


def _explain_models() -> Iterator[tuple[str, Sentence]]:
    yield (
        "Resultat och frånvaro",
        compose(
            "Meritvärdet beskrivs med en linjär modell, andelar med en logistisk och betyg med en ordnad; "
            "skillnaderna i andelar är genomsnittliga marginaleffekter i procentenheter. Frånvaron finns "
            "med som band, som rak linje och som kurva. Modellerna jämför elever steg för steg: samma kön, "
            "svenska eller svenska som andraspråk och läsår, samma betyg i årskurs sex, samma bakgrund, "
            "samma skola."
        ),
    )
    yield (
        "Få skolor",
        compose(
            "Elever i samma skola liknar varandra, och skolorna är få. Därför används {a} med Satterthwaites "
            "frihetsgrader för linjära modeller och utelämnande av en skola i taget ({b}) för de andra. De "
            "vanliga intervallen, som räknar varje elev för sig, står bredvid; de är för smala.",
            a=Label("CR2"),
            b=Label("CRV3"),
        ),
    )
    yield (
        "Inom och mellan skolor",
        compose(
            "Sambandet mellan skolors genomsnittliga frånvaro och deras resultat gäller skolor, inte elever: "
            "det går inte att av det säga något om den enskilda elev som har hög frånvaro. Det visas när "
            "minst {n} skolor ingår.",
            n=Label(str(MINST_SKOLOR_MELLAN)),
        ),
    )
    yield (
        "Uppgifter som saknas",
        compose(
            "Elever som saknar uppgifter finns med genom multipel imputering: det som saknas ersätts flera "
            "gånger med rimliga värden, och osäkerheten i det räknas in. Bredvid står resultatet för elever "
            "med alla uppgifter, och hur det blir om de som saknar uppgift har haft högre frånvaro än de "
            "liknande elever som har uppgift."
        ),
    )
    yield (
        "Det som inte är mätt",
        compose(
            "Robusthetsvärdet (Cinelli och Hazlett) är den del av det som återstår att förklara, i både "
            "frånvaron och resultatet, som något omätt måste svara för om hela sambandet ska försvinna. "
            "E-värdet (VanderWeele och Ding) säger samma sak för andelar, som en kvot av risker."
        ),
    )
