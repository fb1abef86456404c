"""How long the models of absence and results take, and how much memory, as the number of pupils grows.

Each model and size runs in a process of its own, whose highest memory is the operating system's own count;
the columns are there before the clock starts. The clock counts the processor's seconds, so that what else a
machine does makes no difference. Growth is the exponent between two sizes: 1 is time in step with the pupils.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analys.estimates.regression.coding import Bands, Categories, Numeric, Spline
from analys.estimates.regression.design import Design, make_design
from analys.estimates.regression.effects import CR2
from analys.estimates.regression.linear import estimate_contrasts, fit_linear
from analys.estimates.regression.logit import fit_logit
from analys.estimates.regression.margins import estimate_margins, standardise
from analys.estimates.regression.ordered import fit_ordered
from analys.estimates.regression.random_intercept import estimate_mixed, fit_random_intercept

SCHOOLS, LASAR = 21, 10
EDGES = (10.0, 20.0, 30.0, 50.0)
MIDDLES = (5.0, 15.0, 25.0, 40.0, 60.0)
ROWS = (10_000, 100_000, 1_000_000)

Pupils = dict[str, np.ndarray]


def draw(rows: int, seed: int = 1) -> Pupils:
    """Pupils of 21 schools and ten läsår."""
    rng = np.random.default_rng(seed)
    school = np.sort(rng.integers(0, SCHOOLS, rows))
    earlier, absence = rng.normal(0, 1, rows), 100 * rng.beta(0.8, 6, rows)
    latent = 0.5 * earlier - 0.03 * absence + rng.normal(0, 0.2, SCHOOLS)[school]
    return {
        "skola": school,
        "lasar": rng.integers(0, LASAR, rows),
        "kon": rng.integers(0, 2, rows).astype("float64"),
        "svsva": rng.integers(0, 2, rows).astype("float64"),
        "tidigare": np.where(rng.random(rows) < 0.1, np.nan, earlier),
        "franvaro": absence,
        "merit": 230 + 50 * (latent + rng.normal(0, 0.8, rows)),
        "klarat": (latent + rng.logistic(size=rows) > -1.5).astype("int64"),
        "betyg": np.searchsorted([-2, -0.5, 0.5, 1.5, 3], latent + rng.logistic(size=rows)),
    }


def model(pupils: Pupils, *, schools: bool = True) -> Design:
    """Four bands, nine läsår, two backgrounds, earlier results in a curve with its gaps, and 20 schools."""
    terms = {
        "franvaro": (Bands(EDGES), pupils["franvaro"]),
        "lasar": (Categories(tuple(range(LASAR))), pupils["lasar"]),
        "kon": (Numeric(), pupils["kon"]),
        "svsva": (Numeric(), pupils["svsva"]),
        "tidigare": (Spline((-1.6, -0.4, 0.4, 1.6), fill=0.0), pupils["tidigare"]),
    }
    if schools:
        terms["skola"] = (Categories(tuple(range(SCHOOLS))), pupils["skola"])
    return make_design(terms)


def run_linear(pupils: Pupils, design: Design) -> None:
    """Bands with CR2."""
    fit = fit_linear(design.matrix, pupils["merit"], pupils["skola"])
    estimate_contrasts(fit, design.contrasts("franvaro"), CR2)


def run_logit(pupils: Pupils, design: Design) -> None:
    """The share of every band, with CRV3 over 21 schools."""
    fit = fit_logit(design.matrix, pupils["klarat"], pupils["skola"])
    margins = standardise(fit, [design.scenario("franvaro", value) for value in MIDDLES])
    estimate_margins(margins, np.eye(len(MIDDLES)) - np.eye(len(MIDDLES))[0])


def run_ordered(pupils: Pupils, design: Design) -> None:
    """The share of every band that reaches E and C, with CRV3."""
    fit = fit_ordered(design.matrix, pupils["betyg"], pupils["skola"])
    for level in (1, 3):
        margins = standardise(fit, [design.scenario("franvaro", value) for value in MIDDLES], level)
        estimate_margins(margins, np.eye(len(MIDDLES)))


def run_mixed(pupils: Pupils, design: Design) -> None:
    """Bands with a random level of each school."""
    columns = design.terms["skola"].start
    fit = fit_random_intercept(design.matrix[:, :columns], pupils["merit"], pupils["skola"])
    estimate_mixed(fit, np.eye(columns)[design.terms["franvaro"]])


MODELS: dict[str, Callable[[Pupils, Design], None]] = {
    "linjär, CR2": run_linear,
    "logit, CRV3": run_logit,
    "ordnad, CRV3": run_ordered,
    "slumpnivå": run_mixed,
}


def measure(name: str, rows: int) -> tuple[float, float]:
    """Processor seconds of a model, and its process's highest memory in GB, pupils and columns included."""
    pupils = draw(rows)
    design = model(pupils)
    start = time.process_time()
    MODELS[name](pupils, design)
    return time.process_time() - start, _peak()


def _peak() -> float:
    """Highest memory of this process in GB; NaN where the operating system does not count it so."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def study(rows: tuple[int, ...] = ROWS) -> pd.DataFrame:
    """Seconds, memory and growth by model and number of pupils."""
    found = []
    context = multiprocessing.get_context("spawn")
    for name in MODELS:
        before: tuple[int, float] | None = None
        for count in rows:
            with context.Pool(1) as pool:
                seconds, memory = pool.apply(measure, (name, count))
            growth = np.log(seconds / before[1]) / np.log(count / before[0]) if before else np.nan
            found.append((name, count, round(seconds, 2), round(memory, 2), round(float(growth), 2)))
            before = (count, seconds)
    return pd.DataFrame(found, columns=["modell", "elever", "sekunder", "GB", "växer som"])


if __name__ == "__main__":
    sizes = tuple(int(one) for one in sys.argv[1].split(",")) if len(sys.argv) > 1 else ROWS
    print(study(sizes).to_string(index=False), flush=True)
