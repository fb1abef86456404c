"""Do survey estimates find the truth? Coverage of index means, bias of weights, and alpha and omega.

Classes of unlike sizes are drawn from schools of a town; every pupil has an attitude with a part shared by
the class, and answers four questions on a scale of four steps. The truth is that of the superpopulation, so
that nobody's answers are the truth itself: it is worked out once from many pupils.

Who answers depends on what is known of the pupil (school and gender: `kant`), or on the attitude itself
(`okant`), which no weight can help.

    python studies/recovery_surveys.py
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analys.estimates.levels import compute_icc, compute_levels
from analys.estimates.raking import rake
from analys.estimates.reliability import compute_alpha, compute_omega, estimate_reliability
from analys.indicators import REGISTRY

INDICATOR = REGISTRY["enkat_elev_trygghet"]
ITEMS = ["a", "b", "c", "d"]
LOADINGS = np.array([0.9, 0.8, 0.7, 0.6])
SCHOOLS, CLASSES = 8, 4
GIRLS = -0.5
CLASS_SD, PUPIL_SD, NOISE_SD = 0.35, 1.0, 0.9
LARGE = 400_000


@dataclass(frozen=True)
class Found:
    """What a study found of many towns.

    Parameters
    ----------
    tackning : float
        Share of 95 % intervals of the mean with the truth inside.
    ovagd, vagd : float
        Mean error of the unweighted and the weighted mean, index points.
    alfa, omega : float
        Share of 95 % intervals with the truth inside.
    """

    tackning: float
    ovagd: float
    vagd: float
    alfa: float
    omega: float


def answer(theta: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Codes 0–3 of four questions, moved to 0–10."""
    latent = theta[:, None] * LOADINGS + NOISE_SD * rng.standard_normal((len(theta), len(ITEMS)))
    return 10 / 3 * np.digitize(latent, [-1.2, 0.0, 1.2])


def find_attitude(school: np.ndarray, girl: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Attitude but for the class: schools lie between -0.4 and 0.4."""
    level = np.linspace(-0.4, 0.4, SCHOOLS)[school]
    return level + GIRLS * girl + PUPIL_SD * rng.standard_normal(len(school))


@cache
def find_truth() -> tuple[float, float, float]:
    """Mean, alpha and omega of the superpopulation: as many pupils of each school."""
    rng = np.random.default_rng(1)
    school = np.arange(LARGE) % SCHOOLS
    girl = rng.random(LARGE) < 0.5
    theta = find_attitude(school, girl, rng) + CLASS_SD * rng.standard_normal(LARGE)
    points = answer(theta, rng)
    matrix = np.cov(points.T)
    return float(points.mean()), compute_alpha(matrix), compute_omega(matrix)


def draw(seed: int, bortfall: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those asked, and those of them who answered, of one town."""
    rng = np.random.default_rng(seed)
    # Classes of 16 to 28, which are drawn anew; every school has as many pupils in the mean.
    sizes = rng.integers(16, 29, SCHOOLS * CLASSES)
    label = np.repeat(np.arange(len(sizes)), sizes)
    school = label // CLASSES
    girl = rng.random(len(label)) < 0.5
    theta = find_attitude(school, girl, rng) + (CLASS_SD * rng.standard_normal(len(sizes)))[label]
    points = answer(theta, rng)
    asked = pd.DataFrame(points, columns=ITEMS).assign(
        lasar="2025/26",
        skolenhet=school.astype("str"),
        klass=label.astype("str"),
        kon=np.where(girl, "flicka", "pojke"),
        varde=points.mean(axis=1),
    )
    logit = {
        "inget": np.full(len(label), 20.0),
        "kant": np.linspace(-0.6, 2.2, SCHOOLS)[school] + 0.6 * girl,
        "okant": 0.8 + 0.6 * theta,
    }[bortfall]
    return asked, asked[rng.random(len(label)) < 1 / (1 + np.exp(-logit))].reset_index(drop=True)


def run(bortfall: str, towns: int, reliability: bool = True) -> Found:
    """The study for one kind of non-response."""
    mean, alpha, omega = find_truth()
    inside, plain, weighted, alphas, omegas = [], [], [], [], []
    for seed in range(towns):
        asked, own = draw(seed, bortfall)
        level = compute_levels(own, INDICATOR, ["lasar"], compute_icc(own)).iloc[0]
        inside.append(level["undre"] <= mean <= level["ovre"])
        plain.append(level["varde"] - mean)
        weights = rake(own, asked, ["skolenhet", "kon"])
        # The town's own sizes of schools are chance, that of those asked is what weights can reach.
        weighted.append(np.average(own["varde"], weights=weights) - mean)
        if reliability:
            for found, truth, coefficient in (
                (alphas, alpha, compute_alpha),
                (omegas, omega, compute_omega),
            ):
                one = estimate_reliability(own[ITEMS], own["klass"], coefficient)
                found.append(one.undre <= truth <= one.ovre)
    share = [float(np.mean(values)) if values else float("nan") for values in (inside, alphas, omegas)]
    return Found(share[0], float(np.mean(plain)), float(np.mean(weighted)), share[1], share[2])


def main(towns: int = 1000) -> None:
    """All three kinds of non-response."""
    print("sanning (medel, alfa, omega):", *(round(value, 3) for value in find_truth()))
    for bortfall in ("inget", "kant", "okant"):
        one = run(bortfall, towns)
        print(
            f"{bortfall:6} täckning {one.tackning:.3f}  fel ovägt {one.ovagd:+.3f}  vägt {one.vagd:+.3f}  "
            f"alfa {one.alfa:.3f}  omega {one.omega:.3f}"
        )


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
