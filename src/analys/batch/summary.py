"""The summary of a batch: a line as each report is finished, a table at the end, and one exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from analys.batch.carrying import INTERRUPTED
from analys.batch.making import Kind, Outcome
from analys.presentation.formats import join_list


def tell_line(outcome: Outcome, number: int, of: int) -> str:
    """One line about a report that is finished.

    Parameters
    ----------
    number : int
        How many are finished with it.
    of : int
        How many there are.
    """
    return f"{number} av {of}  {outcome.order.namn}: {outcome.kind} ({format_seconds(outcome.seconds)})"


def format_seconds(seconds: float) -> str:
    """A time as it is read aloud.

    Examples
    --------
    >>> format_seconds(4.25), format_seconds(75), format_seconds(3600)
    ('4,2 s', '1 min 15 s', '60 min 0 s')
    """
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".", ",")
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


def make_table(outcomes: Sequence[Outcome], show: Callable[[Path], str]) -> Any:
    """A table of every report: what became of it, how long it took, and where it is or why it is not.

    Parameters
    ----------
    outcomes : sequence of Outcome
    show : callable
        Path of a folder as the user is to read it.

    Returns
    -------
    rich.table.Table
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title, settings in (
        ("Rapport", {}),
        ("Utfall", {"no_wrap": True}),
        ("Tid", {"justify": "right", "no_wrap": True}),
        ("Var, eller varför inte", {"overflow": "fold"}),
    ):
        table.add_column(title, **settings)
    for outcome in outcomes:
        where = outcome.why.partition("\n")[0] if outcome.code else show(outcome.order.target)
        took = format_seconds(outcome.seconds) if outcome.seconds else ""
        table.add_row(*(Text(part) for part in (outcome.order.namn, outcome.kind, took, where)))
    return table


def tell_faults(outcomes: Sequence[Outcome]) -> list[str]:
    """What stopped reports, each said once in full with the reports that it stopped."""
    stopped: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.kind == "misslyckad":
            stopped.setdefault(outcome.why, []).append(outcome.order.namn)
    return [f"{'; '.join(names)}:\n{why}" for why, names in stopped.items()]


def tell_counts(outcomes: Sequence[Outcome]) -> str:
    """How many reports there are of each outcome.

    Examples
    --------
    >>> tell_counts([])
    '0 rapporter.'
    """
    words: dict[Kind, tuple[str, str]] = {
        "gjord": ("gjord", "gjorda"),
        "oförändrad": ("oförändrad", "oförändrade"),
        "misslyckad": ("misslyckad", "misslyckade"),
        "inte gjord": ("inte gjord", "inte gjorda"),
    }
    counted = Counter(outcome.kind for outcome in outcomes)
    parts = [f"{counted[kind]} {words[kind][counted[kind] != 1]}" for kind in words if counted[kind]]
    total = len(outcomes)
    return f"{total} {'rapport' if total == 1 else 'rapporter'}{': ' if parts else ''}{join_list(parts)}."


def find_exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 when every report is there, 130 after Ctrl-C, else the highest of the reports' codes."""
    codes = {outcome.code for outcome in outcomes}
    return INTERRUPTED if INTERRUPTED in codes else max(codes, default=0)
