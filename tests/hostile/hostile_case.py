"""What a hostile case is, and the sound municipality that each case spoils."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analys.contracts import LAYOUTS

CANARY = "Hemligkanarie"
"""Stands in every hostile file, and may stand nowhere else."""
# Serials 980–983 of one birthday, never assigned to anybody.
NUMBERS = ("201003159801", "201003159819", "201003159827", "201003159835")
SECRETS = (CANARY, *NUMBERS, *(number[2:] for number in NUMBERS))
KOMMUN = "1961"
LASAR = "2025-26"
SKOLA = "99990001"

Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """One hostile file.

    Parameters
    ----------
    namn : str
        What is hostile about it.
    fil : str
        Where it lies in the municipality's folder.
    content : bytes or callable
        What it holds; callable where it is large.
    sagt : str
        Part of what `analys rapport` says about it; "" when it is harmless and is read.
    kod : int
        Exit code of `analys rapport`.
    beside : mapping of str to bytes
        Further files in the municipality's folder.
    """

    namn: str
    fil: str
    content: Content
    sagt: str = ""
    kod: int = 2
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Put the files in a municipality's folder."""
        content = self.content if isinstance(self.content, bytes) else self.content()
        for fil, what in ((self.fil, content), *self.beside.items()):
            path = folder / fil
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(what)


def make_cells(kind: str, index: int = 0, **cells: str) -> list[str]:
    """A valid row for pupil `index`, whose names are the canary."""
    values = {
        "System": "Testsystem", "Datum": "2026-06-15", "Version": "1", "PersonNr": NUMBERS[index],
        "Skolenhetskod": SKOLA, "Klass": "9A", "Fornamn": CANARY, "Efternamn": CANARY,
        "Lasar": "2025/26", "Arskurs": "9", "Skolform": "GR", "Namn": "Björkskolan", "Huvudman": "kommunal",
        "Termin": "HT", "Erbjudna_min": "20000", "Giltig_min": "900", "Ogiltig_min": "60",
    }  # fmt: skip
    if kind == "slutbetyg_ak9":
        values |= dict.fromkeys(("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Sl", "Sv", "Tk", "Bi", "Fy"), "C")
        values |= dict.fromkeys(("Ke", "Ge", "Hi", "Re", "Sh"), "D")
    return [(values | cells).get(name, "") for name in LAYOUTS[kind].names]


def make_lines(kind: str, rows: int = 4, **cells: str) -> list[str]:
    """Header and rows of a file; `cells` stand in the second row."""
    made = [make_cells(kind, index, **(cells if index == 1 else {})) for index in range(rows)]
    return [";".join(LAYOUTS[kind].names), *(";".join(row) for row in made)]


def make_file(kind: str, rows: int = 4, **cells: str) -> bytes:
    """A file with header in UTF-8."""
    return "\n".join(make_lines(kind, rows, **cells)).encode()


def write_sound(data: Path) -> Path:
    """The sound municipality in a data folder: four pupils with grades, at one school."""
    folder = data / "raw" / KOMMUN
    (folder / LASAR).mkdir(parents=True)
    (folder / "skolenheter.csv").write_bytes(make_file("skolenheter", 1))
    (folder / "elevregister.csv").write_bytes(make_file("elevregister"))
    (folder / LASAR / "slutbetyg_ak9.csv").write_bytes(make_file("slutbetyg_ak9"))
    return data
