"""Clean-up: cells that were hidden for others' sake and need not have been are shown again.

The rules hide one cell after another, and what was needed when it was chosen may not be in the end. Each cell
is tried once, the dearest first: it is shown again where every row that it stands in stays safe and every
hidden number keeps its room by the rows. What then lacks room in whole numbers is hidden again afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from analys.disclosure.complement import COMPLEMENT, Net
from analys.disclosure.counts import Counts
from analys.disclosure.widths import Price, find_limits, find_narrow

MOST_TRIALS = 40
"""So many cells at most are tried against all rows together: more would take longer than they are worth."""


def release(
    net: Net, counts: Counts, hidden: dict[str, str], *, added: frozenset[str], price: Price
) -> list[str]:
    """Show again what can be; `hidden` shrinks, and the cells are returned."""
    candidates = [cell for cell, reason in hidden.items() if reason == COMPLEMENT and cell not in added]
    return try_cells(net, counts, hidden, sorted(candidates, key=price, reverse=True), added=added)


def try_cells(
    net: Net, counts: Counts, hidden: dict[str, str], cells: Iterable[str], *, added: Collection[str]
) -> list[str]:
    """Those of the hidden cells that can be shown, one after another; `hidden` shrinks."""
    falling = {cell for source in hidden for cell in net.falling.get(source, ())}
    real = ~counts.find_hidden(frozenset(added) | net.public)
    before = _count_narrow(counts, hidden, real, added)
    tellers = {one.teller for one in counts.equations}
    shown: list[str] = []
    trials = 0
    for cell in cells:
        if cell in falling or trials >= MOST_TRIALS:
            continue
        reason = hidden.pop(cell)
        if net.is_safe(cell, hidden):
            tried = cell in counts.places or cell in tellers
            trials += tried
            if not tried or _count_narrow(counts, hidden, real, added) <= before:
                shown.append(cell)
                continue
        hidden[cell] = reason
    return shown


def _count_narrow(counts: Counts, hidden: Collection[str], real: np.ndarray, added: Collection[str]) -> int:
    unseen = frozenset(hidden) | frozenset(added)
    asked = real & counts.find_hidden(hidden)
    return len(find_narrow(counts, unseen, asked, find_limits(counts, unseen)))
