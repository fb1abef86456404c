"""Pupils of two terms side by side, and how the two terms' estimates of their absence go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from analys.estimates.franvaro_nivaer import compute_absence_levels
from analys.estimates.groups import KON
from analys.estimates.levels import describe_pupils, select_grundskola
from analys.estimates.overlap import Numbers, Overlap, Part, find_overlap
from analys.indicators.franvaro import ALLA, Grupp
from analys.indicators.franvaro_band import find_bands, list_sums, name_bands
from analys.indicators.franvaro_elev import FRANVARO_ELEV
from analys.termin import Termin
from analys.underlag import Underlag

MEDEL = ""
"""`kategori` of the mean."""


class People(NamedTuple):
    """Year group, place in `Terms.schools` (-1 for none) and gender (girls 0, boys 1) of each pupil."""

    arskurs: Numbers
    school: Numbers
    kon: Numbers


@dataclass(frozen=True)
class Terms:
    """Pupils with known absence in two terms.

    Parameters
    ----------
    terms : tuple of Termin
        The later and the earlier.
    schools : tuple of str
        Schools with pupils in both terms.
    pupils : tuple of People
        Of each term.
    values : tuple of ndarray
        A column each of `series`: 1/0, or the pupil's own share 0-1.
    series : tuple of str
        Kategori of each: the bands, bands from an edge upwards together, and `MEDEL`.
    overlap : Overlap
    icc : pandas.Series
        Intraclass correlation of classes, by indikator and kategori.
    """

    terms: tuple[Termin, Termin]
    schools: tuple[str, ...]
    pupils: tuple[People, People]
    values: tuple[Numbers, Numbers]
    series: tuple[str, ...]
    overlap: Overlap
    icc: pd.Series

    def code(self, term: Termin, grupp: Grupp, kategori: str) -> str:
        """Indicator of a series in a group of year groups."""
        return f"{'franvaro' if kategori == MEDEL else 'franvaroband'}_{term.termin}_{grupp.kod}"

    def correlate_whole(self, grupp: Grupp) -> Numbers:
        """Correlation of the two terms' levels of all pupils of the group, one a series."""
        return self._correlate(self._number(grupp), 1, grupp)[0]

    def correlate_kon(self, grupp: Grupp) -> Numbers:
        """The same of girls and of boys: two rows."""
        return self._correlate(self._number(grupp, "kon"), 2, grupp)

    def correlate_schools(self, grupp: Grupp) -> Numbers:
        """The same of each of `schools`: a row each."""
        return self._correlate(self._number(grupp, "school"), len(self.schools), grupp)

    def correlate_gaps(self, grupp: Grupp, errors: Mapping[tuple[Termin, str], float]) -> Numbers:
        """Correlation of the two terms' gaps between girls and boys, one a series.

        cov(F - P, F' - P') = cov(F, F') + cov(P, P') - cov(F, P') - cov(P, F'): what girls share with girls
        and boys with boys, less what the two share by their classes.

        Parameters
        ----------
        errors : mapping of (Termin, str) to float
            Standard error of each term's gap, of each series, in percentage points.
        """
        now, before = (
            Part(cell, values) for cell, values in zip(self._number(grupp, "kon"), self.values, strict=True)
        )
        crossed = Part(np.where(before.cell >= 0, 1 - before.cell, -1), before.values)
        icc, binary = self._find_icc(grupp), self._binary
        same, across = (self.overlap.correlate(now, one, 2, binary, icc).joint for one in (before, crossed))
        spread_now, spread_before = _find_spread(now), _find_spread(before)
        joint = same * spread_now * spread_before - across * spread_now * spread_before[::-1]
        scale = np.array(
            [np.prod([errors.get((term, name), np.nan) for term in self.terms]) for name in self.series]
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            found = 100**2 * joint.sum(axis=0) / scale
        return np.clip(np.where(np.isfinite(found), found, 0.0), -1, 1)

    @property
    def _binary(self) -> list[bool]:
        return [kategori != MEDEL for kategori in self.series]

    def _correlate(self, cells: tuple[Numbers, Numbers], count: int, grupp: Grupp) -> Numbers:
        now, before = (Part(cell, values) for cell, values in zip(cells, self.values, strict=True))
        return self.overlap.correlate(now, before, count, self._binary, self._find_icc(grupp)).correlation

    def _find_icc(self, grupp: Grupp) -> Numbers:
        """Of each series, the mean of the two kinds of term."""
        return np.array(
            [
                np.mean([self.icc.get((self.code(term, grupp, name), name), 0.0) for term in self.terms])
                for name in self.series
            ]
        )

    def _number(self, grupp: Grupp, by: Literal["", "kon", "school"] = "") -> tuple[Numbers, Numbers]:
        """Cell of each pupil of both terms, -1 outside the group; one cell where nothing splits."""
        now, before = (
            np.where(np.isin(people.arskurs, grupp.arskurser), getattr(people, by) if by else 0, -1)
            for people in self.pupils
        )
        return now, before


def read_terms(run: Underlag, now: Termin, before: Termin) -> Terms:
    """Pupils of grundskola, åk 1–9, with known absence in each of two terms."""
    rows = [_read_term(run, term) for term in (now, before)]
    edges = run.parameters.band
    series = (*name_bands(edges), *list_sums(edges), MEDEL)
    values = [
        _find_values(frame[f"franvaro_{term.termin}"], edges)
        for term, frame in zip((now, before), rows, strict=True)
    ]
    people = [describe_pupils(frame, "klass").assign(arskurs=frame["arskurs"]) for frame in rows]
    schools = tuple(sorted(set(people[0]["skolenhet"]) & set(people[1]["skolenhet"])))
    told = [_describe(frame, schools) for frame in people]
    icc = compute_absence_levels(run).icc
    overlap = find_overlap(people[0], people[1])
    return Terms((now, before), schools, (told[0], told[1]), (values[0], values[1]), series, overlap, icc)


def _describe(people: pd.DataFrame, schools: tuple[str, ...]) -> People:
    return People(
        people["arskurs"].to_numpy(dtype="int64"),
        pd.Index(schools).get_indexer(people["skolenhet"]),
        pd.Index(KON.elever).get_indexer(people["kon"]),
    )


def _read_term(run: Underlag, term: Termin) -> pd.DataFrame:
    frame = run.frame(FRANVARO_ELEV)
    known = (frame["lasar"] == term.lasar) & frame[f"franvaro_{term.termin}"].notna()
    frame = frame[known & frame["arskurs"].isin(ALLA.arskurser)]
    return select_grundskola(frame).reset_index(drop=True)


def _find_values(shares: pd.Series, edges: tuple[int, ...]) -> Numbers:
    bands = find_bands(shares, edges).to_numpy()
    names = name_bands(edges)
    single = [bands == place for place in range(len(names))]
    sums = [bands >= names.index(parts[0]) for parts in list_sums(edges).values()]
    return np.column_stack([*single, *sums, shares.to_numpy()]).astype("float64")


def _find_spread(part: Part) -> Numbers:
    """Standard deviation over the number of pupils, of girls and boys (row) in each series."""
    counted = part.cell >= 0
    rows = [part.values[counted & (part.cell == place)] for place in range(2)]
    return np.array(
        [own.std(axis=0) / len(own) if len(own) else np.zeros(part.values.shape[1]) for own in rows]
    )
