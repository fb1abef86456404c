"""Two groups over läsår with their gap: a row a läsår, set apart where the series breaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.presentation.formats import MISSING, NBSP, format_cell, symbol_of
from analys.presentation.notes import BREAK_NOTE, describe_sources, explain_symbols, source_line
from analys.presentation.selection import draft_note, find_borrowed, has_interval, mark_borrowed
from analys.presentation.tables import SMALL_NOTE, Table, is_small

Row = tuple[ShownCell | None, ...]


def lay_out_gaps(
    table: ProtectedTable,
    indicator: Indicator,
    rows: Sequence[Row],
    lasar: Sequence[str],
    *,
    names: Sequence[str],
    id: str,
) -> Table:
    """A row a läsår: the two groups, their gap and, where any is known, its interval.

    Parameters
    ----------
    rows : sequence of tuple
        (first group, second group, gap) of each läsår, None where there is no cell.
    names : sequence of str
        Heads of the two groups.
    """
    first, second = names
    unit, points = symbol_of(indicator), symbol_of(indicator, change=True)
    heads = ["Läsår", f"{first} ({unit})", f"{second} ({unit})", f"Skillnad ({points})"]
    with_interval = any(gap is not None and has_interval(gap) for *_, gap in rows)
    if with_interval:
        heads.append(f"95{NBSP}% intervall ({points})")
    known = [cell for row in rows for cell in row if cell is not None]
    borrowed = find_borrowed(known)
    lines = []
    for year, row in zip(lasar, rows, strict=True):
        parts = [_text(cell, indicator, "varde", borrowed) for cell in row]
        more = [_text(row[-1], indicator, "intervall", borrowed)] if with_interval else []
        lines.append((year, *parts, *more))
    texts = [text for line in lines for text in line[1:]]
    breaks = {year for year in lasar[1:] if year in indicator.breaks}
    lowered = f"{first.lower()} minus {second.lower()}"
    return Table(
        id,
        f"{indicator.label}: {first.lower()} och {second.lower()}",
        tuple(heads),
        tuple(lines),
        source_line(
            draft_note(table),
            f"Skillnad: {lowered}.",
            BREAK_NOTE if breaks else "",
            SMALL_NOTE if any(is_small(cell) for cell in known) else "",
            *explain_symbols(texts),
            describe_sources(cell for cell in known if cell.shown),
        ),
        (table.id,),
        tuple("brott" if year in breaks else "" for year in lasar),
    )


def _text(cell: ShownCell | None, indicator: Indicator, part: str, borrowed: Collection[str]) -> str:
    return MISSING if cell is None else mark_borrowed(format_cell(cell, indicator, part), cell, borrowed)
