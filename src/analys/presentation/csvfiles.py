"""CSV files of protected cells, as Excel in Swedish and Power BI read them, and reading them back.

`;` between columns, decimal comma, UTF-8 with BOM, lines end with LF. One row a cell, the columns of
`analys.estimates.cells` except `delar`. Values are rounded as they are shown: a file tells no more than the
report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.errors import AnalysError
from analys.estimates.cells import COLUMNS
from analys.indicators.measures import COUNTS, MEASURES
from analys.presentation.formats import decimals_of, round_half_up
from analys.presentation.selection import find_measure, gather
from analys.presentation.text import require_protected

CSV_COLUMNS = tuple(name for name in COLUMNS if name != "delar")
_WITHOUT_PARTS = tuple(name for name in CSV_COLUMNS if name != "kategori")
_NUMBERS = ("varde", "undre", "ovre")
_COUNTS = ("n", "antal")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_UNITS = ("kommun", "skola", "liknande", "lan", "riket")


def write_csv(tabell: ProtectedTable, path: Path) -> None:
    """Write one protected table.

    Parameters
    ----------
    tabell : ProtectedTable
    path : pathlib.Path
        File to write; its folder must exist.

    Raises
    ------
    TypeError
        When something else than a protected table is given.
    """
    cells = require_protected(tabell).cells()
    _write(path, CSV_COLUMNS, (_fields(cell) for cell in cells))


def write_indikatorer(tabeller: Iterable[ProtectedTable], path: Path) -> None:
    """Write every level of every measure once, in one long file with the measures' names and units.

    Differences are left out, since they follow from the levels, and so are counts of rows and pupils in the
    files. Rows stand in the order of the registry and its statistics, then municipality, schools and
    comparisons by code, then läsår, gender, language group and parts of a distribution in its own order.

    Raises
    ------
    TypeError
        When something else than protected tables is given.
    """
    cells, _ = gather(list(tabeller))
    order = {code: place for place, code in enumerate(MEASURES) if code not in COUNTS}
    levels = sorted(
        (cell for cell in cells if cell.jamforelse == "" and cell.indikator in order),
        key=lambda c: (
            order[c.indikator], _UNITS.index(c.enhetstyp), c.enhet, c.lasar, c.kon, c.svsva, _place(c),
        ),
    )  # fmt: skip
    measures = ((cell, find_measure(cell.indikator)) for cell in levels)
    rows = ([*_fields(cell), _guard(measure.label), measure.unit] for cell, measure in measures)
    _write(path, (*CSV_COLUMNS, "indikatornamn", "matenhet"), rows)


def read_csv(path: Path) -> pd.DataFrame:
    """Read a file that `write_csv` or `write_indikatorer` wrote, also before cells had parts (`kategori`).

    Returns
    -------
    pandas.DataFrame
        One row a cell with the columns and types of `analys.estimates.cells`; `delar` is empty. Names and
        units of `indikatorer.csv` come last where the file has them.

    Raises
    ------
    AnalysError
        When the file is not such a file; the message names the file only.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = list(csv.reader(file, delimiter=";", strict=True))
        if not _is_ours(head) or any(len(row) != len(head) for row in rows):
            raise ValueError
        frame = pd.DataFrame(rows, columns=head, dtype="str")
        for name in head:
            if name in _NUMBERS:
                frame[name] = pd.to_numeric(frame[name].str.replace(",", ".")).astype("float64")
            elif name in _COUNTS:
                frame[name] = pd.to_numeric(frame[name]).astype("Int64")
            else:
                frame[name] = frame[name].str.replace(r"^'", "", regex=True)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        raise AnalysError(
            f"Filen {path.name} kan inte läsas som en tabell ur en tidigare rapport. Hämta den på nytt."
        ) from None
    extra = [name for name in head if name not in COLUMNS]
    empty = pd.Series("", index=frame.index, dtype="str")
    unwritten = {name: empty for name in COLUMNS if name not in head}
    return frame.assign(**unwritten)[[*COLUMNS, *extra]]


def _place(cell: ShownCell) -> int:
    """Place of the cell's part in its distribution; others stay as they were given."""
    parts = getattr(find_measure(cell.indikator), "categories", ())
    return parts.index(cell.kategori) if cell.kategori in parts else 0


def _is_ours(head: Sequence[str]) -> bool:
    first = tuple(head)
    return any(first[: len(columns)] == columns for columns in (CSV_COLUMNS, _WITHOUT_PARTS))


def _fields(cell: ShownCell) -> list[str]:
    measure = find_measure(cell.indikator)
    decimals = decimals_of(measure, cell.n, officiell=cell.status == "officiell")
    fields = []
    for name in CSV_COLUMNS:
        value = getattr(cell, name)
        if value is None or value != value:
            fields.append("")
        elif name in _NUMBERS:
            fields.append(str(round_half_up(value, decimals)).replace(".", ","))
        elif name in _COUNTS:
            fields.append(str(value))
        else:
            fields.append(_guard(value))
    return fields


def _guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front where it might be."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _write(path: Path, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(buffer.getvalue())
