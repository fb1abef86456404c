"""How time and memory grow with the number of pupils: a country's slutbetyg, from raw text to indicators.

Run as `python start.py benchmark skala`. Every size is made and measured in fresh processes, so that the
peak of memory is its own. The steps are those of a run: `analys.cleaning.prepare`, timed at the functions
that it calls, and then every indicator of slutbetyg åk 9 by läsår, gender, municipality and school unit.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import psutil
import typer
from machine import describe_machine
from processes import compile_everything, make_environment, run_python
from results_page import format_decimal, make_table, write_between
from typer.main import get_command

from analys import cleaning
from analys.cli.help import SETTINGS, Command
from analys.cli.progress import Steps
from analys.demo import write_riket
from analys.demo.riket import RIKET
from analys.errors import AnalysError
from analys.indicators import REGISTRY
from analys.indicators.betyg import AMNEN_AK9
from analys.lasar import last_lasar
from analys.paths import make_private_folder

NAME = "skala"
"""Of the markers in the page that the results are written to."""

KIND = "slutbetyg_ak9"
LASAR = last_lasar("2025/26", 10)
SIZES = (10_000, 100_000, 1_150_000)
SHORT = (2_000, 10_000)
MOST_GROWTH = 1.5
"""Largest time a row, of what it is at the size before, that counts as linear growth."""

TARGET_ROWS, TARGET_SECONDS, TARGET_GB = 1_150_000, 30, 3

PARTS = {
    "read_folder": "Läsa och pröva råfilerna",
    "map_pseudonyms": "Göra pseudonymer",
    "clean_frame": "Städa och sätta typer",
    "write_folder": "Skriva parquet",
}
"""Functions that `prepare` calls, with the names of the steps."""

REST, LOAD, INDICATORS = "Räkna rader och resten av städningen", "Läsa tillbaka", "Räkna indikatorerna"
STEPS = (*PARTS.values(), REST, LOAD, INDICATORS)

BY = (["lasar"], ["lasar", "kon"], ["lasar", "kommun"], ["lasar", "skolenhet"])
"""What the indicators' levels are told by."""

EXEMPEL = """python start.py benchmark skala
    python start.py benchmark skala --ut docs/PRESTANDA.md
    python start.py benchmark skala --kort"""


@dataclass(frozen=True)
class Took:
    """Seconds of the wall and of the processors (all cores together), and peak memory in GB so far."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Measured:
    """One size: rows of slutbetyg, GB of raw files, what each step took, and levels told."""

    rows: int
    raw: float
    steps: dict[str, Took]
    levels: int

    @property
    def wall(self) -> float:
        """Seconds in all."""
        return sum(step.wall for step in self.steps.values())

    @property
    def cpu(self) -> float:
        """Seconds of the processors in all."""
        return sum(step.cpu for step in self.steps.values())

    @property
    def peak(self) -> float:
        """Peak memory."""
        return max(step.peak for step in self.steps.values())


class Clock:
    """Sums what each step takes."""

    def __init__(self) -> None:
        self.steps: dict[str, Took] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step; called again it goes on counting."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        before = self.steps.get(name, Took(0.0, 0.0, 0.0))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.steps[name] = Took(before.wall + wall, before.cpu + cpu, measure_peak())

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as a step."""

        def call(*arguments: Any, **named: Any) -> Any:
            with self.step(name):
                return function(*arguments, **named)

        return call


