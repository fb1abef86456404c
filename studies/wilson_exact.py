"""Exact coverage of Wilson's interval for one share, by enumerating every possible count.

For one small cell the coverage runs up and down with the true share, because counts are whole numbers: no
interval for counts can cover exactly 95 %. Run: python studies/wilson_exact.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analys.estimates.intervals import compute_wilson


def compute_coverage(n: int, p: float) -> float:
    """Probability in procent that the interval of a count of n holds the true share p (0-1).

    Examples
    --------
    For n = 10 and p = 0.5 the counts 2 to 8 cover: 1 - 2 × (1 + 10) / 1024.

    >>> round(compute_coverage(10, 0.5), 2)
    97.85
    """
    counts = np.arange(n + 1)
    undre, ovre = compute_wilson(counts, n)
    inside = (undre <= 100 * p) & (100 * p <= ovre)
    return float(100 * stats.binom.pmf(counts, n, p)[inside].sum())


def study(sizes: tuple[int, ...] = (10, 15, 20, 30, 50, 100, 450)) -> pd.DataFrame:
    """Mean, lowest and highest coverage over true shares from 5 to 95 %."""
    shares = np.linspace(0.05, 0.95, 181)
    rows = []
    for n in sizes:
        coverage = np.array([compute_coverage(n, p) for p in shares])
        rows.append(
            {
                "n": n,
                "medel": round(coverage.mean(), 1),
                "lägst": round(coverage.min(), 1),
                "högst": round(coverage.max(), 1),
            }
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    print(study().to_string(index=False))
