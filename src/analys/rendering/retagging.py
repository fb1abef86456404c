"""Row headers of tables in the PDF's structure tree: Typst's wheel cannot tag them itself yet."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name

from analys.errors import AnalysError

XHTML = "{http://www.w3.org/1999/xhtml}"


def tag_row_headers(pdf: bytes, tree: etree._Element) -> bytes:
    """The PDF with the document's row headers tagged as TH with scope Row.

    The PDF's tables and the document's are walked side by side.

    Raises
    ------
    AnalysError
        When they do not have the same tables, rows and cells.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = list(_find(document.Root.StructTreeRoot, "/Table"))
        wanted = list(tree.iter(f"{XHTML}table"))
        if len(found) != len(wanted):
            raise AnalysError("PDF:ens tabeller stämmer inte med dokumentets.")
        for tagged, table in zip(found, wanted, strict=True):
            rows, sources = list(_find(tagged, "/TR")), list(table.iter(f"{XHTML}tr"))
            cells = [list(_find(row, "/TD", "/TH")) for row in rows]
            if [len(row) for row in cells] != [len(source) for source in sources]:
                raise AnalysError("PDF:ens tabellceller stämmer inte med dokumentets.")
            for row, source in zip(cells, sources, strict=True):
                for cell, node in zip(row, source, strict=True):
                    if node.get("scope") == "row":
                        cell.S = Name.TH
                        cell.A = _attributes(cell)
        result = io.BytesIO()
        document.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return result.getvalue()


def _attributes(cell: Dictionary) -> Array:
    """The cell's attributes, with the scope among those of the table."""
    old = cell.get("/A")
    kept = [] if old is None else list(old) if isinstance(old, Array) else [old]
    table = next((one for one in kept if one.get("/O") == Name.Table), None)
    if table is None:
        table = Dictionary(O=Name.Table)
        kept.append(table)
    table.Scope = Name.Row
    return Array(kept)


def _find(node: Dictionary, *kinds: str) -> Iterator[Dictionary]:
    """Nearest descendants of some kinds in the structure tree, in reading order."""
    children = node.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            if str(child.S) in kinds:
                yield child
            else:
                yield from _find(child, *kinds)
