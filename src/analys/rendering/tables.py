"""Tables that everyone can read: header cells with scope, and a region that scrolls on a narrow screen."""

from __future__ import annotations

from analys.rendering.markup import Element, has_class, make, text_of

NARROW = 5
"""Columns that fit a page of text at its own size; with more, the table is set tighter."""


def normalise_tables(main: Element) -> None:
    """Give every header cell its scope and every table a labelled, focusable region."""
    heading = "dokumentet"
    for node in list(main.iter()):
        if node.tag in ("h2", "h3", "h4", "h5", "h6"):
            heading = f"avsnittet {text_of(node)}"
        elif node.tag == "table":
            _set_scopes(node)
            _align_headers(node)
            _wrap(node, heading)


def _set_scopes(table: Element) -> None:
    for cell in table.iter("th"):
        if cell.get("scope") not in ("col", "row"):
            in_head = next(cell.iterancestors("thead"), None) is not None
            cell.set("scope", "col" if in_head else "row")


def _align_headers(table: Element) -> None:
    """A header over numbers stands where the numbers stand."""
    rows = [list(row) for row in table.iter("tr")]
    width = max(len(row) for row in rows)
    whole = [row for row in rows if len(row) == width]
    for column in range(width):
        cells = [row[column] for row in whole]
        if any(has_class(cell, "tal") for cell in cells if cell.tag == "td"):
            for cell in cells:
                if cell.get("scope") == "col" and not has_class(cell, "tal"):
                    cell.set("class", f"{cell.get('class') or ''} tal".strip())


def _wrap(table: Element, heading: str) -> None:
    figure = table.getparent()
    numbered = figure.tag == "figure" and has_class(figure, "tabell")
    label = figure.get("data-nummer") if numbered else f"Tabell i {heading}"
    wide = max(len(row) for row in table.iter("tr")) > NARROW
    region = make(
        "div",
        {"class": "rulla bred" if wide else "rulla", "role": "region", "tabindex": "0", "aria-label": label},
    )
    region.tail, table.tail = table.tail, None
    table.getparent().replace(table, region)
    region.append(table)
