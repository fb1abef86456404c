"""Carrying out: every order of a batch, round by round; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from analys.batch.crews import Crew
from analys.batch.making import Explain, Outcome, fail, forget
from analys.batch.orders import Order
from analys.batch.rounds import Group, arrange
from analys.batch.sharing import decide_ahead
from analys.progress import Progress

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def carry_out(
    orders: Sequence[Order],
    crew: Crew,
    *,
    data: Path,
    out: Path,
    progress: Progress,
    explain: Explain,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Make every report and return what became of each, in the order of the orders.

    Parameters
    ----------
    orders : sequence of Order
    crew : Crew
        Who makes them.
    data, out : pathlib.Path
        Data folder and report folder.
    progress : Progress
        Is told of the steps that several reports have in common.
    explain : callable
        Text for an exception that is not one of ours.
    tell : callable
        Is given each outcome as soon as it is known.

    Notes
    -----
    Ctrl-C ends it: reports that are done stay, and the others are told of as not made.
    """
    outcomes: dict[Path, Outcome] = {}

    def take(outcome: Outcome) -> None:
        outcomes[outcome.order.target] = outcome
        tell(outcome)

    try:
        for groups in arrange(orders):
            ready = []
            for group in groups:
                failed = _share(group, data, out, progress, explain)
                for outcome in failed:
                    take(outcome)
                if not failed:
                    ready.append(group)
            for outcome in crew.carry(ready):
                take(outcome)
    except KeyboardInterrupt:
        pass
    left = "Körningen avbröts innan rapporten var klar."
    return [
        outcomes.get(order.target) or Outcome(order, "inte gjord", code=INTERRUPTED, why=left)
        for order in orders
    ]


def _share(group: Group, data: Path, out: Path, progress: Progress, explain: Explain) -> list[Outcome]:
    """Make what the reports of schools have in common; where that cannot be done none of them can be made."""
    if not group[0].skola:
        return []
    forget()
    try:
        decide_ahead(group[0].asked, data, out, progress)
    except Exception as error:
        return [fail(order, error, explain) for order in group]
    return []
