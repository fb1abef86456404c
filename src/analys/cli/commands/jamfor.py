"""`analys jamfor`: what differs between two reports, number by number."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from analys.cli.options import open_folder, show_path

EXEMPEL = """analys jamfor reports/9999/2024-25 reports/9999/2025-26
    analys jamfor reports/9999/2025-26-utgava-1 reports/9999/2025-26
    analys jamfor reports/9999/2024-25 reports/9999/2025-26 --ut jamforelse.xlsx
    analys jamfor reports/9999/2024-25-skolor/10000001 reports/9999/2025-26-skolor/10000001"""

WIDEST = 110


def jamfor(
    fore: Annotated[
        Path, typer.Argument(metavar="FÖRE", help="Mapp med den tidigare rapporten.", show_default=False)
    ],
    nu: Annotated[Path, typer.Argument(metavar="NU", help="Mapp med den nya rapporten.", show_default=False)],
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="FIL", help="Skriv varje skillnad i en fil också: .csv eller .xlsx."),
    ] = None,
    alla: Annotated[
        bool, typer.Option("--alla", help="Visa varje skillnad, och inte bara de största av varje slag.")
    ] = False,
) -> None:
    """Jämför två rapporter tal för tal: vad är nytt, och vad har ändrats sedan förra gången?

    En uppgift jämförs med samma uppgift: samma mått, enhet, läsår, grupp och jämförelse. Du får veta vilka
    värden som har ändrats, vad som har blivit skyddat och vad som inte längre är det, vad som har kommit till
    och fallit bort, och vad rapporterna är gjorda av. Då ser du till exempel om bara metoden har ändrats.
    Gäller rapporterna två läsår jämförs också det nya läsåret med det förra.

    Bara det som rapporterna visar jämförs. Är en av dem ett utkast eller en intern utgåva är jämförelsen
    arbetsmaterial.

    Slutkoden är 0 när alla uppgifter är desamma, 1 när något skiljer sig, 2 när en rapport har ändrats sedan
    den gjordes och 3 när kommandot är fel skrivet.
    """
    from analys.cli.progress import Steps
    from analys.comparing import compare, write_account, write_listing
    from analys.comparing.listing import check_place
    from analys.finished import load_report

    with Steps() as progress:
        progress.step("Läser rapporterna")
        reports = (load_report(open_folder(fore, "FÖRE")), load_report(open_folder(nu, "NU")))
        progress.step("Jämför uppgift för uppgift")
        comparison = compare(*reports)
        if ut:
            target = check_place(ut, reports, internal=not comparison.is_public)
            write_listing(comparison, target)
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    most = len(comparison.changes) + len(comparison.newest) if alla else None
    lines = write_account(comparison, width) if most is None else write_account(comparison, width, most)
    typer.echo("\n".join(lines))
    if ut:
        typer.echo(f"\nVarje skillnad som tabell: {show_path(target)}")
    if not comparison.same:
        raise typer.Exit(1)
