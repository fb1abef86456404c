"""The rule by which findings become strengths and challenges, in order: size, certainty and breadth.

What is asked. A finding about the whole municipality can be a strength or a challenge when it answers one of
four questions: how a measure has developed (the longest comparison speaks, whatever it shows), how it stands
beside the nation, how far apart two groups of pupils are, and what people say or a target demands. A change
or a distance in the wished direction is a strength and in the other a challenge; a settled gap between
groups is a challenge, and so is a year group that is surely behind the others; where no direction is wished
it is neither. Single schools are never among them.

What is settled. A finding counts when its interval holds no zero; a published figure, which has no interval,
when it is at least as large as the smallest difference that counts.

How they are ordered. A finding gets up to three points for size (its value in smallest differences that
count), three for certainty (clear 3, settled direction 2, else 1) and three for breadth (one for 100 pupils
behind it, one more for 1 000, one when another source says the same of the area). Whoever picks findings
because they are clear will pick some that chance made clear. So the points for certainty are given by an
interval widened to the level 1 - 0.05 R / m, where m findings could have been picked and R were (the false
coverage rate of Benjamini and Yekutieli 2005). The highest of each area comes first, then the others. Of the
same measure only one is told, unless one tells of a strength and the other of a challenge. What people pin
stands whatever its points, with their reason.

References
----------
Benjamini, Y. & Yekutieli, D. (2005). False discovery rate-adjusted multiple confidence intervals for selected
parameters. Journal of the American Statistical Association 100, 71-81.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import NormalDist

from analys.arbetsbok.blad import NEUTRAL, STYRKA, UTMANING
from analys.estimates.certainty import OKLART
from analys.indicators import franvaro
from analys.indicators.enkat_statistik import MOT_ARSKURSER
from analys.lasar import shift
from analys.parameters import RunParameters
from analys.presentation.findings import GAPS, OVER_TID, PA_ETT_AR, Finding
from analys.presentation.wording import SURE

MOST_POINTS = 3
MANY, VERY_MANY = 100, 1000
"""Pupils behind a finding that give one and two points for breadth."""

WHOLE = ("kommun", "tema")
"""What a finding about the whole municipality is about: all of it, or a theme of its interviews."""

REFERENCES = ("mot riket", "mot liknande", "mot lan")
"""Of the published comparisons the first that there is speaks for a measure."""

_DELTA_STEG = 0.1
_Z = NormalDist().inv_cdf(0.975)
_LEVEL_OF_CHANCE = 0.05


@dataclass(frozen=True)
class Ordnat:
    """A finding in its place.

    Parameters
    ----------
    fynd : Finding
    slag : str
        "styrka", "utmaning" or "neutral".
    certainty : str
        Its class of certainty by the widened interval.
    storlek, sakerhet, bredd : float
        Points, 0 to 3 each.
    skal : str
        Why people have pinned it; "" where they have not.
    """

    fynd: Finding
    slag: str
    certainty: str
    storlek: float
    sakerhet: float
    bredd: float
    skal: str = ""

    @property
    def poang(self) -> float:
        """All points."""
        return round(self.storlek + self.sakerhet + self.bredd, 1)


@dataclass(frozen=True)
class Ordning:
    """Strengths and challenges in order, and every finding that was tried."""

    styrkor: tuple[Ordnat, ...]
    utmaningar: tuple[Ordnat, ...]
    provade: tuple[Ordnat, ...]


def order_findings(
    findings: Sequence[Finding], parameters: RunParameters, pinned: Mapping[str, str] | None = None
) -> Ordning:
    """Strengths and challenges among findings, by the rule that the module's docstring tells.

    Parameters
    ----------
    pinned : mapping of str to str, optional
        `Finding.nyckel` -> reason, for findings that stand whatever their points.
    """
    reasons = pinned or {}
    candidates = list_candidates(findings, parameters)
    weighed = _weigh(candidates, parameters)
    told = _drop_repeats([one for one in weighed if one.slag != NEUTRAL])
    kept = {one.fynd.id for one in told}
    added = [f for f in findings if f.nyckel in reasons and f.id not in kept]
    told += [_pin(finding, weighed, parameters) for finding in added]
    told = [replace(one, skal=reasons.get(one.fynd.nyckel, "")) for one in told]
    sides = [_areas_first([one for one in told if one.slag == side]) for side in (STYRKA, UTMANING)]
    return Ordning(tuple(sides[0]), tuple(sides[1]), tuple(weighed))


def pick_main(ordning: Ordning, most: int = 7, *, least: int = 2) -> list[Ordnat]:
    """The most important of both sides, strengths first; `least` of each side where there are so many.

    What is pinned is always among them.
    """
    sides = [list(ordning.styrkor), list(ordning.utmaningar)]
    pinned = [one for side in sides for one in side if one.skal]
    chosen = [one for side in sides for one in [o for o in side if not o.skal][:least]]
    rest = [one for side in sides for one in side if one not in chosen and not one.skal]
    seen = {(one.slag, one.fynd.omrade) for one in chosen}
    rest.sort(key=lambda one: ((one.slag, one.fynd.omrade) in seen, *_rank(one)))
    chosen += [*pinned, *rest[: max(0, most - len(chosen) - len(pinned))]]
    return [one for side in sides for one in side if one in chosen]


def list_candidates(findings: Sequence[Finding], parameters: RunParameters) -> list[Finding]:
    """Findings that may be strengths or challenges, each question of a measure answered once."""
    asked: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        question = ask(finding)
        if question and finding.enhetstyp in WHOLE and _is_fresh(finding, parameters):
            key = (question, finding.indicator, finding.kategori, finding.group, finding.population)
            asked.setdefault(key + ((finding.comparison,) if question == "skillnad" else ()), []).append(
                finding
            )
    return [min(several, key=_preference) for several in asked.values()]


def ask(finding: Finding) -> str:
    """Which question a finding answers: "utveckling", "läge", "skillnad", "röst", or "" for none."""
    parts = finding.nyckel.split("/")
    if OVER_TID in parts or PA_ETT_AR in parts:
        return "utveckling"
    if finding.comparison in GAPS:
        return "skillnad"
    if finding.comparison.startswith("mot "):
        return "läge"
    return "röst" if finding.comparison == "" and finding.favourable != "varken" else ""


def _preference(finding: Finding) -> tuple[int, str]:
    """The longest comparison and the nation first, whatever they show."""
    if finding.comparison in REFERENCES:
        return REFERENCES.index(finding.comparison), finding.id
    return int(PA_ETT_AR in finding.nyckel.split("/")), finding.id


def _is_fresh(finding: Finding, parameters: RunParameters) -> bool:
    """Whether it is of the report's läsår or the one before, which published figures are often of."""
    return "/" not in finding.period or finding.period >= shift(parameters.lasar, -1)


