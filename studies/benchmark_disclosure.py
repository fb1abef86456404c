"""How long disclosure control takes: deciding, attacking and inspecting, as the number of schools grows.

Three sizes: the demo municipality's whole report; a table of 21 schools, ten läsår, girls and boys, Sv and
Sva with every margin over schools and groups; the same with 100 schools. Whether a table is one or a thousand
exercises shows in its parts: hidden counts that no row of numbers connects are worked out by themselves.

The clock counts the processor's seconds, and beside them the wall's; on a machine that does other things too
only the first can be compared. The last column sets each size against the first row of the same run.

``python studies/benchmark_disclosure.py`` makes the demo report first. With two folders, data and reports, it
takes a report that has been made there.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import nbformat
import numpy as np
import pandas as pd

from analys.attacker import attack, read_tables
from analys.auditing import list_claims
from analys.disclosure import Plan, plan, protect
from analys.disclosure.counts import collect_counts
from analys.disclosure.quantities import read_quantities
from analys.disclosure.relations import find_relations
from analys.estimates.cells import Estimate, make_cells
from analys.estimates.intervals import compute_wilson
from analys.inspection import inspect, make_subject
from analys.integers.parts import split
from analys.lasar import last_lasar
from analys.parameters import RunParameters
from analys.paths import report_folder, work_folder
from analys.pipeline import make_report
from analys.presentation.csvfiles import write_csv
from analys.progress import Silent
from analys.rendering.merging import TABLE, merge
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates
from analys.underlag import Underlag

TROSKEL = 10
LASAR = 10
PUPILS = 60
SIZES = (21, 100)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Took:
    """Seconds of the processor and of the wall."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Measured:
    """One size: what was decided, how it hangs together, and how long each step took."""

    name: str
    cells: int
    hidden: int
    parts: int
    largest: int
    passed: bool
    steps: Mapping[str, Took]

    @property
    def seconds(self) -> float:
        """The processor's seconds of all steps."""
        return sum(took.cpu for took in self.steps.values())


def clock(work: Callable[[], Result]) -> tuple[Result, Took]:
    """What the work gives, and how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, Took(time.process_time() - cpu, time.perf_counter() - wall)


def draw_table(schools: int, lasar: int = LASAR, seed: int = 1) -> Estimate:
    """Shares of a municipality and its schools by läsår, gender and Swedish course, with every margin.

    A school has about 60 pupils a läsår, one in five of them in Sva; its level and its share of Sva are its
    own. Small groups are common, as in real files.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    years = last_lasar("2025/26", lasar)
    size = rng.gamma(4.0, PUPILS / 4, schools)
    level, other = rng.normal(1.4, 0.5, schools), rng.beta(2, 8, schools)
    counts: dict[tuple[str, str, str, str], np.ndarray] = {}
    for school in range(schools):
        for year in years:
            for kon in ("flickor", "pojkar"):
                for course, part in (("sv", 1 - other[school]), ("sva", other[school])):
                    n = int(rng.poisson(size[school] * part / 2))
                    chance = 1 / (1 + np.exp(-(level[school] - 0.9 * (course == "sva"))))
                    own = np.array([n, rng.binomial(n, chance)])
                    for unit in (f"{school:08d}", "9999"):
                        for gender in (kon, "alla"):
                            for taken in (course, "alla"):
                                key = (unit, year, gender, taken)
                                counts[key] = counts.get(key, np.zeros(2, dtype="int64")) + own
    rows = [_row(key, int(n), int(antal)) for key, (n, antal) in sorted(counts.items()) if n]
    return Estimate("trend_kommun", "Tabell", make_cells(rows))


def _row(key: tuple[str, str, str, str], n: int, antal: int) -> dict[str, Any]:
    unit, year, kon, svsva = key
    low, high = compute_wilson(antal, n)
    return {
        "indikator": "alla_amnen_ak9",
        "enhetstyp": "kommun" if unit == "9999" else "skola",
        "enhet": unit,
        "enhetsnamn": "Exempelkommun" if unit == "9999" else f"Skola {unit}",
        "lasar": year,
        "kon": kon,
        "svsva": svsva,
        "varde": 100 * antal / n,
        "undre": float(low),
        "ovre": float(high),
        "n": n,
        "antal": antal,
        "kalla": "Simulerade uppgifter",
    }


