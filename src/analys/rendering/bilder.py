"""The slides, as a list: what the document says of itself, its hooks and the figures of its main part.

One definition for both the PDF and the editable form: title, agenda, what stands in the chapters' hooks in
the order of their kinds (see `analys.presentation.bildkrok`), a slide for each figure of the main part
between "utmaningar" and "roster", and a last one for questions. What the document lacks has no slide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analys.presentation.bildkrok import SLAG
from analys.rendering.bilder_plats import (
    BULLET,
    NUMBER,
    SIDE,
    SMALL,
    WIDTH,
    Box,
    arrange,
    body_box,
    find_ratio,
    fits_beside,
    scale,
)
from analys.rendering.bilder_text import LEAD, Line, Run, count_lines, read_line, share
from analys.rendering.markup import Element, by_class, has_class, text_of
from analys.rendering.tree import HEADINGS, iter_main, meta, number_of, title_of

AGENDA = "Innehåll"
RESULTS = "Resultaten"
LAST = "Tack! Frågor?"
_FIGURES_BEFORE = "roster"
_NEEDED = ("osäkerhetsintervall", "axeln", "två punkter", "ihålig", "beräkning", "källa")
"""What a source must say for the figure to be understood without a speaker."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ0-9])")
_NAMED = ("atgarder", "roster")
"""Kinds whose slides are named after the heading above the hook when it has none of its own."""


@dataclass(frozen=True)
class Picture:
    """A figure: its data URI and alternative text."""

    src: str
    alt: str


@dataclass(frozen=True)
class Slide:
    """One slide.

    Parameters
    ----------
    slag : str
        "titel", "agenda", "text", "figur", "bredvid" (a figure beside its words) or "slut".
    titel : str
    del_av : tuple of int
        Which of how many slides with the same title.
    underrubrik : str
    rader : tuple of Line
    storlek : int
        Points of the lines.
    bild : Picture, optional
    kalla : str
        What the slide's foot says: a figure's source, or where in the report the words stand.
    anteckning : str
        For who speaks: the whole source, the alternative text.
    """

    slag: str
    titel: str
    del_av: tuple[int, int] = (1, 1)
    underrubrik: str = ""
    rader: tuple[Line, ...] = ()
    storlek: int = 24
    bild: Picture | None = None
    kalla: str = ""
    anteckning: str = ""

    @property
    def rubrik(self) -> str:
        """The title with its part, such as "Styrkor (1 av 2)"."""
        number, of = self.del_av
        return f"{self.titel} ({number} av {of})" if of > 1 else self.titel

    @property
    def places(self) -> dict[str, Box]:
        """Where its parts stand."""
        return arrange(self.slag, self.rubrik, self.underrubrik, self.kalla)


def list_slides(tree: Element) -> list[Slide]:
    """The slides of a document.

    Parameters
    ----------
    tree : Element
        As `analys.rendering.tree.read_document` reads it.
    """
    hooked = list(_list_hooked(tree))
    figures = list(_list_figures(tree))
    body: list[Slide] = []
    entries: list[str] = []
    for slag, title in SLAG.items():
        if slag == _FIGURES_BEFORE and figures:
            chapters = list(dict.fromkeys(chapter for chapter, _ in figures))
            entries += [f"{RESULTS}: {', '.join(chapters)}"] if hooked else chapters
            body += [slide for _, slide in figures]
        own = [slide for kind, slide in hooked if kind == slag]
        if own:
            entries.append(title)
            body += own
    return [_make_title(tree), *_make_agenda(entries), *body, _make_last(tree)]


def _make_title(tree: Element) -> Slide:
    header = tree.find("body/header")
    facts = [f"{text_of(pair.find('dt'))}: {text_of(pair.find('dd'))}" for pair in header.iter("div")]
    notes = [
        text_of(line)
        for line in header.iter("p")
        if not has_class(line, "undertitel") and not has_class(line, "marke")
    ]
    image = header.find("img")
    picture = None if image is None else Picture(image.get("src"), image.get("alt"))
    return Slide(
        "titel",
        text_of(header.find("h1")),
        underrubrik=text_of(header.find("p[@class='undertitel']")),
        rader=tuple((Run(line),) for line in (*facts, *notes)),
        storlek=20,
        bild=picture,
    )


def _make_agenda(entries: Sequence[str]) -> list[Slide]:
    return _share(Slide("agenda", AGENDA), [(Run(entry),) for entry in entries])


def _make_last(tree: Element) -> Slide:
    report = f"{meta(tree, 'rapport')} – {meta(tree, 'undertitel')}"
    lines = ((Run("Tabeller, metod och källor finns i rapporten:"),), (Run(report, stark=True),))
    return Slide("slut", LAST, rader=lines)


def _list_hooked(tree: Element) -> Iterator[tuple[str, Slide]]:
    """Kinds and slides of the hooks, those with one title together, in order."""
    gathered: dict[tuple[str, str], tuple[str, list[Line]]] = {}
    where = heading = ""
    for node in tree.find("body/main").iter():
        if node.tag in HEADINGS:
            where, heading = _locate(node, where), title_of(node)
        slag = node.get("data-bild")
        if slag not in SLAG or next(node.iterancestors("*"), None) is None:
            continue
        for name, lines in _part(node):
            name = name or (heading if slag in _NAMED else "")
            title = SLAG[slag] if not name or name == SLAG[slag] else f"{SLAG[slag]} – {name}"
            gathered.setdefault((slag, title), (where, []))[1].extend(lines)
    for (slag, title), (place, lines) in gathered.items():
        note = f"Ur rapporten, avsnitt {place}." if place else ""
        for slide in _share(Slide("text", title, kalla=note, anteckning=note), lines):
            yield slag, slide


