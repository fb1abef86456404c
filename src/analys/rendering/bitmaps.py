"""Bitmaps of the document's drawings, for the programs that show no drawings."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import typst

from analys.errors import AnalysError
from analys.rendering.markup import Element

PPI = 220
"""Pixels per inch at the width that figures are printed with."""
_WIDTH = "14cm"


def make_bitmaps(sources: Iterable[str]) -> Mapping[str, bytes]:
    """PNG files by the data URIs they are made from; bitmaps as they are, and same drawing, same bytes.

    Parameters
    ----------
    sources : iterable of str
        Data URIs of SVG and PNG images.

    Raises
    ------
    AnalysError
        When a drawing cannot be drawn.
    """
    wanted = list(dict.fromkeys(sources))
    drawings = [src for src in wanted if src.startswith("data:image/svg+xml")]
    made = dict(zip(drawings, _draw([_decode(src) for src in drawings]), strict=True))
    return {src: made[src] if src in made else _decode(src) for src in wanted}


def write_bitmaps(tree: Element, folder: Path) -> None:
    """Write the bitmaps of a document's images, numbered in the order that the document first shows them."""
    for number, bitmap in enumerate(make_bitmaps(_list_sources(tree)).values()):
        (folder / _name(number)).write_bytes(bitmap)


def load_bitmaps(tree: Element, folder: Path) -> Mapping[str, bytes]:
    """The bitmaps that `write_bitmaps` wrote of the same document, by data URI."""
    return {src: (folder / _name(number)).read_bytes() for number, src in enumerate(_list_sources(tree))}


def _list_sources(tree: Element) -> list[str]:
    return list(dict.fromkeys(image.get("src") for image in tree.iter("img")))


def _name(number: int) -> str:
    return f"figur-{number}.png"


def _decode(src: str) -> bytes:
    return base64.b64decode(src.partition(";base64,")[2])


def _draw(drawings: list[bytes]) -> list[bytes]:
    if not drawings:
        return []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        lines = ["#set page(width: auto, height: auto, margin: 0pt, fill: white)"]
        for number, drawing in enumerate(drawings):
            (folder / f"{number}.svg").write_bytes(drawing)
            lines.append(f'#page(image("{number}.svg", width: {_WIDTH}))')
        (folder / "bilder.typ").write_text("\n".join(lines), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        try:
            pages = typst.compile(folder / "bilder.typ", root=folder, format="png", ppi=PPI, font_paths=fonts)
        except typst.TypstError:
            raise AnalysError("En figur kunde inte göras till bild för Word och PowerPoint.") from None
    return [bytes(page) for page in (pages if isinstance(pages, list) else [pages])]
