"""Text of an input file -> a frame of text cells with line numbers, or the problems that prevent it."""

from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.reading.header import match_header
from analys.reading.structure import Structure, find_structure, split_cells


def parse_text(text: bytes, layout: Layout, fil: str) -> pd.DataFrame | list[Problem]:
    """Frame of normalised text (see `normalise_text`), or why there is none."""
    structure, problems = find_structure(text, fil)
    if problems:
        return problems
    if not text:
        return _make_empty(layout) if layout.may_be_empty else [_empty(fil)]
    first = split_cells(text[structure.starts[0] : structure.ends[0]]) or []
    names = match_header(first, layout, fil, int(structure.numbers[0]))
    if isinstance(names, Problem):
        return [names]
    if names is None and layout.header == "obligatorisk":
        return [_no_header(layout, fil)]
    skip = 0 if names is None else 1
    names = names or _find_columns(structure, layout)
    if problem := _check_counts(structure, layout, fil, skip, len(names)):
        return [problem]
    if len(structure.numbers) == skip:
        return _make_empty(layout) if layout.may_be_empty else [_empty(fil)]
    table = _parse_cells(text[structure.starts[skip] :], names)
    if table is None or len(table) != len(structure.numbers) - skip:
        return [make_unreadable(fil)]
    frame = table.select([name for name in layout.names if name in names]).to_pandas()
    if len(names) < len(layout.columns):
        frame = frame.reindex(columns=list(layout.names), fill_value="").astype("str")
    frame["rad"] = structure.numbers[skip:]
    return frame


def _find_columns(structure: Structure, layout: Layout) -> list[str]:
    """Columns of a file without a header: a declared shorter file is known by its number of cells."""
    counts = set(structure.cells.tolist())
    shorter = [names for names in layout.compact if counts == {len(names)}]
    return list(shorter[0] if shorter else layout.names)


def _parse_cells(text: bytes, names: list[str]) -> pa.Table | None:
    try:
        table = pyarrow.csv.read_csv(
            io.BytesIO(text),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=8 << 20),
            parse_options=pyarrow.csv.ParseOptions(delimiter=";"),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:  # its message quotes the row
        return None
    return pa.table({name: pc.utf8_trim_whitespace(table[name]) for name in names})


def _make_empty(layout: Layout) -> pd.DataFrame:
    frame = pd.DataFrame({name: pd.Series(dtype="str") for name in layout.names})
    frame["rad"] = pd.Series(dtype="int64")
    return frame


def _check_counts(structure: Structure, layout: Layout, fil: str, skip: int, expected: int) -> Problem | None:
    wrong = structure.cells[skip:] != expected
    if not wrong.any():
        return None
    counts = set(structure.cells[skip:][wrong].tolist())
    if not wrong.all() or len(counts) > 1:
        return Problem(
            fil,
            f"Raden har fel antal kolumner. {layout.title} ska ha {_list_counts(layout, skip, expected)}.",
            "Kontrollera om ett fält innehåller semikolon eller om raden är avbruten.",
            rader=tuple(structure.numbers[skip:][wrong].tolist()),
            kod="rader",
        )
    count = counts.pop()
    alike = [other.kind for other in LAYOUTS.values() if len(other.columns) == count and other.sheet]
    hint = f" Det är antalet i {' och '.join(alike)}." if alike else ""
    return Problem(
        fil,
        f"Filen har {count} kolumner, men {layout.title.lower()} ska ha "
        f"{_list_counts(layout, skip, expected)}.{hint}",
        "Kontrollera att filens namn stämmer med innehållet och att skiljetecknet är semikolon."
        + (" Har filen färre kolumner måste den ha en rubrikrad." if layout.amnen and not skip else ""),
        kod="kolumner",
    )


def _list_counts(layout: Layout, skip: int, expected: int) -> str:
    """The numbers of columns that a file can have: with a header, as many as it names."""
    if skip and expected < len(layout.columns):
        return f"{expected} enligt rubrikraden"
    counts = [expected, *(len(names) for names in layout.compact if not skip)]
    return str(expected) if len(counts) == 1 else f"{', '.join(map(str, counts[:-1]))} eller {counts[-1]}"


def _empty(fil: str) -> Problem:
    return Problem(
        fil, "Filen är tom.", "Ta ut filen på nytt, eller ta bort den om den inte ska vara med.", kod="fil"
    )


def make_unreadable(fil: str) -> Problem:
    """The problem of a file that nothing can be read from."""
    return Problem(
        fil,
        "Filen går inte att läsa.",
        "Kontrollera att den inte är öppen i ett annat program och att den är hel.",
        kod="fil",
    )


def _no_header(layout: Layout, fil: str) -> Problem:
    return Problem(
        fil,
        "Rubrikraden saknas eller hör till ett annat slag av fil.",
        f"Första raden ska vara: {';'.join(layout.names)}",
        rader=(1,),
        kod="rubriker",
    )
