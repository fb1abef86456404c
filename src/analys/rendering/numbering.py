"""Numbers of chapters, sections, figures and tables."""

from __future__ import annotations

from lxml import etree

from analys.rendering.markup import Element, by_class, has_class, make, make_slug, prepend, text_of

APPENDIX_TITLE = "Metodbilaga"


def shift_headings(main: Element) -> None:
    """Move headings down: the document's title is h1, so a chapter is h2; appendix cells one further."""
    above = 1
    for node in main.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        shift = next((int(a.get("data-skift")) for a in node.iterancestors() if a.get("data-skift")), 0)
        level = int(node.tag[1]) + 1 + shift
        # A heading within a text comes right below the heading that the text stands under.
        if has_class(node, "onumrerad"):
            level = min(level, above + 1)
        else:
            above = level
        node.set("data-niva", str(level))
    for node in main.xpath(".//*[@data-niva]"):
        node.tag = f"h{node.attrib.pop('data-niva')}"


def number_headings(main: Element) -> None:
    """Number chapters (1, 2, … and A for the Metodbilaga) and sections (1.1); give every heading an id."""
    chapter, section, mark = 0, 0, ""
    taken = {node.get("id") for node in main.xpath(".//*[@id]")}
    for node in main.iter("h2", "h3", "h4", "h5", "h6"):
        title = text_of(node)
        if node.tag == "h2":
            appendix = title == APPENDIX_TITLE
            chapter, section = chapter + (not appendix), 0
            mark = "A" if appendix else str(chapter)
            _mark(node, mark)
        elif node.tag == "h3" and not has_class(node, "onumrerad"):
            section += 1
            _mark(node, f"{mark}.{section}")
        node.set("id", _unused(f"avsnitt-{make_slug(title)}", taken))


def number_captions(main: Element) -> None:
    """Number figures and tables, each in order, and make their captions start with it."""
    figures = tables = 0
    for figure in main.iter("figure"):
        if has_class(figure, "tabell"):
            tables += 1
            caption = figure.find("table/caption")
            line = make("span", {"class": "titel"})
            line.text, caption.text = caption.text, None
            line.extend(list(caption))
            caption.append(line)
            _label(figure, line, "Tabell", tables)
        elif has_class(figure, "figur"):
            figures += 1
            line = next(by_class(figure, "p", "titel"))
            _label(figure, line, "Figur", figures)


def _label(figure: Element, line: Element, word: str, number: int) -> None:
    figure.set("data-nummer", f"{word} {number}")
    prepend(line, make("span", {"class": "nr"}, f"{word} {number}."), " ")


def _mark(node: Element, mark: str) -> None:
    node.set("data-nummer", mark)
    prepend(node, make("span", {"class": "nr"}, mark), " ")


def _unused(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    taken.add(name)
    return name


def strip_marks(main: Element) -> None:
    """Take away the attributes that only numbering and references needed."""
    etree.strip_attributes(main, "data-nummer", "data-skift", "data-ursprung")
