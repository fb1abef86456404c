"""One input file -> a frame of text cells with line numbers, or the problems that prevent it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from analys.contracts import LAYOUTS, Layout
from analys.errors import Problem
from analys.reading.encoding import MAX_BYTES, normalise_text
from analys.reading.header import match_header
from analys.reading.sources import Source
from analys.reading.structure import Structure, find_structure, split_cells


@dataclass(frozen=True)
class Parsed:
    """One file as read.

    Parameters
    ----------
    sha256 : str
        Of the file's bytes, "" when it could not be read.
    frame : DataFrame or None
        One row per line: the layout's columns as text (blank = ""), and `rad` (1-based line number).
    problems : list of Problem
        Why there is no frame.
    """

    sha256: str
    frame: pd.DataFrame | None
    problems: list[Problem]


def parse_source(source: Source) -> Parsed:
    """Read one file; nothing in it can raise."""
    try:
        if source.path.stat().st_size > MAX_BYTES:
            return Parsed("", None, [_too_large(source.fil)])
        content = source.path.read_bytes()
    except OSError:
        return Parsed("", None, [_unreadable(source.fil)])
    digest = hashlib.sha256(content).hexdigest()
    text = normalise_text(content, source.fil)
    if isinstance(text, Problem):
        return Parsed(digest, None, [text])
    frame = parse_text(text, LAYOUTS[source.kind], source.fil)
    return Parsed(digest, None, frame) if isinstance(frame, list) else Parsed(digest, frame, [])


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
    if problem := _check_counts(structure, layout, fil, skip):
        return [problem]
    if len(structure.numbers) == skip:
        return _make_empty(layout) if layout.may_be_empty else [_empty(fil)]
    table = _parse_cells(text[structure.starts[skip] :], names or list(layout.names))
    if table is None or len(table) != len(structure.numbers) - skip:
        return [_unreadable(fil)]
    frame = table.select(list(layout.names)).to_pandas()
    frame["rad"] = structure.numbers[skip:]
    return frame


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


def _check_counts(structure: Structure, layout: Layout, fil: str, skip: int) -> Problem | None:
    expected = len(layout.columns)
    wrong = structure.cells[skip:] != expected
    if not wrong.any():
        return None
    counts = set(structure.cells[skip:][wrong].tolist())
    if not wrong.all() or len(counts) > 1:
        return Problem(
            fil,
            f"Raden har fel antal kolumner. {layout.title} ska ha {expected}.",
            "Kontrollera om ett fält innehåller semikolon eller om raden är avbruten.",
            rader=tuple(structure.numbers[skip:][wrong].tolist()),
        )
    count = counts.pop()
    alike = [other.kind for other in LAYOUTS.values() if len(other.columns) == count and other.sheet]
    hint = f" Det är antalet i {' och '.join(alike)}." if alike else ""
    return Problem(
        fil,
        f"Filen har {count} kolumner, men {layout.title.lower()} ska ha {expected}.{hint}",
        "Kontrollera att filens namn stämmer med innehållet och att skiljetecknet är semikolon.",
    )


def _empty(fil: str) -> Problem:
    return Problem(fil, "Filen är tom.", "Ta ut filen på nytt, eller ta bort den om den inte ska vara med.")


def _unreadable(fil: str) -> Problem:
    return Problem(
        fil,
        "Filen går inte att läsa.",
        "Kontrollera att den inte är öppen i ett annat program och att den är hel.",
    )


def _too_large(fil: str) -> Problem:
    return Problem(
        fil, f"Filen är större än {MAX_BYTES // 10**9} GB.", "Dela upp den, till exempel per skolenhet."
    )


def _no_header(layout: Layout, fil: str) -> Problem:
    return Problem(
        fil,
        "Rubrikraden saknas eller hör till en annan sorts fil.",
        f"Första raden ska vara: {';'.join(layout.names)}",
        rader=(1,),
    )
