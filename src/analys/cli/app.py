"""The commands. Each imports what it needs when it runs, so that help is quick."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from analys.cli.help import SETTINGS, Command, Group, ParameterCommand
from analys.cli.usage import UsageSpoken

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
hamta = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, context_settings=SETTINGS)
app.add_typer(hamta, name="hamta", help="Hämta öppna uppgifter som rapporten jämför med.")

Kommun = Annotated[str | None, typer.Option("--kommun", metavar="KOD|NAMN", help="Kommunens kod eller namn.")]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="MAPP", help="Datakatalogen. Utan flaggan: projektets data/.")
]


@app.callback(invoke_without_command=True)
def start(ctx: typer.Context) -> None:
    """Från kommunens skolfiler till en resultatanalys som nämnden kan besluta utifrån.

    Börja med ”analys rapport”: det gör demokommunens rapport. Byt sedan till din egen kommun.
    """
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@hamta.callback(invoke_without_command=True)
def start_hamta(ctx: typer.Context) -> None:
    """Hämta öppna uppgifter som rapporten jämför med."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise UsageSpoken(3)


@app.command(
    cls=ParameterCommand,
    context_settings=SETTINGS,
    epilog="""analys rapport
    analys rapport --kommun Hallstahammar --lasar 2018/19
    analys rapport --parametrar namnden.yml -p troskel=15 -p status=fastställd""",
)
def rapport(
    kommun: Kommun = None,
    lasar: Annotated[
        str | None, typer.Option("--lasar", metavar="2025/26", help="Läsåret som rapporten gäller.")
    ] = None,
    parametrar: Annotated[
        Path | None,
        typer.Option(
            "--parametrar", metavar="FIL.yml", help="Parametrar i en YAML-fil, en rad var: namn: värde."
        ),
    ] = None,
    p: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="NAMN=VÄRDE", help="En parameter. Kan upprepas; går före filen."),
    ] = None,
    data: Data = None,
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="MAPP", help="Var rapporten hamnar. Utan flaggan: projektets reports/."),
    ] = None,
) -> None:
    """Gör rapporten som HTML och PDF, med varje tabell som CSV.

    Utan flaggor blir det demokommunens rapport för dess senaste läsår. Har kommunen inga egna elevfiler i
    datakatalogen görs en rapport på officiell statistik; det som saknas hämtas. Rapporten hamnar i
    reports/KOMMUN/LÄSÅR/.
    """
    from analys.cli.choices import choose_parameters
    from analys.cli.progress import Steps
    from analys.paths import default_data, default_reports

    parameters = choose_parameters(parametrar, p or [], kommun, lasar)
    from analys.pipeline import make_report

    with Steps() as progress:
        folder = make_report(
            parameters,
            data=_folder(data or default_data(), "--data"),
            out=_folder(ut or default_reports(), "--ut"),
            progress=progress,
        )
    typer.echo(f"Rapporten är klar: {_shown(folder / 'genomlysning.html')}")
    typer.echo(f"Samma rapport som PDF: {_shown(folder / 'genomlysning.pdf')}")


@hamta.command(
    cls=Command,
    context_settings=SETTINGS,
    epilog="analys hamta kolada --kommun Hallstahammar --fran 2016 --till 2019",
)
def kolada(
    kommun: Annotated[str, typer.Option("--kommun", metavar="KOD|NAMN", help="Kommunens kod eller namn.")],
    fran: Annotated[int, typer.Option("--fran", metavar="ÅR", min=1990, help="Första året (vårterminen).")],
    till: Annotated[int, typer.Option("--till", metavar="ÅR", min=1990, help="Sista året.")],
    bas_url: Annotated[
        str,
        typer.Option("--bas-url", metavar="URL", help="En annan Kolada-server: allt till och med /v3."),
    ] = "",
    data: Data = None,
) -> None:
    """Hämta nyckeltal från Kolada: kommunen, länets kommuner, liknande kommuner och riket.

    Svaren sparas som de kom under data/raw/kolada med kontrollsumma och datum. Sedan behövs inget nätverk.
    """
    from analys.cli.progress import Steps
    from analys.errors import ParameterError
    from analys.official.kommuner import find_kommun
    from analys.paths import default_data

    code = find_kommun(kommun)
    if fran > till:
        raise ParameterError(f"--fran ({fran}) kan inte vara senare än --till ({till}).")
    from analys.official.kolada import BAS_URL, fetch_kolada

    folder = _folder(data or default_data(), "--data")
    with Steps() as progress:
        store = fetch_kolada(
            code, fran, till, data=folder, bas_url=bas_url or BAS_URL, progress=progress.step
        )
    typer.echo(f"Svaren från Kolada finns i {_shown(store)}")


@app.command(
    cls=Command,
    context_settings=SETTINGS,
    epilog="analys demo\n    analys demo --ut provdata --antal-skolor 6",
)
def demo(
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="MAPP", help="Datakatalogen. Utan flaggan: projektets data/."),
    ] = None,
    slumpfro: Annotated[
        int | None,
        typer.Option("--slumpfro", metavar="TAL", min=0, help="Samma tal ger samma filer. Annars 2026."),
    ] = None,
    elever_per_arskull: Annotated[
        int | None,
        typer.Option(
            "--elever-per-arskull", metavar="TAL", min=1, help="Elever i varje årskull. Annars 450."
        ),
    ] = None,
    antal_skolor: Annotated[
        int | None,
        typer.Option("--antal-skolor", metavar="TAL", min=1, help="Kommunala skolenheter. Annars 21."),
    ] = None,
    antal_lasar: Annotated[
        int | None,
        typer.Option("--antal-lasar", metavar="TAL", min=1, help="Läsår, till och med 2025/26. Annars 10."),
    ] = None,
) -> None:
    """Skriv demokommunen Exempelkommun (9999): påhittade elever i SCB:s filformat.

    Samma slumpfrö ger exakt samma filer. Simuleringens sanning står i sanning.json bredvid dem.
    """
    from analys.cli.progress import Steps
    from analys.demo import write_demo
    from analys.paths import default_data

    given: dict[str, Any] = {
        "slumpfro": slumpfro,
        "elever_per_arskull": elever_per_arskull,
        "antal_skolor": antal_skolor,
        "antal_lasar": antal_lasar,
    }
    folder = _folder(ut or default_data(), "--ut")
    with Steps() as progress:
        progress.step("Skriver demokommunens filer")
        write_demo(folder, **{name: value for name, value in given.items() if value is not None})
    typer.echo(f"Demokommunen finns i {_shown(folder)}")


@app.command(cls=Command, context_settings=SETTINGS, epilog="analys lab")
def lab(data: Data = None) -> None:
    """Öppna rapportens anteckningsböcker i JupyterLab, i din webbläsare och bara på din dator."""
    from analys.lab import start_lab
    from analys.paths import default_data

    raise typer.Exit(start_lab(_folder(data or default_data(), "--data")))


def _folder(path: Path, option: str) -> Path:
    """The folder in full. What stands in its way is told before anything starts."""
    from analys.errors import ParameterError

    try:
        whole = path.resolve()
        nearest = next(place for place in (whole, *whole.parents) if os.path.lexists(place))
        if nearest.is_dir():
            return whole
    except (OSError, RuntimeError, ValueError):
        pass
    raise ParameterError(
        f"{option}: mappen {path.name[:60]} går inte att använda. Ange en mapp, inte en fil."
    )


def _shown(path: Path) -> str:
    """The path from where the user stands when it lies below, else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
