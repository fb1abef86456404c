"""The comparison as a table, for those who work on with it: a row a cell that differs, as CSV or Excel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from analys.comparing.changes import Cell, Change
from analys.comparing.comparison import Comparison
from analys.comparing.words import Words, chapter_of, name_group
from analys.errors import ParameterError
from analys.finished import Report, find_home
from analys.paths import make_private_file
from analys.presentation.csvfiles import format_rows
from analys.presentation.formats import comparison_words
from analys.presentation.xlsxfile import STATUS
from analys.presentation.xlsxparts import HEAD, NUMBER_HEAD, Sheet, Value, format_workbook

FORMS = (".csv", ".xlsx")
TITLE = "Jämförelse av två rapporter"
SHEET = "Jämförelse"

HEADS = (
    *("Vad", "Kapitel", "Mått", "Utfall", "Enhet", "Läsår", "Läsår före", "Kön", "Kurs", "Jämförelse"),
    *("Före", "Nu", "Skillnad", "Måttenhet", "Gånger det som räknas"),
    *("Undre före", "Övre före", "Undre nu", "Övre nu", "Antal före", "Antal nu", "Status före", "Status nu"),
    *("Enhetskod", "Måttkod"),
)
_NUMBERS = frozenset((*HEADS[10:13], *HEADS[14:21]))
_WIDTHS = {"Vad": 26, "Kapitel": 26, "Mått": 60, "Enhet": 28, "Jämförelse": 34, "Måttkod": 34}

Field = str | int | Decimal | None


def check_place(target: Path, reports: tuple[Report, ...], *, internal: bool) -> Path:
    """Where the table may be written, in full; told before the work begins.

    Parameters
    ----------
    target : pathlib.Path
        As the user gave it.
    reports : tuple of Report
        What is compared.
    internal : bool
        Whether an internal edition or a draft is among them.

    Raises
    ------
    ParameterError
        When the name has another ending, or the place is a report's folder or, for what is not public,
        among the published reports.
    """
    if target.suffix.lower() not in FORMS:
        raise ParameterError("--ut: filens namn ska sluta på .csv eller .xlsx, till exempel jamforelse.xlsx.")
    whole = target.resolve()
    if whole.exists() or target.is_symlink():
        raise ParameterError(
            f"--ut: filen {target.name[:60]} finns redan och har inte ändrats. Välj ett annat namn, eller ta "
            "bort den först."
        )
    if any((folder / "manifest.json").exists() for folder in whole.parents):
        raise ParameterError(
            "--ut: filen kan inte ligga i en rapports mapp, för då stämmer mappen inte längre med sitt "
            "manifest. Välj en annan mapp."
        )
    found = (find_home(report.folder, report.manifest.kommun) for report in reports)
    homes = [home for home in found if home is not None]
    for home in homes if internal else []:
        inside = whole.relative_to(home).parts if whole.is_relative_to(home) else ()
        if inside and "internt" not in inside[:-1]:
            raise ParameterError(
                "--ut: jämförelsen är internt arbetsmaterial och kan inte ligga bland publicerade rapporter. "
                "Välj en annan mapp."
            )
    return whole


def write_listing(comparison: Comparison, target: Path) -> None:
    """Write the table, as CSV or as a workbook by its name; the same bytes every time.

    Raises
    ------
    ParameterError
        When the file cannot be written.
    """
    rows = [list(_fields(change, comparison.words)) for change in _all(comparison)]
    content = format_rows(HEADS, rows) if target.suffix.lower() == ".csv" else _format_workbook(rows)
    try:
        make_private_file(target) if not comparison.is_public else target.touch()
        target.write_bytes(content)
    except OSError:
        raise ParameterError(
            f"Filen {target.name[:60]} går inte att skriva. Finns mappen, och får du skriva i den?"
        ) from None


def _all(comparison: Comparison) -> Iterator[Change]:
    yield from comparison.changes
    yield from comparison.newest


def _fields(change: Change, words: Words) -> Iterator[Field]:
    cell, fore, nu = change.cell, change.fore, change.nu
    weight = words.weight(change)
    yield from (str(change.kind), chapter_of(cell.tabell), words.label(cell.indikator), cell.kategori)
    yield from (cell.enhetsnamn or cell.enhet, cell.lasar)
    yield fore.lasar if fore and fore.lasar != cell.lasar else ""
    yield from (name_group(cell.kon), name_group(cell.svsva), comparison_words(cell.jamforelse))
    yield from (_number(fore, "varde"), _number(nu, "varde"), change.skillnad)
    yield words.unit(cell)
    yield Decimal(f"{weight:.2f}") if weight else None
    yield from (_number(one, name) for one in (fore, nu) for name in ("undre", "ovre"))
    yield from (_number(one, "n") for one in (fore, nu))
    yield from (STATUS[one.status] if one else "" for one in (fore, nu))
    yield from (cell.enhet, cell.indikator)


def _number(cell: Cell | None, name: str) -> Field:
    """A number of a cell; what is hidden has none."""
    found: Field = getattr(cell, name) if cell and cell.shown else None
    return found


def _format_workbook(rows: list[list[Field]]) -> bytes:
    heads: list[Value | None] = [Value(head, NUMBER_HEAD if head in _NUMBERS else HEAD) for head in HEADS]
    drawn = [heads, *([_draw(field) for field in row] for row in rows)]
    widths = [_WIDTHS.get(head, max(len(head), 12)) for head in HEADS]
    return format_workbook([Sheet(SHEET, drawn, widths)], TITLE)


def _draw(field: Field) -> Value | None:
    if field is None or field == "":
        return None
    if isinstance(field, Decimal):
        places = max(-int(field.as_tuple().exponent), 0)
        return Value(Decimal(format(field, "f")), "#,##0" + ("." + "0" * places if places else ""))
    return Value(field, "#,##0" if isinstance(field, int) else "text")
