"""What presentation may know: cells of protected tables, and the indicator that explains them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators import Indicator
from analys.indicators.measures import MEASURES
from analys.indicators.measures import Measure as AnyMeasure
from analys.presentation.formats import BORROWED, MISSING, NBSP, Measure, cell_formatter
from analys.presentation.text import require_protected

Tables = ProtectedTable | Sequence[ProtectedTable]

DRAFT = "UTKAST: skyddet är prövat för denna tabell ensam. Får inte publiceras."


def gather(tables: Tables) -> tuple[list[ShownCell], tuple[str, ...]]:
    """Cells of one or several protected tables, each once, and the tables' ids.

    Raises
    ------
    TypeError
        For anything that is no `ProtectedTable`.
    """
    checked = _listed(tables)
    cells = {cell.cell: cell for table in checked for cell in table.cells()}
    return list(cells.values()), tuple(dict.fromkeys(table.id for table in checked))


def draft_note(tables: Tables) -> str:
    """Warning where a table was protected by itself, as in JupyterLab; "" where the plan decided."""
    return DRAFT if any(table.utkast for table in _listed(tables)) else ""


def _listed(tables: Tables) -> list[ProtectedTable]:
    several = list(tables) if isinstance(tables, list | tuple) else [tables]
    return [require_protected(table) for table in several]


def find_measure(indikator: str) -> AnyMeasure:
    """The indicator, plain count or statistic of a code.

    Raises
    ------
    ValueError
        When there is no such measure.
    """
    if indikator not in MEASURES:
        raise ValueError(f"Måttet ”{indikator}” finns inte.")
    return MEASURES[indikator]


def find_indicator(indikator: str) -> Indicator:
    """The indicator of a code.

    Raises
    ------
    ValueError
        When the registry has no such indicator.
    """
    measure = MEASURES.get(indikator)
    if not isinstance(measure, Indicator):
        raise ValueError(f"Indikatorn ”{indikator}” finns inte i registret.")
    return measure


def has_value(cell: ShownCell) -> bool:
    """True when the cell is shown and has a number."""
    return cell.shown and cell.varde == cell.varde


def has_interval(cell: ShownCell) -> bool:
    """True when the cell is shown with both limits."""
    return has_value(cell) and cell.undre == cell.undre and cell.ovre == cell.ovre


def value_text(cell: ShownCell, measure: Measure, *, unit: bool = True) -> str:
    """The cell's value as its label says it."""
    return cell_formatter(cell, measure, unit=unit)(cell.varde)


def find_borrowed(cells: Iterable[ShownCell]) -> frozenset[str]:
    """Ids of the official values of own units that stand among own calculations: they are marked as such.

    A value that is hidden here but published by somebody else is told as that one's. Where every value of the
    municipality and its schools is official, as in a report without pupil files, there is nothing to mark.
    """
    own = [cell for cell in cells if cell.enhetstyp in ("kommun", "skola")]
    official = [cell.cell for cell in own if cell.status == "officiell"]
    return frozenset(official) if len(official) < len(own) else frozenset()


def mark_borrowed(text: str, cell: ShownCell, borrowed: Collection[str]) -> str:
    """The text of a value, with the mark of one that is borrowed from official statistics."""
    return f"{text}{NBSP}{BORROWED}" if cell.cell in borrowed and text != MISSING else text


def numbers_of(cell: ShownCell) -> list[float]:
    """Every number of the cell that a figure draws: its value and limits, none when hidden."""
    if not has_value(cell):
        return []
    return [cell.varde, cell.undre, cell.ovre] if has_interval(cell) else [cell.varde]
