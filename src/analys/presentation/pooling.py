"""Three läsår together in place of one, where most of what the one could tell is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from analys.disclosure.gate import ShownCell
from analys.estimates.cells import POOLED
from analys.presentation.figures_schools import pooled_lasar
from analys.presentation.notes import join_lasar


def choose_level(cells: Sequence[ShownCell], lasar: str) -> str:
    """`POOLED` where it shows more than a läsår of which more than half is hidden, else "".

    Only what may be shown decides: two tables that differ in hidden values alone get the same choice.

    Parameters
    ----------
    cells : sequence of ShownCell
        What one table could show: levels of the läsår, and of several together, of the same units.
    lasar : str
        The report's läsår, under which several together stand too.
    """
    levels = [cell for cell in cells if (cell.lasar, cell.jamforelse) == (lasar, "")]
    pooled = [cell for cell in cells if (cell.lasar, cell.jamforelse) == (lasar, POOLED)]
    hidden = sum(cell.status == "skyddad" for cell in levels)
    more = sum(cell.shown for cell in pooled) > sum(cell.shown for cell in levels)
    return POOLED if more and 2 * hidden > len(levels) else ""


def name_years(cells: Sequence[ShownCell]) -> str:
    """The läsår that pooled cells are made of: "läsåren 2023/24–2025/26 tillsammans"."""
    years = pooled_lasar([cell for cell in cells if cell.jamforelse == POOLED])
    return f"läsåren {join_lasar(years)} tillsammans"


def explain_pooled(when: str) -> str:
    """Why a table tells of several läsår together.

    Examples
    --------
    >>> explain_pooled("läsåret 2025/26")
    'Flera läsår visas tillsammans, eftersom de flesta uppgifterna för läsåret 2025/26 är skyddade.'
    """
    return f"Flera läsår visas tillsammans, eftersom de flesta uppgifterna för {when} är skyddade."
