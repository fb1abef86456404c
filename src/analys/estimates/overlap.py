"""How two estimates go together when some of the same pupils stand behind both.

Most pupils of a school are there a year later, and who was much absent then often still is. Two terms'
estimates treated as different pupils' give their change an interval that is far too wide. MOVER needs the
correlation of the two (see `intervals`); it comes from the pupils who are in both, and from the classes that
go on: two pupils of the same class share its luck in both terms.

Without a shared pupil the correlation is 0 and shares change with Newcombe's independent interval (1998a);
with all of them shared, and no classes, it has his paired one (1998b, method 10).

References
----------
Newcombe, R. G. (1998a). Interval estimation for the difference between independent proportions: comparison of
eleven methods. Statistics in Medicine 17, 873-890.
Newcombe, R. G. (1998b). Improved confidence intervals for the difference between binomial proportions based
on paired data. Statistics in Medicine 17, 2635-2650.
Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
Statistics in Medicine 27, 1693-1702.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[Any]

MOSTLY = 0.5
"""A class goes on in another when more than this part of the smaller one's pupils are in both."""


def correct_phi(both: ArrayLike, first: ArrayLike, second: ArrayLike, n: ArrayLike) -> Numbers:
    """Phi of paired outcomes with Newcombe's correction towards 0, elementwise; 0 where it is not defined.

    Parameters
    ----------
    both, first, second : array_like
        Pupils with the outcome at both times, at the first, and at the second.
    n : array_like
        Pupils who are there both times.

    Examples
    --------
    14 of 41 both times, 19 and 14 in all: (14 × 22 - 5 × 0 - 41 / 2) / √(19 × 22 × 14 × 27).

    >>> float(correct_phi(14, 19, 14, 41).round(4))
    0.7233
    """
    a, r, s, total = (np.asarray(x, dtype="float64") for x in (both, first, second, n))
    product = a * total - r * s
    corrected = np.where(product > 0, np.maximum(product - total / 2, 0), product)
    scale = np.sqrt(r * (total - r) * s * (total - s))
    return np.divide(corrected, scale, out=np.zeros_like(corrected), where=scale > 0)


class Part(NamedTuple):
    """What is estimated from the pupils of one term.

    Parameters
    ----------
    cell : ndarray of int
        Number of the cell that each pupil counts in, -1 for none.
    values : ndarray
        A row a pupil, a column a series: 1/0, or the pupil's own share.
    """

    cell: Numbers
    values: Numbers


class Shared(NamedTuple):
    """What the estimates of two terms have in common; a row each cell, a column each series.

    Parameters
    ----------
    pupils : ndarray
        Pupils in the same cell in both terms.
    joint : ndarray
        Covariance of the two sums of values, in units of the pupils' standard deviations.
    correlation : ndarray
        Correlation of the two estimates.
    """

    pupils: Numbers
    joint: Numbers
    correlation: Numbers


@dataclass(frozen=True)
class Side:
    """Whose rows one term's are: numbers of school, of class, and of the class that goes on (-1 for none)."""

    school: Numbers
    klass: Numbers
    link: Numbers


