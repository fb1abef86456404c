"""The course of one series: its newest level, what it is compared with, and the changes."""

from __future__ import annotations

from typing import NamedTuple

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell


class Course(NamedTuple):
    """A series' newest level, the ones it is compared with, and the two changes; None what there is not."""

    now: ShownCell | None
    before: ShownCell | None
    first: ShownCell | None
    change: ShownCell | None
    long_change: ShownCell | None


def read_course(
    table: ProtectedTable, code: str, lasar: str, *, kon: str = "alla", svsva: str = "alla", gap: str = ""
) -> Course:
    """The municipality's course of one series in a table.

    Parameters
    ----------
    gap : str
        "flickor-pojkar" or "sv-sva" for a gap, "" for the level.
    """
    cells = {
        (cell.lasar, cell.jamforelse): cell
        for cell in table.cells(indikator=code, enhetstyp="kommun", kon=kon, svsva=svsva)
    }
    start = f"{gap} mot ".lstrip()
    years = sorted(
        name.removeprefix(start) for year, name in cells if year == lasar and name.startswith(start)
    )
    years = [year for year in years if year[:1].isdigit()]
    before, first = (years[-1], years[0]) if years else ("", "")
    return Course(
        cells.get((lasar, gap)),
        cells.get((before, gap)),
        cells.get((first, gap)),
        cells.get((lasar, start + before)),
        cells.get((lasar, start + first)) if first != before else None,
    )
