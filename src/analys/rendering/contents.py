"""Table of contents with links: chapters, and the sections in them."""

from __future__ import annotations

from copy import deepcopy

from analys.rendering.markup import Element, has_class, make


def make_contents(main: Element) -> Element:
    """The <nav> that lists h2 and h3 of a numbered document; not those of class ``onumrerad``."""
    chapters = make("ol", {})
    for node in main.iter("h2", "h3"):
        if has_class(node, "onumrerad"):
            continue
        entry = make("li", {}, make("a", {"href": f"#{node.get('id')}"}, *_title(node)))
        if node.tag == "h2" or not len(chapters):
            chapters.append(entry)
            continue
        if chapters[-1].find("ol") is None:
            chapters[-1].append(make("ol", {}))
        chapters[-1].find("ol").append(entry)
    return make(
        "nav",
        {"class": "innehall", "aria-labelledby": "innehall"},
        make("h2", {"id": "innehall"}, "Innehåll"),
        chapters,
    )


def _title(node: Element) -> list[Element | str]:
    copy = deepcopy(node)
    for note in copy.xpath(".//sup[@class='notref']"):
        note.getparent().remove(note)
    parts: list[Element | str] = []
    number = copy.find("span[@class='nr']")
    if number is not None:
        rest = number.tail or ""
        number.tail = None
        copy.remove(number)
        copy.text = (copy.text or "") + rest
        parts += [number, " "]
    parts.append("".join(copy.itertext()).strip())
    return parts