@dataclass(frozen=True)
class Overlap:
    """Pupils and classes that are in both of two terms; see `find_overlap`.

    Parameters
    ----------
    now, before : Side
    rows : tuple of ndarray
        Positions in each term of the pupils who are in both.
    schools, links : int
        How many schools there are, and classes that go on.
    """

    now: Side
    before: Side
    rows: tuple[Numbers, Numbers]
    schools: int
    links: int

    def correlate(self, now: Part, before: Part, cells: int, binary: ArrayLike, icc: ArrayLike) -> Shared:
        """Correlation of the estimates of the two terms, of each cell and series.

        Of shares or means of n and n' pupils, m of them the same, and L pairs of other pupils in classes that
        go on: (r m + c L) / √(n deff n' deff'), where r is the correlation of the same pupil's values (for
        shares `correct_phi`) and c that of classmates.

        Parameters
        ----------
        now, before : Part
        cells : int
            Number of cells.
        binary : array_like of bool
            Which series are 1/0.
        icc : array_like of float
            Intraclass correlation of classes, of each series.
        """
        spread = np.asarray(icc, dtype="float64")
        i, j = self.rows
        same = (now.cell[i] == before.cell[j]) & (now.cell[i] >= 0)
        i, j = i[same], j[same]
        where = now.cell[i]
        m = np.bincount(where, minlength=cells).astype("float64")
        own = _correlate_pupils(now.values[i], before.values[j], where, m, np.asarray(binary, dtype="bool"))
        mates = self._pair_classmates(now.cell, before.cell, where, (i, j), cells)
        alike = np.minimum(self._correlate_classmates(now, before), spread)
        joint = own * m[:, None] + alike * mates[:, None]
        sides = ((now, self.now), (before, self.before))
        scale = np.sqrt(np.prod([_weigh(part, side, cells, spread) for part, side in sides], axis=0))
        correlation = np.divide(joint, scale, out=np.zeros_like(joint), where=scale > 0)
        return Shared(m, joint, np.clip(correlation, -1, 1))

    def _pair_classmates(
        self, now: Numbers, before: Numbers, where: Numbers, matched: tuple[Numbers, Numbers], cells: int
    ) -> Numbers:
        """Pairs of different pupils in classes that go on, one of each term, in the same cell."""
        counts = []
        for link, at in ((self.now.link, now), (self.before.link, before)):
            used = (link >= 0) & (at >= 0)
            counts.append(np.bincount(link[used] * cells + at[used], minlength=self.links * cells))
        pairs = (counts[0] * counts[1]).reshape(self.links, cells).sum(axis=0)
        linked = self._are_classmates(*matched)
        return np.asarray(pairs - np.bincount(where[linked], minlength=cells), dtype="float64")

    def _are_classmates(self, i: Numbers, j: Numbers) -> Numbers:
        """Whether pupils of both terms are in a class that goes on, both times."""
        return np.asarray((self.now.link[i] >= 0) & (self.now.link[i] == self.before.link[j]))

    def _correlate_classmates(self, now: Part, before: Part) -> Numbers:
        """Correlation of two pupils in a class that goes on, one of each term: at least 0, of each series.

        Products of residuals of such pairs minus those of pairs in other classes of the same school, pooled
        over schools; the residuals are from the school's mean in the term. 0 where no school has both.
        """
        a, b = _center(now, self.now.school, self.schools), _center(before, self.before.school, self.schools)
        i, j = self.rows
        counted = (now.cell[i] >= 0) & (before.cell[j] >= 0) & (self.now.school[i] == self.before.school[j])
        i, j = i[counted], j[counted]
        linked, school = self._are_classmates(i, j), self.now.school[i]
        product = a.rest[i] * b.rest[j]
        (sum_a, size_a, home), (sum_b, size_b, other) = (
            _sum_links(part, side, one.rest, self.links)
            for part, side, one in ((now, self.now, a), (before, self.before, b))
        )
        stays = (home >= 0) & (home == other)
        at = home[stays]
        mates = _sum_by(at, (sum_a * sum_b)[stays], self.schools)
        mates -= _sum_by(school[linked], product[linked], self.schools)
        n_mates = np.bincount(at, (size_a * size_b)[stays], minlength=self.schools)
        n_mates -= np.bincount(school[linked], minlength=self.schools)
        # All pairs of a school have the sum 0: residuals of a term add up to nothing.
        others = -mates - _sum_by(school, product, self.schools)
        n_others = a.n * b.n - n_mates - np.bincount(school, minlength=self.schools)
        usable = (n_mates > 0) & (n_others > 0)
        if not usable.any():
            return np.zeros(now.values.shape[1])
        p, o = n_mates[usable][:, None], n_others[usable][:, None]
        weight = p * o / (p + o)
        pooled = (weight * (mates[usable] / p - others[usable] / o)).sum(axis=0) / weight.sum()
        scale = np.sqrt(np.prod([(one.rest**2).sum(axis=0) / one.n.sum() for one in (a, b)], axis=0))
        return np.maximum(np.divide(pooled, scale, out=np.zeros_like(pooled), where=scale > 1e-12), 0)


def find_overlap(now: pd.DataFrame, before: pd.DataFrame) -> Overlap:
    """Pupils and classes that are in both of two terms.

    Parameters
    ----------
    now, before : pandas.DataFrame
        One row a pupil: elev, skolenhet, klass ("" where it is unknown).

    Examples
    --------
    Class 7A goes on as 8A: two of its three pupils do. Nobody tells how the classes of p4 hang together.

    >>> before = pd.DataFrame({"elev": ["p1", "p2", "p3"], "skolenhet": "s", "klass": "7A"})
    >>> now = pd.DataFrame({"elev": ["p1", "p2", "p4"], "skolenhet": "s", "klass": ["8A", "8A", "8B"]})
    >>> overlap = find_overlap(now, before)
    >>> overlap.now.link.tolist(), overlap.before.link.tolist()
    ([0, 0, -1], [0, 0, 0])
    """
    both = pd.concat([now, before], ignore_index=True)
    school = pd.factorize(both["skolenhet"])[0].astype("int64")
    klass = pd.factorize(both["klass"])[0].astype("int64")
    split = len(now)
    classes = pd.factorize(school * (klass.max(initial=0) + 1) + klass)[0].astype("int64")
    once = np.flatnonzero(~before["elev"].duplicated().to_numpy())
    places = pd.Index(before["elev"].iloc[once]).get_indexer(pd.Index(now["elev"]))
    i = np.flatnonzero(places >= 0)
    j = once[places[i]]
    count = int(classes.max(initial=-1)) + 1
    known = (both["klass"] != "").to_numpy()
    named = known[i] & known[split:][j]
    links, linked_now, linked_before = _link(classes[:split], classes[split:], i[named], j[named], count)
    return Overlap(
        Side(school[:split], classes[:split], linked_now),
        Side(school[split:], classes[split:], linked_before),
        (i, j),
        int(school.max(initial=-1)) + 1,
        links,
    )


