"""`analys verifiera`: is a report what it was, and can it be made again?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from analys.cli.options import Data, open_folder, show_path

EXEMPEL = """analys verifiera reports/9999/2025-26
    analys verifiera reports/9999/2025-26-utgava-1 --snabbt
    analys verifiera reports/9999/2025-26-skolor
    analys verifiera diariet/2025-26 --ut reports --data data"""

WIDEST = 110


def verifiera(
    mappar: Annotated[
        list[Path],
        typer.Argument(
            metavar="MAPP", help="En rapports mapp, eller en med flera. Kan upprepas.", show_default=False
        ),
    ],
    snabbt: Annotated[
        bool, typer.Option("--snabbt", help="Pröva filerna och underlaget utan att göra om rapporten.")
    ] = False,
    data: Data = None,
    ut: Annotated[
        Path | None,
        typer.Option(
            "--ut", metavar="MAPP", help="Var tidigare rapporter finns. Utan flaggan: där rapporten ligger."
        ),
    ] = None,
) -> None:
    """Pröva en rapport mot dess manifest, och gör om den: blir varje fil densamma?

    Först jämförs filerna med manifestet: har någon ändrats, tagits bort eller lagts till? Sedan jämförs det
    som rapporten är gjord av med det som finns här: program, paket, parametrar, underlag och tidigare
    fastställda rapporter. Sist görs rapporten om från de råa filerna i en tillfällig mapp, och varje fil
    jämförs byte för byte. Skiljer något får du veta vad, varför och vilka tal det gäller. Dina rapporter och
    bearbetade filer ändras inte, och inget hämtas från nätet.

    Att göra om en rapport tar lika lång tid som att göra den. Med --snabbt görs den inte om.

    Slutkoden är 0 när allt är detsamma, 6 när rapporten är orörd men något skiljer sig av en känd orsak, och
    7 när rapportens filer har ändrats eller den blir en annan utan känd orsak. För flera rapporter gäller den
    högsta. Den är 3 när kommandot är fel skrivet.
    """
    from analys.cli.progress import Steps
    from analys.paths import default_data, default_reports
    from analys.verification import list_reports, tell_verdict, verify

    folders = [report for one in mappar for report in list_reports(open_folder(one, "MAPP"))]
    home = open_folder(ut, "--ut") if ut else None
    verdicts = []
    with Steps() as progress:
        for verdict in verify(
            list(dict.fromkeys(folders)),
            data=open_folder(data or default_data(), "--data"),
            out=home,
            default=default_reports(),
            quick=snabbt,
            progress=progress,
        ):
            verdicts.append(verdict)
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    for verdict in verdicts:
        typer.echo("\n".join(tell_verdict(verdict, show_path(verdict.folder), width)) + "\n")
    if len(verdicts) > 1:
        same = sum(verdict.exit_code == 0 for verdict in verdicts)
        typer.echo(f"{same} av {len(verdicts)} rapporter {'är orörda' if snabbt else 'är identiska'}.")
    if code := max(verdict.exit_code for verdict in verdicts):
        raise typer.Exit(code)
