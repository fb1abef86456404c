"""A school's own course: its values over läsår beside the municipality's, and what can be said of them.

What is said of the single school stands on shrunken values: small schools vary by chance. No school is
ranked, and no other school is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.cells import POOLED, SMOOTHED
from analys.estimates.school_levels import APART
from analys.indicators.base import Indicator
from analys.presentation import wording
from analys.presentation.figures import Figure, draw_trend
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.formats import lower_first
from analys.presentation.notes import join_lasar
from analys.presentation.sections import make_section
from analys.presentation.skola_dialog import DIALOG
from analys.presentation.skola_tabeller import list_own, show_beside
from analys.presentation.tables import Table
from analys.presentation.text import Label, Sentence, Text, compose, join_sentences, list_sentences
from analys.presentation.wording import SURE, WITHHELD
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

TABLE = "trend_skolor"

FRAGOR = (
    "Känner ni igen bilden, och vad i undervisningen tror ni att den visar? Vad vill ni behålla, och vad "
    "vill ni pröva på ett annat sätt?"
)
_MED_SLUMP = (
    "Vad har ni sett i klassrummen som talar för att förändringen är verklig, och vad talar för att den är "
    "tillfällig?"
)


def show_course(run: Underlag, tables: Tables, code: str) -> Figure | None:
    """The school over läsår with its interval, the municipality beside; None where it has nothing to show."""
    table = _select(run, tables, code)
    if table is None or not any(cell.shown for cell in list_own(run, table)):
        return None
    indicator = run.indicators()[code]
    unit = wording.unit_word(indicator)
    return draw_trend(
        table,
        indikator=code,
        enhet=run.parameters.skola,
        titel=f"{indicator.label}: {run.skolnamn} och kommunen",
        underrubrik=f"{indicator.label}, {unit}. {run.skolnamn}.",
        lasar=run.parameters.lasar_i_trend,
        id=f"skola_{code}",
        farg=run.parameters.farg,
    )


def show_values(run: Underlag, tables: Tables, code: str) -> Table | None:
    """Every läsår of the school with interval and pupils, and the municipality's value."""
    table = _select(run, tables, code)
    if table is None:
        return None
    title = f"{run.indicators()[code].label} på skolan och i kommunen"
    return show_beside(run, table, rader="lasar", id=f"skola_{code}", titel=title)


def describe_course(run: Underlag, tables: Tables, code: str) -> Text | None:
    """Section text of one measure; None where the school has no pupils in it."""
    table = _select(run, tables, code)
    if table is None:
        return None
    indicator = run.indicators()[code]
    every = tables[TABLE].select(indikator=code, enhet=run.parameters.skola)
    seen = [
        _describe_level(run, table, indicator),
        _describe_together(every, indicator),
    ]
    apart = every.cell(jamforelse=APART)
    moved = [cell for cell in every.cells() if cell.jamforelse.startswith(f"{SMOOTHED} mot 2")]
    judged = {
        cell.cell: wording.certainty_of(cell, indicator, run.parameters) for cell in moved if cell.shown
    }
    settled = [cell for cell in moved if judged.get(cell.cell) in SURE]
    unsure = [cell for cell in moved if judged.get(cell.cell, WITHHELD) not in (*SURE, WITHHELD)]
    sure = [
        describe_apart(apart, indicator, run),
        *(_describe_moved(cell, indicator) for cell in settled),
        _describe_unsure(unsure),
    ]
    return make_section(seen, sure, compose(_MED_SLUMP if unsure and not settled else FRAGOR))


def tell_lacking(run: Underlag, tables: Tables, codes: Sequence[str]) -> Text | None:
    """One line of the measures that there is nothing about the school in; None where there is of all."""
    if not run.parameters.skola:
        return None
    known = [code for code in codes if code in run.indicators()]
    lacking = [run.indicators()[code] for code in known if _select(run, tables, code) is None]
    if not lacking:
        return None
    named = [Sentence((Label(lower_first(one.label)),)) for one in lacking]
    return Text([compose("Uppgifter om skolan saknas för: {w}.", w=join_sentences(named, separator="; "))])


def explain_shrunken(run: Underlag) -> Text | None:
    """What the reader must know of small schools, once; None outside a school's report."""
    if not run.parameters.skola:
        return None
    shown = _SHOWN_INSIDE if run.parameters.utgava == DIALOG else _SHOWN
    return Text([join_sentences([_CAUTION, shown])], form="ruta", rubrik="Så läser du skolans värden")


