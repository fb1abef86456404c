"""Tables that Excel opens without being workbooks: HTML saved as .xls, and XML spreadsheets of 2003.

School systems often deliver a web page under the name .xls. A simple table is read; nothing is fetched, no
entity of the file's own is resolved.
"""

from __future__ import annotations

import re

from lxml import etree, html

from analys.errors import Problem
from analys.reading.encoding import normalise_text
from analys.reading.grid import Grid, clean_cell, make_grid
from analys.reading.sheets_zip import make_damaged, make_unsafe

MAX_BYTES = 60_000_000
MAX_SPAN = 200
_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"


def is_markup(content: bytes) -> bool:
    """Whether a file is marked-up text and not separated text."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_markup(content: bytes, fil: str) -> list[Grid] | Problem:
    """Grids of an HTML page (the table with data) or of an XML spreadsheet (every sheet with data)."""
    if len(content) > MAX_BYTES:
        return make_unsafe(fil, "den är för stor för en webbsida eller XML-fil")
    text = normalise_text(content, fil)
    if isinstance(text, Problem):
        return text
    try:
        is_spreadsheet = (
            b"urn:schemas-microsoft-com:office:spreadsheet" in text[:5_000] and b"<Workbook" in text
        )
        return _read_spreadsheet(text, fil) if is_spreadsheet else _read_page(text, fil)
    except (etree.LxmlError, ValueError, SyntaxError, RecursionError):  # their messages quote the text
        return make_damaged(fil)


def _read_page(text: bytes, fil: str) -> list[Grid] | Problem:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    root = html.document_fromstring(text, parser=parser)
    if root.xpath("//frameset | //iframe"):
        return Problem(
            fil,
            "Filen är en webbsida som hänvisar till andra filer, sparad som .xls.",
            "Öppna den i Excel och spara den som .xlsx.",
            kod="fil",
        )
    numbers = {row: number for number, row in enumerate(root.xpath("//tr"), 1)}
    tables = [_read_table(table, numbers) for table in root.xpath("//table[not(.//table)]")]
    filled = [grid for grid in tables if grid is not None and grid.rows]
    if not filled:
        return make_damaged(fil)
    # Narrower tables hold the page together; those with data are as wide as the largest.
    width = max(filled, key=lambda grid: (len(grid.rows) * grid.width, grid.width)).width
    return [grid for grid in filled if grid.width >= width]


def _read_table(table: html.HtmlElement, numbers: dict[html.HtmlElement, int]) -> Grid | None:
    rows: list[list[str]] = []
    below: set[tuple[int, int]] = set()
    elements = table.xpath(".//tr")
    for index, row in enumerate(elements):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while (index, len(cells)) in below:
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if wide > MAX_SPAN or high > MAX_SPAN:
                return None
            at = len(cells)
            cells += [clean_cell("".join(cell.itertext())), *[""] * (wide - 1)]
            below |= {(index + down, at + right) for down in range(1, high) for right in range(wide)}
        rows.append(cells)
    return make_grid(rows, [numbers[row] for row in elements])


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(int(text), 1) if re.fullmatch("[0-9]{1,6}", text) else 1


def _read_spreadsheet(text: bytes, fil: str) -> list[Grid] | Problem:
    if b"<!DOCTYPE" in text[:5_000] or b"<!ENTITY" in text[:5_000]:
        return make_unsafe(fil, "den har egna XML-definitioner")
    # The declared encoding went when the text was made UTF-8.
    text = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", text, count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text, parser=parser)
    grids = []
    for sheet in root.iter(f"{_SHEET}Worksheet"):
        rows, numbers = [], []
        number = 0
        for row in sheet.iter(f"{_SHEET}Row"):
            number = int(row.get(f"{_SHEET}Index", number + 1))
            rows.append(_read_cells(row))
            numbers.append(number)
        grids.append(make_grid(rows, numbers))
    return [grid for grid in grids if grid.rows]


def _read_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren(f"{_SHEET}Cell"):
        at = int(cell.get(f"{_SHEET}Index", len(cells) + 1)) - 1
        if at > len(cells) + MAX_SPAN:
            raise ValueError
        cells += [""] * (at - len(cells))
        data = cell.find(f"{_SHEET}Data")
        text = "" if data is None else clean_cell("".join(data.itertext()))
        kind = "" if data is None else data.get(f"{_SHEET}Type", "")
        if kind == "Error":
            raise ValueError
        if kind == "Number" and re.fullmatch(r"-?[0-9]+\.0+", text):
            text = text.split(".")[0]
        if kind == "DateTime":
            text = text.removesuffix(".000").removesuffix("T00:00:00")
        cells += [text, *[""] * min(int(cell.get(f"{_SHEET}MergeAcross", 0)), MAX_SPAN)]
    return cells
