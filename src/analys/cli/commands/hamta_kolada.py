"""`analys hamta kolada`: key figures to compare with."""

from __future__ import annotations

from typing import Annotated

import typer

from analys.cli.options import Data, open_folder, show_path

EXEMPEL = "analys hamta kolada --kommun Hallstahammar --fran 2016 --till 2019"


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

    folder = open_folder(data or default_data(), "--data")
    with Steps() as progress:
        store = fetch_kolada(
            code, fran, till, data=folder, bas_url=bas_url or BAS_URL, progress=progress.step
        )
    typer.echo(f"Svaren från Kolada finns i {show_path(store)}")
