"""How many solutions has what a report tells of lower, equal and higher? Every whole number is tried.

For a group of n pupils, each possible (lägre, lika, högre) is published in the four ways that a rule could
leave standing, rounded as the report rounds. The attacker knows n and how the report computes; of classes he
is given the design effect, so the figures are his best. `ensamma`: how many procent of the possible groups
have a published form that fits no other group. `spann`: how many values of lägre fit, at least and in the
median.

Run as ``python studies/attack_distributions.py 15 24 40 60 99 150``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from analys.estimates.intervals import compute_net_limits
from analys.estimates.rounding import decimals_of, round_half_up
from analys.indicators import REGISTRY

MEASURE = REGISTRY["np_netto_ak9_ma"]
LEAST = 5
"""Fewest pupils in a category that may be shown, and in those left."""

FARTHEST = 50.0
"""Largest net that might be shown alone."""

Group = tuple[int, int, int]


class Outcome(NamedTuple):
    """What an attacker gets from one way of publishing."""

    ensamma: float
    minsta_spann: int
    median_spann: float


def _round(value: float, n: int) -> float:
    return float(round_half_up(value, decimals_of(MEASURE, n)))


def _net(group: Group) -> float:
    return _round(100 * (group[2] - group[0]) / sum(group), sum(group))


def net_with_limits(group: Group) -> tuple[float, ...] | None:
    """The net and its interval, no category."""
    lower, _, higher = group
    n = sum(group)
    undre, ovre = compute_net_limits(np.array(higher), np.array(lower), np.array(n))
    return _net(group), _round(float(undre), n), _round(float(ovre), n)


def net_alone(group: Group) -> tuple[float, ...] | None:
    """The net without interval, where it is not far from 0."""
    net = _net(group)
    return (net,) if abs(net) <= FARTHEST else None


def higher_alone(group: Group) -> tuple[float, ...] | None:
    """One direction, where it may be shown by itself."""
    return (group[2],) if LEAST <= group[2] <= sum(group) - LEAST else None


def higher_and_net(group: Group) -> tuple[float, ...] | None:
    """One direction and the net without interval."""
    return (group[2], _net(group))


WAYS: Mapping[str, Callable[[Group], tuple[float, ...] | None]] = MappingProxyType(
    {
        "netto med intervall": net_with_limits,
        "högre och netto": higher_and_net,
        "netto ensamt": net_alone,
        "högre ensamt": higher_alone,
    }
)


def enumerate_groups(n: int, publish: Callable[[Group], tuple[float, ...] | None]) -> Outcome:
    """Try every group of n pupils.

    Parameters
    ----------
    publish : callable
        Group -> what the report tells; None where it tells nothing.
    """
    fitting: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for lower in range(n + 1):
        for higher in range(n + 1 - lower):
            told = publish((lower, n - lower - higher, higher))
            if told is not None:
                fitting[told].append(lower)
    spans = [len(set(values)) for values in fitting.values() for _ in values]
    return Outcome(100 * spans.count(1) / len(spans), min(spans), median(spans))


def main(sizes: Sequence[str]) -> None:
    """Print the outcome of each way for groups of these sizes."""
    for n in map(int, sizes):
        for name, publish in WAYS.items():
            found = enumerate_groups(n, publish)
            print(
                f"n={n:4d} {name:20s} ensamma {found.ensamma:5.1f} %  "
                f"spann minst {found.minsta_spann}, median {found.median_spann:g}"
            )


if __name__ == "__main__":
    main(sys.argv[1:] or ["15", "24", "40", "60", "99", "150"])
