"""What several commands take and do: their common options, folders in, paths out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

Kommun = Annotated[str | None, typer.Option("--kommun", metavar="KOD|NAMN", help="Kommunens kod eller namn.")]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="MAPP", help="Datakatalogen. Utan flaggan: projektets data/.")
]


def open_folder(path: Path, option: str) -> Path:
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


def show_path(path: Path) -> str:
    """The path from where the user stands when it lies below, else in full."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def quote_path(path: Path) -> str:
    """The path as it is typed: in quotes when it holds a space."""
    shown = show_path(path)
    return f'"{shown}"' if " " in shown else shown


def data_option(data: Path) -> str:
    """`--data` as it must be typed again, "" for the project's own data folder."""
    from analys.paths import default_data

    return "" if data == default_data().resolve() else f" --data {quote_path(data)}"
