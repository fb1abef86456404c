"""Exact coverage of the intervals of numbers and of differences of rates, by enumerating the counts.

An exact interval covers at least 95 % whatever the mean; how much more depends on the mean, since counts are
whole numbers. Run: python studies/poisson_exact.py
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analys.estimates.intervals import compute_difference
from analys.estimates.rates import compute_poisson


def _list_counts(mean: float) -> np.ndarray:
    """Every count that is not rarer than one in a thousand million."""
    return np.arange(int(stats.poisson.ppf(1 - 1e-9, mean)) + 2)


def compute_coverage(mean: float) -> float:
    """Probability in procent that the interval of a count holds its mean.

    Examples
    --------
    For a mean of 3 the counts 0 to 7 cover it: up to 7 events, and 0 has 3.69 as its upper limit.

    >>> round(compute_coverage(3.0), 2) == round(100 * float(stats.poisson.cdf(7, 3.0)), 2)
    True
    """
    counts = _list_counts(mean)
    low, high = compute_poisson(counts)
    return float(100 * stats.poisson.pmf(counts, mean)[(low <= mean) & (mean <= high)].sum())


def compute_difference_coverage(first: float, second: float) -> float:
    """Probability in procent that the interval of a difference holds that of the means."""
    a, b = np.meshgrid(_list_counts(first), _list_counts(second), indexing="ij")
    _, low, high = compute_difference((a, *compute_poisson(a)), (b, *compute_poisson(b)))
    inside = (low <= first - second) & (first - second <= high)
    chance = stats.poisson.pmf(a, first) * stats.poisson.pmf(b, second)
    return float(100 * chance[inside].sum())


def study(means: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 100.0)) -> pd.DataFrame:
    """Coverage of a number, and of its difference from one that is the same and from one twice as large."""
    rows = [
        {
            "medel": mean,
            "andra": other,
            "antal": round(compute_coverage(mean), 1),
            "skillnad": round(compute_difference_coverage(mean, other), 1),
        }
        for mean in means
        for other in (mean, 2 * mean)
    ]
    return pd.DataFrame(rows)


if __name__ == "__main__":
    print(study().to_string(index=False))