def measure_table(schools: int, lasar: int = LASAR) -> Measured:
    """Deciding and attacking a table of many schools."""
    estimate = draw_table(schools, lasar)
    decided, planned = clock(lambda: plan([estimate], TROSKEL))
    with tempfile.TemporaryDirectory() as folder:
        write_csv(protect(estimate, decided), Path(folder) / f"{estimate.id}.csv")
        verdict, attacked = clock(
            lambda: attack(read_tables(Path(folder)), TROSKEL, sizes=read_sizes(decided))
        )
    return collect(
        f"{schools} skolor", [estimate], decided, verdict.passed, {"plan": planned, "angrepp": attacked}
    )


def measure_report(parameters: RunParameters, data: Path, out: Path) -> Measured:
    """Deciding, attacking and inspecting a whole report that has been made."""
    run, folder = Underlag(parameters, data), report_folder(out, parameters.kommun, parameters.lasar)
    work = work_folder(data, parameters.kommun, parameters.lasar)
    estimates = [estimate for _, estimate in load_estimates(work / ESTIMATES_FILE)]
    decided = Plan.load(work / PLAN_FILE)
    _, planned = clock(lambda: plan(estimates, parameters.troskel))
    merged = merge([nbformat.read(path, 4) for path in sorted(work.glob("*.ipynb"))], parameters)
    shown = {
        name
        for cell in merged.cells
        for output in cell.get("outputs", ())
        for about in (output.data.get(TABLE, {}), output.metadata.get("analys", {}))
        for name in about.get("tabeller", ())
    }
    tables = [protect(estimate, decided) for estimate in estimates if estimate.id in shown]
    claims, sizes = list_claims(merged), read_sizes(decided)
    verdict, attacked = clock(
        lambda: attack(read_tables(folder / "tabeller"), parameters.troskel, claims=claims, sizes=sizes)
    )
    found, inspected = clock(lambda: inspect(folder, make_subject(run, tables, merged)))
    steps = {"plan": planned, "angrepp": attacked, "granskning": inspected}
    return collect("hela demorapporten", estimates, decided, verdict.passed and found.sound, steps)


def read_sizes(decided: Plan) -> dict[str, int]:
    """Pupils behind every cell, which class lists tell."""
    known = decided.frame.dropna(subset=["n"])
    return dict(zip(known["cell"], known["n"].astype("int64").tolist(), strict=True))


def collect(
    name: str, estimates: Sequence[Estimate], decided: Plan, passed: bool, steps: Mapping[str, Took]
) -> Measured:
    """How the hidden counts hang together, beside how long the steps took."""
    everything = pd.concat([estimate.frame for estimate in estimates], ignore_index=True)
    quantities = read_quantities(everything.drop_duplicates("cell").reset_index(drop=True))
    counts = collect_counts(quantities, find_relations(quantities, TROSKEL).equations, {}, TROSKEL)
    hidden = set(decided.frame.loc[decided.frame["status"] == "skyddad", "cell"])
    parts = split(counts.list_entries(hidden), *counts.bound(counts.find_hidden(hidden)))
    return Measured(
        name,
        len(decided.frame),
        decided.hidden,
        parts.count,
        int(np.bincount(parts.part, minlength=1).max()),
        passed,
        steps,
    )


def write_line(measured: Measured, first: Measured) -> str:
    """One size as a row of a Markdown table."""
    steps = [measured.steps.get(name) for name in ("plan", "angrepp", "granskning")]
    took = [f"{one.cpu:.1f} ({one.wall:.1f})".replace(".", ",") if one else "–" for one in steps]
    ratio = f"{measured.seconds / max(first.seconds, 1e-9):.1f}".replace(".", ",")
    outcome = "inget röjt" if measured.passed else "stoppad"
    columns = (
        measured.name, measured.cells, measured.hidden, measured.parts, measured.largest, *took,
        f"{measured.seconds:.1f}".replace(".", ","), ratio, outcome,
    )  # fmt: skip
    return f"| {' | '.join(map(str, columns))} |"


COLUMNS = (
    "vad", "celler", "skyddade", "delar", "största", "plan, s cpu (vägg)", "angrepp", "granskning",
    "summa cpu", "mot första", "utfall",
)  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Print a row for each size as soon as it is measured."""
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|", flush=True)
    parameters = RunParameters()
    with tempfile.TemporaryDirectory() as folder:
        data, out = (Path(name) for name in arguments) if arguments else (Path(folder), Path(folder) / "ut")
        if not arguments:
            make_report(parameters, data=data, out=out, progress=Silent())
        first = measure_report(parameters, data, out)
    print(write_line(first, first), flush=True)
    for schools in SIZES:
        print(write_line(measure_table(schools), first), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
