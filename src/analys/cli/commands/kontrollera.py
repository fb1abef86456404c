"""`analys kontrollera`: is a folder of school files valid and plausible?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analys.cli.options import Data, Kommun, data_option, open_folder, quote_path, show_path

if TYPE_CHECKING:
    from analys.screening.places import Place

EXEMPEL = """analys kontrollera Nedladdat/juni
    analys kontrollera data --kommun Hallstahammar --lasar 2025/26
    analys kontrollera data/raw/1961 --html kontroll.html"""

WIDEST = 110


def kontrollera(
    katalog: Annotated[
        Path,
        typer.Argument(
            metavar="KATALOG", help="Mapp med skolornas uttag, eller datakatalogen.", show_default=False
        ),
    ],
    kommun: Kommun = None,
    lasar: Annotated[
        str | None,
        typer.Option("--lasar", metavar="2025/26", help="Läsåret att kontrollera. Utan flaggan: alla."),
    ] = None,
    data: Data = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FIL", help="Skriv svaret som en webbsida också.")
    ] = None,
) -> None:
    """Kontrollera skolornas filer: går de att använda, och är de rimliga?

    Fel måste rättas innan rapporten kan göras. Varningar är sådant som ser annorlunda ut än tidigare läsår
    eller än i andra filer; titta efter om det stämmer. KATALOG kan vara en mapp med nya uttag, en kommuns
    mapp i datakatalogen eller hela datakatalogen. Inget skrivs utom webbsidan, och svaret har inga uppgifter
    om enskilda elever. Slutkoden är 2 när något är fel, annars 0.
    """
    from analys.cli.progress import Steps
    from analys.errors import ParameterError
    from analys.paths import default_data
    from analys.screening import screen
    from analys.screening.account import write_account
    from analys.screening.gathering import gather
    from analys.screening.page import check_target, write_page
    from analys.screening.places import find_place

    folder = open_folder(katalog, "KATALOG")
    if not folder.is_dir():
        raise ParameterError(f"KATALOG: mappen {folder.name[:60]} finns inte.")
    target = check_target(html) if html else None
    place = find_place(folder, open_folder(data or default_data(), "--data"), kommun or "", lasar or "")
    with Steps() as progress:
        material = gather(place, progress)
        outcomes = screen(material, progress)
        if target:
            write_page(target, place.title, material, outcomes)
    faulty = any(outcome.status == "fel" for outcome in outcomes)
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    typer.echo("\n".join(write_account(place.title, outcomes, width)))
    typer.echo(f"\nNästa steg: {_tell_next(place, faulty)}")
    if target:
        typer.echo(f"\nSamma svar som webbsida: {show_path(target)}")
    if faulty:
        raise typer.Exit(2)


def _tell_next(place: Place, faulty: bool) -> str:
    if faulty:
        return (
            "gör som det står vid varje fel.\n"
            "Kan skolan inte ta ut filen på nytt, skriv en rättelse\n"
            "(se docs/FILER.md). Kontrollera sedan igen."
        )
    option = data_option(place.data)
    if place.is_raw:
        year = f" --lasar {place.lasar}" if place.lasar else ""
        return f"analys rapport --kommun {place.kommun}{year}{option}"
    kommun = f" --kommun {place.kommun}" if place.kommun else ""
    return f"analys importera {quote_path(place.folder)}{kommun}{option}"
