"""Small simulators with known truth for the recovery studies; independent of the demo municipality's model.

A municipality is a fixed set of schools and classes. Replicates redraw classes (class effects) and pupils, as
the intervals claim to: the truth is what the municipality's schools would show on average with other classes
and pupils of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analys.lasar import last_lasar


@dataclass(frozen=True)
class Layout:
    """Where the pupils sit: one element a pupil, and each school's true level (share 0-1 or points)."""

    lasar: np.ndarray
    skolenhet: np.ndarray
    klass: np.ndarray
    kon: np.ndarray
    level: np.ndarray

    @property
    def cluster(self) -> np.ndarray:
        """Number of each pupil's class."""
        return pd.factorize(self.lasar + "|" + self.skolenhet + "|" + self.klass)[0]


def make_layout(
    classes_per_school: tuple[int, ...], levels: tuple[float, ...], years: int = 5, class_size: int = 22
) -> Layout:
    """Schools with classes of uneven size (16 to 28 around 22) over some läsår, girls and boys mixed."""
    rng = np.random.default_rng(9999)
    rows = []
    for lasar in last_lasar("2025/26", years):
        for school, (classes, level) in enumerate(zip(classes_per_school, levels, strict=True)):
            for number in range(classes):
                size = class_size + int(rng.integers(-6, 7))
                kon = rng.permutation(np.where(np.arange(size) % 2, "flicka", "pojke"))
                rows.append((lasar, f"{school:08d}", f"9{number}", kon, level, size))
    sizes = [row[5] for row in rows]
    text = [np.repeat([row[i] for row in rows], sizes).astype(object) for i in range(3)]
    return Layout(*text, np.concatenate([row[3] for row in rows]), np.repeat([row[4] for row in rows], sizes))


def draw_shares(layout: Layout, icc: float, rng: np.random.Generator, gap: float = 0.0) -> np.ndarray:
    """1/0 for each pupil: class shares are beta distributed, which makes the class ICC exactly `icc`.

    `gap` is added to girls' and subtracted from boys' logit, the same in every class.
    """
    cluster = layout.cluster
    first = np.unique(cluster, return_index=True)[1]
    p = layout.level[first]
    strength = 1 / icc - 1 if icc > 0 else None
    of_class = p if strength is None else rng.beta(p * strength, (1 - p) * strength)
    odds = np.clip(of_class, 1e-9, 1 - 1e-9)
    shift = np.where(layout.kon == "flicka", gap, -gap)
    probability = 1 / (1 + np.exp(-(np.log(odds / (1 - odds))[cluster] + shift)))
    return (rng.random(len(cluster)) < probability).astype(float)


def draw_means(
    layout: Layout, icc: float, rng: np.random.Generator, sd: float = 60.0, gap: float = 0.0
) -> np.ndarray:
    """Points of each pupil: school level + class effect + pupil; total SD within schools is `sd`."""
    cluster = layout.cluster
    effect = rng.normal(0, sd * np.sqrt(icc), cluster.max() + 1)
    pupil = rng.normal(0, sd * np.sqrt(1 - icc), len(cluster))
    return layout.level + effect[cluster] + pupil + np.where(layout.kon == "flicka", gap, -gap) / 2


def make_pupils(layout: Layout, values: np.ndarray) -> pd.DataFrame:
    """The values as a frame of pupils (see `analys.estimates.levels.pupil_values`)."""
    return pd.DataFrame(
        {
            "elev": np.arange(len(values)).astype(str),
            "lasar": layout.lasar,
            "skolenhet": layout.skolenhet,
            "klass": layout.klass,
            "kon": layout.kon,
            "svsva": "sv",
            "varde": values,
        }
    )


def describe_coverage(hits: np.ndarray) -> tuple[float, float]:
    """Coverage in procent and its Monte Carlo standard error."""
    p = float(np.mean(hits))
    return 100 * p, 100 * float(np.sqrt(p * (1 - p) / len(hits)))
