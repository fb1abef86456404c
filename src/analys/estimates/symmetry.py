"""Whether two results on the same scale differ systematically: in their distributions, or in direction.

*Marginal homogeneity* (Stuart 1955; Maxwell 1970): each category is as common in the one as in the other.
*Symmetry* (Bowker 1948): from one category to another is as common as back. Both are d'V⁻¹d, where d sums
what each pupil contributes and V the products; the degrees of freedom are the rank of V, so categories and
pairs that nobody is in do not count.

The published p-values know that pupils sit in classes. Were it indifferent which result is called which, a
class could as well have had all its pupils' two results exchanged; the p-value is the share of such exchanges
of whole classes that give a statistic as large. That holds however sparse the table is.

References
----------
Bowker, A. H. (1948). A test for symmetry in contingency tables. Journal of the American Statistical
Association 43, 572-574.
Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way classification.
Biometrika 42, 412-416.
Maxwell, A. E. (1970). Comparing the classification of subjects by two independent judges. British Journal of
Psychiatry 116, 651-655.
Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
Genetics and Molecular Biology 9, article 39.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

FEWEST_CLASSES = 6
"""With fewer classes no exchange can give a p-value below 0.05: five have 2⁴ different ones."""

_ENUMERATED = 14
_DRAWN = 9_999
_MANY = 1_000
_SEED = 1955


@dataclass(frozen=True)
class ChiSquare:
    """A statistic, its degrees of freedom, and its p-value for pupils who have nothing to do with each other.

    Parameters
    ----------
    statistik : float
    df : int
        0 where nothing differs; p is then 1.
    """

    statistik: float
    df: int

    @property
    def p(self) -> float:
        """Upper tail of the chi-square distribution."""
        return float(chdtrc(self.df, self.statistik)) if self.df else 1.0


def homogeneity_contrasts(categories: int) -> NDArray[Any]:
    """What a pupil in each cell (row by row) adds to each category's row total minus column total."""
    one = np.eye(categories)
    return (one[:, None, :] - one[None, :, :]).reshape(-1, categories)


def symmetry_contrasts(categories: int) -> NDArray[Any]:
    """What a pupil in each cell (row by row) adds to each pair: above minus below the diagonal."""
    pairs = list(combinations(range(categories), 2))
    contrasts = np.zeros((categories, categories, len(pairs)))
    for number, (i, j) in enumerate(pairs):
        contrasts[i, j, number], contrasts[j, i, number] = 1, -1
    return contrasts.reshape(-1, len(pairs))


def compute_homogeneity(table: ArrayLike) -> ChiSquare:
    """Stuart and Maxwell's test of marginal homogeneity, pupils taken as independent.

    Examples
    --------
    Two categories make it McNemar's test: (15 - 5)² / (15 + 5).

    >>> round(compute_homogeneity([[30, 15], [5, 20]]).statistik, 6)
    5.0
    """
    counts = np.asarray(table, dtype="float64")
    return _chi_square(counts.ravel(), homogeneity_contrasts(len(counts)))


def compute_symmetry(table: ArrayLike) -> ChiSquare:
    """Bowker's test of symmetry, pupils taken as independent."""
    counts = np.asarray(table, dtype="float64")
    return _chi_square(counts.ravel(), symmetry_contrasts(len(counts)))


def exchange_classes(tables: ArrayLike, contrasts: NDArray[Any]) -> float:
    """p-value of homogeneity or symmetry where the pupils of a class are exchanged together.

    Parameters
    ----------
    tables : array_like
        One square table of counts a class: classes × categories × categories.
    contrasts : numpy.ndarray
        `homogeneity_contrasts` or `symmetry_contrasts`.

    Returns
    -------
    float
        Exact for at most 14 classes; else from 9 999 exchanges with a fixed seed, counting the observed one
        (Phipson & Smyth 2010), and for more than 1 000 classes from their normal limit.
    """
    counts = np.asarray(tables, dtype="float64")
    counts = counts.reshape(len(counts), -1)
    metric = np.linalg.pinv(_products(counts.sum(axis=0), contrasts), hermitian=True)
    of_class = counts @ contrasts
    of_class = of_class[np.abs(of_class).any(axis=1)]
    observed = _size(of_class.sum(axis=0), metric)
    if len(of_class) <= _ENUMERATED:
        return float((_size(_all_exchanges(of_class), metric) >= observed * (1 - 1e-9)).mean())
    exchanged = _size(_draw_exchanges(of_class), metric)
    return float((1 + (exchanged >= observed * (1 - 1e-9)).sum()) / (1 + _DRAWN))


def _chi_square(counts: NDArray[Any], contrasts: NDArray[Any]) -> ChiSquare:
    products = _products(counts, contrasts)
    df = int(np.linalg.matrix_rank(products, hermitian=True)) if products.any() else 0
    size = _size(counts @ contrasts, np.linalg.pinv(products, hermitian=True))
    return ChiSquare(float(size), df)


def _products(counts: NDArray[Any], contrasts: NDArray[Any]) -> NDArray[Any]:
    return contrasts.T @ (counts[:, None] * contrasts)


def _size(sums: NDArray[Any], metric: NDArray[Any]) -> NDArray[Any]:
    return ((sums @ metric) * sums).sum(axis=-1)


def _all_exchanges(of_class: NDArray[Any]) -> NDArray[Any]:
    """Sums under every exchange but those that only mirror another."""
    sums = of_class[:1]
    for one in of_class[1:]:
        sums = np.concatenate([sums + one, sums - one])
    return sums if len(sums) else np.zeros((1, of_class.shape[1]))


def _draw_exchanges(of_class: NDArray[Any]) -> NDArray[Any]:
    rng = np.random.default_rng(_SEED)
    if len(of_class) > _MANY:
        variance, direction = np.linalg.eigh(of_class.T @ of_class)
        normal = rng.standard_normal((_DRAWN, len(variance)))
        return normal * np.sqrt(np.maximum(variance, 0)) @ direction.T
    signs = rng.integers(0, 2, (_DRAWN, len(of_class)), dtype="int8") * 2.0 - 1
    return signs @ of_class
