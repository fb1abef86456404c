"""`analys lab`: the notebooks in JupyterLab."""

from __future__ import annotations

import typer

from analys.cli.options import Data, open_folder

EXEMPEL = "analys lab"


def lab(data: Data = None) -> None:
    """Öppna rapportens anteckningsböcker i JupyterLab, i din webbläsare och bara på din dator."""
    from analys.lab import start_lab
    from analys.paths import default_data

    raise typer.Exit(start_lab(open_folder(data or default_data(), "--data")))
