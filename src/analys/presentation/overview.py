"""The overview table: each indicator's newest value, its change, and the reference values with their year."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.estimates.trend import REFERENCES
from analys.indicators import Indicator
from analys.lasar import shift
from analys.presentation.course import read_course
from analys.presentation.formats import MISSING, NBSP, format_cell, join_list, symbol_of
from analys.presentation.notes import describe_sources, explain_symbols, glossary_note, source_line
from analys.presentation.selection import draft_note, find_borrowed, mark_borrowed
from analys.presentation.tables import SMALL_NOTE, Table
from analys.presentation.text import require_protected
from analys.underlag import Underlag

_NAMES = {"riket": "Riket", "lan": "Länet", "liknande": "Liknande"}
_GROUP = re.compile(r"i gruppen ”.*\b(\d{4})”$")
_NOTES = {
    "riket": "Riket: kommunala skolor i hela landet.",
    "lan": "Länet: ovägt medelvärde av länets övriga kommuner.",
    "liknande": "Liknande: ovägt medelvärde av de kommuner som Kolada räknar som lika i grundskolan.",
}


def show_overview(
    run: Underlag, table: ProtectedTable, codes: Sequence[str], *, id: str = ""
) -> Table | None:
    """One row an indicator; None when no indicator has a value in the report's läsår.

    Parameters
    ----------
    table : ProtectedTable
        The estimate trend_oversikt.
    codes : sequence of str
        Indicators, in order.
    """
    require_protected(table)
    lasar = run.parameters.lasar
    rows = {code: _row(run, table, code) for code in codes if code in run.indicators()}
    rows = {code: row for code, row in rows.items() if row[0] is not None}
    if not rows:
        return None
    years = {kind: _newest(row[2 + i] for row in rows.values()) for i, (kind, _) in enumerate(REFERENCES)}
    known = [kind for kind, _ in REFERENCES if years[kind]]
    heads = ["Mått", lasar, f"95{NBSP}% intervall", "Förändring på ett år"]
    heads += [f"{_NAMES[kind]} {years[kind]}" for kind in known]
    borrowed = find_borrowed(cell for row in rows.values() for cell in row if cell is not None)
    lines = [_line(run, code, row, years, borrowed) for code, row in rows.items()]
    # Official values have no interval; a first läsår has no change.
    for place in (3, 2):
        if all(line[place] == MISSING for line in lines):
            heads, lines = _drop(heads, place), [tuple(_drop(line, place)) for line in lines]
    texts = [text for line in lines for text in line[1:]]
    few = any(
        c is not None and c.status == "visad" and (c.n or 0) < 100 for row in rows.values() for c in row
    )
    return Table(
        id or table.id,
        f"Resultaten i korthet, {run.kommunnamn} {lasar}",
        tuple(heads),
        tuple(lines),
        source_line(
            draft_note(table),
            *(_note(kind, rows.values()) for kind in known),
            glossary_note(line[0] for line in lines),
            _stale(lasar, [years[kind] for kind in known]),
            SMALL_NOTE if few and run.has_pupils else "",
            *explain_symbols(texts),
            describe_sources(
                cell for row in rows.values() for cell in row if cell is not None and cell.shown
            ),
        ),
        (table.id,),
        tuple("" for _ in lines),
    )


def _row(run: Underlag, table: ProtectedTable, code: str) -> list[ShownCell | None]:
    course = read_course(table, code, run.parameters.lasar)
    references = []
    for _, unit in REFERENCES:
        cells = [
            cell for cell in table.cells(indikator=code, enhet=unit, jamforelse="", kon="alla") if cell.shown
        ]
        references.append(max(cells, key=lambda cell: cell.lasar, default=None))
    a_year_ago = f"mot {shift(run.parameters.lasar, -1)}"
    change = course.change if course.change and course.change.jamforelse == a_year_ago else None
    return [course.now, change, *references]


def _line(
    run: Underlag,
    code: str,
    row: Sequence[ShownCell | None],
    years: Mapping[str, str],
    borrowed: Collection[str],
) -> tuple[str, ...]:
    indicator = run.indicators()[code]
    now, change, *references = row
    shown = {kind: cell for (kind, _), cell in zip(REFERENCES, references, strict=True)}
    values = [
        MISSING if now is None else mark_borrowed(format_cell(now, indicator), now, borrowed),
        MISSING if now is None else format_cell(now, indicator, "intervall"),
        MISSING if change is None else format_cell(change, indicator),
        *(_reference(shown[kind], indicator, year) for kind, year in years.items() if year),
    ]
    return (f"{indicator.short_label} ({symbol_of(indicator)})", *values)


def _reference(cell: ShownCell | None, indicator: Indicator, year: str) -> str:
    """A reference value, with its läsår where that is another than the head's."""
    if cell is None:
        return MISSING
    text = format_cell(cell, indicator)
    return text if cell.lasar == year else f"{text} ({cell.lasar})"


def _note(kind: str, rows: Iterable[Sequence[ShownCell | None]]) -> str:
    """Who the reference is; for similar municipalities the year of the group too."""
    sources = [cell.kalla for row in rows for cell in row if cell is not None and cell.enhetstyp == kind]
    years = sorted({found[1] for text in sources if (found := _GROUP.search(text))})
    when = f" (Koladas grupp från {join_list(years)})" if years else ""
    return f"{_NOTES[kind].rstrip('.')}{when}."


def _newest(cells: object) -> str:
    return max((cell.lasar for cell in cells if cell is not None), default="")  # type: ignore[attr-defined]


def _stale(lasar: str, years: Sequence[str]) -> str:
    return "Jämförelsetalen är de senast publicerade." if any(year != lasar for year in years) else ""


def _drop(items: Sequence[str], place: int) -> list[str]:
    return [item for index, item in enumerate(items) if index != place]
