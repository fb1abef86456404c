"""What every report explains: uncertainty, protection, definitions, and what it was made from."""

from __future__ import annotations

from analys.indicators import enkat
from analys.indicators.base import Indicator
from analys.indicators.lokala import LokaltMatt
from analys.presentation.formats import format_number, lower_first
from analys.presentation.franvaro_lasning import find_delta, name_points
from analys.presentation.tables import Table
from analys.presentation.text import Label, Sentence, Text, Typed, compose, join_sentences
from analys.presentation.wording import explain_breaks
from analys.provenance import Earlier, Provenance
from analys.underlag import Underlag

_HASH = 16


def explain_uncertainty(run: Underlag) -> Text:
    """The plain box on uncertainty."""
    if not run.has_pupils:
        official = compose(
            "Rapporten bygger på publicerad statistik, som inte anger hur många elever som ligger bakom "
            "varje värde. Därför beskriver den vad som hänt men säger inget om vad som är slump. I en "
            "kommun med några hundra elever i årskullen kan ett resultat ändras flera procentenheter utan "
            "att något egentligen har förändrats."
        )
        return Text([official], form="ruta", rubrik="Så säkra är siffrorna")
    why = compose(
        "Alla elever är med, ändå finns osäkerhet. Bakom ett resultat ett visst år ligger både skolans "
        "arbete och tillfälligheter: vilka elever som råkar gå i just den årskullen och i samma klass. Vi "
        "vill veta vad vi kan vänta oss av en liknande årskull."
    )
    how = compose(
        "Osäkerhetsintervallet visar var det underliggande värdet rimligen ligger. Metoden är gjord så att "
        "intervallet täcker det värdet i {p}. Ju färre elever, desto bredare intervall.",
        p=Label("95 fall av 100"),
    )
    words = compose(
        "Vi skriver ”tydlig” bara när hela intervallet ligger längre från noll än en skillnad som spelar "
        "roll: {p} procentenheter eller {m} meritpoäng{f}. När intervallet rymmer både upp och ned skriver "
        "vi att underlaget inte räcker. Det betyder inte att ingenting har hänt.",
        p=Label(_plain(run.parameters.delta_procent)),
        m=Label(_plain(run.parameters.delta_poang)),
        f=_tell_absence(run),
    )
    return Text([why, how, words], form="ruta", rubrik="Så läser du osäkerheten")


def _tell_absence(run: Underlag) -> Label:
    """The smallest difference in absence that counts, where there is absence to tell of."""
    return Label("" if run.frame("franvaro").empty else f", och för frånvaro {name_points(find_delta(run))}")


def explain_protection(run: Underlag, counted: tuple[int, int] | None = None) -> Text | None:
    """How pupils are protected, in plain words; None in official mode, which has only what is public.

    Parameters
    ----------
    counted : tuple of int, optional
        Hidden cells of the whole report, and all of them, where the report's plan is known.
    """
    if not run.has_pupils:
        return None
    rules = compose(
        "Uppgifter om få elever visas inte, av hänsyn till enskilda. Det gäller grupper med färre än {t} "
        "elever och resultat som alla, nästan alla, nästan inga eller inga elever har nått. När en sådan "
        "uppgift skulle gå att räkna ut ur andra, här eller i en tidigare fastställd rapport, skyddas fler. "
        "Alla skyddade uppgifter har samma tecken, så att skälet inte syns.",
        t=Label(str(run.parameters.troskel)),
    )
    return Text([rules, join_sentences([_count_protected(counted), compose(_TRIED)])])


_TRIED = (
    "Där de flesta uppgifterna i en tabell är skyddade visas i stället tre läsår tillsammans, när det går. "
    "Innan rapporten blir klar försöker ett fristående program räkna ut de skyddade uppgifterna ur allt som "
    "visas: tabeller, figurer, meningar och tidigare fastställda rapporter. Lyckas det stoppas rapporten."
)


def _count_protected(counted: tuple[int, int] | None) -> Sentence | None:
    if counted is None:
        return None
    hidden, of = counted
    return compose(
        "Av rapportens {a} uppgifter är {h} skyddade, det vill säga {p} procent.",
        a=Label(format_number(of)),
        h=Label(format_number(hidden)),
        p=Label(format_number(100 * hidden / of)),
    )


