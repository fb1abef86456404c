"""The benchmark: reports by stock tools, by ours and by the floor, all measured in one run.

Run as `python start.py benchmark`. Who comes first alternates between the rounds, and the median is taken.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
import yaml
from batch import list_reports, run_batch
from machine import describe_machine
from municipality import CHANGE, KOMMUN, LASAR, change_grade, write_municipality
from ours import clear, run_floor, run_ours
from processes import compile_everything
from results import make_tables
from results_page import write_between
from stock import count_shown, run_stock
from typer.main import get_command

from analys.chapters import Chapter, choose_chapters, load_chapters, select_shown, sort_for_running
from analys.cli.help import SETTINGS, Command
from analys.cli.progress import Steps
from analys.parameters import RunParameters, make_parameters
from analys.paths import make_private_folder
from analys.underlag import Underlag

NAME = "rapporter"
"""Of the markers in the page that the results are written to."""

SHORT_WITHOUT = "forutsattningar, trend, np_och_betyg, franvaro, roster, lokala_matt, slutsatser"
"""Chapters that the short benchmark leaves out."""

EXEMPEL = """python start.py benchmark
    python start.py benchmark --repetera 3 --ut docs/PRESTANDA.md
    python start.py benchmark --kort"""


class Bench:
    """One benchmark: its folders, and the seconds measured so far.

    Parameters
    ----------
    base : pathlib.Path
        Where everything is done; each way of making reports has a data folder of its own.
    parameters : RunParameters
    progress : Steps
    """

    def __init__(self, base: Path, parameters: RunParameters, progress: Steps) -> None:
        self.base = base
        self.parameters = parameters
        self.progress = progress
        self.given = base / "parametrar.yml"
        self.seconds: dict[str, list[float]] = {}
        self.shown: dict[str, int] = {}

    def prepare(self, *, short: bool) -> None:
        """Compile everything, and write the municipality and the parameters."""
        self.progress.step("Kompilerar programmet och paketen")
        compile_everything()
        self.progress.step("Skriver en kommun av demokommunens storlek")
        for kind in ("a", "b", "e"):
            write_municipality(self.base / kind / "data", short=short)
        self.given.write_text(yaml.safe_dump(self.parameters.model_dump(mode="json")), encoding="utf-8")

    def measure_stock(self) -> None:
        """(a)."""
        self.progress.step("(a) Färdiga verktyg")
        self._note("a", self._run_stock(self.parameters, "rapport"))
        self.shown["a"] = count_shown(self.base / "a" / "rapport" / "korda")

    def measure_ours(self) -> None:
        """(b), (d) and (c) in this order: each finds what the one before has left."""
        folder = self.base / "b"
        clear(folder)
        for kind, what, context in (
            ("b", "första gången", nullcontext()),
            ("d", "utan ändringar", nullcontext()),
            ("c", "med ett ändrat värde", change_grade(folder / "data")),
        ):
            self.progress.step(f"({kind}) analys rapport {what}")
            with context:
                self._note(kind, run_ours(self.given, folder=folder, what=what))

    def measure_floor(self) -> None:
        """(e)."""
        self.progress.step("(e) Golvet")
        folder = self.base / "e"
        clear(folder)
        self._note("e", run_floor(self.given, folder=folder))
        self.shown["e"] = count_shown(folder / "rapport" / "korda")

    def measure_batch(self, most: int) -> None:
        """(f) and (g): `most` schools' reports in one go, and one of them by stock tools."""
        data = self.base / "b" / "data"
        reports = list_reports(data, self.parameters, most)
        self.progress.step(f"(f) analys alla, {len(reports)} skolrapporter")
        seconds = run_batch(reports, data=data, folder=self.base / "f")
        self._note("f", seconds / len(reports))
        self.progress.step("(g) Färdiga verktyg, en skolrapport")
        self._note("g", self._run_stock(reports[0], "skolrapport"))

    def _run_stock(self, parameters: RunParameters, name: str) -> float:
        data = self.base / "a" / "data"
        chapters = list_chapters(parameters, data)
        return run_stock(chapters, parameters, data=data, folder=self.base / "a" / name)

    def _note(self, kind: str, seconds: float) -> None:
        self.seconds.setdefault(kind, []).append(seconds)


