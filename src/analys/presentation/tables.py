"""Tables: protected cells laid out for reading, at most seven columns, symbols explained underneath."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analys.disclosure.gate import ShownCell
from analys.presentation.formats import MISSING, SMALL_SHARE, format_cell, is_difference, upper_first
from analys.presentation.notes import (
    BREAK_NOTE,
    describe_sources,
    glossary_note,
    source_line,
)
from analys.presentation.selection import (
    Tables,
    draft_note,
    find_borrowed,
    find_measure,
    gather,
    has_value,
    mark_borrowed,
)
from analys.presentation.tables_html import render_table
from analys.presentation.tables_layout import (
    KEYS,
    STUBS,
    column_head,
    find_table_breaks,
    find_units,
    key_words,
    order_keys,
    place_cells,
)
from analys.presentation.tables_rows import keep_rows

MOST_COLUMNS = 7
MIME = "application/vnd.analys.tabell+json"
POINTS_NOTE = "Skillnader mellan andelar anges i procentenheter."
SMALL_NOTE = f"Andelar för färre än {SMALL_SHARE} elever visas utan decimaler."
SMALL_POINTS_NOTE = f"Procentenheter för färre än {SMALL_SHARE} elever visas utan decimaler."

COLUMN_NOTE = f"Andelar visas utan decimaler i kolumner där någon andel gäller färre än {SMALL_SHARE} elever."


@dataclass(frozen=True)
class Table:
    """A laid-out table, ready to be shown in a notebook.

    Parameters
    ----------
    id : str
        ASCII id; in HTML "tab-ID".
    titel : str
        Caption.
    kolumner : tuple of str
        Column heads, the stub's first.
    rader : tuple of tuple of str
        Rows as Swedish text, the row head first.
    noter : str
        Notes, symbols and source, one line.
    tabeller : tuple of str
        Ids of the protected tables that it shows.
    klasser : tuple of str
        Class of each row: "", "markerad", "total" or "brott" (a new series begins).
    brott : frozenset of tuple of int
        (row, column) of cells that begin a new series in their row; row -1 is the heads.
    rutor : mapping of (int, int) to str
        Further classes of cells by (row, column): "diagonal", and "ton1" (light) to "ton4" (dark).
    """

    id: str
    titel: str
    kolumner: tuple[str, ...]
    rader: tuple[tuple[str, ...], ...]
    noter: str
    tabeller: tuple[str, ...]
    klasser: tuple[str, ...]
    brott: frozenset[tuple[int, int]] = frozenset()
    rutor: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def html(self) -> str:
        """As the HTML that rendering accepts."""
        return render_table(
            self.id, self.titel, self.kolumner, self.rader, self.klasser, self.noter, self.brott, self.rutor
        )

    @property
    def plain(self) -> str:
        """As plain text, columns parted by a bar."""
        lines = [" | ".join(row) for row in (self.kolumner, *self.rader)]
        return "\n".join(part for part in (self.titel, *lines, self.noter) if part)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        content = {
            "id": self.id,
            "titel": self.titel,
            "tabeller": list(self.tabeller),
            "kolumner": list(self.kolumner),
            "rader": [list(row) for row in self.rader],
        }
        return {"text/html": self.html, MIME: content, "text/plain": self.plain}


def show_table(
    tabell: Tables,
    *,
    rader: str,
    kolumner: str = "",
    visa: Sequence[str] = ("varde",),
    id: str = "",
    titel: str = "",
    stubb: str = "",
    etiketter: Mapping[str, str] | None = None,
    ordning: Sequence[str] = (),
    senaste: int = 0,
    total: str = "",
    markera: str = "",
    jamna: bool = False,
    utan: Collection[tuple[str, str]] = (),
    noter: Sequence[str] = (),
    kalla: str = "",
) -> Table:
    """Lay out protected cells.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
        The cells; use `tabell.select` first so that each place in the table gets one cell.
    rader, kolumner : str
        Cell column that makes the rows and the columns: indikator, enhet (shown by name), enhetsnamn, lasar,
        kon, svsva, jamforelse or kategori. Without `kolumner` there is one column for each part in `visa`.
    visa : sequence of str
        Parts to show: varde, intervall, n, antal.
    id, titel : str
        The protected table's own when left out.
    stubb : str
        Head of the row heads.
    etiketter : mapping of str to str
        Words for keys and parts in place of the usual ones.
    ordning : sequence of str
        Row keys in order; others follow in the table's order, schools by name.
    senaste : int
        Show only the last so many column keys, with a note; 0 shows all.
    total, markera : str
        Row key that stands last and set apart, and row key that is highlighted.
    jamna : bool
        Shares of a column without decimals where any cell of it has too few pupils for them.
    utan : collection of (str, str)
        Column key and part of columns to leave out.
    noter : sequence of str
        Sentences to put under the table.
    kalla : str
        Source sentence in place of the one made from the cells.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When two cells fall on one place, when there are more than seven columns, or nothing to show.

    Examples
    --------
    ``show_table(tabell, rader="enhetsnamn", kolumner="lasar", markera="Exempelkommun")``
    """
    cells, ids = gather(tabell)
    for key in filter(None, (rader, kolumner)):
        if key not in KEYS:
            raise ValueError(f"”{key}” kan inte bilda rader eller kolumner. De som kan: {', '.join(KEYS)}.")
    if not cells:
        raise ValueError(f"Tabellen {ids[0] if ids else ''} har inga uppgifter att visa.")
    words = (
        {cell.enhet: upper_first(cell.enhetsnamn) for cell in cells} if "enhet" in (rader, kolumner) else {}
    )
    words |= etiketter or {}
    row_keys = order_keys(cells, rader, ordning, total or None)
    column_keys = order_keys(cells, kolumner) if kolumner else [""]
    left_out = column_keys[:-senaste] if senaste else []
    column_keys = column_keys[len(left_out) :]
    grid = place_cells(cells, rader, kolumner)
    columns = [(key, part) for key in column_keys for part in visa if (key, part) not in utan]
    if len(columns) + 1 > MOST_COLUMNS:
        raise ValueError(
            f"Tabellen {ids[0]} får {len(columns) + 1} kolumner; högst {MOST_COLUMNS} ryms. "
            "Byt plats på rader och kolumner, eller visa bara de senaste."
        )
    shown = [cell for (row, key), cell in grid.items() if key in column_keys]
    units = find_units(grid, row_keys, column_keys)
    heads = [column_head(key, part, kolumner, len(visa), units, words) for key, part in columns]
    few_in = {
        key
        for key in column_keys
        if jamna and any(is_small(grid[row, key]) for row in row_keys if (row, key) in grid)
    }
    borrowed = find_borrowed(cells)
    every = []
    for row in row_keys:
        unit = f" ({units.rows[row]})" if units.rows.get(row) else ""
        every.append(
            (
                key_words(row, rader, words) + unit,
                *(
                    _text(grid.get((row, key)), part, units.in_cells, 0 if key in few_in else None, borrowed)
                    for key, part in columns
                ),
            )
        )
    kept = keep_rows(
        every,
        [part for _, part in columns],
        [i for i, row in enumerate(row_keys) if rader == "lasar" or row in (total, markera)],
        heads if kolumner != "lasar" else (),  # A läsår without values is a gap in time.
    )
    row_keys = [row_keys[i] for i in kept.platser]
    breaks = find_table_breaks(grid, row_keys, column_keys, rader, kolumner, len(visa))
    begun = {row_keys[row] for row, column in breaks if column == 0}
    few = small_note(shown) if "varde" in visa else ""
    earlier = f"Tidigare läsår ({left_out[0]}–{left_out[-1]}) finns i CSV-filen." if left_out else ""
    return Table(
        id or ids[0],
        titel or _first_title(tabell),
        (stubb or STUBS[rader], *(heads[i] for i in kept.kolumner)),
        kept.rader,
        source_line(
            draft_note(tabell),
            *noter,
            glossary_note((*heads, *(line[0] for line in every))) if "indikator" in (rader, kolumner) else "",
            POINTS_NOTE if units.rows and any(_is_points(cell) for cell in shown) else "",
            BREAK_NOTE if breaks else "",
            COLUMN_NOTE if few and few_in else few,
            earlier,
            *kept.noter,
            kalla or describe_sources(cell for cell in shown if cell.shown),
        ),
        ids,
        tuple(
            "total" if row == total else "brott" if row in begun else "markerad" if row == markera else ""
            for row in row_keys
        ),
        frozenset(place for place in breaks if place[1]),
    )


def _text(cell: ShownCell | None, part: str, unit: bool, most: int | None, borrowed: Collection[str]) -> str:
    if cell is None:
        return MISSING
    text = format_cell(cell, find_measure(cell.indikator), part, unit=unit, most=most)
    return mark_borrowed(text, cell, borrowed)


def is_small(cell: ShownCell) -> bool:
    """Whether the cell shows a share, or percentage points, of too few pupils for decimals."""
    small = cell.status == "visad" and (cell.n is None or cell.n < SMALL_SHARE)
    return small and has_value(cell) and find_measure(cell.indikator).unit in ("procent", "procentenheter")


def small_note(cells: Sequence[ShownCell]) -> str:
    """Why values lack decimals, "" where none does."""
    units = {find_measure(cell.indikator).unit for cell in cells if is_small(cell)}
    return "" if not units else SMALL_NOTE if "procent" in units else SMALL_POINTS_NOTE


def _is_points(cell: ShownCell) -> bool:
    return has_value(cell) and is_difference(cell) and find_measure(cell.indikator).unit == "procent"


def _first_title(tables: Tables) -> str:
    return tables[0].titel if isinstance(tables, list | tuple) else tables.titel  # type: ignore[union-attr]
