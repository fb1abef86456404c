"""Folders as municipalities have them: the small municipality's files under other names, school by school."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from analys.cli import run
from analys.contracts import LAYOUTS
from analys.importing.found import Found
from analys.importing.kept import list_kept
from analys.importing.plan import Plan
from analys.importing.planning import make_plan
from analys.importing.recognise import recognise_folder

# The small municipality's units: three with åk 9, of which one is F–9.
FORSBRINK, HOGLYCKE, KALLTORP, LILLSVED = "99991148", "99991185", "99991222", "99991037"


@dataclass
class Exporter:
    """A folder of exports made of the small municipality's files, and a data folder to import into."""

    kalla: Path
    katalog: Path
    data: Path

    def lines(self, kind: str, lasar: str = "2025-26", skolor: Iterable[str] = ()) -> list[str]:
        """Lines of a file of the small municipality, those of some schools only when any are named."""
        folder = self.kalla / "raw" / "9999"
        place = folder / lasar if LAYOUTS[kind].place == "lasar" else folder
        stem = f"elevregister_{lasar}" if kind == "elevregister" else kind
        # In one läsår the small municipality has one file a school.
        texts = [path.read_text(encoding="utf-8-sig") for path in sorted(place.glob(f"{stem}*.csv"))]
        lines = [line for text in texts for line in text.splitlines()]
        first = lines[0].split(";")
        if first[0] in LAYOUTS[kind].names:
            head, lines = lines[:1], lines[1:]
        else:
            head = []
        if wanted := set(skolor):
            column = LAYOUTS[kind].names.index("Skolenhetskod")
            lines = [line for line in lines if line.split(";")[column] in wanted]
        return head + lines

    def put(
        self,
        name: str,
        kind: str,
        lasar: str = "2025-26",
        skolor: Iterable[str] = (),
        datum: str = "",
        change: Callable[[list[str]], list[str]] = lambda lines: lines,
        encoding: str = "utf-8-sig",
    ) -> Path:
        """Write such lines as an export of another name, taken out on another day when `datum` is given."""
        lines = self.lines(kind, lasar, skolor)
        if datum:
            lines = [";".join([cells[0], datum, *cells[2:]]) for cells in (line.split(";") for line in lines)]
        return self.put_text(name, "\n".join(change(lines)) + "\n", encoding)

    def put_text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.katalog / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def found(self, **options: object) -> dict[str, Found]:
        return {found.fil: found for found in recognise_folder(self.katalog, **options)}  # type: ignore[arg-type]

    def plan(self, kommun: str = "1961") -> Plan:
        founds = recognise_folder(self.katalog)
        return make_plan(founds, kommun, list_kept(self.data, kommun, {found.lasar for found in founds}))

    @property
    def raw(self) -> Path:
        return self.data / "raw" / "1961"

    def imported(self) -> list[str]:
        """Files in the municipality's raw folder but for the log, sorted."""
        files = (path for path in self.raw.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.raw).as_posix() for path in files if path.name != "importer.yml")

    def secrets(self) -> set[str]:
        """Personnummer and family names of the pupils in åk 9."""
        rows = [line.split(";") for line in self.lines("slutbetyg_ak9")]
        return {row[3] for row in rows} | {row[3][2:] for row in rows} | {row[7] for row in rows}


@pytest.fixture
def exporter(liten_kommun: Path, tmp_path: Path) -> Exporter:
    katalog, data = tmp_path / "exporter", tmp_path / "data"
    katalog.mkdir()
    data.mkdir()
    return Exporter(liten_kommun, katalog, data)


@dataclass
class Answer:
    """Exit code and what was written."""

    code: int
    out: str
    err: str


@pytest.fixture
def importera(exporter: Exporter, capsys, monkeypatch):
    """Type ``analys importera`` on the folder of exports; returns its Answer."""
    monkeypatch.setenv("COLUMNS", "160")

    def type_line(*options: str) -> Answer:
        code = run(["importera", str(exporter.katalog), "--data", str(exporter.data), *options])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return type_line
