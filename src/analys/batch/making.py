"""Making one report of many: whatever happens is told, and the others go on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analys.batch.orders import Order
from analys.current import find_current
from analys.errors import AnalysError
from analys.pipeline import make_report
from analys.preparation import without_network
from analys.progress import Silent

Kind = Literal["gjord", "oförändrad", "misslyckad", "inte gjord"]

Explain = Callable[[BaseException], str]
"""What to say about an exception that nobody foresaw: never its message, which can quote a row."""

READS_DATA = ("analys.underlag", "analys.estimates", "analys.disclosure", "analys.indicators")
"""Rooms whose functions remember what they have read or worked out."""


@dataclass(frozen=True)
class Outcome:
    """What became of an order.

    Parameters
    ----------
    order : Order
    kind : str
        gjord, oförändrad, misslyckad or inte gjord.
    seconds : float
        How long it took.
    code : int
        Exit code, 0 when the report is there.
    why : str
        What stopped it, in Swedish, without anything about a pupil.
    """

    order: Order
    kind: Kind
    seconds: float = 0.0
    code: int = 0
    why: str = ""


def make_one(order: Order, data: Path, out: Path, explain: Explain, jobs: int | None = 1) -> Outcome:
    """Make one report where its files are, and tell how it went.

    Parameters
    ----------
    order : Order
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        Text for an exception that is not one of ours.
    jobs : int or None
        Pieces of the report that are made beside each other, None for one a core.
    """
    forget()
    started = time.perf_counter()
    kind: Kind = "oförändrad"
    try:
        if find_current(order.asked, data, out) is None:
            kind = "gjord"
            with without_network():  # What could be fetched has been.
                make_report(order.asked, data=data, out=out, progress=Silent(), jobs=jobs)
    except Exception as error:
        return fail(order, error, explain, time.perf_counter() - started)
    return Outcome(order, kind, time.perf_counter() - started)


def fail(order: Order, error: BaseException, explain: Explain, seconds: float = 0.0) -> Outcome:
    """The outcome of an order that an error stopped."""
    if isinstance(error, AnalysError):
        return Outcome(order, "misslyckad", seconds, error.exit_code, str(error))
    return Outcome(order, "misslyckad", seconds, AnalysError.exit_code, explain(error))


def forget() -> None:
    """Let go of what was read for another report: files change, and hundreds would fill the memory."""
    for name, module in list(sys.modules.items()):
        if name.startswith(READS_DATA):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()
