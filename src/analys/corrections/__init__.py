"""Corrections: faults in the files that the municipality declares, with the right value and a reason.

They stand in `rattelser.yml` or in the sheet Rättelser of `arbetsbok.xlsx`, beside the läsår folders. Each
says how many cells it hits, and stops the run when that is no longer so: the day the source is right, the
correction has to go. See `declaring.Correction` for the fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analys.arbetsbok.files import list_names, load_bytes
from analys.arbetsbok.places import Place, Written
from analys.corrections import sheet, yamlfile
from analys.corrections.applying import ACCOUNT, Applied, apply, make_account
from analys.corrections.declaring import Correction, declare
from analys.corrections.places import KOD
from analys.corrections.rows import BORTTAGEN
from analys.errors import Problem
from analys.paths import ARBETSBOK, RATTELSER
from analys.spelling import fold_name, make_printable

__all__ = [
    "ACCOUNT",
    "BORTTAGEN",
    "Applied",
    "Correction",
    "Corrections",
    "apply",
    "load_corrections",
    "make_account",
]

Read = Callable[[bytes, str], tuple[list[Written], list[Problem]]]
FILES: tuple[tuple[str, int, Read], ...] = (
    (RATTELSER, yamlfile.MOST_BYTES, yamlfile.read_yaml),
    (ARBETSBOK, sheet.MOST_BYTES, sheet.read_sheet),
)


@dataclass(frozen=True)
class Corrections:
    """Declared corrections, and the faults in how they are declared.

    Parameters
    ----------
    entries : tuple of Correction
        Those without faults, in the order they are written.
    problems : tuple of Problem
    """

    entries: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()


def load_corrections(folder: Path, place: str = "") -> Corrections:
    """Corrections of a municipality, none when it has not declared any; nothing in the files can raise.

    Parameters
    ----------
    folder : Path
        The municipality's raw folder.
    place : str
        The folder as messages name it, "raw/1234".
    """
    prefix = f"{place}/" if place else ""
    written: list[Written] = []
    problems = _find_misnamed(folder, prefix)
    for name, most, read in FILES:
        content = load_bytes(folder / name, folder, most, prefix + name, KOD)
        if isinstance(content, Problem):
            problems.append(content)
        elif content is not None:
            found, wrong = read(content, prefix + name)
            written += found
            problems += wrong
    entries, faults = declare(written)
    return Corrections(tuple(entries), (*problems, *faults))


def _find_misnamed(folder: Path, prefix: str) -> list[Problem]:
    """A file that is meant as corrections and would be passed over, such as rattelser.yml.txt."""
    names = list_names(folder)
    if RATTELSER in names:
        return []
    meant = [name for name in names if fold_name(name).startswith("rattelse") and not name.startswith("~")]
    return [
        Place(make_printable(prefix + name), kod=KOD).problem(
            "Filen ser ut att innehålla rättelser men läses inte.",
            f"Rättelser läses ur {RATTELSER} och ur bladet {sheet.SHEET} i {ARBETSBOK}. "
            "Byt namn på filen, eller flytta den om den inte ska gälla.",
        )
        for name in meant
    ]
