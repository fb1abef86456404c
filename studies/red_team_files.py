"""Attacks on what a finished file carries unseen: attributes, comments, metadata, and a point for each pupil.

The gate is the inspection of every finished file: what has a fault is never moved into its place, so that the
enemy finds no report at all. Off, the inspection is skipped.
"""

from __future__ import annotations

import base64
import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd
from lxml import etree, html
from red_team_town import SCHOOLS, TROSKEL, Attack, level, table

from analys.disclosure import ProtectedTable, plan, protect
from analys.inspection import Fault, Subject, inspect
from analys.presentation.csvfiles import write_csv
from analys.presentation.tables import show_table
from analys.presentation.theme import house_style, new_canvas, save_svg
from analys.presentation.xlsxfile import format_tables
from analys.pseudonyms import DEMO_KEY, hash_name, make_pseudonyms, normalise_name

_YEARS = ("2024/25", "2025/26")
_PUPILS = {"9999": ((62, 46), (60, 46)), "1": ((21, 14), (9, 7)), "2": ((41, 32), (51, 39))}
_TABLE = table(
    [
        level(n=n, antal=antal, enhet=enhet, lasar=lasar)
        for enhet, years in _PUPILS.items()
        for lasar, (n, antal) in zip(_YEARS, years, strict=True)
    ],
    "skolor",
)
_NUMBER = "20100101-2384"
"""One of the Swedish tax agency's test numbers: nobody's."""
_NAME = "Alva Exempelsson"
PUPIL = str(make_pseudonyms(pd.Series([_NUMBER]), DEMO_KEY)[0])
_PERSONNUMMER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+ ]?\d{4}(?!\d)")

_PAGE = """<!DOCTYPE html>
<html lang="sv"><head><meta charset="utf-8"/><title>Genomlysning</title></head><body><main>
<h1>Genomlysning</h1>
{content}
</main></body></html>
"""


def write_report(
    folder: Path,
    change: Callable[[str], str],
    further: Mapping[str, str],
    rebind: Callable[[bytes], bytes] = bytes,
) -> None:
    """A small report: a protected table as files and on a page, changed as somebody might by mistake."""
    tabell = protect(_TABLE, plan([_TABLE], TROSKEL))
    (folder / "tabeller").mkdir(parents=True)
    write_csv(tabell, folder / "tabeller" / "skolor.csv")
    (folder / "tabeller.xlsx").write_bytes(rebind(format_tables([tabell])))
    page = _PAGE.format(content=change(show_table(tabell, rader="enhet", kolumner="lasar").html))
    for name, text in {"genomlysning.html": page, **further}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def publisher(
    change: Callable[[str], str] = str,
    further: Mapping[str, str] = MappingProxyType({}),
    rebind: Callable[[bytes], bytes] = bytes,
) -> Callable[[Path, bool], None]:
    """The report with something in it that should not be; with the gate only when that is not found.

    What the inspection says of the same report without the change is not held against it: this one is small,
    and lacks much that a report has.
    """

    def publish(folder: Path, gate: bool) -> None:
        write_report(folder, change, further, rebind)
        if gate and inspect_files(folder) - _inspect_unchanged():
            shutil.rmtree(folder)

    return publish


def inspect_files(folder: Path) -> frozenset[Fault]:
    """What the inspection says of a report."""
    return frozenset(inspect(folder, make_subject()).faults)


@cache
def _inspect_unchanged() -> frozenset[Fault]:
    with tempfile.TemporaryDirectory() as folder:
        write_report(Path(folder), str, {})
        return inspect_files(Path(folder))


def make_subject() -> Subject:
    """What the inspection is told: the tables, and hashes of one pupil's name and personnummer."""
    tabell: ProtectedTable = protect(_TABLE, plan([_TABLE], TROSKEL))
    cells = {cell.cell: cell for cell in tabell.cells()}
    names = {hash_name(normalise_name(_NAME), DEMO_KEY)}
    return Subject(
        cells=cells,
        tables={"skolor": tuple(cells)},
        titlar={"skolor": tabell.titel},
        displays={"tab-skolor": ("skolor",)},
        elever=frozenset({PUPIL}),
        namn=frozenset(names),
        nyckel=DEMO_KEY,
        namngivna=("Exempelkommun", *SCHOOLS.values()),
    )


def find_by_number(folder: Path) -> list[str]:
    """A personnummer anywhere in a text file, seen or not."""
    found = {number for text in _read_all(folder) for number in _PERSONNUMMER.findall(text)}
    return [f"personnumret {number}" for number in sorted(found)]