def _link(now: Numbers, before: Numbers, i: Numbers, j: Numbers, count: int) -> tuple[int, Numbers, Numbers]:
    """Classes that go on: each is where most of the other's pupils are, and `MOSTLY` of the smaller go on."""
    pairs = pd.DataFrame({"a": now[i], "b": before[j]}).value_counts().rename("m").reset_index()
    pairs = pairs.sort_values(["a", "b"])
    smaller = np.minimum(
        *(np.bincount(side, minlength=count)[pairs[name]] for side, name in ((now, "a"), (before, "b")))
    )
    most = [pairs["m"] == pairs.groupby(name)["m"].transform("max") for name in ("a", "b")]
    linked = pairs[most[0] & most[1] & (pairs["m"] > MOSTLY * smaller)]
    linked = linked.drop_duplicates("a").drop_duplicates("b")
    of_now, of_before = np.full(count, -1, dtype="int64"), np.full(count, -1, dtype="int64")
    of_now[linked["a"]] = of_before[linked["b"]] = np.arange(len(linked))
    return len(linked), of_now[now], of_before[before]


def _correlate_pupils(a: Numbers, b: Numbers, where: Numbers, m: Numbers, binary: Numbers) -> Numbers:
    sum_a, sum_b, product, square_a, square_b = (
        _sum_by(where, values, len(m)) for values in (a, b, a * b, a**2, b**2)
    )
    n = m[:, None]
    around = n * product - sum_a * sum_b
    scale = np.sqrt(np.maximum((n * square_a - sum_a**2) * (n * square_b - sum_b**2), 0))
    pearson = np.divide(around, scale, out=np.zeros_like(around), where=scale > 1e-9)
    phi = correct_phi(product, sum_a, sum_b, np.broadcast_to(n, product.shape))
    return np.where(binary, phi, np.clip(pearson, -1, 1))


def _weigh(part: Part, side: Side, cells: int, icc: Numbers) -> Numbers:
    """n × deff of each cell and series: n + icc × (sum of squared class sizes - n)."""
    counted = part.cell >= 0
    groups, sizes = np.unique(side.klass[counted] * cells + part.cell[counted], return_counts=True)
    n, squares = (np.bincount(groups % cells, sizes**power, minlength=cells)[:, None] for power in (1, 2))
    return np.asarray(n + icc * (squares - n))


class _Centered(NamedTuple):
    rest: Numbers
    n: Numbers


def _center(part: Part, school: Numbers, schools: int) -> _Centered:
    """Values minus their school's mean, 0 for pupils in no cell, and the pupils in a cell of each school."""
    counted = part.cell >= 0
    n = np.bincount(school[counted], minlength=schools).astype("float64")
    sums = _sum_by(school[counted], part.values[counted], schools)
    mean = np.divide(sums, n[:, None], out=np.zeros_like(sums), where=n[:, None] > 0)
    return _Centered(np.where(counted[:, None], part.values - mean[school], 0.0), n)


def _sum_links(part: Part, side: Side, rest: Numbers, links: int) -> tuple[Numbers, Numbers, Numbers]:
    """Of each class that goes on: sum of residuals, pupils in a cell, and school (-1 without such pupils)."""
    used = (side.link >= 0) & (part.cell >= 0)
    school = np.full(links, -1, dtype="int64")
    school[side.link[used]] = side.school[used]
    at = side.link[used]
    return _sum_by(at, rest[used], links), np.bincount(at, minlength=links).astype("float64"), school


def _sum_by(where: Numbers, values: Numbers, count: int) -> Numbers:
    """Sums of each column by group."""
    columns = [np.bincount(where, values[:, k], minlength=count) for k in range(values.shape[1])]
    return np.column_stack(columns).astype("float64")  # of nobody, bincount makes whole numbers
