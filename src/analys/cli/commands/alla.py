"""`analys alla`: many reports in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analys.cli.options import Data, Kommun, open_folder, show_path
from analys.progress import Silent

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from analys.batch.crews import Crew
    from analys.batch.making import Outcome
    from analys.batch.orders import Order
    from analys.batch.scheduler import Reach

PER = ("skola", "kommun")

EXEMPEL = """analys alla --per skola
    analys alla --per skola --kommun Hallstahammar --utgava dialog
    analys alla --per kommun --kommuner Hallstahammar,1980
    analys alla --uppsattningar rapporter.yml --samtidigt 2"""


def alla(
    per: Annotated[
        str | None,
        typer.Option("--per", metavar="skola|kommun", help="En rapport för varje skola eller kommun."),
    ] = None,
    uppsattningar: Annotated[
        Path | None,
        typer.Option(
            "--uppsattningar",
            metavar="FIL.yml",
            help="En rapport för varje uppsättning parametrar i en YAML-fil.",
        ),
    ] = None,
    kommun: Kommun = None,
    kommuner: Annotated[
        str | None,
        typer.Option(
            "--kommuner",
            metavar="KOD|NAMN,…",
            help="Med --per kommun: vilka, med komma mellan, eller alla. Det som saknas hämtas. Utan "
            "flaggan: de som har filer eller hämtade uppgifter i datakatalogen.",
        ),
    ] = None,
    lasar: Annotated[
        str | None,
        typer.Option("--lasar", metavar="2025/26", help="Läsåret. Utan flaggan: varje kommuns senaste."),
    ] = None,
    utgava: Annotated[
        str | None,
        typer.Option("--utgava", metavar="offentlig|dialog", help="Skolornas utgåva. Annars offentlig."),
    ] = None,
    utan: Annotated[
        str | None,
        typer.Option("--utan", metavar="KAPITEL", help="Kapitel som utelämnas, med komma mellan."),
    ] = None,
    p: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="NAMN=VÄRDE", help="En parameter för alla rapporter. Kan upprepas."),
    ] = None,
    samtidigt: Annotated[
        int | None,
        typer.Option(
            "--samtidigt",
            metavar="ANTAL",
            min=1,
            help="Rapporter som görs samtidigt. Utan flaggan: en för varje kärna i datorn.",
        ),
    ] = None,
    i_tur: Annotated[
        bool, typer.Option("--i-tur", help="Gör en rapport i taget, i en enda process.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADRESS",
            help="Schemaläggaren i ett kluster (dask): tls://dator:port, eller tcp://dator:port.",
        ),
    ] = None,
    certifikat: Annotated[
        Path | None,
        typer.Option(
            "--certifikat",
            metavar="MAPP",
            help="Med tls://: mapp med ca.pem, certifikat.pem och nyckel.pem.",
        ),
    ] = None,
    okrypterat: Annotated[
        bool,
        typer.Option(
            "--okrypterat",
            help="Skicka elevuppgifter okrypterade till tcp://. Den som lyssnar på nätet kan läsa dem.",
        ),
    ] = False,
    delade_mappar: Annotated[
        bool,
        typer.Option(
            "--delade-mappar",
            help="Klustrets datorer har samma datakatalog och rapportmapp; det prövas. Utan flaggan skickas "
            "underlaget till dem.",
        ),
    ] = False,
    data: Data = None,
    ut: Annotated[
        Path | None,
        typer.Option(
            "--ut", metavar="MAPP", help="Var rapporterna hamnar. Utan flaggan: projektets reports/."
        ),
    ] = None,
) -> None:
    """Gör många rapporter på en gång: för varje skola, varje kommun eller varje uppsättning parametrar.

    Rapporterna blir precis som när de görs en i taget med analys rapport. Det som är gemensamt görs en gång:
    kommunens filer läses och prövas först, sedan görs skolornas rapporter bredvid varandra. Går en rapport
    inte att göra fortsätter de andra. Till sist visas vad som blev gjort, var det finns och varför något
    saknas. Kör igen när felet är rättat.

    Filen med uppsättningar har en lista under ”rapporter:”, med parametrar för varje rapport, och det som
    gäller alla under ”alla:”. Flaggor och -p går före filen.

    Fastställda rapporter prövas mot varandra. Därför görs en kommuns rapporter en i taget när någon av dem
    är fastställd.

    Med --scheduler görs rapporterna i ett kluster. Arbetarna får programmet och underlaget skickade till
    sig, och det tas bort när rapporten är klar. De ska ha samma Python och samma paket som här; annars
    skickas inget. Elevuppgifter skickas bara krypterade, om du inte väljer --okrypterat. Den som når
    schemaläggaren kan läsa allt som skickas dit, så den ska vara din egen.

    Slutkoden är 0 när alla rapporter finns, annars den högsta av rapporternas slutkoder. Ctrl-C avbryter: det
    som är klart finns kvar.
    """
    from analys.batch.carrying import carry_out
    from analys.batch.orders import check_places
    from analys.batch.summary import find_exit_code, tell_line
    from analys.crash import describe_crash
    from analys.paths import default_data, default_reports

    progress = Lines()
    choice = Choice(per, uppsattningar, kommuner, p or [])
    choice.check(kommun)
    reach = _find_reach(scheduler, certifikat, okrypterat, delade_mappar, i_tur or samtidigt is not None)
    flags = {"kommun": kommun, "lasar": lasar, "utgava": utgava, "utan_kapitel": utan}
    folder = open_folder(data or default_data(), "--data")
    out = open_folder(ut or default_reports(), "--ut")
    orders, failed = choice.place(flags, folder, out, progress)
    check_places(orders)
    done: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        done.append(outcome)
        say(tell_line(outcome, len(done), len(orders)))

    say(f"Rapporter att göra: {len(orders)}")
    with _open(reach, 1 if i_tur else samtidigt, len(orders), folder, out) as crew:
        made = carry_out(
            orders, crew, data=folder, out=out, progress=progress, explain=describe_crash, tell=tell
        )
    outcomes = [*failed, *made]
    _show(outcomes)
    if code := find_exit_code(outcomes):
        raise typer.Exit(code)


def _find_reach(
    address: str | None, certifikat: Path | None, okrypterat: bool, is_shared: bool, is_local: bool
) -> Reach | None:
    """How the cluster is reached, None where the reports are made here."""
    from analys.errors import ParameterError

    if address is None:
        if certifikat or okrypterat or is_shared:
            raise ParameterError("--certifikat, --okrypterat och --delade-mappar hör ihop med --scheduler.")
        return None
    if is_local:
        raise ParameterError("--scheduler går inte ihop med --i-tur och --samtidigt: klustret bestämmer.")
    from analys.batch.scheduler import Reach, check_reach

    reach = Reach(address, certifikat, is_shared)
    check_reach(reach, okrypterat=okrypterat)
    return reach


def _open(
    reach: Reach | None, samtidigt: int | None, reports: int, data: Path, out: Path
) -> AbstractContextManager[Crew]:
    from analys.batch.crews import open_crew
    from analys.crash import describe_crash

    if reach is None:
        return open_crew(samtidigt, reports, data=data, out=out, explain=describe_crash)
    from analys.batch.scheduler import open_scheduler

    return open_scheduler(reach, data=data, out=out, explain=describe_crash)


def say(text: str) -> None:
    """One line about the work, where it does not mix with the answer."""
    typer.echo(text, err=True)


class Lines(Silent):
    """Progress as plain lines, each said once: reports are finished while steps go on."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def step(self, text: str) -> None:
        """A new stage begins."""
        if text not in self._said:
            say(f"{text} …")
        self._said.add(text)


