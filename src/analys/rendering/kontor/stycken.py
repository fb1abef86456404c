"""Words within a paragraph of the Word document: strong, links, notes, as in the document itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analys.rendering.kontor.xml import REL, W, run, w
from analys.rendering.markup import Element, has_class

_LETTERS: Mapping[str, tuple[str, dict[str, str]]] = {
    "strong": ("b", {}),
    "em": ("i", {}),
    "cite": ("i", {}),
    "del": ("strike", {}),
    "sup": ("vertAlign", {"val": "superscript"}),
    "sub": ("vertAlign", {"val": "subscript"}),
    "code": ("rStyle", {"val": "Kodtecken"}),
}
_UNSEEN = ("dold", "tillbaka")
_ORDER = ("rStyle", "b", "i", "strike", "vertAlign")


class Writer:
    """Writes words, and knows where links lead.

    Parameters
    ----------
    part : docx.parts.document.DocumentPart
    anchors : mapping of str to str
        Names of bookmarks by the document's ids.
    """

    def __init__(self, part: Any, anchors: Mapping[str, str]) -> None:
        self.part = part
        self.anchors = anchors

    def write(self, node: Element, letters: Mapping[str, dict[str, str]] | None = None) -> Iterator[Any]:
        """Runs and links of an element's words; blocks in it are left out."""
        own = dict(letters or {})
        if node.text:
            yield _run(node.text, own)
        for child in node:
            yield from self._write_child(child, own)
            if child.tail:
                yield _run(child.tail, own)

    def _write_child(self, child: Element, own: Mapping[str, dict[str, str]]) -> Iterator[Any]:
        if any(has_class(child, name) for name in _UNSEEN) or child.tag in BLOCKS:
            return
        if child.tag == "br":
            yield w("r", {}, w("br"))
        elif child.tag == "q":
            yield _run("”", own)
            yield from self.write(child, own)
            yield _run("”", own)
        elif child.tag == "a":
            yield from self._link(child, own)
        else:
            more = _LETTERS.get(child.tag)
            yield from self.write(child, {**own, more[0]: more[1]} if more else own)

    def _link(self, node: Element, own: Mapping[str, dict[str, str]]) -> Iterator[Any]:
        content = list(self.write(node, own))
        target = node.get("href") or ""
        if target.startswith("#"):
            anchor = self.anchors.get(target[1:])
            if anchor is None:
                yield from content
            else:
                yield w("hyperlink", {"anchor": anchor}, *content)
            return
        outside = w("hyperlink", {}, *content)
        key = self.part.relate_to(target, f"{REL}/hyperlink", is_external=True)
        outside.set(f"{{{REL}}}id", key)
        yield outside


BLOCKS = frozenset(("ul", "ol", "p", "div", "table", "figure", "blockquote", "pre", "dl", "aside", "section"))


def _run(text: str, letters: Mapping[str, dict[str, str]]) -> Any:
    return run(text, *(w(name, letters[name]) for name in _ORDER if name in letters))


def bookmark(name: str, number: int, *content: Any) -> list[Any]:
    """Content with a bookmark around it."""
    return [
        w("bookmarkStart", {"id": str(number), "name": name}),
        *content,
        w("bookmarkEnd", {"id": str(number)}),
    ]


__all__ = ["BLOCKS", "W", "Writer", "bookmark"]
