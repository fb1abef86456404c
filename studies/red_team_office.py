"""Attacks on the slides and the editable forms: notes, alternative texts, properties, and what is not shown.

The report is made as every report is: page, slides, presentation and document of one small notebook. Then
somebody adds what should not be there, as happens when files are edited by hand. The gate is the inspection,
as in `red_team_files`.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from docx import Document
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pptx import Presentation
from red_team_town import TROSKEL, Attack, level, table

from analys.disclosure import ProtectedTable, plan, protect
from analys.inspection import Fault, Subject, inspect
from analys.parameters import RunParameters
from analys.presentation.figures import draw_trend
from analys.presentation.tables import show_table
from analys.pseudonyms import DEMO_KEY, hash_name, normalise_name
from analys.rendering.merging import merge
from analys.rendering.pdf import make_slides
from analys.rendering.write import DOCUMENT_NAME, HTML_NAME, PRESENTATION_NAME, SLIDES_NAME, render

SECRET = "7 av 9"
"""The pupils of a school that the table hides."""
NAME = "Alva Exempelsson"
_TOLD = re.compile(r"\d av \d")
_PUPILS = {"9999": ((62, 46), (60, 46)), "1": ((21, 14), (9, 7)), "2": ((41, 32), (51, 39))}
_TABLE = table(
    [
        level(n=n, antal=antal, enhet=enhet, lasar=lasar)
        for enhet, years in _PUPILS.items()
        for lasar, (n, antal) in zip(("2024/25", "2025/26"), years, strict=True)
    ],
    "skolor",
)
_SLIDE, _NOTES = "ppt/slides/slide3.xml", "ppt/notesSlides/notesSlide1.xml"

Files = Mapping[str, bytes]
Change = Callable[[Files], Files]


@cache
def _protected() -> ProtectedTable:
    return protect(_TABLE, plan([_TABLE], TROSKEL))


def _make_notebook() -> NotebookNode:
    figure = draw_trend(
        _protected().select(enhet="9999"),
        indikator="alla_amnen_ak9",
        titel="Andelen har ändrats",
        underrubrik="Andel elever, procent.",
    )
    cells = [new_markdown_cell("# Resultat")]
    for shown in (figure, show_table(_protected(), rader="enhet", kolumner="lasar")):
        bundle = shown._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        cells.append(new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata)]))
    return new_notebook(cells=cells, metadata={"analys": {"namn": "resultat"}})


@cache
def make_files() -> Files:
    """The report's files, by name."""
    with tempfile.TemporaryDirectory() as folder:
        merged = merge([_make_notebook()], RunParameters())
        paths = render(merged, RunParameters(), Path(folder), kommunnamn="Exempelkommun")
        return {path.name: path.read_bytes() for path in paths}


def publisher(change: Change) -> Callable[[Path, bool], None]:
    """The report with something in a file that should not be; with the gate only when that is not found."""

    def publish(folder: Path, gate: bool) -> None:
        _write(change(make_files()), folder)
        if gate and _inspect(folder) - _inspect_unchanged():
            shutil.rmtree(folder)

    return publish


def _write(files: Files, folder: Path) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _inspect(folder: Path) -> frozenset[Fault]:
    cells = {cell.cell: cell for cell in _protected().cells()}
    subject = Subject(
        cells=cells,
        tables={"skolor": tuple(cells)},
        displays={"tab-skolor": ("skolor",)},
        namn=frozenset({hash_name(normalise_name(NAME), DEMO_KEY)}),
        nyckel=DEMO_KEY,
        namngivna=("Exempelkommun",),
    )
    return frozenset(inspect(folder, subject).faults)


@cache
def _inspect_unchanged() -> frozenset[Fault]:
    with tempfile.TemporaryDirectory() as folder:
        _write(make_files(), Path(folder))
        return _inspect(Path(folder))


def change_part(file: str, part: str, old: str, new: str) -> Change:
    """Replace the first occurrence of a text in a part of an office file; a new part has no old text."""

    def change(files: Files) -> Files:
        with zipfile.ZipFile(io.BytesIO(files[file])) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        before = parts.get(part, b"")
        parts[part] = before.replace(old.encode(), new.encode(), 1) if old else new.encode()
        if parts[part] == before:
            raise ValueError(f"{old!r} is not in {part}")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return {**files, file: packed.getvalue()}

    return change


def hide_slide(files: Files) -> Files:
    """A slide that tells, taken out of the show."""
    told = change_part(PRESENTATION_NAME, _SLIDE, "Andelen har ändrats", f"Almskolan: {SECRET}")(files)
    return change_part(PRESENTATION_NAME, _SLIDE, "<p:sld ", '<p:sld show="0" ')(told)


def retell_on_slides(files: Files) -> Files:
    """Slides made of a page that somebody has written in, beside the page itself."""
    page = files[HTML_NAME].decode("utf-8").replace("Andelen har ändrats", f"Bara {SECRET} nådde målen")
    return {**files, SLIDES_NAME: make_slides(page)}