def explain_methods(run: Underlag) -> Text:
    """How the trend chapter's numbers are made, for those who want to check."""
    if not run.has_pupils:
        return Text(
            [
                compose(
                    "Värdena är hämtade som de publicerats. Skillnader är räknade på de publicerade "
                    "värdena. Länets värde är ett ovägt medelvärde av de övriga kommunerna i länet, och "
                    "detsamma gäller liknande kommuner. Inga osäkerhetsintervall kan räknas fram."
                )
            ]
        )
    return Text(
        [
            compose(
                "Intervall för andelar är Wilsons, för medelvärden ett t-intervall. Elever i samma klass "
                "liknar varandra. Därför räknas antalet elever ned med designeffekten: den bestäms av "
                "inomklasskorrelationen, skattad gemensamt för alla skolor och läsår, och av klassernas "
                "storlek."
            ),
            compose(
                "Intervall för skillnader kombinerar de två värdenas egna gränser (Newcombe; Zou och "
                "Donner). För flickor och pojkar i samma klass tas hänsyn till att de delar klass. "
                "Riktningen i ett gap över tid bedöms med läsåren som observationer, eftersom det som "
                "händer en hel årskull flyttar alla dess elever."
            ),
            compose(
                "Skolornas utjämnade värden är skattade i en modell där skolornas nivåer varierar kring "
                "kommunens. Osäkerheten i variationen räknas in i intervallet. Skolornas förändringar "
                "utjämnas på samma sätt. Skillnader räknas på värden med en decimal och avrundas sedan. Där "
                "andelar visas utan decimaler kan en skillnad därför avvika en enhet från de tal som visas. "
                "Sammanfattningen använder alltid den längsta jämförelse som går att göra."
            ),
            compose(
                "Läsår på var sin sida om ett brott i serien jämförs inte. Riket, länet och liknande "
                "kommuner är publicerade värden och tas som kända. Kommunen ingår inte i länets och de "
                "liknande kommunernas medelvärden, men i rikets."
            ),
        ],
        ledord=("Nivåer", "Skillnader", "Skolor", "Jämförelser"),
    )


def define_indicators(run: Underlag) -> Text:
    """Definitions of the indicators that the report can show: the registry's in order, then local ones."""
    shown = set(run.indicators()) if run.has_pupils else set(run.official()["indikator"])
    if run.has_pupils and run.frame("enkat_svar").empty:
        shown -= set(run.indicators(enkat.KAPITEL))
    members: dict[str, Indicator] = {}
    for code, indicator in run.indicators().items():
        if code in shown or isinstance(indicator, LokaltMatt):
            members.setdefault(indicator.family or code, indicator)
    indicators = list(members.values())
    paragraphs = [
        join_sentences(
            [
                compose("{d}", d=_define(indicator)),
                compose("Räknas på: {d}", d=Label(_sentence(lower_first(indicator.denominator))))
                if indicator.denominator
                else None,
                compose("Källa: {s}", s=Label(_sentence(indicator.source))),
                _describe_breaks(indicator, run),
            ]
        )
        for indicator in indicators
    ]
    return Text(paragraphs, ledord=[indicator.family or indicator.label for indicator in indicators])


def _define(indicator: Indicator) -> Label | Typed:
    if isinstance(indicator, LokaltMatt):
        return Typed(_sentence(indicator.definition))
    return Label(_sentence(indicator.family_definition or indicator.definition))


def _describe_breaks(indicator: Indicator, run: Underlag) -> Sentence | None:
    notes = explain_breaks(indicator, run.parameters.lasar_i_trend)
    return join_sentences([compose("Brott i serien"), notes]) if notes else None


def show_provenance(provenance: Provenance) -> Table:
    """What the report was made from: program, earlier reports, packages and parameters."""
    rows = [
        ("Programmets källkod (kontrollsumma)", provenance.kallkod[:_HASH]),
        *([("Version i kodförrådet", provenance.commit[:_HASH])] if provenance.commit else []),
        *((_name_earlier(report), report.sha256[:_HASH]) for report in provenance.tidigare),
        *((f"Paket: {name}", version) for name, version in provenance.paket.items()),
        *((f"Parameter: {name}", _value(value)) for name, value in provenance.parametrar.items()),
    ]
    note = "Fullständiga kontrollsummor står i manifest.json, som följer med rapporten."
    return _facts("proveniens", "Vad rapporten är gjord med", ("Uppgift", "Värde"), rows, note)


def _name_earlier(report: Earlier) -> str:
    whose = f", skolenhet {report.skola}" if report.skola else ""
    return f"Tidigare rapport: {report.lasar}{whose}, utgåva {report.utgava}"


def show_input(provenance: Provenance) -> Table:
    """The input files with their checksums."""
    rows = [(path, sha256[:_HASH]) for path, sha256 in provenance.indata.items()]
    note = "Sökvägarna räknas från datakatalogen. Kontrollsumman är början av filens SHA-256."
    return _facts("indata", "Filer som rapporten bygger på", ("Fil", "Kontrollsumma"), rows, note)


def _facts(id: str, title: str, heads: tuple[str, str], rows: list[tuple[str, str]], note: str) -> Table:
    return Table(id, title, heads, tuple(rows), note, (), tuple("" for _ in rows))


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _value(value: object) -> str:
    return _plain(value) if isinstance(value, float) else str(value) or "–"
