"""Pages of the Word document: size, running heads with the mark, page numbers."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm

from analys.rendering.kontor.xml import W, field, paragraph, run, w

_LINE = 85
"""Letters of a running head."""


def set_pages(document: Any, title: str, subtitle: str, mark: str) -> None:
    """A4 with running heads; the title page has the mark alone, and no number.

    Parameters
    ----------
    document : docx.document.Document
    title, subtitle : str
    mark : str
        What stands on every page of what is not decided, "" for none.
    """
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.75)
    section.top_margin, section.bottom_margin = Cm(2.9), Cm(2.6)
    section.different_first_page_header_footer = True
    _fill(section.first_page_header, paragraph("Header", *_mark(mark), jc="right"))
    _fill(section.first_page_footer, paragraph("Footer"))
    _fill(section.header, *_make_head(f"{title} – {subtitle}", mark))
    number = [run("Sida "), *field("PAGE"), run(" av "), *field("NUMPAGES")]
    _fill(section.footer, paragraph("Footer", *number, jc="right"))


def _mark(mark: str) -> list[Any]:
    return [run(mark, w("b"))] if mark else []


def _make_head(title: str, mark: str) -> list[Any]:
    """The title and the mark on one line, or on two where they need them."""
    if len(title) + len(mark) > _LINE:
        return [paragraph("Header", *_mark(mark), jc="right"), paragraph("Header", run(title))]
    head = paragraph("Header", run(title), w("r", {}, w("tab")), *_mark(mark))
    places = (("clear", "4320"), ("clear", "8640"), ("right", "8788"))
    stops = w("tabs", {}, *(w("tab", {"val": kind, "pos": place}) for kind, place in places))
    head.find(f"{W}pPr").append(stops)
    return [head]


def _fill(part: Any, *content: Any) -> None:
    part.is_linked_to_previous = False
    body = part._element
    for node in list(body):
        body.remove(node)
    body.extend(content)