_CAUTION = compose(
    "En skolas värden varierar av slump från år till år, mer ju färre elever den har. Därför bygger "
    "jämförelser med andra på flera läsår tillsammans och på utjämnade värden: ju färre elever, desto "
    "närmare genomsnittet för kommunens skolor läggs värdet. Skolor rangordnas inte, och skillnader mellan "
    "skolor speglar också vilka elever som går där."
)
_SHOWN = compose("Rapporten visar bara uppgifter som kommunens egen rapport också får visa.")
_SHOWN_INSIDE = compose(
    "Skolans värden är desamma som i de publicerade rapporterna; klasserna och grupperna finns bara här."
)


def _select(run: Underlag, tables: Tables, code: str) -> ProtectedTable | None:
    """Levels of the school and the municipality; None where the school has none."""
    skola = run.parameters.skola
    if not skola or TABLE not in tables or code not in run.indicators():
        return None
    units = [skola, run.parameters.kommun]
    chosen = tables[TABLE].select(
        indikator=code, jamforelse="", enhet=units, lasar=run.parameters.lasar_i_trend
    )
    return chosen if list_own(run, chosen) else None


def _describe_level(run: Underlag, table: ProtectedTable, indicator: Indicator) -> Sentence | None:
    """The newest läsår's value of the school and the municipality."""
    lasar = run.parameters.lasar
    own = table.cell(enhet=run.parameters.skola, lasar=lasar)
    whole = table.cell(enhet=run.parameters.kommun, lasar=lasar)
    if own is None or own.status == "saknas":
        return compose("Läsåret {l} har skolan inga elever i underlaget.", l=Label(lasar))
    if not own.shown:
        return compose("Värdet för läsåret {l} visas inte av hänsyn till enskilda.", l=Label(lasar))
    level = wording.describe_level(own, indicator)
    if level is None or whole is None or not whole.shown:
        return level
    beside = compose("I hela kommunen var värdet {v}.", v=wording.number(whole, indicator))
    return join_sentences([level, beside])


def _describe_together(table: ProtectedTable, indicator: Indicator) -> Sentence | None:
    """Several läsår together, as they are and shrunken."""
    pooled, smoothed = table.cell(jamforelse=POOLED), table.cell(jamforelse=SMOOTHED)
    if pooled is None or not pooled.shown:
        return None
    years = pooled_lasar([pooled])
    told = compose(
        "Läsåren {l} tillsammans var värdet {v} {unit}",
        l=Label(join_lasar(years)),
        v=wording.number(pooled, indicator),
        unit=wording.unit_word(indicator),
    )
    if smoothed is None or not smoothed.shown:
        return compose("{told}.", told=told)
    return compose("{told}, utjämnat {s}.", told=told, s=wording.number(smoothed, indicator))


def describe_apart(cell: ShownCell | None, indicator: Indicator, run: Underlag) -> Sentence | None:
    """Whether the school surely lies apart from the schools' mean; None where nothing may be said."""
    if cell is None or not cell.shown:
        return None
    kind = wording.certainty_of(cell, indicator, run.parameters)
    if kind == WITHHELD:
        return None
    if kind not in SURE:
        return compose("Underlaget räcker inte för att skilja skolan från genomsnittet för kommunens skolor.")
    return compose(
        "Skolan ligger {clearly}{how} genomsnittet för kommunens skolor {limits}{unsure}.",
        clearly="tydligt " if kind.startswith("tydligt") else "",
        how="över" if wording.direction(cell, indicator) > 0 else "under",
        limits=wording.limits(cell, indicator, after=" efter utjämning"),
        unsure="" if kind.startswith("tydligt") else "; hur stort avståndet är går inte att säga säkert",
    )


def _describe_moved(cell: ShownCell, indicator: Indicator) -> Sentence:
    return compose(
        "Sedan läsåret {l} har skolan utvecklats {how} än skolornas genomsnitt {limits}.",
        l=Label(cell.jamforelse.removeprefix(f"{SMOOTHED} mot ")),
        how="starkare" if wording.direction(cell, indicator) > 0 else "svagare",
        limits=wording.limits(cell, indicator, after=" efter utjämning"),
    )


def _describe_unsure(cells: Sequence[ShownCell]) -> Sentence | None:
    if not cells:
        return None
    since = [Sentence((Label(cell.jamforelse.removeprefix(f"{SMOOTHED} mot ")),)) for cell in cells]
    return compose(
        "Skolans förändring sedan {years} {l} går inte att skilja från skolornas genomsnittliga förändring.",
        years="läsåret" if len(since) == 1 else "läsåren",
        l=list_sentences(since),
    )
