"""One normalised XHTML document from the cells' HTML: the HTML report, and what the PDF is made from."""

from __future__ import annotations

from collections.abc import Sequence

from analys.errors import NotebookError
from analys.parameters import RunParameters
from analys.rendering.checks import check, clean
from analys.rendering.contents import make_contents
from analys.rendering.footnotes import collect_footnotes
from analys.rendering.front import Front, make_head, make_mark, make_title_block
from analys.rendering.joining import join_numbers, keep_questions
from analys.rendering.markup import Element, Fault, by_class, make, parse, text_of, unwrap, write
from analys.rendering.numbering import number_captions, number_headings, shift_headings, strip_marks
from analys.rendering.references import fill_references
from analys.rendering.tables import normalise_tables


def build_document(cells: str, parameters: RunParameters, front: Front) -> str:
    """The document as XHTML text.

    Parameters
    ----------
    cells : str
        HTML of the cells as the exporter's template writes it: each in a ``div.cell`` with ``data-ursprung``
        (notebook and cell) and ``data-skift``.
    parameters : RunParameters
        The run's parameters.
    front : Front
        What the title block says beside them.

    Raises
    ------
    NotebookError
        All that the document refuses: missing alt text or caption, skipped heading levels, links that lead
        nowhere, elements that cannot be shown. Each names notebook and cell.
    """
    main = parse(cells)
    clean(main)
    _raise_faults(list(check(main)))
    shift_headings(main)
    number_headings(main)
    number_captions(main)
    faults = list(collect_footnotes(main))
    _raise_faults(faults + list(fill_references(main)))
    normalise_tables(main)
    _label_boxes(main)
    _mark_lead_lines(main)
    for cell in list(by_class(main, "div", "cell")):
        unwrap(cell)
    join_numbers(main)
    keep_questions(main)
    strip_marks(main)
    main.set("id", "rapport")
    main.set("tabindex", "-1")
    body = make(
        "body",
        {},
        make("a", {"class": "hoppa", "href": "#rapport"}, "Hoppa till innehållet"),
        make_title_block(parameters, front),
        make_contents(main),
        main,
        _footer(parameters, front),
    )
    head = make_head(parameters, front)
    return (
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="sv" xml:lang="sv">\n'
        f"{write(head)}\n{write(body)}\n</html>\n"
    )


def _label_boxes(main: Element) -> None:
    """A box is a note, named by its heading; as a bare <aside> it would be a landmark inside another."""
    for number, box in enumerate(by_class(main, "aside", "ruta"), 1):
        box.set("role", "note")
        title = next(by_class(box, "p", "rubrik"), None)
        if title is not None and text_of(title):
            title.set("id", f"ruta-{number}")
            box.set("aria-labelledby", f"ruta-{number}")


def _mark_lead_lines(main: Element) -> None:
    """A paragraph that is one strong phrase leads what follows: set close to it, never left behind."""
    for paragraph in main.iter("p"):
        only = len(paragraph) == 1 and paragraph[0].tag == "strong"
        if (
            only
            and not paragraph.get("class")
            and not f"{paragraph.text or ''}{paragraph[0].tail or ''}".strip()
        ):
            paragraph.set("class", "ledrad")


def _footer(parameters: RunParameters, front: Front) -> Element:
    status = "utkast" if parameters.status == "utkast" else "fastställd"
    if parameters.utgava == "dialog":
        status = "arbetsmaterial"
    footer = make(
        "footer", {}, make("p", {}, f"{parameters.titel}, {front.namn} {parameters.lasar} – {status}")
    )
    if parameters.utgava == "dialog":
        # Held at the window's edge, and so on every printed page.
        footer.append(make("p", {"class": "marke"}, make_mark(parameters)))
    return footer


def _raise_faults(faults: Sequence[Fault]) -> None:
    if faults:
        listed = "\n".join(f"  {fault}" for fault in dict.fromkeys(faults))
        raise NotebookError(f"Rapporten kan inte sättas ihop. Rätta detta i anteckningsböckerna:\n{listed}")
