"""`analys mall`: the workbook that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analys.cli.options import Data, Kommun, data_option, open_folder, show_path

EXEMPEL = """analys mall --kommun Hallstahammar
    analys mall --kommun 1961 --ny"""


def mall(
    kommun: Kommun = None,
    data: Data = None,
    ut: Annotated[
        Path | None,
        typer.Option("--ut", metavar="FIL", help="Var arbetsboken skrivs. Annars i kommunens mapp."),
    ] = None,
    ny: Annotated[
        bool,
        typer.Option(
            "--ny", help="Skriv arbetsbok-ny.xlsx: det du redan har fyllt i, med nya listor att välja ur."
        ),
    ] = False,
) -> None:
    """Skriv en arbetsbok i Excel för det som inga system vet: mål, åtgärder, intervjuer och egna mått.

    Arbetsboken har ett blad för varje sak, hjälp i rubrikerna och listor att välja ur. Fyll i de blad du
    behöver, spara och gör rapporten: den läser data/raw/KOMMUN/arbetsbok.xlsx. En arbetsbok som redan finns
    skrivs aldrig över.
    """
    from analys.cli.progress import Steps
    from analys.mall import make_mall
    from analys.paths import ARBETSBOK, default_data, raw_folder

    folder = open_folder(data or default_data(), "--data")
    code = _choose(kommun, folder)
    target = _choose_target(ut, raw_folder(folder, code), ny)
    kept = raw_folder(folder, code) / ARBETSBOK
    _refuse_to_overwrite(target, data_option(folder), code)
    with Steps() as progress:
        progress.step("Skriver arbetsboken")
        content = make_mall(folder, code, keep=ny and kept.exists())
        _write(target, content)
    typer.echo(f"Arbetsboken är klar: {show_path(target)}")
    typer.echo(_tell_next(target, kept, code, data_option(folder)))


def _choose(kommun: str | None, data: Path) -> str:
    from analys.errors import ParameterError
    from analys.importing.kept import list_kommuner
    from analys.official.kommuner import DEMO_KOD, find_kommun

    if kommun:
        return find_kommun(kommun)
    there = [code for code in list_kommuner(data) if code != DEMO_KOD]
    if len(there) > 1:
        raise ParameterError(f"Datakatalogen har flera kommuner: {', '.join(there)}. Välj en med --kommun.")
    if not there:
        raise ParameterError("Vilken kommun gäller det? Ange den, till exempel analys mall --kommun Borås")
    return there[0]


def _choose_target(ut: Path | None, folder: Path, ny: bool) -> Path:
    from analys.errors import ParameterError
    from analys.paths import ARBETSBOK, ARBETSBOK_NY

    if ut is None:
        return folder / (ARBETSBOK_NY if ny else ARBETSBOK)
    if ut.suffix.lower() != ".xlsx":
        raise ParameterError(
            f"--ut: filens namn ska sluta på .xlsx, till exempel {ut.stem or 'arbetsbok'}.xlsx."
        )
    return ut.resolve()


def _refuse_to_overwrite(target: Path, option: str, kommun: str) -> None:
    from analys.errors import ParameterError
    from analys.paths import ARBETSBOK

    if not target.exists() and not target.is_symlink():
        return
    todo = "Flytta den, eller byt namn på den, och kör kommandot igen."
    if target.name == ARBETSBOK:
        again = f"analys mall --kommun {kommun} --ny{option}"
        todo = f"Öppna den och fyll i den. Vill du ha nya listor att välja ur i samma arbetsbok: {again}"
    raise ParameterError(f"Filen {show_path(target)} finns redan och har inte ändrats. {todo}")


def _write(target: Path, content: bytes) -> None:
    from analys.errors import ParameterError
    from analys.paths import make_private_file, make_private_folder

    try:
        if not target.parent.is_dir():
            make_private_folder(target.parent)
        make_private_file(target)
        target.write_bytes(content)
    except (OSError, ValueError):
        raise ParameterError(
            f"Filen {target.name[:60]} går inte att skriva. Finns mappen, och får du skriva i den?"
        ) from None


def _tell_next(target: Path, kept: Path, kommun: str, option: str) -> str:
    report = f"analys rapport --kommun {kommun}{option}"
    if target == kept:
        return f"Nästa steg: fyll i de blad du behöver, spara och kör {report}"
    return (
        f"Nästa steg: fyll i de blad du behöver. Spara den som {show_path(kept)} när den ska gälla, och kör "
        f"{report}"
    )
