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

from analys.estimates.levels import KLASS

MINST_SKOLOR = 4
MINST_KLASSER = 8


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

    def select(self, rows: np.ndarray) -> Kluster:
        """The clusters of some of the pupils."""
        return Kluster(self.slag, np.unique(self.nummer[rows], return_inverse=True)[1])


def choose_clusters(pupils: pd.DataFrame) -> Kluster:
    """Clusters as the module says.

    Parameters
    ----------
    pupils : pandas.DataFrame
        lasar, skolenhet and klass of each; "" for an unknown class, which is one class of the school.

    Examples
    --------
    >>> pupils = pd.DataFrame({"lasar": "2025/26", "skolenhet": list("abcd"), "klass": "9A"})
    >>> choose_clusters(pupils).slag, choose_clusters(pupils[:3]).slag
    ('skola', '')
    """
    schools = np.unique(pupils["skolenhet"].to_numpy(dtype=object), return_inverse=True)[1]
    if schools.max(initial=-1) + 1 >= MINST_SKOLOR:
        return Kluster("skola", schools)
    classes = pupils.groupby(list(KLASS), sort=True, dropna=False).ngroup().to_numpy()
    if classes.max(initial=-1) + 1 >= MINST_KLASSER:
        return Kluster("klass", classes)
    return Kluster("", np.zeros(len(pupils), dtype="int64"))
