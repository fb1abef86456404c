"""The report for Word: headings, texts, figures, tables and notes of the document, to be edited."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from docx.shared import Cm

from analys.rendering.bilder_plats import find_ratio
from analys.rendering.kontor.arkiv import describe, settle
from analys.rendering.kontor.sidor import set_pages
from analys.rendering.kontor.stilar import open_template
from analys.rendering.kontor.stycken import BLOCKS, Writer, bookmark
from analys.rendering.kontor.tabeller import make_table
from analys.rendering.kontor.xml import W, field, page_break, paragraph, run, w
from analys.rendering.markup import Element, has_class, text_of
from analys.rendering.numbering import APPENDIX_TITLE
from analys.rendering.tree import HEADINGS, meta, title_of

_WIDEST = 15.5
"""Centimetres between the margins."""
_DEEPEST = 3
"""Levels of lists."""
_LISTS = [f"List{kind}{level}" for kind in ("Bullet", "Number") for level in ("", *range(2, _DEEPEST + 1))]
_STYLES = {"ledrad": "Ledrad", "rubrik": "Rutrubrik", "kalla": "Källa", "not": "Källa"}


def make_document(tree: Element, bitmaps: Mapping[str, bytes]) -> bytes:
    """The report as a .docx file; same document, same bytes.

    Parameters
    ----------
    tree : Element
        As `analys.rendering.tree.read_document` reads it.
    bitmaps : mapping of str to bytes
        PNG files of its images, by data URI.
    """
    document = open_template(meta(tree, "farg"))
    report = _Report(document, tree, bitmaps)
    end = document.element.body.find(f"{W}sectPr")
    for part in report.write():
        end.addprevious(part)
    set_pages(document, meta(tree, "rapport"), meta(tree, "undertitel"), meta(tree, "marke"))
    describe(document.core_properties, tree)
    content = io.BytesIO()
    document.save(content)
    return settle(content.getvalue())


class _Report:
    """The walk through the document."""

    def __init__(self, document: Any, tree: Element, bitmaps: Mapping[str, bytes]) -> None:
        self.document, self.tree, self.bitmaps = document, tree, bitmaps
        self.main = tree.find("body/main")
        named = [
            node for node in self.main.iter() if node.get("id") and node.tag in (*HEADINGS, "figure", "li")
        ]
        self.anchors = {node.get("id"): f"plats_{number}" for number, node in enumerate(named, 1)}
        self.numbers = {name: number for number, name in enumerate(self.anchors, 1)}
        self.writer = Writer(document.part, self.anchors)
        self.colour = meta(tree, "farg")

    def write(self) -> Iterator[Any]:
        """Title page, contents, and all chapters."""
        yield from self._write_title()
        yield page_break()
        yield from self._write_contents()
        yield page_break()
        yield from self._write_all(self.main)

    def _write_title(self) -> Iterator[Any]:
        header = self.tree.find("body/header")
        image = header.find("img")
        if image is not None:
            yield paragraph("Normal", self._draw(image, 6.0))
        yield paragraph("Title", run(text_of(header.find("h1"))))
        yield paragraph("Subtitle", run(text_of(header.find("p[@class='undertitel']"))))
        for pair in header.iter("div"):
            yield paragraph(
                "Uppgift", run(f"{text_of(pair.find('dt'))}: "), run(text_of(pair.find("dd")), w("b"))
            )
        for note in header.iter("p"):
            if not has_class(note, "undertitel"):
                yield paragraph("Ledrad", run(text_of(note)))

    def _write_contents(self) -> Iterator[Any]:
        """A table of contents that the program can fill with page numbers; until then, links."""
        yield paragraph("TOCHeading", run("Innehåll"))
        entries = [
            (int(node.tag[1]) - 1, node)
            for node in self.main.iter("h2", "h3")
            if not has_class(node, "onumrerad")
        ]
        begin, code, separate, end = field('TOC \\o "1-2" \\h \\z \\u')
        for place, (level, node) in enumerate(entries):
            link = w("hyperlink", {"anchor": self.anchors[node.get("id")]}, run(text_of(node)))
            opening = (begin, code, separate) if place == 0 else ()
            closing = (end,) if place == len(entries) - 1 else ()
            yield paragraph(f"toc{level}", *opening, link, *closing)

    def _write_all(self, node: Element, depth: int = 0) -> Iterator[Any]:
        for child in node:
            yield from self._write_block(child, depth)

    def _write_block(self, node: Element, depth: int) -> Iterator[Any]:
        tag = node.tag
        if tag in HEADINGS:
            yield from self._write_heading(node)
        elif tag in ("ul", "ol"):
            yield from self._write_list(node, depth)
        elif tag == "p":
            style = next((name for key, name in _STYLES.items() if has_class(node, key)), "Normal")
            yield paragraph(style, *self.writer.write(node))
        elif tag == "figure":
            yield from self._write_figure(node)
        elif tag == "table":
            yield make_table(node, "", self.writer, self.colour)
            yield paragraph("Källa")
        elif tag == "aside":
            yield from self._write_box(node)
        elif tag == "dl":
            for pair in node.iter("dt", "dd"):
                yield paragraph("Ledrad" if pair.tag == "dt" else "Beskrivning", *self.writer.write(pair))
        elif tag == "blockquote":
            for part in node if len(node) and node[0].tag in BLOCKS else [node]:
                yield paragraph("Quote", *self.writer.write(part))
        elif tag == "pre":
            yield paragraph("Kod", *self.writer.write(node))
        elif tag == "img":
            yield paragraph("Normal", self._draw(node, _WIDEST))
        elif len(node) and any(child.tag in BLOCKS | set(HEADINGS) for child in node):
            yield from self._write_all(node, depth)
        elif text_of(node):
            yield paragraph("Normal", *self.writer.write(node))

    def _write_heading(self, node: Element) -> Iterator[Any]:
        if node.tag == "h2" and title_of(node) == APPENDIX_TITLE:
            yield page_break()
        content = list(self.writer.write(node))
        yield paragraph(f"Heading{int(node.tag[1]) - 1}", *self._mark(node, content))

    def _mark(self, node: Element, content: list[Any]) -> list[Any]:
        """Content with the bookmark that links to the node lead to."""
        name = node.get("id")
        if name not in self.anchors:
            return content
        return bookmark(self.anchors[name], self.numbers[name], *content)

    def _write_list(self, node: Element, depth: int) -> Iterator[Any]:
        level = min(depth + 1, _DEEPEST)
        style = f"{'ListBullet' if node.tag == 'ul' else 'ListNumber'}{level if level > 1 else ''}"
        numbering = self._start_list(node, style) if node.tag == "ol" else None
        for item in node:
            first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            part = paragraph(style, *self._mark(item, list(self.writer.write(first))))
            if numbering is not None:
                part.find(f"{W}pPr").append(deepcopy(numbering))
            yield part
            for child in item:
                if child is not first and child.tag in BLOCKS:
                    yield from self._write_block(child, depth + 1)

    def _start_list(self, node: Element, style: str) -> Any:
        """Numbers of a list's own, from where it begins."""
        numbering = self.document.part.numbering_part.element
        used = self.document.styles.element.find(f".//{W}style[@{W}styleId='{style}']//{W}numId")
        known = numbering.num_having_numId(int(used.get(f"{W}val")))
        own = numbering.add_num(known.abstractNumId.val)
        own.add_lvlOverride(ilvl=0).add_startOverride(int(node.get("start") or 1))
        return w("numPr", {}, w("ilvl", {"val": "0"}), w("numId", {"val": str(own.numId)}))

    def _write_figure(self, node: Element) -> Iterator[Any]:
        image, table = node.find("img"), next(node.iter("table"), None)
        caption = table.find("caption") if table is not None else node.find("figcaption")
        lines = list(caption.iter("p")) if caption is not None else []
        if caption is not None:
            head = list(self.writer.write(lines[0] if lines else caption))
            yield paragraph("Caption", *self._mark(node, head))
        for line in lines[1:]:
            yield paragraph("Underrubrik", *self.writer.write(line))
        if image is not None:
            wide = min(float(node.get("data-bredd") or _WIDEST), _WIDEST)
            yield paragraph("Normal", self._draw(image, wide), keepNext="1")
        if table is not None:
            title = "" if caption is None else text_of(caption)
            own = deepcopy(table)
            for left in own.findall("caption"):
                own.remove(left)
            yield make_table(own, title, self.writer, self.colour)
        notes = [line for line in node.iter("p") if line not in lines]
        for line in notes:
            yield paragraph("Källa", *self.writer.write(line))
        if table is not None and not notes:
            yield paragraph("Källa")

    def _write_box(self, node: Element) -> Iterator[Any]:
        for part in self._write_all(node):
            style = part.find(f"{W}pPr/{W}pStyle")
            if style is not None and style.get(f"{W}val") not in ("Rutrubrik", *_LISTS):
                style.set(f"{W}val", "Ruta")
            yield part

    def _draw(self, image: Element, wide: float) -> Any:
        bitmap = io.BytesIO(self.bitmaps[image.get("src")])
        height = wide / find_ratio(image.get("src"))
        inline = self.document.part.new_pic_inline(bitmap, Cm(wide), Cm(height))
        inline.docPr.set("descr", image.get("alt"))
        inline.docPr.set("name", "Figur")
        return w("r", {}, w("drawing", {}, inline))
