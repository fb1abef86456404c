"""A grid of another system's file -> rows of one of our layouts, by a declared column mapping.

The header is the first row with all columns that the mapping names, however many rows stand above it. Texts
above, group rows and repeated headers are structure and no rows; sums are rows that are left out with a
reason, so that the account of rows balances. What comes out goes through the same checks as any other file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.reading.grid import Grid
from analys.reading.mapping_faults import FAULTS
from analys.reading.mapping_form import ColumnMapping, Way
from analys.reading.mapping_rows import Context, RowMapper
from analys.spelling import fold_name

MAX_ABOVE = 60
"""Rows above the header that are looked through."""

_SIGNS = {"procent": ("%", "procent"), "timmar": ("(h)", "tim")}
"""What a heading says when its numbers are per cent or hours."""

SUMMERAD = "Raden är en summa i exporten"


@dataclass(frozen=True)
class Fit:
    """A mapping that knows a grid: index of the header row, and column by folded name."""

    mapping: ColumnMapping
    header: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class Mapped:
    """Rows as read: text cells with `rad`, perhaps `skal`; and the läsår that the file's periods tell."""

    frame: pd.DataFrame
    lasar: tuple[str, ...] = ()


def find_fit(grid: Grid, mappings: Sequence[ColumnMapping]) -> Fit | None:
    """The first mapping whose columns all stand in one row of the grid."""
    folded = [[fold_name(cell) for cell in row] for row in grid.rows[:MAX_ABOVE]]
    for mapping in mappings:
        for index, names in enumerate(folded):
            if not list_missing(mapping, names):
                columns = {name: at for at, name in reversed(list(enumerate(names))) if name}
                return Fit(mapping, index, columns)
    return None


def list_missing(mapping: ColumnMapping, names: Sequence[str]) -> list[str]:
    """Our columns that a row of folded names does not give, though nothing else can."""
    found = set(names)
    return [
        name
        for name, ways in mapping.kolumner.items()
        if name not in mapping.valfria
        and all(way.kolumn for way in ways)
        and not any(fold_name(option) in found for way in ways for option in way.kolumn)
    ]


def map_grid(grid: Grid, fit: Fit, context: Context) -> Mapped | list[Problem]:
    """Rows of text cells with `rad` and `skal`, or why there are none.

    Returns
    -------
    Mapped or list of Problem
        One row per row of the grid that is a pupil's or a sum. Sums are blank but for `rad` and `skal`.
    """
    mapping = fit.mapping
    if problems := _find_twins(grid, fit, context.fil):
        return problems
    uneven = _list_uneven(grid, fit)
    mapper = RowMapper(fit.mapping, fit.columns, context)
    for row in grid.rows[: fit.header]:
        mapper.read_labels(row, mapping.ovanfor, once=True)
    header = grid.rows[fit.header]
    summed = [fold_name(text) for text in mapping.summarader]
    cells: list[list[str]] = []
    numbers: list[int] = []
    skal: list[str] = []
    broken: list[int] = []
    for row, number in zip(grid.rows[fit.header + 1 :], grid.numbers[fit.header + 1 :], strict=True):
        if row == header or mapper.read_labels(row, mapping.grupprader):
            continue
        is_sum = _is_sum(row, summed) and not mapper.is_pupil(row)
        cells.append([""] * len(LAYOUTS[mapping.slag].names) if is_sum else mapper.read(row, number))
        numbers.append(number)
        skal.append(SUMMERAD if is_sum else "")
        broken += [number] if number in uneven and not is_sum else []
    if broken:
        return [_tell_uneven(context.fil, broken)]
    if not any(not reason for reason in skal):
        return [
            Problem(
                context.fil,
                "Filen har inga rader med elever under rubrikraden.",
                "Ta ut den på nytt, eller ta bort den om den inte ska vara med.",
                kod="fil",
            )
        ]
    if problems := mapper.list_faults():
        return problems
    frame = pd.DataFrame(cells, columns=list(LAYOUTS[mapping.slag].names), dtype="str")
    frame["rad"] = pd.Series(numbers, dtype="int64")
    frame["skal"] = pd.Series(skal, dtype="str")
    return Mapped(frame, tuple(sorted(mapper.lasar)))


