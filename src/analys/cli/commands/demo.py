"""`analys demo`: the made-up municipality."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from analys.cli.options import open_folder, show_path

EXEMPEL = "analys demo\n    analys demo --ut provdata --antal-skolor 6"


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
    folder = open_folder(ut or default_data(), "--ut")
    with Steps() as progress:
        progress.step("Skriver demokommunens filer")
        write_demo(folder, **{name: value for name, value in given.items() if value is not None})
    typer.echo(f"Demokommunen finns i {show_path(folder)}")