def measure_peak() -> float:
    """Peak memory of this process, GB."""
    memory = psutil.Process().memory_info()
    if hasattr(memory, "peak_wset"):
        return float(memory.peak_wset) / 1e9
    status = Path("/proc/self/status")
    if status.exists():
        # Linux's ru_maxrss begins at that of whoever started the process.
        (line,) = (one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e9
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def measure(data: Path) -> Measured:
    """Clean the country that lies in a data folder and compute its indicators."""
    clock = Clock()
    for function, name in PARTS.items():
        setattr(cleaning, function, clock.timed(name, getattr(cleaning, function)))
    with clock.step(REST):
        folder = cleaning.prepare(data, RIKET, LASAR, run_lasar=LASAR[-1], kontrollsiffra=False)
    parts = [clock.steps[name] for name in PARTS.values()]
    whole = clock.steps[REST]
    wall = whole.wall - sum(part.wall for part in parts)
    clock.steps[REST] = Took(wall, whole.cpu - sum(part.cpu for part in parts), whole.peak)
    with clock.step(LOAD):
        frame = cleaning.load_processed(folder, KIND)
    with clock.step(INDICATORS):
        levels = sum(one.size // 2 for one in compute_levels(frame).values())
    raw = sum(path.stat().st_size for path in (data / "raw").rglob("*.csv")) / 1e9
    return Measured(len(frame), raw, {name: clock.steps[name] for name in STEPS}, levels)


def compute_levels(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sum and number of pupils of every indicator, by the last column of each of `BY`.

    Grades become categories first: each indicator asks for all of them.
    """
    grades = frame.astype(dict.fromkeys(AMNEN_AK9, "category"))
    values = {code: one.compute(grades) for code, one in REGISTRY.items() if one.kind == KIND}
    groups = frame[["lasar", "kon", "skolenhet"]].assign(kommun=frame["skolenhet"].str.slice(0, 4))
    pupils = groups.astype("category").assign(**values)
    return {by[-1]: pupils.groupby(by, observed=True)[list(values)].agg(["sum", "count"]) for by in BY}


def check(found: Sequence[Measured]) -> list[str]:
    """What the numbers say of growth and of the targets, in Swedish sentences."""
    before, last = found[-2], found[-1]
    growth = (last.cpu / last.rows) / (before.cpu / before.rows)
    linear = "Tillväxten är linjär" if growth <= MOST_GROWTH else "Tillväxten är inte linjär"
    told = [
        f"{linear}: en rad tar {format_decimal(growth, 2)} gånger så lång processortid vid "
        f"{_count(last.rows)} rader som vid {_count(before.rows)}."
    ]
    if last.rows >= TARGET_ROWS:
        reached = last.wall < TARGET_SECONDS and last.peak < TARGET_GB
        told.append(
            f"Målet för {_count(TARGET_ROWS)} rader, under {TARGET_SECONDS} sekunder och {TARGET_GB} GB, "
            f"{'nås' if reached else 'nås inte'}."
        )
    return told


def describe(found: Sequence[Measured]) -> str:
    """The results as Markdown."""
    head = ("Steg", *(f"{_count(one.rows)} rader" for one in found))
    rows = [(name, *(_seconds(one.steps[name]) for one in found)) for name in STEPS]
    rows += [
        ("**Allt, s (processortid, s)**", *(f"**{_seconds(Took(one.wall, one.cpu, 0))}**" for one in found)),
        ("Processortid per rad, µs", *(format_decimal(one.cpu / one.rows * 1e6, 0) for one in found)),
        ("Högsta minne, GB", *(format_decimal(one.peak, 2) for one in found)),
        ("Råfiler, MB", *(format_decimal(one.raw * 1000, 0) for one in found)),
        ("Nivåer", *(_count(one.levels) for one in found)),
    ]
    about = (
        f"Maskinen: {describe_machine()}. Slutbetyg årskurs 9 och elevregister för ett påhittat land, tio "
        "läsår, från råfiler till alla indikatorer på slutbetygen, efter läsår, kön, kommun och skolenhet. "
        "Varje storlek har en egen process; tiden är sekunder, med processortiden inom parentes."
    )
    return "\n\n".join((about, make_table(head, rows), " ".join(check(found))))


def _seconds(took: Took) -> str:
    return f"{format_decimal(took.wall)} ({format_decimal(took.cpu)})"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def run_size(base: Path, rows: int, progress: Steps) -> Measured:
    """Make a country of so many rows and measure it, each in a process of its own."""
    folder = base / str(rows)
    data, answer = folder / "data", folder / "svar.json"
    make_private_folder(folder)
    environment = make_environment(data, folder)
    for task, what in (("skriv", "Skriver"), ("mat", "Mäter")):
        progress.step(f"{what} {_count(rows)} rader")
        run_python(
            [Path(__file__), task, data, rows, answer],
            environment=environment,
            folder=folder,
            what=f"”{what.lower()} {_count(rows)} rader”",
        )
    content = json.loads(answer.read_text(encoding="utf-8"))
    steps = {name: Took(**took) for name, took in content.pop("steps").items()}
    return Measured(**content, steps=steps)


def work(task: str, data: Path, rows: int, answer: Path) -> None:
    """What a measured process does: write a country's files, or measure them."""
    if task == "skriv":
        write_riket(data, elever_per_arskull=rows // len(LASAR), antal_lasar=len(LASAR))
    else:
        answer.write_text(json.dumps(asdict(measure(data))), encoding="utf-8")


def benchmark(
    kort: Annotated[
        bool, typer.Option("--kort", help="Två små storlekar: prövar bara att mätningen går.")
    ] = False,
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="FIL.md", help="En sida vars tabell byts ut. Annars skrivs den här."),
    ] = None,
    spara: Annotated[
        Path | None,
        typer.Option("--spara", metavar="MAPP", help="En mapp att behålla allt i. Annars tas det bort."),
    ] = None,
) -> None:
    """Mät hur tid och minne växer med antalet elever.

    Slutbetyg för ett påhittat land skrivs i tre storlekar, upp till 1,15 miljoner rader, och går hela vägen
    från råfiler till indikatorer. Det tar några minuter. Låt datorn vara i fred under tiden.
    """
    kept = nullcontext(spara.resolve()) if spara else tempfile.TemporaryDirectory(prefix="benchmark-")
    with kept as base, Steps() as progress:
        progress.step("Kompilerar programmet och paketen")
        compile_everything()
        found = [run_size(Path(base), rows, progress) for rows in (SHORT if kort else SIZES)]
        text = describe(found)
    typer.echo(text)
    if ut is not None:
        write_between(ut, NAME, text)


app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command("skala", cls=Command, context_settings=SETTINGS, epilog=EXEMPEL)(benchmark)


def main(arguments: Sequence[str]) -> int:
    """Carry out the command line."""
    command = get_command(app)
    command(list(arguments), prog_name="python start.py benchmark skala", standalone_mode=False)
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 5:
        try:
            work(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
        except AnalysError as error:
            sys.exit(str(error))
    else:
        sys.exit(main(sys.argv[1:]))
