"""`analys hamta skolverket`: statistics of a municipality's school units."""

from __future__ import annotations

from typing import Annotated

import typer

from analys.cli.options import Data, open_folder, show_path

EXEMPEL = "analys hamta skolverket --kommun Hallstahammar"


def skolverket(
    kommun: Annotated[str, typer.Option("--kommun", metavar="KOD|NAMN", help="Kommunens kod eller namn.")],
    bas_url: Annotated[
        str,
        typer.Option("--bas-url", metavar="URL", help="En annan server: allt till och med /v4."),
    ] = "",
    data: Data = None,
) -> None:
    """Hämta Skolverkets statistik om varje skolenhet i kommunen som har grundskola.

    Svaren sparas som de kom under data/raw/skolverket med kontrollsumma och datum. Sedan behövs inget
    nätverk. Avbryts hämtningen fortsätter den där den slutade när du kör kommandot igen samma dag.
    """
    from analys.cli.progress import Steps
    from analys.official.kommuner import find_kommun
    from analys.paths import default_data

    code = find_kommun(kommun)
    from analys.official.service import SKOLVERKET
    from analys.official.skolverket import fetch_skolverket

    folder = open_folder(data or default_data(), "--data")
    with Steps() as progress:
        store = fetch_skolverket(
            code, data=folder, bas_url=bas_url or SKOLVERKET.bas_url, progress=progress.step
        )
    typer.echo(f"Svaren från Skolverket finns i {show_path(store)}")
