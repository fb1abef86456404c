"""A small complete municipality, file by file; every test spoils one thing."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analys.contracts import LAYOUTS
from analys.errors import AnalysError

SKOLA, ANNAN_SKOLA = "99990001", "99990002"
# Planted where nothing may ever leak from.
FORNAMN, EFTERNAMN = "Zanzibarella", "Kanariefågelsson"


def make_number(index: int, birth: str = "20100315") -> str:
    """Valid personnummer from the serials 980–999, which are reserved for tests and never assigned."""
    nine = f"{birth[2:]}{980 + index % 20}"
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(nine)]
    check = -sum(sum(divmod(d, 10)) for d in doubled) % 10
    return f"{birth[:2]}{nine}{check}"


@dataclass
class Underlag:
    """Writes files of the made-up municipality 1234 and knows what may never be shown."""

    data: Path
    kommun: str = "1234"

    def row(self, kind: str, index: int = 0, **cells: str) -> dict[str, str]:
        """A valid row of a kind for pupil number `index`."""
        values = dict.fromkeys(LAYOUTS[kind].names, "")
        values |= {
            "System": "Testsystem",
            "Datum": "2026-06-15",
            "Version": "1.0",
            "PersonNr": make_number(index),
            "Skolenhetskod": SKOLA,
            "Klass": "9A",
            "Fornamn": FORNAMN,
            "Efternamn": EFTERNAMN,
        }
        if kind in ("slutbetyg_ak9", "betyg_ak6"):
            values |= dict.fromkeys(("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Sl", "Sv", "Tk"), "C")
            values |= dict.fromkeys(("Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh"), "D")
        values |= {
            "elevregister": {
                "Lasar": "2025/26",
                "Arskurs": "9",
                "Skolform": "GR",
                "Nyinvandrad": "0",
                "Foraldrautbildning": "3",
            },
            "skolenheter": {
                "Skolenhetskod": (SKOLA, ANNAN_SKOLA)[index % 2],
                "Namn": ("Björkskolan", "Granskolan")[index % 2],
                "Huvudman": "kommunal",
                "Arskurser": "7-9",
                "FranLasar": "2016/17",
            },
            "franvaro": {
                "Arskurs": "9",
                "Termin": "HT",
                "Erbjudna_min": "20000",
                "Giltig_min": "900",
                "Ogiltig_min": "60",
            },
        }.get(kind, {})
        return {name: values[name] for name in LAYOUTS[kind].names} | cells

    def write(
        self,
        kind: str,
        rows: Iterable[dict[str, str]],
        *,
        lasar: str = "2025-26",
        name: str = "",
        header: bool | None = None,
        encoding: str = "utf-8-sig",
        newline: str = "\n",
        end: str = "\n",
    ) -> Path:
        """Write a file; the header follows the layout unless asked for."""
        layout = LAYOUTS[kind]
        lines = [";".join(row.values()) for row in rows]
        if header if header is not None else layout.header == "obligatorisk":
            lines.insert(0, ";".join(layout.names))
        return self.write_bytes(kind, (newline.join(lines) + end).encode(encoding), lasar=lasar, name=name)

    def write_bytes(self, kind: str, content: bytes, *, lasar: str = "2025-26", name: str = "") -> Path:
        folder = self.data / "raw" / self.kommun
        if LAYOUTS[kind].place == "lasar":
            folder /= lasar
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (name or f"{kind}.csv")
        path.write_bytes(content)
        return path

    def write_complete(self, pupils: int = 4) -> Underlag:
        """Register, schools and slutbetyg: the least that a report needs."""
        self.write("skolenheter", [self.row("skolenheter", i) for i in range(2)])
        self.write("elevregister", [self.row("elevregister", i) for i in range(pupils)])
        self.write("slutbetyg_ak9", [self.row("slutbetyg_ak9", i) for i in range(pupils)])
        return self

    def secrets(self, pupils: int = 20) -> set[str]:
        """Text that may never stand in a message."""
        numbers = {make_number(i) for i in range(pupils)}
        return {FORNAMN, EFTERNAMN, EFTERNAMN[:8], "Testsystem", *numbers, *(n[2:] for n in numbers)}


@pytest.fixture
def underlag(tmp_path: Path) -> Underlag:
    return Underlag(tmp_path)


def assert_silent(error: AnalysError, secrets: set[str]) -> None:
    """Neither the message, nor its representation, nor the whole traceback quotes the input."""
    told = "".join(traceback.format_exception(error)) + str(error) + repr(error)
    assert [s for s in secrets if s in told] == []


@pytest.fixture
def silent():
    return assert_silent
