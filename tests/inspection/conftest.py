"""A small report of invented cells, made as the pipeline makes one; tests plant in it what must be found."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analys.disclosure import Plan, ProtectedTable, protect
from analys.estimates.cells import Estimate, make_cells
from analys.indicators import REGISTRY
from analys.inspection import Inspection, Subject, inspect
from analys.inspection.subject import find_displays
from analys.parameters import RunParameters
from analys.presentation.csvfiles import write_csv
from analys.presentation.figures import draw_trend
from analys.presentation.tables import show_table
from analys.presentation.text import Label, Text, compose
from analys.presentation.wording import number
from analys.presentation.xlsxfile import write_workbook
from analys.pseudonyms import hash_name, normalise_name
from analys.rendering.merging import merge
from analys.rendering.write import render

KEY = b"k" * 32
PUPIL = "0123456789abcdef01234567"
LASAR = ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26")
VALUES = (224.2, 221.1, 226.3, 231.9, 234.3)
HIDDEN = "meritvarde_17|12345678|2025/26|alla|alla|"


def make_protected() -> ProtectedTable:
    """The municipality for five läsår and two schools for one; the second school is hidden."""
    usual = {"indikator": "meritvarde_17", "kalla": "Egen beräkning på kommunens filer"}
    own = [
        usual
        | {"enhetstyp": "kommun", "enhet": "9999", "enhetsnamn": "Exempelkommun", "lasar": lasar}
        | {"varde": value, "undre": value - 6.5, "ovre": value + 6.5, "n": 440 + place}
        for place, (lasar, value) in enumerate(zip(LASAR, VALUES, strict=True))
    ]
    schools = [
        usual
        | {
            "enhetstyp": "skola",
            "lasar": "2025/26",
            "enhet": enhet,
            "enhetsnamn": namn,
            "varde": varde,
            "n": n,
        }
        for enhet, namn, varde, n in (
            ("11111111", "Anna Lindskolan", 240.5, 36),
            ("12345678", "Karin Boye", 187.7, 7),
        )
    ]
    cells = make_cells([*own, *schools])
    status = ["skyddad" if cell == HIDDEN else "visad" for cell in cells["cell"]]
    decided = cells[["cell", "varde", "undre", "ovre", "n", "antal"]].assign(
        status=status, skal="", officiellt=math.nan, kalla="", utan_n=False
    )
    return protect(Estimate("trend_kommun", "Meritvärde", cells), Plan(decided))


def make_notebook(table: ProtectedTable) -> NotebookNode:
    """A chapter with a sentence, a figure and two tables."""
    indicator = REGISTRY["meritvarde_17"]
    newest = table.cell(enhet="9999", lasar="2025/26")
    assert newest is not None
    text = Text(
        [compose("Meritvärdet var {v} poäng läsåret {l}.", v=number(newest, indicator), l=Label("2025/26"))]
    )
    figure = draw_trend(
        table.select(enhet="9999"),
        indikator="meritvarde_17",
        titel="Meritvärdet har stigit",
        underrubrik="Genomsnittligt meritvärde (17 ämnen), poäng. Exempelkommun.",
    )
    schools = show_table(
        table.select(lasar="2025/26"),
        rader="enhet",
        visa=("varde", "n"),
        id="skolor",
        titel="Meritvärde per skola, 2025/26",
    )
    cells = [new_markdown_cell("# Resultat")]
    for shown in (text, figure, schools):
        bundle = shown._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        cells.append(new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata)]))
    return new_notebook(cells=cells, metadata={"analys": {"namn": "resultat"}})


@dataclasses.dataclass(frozen=True)
class Report:
    """A finished folder and what it may be compared with."""

    folder: Path
    subject: Subject

    @property
    def html(self) -> Path:
        return self.folder / "genomlysning.html"

    @property
    def pdf(self) -> Path:
        return self.folder / "genomlysning.pdf"

    def edit(self, old: str, new: str, name: str = "genomlysning.html") -> None:
        """Replace the first occurrence of a text in a file, and let the manifest know."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8-sig" if name.endswith("csv") else "utf-8")
        assert old in text
        mark = "\ufeff" if name.endswith("csv") else ""
        path.write_text(mark + text.replace(old, new, 1), encoding="utf-8", newline="\n")
        self.settle()

    def settle(self, **changes: object) -> None:
        """Write the manifest anew for the files as they are."""
        files = {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        }
        content = {"parametrar": dict(self.subject.parametrar), "indata": {}, "filer": files, **changes}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (self.folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")

    def inspect(self, **logs: str) -> Inspection:
        """The inspection of the folder as it is now."""
        return inspect(self.folder, self.subject, logs=logs)

    def expect(self, vad: str, *planted: str, **logs: str) -> Inspection:
        """Inspect and demand a fault of one kind, and that no message holds what was planted."""
        inspection = self.inspect(**logs)
        assert vad in inspection.message()
        assert not [text for text in planted if text.casefold() in inspection.message().casefold()]
        return inspection


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sound report. Only to be read."""
    folder = tmp_path_factory.mktemp("rapport")
    parameters = RunParameters()
    table = make_protected()
    merged = merge([make_notebook(table)], parameters)
    render(merged, parameters, folder, kommunnamn="Exempelkommun")
    (folder / "tabeller").mkdir()
    write_csv(table, folder / "tabeller" / "trend_kommun.csv")
    write_workbook([table], folder / "tabeller.xlsx")
    cells = {cell.cell: cell for cell in table.cells()}
    names = ("Anna Lind", "Anna Maria Åkesson", "Karin Boye", "Hej Du")
    subject = Subject(
        cells=cells,
        tables={table.id: tuple(cells)},
        titlar={table.id: table.titel},
        displays=find_displays(merged),
        elever=frozenset([PUPIL, "f" * 24]),
        klasser=frozenset(["9A", "9B"]),
        namn=frozenset(hash_name(normalise_name(name), KEY) for name in names),
        nyckel=KEY,
        troskel=10,
        parametrar=parameters.model_dump(),
        texter=("Genomsnittligt meritvärde (17 ämnen)", "Meritvärde (17)", "Meritvärdet (17 ämnen)"),
        namngivna=("Anna Lindskolan", "Karin Boye", "Exempelkommun"),
        privata=("/hem/hemlig/data", "kalkar"),
    )
    report = Report(folder, subject)
    report.settle()
    return report


@pytest.fixture
def report(made: Report, tmp_path: Path) -> Report:
    """A copy of the sound report, to plant faults in."""
    folder = tmp_path / "rapport"
    shutil.copytree(made.folder, folder)
    return Report(folder, made.subject)


@pytest.fixture
def with_subject(report: Report) -> Callable[..., Report]:
    """Function to the report with parts of its subject changed."""
    return lambda **parts: Report(report.folder, dataclasses.replace(report.subject, **parts))
