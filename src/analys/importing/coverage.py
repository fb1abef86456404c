"""What a file covers: school units, läsår, terms and days of extraction, and how many rows it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analys.contracts import LAYOUTS
from analys.errors import Problem
from analys.importing.content import Shape, has_header
from analys.importing.naming import lasar_of_day
from analys.lasar import parse_lasar
from analys.reading.encoding import normalise_text

# Columns whose values tell one delivery from another of the same kind: each combination is delivered whole.
OMFANG = ("Skolenhetskod", "Lasar", "Termin", "Enkat")


@dataclass(frozen=True)
class Coverage:
    """What the rows of one file are about; see `Found` for the parts."""

    rader: int = 0
    skolenheter: tuple[str, ...] = ()
    datum: str = ""
    lasar: tuple[str, ...] = ()
    omfang: tuple[tuple[str, ...], ...] = ()


def cover_frame(kind: str, frame: pd.DataFrame, perioder: Sequence[str] = ()) -> Coverage:
    """What a frame of text cells covers; cells of another form than they should have are passed over.

    Parameters
    ----------
    kind : str
    frame : DataFrame
        Rows that are left out with a reason (`skal`) do not count.
    perioder : sequence of str
        Läsår that the periods in another system's file belong to.

    Examples
    --------
    >>> frame = pd.DataFrame({"Skolenhetskod": ["12345678"], "Datum": ["2026-06-15"]})
    >>> covered = cover_frame("slutbetyg_ak9", frame)
    >>> covered.skolenheter, covered.lasar, covered.omfang
    (('12345678',), ('2025/26',), (('12345678',),))
    """
    layout = LAYOUTS[kind]
    if "skal" in frame:
        frame = frame[frame["skal"] == ""]
    cells = {name: frame[name].unique() for name in ("Skolenhetskod", "Datum", "Lasar") if name in layout}
    codes = sorted({unit for unit in cells.get("Skolenhetskod", ()) if _is_unit(unit)})
    days = sorted({day for day in cells.get("Datum", ()) if _is_day(day)})
    lasar = {_lasar(text) for text in cells.get("Lasar", ())} - {""} or {lasar_of_day(day) for day in days}
    lasar |= set(perioder)
    names = [name for name in OMFANG if name in layout]
    combinations = frame[names].drop_duplicates() if names else frame.iloc[:0]
    return Coverage(
        len(frame),
        tuple(codes),
        days[-1] if days else "",
        tuple(sorted(lasar)),
        tuple(sorted(tuple(map(str, row)) for row in combinations.itertuples(index=False) if row[0])),
    )


def cover_shape(kind: str, path: Path, shape: Shape) -> Coverage:
    """What can be told of a file that the strict reading refuses: its cells by their place in the line."""
    layout = LAYOUTS[kind]
    try:
        text = normalise_text(path.read_bytes(), "")
    except OSError:
        return Coverage()
    if isinstance(text, Problem):
        return Coverage()
    lines = text.decode("utf-8", errors="replace").split("\n")
    skip = int(has_header(shape, layout))
    names = next((form for form in layout.compact if len(form) == shape.columns), layout.names)
    places = {name: place for place, name in enumerate(names) if name in (*OMFANG, "Datum")}
    cells: dict[str, list[str]] = {name: [] for name in places}
    for line in lines[skip:]:
        row = [cell.strip(' "') for cell in line.split(shape.separator)]
        if len(row) > max(places.values(), default=0):
            for name, place in places.items():
                cells[name].append(row[place])
    return cover_frame(kind, pd.DataFrame(cells, dtype="str"))


def _is_unit(text: str) -> bool:
    return len(text) == 8 and text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    if len(text) != 10 or not text.isascii() or text[4] != "-" or text[7] != "-":
        return False
    return pd.notna(pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")) and text[:2] in ("19", "20")


def _lasar(text: str) -> str:
    try:
        return parse_lasar(text)
    except ValueError:
        return ""
