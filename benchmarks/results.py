"""What was measured and what was to be reached, as two tables in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from results_page import format_decimal, make_table

Seconds = Mapping[str, Sequence[float]]
"""Seconds of every run, by the letter of what was run."""

KINDS: Mapping[str, str] = {
    "a": "Färdiga verktyg: papermill, sedan nbconvert, ett kapitel i taget",
    "b": "analys rapport, inget sparat sedan tidigare",
    "c": "analys rapport, ett värde ändrat",
    "d": "analys rapport, ingenting ändrat",
    "e": "Golvet: samma kod och samma filer i en enda Pythonprocess",
    "f": "analys alla, per skolrapport",
    "g": "Färdiga verktyg: en skolrapport",
}


@dataclass(frozen=True)
class Target:
    """A ratio that is to be reached.

    Parameters
    ----------
    ours, other : str
        Letters of `KINDS`.
    limit : float
        So many times faster than `other` at least, or so many times its time at most.
    is_most : bool
        Whether `limit` is of the latter kind.
    """

    ours: str
    other: str
    limit: float
    is_most: bool = False

    def measure(self, seconds: Seconds) -> float:
        """The ratio of the medians."""
        ours, other = (statistics.median(seconds[kind]) for kind in (self.ours, self.other))
        return ours / other if self.is_most else other / ours

    def is_met(self, seconds: Seconds) -> bool:
        """Whether it is reached."""
        found = self.measure(seconds)
        return found <= self.limit if self.is_most else found >= self.limit


TARGETS = (
    Target("b", "a", 4.0),
    Target("b", "e", 1.5, is_most=True),
    Target("d", "a", 20.0),
    Target("f", "g", 6.0),
)


def make_tables(seconds: Seconds) -> str:
    """The runs with their medians and spread, then the targets; what was not run stands in neither.

    Parameters
    ----------
    seconds : mapping
        See `Seconds`.
    """
    runs = [
        (f"({kind}) {text}", *_describe(seconds[kind])) for kind, text in KINDS.items() if seconds.get(kind)
    ]
    targets = [
        (
            f"({target.ours}) mot ({target.other})",
            _limit(target),
            format_decimal(target.measure(seconds)),
            "ja" if target.is_met(seconds) else "nej",
        )
        for target in TARGETS
        if seconds.get(target.ours) and seconds.get(target.other)
    ]
    return "\n\n".join(
        (
            make_table(("Körning", "sekunder", "minst–mest"), runs),
            make_table(("Mål", "krav", "uppmätt", "nått"), targets),
        )
    )


def _describe(times: Sequence[float]) -> tuple[str, str]:
    middle = format_decimal(statistics.median(times))
    return middle, f"{format_decimal(min(times))}–{format_decimal(max(times))}" if len(times) > 1 else ""


def _limit(target: Target) -> str:
    if target.is_most:
        return f"högst {format_decimal(target.limit)} gånger tiden"
    return f"minst {format_decimal(target.limit, 0)} gånger snabbare"
