"""CSV files of protected cells, as Excel in Swedish and Power BI read them, and reading them back.

`;` between columns, decimal comma, UTF-8 with BOM, lines end with LF. One row a cell, the columns of
`analys.estimates.cells` except `delar`. Values are rounded as they are shown: a file tells no more than the
report.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter
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
_VALUES = attrgetter(*CSV_COLUMNS)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_UNITS = ("kommun", "skola", "klass", "tema", "liknande", "lan", "riket")

MOST_BYTES = 200_000_000
"""Largest file that is read back."""

_NUMBER = re.compile("-?[0-9]{1,9}(,[0-9]{1,9})?")
_COUNT = re.compile("[0-9]{1,9}")


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
    path.write_bytes(format_csv(tabell))


def format_csv(tabell: ProtectedTable) -> bytes:
    """The bytes that `write_csv` writes of a protected table."""
    cells = require_protected(tabell).cells()
    return _format(CSV_COLUMNS, (_fields(cell) for cell in cells))


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
    path.write_bytes(_format((*CSV_COLUMNS, "indikatornamn", "matenhet"), rows))


def format_rows(head: Iterable[str], rows: Iterable[Iterable[str | int | Decimal | None]]) -> bytes:
    """The bytes of a file of any texts and numbers; None is an empty field.

    No text is a formula to a spreadsheet, and numbers have a decimal comma.

    Examples
    --------
    >>> format_rows(["Enhet", "Tal"], [["=1+1", Decimal("-1.50")]]).decode("utf-8-sig")
    "Enhet;Tal\\n'=1+1;-1,50\\n"
    """
    return _format(head, ([_write_field(value) for value in row] for row in rows))


def _write_field(value: str | int | Decimal | None) -> str:
    if isinstance(value, str):
        return _guard(value)
    return "" if value is None else format(value, "f" if isinstance(value, Decimal) else "").replace(".", ",")


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
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        content = b""
    return parse_csv(content, path.name)


def parse_csv(content: bytes, name: str) -> pd.DataFrame:
    """What `read_csv` gives of a file with these bytes.

    Parameters
    ----------
    content : bytes
        From anywhere: it can be damaged, or made to do harm.
    name : str
        The file's name, for the message.

    Raises
    ------
    AnalysError
        When it is not such a file.
    """
    try:
        if len(content) > MOST_BYTES:
            raise ValueError
        text = content.decode("utf-8-sig")
        head, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
        if not _is_ours(head) or any(len(row) != len(head) for row in rows):
            raise ValueError
        columns = [_parse_column(name, [row[place] for row in rows]) for place, name in enumerate(head)]
    except (csv.Error, ValueError):
        raise AnalysError(
            f"Filen {name} kan inte läsas som en tabell ur en tidigare rapport. Hämta den på nytt."
        ) from None
    frame = pd.concat(columns, axis="columns")
    extra = [name for name in head if name not in COLUMNS]
    unwritten = {name: pd.Series("", index=frame.index, dtype="str") for name in COLUMNS if name not in head}
    return frame.assign(**unwritten)[[*COLUMNS, *extra]]


def _parse_column(name: str, texts: Sequence[str]) -> pd.Series:
    """A column with its type. Raises ValueError for a number that no file of ours has."""
    if name not in (*_NUMBERS, *_COUNTS):
        return pd.Series([text.removeprefix("'") for text in texts], name=name, dtype="str")
    form = _NUMBER if name in _NUMBERS else _COUNT
    if not all(form.fullmatch(text) for text in texts if text):
        raise ValueError
    if name in _COUNTS:
        return pd.Series([int(text) if text else pd.NA for text in texts], name=name, dtype="Int64")
    numbers = [float(text.replace(",", ".")) if text else float("nan") for text in texts]
    return pd.Series(numbers, name=name, dtype="float64")


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
    for name, value in zip(CSV_COLUMNS, _VALUES(cell), strict=True):
        if isinstance(value, str):
            fields.append(_guard(value))
        elif value is None or value != value:
            fields.append("")
        elif name in _NUMBERS:
            fields.append(str(round_half_up(value, decimals)).replace(".", ","))
        else:
            fields.append(str(value))
    return fields


def _guard(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front where it might be."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _format(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")
