"""Krippendorff's alpha for nominal codes: how far coders agree beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence


def compute_alpha(units: Iterable[Sequence[str]]) -> float:
    """Alpha of coded units; units that only one has coded say nothing of agreement.

    Parameters
    ----------
    units : iterable of sequences of str
        The codes that each unit was given, one a coder who coded it.

    Returns
    -------
    float
        1 where all agree, 0 where they agree as chance would; NaN where nothing varies or nothing was coded
        twice.

    Notes
    -----
    alpha = 1 - D_o / D_e with the coincidence matrix of Krippendorff (Content Analysis, 4th edition, 2019,
    section 12.3): each unit with m codes gives each pair of its codes the weight 1 / (m - 1).

    Examples
    --------
    >>> compute_alpha([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    0.5333333333333333
    """
    paired = [list(codes) for codes in units if len(codes) > 1]
    totals = Counter(code for codes in paired for code in codes)
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        return float("nan")
    apart = sum(_count_unlike(codes) / (len(codes) - 1) for codes in paired)
    return 1 - (n - 1) * apart / expected


def _count_unlike(codes: Sequence[str]) -> int:
    """Ordered pairs of unlike codes."""
    return len(codes) ** 2 - sum(count * count for count in Counter(codes).values())
