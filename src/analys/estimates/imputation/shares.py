"""A missing share given what came before and what followed, compatible with an analysis of outcomes on it.

A regression of absence on outcomes cannot be right when outcomes follow absence in a bend, with slopes that
differ between schools. So missing shares are drawn as the analysis sees them (Bartlett et al. 2015): what
everything but the outcomes says on the logit scale, with what some other pupil differs from that, weighed by
how likely the pupil's outcomes are with that share. Outcomes lie around a curve in the share (a line with
bends, and its logit), with a slope of their own a label of the first group, and the other columns.

The distances from that weigh as in a t distribution with few degrees of freedom. Normal ones would let no
pupil have poor results without much absence, and some have (Lange et al. 1989).

Each draw picks among candidates from the first model, the present value one of them, by their weights: a step
that leaves the right distribution as it is however few the candidates are (Andrieu et al. 2010).

References
----------
Bartlett, J. W., Seaman, S. R., White, I. R. & Carpenter, J. R. (2015). Multiple imputation of covariates by
fully conditional specification: accommodating the substantive model. Statistical Methods in Medical Research
24, 462-487.
Lange, K. L., Little, R. J. A. & Taylor, J. M. G. (1989). Robust statistical modeling using the t
distribution. Journal of the American Statistical Association 84, 881-896.
Andrieu, C., Doucet, A. & Holenstein, R. (2010). Particle Markov chain Monte Carlo methods. Journal of the
Royal Statistical Society, Series B 72, 269-342.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analys.estimates.imputation.columns import (
    PRIOR_LABEL,
    PRIOR_NUMBER,
    Columns,
    Part,
    Scale,
    join_labels,
    take_labels,
)
from analys.estimates.imputation.draws import Drawn, Linear, draw_linear
from analys.estimates.imputation.equations import Equation

Array = NDArray[Any]

BENDS = (0.1, 0.2, 0.3)
"""Shares where outcomes may bend."""

CANDIDATES = 20
_COLUMNS = 2 + len(BENDS)
_AT_ONCE = 5_000
_RESIDUALS = 2_000
_TAILS = 4


class ShareEquation(Equation):
    """A share given what came before, weighed by the outcomes.

    Parameters
    ----------
    scale, values, own
        See `Equation`.
    others : ndarray of bool
        Rows where every other variable is known.
    columns : Columns
    results : ndarray
        (rows, outcomes) on a common scale; no column where there are none.
    """

    steps = True

    def __init__(
        self, scale: Scale, values: Array, own: slice, others: Array, columns: Columns, results: Array
    ) -> None:
        super().__init__(scale, values, own)
        known = others & ~np.isnan(values)
        # Too few rows that stay the same are no ground to stand on.
        still = known if 2 * known.sum() >= len(known) else np.zeros_like(known)
        self._results, self._labels, self._group = results, columns.labels, columns.group
        after = np.r_[own, columns.outcomes]
        self._before = np.delete(np.arange(columns.numbers.shape[1]), after)
        self._prior = np.delete(columns.prior, after)
        # To the share's own columns and label come its bends, then a slope a label of the group.
        width, slopes = len(self._before), 0 if self._group is None else self._group.shape[1]
        bends, more = np.full(_COLUMNS, PRIOR_NUMBER), np.full(slopes, PRIOR_LABEL)
        self._prior_results = np.concatenate([self._prior[:width], bends, self._prior[width:], more])
        nothing = (
            Linear.start(len(self._prior), 1),
            Linear.start(len(self._prior_results), results.shape[1]),
        )
        self._moving = np.flatnonzero(~still)
        self._sums = self._add(nothing, columns.numbers, np.flatnonzero(still), values)

    def draw(self, numbers: Array, rng: np.random.Generator) -> Array:
        """One of some candidates, by how well each explains the outcomes."""
        values = self.values.copy()
        values[self.missing] = self.scale.mean + self.scale.sd * numbers[self.missing, self.own.start]
        of_share, of_results = self._add(self._sums, numbers, self._moving, values)
        first = draw_linear(of_share, self._prior, rng)
        before = self._part(numbers, self.missing)
        expected = before.predict(first.beta)
        several = self._results.shape[1] > 0
        # What pupils differ by beyond that is taken from pupils: a few are absent for long.
        others = rng.integers(0, len(values), _RESIDUALS)
        rest = self.scale.to_drawn(values[others])[:, None] - self._part(numbers, others).predict(first.beta)
        noise = rng.choice(rest[:, 0], (len(expected), CANDIDATES if several else 1))
        candidates = self.scale.from_drawn(expected + noise)
        if not several:
            return candidates[:, 0]
        candidates[:, 0] = values[self.missing]
        second = draw_linear(of_results, self._prior_results, rng)
        likely = self._weigh(before, candidates, second)
        chosen = (likely + rng.gumbel(size=likely.shape)).argmax(axis=1)
        return candidates[np.arange(len(chosen)), chosen]

    def _weigh(self, before: Part, candidates: Array, drawn: Drawn) -> Array:
        """Log likelihood of the missing rows' outcomes with each candidate."""
        width, bends, labels = len(self._before), _COLUMNS, len(self._prior) - len(self._before)
        places = np.cumsum([width, bends, labels])
        of_numbers, of_bends, of_labels, of_slopes = np.split(drawn.beta, places)
        rest = self._results[self.missing] - before.predict(np.concatenate([of_numbers, of_labels]))
        own = np.zeros_like(rest)
        if self._group is not None:
            own = self._group[self.missing] @ of_slopes
        whiten = np.linalg.inv(drawn.root).T
        likely = np.empty_like(candidates)
        for start in range(0, len(candidates), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            bent = self._bend(candidates[part])
            left = rest[part, None, :] - bent @ of_bends - bent[:, :, :1] * own[part, None, :]
            distance = ((left @ whiten) ** 2).sum(axis=2)
            # Its scale is such that the variance is the residual one.
            likely[part] = -0.5 * (_TAILS + rest.shape[1]) * np.log1p(distance / (_TAILS - 2))
        return likely

    def _add(
        self, sums: tuple[Linear, Linear], numbers: Array, rows: Array, values: Array
    ) -> tuple[Linear, Linear]:
        """Sums of both models with some rows more."""
        before, share = self._part(numbers, rows), values[rows]
        of_share = sums[0].add(before, self.scale.to_drawn(share)[:, None])
        if not self._results.shape[1]:
            return of_share, sums[1]
        bent = self._bend(share)
        columns, labels = [before.numbers, bent], before.labels
        if isinstance(self._group, np.ndarray):
            columns.append(self._group[rows] * bent[:, :1])
        elif self._group is not None:
            group = self._group[rows]
            sloped = sparse.csr_array((bent[:, 0], group.indices, group.indptr), shape=group.shape)
            labels = join_labels(labels, sloped)
        return of_share, sums[1].add(Part(np.concatenate(columns, axis=1), labels), self._results[rows])

    def _part(self, numbers: Array, rows: Array) -> Part:
        return Part(numbers[np.ix_(rows, self._before)], take_labels(self._labels, rows))

    def _bend(self, values: Array) -> Array:
        """The share, its logit and its bends, in standard deviations; a further dimension last."""
        top, sd = self.scale.variable.topp, self.scale.sd
        bends = (np.maximum(values - bend * top, 0) / sd for bend in BENDS)
        return np.stack([(values - self.scale.mean) / sd, self.scale.to_drawn(values), *bends], axis=-1)
