"""Raking: weights by which those who answered have the margins of those who were asked.

References
----------
Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the
expected marginal totals are known. Annals of Mathematical Statistics 11, 427-444.
Kish, L. (1965). Survey Sampling. Wiley, section 11.7.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

ROUNDS = 200
CLOSE = 1e-8
MOST = 2.5
"""No answer weighs more than this many times the average, or less than one in so many: few would otherwise
speak for a whole group."""


def rake(answered: pd.DataFrame, asked: pd.DataFrame, margins: Sequence[str]) -> np.ndarray:
    """Weights of respondents, 1 on average.

    Parameters
    ----------
    answered, asked : pandas.DataFrame
        One row a person, with the columns of `margins`.
    margins : sequence of str
        Columns whose distribution among the weighted respondents shall be that among those asked. Groups that
        nobody has answered for have nobody to speak for them, and are left out of the margin.

    Examples
    --------
    Half of the ten asked are girls, but three of the four who answered: a girl weighs 2/3, the boy 2.

    >>> asked = pd.DataFrame({"kon": ["flicka"] * 5 + ["pojke"] * 5})
    >>> answered = pd.DataFrame({"kon": ["flicka"] * 3 + ["pojke"]})
    >>> rake(answered, asked, ["kon"]).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    n = len(answered)
    weights = np.ones(n)
    targets = []
    for name in margins:
        codes, groups = pd.factorize(answered[name])
        wanted = asked[name].value_counts().reindex(groups).fillna(0).to_numpy(dtype="float64")
        targets.append(
            (codes, n * wanted / wanted.sum() if wanted.sum() else np.bincount(codes, minlength=len(groups)))
        )
    for _ in range(ROUNDS):
        before = weights
        for codes, wanted in targets:
            weights = weights * (wanted / np.bincount(codes, weights, minlength=len(wanted)))[codes]
        weights = np.clip(weights, 1 / MOST, MOST)
        if np.abs(weights - before).max(initial=0.0) < CLOSE:
            break
    return weights * n / weights.sum() if n else weights


def kish_effect(weights: ArrayLike) -> float:
    """How many times larger unequal weights make the variance of a mean: n Σw² / (Σw)².

    Examples
    --------
    >>> kish_effect([1, 1, 1, 1]), round(kish_effect([2 / 3, 2 / 3, 2 / 3, 2]), 4)
    (1.0, 1.3333)
    """
    w = np.asarray(weights, dtype="float64")
    return float(len(w) * (w**2).sum() / w.sum() ** 2) if len(w) else 1.0
