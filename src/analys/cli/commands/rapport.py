"""`analys rapport`: the report itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analys.cli.options import Data, Kommun, open_folder, show_path

EXEMPEL = """analys rapport
    analys rapport --kommun Hallstahammar --lasar 2018/19
    analys rapport --utan franvaro,roster
    analys rapport --skola Ekskolan
    analys rapport --skola Ekskolan --utgava dialog
    analys rapport --parametrar namnden.yml -p status=fastställd -p datum=2026-10-01"""


def rapport(
    kommun: Kommun = None,
    lasar: Annotated[
        str | None, typer.Option("--lasar", metavar="2025/26", help="Läsåret som rapporten gäller.")
    ] = None,
    skola: Annotated[
        str | None,
        typer.Option("--skola", metavar="KOD|NAMN", help="Rapport för en skola i stället för kommunen."),
    ] = None,
    utgava: Annotated[
        str | None,
        typer.Option(
            "--utgava",
            metavar="offentlig|dialog",
            help="Med --skola: dialog ger ett internt arbetsmaterial med klasser. Annars offentlig.",
        ),
    ] = None,
    utan: Annotated[
        str | None,
        typer.Option("--utan", metavar="KAPITEL", help="Kapitel som utelämnas, med komma mellan."),
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
    fran_borjan: Annotated[
        bool,
        typer.Option("--fran-borjan", help="Gör om allt, även det som inget har ändrats för."),
    ] = False,
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

    Med --skola blir det en skolas rapport, i reports/KOMMUN/LÄSÅR-skolor/KOD/. Den visar bara uppgifter som
    också kommunens rapport får visa. Med --utgava dialog blir den ett arbetsmaterial för skolans
    kvalitetsdialog, med klasser och rutor att skriva i. Det är inte för publicering, och hamnar i
    reports/KOMMUN/internt/LÄSÅR/KOD/.

    Det som inget har ändrats för sedan sist tas från förra körningen: har ingenting ändrats är rapporten klar
    på en gång, och en avbruten körning fortsätter där den slutade.

    Innan rapporten sparas försöker programmet självt räkna ut det som är skyddat, och granskar varje fil. Går
    något att räkna ut sparas ingenting, och slutkoden är 4.

    Rapporten är ett utkast, och det står på varje sida, tills den görs med -p status=fastställd. Då ska den
    ha ett datum, och filerna ska klara analys kontrollera utan fel. En fastställd rapport räknas som
    offentlig: nya rapporter prövas mot den, och den behålls när en ny tar dess plats.
    """
    from analys.cli.choices import choose_parameters
    from analys.cli.progress import Steps
    from analys.current import find_current
    from analys.paths import default_data, default_reports

    flags = {"kommun": kommun, "lasar": lasar, "skola": skola, "utgava": utgava, "utan_kapitel": utan}
    parameters = choose_parameters(parametrar, p or [], flags)
    underlag = open_folder(data or default_data(), "--data")
    rapporter = open_folder(ut or default_reports(), "--ut")
    if not fran_borjan and (folder := find_current(parameters, underlag, rapporter)):
        typer.echo("Ingenting har ändrats sedan rapporten gjordes, så den är kvar som den är.", err=True)
    else:
        from analys.pipeline import make_report

        with Steps() as progress:
            folder = make_report(
                parameters, data=underlag, out=rapporter, progress=progress, anew=fran_borjan
            )
    typer.echo(f"Rapporten är klar: {show_path(folder / 'genomlysning.html')}")
    typer.echo(f"Samma rapport som PDF: {show_path(folder / 'genomlysning.pdf')}")