def find_unmarked(grid: Grid, fit: Fit, fil: str) -> list[Problem]:
    """Columns taken as per cent or hours though neither their heading nor a value in them says so.

    Asked of the mappings that come with the program: they go by headings, and folding takes ”(%)” away.
    """
    unmarked = [
        name
        for name, ways in fit.mapping.kolumner.items()
        for enhet, signs in _SIGNS.items()
        if (column := _find_unit(ways, enhet, fit)) is not None
        and not any(sign in grid.rows[fit.header][column].casefold() for sign in signs)
        and not any(sign in row[column] for sign in ("%", ":") for row in grid.rows[fit.header + 1 :])
    ]
    if not unmarked:
        return []
    vad, gor = FAULTS["enhet"]
    rows = (grid.numbers[fit.header],)
    return [Problem(fil, vad, gor, ", ".join(unmarked), rows, kod="mappning")]


def _find_unit(ways: Sequence[Way], enhet: str, fit: Fit) -> int | None:
    names = (fold_name(option) for way in ways if way.enhet == enhet for option in way.kolumn)
    return next((fit.columns[name] for name in names if name in fit.columns), None)


def describe_misfit(grids: Sequence[Grid], mappings: Sequence[ColumnMapping], fil: str) -> Problem:
    """That no mapping knows the file, without quoting it: a first row can be a pupil's."""
    rows = [[fold_name(cell) for cell in row] for grid in grids for row in grid.rows[:MAX_ABOVE]]
    # What is missing is worth telling when something was there.
    begun = [
        missing
        for mapping in mappings
        for names in rows
        if len(missing := list_missing(mapping, names)) < len(list_missing(mapping, ()))
    ]
    missing = min(begun, key=len, default=[])
    width = max((grid.width for grid in grids), default=0)
    what = f"Kolumner som inte hittades: {', '.join(missing)}. " if missing else ""
    return Problem(
        fil,
        f"Ingen kolumnmappning känner igen filen. {what}Filen har {width} kolumner.",
        "Beskriv filens kolumner i kolumner.yml i kommunens mapp. Utgå från exemplen vklass, skola24 "
        "och ist.",
        kod="mappning",
    )


def _list_uneven(grid: Grid, fit: Fit) -> set[int]:
    """Rows of a text with more cells than its header, as 6,5 gives between commas, or that end too early."""
    if not grid.lengths:
        return set()
    used = (
        fold_name(option) for ways in fit.mapping.kolumner.values() for way in ways for option in way.kolumn
    )
    least = 1 + max((fit.columns[name] for name in used if name in fit.columns), default=0)
    most = grid.lengths[fit.header]
    pairs = zip(grid.numbers, grid.lengths, strict=True)
    return {number for number, length in pairs if not least <= length <= most}


def _tell_uneven(fil: str, rader: Sequence[int]) -> Problem:
    return Problem(
        fil,
        "Raderna har inte lika många celler som rubrikraden.",
        "Ta ut filen på nytt. Är skiljetecknet komma och talen har decimaler, välj semikolon eller tabb i "
        "stället, eller spara som arbetsbok.",
        rader=tuple(rader),
        kod="kolumner",
    )


def _find_twins(grid: Grid, fit: Fit, fil: str) -> list[Problem]:
    names = [fold_name(cell) for cell in grid.rows[fit.header]]
    twins = [name for name, ways in fit.mapping.kolumner.items() if _has_twin(ways, names)]
    if not twins:
        return []
    return [
        Problem(
            fil,
            f"Rubriken för {', '.join(twins)} står i flera kolumner.",
            "Ta bort den kolumn som inte ska läsas, eller byt dess rubrik.",
            rader=(grid.numbers[fit.header],),
            kod="rubriker",
        )
    ]


def _has_twin(ways: Sequence[Way], names: Sequence[str]) -> bool:
    return any(names.count(fold_name(option)) > 1 for way in ways for option in way.kolumn)


def _is_sum(row: Sequence[str], summed: Sequence[str]) -> bool:
    first = next((fold_name(cell) for cell in row if cell), "")
    return any(first.startswith(text) for text in summed if text)