def find_by_attribute(folder: Path) -> list[str]:
    """What an element says of itself where the page shows the symbol."""
    told = []
    for text in _read_all(folder):
        for node in html.fromstring(text).xpath("//td[contains(@class, 'skyddad')]"):
            told += [value for name, value in node.attrib.items() if name != "class"]
    return [f"en skyddad ruta säger {value}" for value in told]


def find_by_name(folder: Path) -> list[str]:
    """A classmate's name, where the properties of the page are shown."""
    return [f"{_NAME} nämns" for text in _read_all(folder) if _NAME in text]


def find_by_key(folder: Path) -> list[str]:
    """The pseudonym that stands beside the name in another file that leaked."""
    return [f"raden är elev {PUPIL[:6]}…" for text in _read_all(folder) if PUPIL in text]


def find_points(folder: Path) -> list[str]:
    """As many points as there are pupils: the one farthest down belongs to him who was away the most."""
    points: list[tuple[float, float]] = []
    for text in _read_all(folder):
        for source in html.fromstring(text).xpath("//img/@src"):
            drawing = etree.fromstring(base64.b64decode(source.partition(",")[2]))
            marks = drawing.xpath("//*[contains(@id, 'PathCollection')]//*[local-name() = 'use']")
            points += [(float(mark.get("x", 0)), float(mark.get("y", 0))) for mark in marks]
    if len(points) < TROSKEL:
        return []
    right = max(points)
    lower = sum(y > right[1] for _, y in points)
    return [f"eleven med högst frånvaro har det {lower + 1}:e lägsta meritvärdet av {len(points)}"]


def _read_all(folder: Path) -> list[str]:
    paths = sorted(folder.rglob("*.html"))
    return [path.read_text(encoding="utf-8") for path in paths]


def find_in_workbook(folder: Path) -> list[str]:
    """Texts of a workbook that no program shows: of rows that are hidden, and of its properties."""
    if not (path := folder / "tabeller.xlsx").exists():
        return []
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode("utf-8") for name in archive.namelist()]
    return [f"arbetsboken säger {told}" for told in sorted(set(re.findall(r"\d av \d", " ".join(texts))))]


def hide_row(content: bytes) -> bytes:
    """A workbook with the hidden value among its texts and a hidden row that holds it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    texts = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = texts.replace("</sst>", "<si><t>7 av 9</t></si></sst>")
    row = f'<row r="8" hidden="1"><c r="A8" t="s"><v>{texts.count("<si>")}</v></c></row></sheetData>'
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"].replace("</sheetData>", row)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def draw_pupils() -> str:
    """A point for each of twenty pupils, absence against merit value, as analysts draw it in notebooks."""
    with house_style("fig-elever"):
        canvas = new_canvas(6.0)
        ax = canvas.add_axes((0.1, 0.1, 0.8, 0.8))
        ax.scatter([3 + 2 * i for i in range(20)], [300 - 9 * (i * 7 % 20) for i in range(20)], s=9)
        svg = save_svg(canvas, "fig-elever", "Frånvaro och meritvärde")
    source = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return (
        '<figure class="figur" id="fig-elever">'
        f'<img src="data:image/svg+xml;base64,{source}" alt="Frånvaro och meritvärde"/>'
        "<figcaption>Frånvaro och meritvärde</figcaption></figure>"
    )


def _hover(page: str) -> str:
    return page.replace('<td class="tal skyddad">', '<td class="tal skyddad" title="7 av 9" data-varde="78">')


ATTACKS = (
    Attack(
        "attribut på en skyddad ruta",
        "filerna granskas inte",
        publisher(_hover),
        find_by_attribute,
    ),
    Attack(
        "ett personnummer i en kommentar",
        "filerna granskas inte",
        publisher(lambda page: f"{page}<!-- kontrollera {_NUMBER} -->"),
        find_by_number,
    ),
    Attack(
        "ett namn i en dold beskrivning",
        "filerna granskas inte",
        publisher(lambda page: page.replace("<table>", f'<table aria-label="Frågor besvaras av {_NAME}">')),
        find_by_name,
    ),
    Attack(
        "elevnyckel som id",
        "filerna granskas inte",
        publisher(lambda page: page.replace("<tbody><tr>", f'<tbody><tr id="elev-{PUPIL}">', 1)),
        find_by_key,
    ),
    Attack(
        "en punkt per elev",
        "filerna granskas inte",
        publisher(lambda page: page + draw_pupils()),
        find_points,
    ),
    Attack(
        "en dold rad i arbetsboken",
        "filerna granskas inte",
        publisher(rebind=hide_row),
        find_in_workbook,
    ),
)
