"""Row headers of tables in the PDF's structure tree: Typst's wheel cannot tag them itself yet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Object, Stream, String

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
                    _tag(cell, row_header=node.get("scope") == "row")
                    _say(cell, node)
        return _save(document)


def settle(pdf: bytes) -> bytes:
    """The PDF with no stream that validators misread, see `settle_stream_ends`."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return _save(document)


def _save(document: pikepdf.Pdf) -> bytes:
    settle_stream_ends(document)
    result = io.BytesIO()
    # Streams as they are: Typst has compressed them, and compressing again would undo the line above.
    document.save(
        result,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.preserve,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return result.getvalue()


def settle_stream_ends(document: pikepdf.Pdf) -> None:
    """Let no compressed stream end in a carriage return, by chance the last byte of its checksum.

    Together with the line feed before the word endstream it would look like the end of a line, and validators
    that measure up to there find the stream too short. Such a stream is written in hexadecimal digits.
    """
    for one in document.objects:
        if isinstance(one, Stream) and (raw := one.read_raw_bytes()).endswith(b"\r"):
            filters, parameters = _items(one.get("/Filter")), _items(one.get("/DecodeParms"))
            one.write(
                raw.hex().encode("ascii") + b">",
                filter=Array([Name.ASCIIHexDecode, *filters]),
                decode_parms=Array([None, *(parameters or [None] * len(filters))]),
            )


def _tag(cell: Object, *, row_header: bool) -> None:
    """Let scopes alone say which headers a cell has: Typst's lists know nothing of row headers."""
    kept = _items(cell.get("/A"))
    for attributes in kept:
        if "/Headers" in attributes:
            del attributes["/Headers"]
    if row_header:
        cell.S = Name.TH
        table = next((one for one in kept if one.get("/O") == Name.Table), None)
        if table is None:
            table = Dictionary(O=Name.Table)
            kept.append(table)
        table.Scope = Name.Row
    if kept:
        cell.A = Array(kept)


def _say(cell: Object, node: etree._Element) -> None:
    """Let a cell with words for the ear only be read aloud as in the document, symbols left out."""
    if node.find(f"{XHTML}span[@class='dold']") is not None:
        parts = [node.text, *(text for one in node for text in (_heard(one), one.tail))]
        cell.ActualText = String("".join(part for part in parts if part).strip())


def _heard(node: etree._Element) -> str:
    return "" if node.get("aria-hidden") == "true" else "".join(str(text) for text in node.itertext())


def _find(node: Object, *kinds: str) -> Iterator[Object]:
    """Nearest descendants of some kinds in the structure tree, in reading order."""
    for child in _items(node.get("/K")):
        if isinstance(child, Dictionary) and "/S" in child:
            if str(child.S) in kinds:
                yield child
            else:
                yield from _find(child, *kinds)


def _items(value: Any) -> list[Any]:
    """What a PDF entry holds: nothing, one thing, or several."""
    many = isinstance(value, Array)
    return [] if value is None else list(value) if many else [value]
