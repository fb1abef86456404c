"""Tables with a row for each subject, whose columns are measures with codes of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from analys.disclosure.gate import ShownCell
from analys.presentation.formats import MISSING, format_cell, is_difference, symbol_of, upper_first
from analys.presentation.notes import describe_sources, source_line
from analys.presentation.selection import (
    Tables,
    draft_note,
    find_borrowed,
    find_measure,
    gather,
    mark_borrowed,
)
from analys.presentation.tables import MOST_COLUMNS, Table, small_note
from analys.presentation.tables_rows import keep_rows

_USUAL = {"enhetstyp": "kommun", "kon": "alla", "svsva": "alla", "jamforelse": "", "kategori": ""}
_COUNTS = ("n", "antal")


class Subject(Protocol):
    """A row: its name, its year group, and what ends the codes of its measures."""

    @property
    def namn(self) -> str: ...

    @property
    def arskurs(self) -> int: ...

    @property
    def suffix(self) -> str: ...


@dataclass(frozen=True)
class SubjectColumn:
    """One column: its head, the beginning of its measures' codes, which cells, and which part of them.

    Parameters
    ----------
    rubrik : str
        Head; the unit is added.
    matt : str
        "np_netto", before an underscore and the subject's suffix.
    val : mapping of str to str
        Cell columns that are not the usual: the municipality as a whole in the table's läsår, a level, no
        category.
    visa : str
        "varde", "intervall", "n" or "antal".
    """

    rubrik: str
    matt: str
    val: Mapping[str, str] = field(default_factory=dict)
    visa: str = "varde"


def show_subjects(
    tabell: Tables,
    *,
    amnen: Sequence[Subject],
    lasar: str,
    kolumner: Sequence[SubjectColumn],
    id: str,
    titel: str,
    stubb: str = "Ämne",
    noter: Sequence[str] = (),
) -> Table | None:
    """Lay out the subjects that have anything, in the given order; None where nothing may be shown.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
    amnen : sequence of Subject
        Such as Provamne; of one year group or several, which is written out where there are several.
    lasar : str
    kolumner : sequence of SubjectColumn
        Six at most. A column that no subject has anything in is left out.
    id, titel, stubb, noter
        As in `show_table`.

    Raises
    ------
    ValueError
        When there are more than seven columns.
    """
    cells, ids = gather(tabell)
    if len(kolumner) + 1 > MOST_COLUMNS:
        raise ValueError(f"Tabellen {id} får {len(kolumner) + 1} kolumner; högst {MOST_COLUMNS} ryms.")
    known = {_key(cell): cell for cell in cells}
    found = {amne.suffix: [_find(known, amne.suffix, column, lasar) for column in kolumner] for amne in amnen}
    used = [place for place in range(len(kolumner)) if any(row[place] for row in found.values())]
    rows = [(amne, [found[amne.suffix][place] for place in used]) for amne in amnen]
    rows = [(amne, row) for amne, row in rows if any(row)]
    if not any(cell is not None and cell.shown for _, row in rows for cell in row):
        return None
    columns = [kolumner[place] for place in used]
    borrowed = find_borrowed(cells)
    years = len({amne.arskurs for amne, _ in rows}) > 1
    lines = [
        (
            _name(amne, years),
            *(_text(cell, column, borrowed) for cell, column in zip(row, columns, strict=True)),
        )
        for amne, row in rows
    ]
    heads = [_head(column, [row[place] for _, row in rows]) for place, column in enumerate(columns)]
    kept = keep_rows(lines, [column.visa for column in columns], heads=heads)
    shown = [cell for _, row in rows for cell in row if cell is not None]
    values = [
        cell
        for _, row in rows
        for cell, column in zip(row, columns, strict=True)
        if cell is not None and column.visa not in _COUNTS
    ]
    return Table(
        id,
        titel,
        (stubb, *(heads[i] for i in kept.kolumner)),
        kept.rader,
        source_line(
            draft_note(tabell),
            *noter,
            small_note(values),
            *kept.noter,
            describe_sources(cell for cell in shown if cell.shown),
        ),
        ids,
        tuple("" for _ in kept.rader),
    )


def move_unit(table: Table, unit: str) -> Table:
    """The table with a unit in its title, once, in place of every head that has it."""
    heads = tuple(head.replace(f" ({unit})", "") for head in table.kolumner)
    return replace(table, titel=f"{table.titel} ({unit})", kolumner=heads)


def _key(cell: ShownCell) -> tuple[str, ...]:
    return (cell.indikator, cell.lasar, *(getattr(cell, name) for name in _USUAL))


def _find(
    known: Mapping[tuple[str, ...], ShownCell], suffix: str, column: SubjectColumn, lasar: str
) -> ShownCell | None:
    told = {"lasar": lasar, **_USUAL, **column.val}
    return known.get((f"{column.matt}_{suffix}", *told.values()))


def _name(amne: Subject, years: bool) -> str:
    return upper_first(amne.namn) + (f", åk {amne.arskurs}" if years else "")


def _text(cell: ShownCell | None, column: SubjectColumn, borrowed: Collection[str]) -> str:
    if cell is None:
        return MISSING
    return mark_borrowed(format_cell(cell, find_measure(cell.indikator), column.visa), cell, borrowed)


def _head(column: SubjectColumn, cells: Sequence[ShownCell | None]) -> str:
    cell = next(cell for cell in cells if cell is not None)
    measure = find_measure(cell.indikator)
    if column.visa != "varde" or measure.unit in ("antal", "", "p"):
        return column.rubrik
    return f"{column.rubrik} ({symbol_of(measure, change=is_difference(cell))})"