def list_chapters(parameters: RunParameters, data: Path) -> list[Chapter]:
    """The chapters of a report in the order of running."""
    chosen = choose_chapters(load_chapters(), Underlag(parameters, data))
    return sort_for_running(select_shown(chosen, parameters))


def order_round(number: int, kinds: Sequence[Callable[[], None]]) -> list[Callable[[], None]]:
    """What is measured in a round, in turn: every second round the other way round.

    Examples
    --------
    >>> order_round(0, [min, max]) == order_round(1, [max, min])
    True
    """
    return list(kinds) if number % 2 == 0 else list(reversed(kinds))


def describe(bench: Bench, *, rounds: int, reports: int, short: bool) -> str:
    """The results as Markdown: the machine, the municipality, what was measured and what it means."""
    size = "En liten kommun med tre läsår" if short else "En kommun av demokommunens storlek, tio läsår"
    times = "en körning av varje" if rounds == 1 else f"medianen av {rounds} körningar av varje"
    about = [
        f"Maskinen: {describe_machine()}. {size}; {times}, all bytekod kompilerad i förväg.",
        "I (a) skyddar varje kapitel sina egna tabeller, som i JupyterLab, och blir en HTML-sida för sig. "
        f"{CHANGE} I (b)–(e) blir kapitlen ett dokument, som HTML, PDF, bilder, PowerPoint, Word och "
        "tabeller, och i (b)–(d) prövas och granskas det dessutom. Anteckningsböckerna visar "
        f"{bench.shown['a']} tabeller, figurer och stycken i (a), {bench.shown['e']} i (e).",
    ]
    if reports:
        about.append(
            f"I (f) görs {reports} skolrapporter i ett svep, tiden är per rapport, och (g) är samma slags "
            "rapport som i (a)."
        )
    return "\n\n".join((about[0], make_tables(bench.seconds), " ".join(about[1:])))


def benchmark(
    repetera: Annotated[
        int, typer.Option("--repetera", metavar="TAL", min=1, help="Körningar av varje slag. Annars 1.")
    ] = 1,
    bunt: Annotated[
        int,
        typer.Option(
            "--bunt", metavar="TAL", min=0, help="Skolrapporter i bunten. Annars 50; 0 hoppar över den."
        ),
    ] = 50,
    kort: Annotated[
        bool,
        typer.Option(
            "--kort", help="En liten kommun, få kapitel och ingen bunt: prövar bara att mätningen går."
        ),
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
    """Mät hur snabbt rapporterna görs, jämfört med färdiga verktyg.

    Samma kapitel görs på fem sätt: med papermill och nbconvert, med analys rapport första gången, med ett
    värde ändrat och med ingenting ändrat, och i en enda Pythonprocess, som är golvet. Sist mäts en bunt av
    skolrapporter. Det tar flera minuter. Låt datorn vara i fred under tiden.

    Hur mycket data programmet klarar mäts för sig, med python start.py benchmark skala.
    """
    parameters = make_parameters(
        {"kommun": KOMMUN, "lasar": LASAR, "utan_kapitel": SHORT_WITHOUT if kort else ""}
        | ({"antal_lasar": 3} if kort else {})
    )
    kept = nullcontext(spara.resolve()) if spara else tempfile.TemporaryDirectory(prefix="benchmark-")
    with kept as base, Steps() as progress:
        make_private_folder(Path(base))
        bench = Bench(Path(base), parameters, progress)
        bench.prepare(short=kort)
        for number in range(repetera):
            every = (bench.measure_stock, bench.measure_ours, bench.measure_floor)
            for measure in order_round(number, every):
                measure()
        reports = 0 if kort else bunt
        if reports:
            bench.measure_batch(reports)
        text = describe(bench, rounds=repetera, reports=reports, short=kort)
    typer.echo(text)
    if ut is not None:
        write_between(ut, NAME, text)


app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command("benchmark", cls=Command, context_settings=SETTINGS, epilog=EXEMPEL)(benchmark)


def main(arguments: Sequence[str]) -> int:
    """Carry out the command line."""
    command = get_command(app)
    command(list(arguments), prog_name="python start.py benchmark", standalone_mode=False)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
