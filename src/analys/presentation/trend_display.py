"""The trend chapter's figures and tables, chosen from protected tables; None where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analys.disclosure import ProtectedTable
from analys.estimates.cells import POOLED, SMOOTHED
from analys.estimates.trend import HEADLINE
from analys.presentation.figures import Figure, draw_gap, draw_schools, draw_trend
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.formats import upper_first
from analys.presentation.notes import join_lasar, source_line
from analys.presentation.pooling import choose_level, explain_pooled
from analys.presentation.tables import Table, show_table
from analys.presentation.tables_gaps import lay_out_gaps
from analys.presentation.tables_layout import name_group
from analys.presentation.trend_groups import GENDER, SVSVA
from analys.presentation.trend_titles import title_gap, title_schools, title_trend
from analys.presentation.wording import unit_word
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def show_course(run: Underlag, tables: Tables, code: str) -> Figure | None:
    """The municipality over läsår beside the nation, the county and similar municipalities."""
    table = tables.get("trend_jamforelse") or tables["trend_kommun"]
    if not _has_levels(table.select(indikator=code, enhetstyp="kommun")):
        return None
    return draw_trend(
        table,
        indikator=code,
        titel=title_trend(run, tables, code),
        underrubrik=_subtitle(run, code, run.kommunnamn),
        lasar=_axis(run, table, code),
        id=f"trend_{code}",
        farg=run.parameters.farg,
    )


def show_gap(run: Underlag, tables: Tables, code: str) -> Figure | None:
    """Girls and boys over läsår."""
    table = tables["trend_kon"]
    if not all(_has_levels(table.select(indikator=code, kon=[group])) for group in ("flickor", "pojkar")):
        return None
    return draw_gap(
        table,
        indikator=code,
        titel=title_gap(run, tables, code),
        underrubrik=_subtitle(run, code, run.kommunnamn),
        lasar=_axis(run, table, code),
        id=f"kon_{code}",
        farg=run.parameters.farg,
    )


def show_schools(run: Underlag, tables: Tables, code: str) -> Figure | None:
    """Schools' shrunken values over several läsår, in alphabetical order, around the municipality's value."""
    table = tables.get("trend_skolor")
    if table is None:
        return None
    levels = {
        kind: table.select(indikator=code, enhetstyp="skola", jamforelse=kind) for kind in (SMOOTHED, POOLED)
    }
    kind = next((kind for kind, level in levels.items() if _has_levels(level)), None)
    if kind is None:
        return None
    how = "utjämnade värden; ihålig punkt: utan utjämning" if kind == SMOOTHED else ""
    span = join_lasar(pooled_lasar(levels[POOLED].cells()))
    population = f"läsåren {span} tillsammans" + (f", {how}" if how else "")
    return draw_schools(
        table,
        indikator=code,
        lasar=run.parameters.lasar,
        jamforelse=kind,
        titel=title_schools(run, tables, code),
        underrubrik=_subtitle(run, code, population),
        id=f"skolor_{code}",
        farg=run.parameters.farg,
    )


def show_all(run: Underlag, tables: Tables) -> Table | None:
    """Every indicator over läsår, the municipality as a whole."""
    table = tables["trend_kommun"].select(jamforelse="")
    return show_table(
        table,
        rader="indikator",
        kolumner="lasar",
        senaste=5,
        id="trend_kommun",
        titel="Alla mått över läsåren",
    )


def show_newest(run: Underlag, tables: Tables) -> Table | None:
    """Every indicator's newest value with its interval and number of pupils; None in official mode."""
    if not run.has_pupils:
        return None
    table = tables["trend_kommun"].select(jamforelse="", lasar=run.parameters.lasar)
    title = f"Alla mått {run.parameters.lasar} med osäkerhetsintervall"
    return show_table(
        table, rader="indikator", visa=("varde", "intervall", "n"), id="trend_senaste", titel=title
    )


def show_groups(run: Underlag, tables: Tables, column: str) -> Table | None:
    """Every indicator's newest value by kon or svsva; None where there are no such values."""
    table = tables.get("trend_kon" if column == "kon" else "trend_svsva")
    groups = ["flickor", "pojkar"] if column == "kon" else ["sv", "sva"]
    if table is None:
        return None
    codes = list(HEADLINE) if column == "svsva" else list(run.indicators("trend"))
    chosen = table.select(jamforelse="", lasar=run.parameters.lasar, indikator=codes, **{column: groups})
    if not _has_levels(chosen):
        return None
    parts = ("varde", "intervall", "n") if run.has_pupils else ("varde",)
    title = f"{table.titel}, {run.parameters.lasar}"
    return show_table(
        chosen, rader="indikator", kolumner=column, visa=parts, id=f"trend_{column}", titel=title
    )


