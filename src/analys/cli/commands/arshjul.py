"""`analys arshjul`: the municipal year as a table, or as a calendar file."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analys.cli.options import show_path

if TYPE_CHECKING:
    from analys.arshjul import Syssla

EXEMPEL = "analys arshjul\n    analys arshjul --lasar 2026/27 --ics arshjul.ics"

TABLE_WIDTH = 100
"""Columns that a terminal must have for a table of five columns to be readable."""

FOOT = (
    "Tiderna är ungefärliga: SCB, Skolverket och Skolinspektionen bestämmer själva sina dagar varje år. "
    "Filerna lägger du under data/raw/KOMMUN/, de flesta i läsårets mapp."
)


def arshjul(
    lasar: Annotated[
        str | None, typer.Option("--lasar", metavar="2026/27", help="Läsåret, för datum i kalenderfilen.")
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FIL", help="Skriv en kalenderfil, för Outlook och andra kalendrar."),
    ] = None,
) -> None:
    """Visa årshjulet: vad du tar ut ur vilket system, när, till vilken fil och varför just då.

    Med --ics och --lasar blir det i stället en fil att öppna i kalendern.
    """
    if ics is None and lasar is None:
        typer.echo(_show())
        return
    from analys.errors import ParameterError

    if ics is None or lasar is None:
        raise ParameterError("Ange både --lasar och --ics: analys arshjul --lasar 2026/27 --ics arshjul.ics")
    typer.echo(f"Kalenderfilen är klar: {show_path(_write(lasar, ics))}")


def _write(lasar: str, file: Path) -> Path:
    from analys.arshjul import write_calendar
    from analys.errors import ParameterError

    try:
        calendar = write_calendar(lasar)
    except ValueError as error:
        raise ParameterError(f"--lasar: {error}") from None
    if file.suffix.lower() != ".ics":
        raise ParameterError(
            f"--ics: filens namn ska sluta på .ics, till exempel {file.stem or 'arshjul'}.ics."
        )
    try:
        whole = file.resolve()
        whole.write_bytes(calendar.encode("utf-8"))
    except (OSError, ValueError):
        raise ParameterError(
            f"--ics: filen {file.name[:60]} går inte att skriva. Finns mappen, och är filen stängd?"
        ) from None
    return whole


def _show() -> str:
    from rich.console import Console

    from analys.arshjul import ARSHJUL

    console = Console(highlight=False)
    width = min(console.width, 140)
    if not console.is_terminal or width < TABLE_WIDTH:
        return _as_text(ARSHJUL, min(width, 100))
    with console.capture() as captured:
        console.print(_as_table(ARSHJUL), width=width)
    known = dict.fromkeys(syssla.kalla for syssla in ARSHJUL if syssla.kalla)
    sources = [textwrap.fill(kalla, width, subsequent_indent="  ") for kalla in known]
    return "\n".join(
        [captured.get(), "Varifrån tiderna är kända", *sources, "", _about_files(ARSHJUL, width)]
    )


def _as_table(sysslor: tuple[Syssla, ...]) -> object:
    from rich import box
    from rich.table import Table

    from analys.arshjul import describe_files

    table = Table(
        box=box.SIMPLE_HEAD, title="Årshjulet", title_justify="left", show_lines=True, pad_edge=False
    )
    for title, share in (("När", 2), ("Vad", 4), ("Ur", 3), ("Blir", 3), ("Varför då", 5)):
        table.add_column(title, ratio=share, overflow="fold", style="bold" if title == "När" else "")
    for syssla in sysslor:
        table.add_row(syssla.nar, syssla.vad, syssla.varifran, describe_files(syssla), syssla.varfor)
    return table


def _as_text(sysslor: tuple[Syssla, ...], width: int) -> str:
    """One paragraph a task, which reads well in a file, in a mail and by a screen reader."""
    from analys.arshjul import describe_files

    blocks = ["Årshjulet"]
    for syssla in sysslor:
        rows = [
            ("Ur:", syssla.varifran),
            ("Blir:", describe_files(syssla)),
            ("Varför:", syssla.varfor),
            ("Tiden:", syssla.kalla),
        ]
        head = textwrap.fill(f"{syssla.nar}: {syssla.vad}", width, subsequent_indent="  ")
        blocks.append("\n".join([head, *(_row(name, text, width) for name, text in rows if text)]))
    return "\n\n".join([*blocks, _about_files(sysslor, width)])


def _about_files(sysslor: tuple[Syssla, ...], width: int) -> str:
    from analys.arshjul import describe_columns

    kinds = dict.fromkeys(kind for syssla in sysslor for kind in syssla.kinds)
    columns = [textwrap.fill(describe_columns(kind), width, subsequent_indent="  ") for kind in kinds]
    return "\n".join(["Filernas kolumner", *columns, "", textwrap.fill(FOOT, width)])


def _row(name: str, text: str, width: int) -> str:
    return textwrap.fill(text, width, initial_indent=f"  {name:<8}", subsequent_indent=" " * 10)
