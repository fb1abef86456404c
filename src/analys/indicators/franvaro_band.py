"""Bands of absence: half-open intervals of the share of absence, from the run's edges.

There is no national standard for bands, so their edges are parameters. Edge 10 belongs to the band that
starts at 10: "10–19" holds every pupil with at least 10 and under 20 percent.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analys.indicators.base import Indicator

STANDARD = (10, 20, 30, 50)
"""Edges in percent where the run says nothing else."""


def name_bands(edges: Sequence[int]) -> tuple[str, ...]:
    """Names of the bands in order, the `kategori` of their cells.

    Examples
    --------
    >>> name_bands((10, 20, 30, 50))
    ('under 10', '10–19', '20–29', '30–49', 'minst 50')
    """
    inner = (f"{low}–{high - 1}" if high - low > 1 else f"{low}" for low, high in itertools.pairwise(edges))
    return (f"under {edges[0]}", *inner, f"minst {edges[-1]}")


def list_sums(edges: Sequence[int]) -> Mapping[str, tuple[str, ...]]:
    """Bands from an edge upwards together, by their name, where they are more than a band and not nearly all.

    Examples
    --------
    >>> list_sums((10, 20, 30, 50))
    {'minst 20': ('20–29', '30–49', 'minst 50'), 'minst 30': ('30–49', 'minst 50')}
    """
    names = name_bands(edges)
    return {f"minst {edges[place]}": names[place + 1 :] for place in range(1, len(edges) - 1)}


def phrase_band(name: str) -> str:
    """One band, or several together, as words inside a sentence.

    Examples
    --------
    >>> phrase_band("under 10"), phrase_band("minst 30")
    ('mindre än 10 procents frånvaro', 'minst 30 procents frånvaro')
    """
    return f"{name.replace('under', 'mindre än', 1)} procents frånvaro"


def explain_edges(edges: Sequence[int]) -> str:
    """To which band an edge belongs, as a sentence.

    Examples
    --------
    >>> explain_edges((10, 20, 30, 50))
    'Bandet 10–19 rymmer elever med minst 10 men mindre än 20 procents frånvaro.'
    >>> explain_edges((15,))
    'Bandet minst 15 rymmer också elever med precis 15 procents frånvaro.'
    """
    if len(edges) == 1:
        return f"Bandet minst {edges[0]} rymmer också elever med precis {edges[0]} procents frånvaro."
    low, high = edges[:2]
    return (
        f"Bandet {name_bands(edges)[1]} rymmer elever med minst {low} men mindre än {high} procents frånvaro."
    )


def find_bands(shares: pd.Series, edges: Sequence[int]) -> pd.Series:
    """Position of each share's band, NaN where the share is missing.

    Parameters
    ----------
    shares : pandas.Series
        Shares of absence, 0–1.
    edges : sequence of int
        Rising edges in percent.

    Examples
    --------
    >>> find_bands(pd.Series([0.0999, 0.10, 0.50, None]), (10, 20, 30, 50)).tolist()
    [0.0, 1.0, 4.0, nan]
    """
    values = shares.to_numpy(dtype="float64")
    # Shares are quotients of minutes: what is 10 percent but for the last bit of a float is 10 percent.
    places = np.searchsorted(np.asarray(edges) / 100, values + 1e-9, side="right").astype("float64")
    return pd.Series(np.where(np.isnan(values), np.nan, places), index=shares.index)


def set_bands(indicator: Indicator, edges: Sequence[int]) -> Indicator:
    """A banded indicator with the run's bands instead of the standard ones; any other as it is."""
    if indicator.banded is None or tuple(edges) == STANDARD:
        return indicator
    return replace(indicator, **indicator.banded(tuple(edges)))
