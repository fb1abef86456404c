"""How a variable becomes columns of a model: as it is, as categories, as bands, or as a smooth curve.

A coding is fixed once (levels, edges, knots) and then encodes any values the same way, the pupils' own as
well as what is asked of the model ("with ten percentage points more absence").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analys.estimates.regression.splines import natural_spline

Array = NDArray[Any]

SAKNAS = "saknas"
"""Name of the column that says that a value is missing."""


class Coding(Protocol):
    """Columns of a variable: their names, and their values for any values of the variable."""

    @property
    def columns(self) -> tuple[str, ...]: ...

    def encode(self, values: Any) -> Array: ...


@dataclass(frozen=True)
class Numeric:
    """A variable as it is. With `fill`, a missing value is set to it and told by a column of its own.

    Examples
    --------
    >>> Numeric(fill=3.0).encode(np.array([1.0, np.nan])).tolist()
    [[1.0, 0.0], [3.0, 1.0]]
    """

    fill: float | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return ("",) if self.fill is None else ("", SAKNAS)

    def encode(self, values: Any) -> Array:
        """One row a value."""
        x = np.atleast_1d(np.asarray(values, dtype="float64"))
        if self.fill is None:
            return x[:, None]
        absent = np.isnan(x)
        return np.stack([np.where(absent, self.fill, x), absent.astype("float64")], axis=1)


@dataclass(frozen=True)
class Categories:
    """A column for every level but the first, which the others are compared with.

    A value that is none of the levels has 0 everywhere, as the first has: give every value its level.

    Examples
    --------
    >>> Categories(("pojke", "flicka")).encode(np.array(["flicka", "pojke"], dtype=object)).tolist()
    [[1.0], [0.0]]
    """

    levels: tuple[Any, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: the levels."""
        return tuple(str(level) for level in self.levels[1:])

    def encode(self, values: Any) -> Array:
        """One row a value."""
        x = np.atleast_1d(np.asarray(values))
        return (
            np.stack([x == level for level in self.levels[1:]], axis=1).astype("float64")
            if (len(self.levels) > 1)
            else np.zeros((len(x), 0))
        )


@dataclass(frozen=True)
class Bands:
    """Half-open bands between edges; the first, below the lowest edge, is compared with.

    Examples
    --------
    >>> Bands((10, 20)).encode(np.array([9.9, 10.0, 25.0])).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """

    edges: tuple[float, ...]
    names: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: of the bands but the first."""
        return self.names[1:] if self.names else tuple(str(number + 1) for number in range(len(self.edges)))

    def encode(self, values: Any) -> Array:
        """One row a value; NaN has NaN."""
        x = np.atleast_1d(np.asarray(values, dtype="float64"))
        band = np.searchsorted(np.asarray(self.edges, dtype="float64"), x, side="right")
        columns = (band[:, None] == np.arange(1, len(self.edges) + 1)).astype("float64")
        columns[np.isnan(x)] = np.nan
        return columns


@dataclass(frozen=True)
class Spline:
    """A natural cubic spline; see `analys.estimates.regression.splines`. With `fill` as in `Numeric`."""

    knots: tuple[float, ...]
    fill: float | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        curved = tuple(f"kurva {number + 1}" for number in range(len(self.knots) - 2))
        return ("", *curved) if self.fill is None else ("", *curved, SAKNAS)

    def encode(self, values: Any) -> Array:
        """One row a value."""
        x = np.atleast_1d(np.asarray(values, dtype="float64"))
        if self.fill is None:
            return natural_spline(x, self.knots)
        absent = np.isnan(x)
        basis = natural_spline(np.where(absent, self.fill, x), self.knots)
        return np.column_stack([basis, absent.astype("float64")])


def find_levels(values: Sequence[Any] | Array, reference: Any = None) -> tuple[Any, ...]:
    """Levels in order, the one that others are compared with first (the most common, when not given).

    Examples
    --------
    >>> find_levels(["b", "a", "b"]), find_levels(["b", "a", "b"], "a")
    (('b', 'a'), ('a', 'b'))
    """
    found, count = np.unique(np.asarray(values, dtype=object), return_counts=True)
    first = found[np.argmax(count)] if reference is None else reference
    return (first, *(level for level in found.tolist() if level != first))