def smallest_difference(finding: Finding, parameters: RunParameters) -> float | None:
    """The smallest difference that counts, in the finding's unit; None for plain counts."""
    if finding.unit == "antal":
        return None
    if finding.unit == "betygssteg":
        return _DELTA_STEG
    if finding.unit == "poäng":
        return parameters.delta_poang
    if finding.unit == "indexpoäng":
        return parameters.delta_index
    if finding.kalla == "franvaro":
        return min(parameters.delta_procent, franvaro.DELTA)
    return parameters.delta_procent


def _weigh(candidates: Sequence[Finding], parameters: RunParameters) -> list[Ordnat]:
    judged = [f for f in candidates if f.lower is not None]
    picked = [f for f in judged if f.certainty in SURE and sort_of(f) != NEUTRAL]
    widened = widen(len(picked), len(judged))
    weighed = []
    for finding in candidates:
        certainty = settle_certainty(finding, widened, parameters)
        slag = sort_of(finding) if _is_settled(finding, parameters) else NEUTRAL
        weighed.append(
            Ordnat(finding, slag, certainty, _size(finding, parameters), _certainty_points(certainty), 0.0)
        )
    return [replace(one, bredd=_breadth(one, weighed)) for one in weighed]


def sort_of(finding: Finding) -> str:
    """What a finding is if it is settled: "styrka", "utmaning" or "neutral"."""
    if finding.comparison in GAPS:
        return UTMANING
    if finding.comparison == MOT_ARSKURSER and finding.favourable == "ja":
        return NEUTRAL  # That one year group is above the others is no strength of them all.
    return {"ja": STYRKA, "nej": UTMANING, "varken": NEUTRAL}[finding.favourable]


