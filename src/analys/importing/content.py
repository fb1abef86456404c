"""What the first lines of a text say: which kind's header, or which kind's number of columns and codes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analys.contracts import LAYOUTS, Column, Layout
from analys.reading.grid import SEPARATORS, Grid
from analys.reading.header import match_header
from analys.reading.mapping import find_fit
from analys.reading.mapping_form import ColumnMapping
from analys.spelling import fold_name

SEPARATOR_NAMES = {";": "semikolon", "\t": "tabb", ",": "komma"}
# Share of a headerless file's cells that must be allowed in the kind, and by how much more than in the next.
FITS, CLEARLY = 0.6, 0.1
SAMPLE = 300

_FORMS = {
    "datum": re.compile(r"[12]\d{3}[-/.]?\d\d[-/.]?\d\d"),
    "personnummer": re.compile(r"\d{6,8}[-+]?(?:\d{4}|TF\d\d)"),
    "skolenhet": re.compile(r"\d{8}"),
}
# Fields of the standard's answers, see `analys.reading.ss12000`. A grade does not tell its year group.
_FIELDS = (
    (b'"offeredSum"', "franvaro"),
    (b'"attendanceSum"', "franvaro"),
    (b'"civicNo"', "ss12000_persons.json"),
    (b'"schoolUnitCode"', "ss12000_organisations.json"),
)


@dataclass(frozen=True)
class Shape:
    """The first lines of a text as cells.

    Parameters
    ----------
    rows : tuple of tuple of str
        Cells of the sampled lines, blanks around them taken away.
    columns : int
        The most common number of cells.
    separator : str
        What stands between the cells.
    """

    rows: tuple[tuple[str, ...], ...]
    columns: int
    separator: str


@dataclass(frozen=True)
class Guess:
    """Kinds that content can be, the likeliest first, and in Swedish what tells."""

    kinds: tuple[str, ...]
    grund: str


def find_shape(text: bytes) -> Shape:
    """Cells of the first lines of a normalised text, split by whatever gives the most columns."""
    lines = [line for line in text.decode("utf-8", errors="replace").split("\n")[:SAMPLE] if line.strip()]
    shapes = [_split(lines, separator) for separator in SEPARATORS]
    known = {len(names) for layout in LAYOUTS.values() for names in (layout.names, *layout.compact)}
    # Free text holds commas: another separator is believed only where it gives a known number of columns.
    return next((s for s in shapes if s.columns > 1 and s.columns in known), shapes[0])


def guess_kind(shape: Shape) -> Guess:
    """Kinds that the header, or the number of columns and the codes, speak for.

    Examples
    --------
    >>> guess_kind(find_shape(b"Skolenhetskod;Namn;Huvudman;Arskurser;FranLasar;TillLasar;"
    ...                       b"TidigareNamn;NamnFranLasar\\n")).kinds
    ('skolenheter',)
    """
    if not shape.rows:
        return Guess((), "Filen är tom.")
    by_header = _guess_by_header(shape.rows[0])
    return by_header if by_header.kinds else _guess_by_codes(shape)


def guess_mapped(grids: Iterable[Grid | None], mappings: Sequence[ColumnMapping]) -> Guess:
    """The kind of the first column mapping whose columns a grid has."""
    for grid in grids:
        if grid is not None and grid.width > 1 and (fit := find_fit(grid, mappings)):
            return Guess((fit.mapping.slag,), f"kolumnmappningen {fit.mapping.namn}")
    return Guess((), "")


def guess_answer(head: bytes) -> str:
    """What an answer of an SS12000 interface is, by its fields: a kind, or the name it should have.

    Examples
    --------
    >>> guess_answer(b'{"data": [{"offeredSum": 1200}]}'), guess_answer(b'{"data": [{"civicNo": {}}]}')
    ('franvaro', 'ss12000_persons.json')
    """
    return next((told for field, told in _FIELDS if field in head), "")


def has_header(shape: Shape, layout: Layout) -> bool:
    """True when the first line names the layout's columns, or half of them."""
    return bool(shape.rows) and match_header(shape.rows[0], layout, "", 1) is not None


def _split(lines: Sequence[str], separator: str) -> Shape:
    rows = []
    for line in lines:
        try:
            cells = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            continue
        rows.append(tuple(cell.strip() for cell in cells))
    counts = Counter(len(row) for row in rows)
    most = max(counts, key=lambda count: (counts[count], count), default=0)
    return Shape(tuple(rows), most, separator)


def _guess_by_header(cells: Sequence[str]) -> Guess:
    names = {fold_name(cell) for cell in cells}
    matches = {
        kind: match_header(cells, LAYOUTS[kind], "", 1)
        for kind, own in _folded_names().items()
        # A list of pupils in any form has a column that a layout of one column names.
        if 2 * len(names & own) >= len(cells)
    }
    whole = tuple(kind for kind, match in matches.items() if isinstance(match, list))
    if whole:
        # Several: a shorter file of national tests can be one of åk 6 or of åk 9.
        return Guess(whole, "rubrikraden")
    shares = {
        kind: len(names & _folded_names()[kind]) / max(len(cells), len(LAYOUTS[kind].columns))
        for kind, match in matches.items()
        if match is not None
    }
    kinds = sorted(shares, key=lambda kind: -shares[kind])
    return Guess(tuple(kinds[:1]), "rubrikraden")


@cache
def _folded_names() -> Mapping[str, frozenset[str]]:
    """Kind -> its columns' names, in the layout's spelling and in the source's own."""
    return {
        kind: frozenset(fold_name(name) for c in layout.columns for name in (c.name, c.sheet_name) if name)
        for kind, layout in LAYOUTS.items()
    }


def _guess_by_codes(shape: Shape) -> Guess:
    rows = [row for row in shape.rows if len(row) == shape.columns]
    scores = {
        kind: score
        for kind, layout in LAYOUTS.items()
        for names in (layout.names, *layout.compact)
        if layout.header == "valfri" and len(names) == shape.columns
        if (score := _score(rows, layout, names)) >= FITS
    }
    kinds = sorted(scores, key=lambda kind: -scores[kind])
    clear = [kind for kind in kinds if scores[kinds[0]] - scores[kind] < CLEARLY]
    return Guess(tuple(clear), f"{shape.columns} kolumner och koderna")


def _score(rows: Sequence[Sequence[str]], layout: Layout, names: Sequence[str]) -> float:
    """Share of the filled cells that the layout allows, columns alike; the delivery's first columns aside."""
    told: list[float] = []
    base: list[float] = []
    for place, column in enumerate(layout[name] for name in names):
        cells = [row[place] for row in rows if row[place]]
        if not cells or not (column.codes or column.dtype in _FORMS):
            continue
        share = sum(_allows(column, layout, cell) for cell in cells) / len(cells)
        (told if column.codes else base).append(share)
    if not base or sum(base) / len(base) < FITS:
        return 0.0
    return sum(told) / len(told) if told else sum(base) / len(base)


def _allows(column: Column, layout: Layout, cell: str) -> bool:
    if column.codes:
        return cell.upper() in layout.codes(column.name)
    return _FORMS[column.dtype].fullmatch(cell) is not None
