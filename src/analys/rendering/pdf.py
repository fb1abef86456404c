"""The PDF: Typst reads the XHTML document; row headers are tagged afterwards."""

from __future__ import annotations

import base64
import datetime
import re
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import typst
from lxml import etree

from analys.errors import AnalysError
from analys.rendering.bilder import Slide, list_slides
from analys.rendering.bilder_fil import write_slides
from analys.rendering.retagging import settle, tag_row_headers
from analys.rendering.tree import XHTML, read_document

TEMPLATES = Path(__file__).parent / "templates"
FONTS = {
    "font_source_sans_pro": ("Regular", "It", "Semibold", "SemiboldIt", "Bold"),
    "font_source_serif_pro": ("Regular", "It", "Semibold", "SemiboldIt"),
}
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


def make_pdf(document: str) -> bytes:
    """The report as a tagged PDF (PDF/UA-1, PDF/A-2a) of an XHTML document; same text, same bytes.

    Parameters
    ----------
    document : str
        XHTML as `analys.rendering.document.build_document` writes it.

    Raises
    ------
    AnalysError
        When Typst refuses the document.
    """
    tree = _read(document)
    return tag_row_headers(_typeset(tree, "mall.typ"), tree)


def make_slides(document: str) -> bytes:
    """The slides of `analys.rendering.bilder.list_slides` as a PDF, 16:9; tagged as the report is.

    Raises
    ------
    AnalysError
        When Typst refuses the document.
    """
    slides = list_slides(read_document(document))
    tree = _read(document)
    main = tree.find(f"{XHTML}body/{XHTML}main")
    for node in list(main):
        main.remove(node)
    return settle(_typeset(tree, "bilder.typ", slides))


def _read(document: str) -> etree._Element:
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True)
    return etree.fromstring(document.encode("utf-8"), parser)


def _typeset(tree: etree._Element, template: str, slides: Sequence[Slide] = ()) -> bytes:
    stamp = datetime.datetime.fromisoformat(f"{_meta(tree, 'date')}T00:00:00+00:00")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _unpack_images(tree, folder)
        (folder / "dokument.xml").write_bytes(etree.tostring(tree, encoding="utf-8"))
        if slides:
            write_slides(slides, _meta(tree, "marke"), folder)
        for part in ("grund.typ", template):
            shutil.copyfile(TEMPLATES / part, folder / part)
        try:
            content, noted = typst.compile_with_warnings(
                folder / template,
                root=folder,
                font_paths=_copy_fonts(folder / "typsnitt"),
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=stamp,
            )
        except typst.TypstError as error:
            raise AnalysError(f"PDF:en kunde inte skapas: {_explain(error.message)}") from None
    _heed([warning.message for warning in noted])
    return bytes(content)


def _heed(messages: Sequence[str]) -> None:
    """Refuse a PDF whose page numbers cannot be trusted; show other warnings, which tests take as errors."""
    if any("did not converge" in message for message in messages):
        raise AnalysError(
            "PDF:en kunde inte skapas: sidnumren går inte att fastställa, så innehållet skulle visa "
            "fel sidor. Ingen rapport har skrivits. Anmäl felet till den som förvaltar programmet."
        )
    for message in messages:
        warnings.warn(f"Typst: {message}", stacklevel=3)


def _explain(message: str) -> str:
    """Typst's message, in Swedish where a report can cause it."""
    missing = _NO_GLYPH.search(message)
    if missing:
        return f"tecknet ”{missing[1]}” finns inte i rapportens typsnitt. Skriv det på annat sätt."
    return message


def _copy_fonts(folder: Path) -> typst.Fonts:
    """The report's fonts, from their packages, and Typst's own for rare signs; none of the system's.

    The packages hold each font in two formats, and Typst searches a folder in the file system's order. The
    wanted files get a folder of their own, so that every machine takes the same.
    """
    folder.mkdir()
    for package, styles in FONTS.items():
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise AnalysError(f"Typsnittspaketet {package} saknas. Kör python start.py igen.")
        family = "SourceSansPro" if "sans" in package else "SourceSerifPro"
        source = Path(spec.submodule_search_locations[0]) / "files"
        for style in styles:
            shutil.copyfile(source / f"{family}-{style}.ttf", folder / f"{family}-{style}.ttf")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _meta(tree: etree._Element, name: str) -> str:
    node = tree.find(f"{XHTML}head/{XHTML}meta[@name='{name}']")
    return "" if node is None else str(node.get("content"))


def _unpack_images(tree: etree._Element, folder: Path) -> None:
    """Write embedded images as files, which Typst can read, and point to them."""
    for number, image in enumerate(tree.iter(f"{XHTML}img"), 1):
        kind, _, content = image.get("src").partition(";base64,")
        name = f"bild-{number}.{'svg' if kind.endswith('svg+xml') else 'png'}"
        (folder / name).write_bytes(base64.b64decode(content))
        image.set("src", name)