def show_gap_years(run: Underlag, tables: Tables, column: str, code: str) -> Table | None:
    """Two groups of one indicator over läsår with their gap and its interval; None where there is nothing.

    Parameters
    ----------
    column : str
        "kon" or "svsva".
    """
    split = GENDER if column == "kon" else SVSVA
    table = tables.get(split.table)
    if table is None or code not in run.indicators():
        return None
    gap = "-".join(split.groups)
    own = table.select(indikator=code, enhetstyp="kommun")
    cells = {
        **{(c.lasar, getattr(c, column)): c for c in own.cells(jamforelse="")},
        **{(c.lasar, gap): c for c in own.cells(jamforelse=gap)},
    }
    keys = (*split.groups, gap)
    lasar = sorted({year for year, key in cells if key in keys})
    told = {
        year: {cells[year, key].status for key in keys if (year, key) in cells} - {"saknas"} for year in lasar
    }
    lasar = [year for year in lasar if told[year]]
    if not any(status != "skyddad" for found in told.values() for status in found):
        return None
    return lay_out_gaps(
        table,
        run.indicators()[code],
        [tuple(cells.get((year, key)) for key in keys) for year in lasar],
        lasar,
        names=[name_group(key) for key in split.groups],
        id=f"{column}_lasar_{code}",
    )


def show_school_years(run: Underlag, tables: Tables, code: str) -> Table | None:
    """One indicator for each school and läsår."""
    table = tables.get("trend_skolor")
    if table is None:
        return None
    chosen = table.select(indikator=code, jamforelse="")
    lasar = run.parameters.lasar
    if choose_level(table.cells(indikator=code, enhetstyp="skola"), lasar) == POOLED:
        laid = show_school_levels(run, tables, code)
        if laid is not None:
            note = explain_pooled(f"läsåret {lasar}")
            return replace(laid, id=f"skolor_lasar_{code}", noter=source_line(note, laid.noter))
    if not _has_levels(chosen):
        return None
    return show_table(
        chosen,
        rader="enhet",
        kolumner="lasar",
        senaste=5,
        total=run.parameters.kommun,
        jamna=True,
        id=f"skolor_lasar_{code}",
        titel=f"{run.indicators()[code].label} per skola",
        stubb="Skola",
    )


def show_school_levels(run: Underlag, tables: Tables, code: str, *, smoothed: bool = False) -> Table | None:
    """One indicator for each school over several läsår together, with intervals; on wish shrunken too."""
    table = tables.get("trend_skolor")
    if table is None:
        return None
    chosen = table.select(indikator=code, jamforelse=[POOLED, SMOOTHED] if smoothed else [POOLED])
    if not _has_levels(chosen.select(enhetstyp="skola")):
        return None
    span = join_lasar(pooled_lasar(chosen.cells(jamforelse=POOLED)))
    with_smoothed = any(cell.jamforelse == SMOOTHED for cell in chosen.cells())
    return show_table(
        chosen,
        rader="enhet",
        kolumner="jamforelse",
        visa=("varde", "intervall", "n"),
        id=f"skolor_flera_{code}",
        titel=f"{run.indicators()[code].label} per skola, läsåren {span} tillsammans",
        stubb="Skola",
        etiketter={POOLED: span, SMOOTHED: "Utjämnat"},
        total=run.parameters.kommun,
        jamna=True,
        noter=["Utjämnade värden räknas bara för skolor."] if with_smoothed else [],
        # The shrunken value is of the same pupils: their number stands once.
        utan={(SMOOTHED, "n")},
    )


def show_references(run: Underlag, tables: Tables, code: str) -> Table | None:
    """One indicator over läsår beside the nation, the county and similar municipalities."""
    table = tables.get("trend_jamforelse")
    if table is None:
        return None
    chosen = table.select(indikator=code, jamforelse="", lasar=run.parameters.lasar_i_trend)
    if len({cell.enhet for cell in chosen.cells() if cell.shown}) < 2:
        return None
    return show_table(
        chosen,
        rader="lasar",
        kolumner="enhet",
        id=f"jamforelse_{code}",
        titel=f"{run.indicators()[code].label}: kommunen och andra",
    )


def _has_levels(table: ProtectedTable) -> bool:
    return any(cell.shown for cell in table.cells())


def _axis(run: Underlag, table: ProtectedTable, code: str) -> list[str]:
    """Läsår from the first with any value of the municipality to the report's."""
    known = {cell.lasar for cell in table.cells(indikator=code, enhetstyp="kommun", jamforelse="")}
    first = min(known)
    return [lasar for lasar in run.parameters.lasar_i_trend if lasar >= first]


def _subtitle(run: Underlag, code: str, population: str) -> str:
    indicator = run.indicators()[code]
    unit = unit_word(indicator)
    return f"{indicator.label}, {unit}. {upper_first(population)}."
