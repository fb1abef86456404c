"""The page on preconditions: one table, what has changed, and how to read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.forutsattningar import FORUTSATTNINGAR, Forutsattning
from analys.indicators.lokala_uppgifter import Period
from analys.presentation.formats import MISSING, NBSP, format_cell, format_number, upper_first
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import draft_note
from analys.presentation.tables import Table
from analys.presentation.tables_rows import keep_rows
from analys.presentation.text import Label, Number, Sentence, Text, compose, join_sentences, make_number
from analys.presentation.wording import capitalise, direction
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

TABELL = "forutsattningar"
_YEAR = re.compile(r", (?:19|20)\d\d(?=:|;|$)")
_UNITS = (("kommun", "Kommunen"), ("liknande", "Liknande"), ("lan", "Länet"), ("riket", "Riket"))


class Rad(NamedTuple):
    """A measure with the municipality's values over time and the others' beside its newest."""

    matt: Forutsattning
    varden: Mapping[Period, ShownCell]
    andra: Mapping[str, ShownCell]
    andring: ShownCell | None

    @property
    def period(self) -> Period:
        """The newest period."""
        return max(self.varden)


def show_conditions(run: Underlag, tables: Tables) -> Table | None:
    """The newest values of the municipality and the others; None where nothing is kept."""
    rows = _read(tables)
    if not rows:
        return None
    laid = [
        (f"{_head(row.matt)}, {row.period}", row, tuple(_pick(row, kind) for kind, _ in _UNITS))
        for row in rows
    ]
    lines = [(head, *(_text(cell, row.matt) for cell in cells)) for head, row, cells in laid]
    return _finish(
        tables,
        id=TABELL,
        titel=f"Skolornas förutsättningar i {run.kommunnamn} och andra kommuner",
        stubb="Mått och period",
        heads=[name for _, name in _UNITS],
        lines=lines,
        cells=[cell for _, _, found in laid for cell in found if cell is not None],
    )


def show_years(run: Underlag, tables: Tables) -> Table | None:
    """The municipality's values year by year; None where no measure has two."""
    rows = [row for row in _read(tables) if len(row.varden) > 1]
    if not rows:
        return None
    # Kolada's year is one column, whatever time of it a measure is about.
    years = sorted({_kolada_year(row.matt, period) for row in rows for period in row.varden})[-5:]
    found = {
        (row.matt.code, _kolada_year(row.matt, period)): cell
        for row in rows
        for period, cell in row.varden.items()
    }
    lines = [
        (_head(row.matt), *(_text(found.get((row.matt.code, year)), row.matt) for year in years))
        for row in rows
    ]
    return _finish(
        tables,
        id="forutsattningar_ar",
        titel=f"Skolornas förutsättningar i {run.kommunnamn} år för år",
        stubb="Mått",
        heads=[str(year) for year in years],
        lines=lines,
        cells=[cell for (_, year), cell in found.items() if year in years],
        noter=["Lärarna är räknade i oktober det år som anges, betygen i juni och kostnaden hela året."],
    )


def describe_conditions(run: Underlag, tables: Tables) -> Text:
    """What has changed as published facts, or that nothing is kept."""
    rows = _read(tables)
    if not rows:
        return Text([compose("Inga uppgifter om skolornas förutsättningar är hämtade från Kolada.")])
    told = [sentence for row in rows if not row.matt.breaks and (sentence := _describe(row)) is not None]
    read = compose(
        "Uppgifterna är publicerad statistik om kommunens egna skolor. De beskriver villkoren men säger inte "
        "vad villkoren betyder för resultaten."
    )
    if not told:
        return Text([read])
    return Text([join_sentences(told), read], ledord=["Vad som har ändrats", "Så kan uppgifterna läsas"])


def define_conditions(run: Underlag, tables: Tables) -> Text | None:
    """What each measure counts; None where nothing is kept."""
    rows = _read(tables)
    if not rows:
        return None
    return Text(
        [compose("{d}", d=Label(row.matt.definition)) for row in rows],
        ledord=[row.matt.short_label for row in rows],
    )


def _read(tables: Tables) -> list[Rad]:
    if TABELL not in tables:
        return []
    rows = []
    for measure in FORUTSATTNINGAR.values():
        cells = [cell for cell in tables[TABELL].cells(indikator=measure.code) if cell.shown]
        own = [cell for cell in cells if cell.enhetstyp == "kommun"]
        values = {Period(cell.lasar, cell.kategori): cell for cell in own if cell.jamforelse == ""}
        if values:
            others = {cell.enhetstyp: cell for cell in cells if cell.enhetstyp != "kommun"}
            change = next((cell for cell in own if cell.jamforelse), None)
            rows.append(Rad(measure, values, others, change))
    return rows


def _pick(row: Rad, kind: str) -> ShownCell | None:
    return row.varden[row.period] if kind == "kommun" else row.andra.get(kind)


def _head(measure: Forutsattning) -> str:
    unit = {"procent": "%", "elever per lärare": ""}.get(measure.unit, measure.unit)
    return f"{measure.short_label} ({unit})" if unit else measure.short_label


def _text(cell: ShownCell | None, measure: Forutsattning) -> str:
    return MISSING if cell is None else format_cell(cell, measure)


def _kolada_year(measure: Forutsattning, period: Period) -> int:
    return int(period.lasar[:4]) + 1 - measure.shift


def _describe(row: Rad) -> Sentence | None:
    """How the value went from the first period to the newest, as published."""
    if row.andring is None:
        return None
    earlier = Period(row.andring.jamforelse.removeprefix("mot "), row.andring.kategori)
    before, now = row.varden.get(earlier), row.varden[row.period]
    if before is None:
        return None
    verb = {
        1: "steg från {a} till {b}{unit} mellan {l}{p0} och {p1}",
        -1: "sjönk från {a} till {b}{unit} mellan {l}{p0} och {p1}",
        0: "var {b}{unit} både {l}{p0} och {p1}",
    }
    sign = direction(row.andring, row.matt)
    unit = {"procent": " procent", "poäng": " poäng", "kronor": f"{NBSP}kronor"}.get(row.matt.unit, "")
    levels = {"b": _number(now, row.matt)} | ({"a": _number(before, row.matt)} if sign else {})
    return capitalise(
        compose(
            f"{{subject}} {verb[sign]}.",
            subject=row.matt.fras,
            unit=unit,
            l="" if row.period.kategori else "läsåren ",
            p0=Label(str(earlier)),
            p1=Label(str(row.period)),
            **levels,
        )
    )


def _number(cell: ShownCell, measure: Forutsattning) -> Number:
    return make_number(cell, lambda value: format_number(value, measure.decimals))


def _finish(
    tables: Tables,
    *,
    id: str,
    titel: str,
    stubb: str,
    heads: list[str],
    lines: list[tuple[str, ...]],
    cells: list[ShownCell],
    noter: list[str] | None = None,
) -> Table:
    kept = keep_rows(lines, ["varde"] * len(heads), heads=heads)
    # The calendar years stand in the table; a sentence for each would bury the sources.
    told = [cell._replace(kalla=_YEAR.sub("", cell.kalla)) if cell.kategori else cell for cell in cells]
    return Table(
        id,
        titel,
        (stubb, *(heads[i] for i in kept.kolumner)),
        tuple((upper_first(line[0]), *line[1:]) for line in kept.rader),
        source_line(draft_note(tables[TABELL]), *(noter or []), *kept.noter, describe_sources(told)),
        (TABELL,),
        tuple("" for _ in kept.rader),
    )
