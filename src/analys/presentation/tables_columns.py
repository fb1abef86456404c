"""Tables whose columns are of different kinds: a school's pupils, its net deviation, what its tests lack."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

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
from analys.presentation.tables_layout import KEYS, STUBS, key_words, order_keys
from analys.presentation.tables_rows import keep_rows

_USUAL = {"kon": "alla", "svsva": "alla", "jamforelse": "", "kategori": ""}


@dataclass(frozen=True)
class Column:
    """One column: its head, which cells it holds, and which part of them.

    Parameters
    ----------
    rubrik : str
        Head; the unit is added where `enhet`.
    val : mapping of str to str
        Cell columns and the value that each must have, `indikator` at least. Of kon, svsva, jamforelse and
        kategori, those left out are "alla" or "".
    visa : str
        "varde", "intervall", "n" or "antal".
    enhet : bool
        False where the table's title tells the unit.
    """

    rubrik: str
    val: Mapping[str, str]
    visa: str = "varde"
    enhet: bool = True


def show_columns(
    tabell: Tables,
    *,
    rader: str,
    kolumner: Sequence[Column],
    id: str,
    titel: str,
    stubb: str = "",
    etiketter: Mapping[str, str] | None = None,
    ordning: Sequence[str] = (),
    total: str = "",
    markera: str = "",
    noter: Sequence[str] = (),
    kalla: str = "",
) -> Table:
    """Lay out cells of several measures, a column each.

    Parameters
    ----------
    tabell : ProtectedTable or sequence of them
    rader : str
        Cell column that makes the rows, as in `show_table`; schools stand in alphabetical order.
    kolumner : sequence of Column
        Six at most. A column that no cell has anything to say in is left out; one that shows nothing is named
        under the table.
    id, titel, stubb, etiketter, ordning, total, markera, noter, kalla
        As in `show_table`.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    ValueError
        When two cells fall on one place, when there are more than seven columns, or nothing to show.

    Examples
    --------
    ``show_columns([relation, resultat], rader="enhet", kolumner=[``
    ``Column("Elever", {"indikator": "np_netto_ak9"}, "n"),``
    ``Column("Nettoavvikelse", {"indikator": "np_netto_ak9"}),``
    ``Column("Deltog inte", {"indikator": "np_resultat_ak9_ma", "kategori": "deltog inte"})], …)``
    """
    cells, ids = gather(tabell)
    if rader not in KEYS:
        raise ValueError(f"”{rader}” kan inte bilda rader. De som kan: {', '.join(KEYS)}.")
    if len(kolumner) + 1 > MOST_COLUMNS:
        raise ValueError(f"Tabellen {id} får {len(kolumner) + 1} kolumner; högst {MOST_COLUMNS} ryms.")
    placed = [(column, _place(cells, rader, column)) for column in kolumner]
    placed = [
        (column, found)
        for column, found in placed
        if any(_text(cell, column.visa, ()) != MISSING for cell in found.values())
    ]
    used = [cell for _, found in placed for cell in found.values()]
    if not used:
        raise ValueError(f"Tabellen {id} har inga uppgifter att visa.")
    words = {cell.enhet: upper_first(cell.enhetsnamn) for cell in used} if rader == "enhet" else {}
    words |= etiketter or {}
    borrowed = find_borrowed(cells)
    keys = order_keys(used, rader, ordning, total or None)
    lines = [
        (
            key_words(key, rader, words),
            *(_text(found.get(key), column.visa, borrowed) for column, found in placed),
        )
        for key in keys
    ]
    heads = [_head(column, found) for column, found in placed]
    kept = keep_rows(
        lines,
        [column.visa for column, _ in placed],
        [i for i, key in enumerate(keys) if rader == "lasar" or key in (total, markera)],
        heads,
    )
    keys = [keys[i] for i in kept.platser]
    values = [cell for column, found in placed if column.visa == "varde" for cell in found.values()]
    return Table(
        id,
        titel,
        (stubb or STUBS[rader], *(heads[i] for i in kept.kolumner)),
        kept.rader,
        source_line(
            draft_note(tabell),
            *noter,
            small_note(values),
            *kept.noter,
            kalla or describe_sources(cell for cell in used if cell.shown),
        ),
        ids,
        tuple("total" if key == total else "markerad" if key == markera else "" for key in keys),
    )


def _place(cells: Sequence[ShownCell], rader: str, column: Column) -> dict[str, ShownCell]:
    """The column's cells by row key."""
    wanted = {key: value for key, value in _USUAL.items() if key != rader} | dict(column.val)
    read = operator.attrgetter(*wanted)
    values = tuple(wanted.values())
    found: dict[str, ShownCell] = {}
    for cell in cells:
        if read(cell) != values:
            continue
        key = getattr(cell, rader)
        if key in found:
            raise ValueError(
                f"Två uppgifter hamnar på samma plats i kolumnen ”{column.rubrik}”: {found[key].cell} och "
                f"{cell.cell}. Ange fler nycklar för kolumnen."
            )
        found[key] = cell
    return found


def _head(column: Column, found: Mapping[str, ShownCell]) -> str:
    cell = next(iter(found.values()))
    measure = find_measure(cell.indikator)
    if not column.enhet or column.visa in ("n", "antal") or measure.unit in ("antal", ""):
        return column.rubrik
    return f"{column.rubrik} ({symbol_of(measure, change=is_difference(cell))})"


def _text(cell: ShownCell | None, part: str, borrowed: Collection[str]) -> str:
    if cell is None:
        return MISSING
    return mark_borrowed(format_cell(cell, find_measure(cell.indikator), part), cell, borrowed)