@dataclass(frozen=True)
class Choice:
    """Which reports the user wants.

    Parameters
    ----------
    per : str or None
        skola or kommun.
    uppsattningar : pathlib.Path or None
        File of parameter sets.
    kommuner : str or None
        Municipalities, with commas between.
    pairs : sequence of str
        Each "namn=värde".
    """

    per: str | None
    uppsattningar: Path | None
    kommuner: str | None
    pairs: Sequence[str]

    def check(self, kommun: str | None) -> None:
        """Tell of options that do not fit each other, all at once."""
        from analys.cli.usage import suggest
        from analys.errors import ParameterError

        faults = []
        if (self.per is None) == (self.uppsattningar is None):
            faults.append("Välj ett av --per skola, --per kommun och --uppsattningar FIL.yml.")
        if self.per is not None and self.per not in PER:
            hint = suggest(self.per, PER)
            faults.append(f"--per kan inte vara ”{self.per[:40]}”.{hint} Välj skola eller kommun.")
        if self.kommuner is not None and self.per != "kommun":
            faults.append("--kommuner hör ihop med --per kommun.")
        if kommun is not None and self.per == "kommun":
            faults.append("Med --per kommun väljs kommunerna med --kommuner, inte med --kommun.")
        if self.per and any(pair.partition("=")[0].strip() == "skola" for pair in self.pairs):
            faults.append(
                "-p skola hör inte ihop med --per. En skolas rapport görs med analys rapport --skola."
            )
        if faults:
            raise ParameterError("\n".join(faults))

    def place(
        self, flags: Mapping[str, str | None], data: Path, out: Path, progress: Lines
    ) -> tuple[list[Order], list[Outcome]]:
        """The orders, and what stops those that cannot be placed."""
        from analys.batch.choosing import place_all, place_schools
        from analys.batch.sets import load_sets
        from analys.cli.choices import choose_parameters, read_choices
        from analys.crash import describe_crash

        if self.per == "skola":
            # Any name will do: every school's is put in its place.
            asked = choose_parameters(None, self.pairs, {**flags, "skola": "alla skolor"})
            orders, silent = place_schools(asked, data, out, progress)
            if silent:
                say(f"Skolor utan uppgifter för läsåret får ingen rapport: {', '.join(silent)}.")
            return orders, []
        if self.uppsattningar:
            asked_all = load_sets(self.uppsattningar, read_choices(self.pairs, flags))
        else:
            codes = self._find_kommuner(data, flags["lasar"] or "")
            asked_all = [choose_parameters(None, self.pairs, {**flags, "kommun": code}) for code in codes]
        return place_all(asked_all, data, out, progress, describe_crash)

    def _find_kommuner(self, data: Path, lasar: str) -> list[str]:
        from analys.batch.orders import list_kommuner
        from analys.errors import ParameterError
        from analys.official.kommuner import DEMO_KOD, find_kommun, kommuner

        if self.kommuner is None:
            if codes := list_kommuner(data, lasar):
                return codes
            raise ParameterError(
                "Det finns ingen kommun att göra en rapport om i datakatalogen. Lägg kommunernas filer där, "
                "eller välj kommuner med --kommuner: då hämtas det som saknas."
            )
        texts = [text.strip() for text in self.kommuner.split(",") if text.strip()]
        if texts == ["alla"]:
            return [code for code in kommuner() if code != DEMO_KOD]
        faults, found = [], []
        for text in texts:
            try:
                found.append(find_kommun(text))
            except ParameterError as error:
                faults.append(str(error))
        if faults or not found:
            raise ParameterError("\n".join(faults) or "--kommuner: ange minst en kommun.")
        return list(dict.fromkeys(found))


def _show(outcomes: Sequence[Outcome]) -> None:
    from rich.console import Console

    from analys.batch.summary import make_table, tell_counts, tell_faults

    # On a narrow screen, or in a file, the rows are as long as they need to be.
    console = Console(highlight=False)
    console.print(make_table(outcomes, show_path))
    for fault in tell_faults(outcomes):
        typer.echo(f"{fault}\n")
    typer.echo(tell_counts(outcomes))
