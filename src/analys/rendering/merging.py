"""Executed chapter notebooks become one notebook: the chapters, then what they put in the Metodbilaga."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analys.errors import DisclosureError, NotebookError
from analys.parameters import RunParameters
from analys.rendering.numbering import APPENDIX_TITLE

TABLE = "application/vnd.analys.tabell+json"
KEPT = ("text/html", "image/svg+xml", "image/png", TABLE)
APPENDIX = "bilaga"
CLOSING = "slutord"
"""Tag of a cell that closes its chapter: no section's content, however near it stands."""
SETUP = frozenset({"parameters", "injected-parameters", "setup"})

_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t#]*(?:\n|$)")
_RAW_TABLE = re.compile(r"<table\b", re.IGNORECASE)


def merge(chapters: Sequence[NotebookNode], parameters: RunParameters) -> NotebookNode:
    """Merge executed chapter notebooks into the notebook that the document is made from.

    Main cells come in chapter order; then a heading "Metodbilaga" and the cells tagged ``bilaga``, by
    chapter, their headings one level down. Code is removed, and of the outputs only our display objects
    stay. Each cell carries ``metadata.analys``: ``ursprung`` (notebook and cell, for messages) and
    ``skift`` (levels its headings move down). ``metadata.analys.parametrar`` holds the parameters.

    Parameters
    ----------
    chapters : sequence of NotebookNode
        Executed notebooks, in the order of the report.
    parameters : RunParameters
        The run's parameters.

    Raises
    ------
    NotebookError
        When a cell failed, a chapter has no title, or an image is no figure of ours.
    DisclosureError
        When a table was shown that has not passed disclosure control.
    """
    main: list[NotebookNode] = []
    appendix: list[NotebookNode] = []
    names = [name_chapter(chapter, place) for place, chapter in enumerate(chapters, 1)]
    _refuse_errors(zip(names, chapters, strict=True))
    for name, chapter in zip(names, chapters, strict=True):
        own = list(_read_cells(name, chapter))
        methods = _drop_empty([cell for cell, tagged in own if tagged])
        body = _drop_empty([cell for cell, tagged in own if not tagged])
        title = next((found for cell, _ in own if (found := _title(cell))), None)
        if own and title is None:
            raise NotebookError(f"Anteckningsboken {name} saknar en kapitelrubrik, en rad som börjar med #.")
        for cell in methods:
            cell.metadata["analys"]["skift"] = 1
        if methods and _title(methods[0]) is None:
            appendix.append(_heading(f"# {title}", f"{name}, metodbilaga", skift=1))
        appendix += methods
        main += body
    if appendix:
        appendix.insert(0, _heading(f"# {APPENDIX_TITLE}", "metodbilagan"))
    cells = main + appendix
    for place, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{place:04d}"
    return new_notebook(cells=cells, metadata={"analys": {"parametrar": parameters.model_dump()}})


def name_chapter(chapter: NotebookNode, place: int) -> str:
    """Name of a chapter notebook for messages: declared, else its file, else its place."""
    declared = chapter.metadata.get("analys", {}).get("namn") or chapter.metadata.get("namn")
    path = str(chapter.metadata.get("papermill", {}).get("input_path") or "")
    return str(declared or re.split(r"[/\\]", path)[-1].removesuffix(".ipynb") or f"kapitel {place}")


def _refuse_errors(chapters: Iterator[tuple[str, NotebookNode]]) -> None:
    failed = [
        f"{name}, cell {number}"
        for name, chapter in chapters
        for number, cell in enumerate(chapter.cells, 1)
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    ]
    if failed:
        raise NotebookError(f"Rapporten kan inte sättas ihop: körningen avbröts i {' och i '.join(failed)}.")


def _read_cells(name: str, chapter: NotebookNode) -> Iterator[tuple[NotebookNode, bool]]:
    """Cells that show something, cleaned, and whether they belong to the Metodbilaga."""
    for number, cell in enumerate(chapter.cells, 1):
        tags = set(cell.metadata.get("tags", []))
        where = f"{name}, cell {number}"
        origin = {"analys": {"ursprung": where, "skift": 0} | ({CLOSING: True} if CLOSING in tags else {})}
        if cell.cell_type == "markdown" and cell.source.strip():
            yield new_markdown_cell(cell.source, metadata=origin), APPENDIX in tags
        elif cell.cell_type == "code" and not tags & SETUP:
            outputs = [kept for output in cell.outputs if (kept := _keep(output, where)) is not None]
            if outputs:
                yield new_code_cell("", outputs=outputs, metadata=origin), APPENDIX in tags


def _keep(output: NotebookNode, where: str) -> NotebookNode | None:
    """The output with our mime types only, or None when it holds nothing of ours."""
    if output.output_type not in ("display_data", "execute_result"):
        return None
    data = {mime: output.data[mime] for mime in KEPT if mime in output.data}
    figure = output.metadata.get("analys", {})
    if TABLE not in data and _RAW_TABLE.search(_text(data.get("text/html", ""))):
        raise DisclosureError(
            f"Tabellen i {where} har inte gått genom sekretessprövningen. "
            "Visa den med show_table, eller ta bort utskriften."
        )
    if ("image/svg+xml" in data or "image/png" in data) and figure.get("slag") != "figur":
        raise NotebookError(f"Bilden i {where} är ingen figur ur programmet. Rita den med figurfunktionerna.")
    if not data.keys() - {TABLE}:
        return None
    return NotebookNode(output_type="display_data", data=NotebookNode(data), metadata=_metadata(figure))


def _metadata(figure: Mapping[str, Any]) -> NotebookNode:
    return NotebookNode({"analys": NotebookNode(figure)} if figure else {})


def _text(content: str | list[str]) -> str:
    return content if isinstance(content, str) else "".join(content)


def _title(cell: NotebookNode) -> str | None:
    match = _TITLE.match(cell.source) if cell.cell_type == "markdown" else None
    return match[1] if match else None


def _drop_empty(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """The cells without headings that nothing stands under, as where a section had nothing to say."""
    kept: list[NotebookNode] = []
    following = 0  # Level of the heading that comes next; 0 when content does.
    for place, cell in enumerate(reversed(cells)):
        level = _heading_level(cell)
        if level and (place == 0 or not kept or 0 < following <= level):
            continue
        kept.append(cell)
        closes = CLOSING in cell.metadata["analys"] and following == 0
        following = 2 if closes else level or _opening_level(cell)
    return kept[::-1]


def _heading_level(cell: NotebookNode) -> int:
    """Level of a cell that is one heading and nothing else, else 0."""
    lines = [line for line in cell.source.splitlines() if line.strip()] if _is_markdown(cell) else []
    return _opening_level(cell) if len(lines) == 1 else 0


def _opening_level(cell: NotebookNode) -> int:
    """Level of the heading that a cell begins with, 0 when it begins with something else."""
    text = cell.source.lstrip() if _is_markdown(cell) else ""
    return len(text) - len(text.lstrip("#")) if text.startswith("#") else 0


def _is_markdown(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "markdown")


def _heading(source: str, where: str, skift: int = 0) -> NotebookNode:
    return new_markdown_cell(source, metadata={"analys": {"ursprung": where, "skift": skift}})