def find_in_slides(folder: Path) -> list[str]:
    """What the slides say to everybody in the room."""
    if not (path := folder / SLIDES_NAME).exists():
        return []
    with pypdfium2.PdfDocument(path.read_bytes()) as slides:
        text = " ".join(page.get_textpage().get_text_range() for page in slides)
    return _tell("bilderna", text)


def find_in_notes(folder: Path) -> list[str]:
    """What the speaker reads, once the file is sent to all."""
    slides = _open_slides(folder)
    return _tell(
        "anteckningarna",
        *(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide),
    )


def find_in_alt_texts(folder: Path) -> list[str]:
    """What shows when the pointer rests on a figure."""
    shapes = [shape for slide in _open_slides(folder) for shape in slide.shapes]
    return _tell("alternativtexten", *(shape._element.xpath("string(.//p:cNvPr/@descr)") for shape in shapes))


def find_hidden_slides(folder: Path) -> list[str]:
    """Slides that are passed over when the rest are shown."""
    hidden = [slide for slide in _open_slides(folder) if slide._element.get("show") == "0"]
    texts = [shape.text_frame.text for slide in hidden for shape in slide.shapes if shape.has_text_frame]
    return _tell("en dold bild", *texts)


def find_in_properties(folder: Path) -> list[str]:
    """The properties that the file's program shows."""
    if not (path := folder / DOCUMENT_NAME).exists():
        return []
    about = Document(str(path)).core_properties
    told = f"{about.author} {about.comments} {about.subject} {about.last_modified_by}"
    return [f"{NAME} nämns i egenskaperna"] if NAME in told else []


def find_changes(folder: Path) -> list[str]:
    """Words that were taken away, and are still there."""
    return _read_part(folder, DOCUMENT_NAME, r"word/document\.xml", "en spårad ändring", "<w:delText>[^<]*")


def find_comments(folder: Path) -> list[str]:
    """What was said in the margin."""
    return _read_part(folder, DOCUMENT_NAME, r"word/comments\.xml", "en kommentar", ".*")


def find_workbooks(folder: Path) -> list[str]:
    """The numbers behind a figure, which a double click opens."""
    return _read_part(folder, PRESENTATION_NAME, r"ppt/embeddings/.*", "arbetsboken bakom figuren", ".*")


def _open_slides(folder: Path) -> list[Any]:
    path = folder / PRESENTATION_NAME
    return list(Presentation(str(path)).slides) if path.exists() else []


def _read_part(folder: Path, file: str, part: str, where: str, within: str) -> list[str]:
    if not (path := folder / file).exists():
        return []
    with zipfile.ZipFile(path) as archive:
        texts = [
            archive.read(name).decode("utf-8") for name in archive.namelist() if re.fullmatch(part, name)
        ]
    return _tell(where, *(found for text in texts for found in re.findall(within, text)))


def _tell(where: str, *texts: str) -> list[str]:
    return [f"{where} säger {told}" for told in sorted(set(_TOLD.findall(" ".join(texts))))]


_GONE = f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>"
_UTAN = "filerna granskas inte"

ATTACKS = (
    Attack("ett tal bara på bilderna", _UTAN, publisher(retell_on_slides), find_in_slides),
    Attack(
        "talarens anteckningar",
        _UTAN,
        publisher(change_part(PRESENTATION_NAME, _NOTES, "<a:t>", f"<a:t>Almskolan: {SECRET}. ")),
        find_in_notes,
    ),
    Attack(
        "alternativtexten på en bild",
        _UTAN,
        publisher(change_part(PRESENTATION_NAME, _SLIDE, 'descr="', f'descr="Almskolan: {SECRET}. ')),
        find_in_alt_texts,
    ),
    Attack(
        "en dold bild",
        _UTAN,
        publisher(hide_slide),
        find_hidden_slides,
    ),
    Attack(
        "arbetsboken bakom en figur",
        _UTAN,
        publisher(change_part(PRESENTATION_NAME, "ppt/embeddings/blad.xml", "", f"<c>{SECRET}</c>")),
        find_workbooks,
    ),
    Attack(
        "dokumentets egenskaper",
        _UTAN,
        publisher(change_part(DOCUMENT_NAME, "docProps/core.xml", "<dc:creator>", f"<dc:creator>{NAME}, ")),
        find_in_properties,
    ),
    Attack(
        "en spårad ändring",
        _UTAN,
        publisher(change_part(DOCUMENT_NAME, "word/document.xml", "<w:r><w:t", f"{_GONE}<w:r><w:t")),
        find_changes,
    ),
    Attack(
        "en kommentar i marginalen",
        _UTAN,
        publisher(change_part(DOCUMENT_NAME, "word/comments.xml", "", f"<w><p>{SECRET}</p></w>")),
        find_comments,
    ),
)
