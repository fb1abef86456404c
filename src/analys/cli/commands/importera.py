"""`analys importera`: a folder of exports into the data folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analys.cli.options import Data, Kommun, data_option, open_folder, quote_path, show_path

if TYPE_CHECKING:
    from analys.importing.choosing import Choices
    from analys.importing.found import Found
    from analys.importing.kommun import Guess
    from analys.importing.plan import Plan

EXEMPEL = """analys importera Nedladdat/juni
    analys importera Nedladdat/juni --kommun Hallstahammar --ja
    analys importera Nedladdat/juni --kommun 1961 --lasar 2025/26
    analys importera Nedladdat/juni --lasar "frånvaro norra.csv=2024/25" --slag "lista.csv=skyddade" """

# So many of the files are told when none is recognised.
MOST_PROBLEMS = 10


def importera(
    katalog: Annotated[
        Path, typer.Argument(metavar="KATALOG", help="Mappen med uttagen. Undermappar läses också.")
    ],
    kommun: Kommun = None,
    ja: Annotated[
        bool, typer.Option("--ja", help="Kopiera filerna. Utan flaggan visas bara vad som skulle hända.")
    ] = False,
    lasar: Annotated[
        list[str] | None,
        typer.Option(
            "--lasar",
            metavar="[FIL=]2025/26",
            help="Läsåret för filer som inte själva säger det, eller för en viss fil. Kan upprepas.",
        ),
    ] = None,
    slag: Annotated[
        list[str] | None,
        typer.Option(
            "--slag", metavar="FIL=SLAG", help="Vad en viss fil är, till exempel np_ak9. Kan upprepas."
        ),
    ] = None,
    filer: Annotated[
        bool, typer.Option("--filer", help="Visa en rad för varje fil, med kopians namn.")
    ] = False,
    data: Data = None,
) -> None:
    """Känn igen filerna i en mapp och kopiera dem dit rapporten läser dem.

    Kommandot visar vad varje fil är, vilket läsår den hör till och var den hamnar, vad som saknas och vad du
    behöver avgöra. Innehållet går före namnet, och läsåret tas ur filens Datum. Ingenting kopieras förrän du
    svarar ja eller anger --ja, och originalen rörs aldrig.

    En fil som är en senare utgåva av en importerad fil tar dess plats. Den gamla sparas i mappen ersatta, och
    importer.yml noterar varje kopia. En tveksam fil kopieras inte; de andra kopieras ändå. Slutkoden är 2 när
    ingen fil känns igen eller ingen kan kopieras, annars 0.
    """
    from analys.cli.importlista import describe_count, show_plan
    from analys.cli.progress import Steps
    from analys.errors import ParameterError
    from analys.importing.choosing import read_choices
    from analys.importing.folder import check_folder
    from analys.importing.kept import list_kept
    from analys.importing.kommun import Guess
    from analys.importing.missing import list_gaps, load_schools
    from analys.importing.planning import make_plan
    from analys.importing.recognise import recognise_folder
    from analys.indicators.np_provbetyg import INSTALLDA
    from analys.official.skolverket_csv import recognise_export
    from analys.paths import default_data, raw_folder
    from analys.spelling import make_printable

    choices = read_choices(slag or [], lasar or [])
    folder = open_folder(data or default_data(), "--data")
    source = check_folder(katalog, folder)
    asked = _find_own(kommun) if kommun is not None else ""

    def recognise(kommun: str) -> list[Found]:
        beside = raw_folder(folder, kommun) if kommun else None
        return recognise_folder(source, (recognise_export,), progress, folder, choices, beside)

    with Steps() as progress:
        founds = recognise(asked)
        _check_founds(founds, choices, make_printable(source.name))
        guess = Guess(asked, "som du angav", saker=True) if asked else _derive(source, founds, folder)
        kod = guess.kod
        if kod != asked and any(found.fel for found in founds):
            founds = recognise(kod)  # with the column mappings of the municipality that it turned out to be
        progress.step("Jämför med datakatalogen")
        kept = list_kept(folder, kod, {found.lasar for found in founds}) if kod else []
        plan = make_plan(founds, kod, kept)
        schools = load_schools(plan.after)
        gaps = list_gaps(plan, schools, INSTALLDA)
    typer.echo(f"Kommun: {_name(kod)}, {guess.grund}" if kod else f"Kommun: okänd. {_tip(guess)}")
    typer.echo(show_plan(plan, schools, gaps, filer))
    typer.echo(f"\n{describe_count(plan)}")
    if ja and plan.copied and not guess.saker:
        raise ParameterError(f"Ange kommunen med --kommun{f' {kod}' if kod else ''}. Inget har kopierats.")
    _finish(plan, katalog, folder, ja, any(gap.stoppar for gap in gaps))


def _find_own(kommun: str) -> str:
    from analys.errors import ParameterError
    from analys.official.kommuner import DEMO_KOD, find_kommun

    kod = find_kommun(kommun)
    if kod == DEMO_KOD:
        raise ParameterError(
            "9999 är den påhittade demokommunen, och dit importeras inget. Ange din egen kommun med --kommun."
        )
    return kod


def _derive(source: Path, founds: Sequence[Found], data: Path) -> Guess:
    from analys.importing.kommun import derive_kommun
    from analys.official.kommuner import DEMO_KOD, kommuner

    return derive_kommun(source, founds, data, kommuner(), (DEMO_KOD,))


def _tip(guess: Guess) -> str:
    if guess.forslag:
        return f"Datakatalogen har bara {_name(guess.forslag)}: är det den, ange --kommun {guess.forslag}."
    return "Ange den med --kommun, till exempel --kommun Hallstahammar."


def _name(kod: str) -> str:
    from analys.official.kommuner import kommuner

    return f"{kommuner().get(kod, 'kommunen')} ({kod})"


def _check_founds(founds: Sequence[Found], choices: Choices, name: str) -> None:
    """Stop when a choice is about no file, and when no file at all is recognised."""
    from analys.cli.usage import suggest
    from analys.errors import InputError, ParameterError, Problem

    files = [found.fil for found in founds]
    if unused := choices.unused(files):
        raise ParameterError(
            "\n".join(f"Det finns ingen fil ”{name}” i katalogen.{suggest(name, files)}" for name in unused)
        )
    if not any(found.kind or found.annat for found in founds):
        gor = "Hör filen hit, ange vad den är med --slag. Annars kan du ha angett fel mapp."
        problems = [Problem(found.fil, found.grund, gor) for found in founds[:MOST_PROBLEMS]]
        nothing = Problem(name, "Mappen är tom.", "Ange mappen som du har sparat uttagen i.")
        raise InputError(problems or [nothing])


def _finish(plan: Plan, katalog: Path, data: Path, ja: bool, stopped: bool) -> None:
    """Copy, or tell how; then what to do next."""
    from analys.cli.importlista import plural_files
    from analys.importing.copying import carry_out
    from analys.importing.plan import Outcome
    from analys.official.skolverket_exports import exports_folder
    from analys.paths import raw_folder

    official, there = plan.having(Outcome.ANNAT), plan.having(Outcome.FINNS)
    if not plan.copied and not official:
        if there:
            _tell_next(plan, data, stopped)
        elif plan.having(Outcome.TVEKSAM, Outcome.TRASIG):
            raise typer.Exit(2)
        return
    if plan.copied and not plan.kommun:
        typer.echo("Inget har kopierats. Kör igen med --kommun och kommunens namn eller kod.")
        return
    where = " och ".join(
        f"{plural_files(len(items))} till {show_path(folder)}"
        for items, folder in ((plan.copied, raw_folder(data, plan.kommun)), (official, exports_folder(data)))
        if items
    )
    if not ja and not _ask(f"Kopiera {where}? [j/N] "):
        typer.echo("Inget har kopierats. Kör samma kommando med --ja när du vill kopiera.")
        typer.echo(f"Granska innehållet först: analys kontrollera {quote_path(katalog)}{data_option(data)}")
        return
    if plan.copied:
        carry_out(plan, data)
    for item in official:
        _keep_official(item.found, data)
    typer.echo(f"Klart: kopierade {where}.")
    if plan.copied:
        _tell_next(plan, data, stopped)
    else:
        typer.echo("Skolverkets tabeller sparas som underlag. Rapporten visar dem inte än.")


def _tell_next(plan: Plan, data: Path, stopped: bool) -> None:
    from analys.cli.importlista import plural_files
    from analys.importing.plan import Outcome
    from analys.paths import raw_folder

    option = data_option(data)
    if left := plan.having(Outcome.TVEKSAM, Outcome.TRASIG):
        typer.echo(
            f"\n{plural_files(len(left))} kopierades inte. Gör som det står ovan och kör importen "
            "igen.\nDet som redan är på plats ligger kvar."
        )
    typer.echo(f"\nNästa steg:\n  analys kontrollera {quote_path(raw_folder(data, plan.kommun))}{option}")
    if stopped:
        typer.echo("  Lägg till det som saknas och som rapporten behöver, och kör sedan importen igen.")
    elif plan.lasar:
        typer.echo(f"  analys rapport --kommun {plan.kommun} --lasar {plan.lasar[-1]}{option}")


def _keep_official(found: Found, data: Path) -> None:
    """One of Skolverket's tables; one that cannot be read is told, and stops none of the others."""
    from analys.errors import AnalysError, InputError
    from analys.official.skolverket_exports import keep_export

    try:
        keep_export(data, found.path.name, found.path.read_bytes())
    except InputError as error:
        typer.echo(f"{found.fil} kopierades inte. {error.problems[0]}")
    except OSError:
        raise AnalysError(f"{found.fil} går inte att kopiera. Kommunens egna filer är på plats.") from None


def _ask(question: str) -> bool:
    """The user's yes, on a terminal; elsewhere nobody is asked and nothing is copied."""
    if not is_terminal():
        return False
    try:
        return input(question).strip().casefold() in ("j", "ja")
    except EOFError:
        return False


def is_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
