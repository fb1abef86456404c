"""The columns of a model, by term, and the same pupils as they would be with another value of one term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.coding import Coding

Array = NDArray[Any]

KONSTANT = "konstant"
"""Name of the intercept's column."""


@dataclass(frozen=True)
class Scenario:
    """The pupils with other values in some columns.

    Parameters
    ----------
    columns : slice
    values : ndarray
        One row for all pupils, or one each.
    """

    columns: slice
    values: Array


@dataclass(frozen=True)
class Design:
    """Columns of a model.

    Parameters
    ----------
    matrix : ndarray
        One row a pupil, the intercept first.
    names : tuple of str
        Of the columns: "term" or "term: level".
    terms : mapping of str to slice
        Which columns are a term's.
    codings : mapping of str to Coding
    """

    matrix: Array
    names: tuple[str, ...]
    terms: Mapping[str, slice]
    codings: Mapping[str, Coding]

    def scenario(self, term: str, values: Any) -> Scenario:
        """The pupils with other values of a term: one value for all, or one each."""
        return Scenario(self.terms[term], self.codings[term].encode(values))

    def contrast(self, column: str) -> Array:
        """Weights of the coefficients that pick out one column's."""
        return np.array([float(name == column) for name in self.names])

    def contrasts(self, term: str) -> Array:
        """Weights that pick out the coefficients of a term, one row each."""
        return np.eye(len(self.names))[self.terms[term]]

    def mean_rows(self, scenarios: Sequence[Scenario]) -> Array:
        """Mean row of the pupils in each scenario: the weights of a linear model's standardised mean."""
        middle = self.matrix.mean(axis=0)
        rows = np.repeat(middle[None, :], len(scenarios), axis=0)
        for row, one in zip(rows, scenarios, strict=True):
            row[one.columns] = one.values.mean(axis=0)
        return rows


def make_design(terms: Mapping[str, tuple[Coding, Any]]) -> Design:
    """Design of an intercept and terms, in their order.

    Parameters
    ----------
    terms : mapping of str to (Coding, values)

    Raises
    ------
    ValueError
        When a column holds a missing value: leave the pupil out, or give the coding a `fill`.

    Examples
    --------
    >>> from analys.estimates.regression.coding import Bands, Numeric
    >>> design = make_design({"franvaro": (Bands((10, 20)), np.array([5.0, 12.0, 40.0]))})
    >>> design.names
    ('konstant', 'franvaro: 1', 'franvaro: 2')
    >>> design.matrix.tolist()
    [[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    """
    blocks, names, places = [], [KONSTANT], {}
    for term, (coding, values) in terms.items():
        block = coding.encode(values)
        blocks.append(block)
        places[term] = slice(len(names), len(names) + block.shape[1])
        names += [f"{term}: {name}" if name else term for name in coding.columns]
    rows = len(blocks[0]) if blocks else 0
    matrix = np.empty((rows, len(names)), order="C")
    matrix[:, 0] = 1.0
    for block, place in zip(blocks, places.values(), strict=True):
        matrix[:, place] = block
    if np.isnan(matrix).any():
        raise ValueError("a column of the model holds a missing value")
    codings = {term: coding for term, (coding, _) in terms.items()}
    return Design(matrix, tuple(names), MappingProxyType(places), MappingProxyType(codings))
