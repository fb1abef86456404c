"""What the errors of the models are clustered by: schools where there are enough, else classes, else nothing.

Pupils of a school are alike, and how absence and results go together may differ between schools. From four
schools on, the schools are the clusters. With fewer, nothing can be said of how schools differ: the schools
are then taken as they are, classes within them are the clusters, and what is told concerns those schools
alone. With fewer than eight classes too the analysis describes, without intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analys.estimates.clustering import design_effect, intraclass_correlation
from analys.estimates.levels import KLASS

MINST_SKOLOR = 4
MINST_KLASSER = 8
MANGA = 40
"""So many clusters that nothing is gained by leaving them out one at a time."""


@dataclass(frozen=True)
class Klasser:
    """Numbers of the pupils' classes, of their schools' läsår and of their schools.

    Parameters
    ----------
    klass, skola_lasar, skola : ndarray of int
    """

    klass: np.ndarray
    skola_lasar: np.ndarray
    skola: np.ndarray

    def correlate(self, values: np.ndarray) -> float:
        """Intraclass correlation of classes, pooled as `levels.compute_icc` pools it."""
        alone = len(np.unique(self.skola_lasar)) == len(np.unique(self.klass))
        return intraclass_correlation(values, self.klass, self.skola if alone else self.skola_lasar)

    def find_effect(self, icc: float, rows: np.ndarray) -> float:
        """Design effect of a mean over some of the pupils."""
        return design_effect(icc, np.bincount(self.klass[rows]))


def number_classes(pupils: pd.DataFrame) -> Klasser:
    """Numbers of the classes; pupils without a class are one class of their school and läsår."""
    keys = (list(KLASS), ["lasar", "skolenhet"], ["skolenhet"])
    return Klasser(*(pupils.groupby(key, sort=True, dropna=False).ngroup().to_numpy() for key in keys))


@dataclass(frozen=True)
class Kluster:
    """Clusters of the pupils.

    Parameters
    ----------
    slag : {"skola", "klass", ""}
        What they are; "" where nothing can be inferred.
    nummer : ndarray of int
        Cluster of each pupil, from 0.
    """

    slag: Literal["skola", "klass", ""]
    nummer: np.ndarray

    @property
    def antal(self) -> int:
        """Number of clusters."""
        return int(self.nummer.max(initial=-1)) + 1

    @property
    def few(self) -> bool:
        """Whether there are so few clusters, but more than one, that logits need the cluster jackknife."""
        return 1 < self.antal < MANGA


def choose_clusters(klasser: Klasser) -> Kluster:
    """Clusters as the module says.

    Examples
    --------
    >>> pupils = pd.DataFrame({"lasar": "2025/26", "skolenhet": list("abcd"), "klass": "9A"})
    >>> choose_clusters(number_classes(pupils)).slag, choose_clusters(number_classes(pupils[:3])).slag
    ('skola', '')
    """
    if klasser.skola.max(initial=-1) + 1 >= MINST_SKOLOR:
        return Kluster("skola", klasser.skola)
    if klasser.klass.max(initial=-1) + 1 >= MINST_KLASSER:
        return Kluster("klass", klasser.klass)
    return Kluster("", np.zeros(len(klasser.klass), dtype="int64"))
