"""Multiple imputation by chained equations: each missing value is drawn given everything else, in turns.

Every imputation starts from values drawn from the observed ones and then goes through the variables, cycle
after cycle; a single variable with missing values needs one cycle. Each imputation has random numbers of its
own from the seed, and the rows are put in the order of their values before anything is drawn: neither the
rows' order nor the pupils' pseudonyms have a say, and rows that differ in no column of the plan are the only
ones that can change places.

References
----------
van Buuren, S. & Groothuis-Oudshoorn, K. (2011). mice: Multivariate imputation by chained equations in R.
Journal of Statistical Software 45(3).
White, I. R., Royston, P. & Wood, A. M. (2011). Multiple imputation using chained equations: issues and
guidance for practice. Statistics in Medicine 30, 377-399.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analys.estimates.imputation.columns import make_columns, make_scale
from analys.estimates.imputation.equations import DonorEquation, Equation, LevelEquation
from analys.estimates.imputation.plan import Draw, Plan
from analys.estimates.imputation.shares import ShareEquation

Array = NDArray[Any]

IMPUTATIONS = 20
SEED = 1987
CYCLES = 10


@dataclass(frozen=True)
class Imputations:
    """A frame with missing values, and what they are filled in with.

    Parameters
    ----------
    frame : pandas.DataFrame
        As given.
    rows : mapping of str to ndarray
        Positions of each variable's missing values.
    values : mapping of str to ndarray
        (imputations, missing) values drawn.
    tops : mapping of str to float
        Highest possible value of each share.
    """

    frame: pd.DataFrame
    rows: Mapping[str, Array]
    values: Mapping[str, Array]
    tops: Mapping[str, float]

    def __len__(self) -> int:
        """Number of imputations."""
        return len(next(iter(self.values.values())))

    def complete(self, number: int) -> pd.DataFrame:
        """The frame with the missing values of one imputation filled in."""
        return self.frame.assign(**{name: self._fill(name, number) for name in self.values})

    def frames(self) -> Iterator[pd.DataFrame]:
        """The completed frames, one at a time."""
        return (self.complete(number) for number in range(len(self)))

    def shift(self, name: str, delta: float) -> Imputations:
        """The same, where those who lack a value have `delta` more than was drawn.

        Says what an analysis would find if those without data differed from pupils who are otherwise like
        them: what the data cannot tell. No share leaves 0 to its top.
        """
        moved = np.clip(self.values[name] + delta, 0.0, self.tops.get(name, np.inf))
        return replace(self, values={**self.values, name: moved})

    def _fill(self, name: str, number: int) -> Array:
        filled = self.frame[name].to_numpy(dtype="float64", copy=True)
        filled[self.rows[name]] = self.values[name][number]
        return filled


def impute(frame: pd.DataFrame, plan: Plan, m: int = IMPUTATIONS, seed: int = SEED) -> Imputations:
    """Fill in what is missing, `m` times.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a pupil, with at least the plan's columns.
    plan : Plan
    m : int
    seed : int

    Raises
    ------
    ValueError
        When a number or label of the plan is missing, or a variable has no observed value.

    Examples
    --------
    Absence of the third pupil is not known; the drawn shares lie around those of pupils like it.

    >>> from analys.estimates.imputation.plan import Variable
    >>> frame = pd.DataFrame({"franvaro": [0.1, 0.2, None, 0.2, 0.1], "merit": [250.0, 200, 200, 190, 260]})
    >>> plan = Plan((Variable("franvaro", Draw.DONOR),), tal=("merit",))
    >>> filled = impute(frame, plan, m=3)
    >>> len(filled), filled.rows["franvaro"].tolist(), filled.values["franvaro"].shape
    (3, [2], (3, 1))
    """
    order = _order_rows(frame, plan)
    numbers, equations = _make_equations(frame[list(plan.columns)].take(order), plan)
    chains = [
        _run_chain(numbers, equations, np.random.Generator(np.random.PCG64([seed, number])))
        for number in range(m)
    ]
    names = [variable.namn for variable in plan.saknas]
    return Imputations(
        frame,
        {name: order[one.missing] for name, one in zip(names, equations, strict=True)},
        {name: np.stack([chain[place] for chain in chains]) for place, name in enumerate(names)},
        {one.namn: one.topp for one in plan.saknas if one.draw is Draw.SHARE},
    )


def _order_rows(frame: pd.DataFrame, plan: Plan) -> Array:
    keys = [frame[one.namn].to_numpy(dtype="float64") for one in plan.saknas]
    keys += [frame[name].to_numpy(dtype="float64") for name in (*plan.tal, *plan.utfall)]
    keys += [pd.factorize(frame[name], sort=True)[0] for name in plan.grupper]
    return np.lexsort(keys)


def _make_equations(frame: pd.DataFrame, plan: Plan) -> tuple[Array, list[Equation]]:
    """The columns of numbers, with zeros where values are missing, and an equation a variable to fill in."""
    columns, scales, places = make_columns(frame, plan), [], []
    values = [frame[one.namn].to_numpy(dtype="float64") for one in plan.saknas]
    for variable, own in zip(plan.saknas, values, strict=True):
        known = ~np.isnan(own)
        scales.append(make_scale(variable, own[known]))
        start = columns.numbers.shape[1]
        columns = columns.add(np.where(known[:, None], scales[-1].columns(own), 0.0))
        places.append(slice(start, columns.numbers.shape[1]))
    gaps = np.isnan(values).sum(axis=0)
    results = _scale_outcomes(frame, plan)
    equations: list[Equation] = []
    for scale, own, place in zip(scales, values, places, strict=True):
        others = gaps == np.isnan(own)
        match scale.variable.draw:
            case Draw.SHARE:
                equations.append(ShareEquation(scale, own, place, others, columns, results))
            case Draw.DONOR:
                equations.append(DonorEquation(scale, own, place, others, columns))
            case Draw.LEVEL:
                equations.append(LevelEquation(scale, own, place, others, columns))
    return columns.numbers, equations


def _scale_outcomes(frame: pd.DataFrame, plan: Plan) -> Array:
    """The outcomes that differ, in standard deviations."""
    values = frame[list(plan.utfall)].to_numpy(dtype="float64")
    spread = values.std(axis=0)
    return (values - values.mean(axis=0))[:, spread > 0] / spread[spread > 0]


def _run_chain(numbers: Array, equations: Sequence[Equation], rng: np.random.Generator) -> list[Array]:
    numbers = numbers.copy()
    for one in equations:
        guess = rng.choice(one.values[one.observed], len(one.missing))
        numbers[one.missing, one.own] = one.scale.columns(guess)
    drawn: list[Array] = []
    repeated = len(equations) > 1 or equations[0].steps
    for _ in range(CYCLES if repeated else 1):
        drawn = []
        for one in equations:
            drawn.append(one.draw(numbers, rng))
            numbers[one.missing, one.own] = one.scale.columns(drawn[-1])
    return drawn
