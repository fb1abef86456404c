"""The data-quality chapter's words: what the report stands on, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from analys.cleaning.processed import EARLIER
from analys.contracts import LAYOUTS
from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.underlag import RESULT_KINDS
from analys.official.kommuner import DEMO_KOD
from analys.presentation.formats import format_number, join_list
from analys.presentation.notes import join_lasar
from analys.presentation.text import Label, Number, Reference, Sentence, Text, compose, join_sentences
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

_NAMES = {
    "slutbetyg_ak9": "slutbetyg i årskurs 9",
    "betyg_ak6": "betyg i årskurs 6",
    "bedomning_ak3": "lärarnas bedömning i årskurs 3",
    "np_ak3": "nationella prov i årskurs 3",
    "np_ak6": "nationella prov i årskurs 6",
    "np_ak9": "nationella prov i årskurs 9",
}


def describe_underlag(run: Underlag, tables: Tables) -> Text:
    """What the report is built on: files and pupils, or official statistics."""
    if not run.has_pupils:
        return Text([_describe_official(run)])
    lasar = run.parameters.lasar
    cells = tables["underlag_elever"].cells(lasar=lasar)
    counted = [_count(cell) for cell in cells if cell.shown]
    years = sorted({cell.lasar for cell in tables["underlag_elever"].cells()})
    intro = compose(
        "Analysen bygger på kommunens egna filer för {which}, i huvudsak de som skolorna lämnar till "
        "Statistiska centralbyrån{also}.",
        which=Label(f"läsåret {lasar}" if len(years) < 2 else f"läsåren {join_lasar(years)}"),
        also=_describe_compared(run),
    )
    pupils = compose("Läsåret {l} ingår {what}.", l=Label(lasar), what=_list(counted)) if counted else None
    reach = compose(
        "Fristående skolor ingår inte: kommunen har inga filer från dem. Elever i anpassad grundskola "
        "räknas inte in i grundskolans resultat. Namn och personnummer följer inte med in i analysen: varje "
        "elev får en kod när filerna läses."
    )
    return Text(
        [
            join_sentences([intro, pupils, _describe_earlier(run)]),
            join_sentences([reach, _describe_missing(run), _describe_corrections(tables)]),
        ]
    )


def _describe_earlier(run: Underlag) -> Sentence | None:
    """Files of läsår before the report's, which tell what its pupils did then; None without any."""
    found = {kind: sorted(set(run.earlier_frame(kind)["lasar"])) for kind in EARLIER}
    years = sorted({year for lasar in found.values() for year in lasar})
    if not years:
        return None
    return compose(
        "Dessutom läses {what} från {which}. De används bara som elevernas tidigare resultat.",
        which=Label(f"läsåret {years[0]}" if len(years) < 2 else f"läsåren {join_lasar(years)}"),
        what=Label(join_list([_NAMES[kind] for kind, lasar in found.items() if lasar])),
    )


def _describe_corrections(tables: Tables) -> Sentence | None:
    """That the municipality has corrected something; silent where it has not."""
    if "underlag_rattelser" not in tables:
        return None
    return compose(
        "Uppgifter i filerna har rättats enligt kommunens lista ({t}).", t=Reference("tab-underlag_rattelser")
    )


def _describe_compared(run: Underlag) -> str:
    if run.official().empty:
        return ". Uppgifter att jämföra med saknas"
    if run.parameters.kommun == DEMO_KOD:
        return ", och på simulerade uppgifter i Koladas form för jämförelser"
    return ", och på publicerad statistik från Kolada för jämförelser"


def describe_accounting(run: Underlag, tables: Tables) -> Text | None:
    """That every row of the files is accounted for; None in official mode."""
    if "underlag_rader" not in tables:
        return None
    return Text(
        [
            compose(
                "Varje rad i filerna redovisas: antingen har den använts eller så har den sorterats bort av "
                "ett angivet skäl ({t}).",
                t=Reference("tab-underlag_rader"),
            )
        ]
    )


def _count(cell: ShownCell) -> Sentence:
    n = Number(format_number(cell.n), cell.cell)
    return compose("{kind} för {n} elever", kind=Label(_NAMES[cell.enhet]), n=n)


def _list(parts: list[Sentence]) -> Sentence:
    joined: list[Sentence] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(compose(" och " if place == len(parts) - 1 else ", "))
        joined.append(part)
    return join_sentences(joined, separator="")


def _describe_missing(run: Underlag) -> Sentence | None:
    """Kinds of files that the municipality has no rows of in the report's läsår."""
    expected = [kind for kind in RESULT_KINDS if not LAYOUTS[kind].is_optional or len(run.frame(kind))]
    missing = [kind for kind in expected if run.parameters.lasar not in set(run.frame(kind)["lasar"])]
    if not missing:
        return None
    return compose(
        "Filer saknas för {what} läsåret {l}.",
        what=Label(join_list([_NAMES[kind] for kind in missing])),
        l=Label(run.parameters.lasar),
    )


def _describe_official(run: Underlag) -> Sentence:
    return compose(
        "Kommunen har inga elevfiler i underlaget. Rapporten bygger därför helt på publicerad statistik "
        "från Kolada och gäller de kommunala skolorna i {kommun}. Statistiken anger inte hur många elever "
        "som ligger bakom ett värde. Den beskriver vad som hänt, men det går inte att räkna ut hur säkra "
        "förändringarna är.",
        kommun=Label(run.kommunnamn),
    )
