"""Targets: which measure a target names, and whether an outcome reaches it.

The rule: a target is reached when the observed value is at least, or at most, the target, both as they are
shown. How sure that is stands beside: sure where the whole interval lies on one side of the target, too
uncertain to tell where the interval holds it, and not judged where there is no interval.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple, Protocol, TypeAlias

from analys.arbetsbok.blad import HOGST, MINST
from analys.spelling import fold_name

Status: TypeAlias = Literal["nått", "inte nått", "skyddad uppgift", "uppgift saknas"]
Sakerhet: TypeAlias = Literal["säkert", "för osäkert för att avgöra", "bedöms inte", ""]

NATT: Status = "nått"
INTE_NATT: Status = "inte nått"
SKYDDAD: Status = "skyddad uppgift"
SAKNAS: Status = "uppgift saknas"

SAKERT: Sakerhet = "säkert"
OSAKERT: Sakerhet = "för osäkert för att avgöra"
BEDOMS_INTE: Sakerhet = "bedöms inte"


class Named(Protocol):
    """A measure that people can name."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def short_label(self) -> str: ...

    @property
    def higher_is_better(self) -> bool | None: ...


class Dom(NamedTuple):
    """What an outcome says of a target."""

    status: Status
    sakerhet: Sakerhet


def judge_target(value: float, undre: float, ovre: float, mal: float, riktning: str) -> Dom:
    """Whether a value reaches a target, and how sure it is; NaN for what there is none of.

    Parameters
    ----------
    value, undre, ovre : float
        The outcome and its interval, rounded as they are shown.
    riktning : {"minst", "högst"}

    Examples
    --------
    >>> nan = float("nan")
    >>> judge_target(91.0, 88.0, 93.0, 90.0, "minst")
    Dom(status='nått', sakerhet='för osäkert för att avgöra')
    >>> judge_target(6.7, 6.4, 7.0, 6.0, "högst"), judge_target(nan, nan, nan, 6.0, "högst").status
    (Dom(status='inte nått', sakerhet='säkert'), 'uppgift saknas')
    """
    if math.isnan(value):
        return Dom(SAKNAS, "")
    sign = 1 if riktning == MINST else -1
    status = NATT if sign * (value - mal) >= 0 else INTE_NATT
    if math.isnan(undre) or math.isnan(ovre):
        return Dom(status, BEDOMS_INTE)
    worst, best = sorted((sign * (undre - mal), sign * (ovre - mal)))
    return Dom(status, SAKERT if worst >= 0 or best < 0 else OSAKERT)


def wished_direction(written: str, measure: Named) -> str:
    """The direction of a target: as written, else the measure's own wished one, else at least."""
    return written or (HOGST if measure.higher_is_better is False else MINST)


def find_named(text: str, measures: Iterable[Named]) -> tuple[Named | None, str]:
    """The measure that a text names, by code, label or short label; else what the writer may have meant.

    Returns
    -------
    tuple
        The measure and "", or None and the label of the nearest name ("" when none is near). A name that
        several measures share names none of them.

    Examples
    --------
    >>> from analys.indicators import REGISTRY
    >>> find_named("Meritvarde_17", REGISTRY.values())[0].code
    'meritvarde_17'
    >>> find_named("meritvärde 17 ämne", REGISTRY.values())
    (None, 'Meritvärde')
    """
    named: dict[str, list[Named]] = {}
    for measure in measures:
        for name in _spellings(measure.code, measure.label, measure.short_label):
            named.setdefault(name, []).append(measure)
    wanted = fold_name(text)
    found = named.get(wanted, [])
    if len(found) == 1:
        return found[0], ""
    near = difflib.get_close_matches(wanted, _alone(named), n=1, cutoff=0.7)
    return None, _alone(named)[near[0]].short_label if near else ""


@cache
def _spellings(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold_name(name) for name in names))


def _alone(named: Mapping[str, list[Named]]) -> dict[str, Named]:
    return {name: measures[0] for name, measures in named.items() if len(measures) == 1}
