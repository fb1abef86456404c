"""Footnotes of all cells become one list of notes, numbered through the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.rendering.markup import (
    Element,
    Fault,
    append_text,
    by_class,
    find_origin,
    has_class,
    make,
    remove,
)

_LEFT = re.compile(r"\[\^[^\]\s]+\]")


def collect_footnotes(main: Element) -> Iterator[Fault]:
    """Number the notes of every cell through the document and move them to a section at its end.

    Faults name the cells where a reference has no note.
    """
    notes: list[Element] = []
    for cell in by_class(main, "div", "cell"):
        for node in cell.iter():
            if node.tag not in ("code", "pre") and _LEFT.search(f"{node.text or ''} {node.tail or ''}"):
                yield Fault(find_origin(node), "en fotnot saknar text, eller en text saknar sin fotnot.")
                break
        _collect_cell(cell, notes)
    if notes:
        main.append(
            make(
                "section",
                {"id": "noter", "role": "doc-endnotes", "aria-labelledby": "noter-rubrik"},
                make("h2", {"id": "noter-rubrik", "class": "onumrerad"}, "Noter"),
                make("ol", {}, *notes),
            )
        )


def _collect_cell(cell: Element, notes: list[Element]) -> None:
    section = next(by_class(cell, "section", "footnotes"), None)
    if section is None:
        return
    texts = {item.get("id"): item for item in section.iter("li")}
    numbers: dict[str, int] = {}
    for mark in list(by_class(cell, "sup", "footnote-ref")):
        link = mark.find("a")
        target = link.get("href")[1:]
        repeated = target in numbers
        if not repeated:
            notes.append(texts[target])
            numbers[target] = len(notes)
            _close_note(texts[target], len(notes))
        number = numbers[target]
        mark.attrib.clear()
        mark.set("class", "notref")
        link.attrib.clear()
        link.set("href", f"#not-{number}")
        link.set("role", "doc-noteref")
        link.set("aria-label", f"Not {number}")
        link.text = str(number)
        if not repeated:
            link.set("id", f"notref-{number}")
    remove(section)


def _close_note(item: Element, number: int) -> None:
    item.set("id", f"not-{number}")
    for back in [link for link in item.iter("a") if has_class(link, "footnote")]:
        remove(back)
    last = item[-1] if len(item) and item[-1].tag == "p" else item
    append_text(last, " ")
    last.append(
        make(
            "a",
            {
                "href": f"#notref-{number}",
                "class": "tillbaka",
                "role": "doc-backlink",
                "aria-label": f"Tillbaka till not {number} i texten",
            },
            "↩",
        )
    )