def _part(hook: Element) -> Iterator[tuple[str, list[Line]]]:
    """The bullets of a hook under each of its headings."""
    name = ""
    lines: list[Line] = []
    taken: set[Element] = set()
    for node in hook.iter():
        above = set(node.iterancestors())
        if taken & above or _is_left_out(node) or any(map(_is_left_out, above - set(hook.iterancestors()))):
            continue
        if _is_heading(node):
            if lines:
                yield name, lines
            name, lines = title_of(node).rstrip(".:"), []
            taken.add(node)
        elif node.tag in ("li", "p", "blockquote", "dd"):
            if line := read_line(node):
                lines.append((LEAD, *line) if _leads_list(node) else line)
            if node.tag != "li":
                taken.add(node)
            else:
                taken.update(child for child in node if child.tag not in ("ul", "ol"))
    if lines:
        yield name, lines


def _leads_list(node: Element) -> bool:
    """Whether a paragraph opens the list that follows it."""
    after = node.getnext()
    return node.tag == "p" and after is not None and after.tag in ("ul", "ol")


def _is_heading(node: Element) -> bool:
    lead = node.tag == "p" and (has_class(node, "rubrik") or has_class(node, "ledrad"))
    return node.tag in HEADINGS or lead


def _is_left_out(node: Element) -> bool:
    fine_print = node.tag == "p" and (has_class(node, "kalla") or has_class(node, "not"))
    return fine_print or node.tag in ("figure", "table") or has_class(node, "ej-bild")


def _list_figures(tree: Element) -> Iterator[tuple[str, Slide]]:
    """Chapters and slides of the figures."""
    chapter = where = ""
    for node in iter_main(tree):
        if node.tag in HEADINGS:
            where = _locate(node, where)
            chapter = title_of(node) if node.tag == "h2" else chapter
        elif node.tag == "figure" and has_class(node, "figur") and node.find("img") is not None:
            yield chapter, _make_figure(node, where)


def _make_figure(node: Element, where: str) -> Slide:
    caption, image = node.find("figcaption"), node.find("img")
    title = next(by_class(caption, "p", "titel"))
    source = next((text_of(line) for line in by_class(node, "p", "kalla")), "")
    number = number_of(title)
    place = f"{number} i rapporten, avsnitt {where}." if where else f"{number} i rapporten."
    picture = Picture(image.get("src"), image.get("alt"))
    slide = Slide(
        "figur",
        title_of(title),
        underrubrik=next((text_of(line) for line in by_class(caption, "p", "underrubrik")), ""),
        bild=picture,
        kalla=shorten(source, WIDTH - NUMBER, 2),
        anteckning="\n".join(filter(None, [place, source, f"Figuren i ord: {picture.alt}"])),
    )
    return _choose_form(slide, source, find_ratio(picture.src))


def _choose_form(slide: Slide, source: str, ratio: float) -> Slide:
    """The figure below its words or beside them: where it is larger."""
    for most in (9, 7, 5, 3):
        beside = replace(slide, slag="bredvid", kalla=shorten(source, SIDE, most))
        if not fits_beside(beside.titel, beside.underrubrik, beside.kalla):
            continue
        larger = scale(beside.places["bild"], ratio) > scale(slide.places["bild"], ratio)
        return beside if larger else slide
    return slide


def shorten(source: str, width: float, most: int) -> str:
    """A source in at most so many lines: what the figure needs to be understood first, whole sentences.

    Examples
    --------
    >>> shorten("Egen beräkning. Elever i två skolor räknas en gång. Axeln börjar vid 210.", 400, 1)
    'Egen beräkning. Axeln börjar vid 210.'
    """
    sentences = _SENTENCE.split(source)
    ranked = sorted(
        range(len(sentences)), key=lambda at: not any(word in sentences[at].lower() for word in _NEEDED)
    )
    kept: set[int] = set()
    for place in ranked:
        text = " ".join(sentences[at] for at in sorted({*kept, place}))
        if count_lines((Run(text),), SMALL, width) <= most or not kept:
            kept.add(place)
    return " ".join(sentences[at] for at in sorted(kept))


def _share(slide: Slide, lines: Sequence[Line]) -> list[Slide]:
    """The slide with its lines, or several where they are too many."""
    if not lines:
        return []
    height = body_box(f"{slide.titel} (1 av 2)").h
    size, shared = share(lines, WIDTH - BULLET, height)
    return [
        replace(slide, rader=own, storlek=size, del_av=(number, len(shared)))
        for number, own in enumerate(shared, 1)
    ]


def _locate(node: Element, before: str) -> str:
    """Number and title of the section that a heading opens; what stands before it where it has no number."""
    number = number_of(node)
    return f"{number} {title_of(node)}" if number else before
