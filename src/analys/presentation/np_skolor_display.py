"""Figures and tables of schools on national tests and grades; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.deviation_model import RELIABILITIES
from analys.estimates.school_levels import APART
from analys.indicators.measures import MEASURES
from analys.indicators.np_amnen import ARSKURSER
from analys.indicators.np_statistik import KONTEXT, format_reliability
from analys.presentation.claims import claim_count
from analys.presentation.figures import Figure
from analys.presentation.figures_funnel import draw_funnel
from analys.presentation.formats import MISSING, NBSP, format_cell, format_number
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.np_skolor import list_outside
from analys.presentation.pooling import choose_level, explain_pooled, name_years
from analys.presentation.selection import draft_note
from analys.presentation.tables import Table
from analys.presentation.tables_columns import Column, show_columns
from analys.presentation.tables_subjects import move_unit
from analys.presentation.text import say
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def show_funnel(run: Underlag, tables: Tables) -> Figure | None:
    """Schools without names by their number of pupils, inside what chance explains."""
    every = {arskurs: list_outside(run, tables, arskurs) for arskurs in ARSKURSER}
    found = {arskurs: lists for arskurs, lists in every.items() if lists is not None}
    if not found:
        return None
    lasar = run.parameters.lasar
    title = say(
        f"Några skolor ligger utanför tratten läsåret {lasar}"
        if any(outside for outside, _ in found.values())
        else f"Alla redovisade skolor ligger inom tratten läsåret {lasar}",
        *(claim_count(outside, schools) for outside, schools in found.values()),
    )
    return draw_funnel(
        tables["np_tratt"],
        indikatorer=[f"np_netto_ak{arskurs}" for arskurs in found],
        lasar=lasar,
        titel=title,
        underrubrik=(
            "Skolornas nettoavvikelse mellan betyg och provbetyg i alla provämnen, procentenheter, efter "
            f"antal elever. {run.kommunnamn} {lasar}."
        ),
        id="np_tratt",
        farg=run.parameters.farg,
    )


def show_schools(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """Each school's net with its interval, beside the share of pupils without a provbetyg."""
    if "np_relation_skolor" not in tables:
        return None
    net = f"np_netto_ak{arskurs}"
    lasar = run.parameters.lasar
    chosen = [
        tables[name].select(lasar=lasar) for name in ("np_relation_skolor", "np_resultat") if name in tables
    ]
    if not any(cell.shown for cell in chosen[0].cells(indikator=net, enhetstyp="skola")):
        return None
    found = chosen[0].cells(indikator=net)
    level = choose_level(found, lasar)
    own = {"indikator": net, "jamforelse": level}
    laid = show_columns(
        chosen,
        rader="enhet",
        kolumner=(
            Column("Elever", own, "n"),
            Column("Netto", own, enhet=False),
            Column(f"95{NBSP}% intervall", own, "intervall", enhet=False),
            Column("Prov utan betyg", {"indikator": f"np_bortfall_ak{arskurs}", "jamforelse": level}),
            Column("Netto, matematik", {**own, "indikator": f"{net}_ma"}, enhet=False),
            Column("Netto, engelska", {**own, "indikator": f"{net}_en"}, enhet=False),
        ),
        id=f"np_skolor_ak{arskurs}",
        titel=f"Nettoavvikelse per skola, årskurs {arskurs}, {name_years(found) if level else lasar}",
        stubb="Skola",
        total=run.parameters.kommun,
        noter=[
            explain_pooled(f"läsåret {lasar}")
            if level
            else "Prov utan betyg: hur stor andel av elevens prov som i genomsnitt saknar provbetyg, oavsett "
            "skäl."
        ],
    )
    return move_unit(laid, "procentenheter")


def show_model(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """Each school's lasting deviation given the test grade, its reliability, and what the answer hangs on."""
    table = tables.get("np_skolmodell")
    if table is None:
        return None
    model = {"indikator": f"np_skolmodell_ak{arskurs}", "jamforelse": APART}
    chosen = table.select(lasar=run.parameters.lasar, enhetstyp="skola")
    if not any(cell.shown for cell in chosen.cells(**model)):
        return None
    low, *_, high = RELIABILITIES
    laid = show_columns(
        chosen,
        rader="enhet",
        kolumner=(
            Column("Avvikelse", model, enhet=False),
            Column(f"95{NBSP}% intervall", model, "intervall", enhet=False),
            Column("Reliabilitet", {**model, "indikator": f"np_skolreliabilitet_ak{arskurs}"}),
            Column(_head(low), {**model, "kategori": format_reliability(low)}, enhet=False),
            Column(_head(high), {**model, "kategori": format_reliability(high)}, enhet=False),
            Column("Utöver provnivån", {**model, "kategori": KONTEXT}, enhet=False),
        ),
        id=f"np_skolmodell_ak{arskurs}",
        titel=f"Skolornas avvikelse givet provbetyget, årskurs {arskurs}",
        stubb="Skola",
        noter=[
            "Avvikelsen är räknad från skolornas genomsnitt. Intervallet rymmer alla prövade värden på "
            f"provets reliabilitet; ”{_head(low)}” är avvikelsen om den är {format_number(low, 2)}. Utöver "
            "provnivån: när skolans egna provresultat också räknas in."
        ],
    )
    return move_unit(laid, "betygssteg")


def _head(reliability: float) -> str:
    return f"Vid {format_number(reliability, 2)}"


def show_spread(run: Underlag, tables: Tables, arskurs: int) -> Table | None:
    """How much deviations differ between schools, subjects and läsår, and how they hold from year to year."""
    cells = [
        cell
        for name in ("np_skolmodell", "np_tratt")
        if name in tables
        for cell in tables[name].cells(enhetstyp="kommun", lasar=run.parameters.lasar)
        if cell.shown and cell.indikator.startswith(_SPREAD) and cell.indikator.endswith(f"_ak{arskurs}")
    ]
    if not cells:
        return None
    used = [tables[name] for name in ("np_skolmodell", "np_tratt") if name in tables]
    return Table(
        f"np_skolspridning_ak{arskurs}",
        f"Hur mycket avvikelserna skiljer sig, årskurs {arskurs}, {run.parameters.lasar}",
        ("Mått", "Värde", "95 % intervall"),
        tuple((_name(cell), _value(cell), _value(cell, "intervall")) for cell in cells),
        source_line(draft_note(used), describe_sources(cells)),
        tuple(table.id for table in used),
        tuple("" for _ in cells),
    )


_SPREAD = ("np_skolspridning", "np_skolkorrelation", "np_trattspridning", "np_trattkvot")


def _name(cell: ShownCell) -> str:
    name = MEASURES[cell.indikator].short_label.rpartition(", åk")[0]
    return f"{name} {cell.kategori}" if cell.kategori else name


def _value(cell: ShownCell, part: str = "varde") -> str:
    text = format_cell(cell, MEASURES[cell.indikator], part, unit=part == "varde")
    return text or MISSING