def widen(picked: int, tried: int) -> float:
    """How many times wider the intervals of the picked become, when so many were tried.

    Examples
    --------
    >>> widen(20, 20), round(widen(1, 20), 2)
    (1.0, 1.54)
    """
    if not picked:
        return 1.0
    return NormalDist().inv_cdf(1 - _LEVEL_OF_CHANCE * picked / tried / 2) / _Z


def settle_certainty(finding: Finding, times: float, parameters: RunParameters) -> str:
    """The class of certainty of a finding whose interval is so many times wider."""
    if finding.certainty not in SURE or finding.lower is None or finding.upper is None:
        return finding.certainty
    up = finding.certainty in ("tydligt_hogre", "hogre_osaker")
    near = finding.lower if up else -finding.upper
    size = finding.value if up else -finding.value
    limit = size - (size - near) * times
    if limit <= 0:
        return OKLART
    delta = smallest_difference(finding, parameters)
    if finding.certainty.startswith("tydligt") and delta is not None and limit <= delta < near:
        return "hogre_osaker" if up else "lagre_osaker"
    return finding.certainty


def _is_settled(finding: Finding, parameters: RunParameters) -> bool:
    if finding.certainty == "officiell":
        delta = smallest_difference(finding, parameters)
        return delta is None or abs(finding.value) >= delta
    return finding.certainty in SURE or finding.certainty == "ej_bedomd"


def _size(finding: Finding, parameters: RunParameters) -> float:
    delta = smallest_difference(finding, parameters)
    if delta is None or ask(finding) == "röst":
        return 1.0
    return round(min(abs(finding.value) / delta, MOST_POINTS), 1)


def _certainty_points(certainty: str) -> float:
    if certainty.startswith("tydligt"):
        return 3.0
    return 2.0 if certainty in SURE else 1.0


def _breadth(one: Ordnat, every: Sequence[Ordnat]) -> float:
    n = one.fynd.n or 0
    pupils = (n >= MANY) + (n >= VERY_MANY) if one.fynd.kalla != "intervju" else 0
    others = {
        other.fynd.kalla for other in every if other.slag == one.slag and other.fynd.omrade == one.fynd.omrade
    }
    return float(pupils + (one.slag != NEUTRAL and len(others) > 1))


def family_of(finding: Finding) -> tuple[str, str]:
    """What is told once: the area, and the measure without its parts and year groups."""
    if finding.comparison in GAPS:
        return finding.omrade, finding.comparison
    if finding.kalla == "franvaro":
        return finding.omrade, "franvaro"
    if finding.kalla == "intervju":
        return finding.omrade, f"{finding.indicator}/{finding.population}"
    return finding.omrade, re.sub(r"_ak\d+$", "", finding.indicator) if finding.kalla == "enkat" else (
        finding.indicator
    )


def _drop_repeats(weighed: Sequence[Ordnat]) -> list[Ordnat]:
    def family(one: Ordnat) -> tuple[str, tuple[str, str]]:
        return one.slag, family_of(one.fynd)

    ranked = sorted(weighed, key=lambda one: (family(one), *_rank(one)))
    return [next(iter(several)) for _, several in groupby(ranked, key=family)]


def _pin(finding: Finding, weighed: Sequence[Ordnat], parameters: RunParameters) -> Ordnat:
    known = next((one for one in weighed if one.fynd.id == finding.id), None)
    slag = STYRKA if sort_of(finding) == STYRKA else UTMANING
    if known is not None:
        return replace(known, slag=slag)
    points = _certainty_points(finding.certainty)
    return Ordnat(finding, slag, finding.certainty, _size(finding, parameters), points, 0.0)


def _areas_first(side: Sequence[Ordnat]) -> list[Ordnat]:
    ranked = sorted(side, key=_rank)
    first = {one.fynd.omrade: one for one in reversed(ranked)}
    return sorted(ranked, key=lambda one: (first[one.fynd.omrade] is not one, *_rank(one)))


def _rank(one: Ordnat) -> tuple[float, float, float, str]:
    return -one.poang, -one.sakerhet, -one.storlek, one.fynd.nyckel
